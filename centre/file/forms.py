"""Who a citizen is, and how they are reached (S7)."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
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
