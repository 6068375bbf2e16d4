"""Shares, waits, limits, goals and the places of a chart, by tables."""

from collections import Counter
from statistics import median, quantiles
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.standard.schema import Target
from reporting.rules.chart import BOTTOM, TOP, chart
from reporting.rules.figures import Share, percentile, share_limits, value_limits
from reporting.rules.goals import Comparison, Verdict, compare_days, compare_share, line_of
from reporting.rules.measures import MEASURES, shown_to


def target(comparison: str, value: int | None = None, unit: str | None = None) -> Target:
    given: dict[str, Any] = {"comparison": comparison, "value": value, "unit": unit}
    return Target(
        source="9",
        key="one",
        group="effect",
        areas=("drugs",),
        measure="completed",
        at="discharge",
        text_da="",
        text_en="",
        **given,
    )


@given(st.lists(st.integers(0, 60), min_size=2, max_size=60))
def test_the_middle_wait_is_that_of_all_waits_in_a_row(waits: list[int]) -> None:
    days = Counter(waits)
    assert percentile(days, 0.5) == pytest.approx(median(waits))
    expected = quantiles(waits, n=10, method="inclusive")[8]
    assert percentile(days, 0.9) == pytest.approx(expected)


def test_of_nothing_there_is_no_middle() -> None:
    assert percentile({}, 0.5) is None
    assert percentile({7: 1}, 0.9) == 7


@pytest.mark.parametrize(
    ("goal", "share", "verdict", "missing"),
    [
        (target("at_least", 40, "percent"), Share(4, 10), "reached", 0),
        (target("at_least", 40, "percent"), Share(3, 10), "short", 1),
        (target("at_least", 55, "percent"), Share(11, 20), "reached", 0),
        (target("at_least", 55, "percent"), Share(10, 20), "short", 1),
        (target("at_least", 40, "percent"), Share(9, 9), "too_few", 0),
        (target("majority"), Share(5, 10), "short", 1),
        (target("majority"), Share(6, 11), "reached", 0),
        (target("at_most", 25, "percent"), Share(5, 20), "reached", 0),
        (target("at_most", 25, "percent"), Share(7, 20), "short", 2),
        (target("all"), Share(2, 2), "reached", 0),
        (target("all"), Share(1, 2), "short", 1),
        (target("all"), Share(0, 0), "too_few", 0),
        (target("as_few_as_possible"), Share(5, 20), "no_number", 0),
        (target("aim"), Share(5, 20), "no_number", 0),
    ],
)
def test_a_share_against_its_goal(goal: Target, share: Share, verdict: str, missing: int) -> None:
    assert compare_share(goal, share) == Comparison(Verdict(verdict), missing)


@pytest.mark.parametrize(
    ("goal", "days", "verdict", "missing"),
    [
        (target("at_most", 14, "days"), {3: 5, 14: 1}, "reached", 0),
        (target("at_most", 14, "days"), {3: 5, 15: 2}, "short", 2),
        (target("at_most", 14, "days"), {}, "too_few", 0),
        (target("aim"), {3: 1}, "no_number", 0),
    ],
)
def test_waits_against_their_goal(
    goal: Target, days: dict[int, int], verdict: str, missing: int
) -> None:
    assert compare_days(goal, days) == Comparison(Verdict(verdict), missing)


def test_where_a_goal_stands_in_a_chart() -> None:
    assert line_of(target("all")) == 100
    assert line_of(target("majority")) == 50
    assert line_of(target("at_least", 40, "percent")) == 40
    assert line_of(target("as_few_as_possible")) is None


def test_chance_has_limits_from_twelve_points_on() -> None:
    assert share_limits([Share(5, 10)] * 11) == [None] * 11
    limits = share_limits([*[Share(5, 10)] * 11, Share(50, 100)])
    few, many = limits[0], limits[-1]
    assert few
    assert many
    assert few.middle == 50
    assert few.low == pytest.approx(50 - 300 * 0.5 / 10**0.5)
    # More people, narrower limits.
    assert many.high - many.low < few.high - few.low
    assert few.hold(90)
    assert not many.hold(90)
    assert share_limits([*[Share(5, 10)] * 12, Share(0, 0), None])[12:] == [None, None]


def test_a_single_wait_far_from_the_others_is_not_chance() -> None:
    assert value_limits([10.0] * 11) == [None] * 11
    limits = value_limits([10.0, 12.0] * 6 + [None])
    one = limits[0]
    assert one
    assert one.middle == 11
    assert one.low == pytest.approx(5.68)
    assert one.high == pytest.approx(16.32)
    assert limits[-1] is None


def test_a_chart_is_broken_where_nothing_was_counted() -> None:
    values = [50.0, 100.0, None, 0.0, 25.0]
    drawn = chart(values, few=[True] + [False] * 4, limits=[None] * 5, target=40, highest=100)
    assert len(drawn.lines) == 2
    assert [one.y for one in drawn.points] == [
        BOTTOM - (BOTTOM - TOP) // 2,
        TOP,
        BOTTOM,
        round(BOTTOM - 25 * (BOTTOM - TOP) / 100),
    ]
    assert [one.hollow for one in drawn.points] == [True, False, False, False]
    first = drawn.points[0]
    assert drawn.hollow_dots == f"M{first.x - 4} {first.y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0"
    assert drawn.dots.count("M") == 3
    assert not drawn.frames
    assert drawn.target == round(BOTTOM - 40 * (BOTTOM - TOP) / 100)
    assert all(0 < one.x < drawn.width for one in drawn.points)


def test_a_scale_of_days_ends_at_a_number_that_is_easy_to_read() -> None:
    drawn = chart([3.0, 17.5], few=[False] * 2, limits=[None] * 2, target=14)
    assert [one.value for one in drawn.ticks] == [0, 10, 20]


def test_every_measure_says_what_it_counts() -> None:
    keys = [one.key for one in MEASURES]
    assert len(keys) == len(set(keys))
    for one in MEASURES:
        assert all((one.words, one.counted, one.whole, one.day, one.source))
        assert not {"yes", "no"} & one.left_out.keys()
        assert one.instead_of in ("", *keys)
        assert one.of_its_own or one.goals


def test_a_councils_own_measure_stands_in_place_of_the_general_one() -> None:
    shown = [one.key for one in shown_to({("completed_free_reduced_or_stable", "discharge")})]
    assert "completed_well" in shown
    assert "completed" not in shown
    assert "completed" in [one.key for one in shown_to(set())]
    assert "first_talk" not in [one.key for one in shown_to(set())]
