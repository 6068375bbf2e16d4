"""The forms of a follow-up: a call that was no talk, what it ended with, a talk after the treatment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import KeyForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.layout import Inline
from centre.forms.widgets import Radios
from centre.staff.models import User
from followup.choices import BY_ITSELF, Attempt, GoalKept, Outcome
from followup.models import FollowUp
from followup.rules.call import SPOKEN_TO, CallContent, Fault
from followup.words import FAULTS
from treatment.choices import Result

LONGEST = 4000
CHOSEN = [one for one in Outcome.choices if one[0] not in BY_ITSELF or one[0] == Outcome.DEAD]


def note_field() -> forms.CharField:
    return forms.CharField(
        label=_("The note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


class AttemptForm(KeyForm):
    """Nobody was spoken to: one press, and a day to call again where it is known."""

    result = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Attempt.choices,
        widget=Radios,
        error_messages={"required": _("Choose how it went")},
    )
    again_on = DkDateField(label=_("Call again on"), required=False)

    layout = Layout("result", "again_on", "form_key")


class OutcomeForm(KeyForm):
    """What the follow-up ends with. Who was spoken to is asked how they stand, and the rest."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CHOSEN,
        widget=Radios,
        error_messages={"required": _("Choose what came of it")},
    )
    result = forms.ChoiceField(
        label=_("How does the citizen stand now?"),
        help_text=_("Where you spoke together"),
        choices=Result.choices,
        widget=Radios,
        required=False,
    )
    goal_kept = forms.ChoiceField(
        label=_("Is the goal of the plan kept?"),
        choices=GoalKept.choices,
        widget=Radios,
        required=False,
    )
    wants_help = forms.BooleanField(
        label=_("Wants help again: write an inquiry down today"), required=False
    )
    note: Any = note_field()

    layout_more: tuple[str, ...] = ()
    mark_optional = False

    def __init__(self, *args: Any, today: date, asks_goal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.asks_goal = asks_goal
        goal = [Inline("goal_kept")] if asks_goal else []
        if not asks_goal:
            del self.fields["goal_kept"]
        self.layout = Layout(
            "outcome", Inline("result"), *goal, "wants_help", "note", "form_key", *self.layout_more
        )

    def clean_note(self) -> str:
        return mask_cpr(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        spoken = data.get("outcome") in SPOKEN_TO
        if spoken and not data.get("result"):
            self.add_error("result", str(FAULTS[Fault.RESULT]))
        if data.get("outcome") == Outcome.RELAPSED and data.get("result") == Result.FREE:
            self.add_error("result", str(FAULTS[Fault.RELAPSED_AND_FREE]))
        if spoken and self.asks_goal and not data.get("goal_kept"):
            self.add_error("goal_kept", str(FAULTS[Fault.GOAL_KEPT]))
        if data.get("outcome") and not spoken and data.get("wants_help"):
            self.add_error("wants_help", str(FAULTS[Fault.HELP_NOT_ASKED]))
        return data

    @property
    def content(self) -> CallContent:
        """What was pressed of somebody who was not spoken to says nothing."""
        data = self.cleaned_data
        spoken = data["outcome"] in SPOKEN_TO
        return CallContent(
            outcome=data["outcome"],
            held_on=self.today,
            result=data["result"] if spoken else "",
            goal_kept=data.get("goal_kept", "") if spoken else "",
            wants_help=data["wants_help"],
            note=data["note"],
        )


class CorrectionForm(OutcomeForm):
    """What it should have ended with; `seen` is how often it had been set right on the page that was seen."""

    wants_help = forms.BooleanField(
        label=_("Wanted help again: write an inquiry down, from the day of the call"),
        required=False,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    layout_more = ("seen",)


class TakeBackForm(KeyForm):
    """It was closed by mistake."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def initial_of(one: FollowUp, seen: int) -> dict[str, Any]:
    """What a follow-up ended with as the form shows it, for setting it right."""
    names = ("outcome", "result", "goal_kept", "wants_help", "note")
    return {name: getattr(one, name) for name in names} | {"seen": seen}


class CallerForm(KeyForm):
    """Somebody else of the unit makes the call."""

    caller = forms.ChoiceField(
        label=_("Who makes the call?"), error_messages={"required": _("Choose who makes the call")}
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("Choose …")), *((key, str(one)) for key, one in self.people.items())]
        self.let_choose("caller", choices)

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["caller"]]


class TalkForm(KeyForm):
    """A talk after the treatment."""

    held_on = DkDateField(label=_("When was the talk held?"))
    note: Any = note_field()

    layout = Layout("held_on", "note", "form_key")

    def clean_note(self) -> str:
        return mask_cpr(self.cleaned_data["note"])
