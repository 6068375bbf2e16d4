"""The sentences of the treatment that more than one page says."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from treatment.choices import FollowUpRoute
from treatment.rules.discharge import Fault
from treatment.rules.plan import Change, Differences, Part

# What the council's plan must hold, at the field where it is missing.
MISSING: Mapping[Part, Promise] = {
    Part.GOALS: _("Write at least one goal in the citizen's own words."),
    Part.SUB_GOALS: _("Write at least one step on the way to a goal."),
    Part.SHORT: _("Write at least one short-term goal."),
    Part.LONG: _("Write at least one long-term goal."),
    Part.METHODS: _("Write which methods are used."),
    Part.TASKS: _("Write who does what."),
    Part.TIMETABLE: _("Write the timetable of the treatment."),
    Part.ROUTE: _("Choose how the citizen can be reached after the treatment."),
    Part.DETAIL: _("Write the number or the address that was agreed."),
}

# What stands in the way of a discharge.
FAULTS: Mapping[Fault, Promise] = {
    Fault.NOT_YET: _("This day has not come yet."),
    Fault.BEFORE_IT_BEGAN: _("Treatment cannot end before it begins."),
    Fault.BEFORE_A_TALK: _("A talk was held after this day. Treatment cannot end before it."),
    Fault.TALK_NOT_WRITTEN: _("A talk is not written down yet. Write it down first."),
    Fault.OPEN_DECISION: _(
        "A decision on this treatment is being prepared. Send it or put it aside first."
    ),
    Fault.GOALS: _("Say of each goal how far it was reached."),
    Fault.DETAIL: _("Write the number or the address that was agreed."),
    Fault.CALLS_THE_DEAD: _("Nobody is contacted after a death."),
}

# The texts of a plan, as its form and its versions call them.
LABELS: Mapping[str, Promise] = {
    "methods": _("Methods"),
    "tasks": _("Who does what"),
    "timetable": _("Timetable"),
    "follow_up_route": _("How can the citizen be reached after the treatment?"),
    "follow_up_detail": _("What was agreed, such as a number or when to call"),
}


@dataclass(frozen=True)
class Text:
    """A text of the plan in two versions, as a page shows it."""

    label: Promise
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """What one version changes in another, in words."""

    goals: list[Change]
    texts: list[Text]
    any: bool


def shown(found: Differences) -> Shown:
    """Two versions side by side, for `treatment/differences.html`."""
    texts = [
        Text(LABELS[one.name], _said(one.name, one.before), _said(one.name, one.after))
        for one in found.texts
    ]
    return Shown(found.goals, texts, found.any)


def _said(name: str, value: str) -> str:
    chosen = name == "follow_up_route" and value
    return str(FollowUpRoute(value).label) if chosen else value
