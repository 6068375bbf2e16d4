"""Writing down a talk: who came, what was said, for which goals, and the next time (ux S11)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_moment
from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import DkDateField, DkTimeField, mask_cpr
from centre.forms.layout import Inline
from centre.forms.widgets import Checkboxes, Radios
from treatment.actions.session import Time
from treatment.choices import Attendance
from treatment.forms.course import FURTHEST_DAYS, DayForm, TimeForm
from treatment.models import Goal

LONGEST_NOTE = 20_000
SETTLED = [one for one in Attendance.choices if one[0] != Attendance.PLANNED]


def note_field(**rest: Any) -> forms.CharField:
    return forms.CharField(
        label=_("The note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write the note")},
        **rest,
    )


class RecordForm(DayForm):
    """One act. The next time is filled in beforehand, and counts only with its own button."""

    attendance = forms.ChoiceField(
        # Not "attendance": in Danish that is also one of the ways to meet, which are asked right before.
        label=_("Did the citizen come?"),
        choices=SETTLED,
        widget=Radios,
        error_messages={"required": _("Choose whether the citizen came")},
    )
    note: Any = note_field(required=False)
    goals = forms.MultipleChoiceField(
        label=_("Goals you worked on"), widget=Checkboxes, required=False
    )
    next_on = DkDateField(label=_("Next talk"), required=False)
    next_at = DkTimeField(label=_("Time"), required=False)

    layout = Layout(
        Inline("attendance"),
        "note",
        "goals",
        Div("next_on", "next_at", css_class="field-row"),
        "form_key",
    )
    mark_optional = False

    def __init__(self, *args: Any, goals: Sequence[Goal], books: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.books = books
        whole = [(str(one.key), one.words) for one in goals]
        self.let_choose("goals", whole)
        if not whole:
            del self.fields["goals"]

    @property
    def helper(self) -> Any:
        helper = super().helper
        there = [one for one in helper.layout.fields if one != "goals" or "goals" in self.fields]
        helper.layout.fields = there
        return helper

    def clean_note(self) -> str:
        return mask_cpr(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.books:
            self._check_next(data)
        return data

    def _check_next(self, data: dict[str, Any]) -> None:
        on = data.get("next_on")
        if on is None and "next_on" not in self.errors:
            self.add_error("next_on", _("Write the day of the next talk"))
        elif on is not None and on > self.today + timedelta(days=FURTHEST_DAYS):
            self.add_error("next_on", _("Choose a day within a year and a half"))
        if data.get("next_at") is None and "next_at" not in self.errors:
            self.add_error("next_at", _("Write the time of the next talk"))

    def then(self, minutes: int, channel: str) -> Time | None:
        """The next talk, as long and in the same way; None where only this one is saved."""
        if not self.books:
            return None
        data = self.cleaned_data
        return Time(danish_moment(data["next_on"], data["next_at"]), minutes, channel)


class UnplannedForm(RecordForm, TimeForm):
    """The same of a talk that was not planned: it also says when it was."""

    layout = Layout(
        Div("on", "at", "minutes", css_class="field-row"),
        Inline("channel"),
        Inline("attendance"),
        "note",
        "goals",
        Div("next_on", "next_at", css_class="field-row"),
        "form_key",
    )


class NoteForm(KeyForm):
    """A note of its own, or one that sets another right."""

    note: Any = note_field()
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_note(self) -> str:
        return mask_cpr(self.cleaned_data["note"])


class AttendanceForm(DkForm):
    """A slip of the hand: what was seen goes along."""

    attendance = forms.ChoiceField(label=_("It was"), choices=SETTLED, widget=Radios)
    was = forms.ChoiceField(choices=SETTLED, widget=forms.HiddenInput)

    layout = Layout(Inline("attendance"), "was")
