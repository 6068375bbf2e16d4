"""What a council's plan must hold, and what one version changes in another."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from centre.standard.loader import load_shipped
from treatment.rules.plan import (
    Change,
    Difference,
    GoalWords,
    Kind,
    Part,
    PlanContent,
    changes,
    differences,
    missing,
    needed,
)

SLEEP, WORK, WALK = (UUID(int=number) for number in (1, 2, 3))
DAY = date(2026, 12, 10)


def goal(key: UUID = SLEEP, words: str = "Sove uden at drikke", **rest: Any) -> GoalWords:
    return GoalWords(key, words, **rest)


def content(**changes: Any) -> PlanContent:
    whole: dict[str, Any] = {
        "why": "first",
        "agreed_on": DAY,
        "agreement": "agrees",
        "goals": (
            goal(),
            goal(WALK, "Gå en tur hver dag", part_of=SLEEP),
            goal(WORK, "Komme i arbejde", horizon="long"),
        ),
        "methods": "Motiverende samtale",
        "tasks": "Kim ringer til lægen",
        "timetable": "Hver uge til marts",
        "follow_up_route": "phone",
        "follow_up_detail": "20 00 00 01",
    }
    return PlanContent(**{**whole, **changes})


@pytest.mark.parametrize(
    ("council", "parts"),
    [
        ("aabenraa", {"goals"}),
        pytest.param(
            "fredericia",
            {"goals", "methods", "follow_up_route"},
            marks=[pytest.mark.promise(47, "fredericia"), pytest.mark.promise(49, "fredericia")],
        ),
        pytest.param(
            "rebild",
            {"goals", "short_term_goals", "long_term_goals", "methods", "tasks", "timetable"},
            marks=pytest.mark.promise(47, "rebild"),
        ),
        pytest.param("haderslev", {"goals"}, marks=pytest.mark.promise(47, "haderslev")),
        pytest.param(
            "skanderborg",
            {"goals", "sub_goals", "follow_up_route"},
            marks=[pytest.mark.promise(47, "skanderborg"), pytest.mark.promise(49, "skanderborg")],
        ),
    ],
)
def test_each_council_says_what_a_plan_must_hold(council: str, parts: set[str]) -> None:
    standard = load_shipped(council)
    assert needed(standard) == parts
    assert missing(standard, content()) == []


@pytest.mark.parametrize(
    ("council", "changed", "lacks"),
    [
        ("aabenraa", {"goals": ()}, [Part.GOALS]),
        ("fredericia", {"methods": "  "}, [Part.METHODS]),
        ("fredericia", {"follow_up_route": "", "follow_up_detail": ""}, [Part.ROUTE]),
        ("rebild", {"goals": (goal(),)}, [Part.LONG]),
        ("rebild", {"goals": (goal(horizon="long"),)}, [Part.SHORT]),
        ("rebild", {"tasks": "", "timetable": ""}, [Part.TASKS, Part.TIMETABLE]),
        ("skanderborg", {"goals": (goal(),)}, [Part.SUB_GOALS]),
        ("haderslev", {"methods": "", "tasks": "", "timetable": ""}, []),
        ("haderslev", {"follow_up_route": "", "follow_up_detail": ""}, []),
    ],
)
def test_what_is_missing_is_named(council: str, changed: dict[str, Any], lacks: list[Part]) -> None:
    assert missing(load_shipped(council), content(**changed)) == lacks


def test_a_part_of_a_goal_is_no_goal_of_its_own() -> None:
    only_part = (goal(WALK, "Gå en tur", part_of=uuid4()),)
    assert missing(load_shipped("haderslev"), content(goals=only_part)) == [Part.GOALS]


@pytest.mark.parametrize("route", ["phone", "email", "address", "other"])
def test_an_agreed_way_of_contact_says_which_number_or_address(route: str) -> None:
    told = content(follow_up_route=route, follow_up_detail=" ")
    assert missing(load_shipped("haderslev"), told) == [Part.DETAIL]


def test_who_wants_no_contact_gives_no_number() -> None:
    told = content(follow_up_route="none", follow_up_detail="")
    assert missing(load_shipped("skanderborg"), told) == []


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (goal(), Kind.SAME),
        (goal(words="Sove hele natten"), Kind.CHANGED),
        (goal(by_on=DAY), Kind.CHANGED),
        (goal(horizon="long"), Kind.MOVED),
        (goal(part_of=WORK), Kind.MOVED),
        (goal(words="Sove hele natten", horizon="long"), Kind.CHANGED),
    ],
)
def test_a_goal_is_followed_by_its_key(after: GoalWords, kind: Kind) -> None:
    assert changes([goal()], [after]) == [Change(kind, goal(), after)]


def test_what_is_new_and_what_is_dropped_are_told_and_nothing_is_lost() -> None:
    before, after = [goal(), goal(WORK, "Komme i arbejde")], [goal(WALK, "Gå en tur"), goal()]
    assert changes(before, after) == [
        Change(Kind.ADDED, None, after[0]),
        Change(Kind.SAME, before[0], after[1]),
        Change(Kind.DROPPED, before[1], None),
    ]


def test_the_texts_that_differ_are_shown_with_both_wordings() -> None:
    before = content()
    after = replace(before, methods="Kognitiv terapi", timetable="")
    found = differences(before, after)
    assert found.texts == [
        Difference("methods", "Motiverende samtale", "Kognitiv terapi"),
        Difference("timetable", "Hver uge til marts", ""),
    ]
    assert found.any
    assert not differences(before, before).any
