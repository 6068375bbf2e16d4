"""Figures, goals and verdicts as sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centre.standard.schema import Standard, Target
from intake.choices import Area
from reporting.rules.goals import Comparison, Verdict
from reporting.rules.measures import Measure, Part

DASH = "–"


def part_words(part: Part) -> str:
    """The heading of a part of the page."""
    return {
        Part.DEADLINES: _("Deadlines and waiting"),
        Part.EFFECT: _("What the treatment leads to"),
        Part.CENTRE: _("How we work"),
    }[part]


def percent(value: float | None) -> str:
    """Whole percent, or a dash."""
    return DASH if value is None else f"{round(value)} %"


def days(value: float | None) -> str:
    """Days with one decimal where there is one, or a dash."""
    if value is None:
        return DASH
    told = f"{value:.1f}".removesuffix(".0")
    if get_language() != "en":
        told = told.replace(".", ",")
    return _("%(count)s days") % {"count": told}


def area_words(area: str) -> str:
    """A kind of treatment; cases that belong to none have a word too."""
    return str(Area(area).label) if area in Area.values else _("All kinds")


def areas_words(areas: tuple[str, ...]) -> str:
    """Kinds that are told together."""
    return ", ".join(area_words(one) for one in areas)


def month_words(month: date) -> str:
    """The month as a table says it."""
    return _month_words(month, get_language())


@lru_cache(maxsize=200)
def _month_words(month: date, _language: str | None) -> str:
    """A page of figures says the same twelve for each of them."""
    return date_format(month, "N Y")


def text_of(target: Target) -> str:
    """The goal in the reader's language."""
    return target.text_en if get_language() == "en" else target.text_da


def aim(target: Target) -> str:
    """The number of a goal; empty where the council gives none."""
    value = target.value
    words: dict[str, str] = {
        "all": _("all"),
        "majority": _("more than half"),
        "as_many_as_possible": _("as many as possible"),
        "as_few_as_possible": _("as few as possible"),
    }
    if target.comparison in words:
        return words[target.comparison]
    if value is None:
        return ""
    told = days(value) if target.unit == "days" else percent(value)
    at_least = target.comparison == "at_least"
    return (_("at least %(value)s") if at_least else _("at most %(value)s")) % {"value": told}


def verdict(target: Target, found: Comparison, *, may_judge: bool, count: bool) -> str:
    """How a figure stands to its goal. The number that is missing is not told where it is hidden."""
    if found.verdict is Verdict.NO_NUMBER:
        return _("The standard gives no number.")
    if found.verdict is Verdict.TOO_FEW or not may_judge:
        return _("Too few to say whether the goal is reached.")
    if found.verdict is Verdict.REACHED:
        return _("The goal is reached.")
    if not count:
        return _("The goal is not reached.")
    told = _("The goal is not reached: %(count)s too few.")
    if target.comparison == "at_most":
        told = _("The goal is not reached: %(count)s too many.")
    return told % {"count": found.missing}


def counted_words(part: str | int, whole: str | int) -> str:
    """So many of so many."""
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def answer_words(measure: Measure, answer: str) -> str:
    """A row's answer: counted, not counted, or why it is left out."""
    left_out: Mapping[str, Promise] = measure.left_out
    if answer in left_out:
        return str(left_out[answer])
    return _("Counted") if answer == "yes" else _("Not counted")


def goals_without_figure(standard: Standard, measures: Sequence[Measure]) -> list[str]:
    """What the council strives for and no figure here tells."""
    answered = {goal for one in measures for goal in one.goals}
    return [text_of(one) for one in standard.targets if (one.measure, one.at) not in answered]
