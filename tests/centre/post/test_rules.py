from datetime import timedelta

import pytest

from centre.post import rules
from centre.post.choices import Text
from tests.conftest import moment


def test_the_distance_between_tries_doubles() -> None:
    minutes = [rules.wait_after(tries) / timedelta(minutes=1) for tries in range(6)]
    assert minutes == [1, 1, 2, 4, 8, 16]


def test_five_tries_are_all() -> None:
    assert [rules.is_given_up(tries) for tries in (4, 5, 6)] == [False, True, True]


def test_only_what_the_staff_is_told_may_come_twice() -> None:
    of_a_time = {Text.RECEIPT, Text.REMINDER, Text.MOVED, Text.CANCELLED}
    of_a_message = {Text.NOTED, Text.NEWS}
    assert set(Text) - of_a_time - of_a_message == rules.MAY_REPEAT


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-12-10 06.59", "2026-12-10 07.00"),
        ("2026-12-10 07.00", "2026-12-10 07.00"),
        ("2026-12-10 19.59", "2026-12-10 19.59"),
        ("2026-12-10 20.00", "2026-12-11 07.00"),
        ("2026-12-31 23.30", "2027-01-01 07.00"),
        ("2027-03-28 01.30", "2027-03-28 07.00"),
        ("2027-03-27 23.30", "2027-03-28 07.00"),
        ("2027-10-30 23.30", "2027-10-31 07.00"),
    ],
)
def test_nobody_is_written_to_at_night(at: str, due: str) -> None:
    assert rules.within_hours(moment(at)) == moment(due)
