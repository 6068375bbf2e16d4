"""The end of a course as a form: why, what came of it, goal by goal, and how to reach the citizen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centre.forms.base import KeyForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.layout import Inline
from centre.forms.widgets import Radios
from treatment.choices import Attained, DischargeReason, FollowUpRoute, Result
from treatment.models import Goal
from treatment.rules.discharge import DischargeContent, Fault, Standing, faults
from treatment.words import FAULTS

LONGEST_SUMMARY = 8000
PREFIX = "goal-"
# What is asked of everybody but the dead.
NOT_ASKED = ("result", "follow_up_route")
# Where the page tells of what is wrong; what is not in the form stands above it.
FIELD: Mapping[Fault, str | None] = {
    Fault.OPEN_DECISION: None,
    Fault.TALK_NOT_WRITTEN: None,
    Fault.NOT_YET: "discharged_on",
    Fault.BEFORE_IT_BEGAN: "discharged_on",
    Fault.BEFORE_A_TALK: "discharged_on",
    Fault.GOALS: None,
    Fault.DETAIL: "follow_up_detail",
    Fault.CALLS_THE_DEAD: "follow_up_route",
}


class DischargeForm(KeyForm):
    """Each goal of the last plan is asked about. Of the dead nothing is asked but the day and the words."""

    discharged_on = DkDateField(label=_("Last day of the treatment"))
    reason = forms.ChoiceField(
        label=_("Why does the treatment end?"),
        choices=DischargeReason.choices,
        widget=Radios,
        error_messages={"required": _("Choose why the treatment ends")},
    )
    result = forms.ChoiceField(
        label=_("How does the citizen stand now?"),
        choices=Result.choices,
        widget=Radios,
        help_text=_(
            "Has the citizen died? Then leave this, the goals and the contact as they are."
        ),
        error_messages={"required": _("Choose how the citizen stands now")},
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea({"rows": 5}),
    )
    follow_up_route = forms.ChoiceField(
        label=_("How can the citizen be reached after the treatment?"),
        choices=FollowUpRoute.choices,
        widget=Radios,
        error_messages={
            "required": _("Choose how the citizen can be reached after the treatment.")
        },
    )
    follow_up_detail = forms.CharField(
        label=_("What was agreed, such as a number or when to call"), required=False, max_length=300
    )

    mark_optional = False

    def __init__(
        self, *args: Any, goals: Sequence[Goal], standing: Standing, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.goals = {f"{PREFIX}{one.key}": one for one in goals}
        for name, goal in self.goals.items():
            self.fields[name] = forms.ChoiceField(
                # In the citizen's own words, which alone do not say what is asked.
                label=gettext("Was the goal »%(goal)s« reached?") % {"goal": goal.words},
                choices=Attained.choices,
                widget=Radios,
                required=False,
            )
        if self.data.get("reason") == DischargeReason.DEAD:
            for name in NOT_ASKED:
                self.fields[name].required = False
        # The goals stand after what came of the whole, in the order of the plan.
        self.layout = Layout(
            "discharged_on",
            "reason",
            "result",
            *(Inline(name) for name in self.goals),
            "summary",
            Inline("follow_up_route"),
            "follow_up_detail",
            "form_key",
        )

    def clean_summary(self) -> str:
        return mask_cpr(self.cleaned_data["summary"])

    def clean_follow_up_detail(self) -> str:
        return mask_cpr(self.cleaned_data["follow_up_detail"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for fault in faults(self.content, self.standing):
                self._tell(fault)
        return data

    def _tell(self, fault: Fault) -> None:
        if fault != Fault.GOALS:
            self.add_error(FIELD[fault], str(FAULTS[fault]))
            return
        for name in self.goals:
            if not self.cleaned_data.get(name):
                self.add_error(name, str(_("Choose how far the goal was reached")))

    @property
    def content(self) -> DischargeContent:
        """What the form says. Of the dead nothing more is kept, whatever was pressed or filled in."""
        data = self.cleaned_data
        told = DischargeContent(data["discharged_on"], data["reason"], summary=data["summary"])
        if told.reason == DischargeReason.DEAD:
            return told
        route = data["follow_up_route"]
        return replace(
            told,
            result=data["result"],
            follow_up_route=route,
            follow_up_detail="" if route == FollowUpRoute.NONE else data["follow_up_detail"],
            goals=tuple(self._attained()),
        )

    def _attained(self) -> list[tuple[UUID, str]]:
        data = self.cleaned_data
        return [(goal.key, data[name]) for name, goal in self.goals.items() if data.get(name)]


def initial_of(content: DischargeContent) -> dict[str, Any]:
    """A discharge as the form shows it, for setting it right."""
    told = {
        name: getattr(content, name)
        for name in (
            "discharged_on",
            "reason",
            "result",
            "summary",
            "follow_up_route",
            "follow_up_detail",
        )
    }
    return told | {f"{PREFIX}{key}": attained for key, attained in content.goals}
