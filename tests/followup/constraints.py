"""How to break the rules of a follow-up, its calls and the talks after it, beside `tests/constraints.py`."""

from typing import Any

from followup.models import CallAttempt, EarlierEnd, FollowUp, SupportTalk
from tests.constraints import UNKNOWN, breaks, changed, unknown_word
from tests.factories import House
from tests.followup.cases import (
    CALLED_AT,
    CALLED_ON,
    course,
    ended,
    follow_up,
    tried,
)


def attempt(house: House) -> CallAttempt:
    return tried(follow_up(house), house)


def talk(house: House, **changes: Any) -> SupportTalk:
    given: dict[str, Any] = {"course": None, "number": 1, "held_on": CALLED_ON}
    told = {**given, "at": CALLED_AT, "by": house.caseworker, **changes}
    told["course"] = told["course"] or course(house)
    return SupportTalk.objects.create(**told)


def closed(house: House) -> FollowUp:
    return ended(follow_up(house), house)


@breaks("call_attempt_result_known")
def _(house: House) -> None:
    one = attempt(house)
    CallAttempt.objects.create(
        follow_up=one.follow_up, result=UNKNOWN, tried_on=CALLED_ON, at=CALLED_AT, by=one.by
    )


@breaks("follow_up_once_a_month")
def _(house: House) -> None:
    one, other = follow_up(house), follow_up(house, 6)
    changed(other, discharge=one.discharge, month=1)


@breaks("follow_up_month_known")
def _(house: House) -> None:
    changed(follow_up(house), month=3)


@breaks("follow_up_outcome_known")
def _(house: House) -> None:
    changed(ended(follow_up(house), house, "moved"), outcome=UNKNOWN)


unknown_word("follow_up_goal_kept_known", "goal_kept", closed)


@breaks("follow_up_says_how_who_is_spoken_to_stands")
def _(house: House) -> None:
    changed(closed(house), result=UNKNOWN)


@breaks("follow_up_relapsed_is_not_free")
def _(house: House) -> None:
    changed(ended(follow_up(house), house, "relapsed"), result="free")


@breaks("follow_up_ended_says_when")
def _(house: House) -> None:
    changed(closed(house), ended_on=None)


@breaks("follow_up_ended_by_somebody")
def _(house: House) -> None:
    changed(closed(house), ended_by=None)


@breaks("follow_up_asks_who_is_spoken_to")
def _(house: House) -> None:
    changed(follow_up(house), wants_help=True)


@breaks("follow_up_inquiry_was_wished_for")
def _(house: House) -> None:
    one = closed(house)
    changed(one, inquiry=one.course.inquiry)


@breaks("follow_up_taken_along_by_what_ends_others")
def _(house: House) -> None:
    one = closed(house)
    changed(one, along_with=one)


def earlier(house: House, **changes: Any) -> EarlierEnd:
    """A line of what a call was closed with, and by whom that was set right."""
    given: dict[str, Any] = {"number": 1, "outcome": "moved", "ended_on": CALLED_ON}
    told = {**given, "ended_at": CALLED_AT, "at": CALLED_AT, **changes}
    told["follow_up"] = told.get("follow_up") or follow_up(house)
    return EarlierEnd.objects.create(**told)


@breaks("earlier_end_numbered_once")
def _(house: House) -> None:
    earlier(house, follow_up=earlier(house).follow_up)


@breaks("earlier_end_counts_from_one")
def _(house: House) -> None:
    earlier(house, number=0)


@breaks("earlier_end_outcome_known")
def _(house: House) -> None:
    earlier(house, outcome=UNKNOWN)


@breaks("support_talk_numbered_once")
def _(house: House) -> None:
    talk(house, course=talk(house).course)


@breaks("support_talk_counts_from_one")
def _(house: House) -> None:
    talk(house, number=0)
