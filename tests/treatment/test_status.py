"""The doors through the status of a course and of a talk."""

import pytest

from intake.rules.status import may_move
from treatment.choices import Attendance, CourseStatus
from treatment.rules.status import COURSE, SESSION, TABLES

WORDS = {"course": CourseStatus, "session": Attendance}


def test_every_table_speaks_of_every_status_and_of_no_other() -> None:
    for name, table in TABLES.items():
        words = set(WORDS[name].values)
        assert set(table) == words
        assert set().union(*table.values()) <= words


def test_no_status_leads_to_itself() -> None:
    assert [
        (name, one) for name, table in TABLES.items() for one in table if one in table[one]
    ] == []


@pytest.mark.parametrize(
    ("old", "new", "open_"),
    [
        ("set_up", "running", True),
        ("set_up", "never_begun", True),
        ("set_up", "ended", False),
        ("running", "ended", True),
        ("running", "never_begun", False),
        ("running", "set_up", False),
        ("ended", "running", True),
        ("ended", "set_up", False),
        ("never_begun", "running", False),
    ],
)
def test_a_course_ends_once_it_has_begun_and_goes_on_when_the_end_was_a_mistake(
    old: str, new: str, open_: bool
) -> None:
    assert may_move(COURSE, old, new) is open_


def test_a_slip_of_the_hand_can_be_set_right_but_nothing_is_planned_again() -> None:
    settled = set(Attendance.values) - {"planned"}
    assert SESSION["planned"] == settled
    for one in settled:
        assert SESSION[one] == settled - {one}
