"""A figure with all that stands around it on the page: goals, chart, months, kinds, what is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from centre.standard.schema import Standard, Target
from reporting import words
from reporting.queries.board import Found
from reporting.queries.telling import Exact, Leaving, LeftOut, Row
from reporting.rules.chart import Chart, chart
from reporting.rules.figures import FEWEST_FOR_PERCENT, Limits, share_limits, value_limits
from reporting.rules.goals import compare_days, compare_share, fits, line_of, targets_of
from reporting.rules.measures import Measure

HUNDRED = 100
FEWEST_POINTS = 3


@dataclass(frozen=True)
class Goal:
    """A goal beside a figure: its words and source in the standard, and how the figure stands to it."""

    words: str
    aim: str
    areas: str
    found: str
    verdict: str
    source: str


@dataclass(frozen=True)
class Card:
    """One figure. `counts` is whether it is told exactly, with the rows behind it."""

    measure: Measure
    of_days: bool
    counts: bool
    value: str
    ninetieth: str
    part: str
    whole: str
    goals: list[Goal]
    left_out: list[LeftOut]
    # None where too few months may be told to make a line.
    chart: Chart | None
    months: list[Row]
    kinds: list[Row]
    limits: bool


def cards(
    measures: Sequence[Measure],
    found: dict[str, Found],
    standard: Standard,
    *,
    exact: bool,
    area: str = "",
) -> list[Card]:
    """The cards of the measures, in their order."""
    way = Exact if exact else Leaving
    return [_card(way(one, found[one.key], area), standard) for one in measures]


def _card(told: Exact, standard: Standard) -> Card:
    measure, area = told.measure, told.area
    targets = [one for one in targets_of(standard, measure) if not area or area in one.areas]
    points = told.points()
    limits = _limits(told, points)
    part, whole = told.counted()
    return Card(
        measure=measure,
        of_days=told.of_days,
        counts=told.counts,
        value=told.spoken(told.headline()),
        ninetieth=words.days(told.ninetieth()) if told.of_days else "",
        part=part,
        whole=whole,
        goals=[_goal(one, told) for one in targets],
        left_out=told.left_out(),
        chart=_chart(told, points, limits, targets),
        months=_months(told, points, limits),
        kinds=told.kinds(),
        limits=any(limits),
    )


def _limits(told: Exact, points: Sequence[float | None]) -> list[Limits | None]:
    """Between what chance alone moves each point; where one is not told, it has none."""
    if told.of_days:
        return value_limits(points)
    shares = [one.share for one in told.found.months.values()]
    return share_limits(
        [one if point is not None else None for one, point in zip(shares, points, strict=True)]
    )


def _chart(
    told: Exact,
    points: Sequence[float | None],
    limits: Sequence[Limits | None],
    targets: Sequence[Target],
) -> Chart | None:
    if sum(one is not None for one in points) < FEWEST_POINTS:
        return None
    lines = {line_of(one) for one in targets if fits(one, told.measure.shape)}
    wholes = [one.share.whole for one in told.found.months.values()]
    return chart(
        points,
        few=[0 < whole < FEWEST_FOR_PERCENT for whole in wholes],
        limits=limits,
        # Goals that differ by the kind of treatment are lines of that kind's chart.
        target=lines.pop() if len(lines) == 1 else None,
        highest=None if told.of_days else HUNDRED,
    )


def _months(
    told: Exact, points: Sequence[float | None], limits: Sequence[Limits | None]
) -> list[Row]:
    return [
        Row(
            words.month_words(month),
            f"{month:%Y-%m}",
            *told.month(tally),
            told.month_value(tally, point),
            outside=limit is not None and point is not None and not limit.hold(point),
        )
        for (month, tally), point, limit in zip(
            told.found.months.items(), points, limits, strict=True
        )
    ]


def _goal(target: Target, told: Exact) -> Goal:
    """The goal, held against the figure of the kinds of treatment that it is for."""
    areas = ["", *target.areas]
    tally = told.found.of_areas(areas)
    found, may_judge = told.of_goal(areas)
    share, days = compare_share(target, tally.share), compare_days(target, tally.days)
    compared = days if told.of_days else share
    return Goal(
        words=words.text_of(target),
        aim=words.aim(target),
        areas=words.areas_words(target.areas),
        found="" if told.of_days else found,
        verdict=words.verdict(target, compared, may_judge=may_judge, count=told.counts),
        source=target.source,
    )
