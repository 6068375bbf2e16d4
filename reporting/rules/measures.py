"""The measures: each says what it counts, of what, on which day, from where, and what it leaves out.

A case of a measure is one row with one answer: "yes" is counted, "yes" and "no" are the whole, and any
other answer is left out and counted beside. Number, months and list all read these same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YES: Final = "yes"
NO: Final = "no"
WHOLE: Final = (YES, NO)


class Shape(StrEnum):
    """What the figure is: a share of cases, or days of waiting (the middle one)."""

    SHARE = "share"
    DAYS = "days"


class Part(StrEnum):
    """Where on the page it stands."""

    DEADLINES = "deadlines"
    EFFECT = "effect"
    CENTRE = "centre"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One named figure. `goals` are the measures of a standard that it answers, with their moment.

    `of_its_own` is false where only a council that has the goal is shown the figure; it then stands
    `instead_of` the general one, for of two that differ by a few people each would tell of these.
    """

    key: str
    part: Part
    words: Promise
    counted: Promise
    whole: Promise
    day: Promise
    source: Promise | str
    shape: Shape = Shape.SHARE
    left_out: Mapping[str, Promise] = field(default_factory=dict)
    goals: tuple[tuple[str, str], ...] = ()
    of_its_own: bool = True
    instead_of: str = ""


_DEAD = {"dead": _("Died")}
_ENDED_OTHERWISE = {
    "waived": _("Free choice"),
    "released": _("Released, such as withdrawn"),
}
_RUNNING = {"running": _("Still running")}
_WAITING = {"waiting": _("Still waiting"), **_ENDED_OTHERWISE}
_ANONYMOUS = {"anonymous": _("Anonymous: nobody knows")}

# What measures of one kind have in common: what each counts is all that is said of it below.
_asked = partial(Measure, part=Part.DEADLINES, day=_("the day of the request"))
_due = partial(
    Measure, part=Part.DEADLINES, left_out={"released": _("No longer needed"), **_RUNNING}
)
_ended = partial(
    Measure,
    part=Part.EFFECT,
    whole=_("courses that ended"),
    day=_("the day of discharge"),
    source=_("discharges that hold; the register's list of reasons"),
    left_out=_DEAD,
)
_held = partial(
    Measure,
    part=Part.EFFECT,
    counted=_("were free of drugs or alcohol, or used less, when we spoke to them"),
    whole=_("people we spoke to, and those who are in treatment again"),
    day=_("the last day of the follow-up"),
    source=_("the follow-ups; DST SMDBV005"),
    left_out={
        **_DEAD,
        "unknown": _("Not reached, moved, or does not want to be called"),
        "open": _("Not called yet"),
    },
)
_back = partial(
    Measure,
    part=Part.EFFECT,
    counted=_("began a new course within 12 months"),
    day=_("12 months after discharge"),
    source=_("discharges that hold, and later courses of the same citizen"),
)

MEASURES: Final = (
    _asked(
        key="guarantee_law",
        words=_("Guarantee kept by law"),
        counted=_("first treatment contact within the legal deadline"),
        whole=_("guarantees by law that ended or are overdue"),
        source="SEL § 101 stk. 4, SUL § 141 stk. 2, SUL § 142 stk. 6, BL § 33; DST SMDBV004",
        left_out={
            **_ENDED_OTHERWISE,
            **_RUNNING,
            "anonymous": _("Anonymous drug treatment (§ 101 a)"),
            "advice": _("Advice and talks only"),
        },
        goals=(("guarantee_kept", "from_request"),),
    ),
    _asked(
        key="guarantee_promised",
        words=_("Guarantee kept as promised"),
        counted=_("what our quality standard promises happened in time"),
        whole=_("promises that were kept or are overdue"),
        source=_("the quality standard, Treatment guarantee"),
        left_out={
            **_ENDED_OTHERWISE,
            **_RUNNING,
            "not_started": _("Not begun: consent is missing"),
        },
        goals=(("guarantee_kept", "from_request"),),
    ),
    _asked(
        key="waiting",
        words=_("Waiting time"),
        counted=_("days from the request to the first treatment contact, the middle one"),
        whole=_("requests whose treatment has begun"),
        source="SEL § 101 stk. 4, SUL § 141 stk. 2",
        shape=Shape.DAYS,
        left_out=_WAITING,
    ),
    _asked(
        key="first_talk",
        words=_("Days to the first talk"),
        counted=_("days from the request to the first talk, the middle one"),
        whole=_("requests whose first talk was held"),
        source=_("the quality standard, goals"),
        shape=Shape.DAYS,
        left_out=_WAITING,
        goals=(("days_to_first_talk", "from_request"),),
        of_its_own=False,
    ),
    _due(
        key="plan_review",
        words=_("Plans reviewed in time"),
        counted=_("plans that were reviewed on their last day or before"),
        whole=_("plans that were reviewed, or whose last day came while the treatment ran"),
        day=_("the last day of the review"),
        source=_("the quality standard, plan review"),
        left_out={"released": _("The treatment ended first"), **_RUNNING},
    ),
    _due(
        key="follow_up",
        words=_("Follow-ups in time"),
        counted=_("follow-ups done, or tried as often as they must be, by their last day"),
        whole=_("follow-ups 1 and 6 months after a discharge"),
        day=_("the last day of the follow-up"),
        source="BEK 1691/2023 § 4 stk. 2",
    ),
    _due(
        key="complaint",
        words=_("Complaints reassessed in time"),
        counted=_("complaints that were looked at again within 4 weeks"),
        whole=_("complaints that were to be looked at again"),
        day=_("the last day of the reassessment"),
        source="RSL § 66",
    ),
    _ended(
        key="completed",
        words=_("Completed"),
        counted=_("courses that ended as completed"),
        goals=(("completed", "discharge"),),
    ),
    _ended(
        key="completed_well",
        words=_("Completed and stopped, cut down or stable"),
        counted=_("courses that ended as completed with a use that stopped, fell or is stable"),
        goals=(("completed_free_reduced_or_stable", "discharge"),),
        of_its_own=False,
        instead_of="completed",
    ),
    _ended(
        key="free_or_reduced",
        words=_("Stopped or uses less when treatment ends"),
        counted=_("courses that ended free of drugs or alcohol, or with less use"),
        whole=_("courses that ended; a result that nobody knows is not counted as reached"),
        source=_("discharges that hold; DST SMDBV005"),
        goals=(("free_or_reduced", "discharge"),),
    ),
    _held(
        key="free_or_reduced_1",
        words=_("Stopped or uses less 1 month after"),
        goals=(("free_or_reduced", "1_month"),),
    ),
    _held(
        key="free_or_reduced_6",
        words=_("Stopped or uses less 6 months after"),
        goals=(("free_or_reduced", "6_months"),),
    ),
    _back(
        key="returned_after_free",
        words=_("Back within 12 months, of those who had stopped"),
        whole=_("courses that ended free of drugs or alcohol 12 months before"),
        left_out=_ANONYMOUS,
        goals=(("returned_after_free", "within_12_months"),),
        of_its_own=False,
        instead_of="returned",
    ),
    _back(
        key="returned",
        words=_("Back within 12 months"),
        whole=_("courses that ended 12 months before"),
        left_out={**_DEAD, **_ANONYMOUS},
        goals=(("returned", "within_12_months"),),
    ),
    Measure(
        key="no_show",
        part=Part.CENTRE,
        words=_("Did not come"),
        counted=_("talks to which the citizen did not come"),
        whole=_("talks that were planned"),
        day=_("the day of the talk"),
        source=_("the talks of the courses"),
        left_out={
            "cancelled_by_us": _("Cancelled by us"),
            "planned": _("Not written down yet"),
        },
    ),
    Measure(
        key="move",
        part=Part.CENTRE,
        words=_("MOVE offered to those under 30"),
        counted=_("decisions that grant MOVE"),
        whole=_("drug treatment granted to somebody under 30"),
        day=_("the day of the decision"),
        source=_("the decisions in force; the quality standard, goals"),
        left_out={"unknown": _("Age not told")},
        goals=(("move_offered_under_30", "continuously"),),
        of_its_own=False,
    ),
)
BY_KEY: Final[Mapping[str, Measure]] = MappingProxyType({one.key: one for one in MEASURES})


def shown_to(goals: set[tuple[str, str]]) -> list[Measure]:
    """The measures of a council with these goals: those of everybody, and those it promises."""
    there = [one for one in MEASURES if one.of_its_own or goals & set(one.goals)]
    replaced = {one.instead_of for one in there}
    return [one for one in there if one.key not in replaced]
