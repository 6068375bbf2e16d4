"""Who a citizen is, and how they are reached (S7)."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.citizens.actions import Holder, Person
from centre.citizens.models import MOST_GUARDIANS, Citizen, Guardian
from centre.forms.base import DkForm
from centre.forms.fields import AddressField, CprField, NameField, PhoneField

TOLD = ("name", "email", "address", "may_leave_message", "protected")


class PersonForm(DkForm):
    """Filled with what is known, but for the CPR number: that is written here and read nowhere."""

    mark_optional = False
    name = NameField(label=gettext_lazy("Name or what we may call the citizen"), required=False)
    cpr = CprField(label=gettext_lazy("CPR number"), required=False)
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    address = AddressField(
        label=gettext_lazy("Postal address"),
        required=False,
        help_text=gettext_lazy("Street and number on one line, postcode and town on the next."),
    )
    may_leave_message = forms.BooleanField(
        label=gettext_lazy("We may leave a message"), required=False
    )
    protected = forms.BooleanField(label=gettext_lazy("Protected address"), required=False)

    layout = Layout(
        Div("name", "cpr", css_class="field-row"),
        Div("phone", "email", css_class="field-row"),
        "address",
        "may_leave_message",
        "protected",
    )

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        known = {name: getattr(citizen, name) for name in TOLD}
        known["phone"] = citizen.phone_in_pairs
        super().__init__(*args, initial=known, **kwargs)
        self.anonymous, self.numbered = citizen.anonymous, bool(citizen.cpr)
        if self.numbered:
            self.fields["cpr"].help_text = _("Registered. Write one only if it is another.")

    def clean(self) -> dict[str, Any]:
        """Somebody in the house must be able to say whose file it is."""
        data = super().clean() or {}
        given = any(data.get(name) for name in ("name", "cpr", "phone"))
        if not given and not self.numbered and not self.errors:
            self.add_error("name", _("Write a name, a phone number or a CPR number."))
        if self.anonymous and data.get("address"):
            self.add_error("address", _("An anonymous person has no address."))
        return data

    @property
    def person(self) -> Person:
        return Person(**self.cleaned_data)


NUMBERS = range(1, MOST_GUARDIANS + 1)


class CustodyForm(DkForm):
    """One who has custody, or two who share it; the names are theirs, never the young person's."""

    mark_optional = False

    def __init__(self, *args: Any, known: Sequence[Guardian], **kwargs: Any) -> None:
        told = {
            f"{name}_{one.number}": getattr(one, name)
            for one in known
            for name in ("name", "address", "gets_letters")
        }
        super().__init__(*args, initial=told, **kwargs)
        for number in NUMBERS:
            self._ask(number)
        self.layout = Layout(
            *(
                Fieldset(words, f"name_{number}", f"address_{number}", f"gets_letters_{number}")
                for number, words in zip(
                    NUMBERS, (_("Who has custody"), _("Who shares it")), strict=True
                )
            )
        )

    def _ask(self, number: int) -> None:
        self.fields[f"name_{number}"] = NameField(
            label=_("Name"),
            required=False,
            error_messages={"required": _("Write who has custody.")},
        )
        self.fields[f"address_{number}"] = AddressField(
            label=_("Postal address"),
            required=False,
            help_text=_("Street and number on one line, postcode and town on the next."),
        )
        self.fields[f"gets_letters_{number}"] = forms.BooleanField(
            label=_("Gets a copy of decisions"),
            required=False,
            help_text=_("Talk to the young person first."),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in NUMBERS:
            name = f"name_{number}"
            told = data.get(f"address_{number}") or data.get(f"gets_letters_{number}")
            if told and not data.get(name) and not self.has_error(name):
                self.add_error(name, _("Write who has custody."))
        return data

    @property
    def holders(self) -> list[Holder]:
        """Those who are named, the first of them first."""
        data = self.cleaned_data
        return [
            Holder(data[f"name_{one}"], data[f"address_{one}"], data[f"gets_letters_{one}"])
            for one in NUMBERS
            if data[f"name_{one}"]
        ]
