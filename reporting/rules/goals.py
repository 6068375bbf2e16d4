"""A figure held against a goal of the quality standard: reached or not, and by how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import Final

from centre.standard.schema import Standard, Target
from reporting.rules.figures import Share
from reporting.rules.measures import Measure, Shape

MAJORITY: Final = 50


class Verdict(StrEnum):
    """How a figure stands to its goal. Words, never a colour alone (ux A.7 no. 2)."""

    REACHED = "reached"
    SHORT = "short"
    TOO_FEW = "too_few"
    NO_NUMBER = "no_number"


@dataclass(frozen=True)
class Comparison:
    """The verdict, and how many cases more (or fewer) would have reached the goal."""

    verdict: Verdict
    missing: int = 0


def goals_of(standard: Standard) -> set[tuple[str, str]]:
    """What the council's standard measures itself by."""
    return {(one.measure, one.at) for one in standard.targets}


def targets_of(standard: Standard, measure: Measure) -> list[Target]:
    """The goals that the measure answers, in the order of the standard."""
    return [one for one in standard.targets if (one.measure, one.at) in measure.goals]


def line_of(target: Target) -> float | None:
    """Where the goal stands in a chart: percent or days; None where the council gives no number."""
    if target.comparison == "all":
        return 100.0
    if target.comparison == "majority":
        return float(MAJORITY)
    return None if target.value is None else float(target.value)


def compare_share(target: Target, found: Share) -> Comparison:
    """A share against its goal. Too few cases are no verdict, unless every one of them counts."""
    line = line_of(target)
    if line is None or target.comparison not in _NEEDED:
        return Comparison(Verdict.NO_NUMBER)
    if not found.whole or (target.comparison != "all" and not found.says_enough):
        return Comparison(Verdict.TOO_FEW)
    missing = _NEEDED[target.comparison](line, found)
    return Comparison(Verdict.SHORT if missing > 0 else Verdict.REACHED, max(missing, 0))


def _at_least(line: float, found: Share) -> int:
    return ceil(line * found.whole / 100) - found.part


def _more_than(line: float, found: Share) -> int:
    return floor(line * found.whole / 100) + 1 - found.part


def _at_most(line: float, found: Share) -> int:
    return found.part - floor(line * found.whole / 100)


_NEEDED: Final = {
    "at_least": _at_least,
    "all": _at_least,
    "majority": _more_than,
    "at_most": _at_most,
}


def compare_days(target: Target, days: Mapping[int, int]) -> Comparison:
    """Waits against the longest that is promised: it holds when nobody waited longer."""
    if target.value is None or target.comparison != "at_most":
        return Comparison(Verdict.NO_NUMBER)
    if not sum(days.values()):
        return Comparison(Verdict.TOO_FEW)
    longer = sum(many for waited, many in days.items() if waited > target.value)
    return Comparison(Verdict.SHORT if longer else Verdict.REACHED, longer)


def fits(target: Target, shape: Shape) -> bool:
    """Whether the goal is told in what the measure is told in."""
    return target.unit is None or (target.unit == "days") == (shape is Shape.DAYS)
