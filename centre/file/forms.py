"""Who a citizen is, and how they are reached (S7)."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.citizens.actions import Holder, Person
from centre.citizens.models import Citizen, Guardian
from centre.file.queries.told import (
    NUMBERS,
    custody_told,
    mark_of,
    marks_in,
    marks_of,
    who_told,
)
from centre.forms.base import DkForm
from centre.forms.fields import AddressField, CprField, NameField, PhoneField
from centre.forms.widgets import Radios
from centre.records.choices import TieKind
from centre.refusal import Overtaken
from centre.staff.models import User


class SeenForm(DkForm):
    """Filled with what is known, of which it sends marks along: nobody undoes unseen what others wrote."""

    mark_optional = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def overtaken(self, refusal: Overtaken) -> None:
        """What others wrote stands where nothing was typed, and is named. A CPR number is not shown."""
        told: Any = refusal.theirs
        seen, now = marks_in(self.cleaned_data["seen"]), marks_of(told)
        theirs = {name for name, mark in marks_in(now).items() if seen.get(name) != mark}
        data: dict[str, Any] = {**dict(self.data.items()), "seen": now}
        for name in set(told) & set(self.initial):
            if self._is_untouched(name, seen, theirs):
                data[name] = told[name] or ""
        self.data = data
        labels = dict.fromkeys(str(self.fields[name].label) for name in told if name in theirs)
        changed = _("Changed")
        self.add_error(None, f"{refusal} {changed}: {', '.join(labels)}.")

    def _is_untouched(self, name: str, seen: Mapping[str, str], _theirs: Container[str]) -> bool:
        """Whether a field came back as it was shown."""
        return mark_of(name, self.cleaned_data[name]) == seen.get(name)


class PersonForm(SeenForm):
    """All but the CPR number is read here; that is only written."""

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
        told = who_told(citizen)
        known = {**told, "phone": citizen.phone_in_pairs, "seen": marks_of(told)}
        del known["cpr"]
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
        return Person(**{name: one for name, one in self.cleaned_data.items() if name != "seen"})


class CustodyForm(SeenForm):
    """One who has custody, or two who share it; the names are theirs, never the young person's."""

    def __init__(self, *args: Any, known: Sequence[Guardian], **kwargs: Any) -> None:
        told = custody_told(known)
        super().__init__(*args, initial={**told, "seen": marks_of(told)}, **kwargs)
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

    def _is_untouched(self, name: str, seen: Mapping[str, str], theirs: Container[str]) -> bool:
        """A tick is for the person who was shown, not for whoever stands in that place now."""
        what, number = name.rsplit("_", 1)
        whose = f"name_{number}"
        moved = whose in theirs and super()._is_untouched(whose, seen, theirs)
        return (what == "gets_letters" and moved) or super()._is_untouched(name, seen, theirs)

    @property
    def holders(self) -> list[Holder]:
        """Those who are named, the first of them first."""
        data = self.cleaned_data
        return [
            Holder(data[f"name_{one}"], data[f"address_{one}"], data[f"gets_letters_{one}"])
            for one in NUMBERS
            if data[f"name_{one}"]
        ]


class TieForm(DkForm):
    """How a citizen is close to the house, and to whom."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The citizen"), choices=TieKind.choices, widget=Radios
    )
    user = forms.ChoiceField(
        label=gettext_lazy("Whom of us is it about?"),
        required=False,
        help_text=gettext_lazy("They can never open the file, not even with a reason."),
    )

    def __init__(
        self, *args: Any, people: Sequence[User], namesake: User | None, **kwargs: Any
    ) -> None:
        initial = {"user": str(namesake.pk)} if namesake else None
        super().__init__(*args, initial=initial, **kwargs)
        self.people = {str(one.pk): one for one in people}
        nobody = ("", _("Somebody who has no login here"))
        self.let_choose("user", [nobody, *((pk, str(one)) for pk, one in self.people.items())])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["user"] = self.people.get(data.get("user", ""))
        close = data.get("kind") == TieKind.CLOSE
        if close and data["user"] is None and not self.has_error("user"):
            self.add_error("user", _("Choose whom the citizen is close to."))
        return data


class InsiderForm(DkForm):
    """One more of the few."""

    user = forms.ChoiceField(
        label=gettext_lazy("Let one more open the file"),
        error_messages={"required": gettext_lazy("Choose a person")},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        first = ("", _("Choose a person"))
        self.let_choose("user", [first, *((pk, str(one)) for pk, one in self.people.items())])

    def clean_user(self) -> User:
        return self.people[self.cleaned_data["user"]]
