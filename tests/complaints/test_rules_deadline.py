"""The deadlines of a complaint, by the vectors of the domain: Christmas, Easter, Ascension, 5 June."""

from datetime import date

import pytest

from centre.clocks.choices import Side, Source
from centre.standard.loader import load_shipped
from complaints.rules.deadline import (
    decided_anew,
    is_late,
    reassess_weeks,
    reassessment,
    reply,
)
from complaints.rules.status import TABLES, TRACKS, may_go
from tests.promises import COUNCILS

HADERSLEV = load_shipped("haderslev")


@pytest.mark.parametrize(
    ("heard_on", "last"),
    [
        ("2026-11-27", "2026-12-28"),  # Christmas Day, moved to Monday
        ("2027-02-25", "2027-03-30"),  # Maundy Thursday, moved past Easter
        ("2027-04-09", "2027-05-07"),  # the Friday after Ascension counts
        ("2027-05-08", "2027-06-07"),  # Constitution Day on a Saturday
        ("2026-12-01", "2026-12-29"),
        ("2026-11-26", "2026-12-28"),  # Christmas Eve, and three more closed days
        ("2026-12-03", "2027-01-04"),  # New Year's Eve on a Thursday, moved to Monday
        ("2028-02-01", "2028-02-29"),  # the day that most years do not have
        ("2028-02-29", "2028-03-28"),
    ],
)
def test_the_citizen_answers_by_the_day_that_closed_days_move(heard_on: str, last: str) -> None:
    assert reply(date.fromisoformat(heard_on)).due_and_act_by[0] == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("came_on", "due", "act_by"),
    [
        ("2026-11-27", "2026-12-25", "2026-12-23"),
        ("2027-02-25", "2027-03-25", "2027-03-24"),
        ("2027-04-09", "2027-05-07", "2027-05-07"),
        ("2027-05-08", "2027-06-05", "2027-06-04"),
        ("2026-11-26", "2026-12-24", "2026-12-23"),
        ("2028-02-01", "2028-02-29", "2028-02-29"),
        ("2028-02-29", "2028-03-28", "2028-03-28"),
    ],
)
def test_our_four_weeks_never_move_forward_and_the_day_to_act_lies_before(
    came_on: str, due: str, act_by: str
) -> None:
    plan = reassessment(date.fromisoformat(came_on), HADERSLEV)
    assert plan.side == Side.AUTHORITY
    assert plan.due_and_act_by == (date.fromisoformat(due), date.fromisoformat(act_by))


@pytest.mark.parametrize("council", COUNCILS)
def test_no_council_looks_longer_than_the_law_lets_it(council: str) -> None:
    assert reassess_weeks(load_shipped(council), date(2027, 1, 4)) == (4, Source.LAW)


def test_a_case_sent_back_counts_from_the_boards_decision() -> None:
    plan = decided_anew(date(2027, 3, 1), HADERSLEV)
    assert (plan.due_and_act_by[0], plan.source) == (date(2027, 3, 29), Source.LOCAL)


@pytest.mark.parametrize(
    ("came_on", "printed", "late"),
    [
        (date(2027, 1, 20), date(2027, 1, 20), False),
        (date(2027, 1, 21), date(2027, 1, 20), True),
        (date(2027, 1, 21), None, False),
    ],
)
def test_late_is_after_the_day_that_was_printed(
    came_on: date, printed: date | None, late: bool
) -> None:
    assert is_late(came_on, printed) is late


def test_every_way_of_a_complaint_ends() -> None:
    for table in TABLES.values():
        assert table["closed"] == frozenset()
        reached, todo = set(), ["received"]
        while todo:
            status = todo.pop()
            reached.add(status)
            todo += [one for one in table[status] if one not in reached]
        assert reached == {str(one) for one in table}


def test_no_complaint_to_the_leader_is_ever_sent_to_the_board() -> None:
    for track in ("service", "elsewhere"):
        assert "forwarded" not in TRACKS[track]
    assert not may_go("appeal", "received", "forwarded")
