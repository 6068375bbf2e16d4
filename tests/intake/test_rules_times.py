"""The times that are published: the standard's hours in Danish wall time."""

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from centre.calendar import DENMARK
from centre.standard.loader import load_text
from centre.standard.schema import CounsellingHours
from intake.rules.times import FreeTime, next_phone_hour, times_on
from tests.conftest import moment, shipped


def hours(council: str) -> CounsellingHours:
    found = load_text(shipped(council), name=council).hours.open_counselling
    assert found is not None
    return found


def walls(day: date, council: str = "haderslev", **rest: Any) -> list[tuple[time, time]]:
    return [
        (one.starts_at.astimezone(DENMARK).time(), one.ends_at.astimezone(DENMARK).time())
        for one in times_on(day, hours(council), **rest)
    ]


MONDAY = date(2026, 12, 7)
WEEK = [MONDAY + timedelta(days=offset) for offset in range(7)]


def test_no_time_lies_outside_the_hours_or_overlaps_the_next() -> None:
    seen = 0
    for day in WEEK:
        found = walls(day)
        seen += len(found)
        intervals = getattr(hours("haderslev"), day.strftime("%A").lower())
        for starts, ends in found:
            assert any(one.opens <= starts < ends <= one.closes for one in intervals)
        assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert seen > 0


@pytest.mark.parametrize(
    "closed",
    [
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2027, 3, 26),
        date(2027, 5, 6),
        date(2026, 6, 5),
        date(2026, 12, 5),
    ],
)
def test_nothing_is_published_on_a_closed_day(closed: date) -> None:
    assert walls(closed) == []


def test_nothing_is_published_on_a_day_that_somebody_closed() -> None:
    day = next(day for day in WEEK if walls(day))
    assert walls(day, closed={day}) == []


@pytest.mark.parametrize(
    ("begins", "ends", "shared"),
    [
        ("09.00", "09.30", False),
        ("09.00", "09.31", True),
        ("09.40", "09.50", True),
        ("09.00", "11.00", True),
        ("10.14", "11.00", True),
        ("10.15", "11.00", False),
    ],
)
def test_what_ends_as_a_time_begins_shares_no_moment_with_it(
    begins: str, ends: str, shared: bool
) -> None:
    free = FreeTime(moment("2026-12-07 09.30"), moment("2026-12-07 10.15"))
    assert free.meets(moment(f"2026-12-07 {begins}"), moment(f"2026-12-07 {ends}")) == shared


@pytest.mark.parametrize(
    ("winter", "summer"),
    [(date(2027, 3, 22), date(2027, 3, 30)), (date(2027, 10, 25), date(2027, 11, 1))],
)
def test_the_clock_on_the_wall_does_not_move_with_the_season(winter: date, summer: date) -> None:
    by_weekday = {day.weekday(): walls(day) for day in WEEK}
    for start in (winter, summer):
        for offset in range(7):
            day = start + timedelta(days=offset)
            assert walls(day) in (by_weekday[day.weekday()], [])


@pytest.mark.parametrize(
    ("council", "left", "opens"),
    [
        # Thursday evening; while the phone is open; a pause in the middle of the day; Friday noon.
        ("rebild", "2026-12-10 21.15", "2026-12-11 08.00"),
        ("rebild", "2026-12-10 08.30", "2026-12-10 08.30"),
        ("skanderborg", "2026-12-10 13.00", "2026-12-10 15.00"),
        ("rebild", "2026-12-11 12.00", "2026-12-14 08.00"),
        # The minute it closes is past it; Christmas; the hour that summer time takes away.
        ("rebild", "2026-12-10 09.00", "2026-12-11 08.00"),
        ("rebild", "2026-12-23 12.00", "2026-12-28 08.00"),
        ("rebild", "2027-03-27 12.00", "2027-03-30 08.00"),
    ],
)
def test_a_message_is_answered_when_the_phone_opens_next(
    council: str, left: str, opens: str
) -> None:
    phone = load_text(shipped(council), name=council).hours.phone
    assert phone is not None
    assert next_phone_hour(moment(left), phone) == moment(opens)
