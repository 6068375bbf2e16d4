"""The Danish calendar: days, months, holidays and the nights when the hour changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre import calendar
from centre.calendar import danish_day, danish_moment

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def day(text: str) -> date:
    """A day with its weekday beside it, so that a slip in the table shows: `Thu 2026-12-10`."""
    weekday, iso = text.split()
    found = date.fromisoformat(iso)
    assert found.strftime("%a") == weekday, f"{iso} is no {weekday}"
    return found


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-10T22:59:30", "Thu 2026-12-10"),  # 23.59.30 in winter
        ("2026-12-10T23:00:30", "Fri 2026-12-11"),  # 00.00.30
        ("2026-07-01T21:59:30", "Wed 2026-07-01"),  # 23.59.30 in summer
        ("2026-07-01T22:00:30", "Thu 2026-07-02"),  # 00.00.30
        ("2027-03-27T22:59:59", "Sat 2027-03-27"),  # before the short night
        ("2027-03-28T21:59:59", "Sun 2027-03-28"),  # after it
        ("2027-10-31T22:59:59", "Sun 2027-10-31"),  # the long day ends in winter time
        ("2026-12-31T23:00:00", "Fri 2027-01-01"),
        ("2028-02-28T23:00:00", "Tue 2028-02-29"),
    ],
)
def test_a_moment_belongs_to_its_danish_day(moment: str, expected: str) -> None:
    assert danish_day(utc(moment)) == day(expected)


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        danish_day(datetime(2026, 12, 10, 9, 30))  # noqa: DTZ001 - that is the fault


@pytest.mark.parametrize(
    ("on", "at", "expected"),
    [
        ("Sat 2027-03-27", time(9), "2027-03-27T08:00:00"),
        ("Sun 2027-03-28", time(9), "2027-03-28T07:00:00"),
        ("Sun 2027-03-28", time(2, 30), "2027-03-28T01:30:00"),  # does not exist: half past three
        ("Sun 2027-10-31", time(2, 30), "2027-10-31T00:30:00"),  # exists twice: the first
        ("Sun 2027-10-31", time(9), "2027-10-31T08:00:00"),
    ],
)
def test_wall_time_is_kept_over_the_nights_when_the_hour_changes(
    on: str, at: time, expected: str
) -> None:
    assert danish_moment(day(on), at) == utc(expected)


def test_a_day_of_the_short_night_is_twenty_three_hours_long() -> None:
    lengths = {
        iso: danish_moment(date.fromisoformat(iso) + timedelta(days=1), time(12))
        - danish_moment(date.fromisoformat(iso), time(12))
        for iso in ("2027-03-26", "2027-03-27", "2027-10-30")
    }
    assert [length.total_seconds() / 3600 for length in lengths.values()] == [24, 23, 25]


@pytest.mark.parametrize(
    ("year", "thursday", "good_friday", "easter", "monday", "ascension", "whit", "whit_monday"),
    [
        (2025, "17-04", "18-04", "20-04", "21-04", "29-05", "08-06", "09-06"),
        (2026, "02-04", "03-04", "05-04", "06-04", "14-05", "24-05", "25-05"),
        (2027, "25-03", "26-03", "28-03", "29-03", "06-05", "16-05", "17-05"),
        (2028, "13-04", "14-04", "16-04", "17-04", "25-05", "04-06", "05-06"),
        (2029, "29-03", "30-03", "01-04", "02-04", "10-05", "20-05", "21-05"),
        (2030, "18-04", "19-04", "21-04", "22-04", "30-05", "09-06", "10-06"),
    ],
)
def test_the_public_holidays_of_a_year_are_these_ten_and_no_others(
    year: int,
    thursday: str,
    good_friday: str,
    easter: str,
    monday: str,
    ascension: str,
    whit: str,
    whit_monday: str,
) -> None:
    moving = (thursday, good_friday, easter, monday, ascension, whit, whit_monday)
    expected = {date(year, int(text[3:]), int(text[:2])) for text in moving}
    expected |= {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    all_days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(365))
    assert {one for one in all_days if calendar.is_holiday(one)} == expected


@pytest.mark.parametrize(
    ("on", "holiday"),
    [("Fri 2023-05-05", True), ("Fri 2024-04-26", False), ("Fri 2026-05-01", False)],
)
def test_great_prayer_day_is_a_holiday_until_2023(on: str, holiday: bool) -> None:
    assert calendar.is_holiday(day(on)) is holiday


def test_the_holidays_of_two_centuries_are_those_that_the_package_of_all_countries_tells() -> None:
    # Only here: it takes half a second to load. It ends with the year 2100, and ours does not.
    from holidays.countries.denmark import Denmark

    all_days = (date(1900, 1, 1) + timedelta(days=offset) for offset in range(201 * 366))
    found = {one for one in all_days if calendar.is_holiday(one) and one.year <= 2100}
    assert found == set(Denmark(years=range(1900, 2101)))
    assert calendar.is_holiday(day("Mon 2160-03-24"))


@pytest.mark.parametrize(
    ("on", "closed"),
    [
        ("Fri 2026-06-05", True),  # Constitution Day
        ("Thu 2026-12-24", True),
        ("Thu 2026-12-31", True),
        ("Sat 2026-11-21", True),
        ("Fri 2027-05-07", False),  # the Friday after Ascension
        ("Wed 2026-12-23", False),
        ("Mon 2026-12-28", False),
    ],
)
def test_a_deadline_cannot_end_on_a_closed_day(on: str, closed: bool) -> None:
    assert calendar.is_closed_for_deadlines(day(on)) is closed
    assert calendar.is_working_day(day(on)) is not closed


@pytest.mark.parametrize(
    ("end", "act_by"),
    [
        ("Thu 2026-12-24", "Wed 2026-12-23"),
        ("Fri 2026-12-25", "Wed 2026-12-23"),
        ("Thu 2027-03-25", "Wed 2027-03-24"),
        ("Fri 2027-03-26", "Wed 2027-03-24"),
        ("Fri 2027-01-01", "Wed 2026-12-30"),
        ("Sat 2026-12-05", "Fri 2026-12-04"),
        ("Sun 2027-02-28", "Fri 2027-02-26"),
        ("Tue 2026-12-15", "Tue 2026-12-15"),
    ],
)
def test_the_authority_acts_on_or_before_the_last_day(end: str, act_by: str) -> None:
    assert calendar.last_working_day_on_or_before(day(end)) == day(act_by)


@pytest.mark.parametrize(
    ("end", "moved"),
    [
        ("Fri 2026-12-25", "Mon 2026-12-28"),
        ("Thu 2027-03-25", "Tue 2027-03-30"),
        ("Fri 2027-05-07", "Fri 2027-05-07"),
        ("Sat 2027-06-05", "Mon 2027-06-07"),
    ],
)
def test_the_citizen_has_until_the_next_open_day(end: str, moved: str) -> None:
    assert calendar.next_working_day_on_or_after(day(end)) == day(moved)


def test_six_weekdays_after_a_letter_of_monday_are_the_tuesday_of_the_next_week() -> None:
    assert calendar.add_working_days(day("Mon 2026-11-23"), 6) == day("Tue 2026-12-01")


def test_working_days_are_never_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        calendar.add_working_days(date(2026, 12, 1), -1)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("Sun 2027-01-31", 1, "Sun 2027-02-28"),
        ("Sat 2027-01-30", 1, "Sun 2027-02-28"),
        ("Mon 2026-08-31", 1, "Wed 2026-09-30"),
        ("Mon 2026-08-31", 6, "Sun 2027-02-28"),
        ("Tue 2028-02-29", 6, "Tue 2028-08-29"),
        ("Tue 2028-02-29", 12, "Wed 2029-02-28"),
        ("Thu 2026-12-31", 2, "Sun 2027-02-28"),
        ("Wed 2027-03-31", -1, "Sun 2027-02-28"),
        ("Tue 2026-12-01", 0, "Tue 2026-12-01"),
    ],
)
def test_a_month_that_lacks_the_day_ends_on_its_last(
    start: str, months: int, expected: str
) -> None:
    assert calendar.add_months(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        ("2026-12-10T10:59:59", "2026-12-09T23:00:00"),  # 11.59.59 → midnight
        ("2026-12-10T11:00:00", "2026-12-10T11:00:00"),  # noon
        ("2026-12-10T22:59:59", "2026-12-10T11:00:00"),
        ("2027-03-28T07:00:00", "2027-03-27T23:00:00"),  # the morning of the short night
        ("2027-10-31T01:30:00", "2027-10-30T22:00:00"),  # the second half past two
    ],
)
def test_of_an_anonymous_hour_only_the_half_day_is_kept(moment: str, kept: str) -> None:
    assert calendar.half_day_of(utc(moment)) == utc(kept)


@given(st.builds(datetime.combine, days, st.times(), st.just(UTC)))
def test_the_half_day_is_of_the_same_danish_day_and_never_later(moment: datetime) -> None:
    kept = calendar.half_day_of(moment)
    assert danish_day(kept) == danish_day(moment)
    assert timedelta(0) <= moment - kept < timedelta(hours=13)


@given(days, st.integers(0, 40))
def test_counting_working_days_agrees_with_listing_them(start: date, count: int) -> None:
    end = calendar.add_working_days(start, count)
    listed = list(calendar.working_days_between(start + timedelta(days=1), end))
    assert len(listed) == count
    assert not listed or listed[-1] == end


@given(days)
def test_no_run_of_closed_days_is_longer_than_five(start: date) -> None:
    back = calendar.last_working_day_on_or_before(start)
    ahead = calendar.next_working_day_on_or_after(start)
    assert back <= start <= ahead
    assert calendar.is_working_day(back) and calendar.is_working_day(ahead)
    assert (ahead - back).days <= 6
    assert calendar.next_working_day_after(start) > start


@given(days, st.integers(-60, 60))
def test_months_change_the_month_by_as_many_as_were_added(start: date, months: int) -> None:
    end = calendar.add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
