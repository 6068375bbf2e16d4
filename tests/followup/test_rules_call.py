"""What a follow-up call may end with, and what that stops, as tables."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from centre.clocks.choices import EventType
from centre.standard.loader import load_shipped
from followup.choices import Outcome
from followup.rules.call import (
    EFFECTS,
    CallContent,
    Fault,
    Reach,
    Talks,
    asks_goal_kept,
    attempts_left,
    faults,
    furthest_day,
)

TODAY = date(2027, 1, 7)
ENDED_ON = date(2026, 12, 10)
RIGHT = CallContent(outcome="reached", held_on=TODAY, result="free", goal_kept="kept")
# What is said of nobody who was not spoken to.
NOT_ASKED = {"result": "", "goal_kept": ""}


def days(*offsets: int) -> list[date]:
    return [TODAY - timedelta(days=offset) for offset in offsets]


@pytest.mark.parametrize(
    ("content", "attempts", "found"),
    [
        ({}, (), []),
        ({"outcome": "relapsed", "result": "worse", "wants_help": True}, (), []),
        ({"outcome": "relapsed"}, (), [Fault.RELAPSED_AND_FREE]),
        ({"result": ""}, (), [Fault.RESULT]),
        ({"result": "unknown"}, (), []),
        ({"goal_kept": ""}, (), [Fault.GOAL_KEPT]),
        ({"held_on": TODAY + timedelta(days=1)}, (), [Fault.NOT_YET]),
        ({"held_on": ENDED_ON}, (), []),
        ({"held_on": ENDED_ON - timedelta(days=1)}, (), [Fault.BEFORE_DISCHARGE]),
        ({"outcome": "not_reached", **NOT_ASKED}, (0, 1, 2), []),
        ({"outcome": "not_reached", **NOT_ASKED}, (0, 1), [Fault.TOO_FEW_ATTEMPTS]),
        ({"outcome": "not_reached", **NOT_ASKED}, (0, 0, 0, 1), [Fault.TOO_FEW_ATTEMPTS]),
        ({"outcome": "moved", **NOT_ASKED}, (), []),
        ({"outcome": "moved", "result": ""}, (), [Fault.GOAL_NOT_ASKED]),
        ({"outcome": "moved", "goal_kept": ""}, (), [Fault.RESULT_NOT_ASKED]),
        ({"outcome": "dead", **NOT_ASKED, "wants_help": True}, (), [Fault.HELP_NOT_ASKED]),
    ],
)
def test_each_fault_is_found_and_nothing_else(content: Any, attempts: Any, found: Any) -> None:
    told, tried = replace(RIGHT, **content), days(*attempts)
    asked: dict[str, Any] = {"today": TODAY, "discharged_on": ENDED_ON, "attempts": tried}
    assert faults(told, **asked, asks_goal=True) == found


@pytest.mark.parametrize(
    ("council", "area", "asks"),
    [
        pytest.param("fredericia", "drugs", True, marks=pytest.mark.promise(119, "fredericia")),
        pytest.param("haderslev", "drugs", True, marks=pytest.mark.promise(119, "haderslev")),
        ("aabenraa", "drugs", False),
        ("rebild", "drugs", False),
        ("rebild", "alcohol", False),
        ("skanderborg", "drugs", False),
        ("haderslev", "alcohol", False),
    ],
)
def test_the_goal_is_asked_about_where_the_standard_says_so(
    council: str, area: str, *, asks: bool
) -> None:
    assert asks_goal_kept(load_shipped(council), area) is asks
    told = replace(RIGHT, goal_kept="")
    found = faults(told, today=TODAY, discharged_on=ENDED_ON, attempts=(), asks_goal=asks)
    assert found == ([Fault.GOAL_KEPT] if asks else [])


@pytest.mark.parametrize(
    ("attempts", "left"), [((), 3), ((0,), 2), ((0, 0), 2), ((0, 1), 1), ((0, 1, 2, 3), 0)]
)
def test_attempts_count_by_their_days(attempts: Any, left: int) -> None:
    assert attempts_left(days(*attempts)) == left


@pytest.mark.parametrize(
    ("outcome", "event", "others"),
    [
        ("reached", EventType.STOP, Reach.NONE),
        ("relapsed", EventType.STOP, Reach.NONE),
        ("not_reached", EventType.STOP, Reach.NONE),
        ("moved", EventType.STOP, Reach.NONE),
        ("declined", EventType.STOP, Reach.COURSE),
        ("dead", EventType.RELEASE, Reach.PERSON),
        ("readmitted", EventType.RELEASE, Reach.NONE),
        ("corrected", EventType.RELEASE, Reach.NONE),
    ],
)
def test_each_outcome_stops_or_releases(outcome: str, event: EventType, others: Reach) -> None:
    assert (EFFECTS[outcome].event, EFFECTS[outcome].others) == (event, others)


def test_every_outcome_has_its_effect() -> None:
    assert set(EFFECTS) == set(Outcome.values)


@pytest.mark.parametrize(
    ("act_by", "furthest"),
    [
        (TODAY + timedelta(days=20), TODAY + timedelta(days=20)),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=7)),
        (TODAY - timedelta(days=9), TODAY + timedelta(days=7)),
        (None, TODAY + timedelta(days=7)),
    ],
)
def test_a_call_is_put_off_to_the_deadline_at_most(act_by: Any, furthest: date) -> None:
    assert furthest_day(act_by, TODAY) == furthest


@pytest.mark.parametrize(
    ("held", "on", "room"),
    [
        (0, date(2026, 12, 10), True),
        (4, date(2027, 12, 10), True),
        (5, date(2027, 1, 10), False),
        (0, date(2027, 12, 11), False),
        (0, date(2026, 12, 9), False),
    ],
)
def test_talks_are_counted_within_their_window(held: int, on: date, *, room: bool) -> None:
    assert Talks(5, 12, [ENDED_ON] * held).room_on(on, ENDED_ON) is room


def test_talks_without_a_number_have_no_end() -> None:
    talks = Talks(None, None, [ENDED_ON] * 40)
    assert talks.room_on(date(2030, 1, 1), ENDED_ON)
    assert (talks.left, talks.last_day(ENDED_ON)) == (None, None)
