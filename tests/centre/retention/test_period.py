"""From which day something may go. The periods are dated settings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.calendar import add_months
from centre.retention.choices import REGIMES, Kind
from centre.retention.queries.periods import SHIPPED, period_on, periods_in
from centre.retention.rules.period import (
    Period,
    disposable_on,
    in_force,
    month_disposable_on,
    strictest,
)

DAYS = st.dates(date(2020, 1, 1), date(2100, 12, 31))
YEARS = st.integers(10, 60)
PERIOD = Period(date(2018, 5, 25), 10, 5, 24)
PERIODS = st.builds(Period, DAYS, YEARS, st.integers(1, 60), st.integers(6, 240))


@pytest.mark.parametrize(
    ("kind", "last", "goes"),
    [
        (Kind.HEALTH, date(2020, 3, 1), date(2030, 3, 2)),
        (Kind.SOCIAL, date(2020, 3, 1), date(2025, 3, 2)),
        # The day that the tenth year has no 29th: never a day too soon.
        (Kind.HEALTH, date(2020, 2, 29), date(2030, 3, 1)),
        (Kind.LOG, date(2024, 1, 31), date(2026, 2, 1)),
    ],
)
def test_the_period_is_full_before_anything_goes(kind: Kind, last: date, goes: date) -> None:
    assert disposable_on(kind, last, PERIOD) == goes


@given(last=DAYS, period=PERIODS, kind=st.sampled_from(Kind))
def test_no_kind_goes_before_its_months_are_over_nor_a_day_later(
    last: date, period: Period, kind: Kind
) -> None:
    goes = disposable_on(kind, last, period)
    assert goes - timedelta(days=1) == add_months(last, period.months_of(kind))
    assert goes > last


@given(last=DAYS, more=st.integers(0, 4000), period=PERIODS, kind=st.sampled_from(REGIMES))
def test_a_later_entry_never_makes_it_go_sooner(
    last: date, more: int, period: Period, kind: Kind
) -> None:
    later = last + timedelta(days=more)
    assert disposable_on(kind, later, period) >= disposable_on(kind, last, period)


@given(last=DAYS, period=PERIODS, more=st.integers(1, 20))
def test_a_longer_period_never_makes_it_go_sooner(last: date, period: Period, more: int) -> None:
    longer = Period(
        period.valid_from, period.health_years + more, period.social_years + more, period.log_months
    )
    for kind in REGIMES:
        assert disposable_on(kind, last, longer) > disposable_on(kind, last, period)


@given(first=DAYS, period=PERIODS)
def test_a_month_goes_only_when_its_last_line_is_old_enough(first: date, period: Period) -> None:
    first = first.replace(day=1)
    last_day = add_months(first, 1) - timedelta(days=1)
    assert month_disposable_on(first, period) > add_months(last_day, period.log_months)


@given(
    day=DAYS,
    periods=st.lists(PERIODS, min_size=1, max_size=5, unique_by=lambda one: one.valid_from),
)
def test_the_latest_that_holds_is_in_force_in_whatever_order(
    day: date, periods: list[Period]
) -> None:
    held = [one for one in periods if one.valid_from <= day]
    if not held:
        with pytest.raises(ValueError, match="no retention period"):
            in_force(day, periods)
        return
    found = in_force(day, periods)
    assert found == in_force(day, periods[::-1])
    assert all(one.valid_from <= found.valid_from for one in held)


def test_what_hangs_together_is_kept_as_long_as_its_strictest_part() -> None:
    assert strictest([Kind.SOCIAL, Kind.HEALTH, Kind.SOCIAL]) == Kind.HEALTH
    assert strictest([Kind.SOCIAL]) == strictest([]) == Kind.SOCIAL


def test_the_shipped_periods_are_ten_five_and_two_years_with_their_sources() -> None:
    period = period_on(date(2026, 12, 1))
    assert (period.health_years, period.social_years, period.log_months) == (10, 5, 24)
    assert {name for name, _source in period.sources} == {
        "health_years", "social_years", "log_months",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("health_years = 10", "missing: health_years"),
        ("health_years = 9", "ten years"),
        ("log_months = 5", "six months"),
        ("social_years = 0", "a year or longer"),
        ("forever = true", "not known: forever"),
    ],
)
def test_a_period_that_cannot_be_meant_is_refused_in_words(wrong: str, told: str) -> None:
    name, _is, _value = wrong.partition(" = ")
    text = SHIPPED.read_text().split("[periods.sources]")[0]
    lines = [line for line in text.splitlines() if not line.startswith(name)]
    if not told.startswith("missing"):
        lines.append(wrong)
    with pytest.raises(ValueError, match=told):
        periods_in("\n".join(lines))


def test_nothing_or_two_of_one_day_are_refused() -> None:
    text = SHIPPED.read_text()
    with pytest.raises(ValueError, match="no \\[\\[periods"):
        periods_in("")
    with pytest.raises(ValueError, match="two periods"):
        periods_in(text + text)
