"""The forms about a citizen's own data: writing a request down, one part of a file, and one form an act."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.calendar import danish_day, danish_moment
from centre.clocks.forms import CauseFields
from centre.forms.base import DkForm
from centre.forms.cpr import mask_cpr
from centre.forms.fields import AddressField, DkDateField, NameField
from centre.forms.layout import Folded, Inline
from centre.forms.widgets import Radios
from centre.post.choices import LetterChannel
from centre.rights.actions import Asking
from centre.rights.choices import (
    OF_CORRECTION,
    Asked,
    Asker,
    Channel,
    Ground,
    Regime,
    Right,
    YoungSaid,
)
from centre.rights.queries.answer import usual_channel
from centre.rights.queries.request import Case
from centre.staff.models import User

LONGEST_WORDS = 4000
LONGEST_ABOUT = 200
OLDEST_YEAR = 2000
CHOOSE = gettext_lazy("Choose …")


def _area(rows: int, **words: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(max_length=LONGEST_WORDS, widget=widget, **words)


class AskingForm(DkForm):
    """What both forms ask: how it came and when, and who asks."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=Channel.choices,
        widget=Radios,
        initial=Channel.ORAL,
    )
    received_on = DkDateField(label=gettext_lazy("Day received"))
    asker = forms.ChoiceField(
        label=gettext_lazy("Who asks?"),
        choices=Asker.choices,
        widget=Radios,
        initial=Asker.CITIZEN,
    )
    asker_name = NameField(label=gettext_lazy("The name of whoever asks"), required=False)
    asker_address = AddressField(
        label=gettext_lazy("Where the answer is sent"),
        required=False,
        help_text=gettext_lazy("Street and number on one line, postcode and town on the next."),
    )
    authority_seen_on = DkDateField(
        label=gettext_lazy("When did you see that they may act for the citizen?"),
        required=False,
        help_text=gettext_lazy("A power of attorney, or who has custody"),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    right: Right
    heading = (Inline("channel"), "received_on")
    somebody = Folded(
        "asker_name", "asker_address", "authority_seen_on", words=gettext_lazy("Somebody else asks")
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.initial.setdefault("received_on", danish_day(at))
        self.initial.setdefault("form_key", uuid.uuid4())

    def clean_received_on(self) -> date:
        on: date = self.cleaned_data["received_on"]
        if on > danish_day(self.at):
            raise forms.ValidationError(_("The request cannot have been received in the future."))
        if on.year < OLDEST_YEAR:
            raise forms.ValidationError(_("The year must be 2000 or later"))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("words", "about"):
            if data.get(name):
                data[name] = mask_cpr(data[name].strip())
        if data.get("asker") in (None, Asker.CITIZEN):
            return data
        if not data.get("asker_name") and not self.has_error("asker_name"):
            self.add_error("asker_name", _("Write who asks."))
        if not data.get("authority_seen_on") and not self.has_error("authority_seen_on"):
            self.add_error(
                "authority_seen_on", _("Write when you saw that they may act for the citizen.")
            )
        return data

    @property
    def received_at(self) -> datetime:
        """The moment it came: now where it came today, else the middle of its day."""
        on: date = self.cleaned_data["received_on"]
        return self.at if on == danish_day(self.at) else danish_moment(on, time(12))

    @property
    def asking(self) -> Asking:
        """What was told, for the action: of a citizen who asks nobody else."""
        data = {name: one for name, one in self.cleaned_data.items() if name != "received_on"}
        if data["asker"] == Asker.CITIZEN:
            data |= {"asker_name": "", "asker_address": "", "authority_seen_on": None}
        return Asking(right=self.right, **self.told(data))

    def told(self, data: dict[str, Any]) -> dict[str, Any]:
        return data


class AccessForm(AskingForm):
    wants = forms.MultipleChoiceField(
        label=gettext_lazy("What does the citizen want to see?"),
        choices=[
            ("file", gettext_lazy("What we keep: the file")),
            ("log", gettext_lazy("Who has opened it: days and purposes")),
        ],
        widget=forms.CheckboxSelectMultiple,
        initial=["file", "log"],
        error_messages={"required": gettext_lazy("Choose what the citizen wants to see.")},
    )
    asked = forms.ChoiceField(
        label=gettext_lazy("How much of the file?"), choices=Asked.choices, initial=Asked.BOTH
    )
    words = _area(
        2, label=gettext_lazy("What was asked for, in the citizen's own words"), required=False
    )
    right = Right.ACCESS
    layout = Layout(
        *AskingForm.heading,
        "wants",
        "asked",
        "words",
        Inline("asker"),
        AskingForm.somebody,
        "form_key",
    )

    def told(self, data: dict[str, Any]) -> dict[str, Any]:
        wants = data.pop("wants")
        return data | {"wants_file": "file" in wants, "wants_log": "log" in wants}


class CorrectionForm(AskingForm):
    asked = forms.ChoiceField(
        label=gettext_lazy("In which record does it stand?"),
        choices=Regime.choices,
        widget=Radios,
        help_text=gettext_lazy(
            "Treatment for alcohol, doctor and nurse: the health record. The rest: the social case."
        ),
        error_messages={"required": gettext_lazy("Choose the record in which it stands.")},
    )
    about = forms.CharField(
        label=gettext_lazy("Where does it stand?"),
        max_length=LONGEST_ABOUT,
        help_text=gettext_lazy("Such as: the note of the talk on 4 January 2027"),
        error_messages={"required": gettext_lazy("Write where it stands.")},
    )
    words = _area(
        5,
        label=gettext_lazy("What is wrong, and what would be right? In the citizen's own words"),
        error_messages={"required": gettext_lazy("Write what the citizen says.")},
    )
    right = Right.CORRECTION
    layout = Layout(
        *AskingForm.heading,
        Inline("asked"),
        "about",
        "words",
        Inline("asker"),
        AskingForm.somebody,
        "form_key",
    )


class PieceForm(DkForm):
    """One part of a file: given or not, and what is hidden in it."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Is this part given?"),
        choices=[("", gettext_lazy("Yes")), *((one.value, one.label) for one in Ground)],
        widget=Radios,
        required=False,
    )
    hidden = _area(
        4,
        label=gettext_lazy("Hide in this part"),
        required=False,
        help_text=gettext_lazy("A name or a passage a line, as it stands in the text"),
    )
    everywhere = _area(
        2,
        label=gettext_lazy("Hide in the whole file"),
        required=False,
        help_text=gettext_lazy("Such as the name of somebody who is mentioned in several parts"),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    # Which part was read: collected anew, another one may stand under its number.
    seen = forms.UUIDField(widget=forms.HiddenInput)


class ActForm(DkForm):
    """A form about one request. Free text loses what looks like a CPR number."""

    def __init__(self, *args: Any, case: Case, people: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fill(case, people)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        """Give the fields what the request allows."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("words", "why"):
            if data.get(name):
                data[name] = mask_cpr(data[name].strip())
        return data


class NothingForm(ActForm):
    """Nothing to fill in."""


class LetterForm(ActForm):
    """An act that sends a letter: how it goes, and the hashes of the sheets that were looked at."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How does the letter go?"), choices=LetterChannel.choices
    )
    seen_letter = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_file = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("cause", "outcome", "words", "why", "until")

    def fill(self, case: Case, people: Sequence[User]) -> None:
        usual = LetterChannel.HANDED_OVER if case.death else usual_channel(case.request)
        self.initial.setdefault("channel", usual)


class AssignForm(ActForm):
    to = forms.ChoiceField(label=gettext_lazy("Who answers for it?"))

    def fill(self, case: Case, people: Sequence[User]) -> None:
        self.let_choose("to", [("", str(CHOOSE)), *((str(one.pk), str(one)) for one in people)])
        self.initial.setdefault("to", case.request.responsible_id)


class ReadyForm(ActForm):
    names_staff = forms.BooleanField(
        label=gettext_lazy("The names of the staff stay in it"),
        required=False,
        help_text=gettext_lazy("Only where the citizen needs them to look after their rights"),
    )
    words = _area(
        2, label=gettext_lazy("Why something is left out, if more is to be said"), required=False
    )


class WordsForm(ActForm):
    words = _area(
        3,
        label=gettext_lazy("Why"),
        error_messages={"required": gettext_lazy("Write why.")},
    )


class WithdrawForm(ActForm):
    words = _area(2, label=gettext_lazy("What the citizen said"), required=False)


class RefuseForm(LetterForm):
    words = _area(
        5,
        label=gettext_lazy("Why the citizen cannot see it"),
        error_messages={"required": gettext_lazy("Write why.")},
    )


class MoreTimeForm(LetterForm):
    why = _area(
        3,
        label=gettext_lazy("Why does it take longer?"),
        error_messages={"required": gettext_lazy("Write why it takes longer.")},
    )
    until = DkDateField(label=gettext_lazy("When does the citizen hear from us?"))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        due_on = self.case.request.clock.due_on
        if due_on is not None and until <= due_on:
            last = date_format(due_on, "j. F Y")
            raise forms.ValidationError(
                _("Choose a day after %(day)s: until then you have time anyway.") % {"day": last}
            )
        return until


class LateForm(CauseFields, LetterForm):
    """Past the deadline: the cause for the house, and in the letter why and when."""

    why = _area(
        3,
        label=gettext_lazy("Why is it late? This is printed in the letter"),
        error_messages={"required": gettext_lazy("Write why it is late.")},
    )
    until = DkDateField(label=gettext_lazy("When does the citizen hear from us?"))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.case.today:
            raise forms.ValidationError(_("Choose a day to come."))
        return until


class YoungForm(ActForm):
    said = forms.ChoiceField(
        label=gettext_lazy("What does the young person say?"),
        choices=YoungSaid.choices,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what the young person says.")},
    )
    words = _area(2, label=gettext_lazy("In their own words"), required=False)


class CorrectForm(LetterForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=[(one.value, one.label) for one in OF_CORRECTION],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    words = _area(
        5,
        label=gettext_lazy("What you have done, or why you keep it"),
        help_text=gettext_lazy(
            "Correct it first, where it stands, as a new entry. This is printed in the letter."
        ),
        error_messages={"required": gettext_lazy("Write what you have done, or why you keep it.")},
    )
