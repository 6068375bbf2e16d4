"""Which discharges lead to which follow-ups, and what stands in the way of one, as tables."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from centre.clocks.choices import Source
from centre.clocks.rules import Event, Rule, compute
from centre.standard.loader import load_shipped
from treatment.choices import DischargeReason, Result
from treatment.rules.discharge import (
    DischargeContent,
    Fault,
    Standing,
    closing_status,
    faults,
    follow_ups,
    invited_back,
)

COUNCILS = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
FOUR = ("completed", "other_offer", "hospital", "other_reason")
OTHERS = sorted(set(DischargeReason.values) - set(FOUR))
GOAL = uuid.UUID(int=1)
TODAY = date(2026, 12, 10)


def months(
    council: str, area: Any, reason: str, *, named: bool = True, route: str = "phone"
) -> Any:
    found = follow_ups(load_shipped(council), area, reason, named=named, route=route)
    return [one.months for one in found]


# --- Which follow-ups ------------------------------------------------------------------------------


@pytest.mark.promise(118, "fredericia", "rebild", "haderslev", "skanderborg")
@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("reason", FOUR)
def test_the_four_ends_of_drug_treatment_are_followed_up_by_law_everywhere(
    council: str, reason: str
) -> None:
    found = follow_ups(load_shipped(council), "drugs", reason, named=True, route="phone")
    assert [(one.months, one.source) for one in found] == [(1, Source.LAW), (6, Source.LAW)]
    assert {one.basis for one in found} == {"BEK 1691/2023 § 4 stk. 2"}


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("area", ["drugs", "alcohol", "anonymous_drugs", "substitution"])
@pytest.mark.parametrize("reason", OTHERS)
def test_no_other_end_is_followed_up_anywhere(council: str, area: str, reason: str) -> None:
    assert months(council, area, reason) == []


@pytest.mark.parametrize("reason", FOUR)
@pytest.mark.parametrize(
    ("council", "promised"),
    [
        ("aabenraa", []),
        ("fredericia", []),
        ("haderslev", []),
        pytest.param("rebild", [1, 6], marks=pytest.mark.promise(118, "rebild")),
        pytest.param("skanderborg", [1, 6], marks=pytest.mark.promise(118, "skanderborg")),
    ],
)
def test_alcohol_treatment_is_followed_up_only_where_the_council_says_so(
    council: str, promised: list[int], reason: str
) -> None:
    found = follow_ups(load_shipped(council), "alcohol", reason, named=True, route="phone")
    assert [one.months for one in found] == promised
    assert {one.source for one in found} <= {Source.LOCAL}


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("area", ["anonymous_drugs", "substitution"])
def test_neither_anonymous_nor_medical_treatment_is_followed_up(council: str, area: str) -> None:
    assert months(council, area, "completed") == []


@pytest.mark.parametrize(
    ("named", "route", "promised"),
    [
        (False, "none", []),
        (False, "phone", [1, 6]),
        (False, "other", [1, 6]),
        # A promise of the council is not forced upon anybody.
        (True, "none", []),
        (True, "email", [1, 6]),
    ],
)
def test_whoever_gave_no_way_to_be_reached_is_left_alone(
    named: bool, route: str, promised: list[int]
) -> None:
    assert months("skanderborg", "alcohol", "completed", named=named, route=route) == promised


def test_what_the_law_asks_for_stands_on_the_list_though_no_contact_is_wished() -> None:
    assert months("haderslev", "drugs", "completed", route="none") == [1, 6]
    assert months("haderslev", "drugs", "completed", named=False, route="none") == []


@pytest.mark.parametrize(
    ("discharged", "first", "sixth"),
    [
        # Due and act-by of both (domain 1.1, ux C-29).
        ((2026, 8, 31), ((2026, 9, 30), (2026, 9, 30)), ((2027, 2, 28), (2027, 2, 26))),
        ((2027, 1, 30), ((2027, 2, 28), (2027, 2, 26)), ((2027, 7, 30), (2027, 7, 30))),
        ((2027, 1, 31), ((2027, 2, 28), (2027, 2, 26)), ((2027, 7, 31), (2027, 7, 30))),
        ((2028, 2, 29), ((2028, 3, 29), (2028, 3, 29)), ((2028, 8, 29), (2028, 8, 29))),
        ((2027, 8, 31), ((2027, 9, 30), (2027, 9, 30)), ((2028, 2, 29), (2028, 2, 29))),
        # A Sunday, and a public holiday after which only Wednesday is left.
        ((2026, 11, 29), ((2026, 12, 29), (2026, 12, 29)), ((2027, 5, 29), (2027, 5, 28))),
        ((2026, 11, 25), ((2026, 12, 25), (2026, 12, 23)), ((2027, 5, 25), (2027, 5, 25))),
    ],
)
def test_months_end_where_the_calendar_says(discharged: Any, first: Any, sixth: Any) -> None:
    standard, on = load_shipped("haderslev"), date(*discharged)
    promised = follow_ups(standard, "drugs", "completed", named=True, route="phone")
    plans = [one.clock(on) for one in promised]
    answers = [
        compute([Event("start", one.starts_on)], Rule(one.length, one.span, one.side))
        for one in plans
    ]
    assert [(one.due_on, one.act_by_on) for one in answers] == [
        tuple(date(*day) for day in days) for days in (first, sixth)
    ]


# --- What a discharge says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "result", "status"),
    [
        ("completed", "free", "FRI"),
        ("completed", "reduced", "REDSTAB"),
        ("completed", "stabilised", "REDSTAB"),
        ("completed", "unchanged", "AND"),
        ("completed", "worse", "AND"),
        ("completed", "unknown", "AND"),
        ("dropped_out", "free", ""),
        ("dead", "unknown", ""),
    ],
)
def test_only_who_completed_has_a_closing_status(reason: str, result: str, status: str) -> None:
    assert closing_status(reason, result) == status


def test_every_result_has_a_status() -> None:
    assert all(closing_status("completed", result) for result in Result.values)


@pytest.mark.promise(56, "haderslev", "skanderborg")
def test_whoever_breaks_off_is_invited_back_where_the_council_says_so() -> None:
    invites = {one for one in COUNCILS if invited_back(load_shipped(one), "drugs", "dropped_out")}
    assert invites == {"haderslev", "skanderborg"}
    assert not invited_back(load_shipped("skanderborg"), "drugs", "completed")


# --- What stands in the way ------------------------------------------------------------------------

RIGHT = DischargeContent(
    discharged_on=TODAY,
    reason="completed",
    follow_up_route="phone",
    follow_up_detail="20 00 00 01",
    goals=((GOAL, "yes"),),
)
STANDING = Standing(
    today=TODAY, begun_on=date(2026, 9, 1), goals=(GOAL,), last_talk_on=date(2026, 12, 3)
)


@pytest.mark.parametrize(
    ("content", "standing", "found"),
    [
        ({}, {}, []),
        ({"discharged_on": date(2026, 12, 3)}, {}, []),
        ({}, {"decision_open": True}, [Fault.OPEN_DECISION]),
        ({}, {"talk_not_written": True}, [Fault.TALK_NOT_WRITTEN]),
        ({"discharged_on": date(2026, 12, 11)}, {}, [Fault.NOT_YET]),
        ({"discharged_on": date(2026, 12, 2)}, {}, [Fault.BEFORE_A_TALK]),
        ({"discharged_on": date(2026, 8, 31)}, {"last_talk_on": None}, [Fault.BEFORE_IT_BEGAN]),
        ({"goals": ()}, {}, [Fault.GOALS]),
        ({"goals": ((GOAL, "yes"), (uuid.UUID(int=2), "no"))}, {}, [Fault.GOALS]),
        ({"follow_up_detail": "  "}, {}, [Fault.DETAIL]),
        ({"follow_up_route": "none", "follow_up_detail": ""}, {}, []),
        ({"reason": "dead", "goals": (), "follow_up_route": "none"}, {}, []),
        ({"reason": "dead", "goals": ()}, {}, [Fault.CALLS_THE_DEAD]),
    ],
)
def test_each_fault_is_found_and_nothing_else(content: Any, standing: Any, found: Any) -> None:
    assert faults(replace(RIGHT, **content), replace(STANDING, **standing)) == found
