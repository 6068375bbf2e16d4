"""What an assessment has to cover, and when a decision may be made on it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from centre.citizens.choices import MINORS
from centre.standard.schema import Standard
from intake.choices import Area, Theme, Topic
from intake.rules.guarantee import Request, wants_treatment

# Executive order 1691/2023 § 1 stk. 2: what an assessment under SEL § 101 covers, in its order.
LAW_THEMES = (
    Theme.USE,
    Theme.SOCIAL,
    Theme.HEALTH,
    Theme.WORK_EDUCATION,
    Theme.HOUSING,
    Theme.OTHER,
)


@dataclass(frozen=True)
class Written:
    """What stands about one theme."""

    text: str = ""
    later: bool = False


class Progress(StrEnum):
    """How far a theme has come."""

    MISSING = "missing"
    LATER = "later"
    WRITTEN = "written"


def areas_of(request: Request) -> tuple[Area, ...]:
    """The kinds of treatment a request may be decided on; none where no treatment was asked for.

    Drug treatment without a name is another provision (SEL § 101 a), and for adults alone.
    """
    if not wants_treatment(request):
        return ()
    areas: list[Area] = []
    if request.topic in (Topic.ALCOHOL, Topic.BOTH):
        areas.append(Area.ALCOHOL)
    if request.topic in (Topic.DRUGS, Topic.BOTH):
        nameless = request.anonymous and request.age_group not in MINORS
        areas.append(Area.ANONYMOUS_DRUGS if nameless else Area.DRUGS)
        if request.wants_medical:
            areas.append(Area.SUBSTITUTION)
    return tuple(areas)


def required_themes(areas: tuple[str, ...], standard: Standard) -> tuple[Theme, ...]:
    """The themes that law and council ask about, in the order of the assessment.

    The law's six are for social drug treatment (SEL § 101 stk. 2). For the rest only the council's own
    text says something; the use itself is what every decision rests on.
    """
    needed = {Theme.USE}
    if Area.DRUGS in areas:
        needed |= set(LAW_THEMES)
    if standard.visitation is not None:
        needed |= {Theme(one) for one in standard.visitation.themes}
    return tuple(one for one in Theme if one in needed)


def progress(written: Written | None) -> Progress:
    """How far one theme has come: what is written counts, also where more will follow."""
    if written is None:
        return Progress.MISSING
    if written.text.strip():
        return Progress.WRITTEN
    return Progress.LATER if written.later else Progress.MISSING


def missing_themes(
    required: tuple[Theme, ...], written: Mapping[str, Written]
) -> tuple[Theme, ...]:
    """What has to be written, or put off, before a decision can be made.

    What cannot be found out before treatment begins is completed after it: the deadline is not
    suspended by an unfinished assessment (executive order 1691/2023 § 1, domain C09).
    """
    return tuple(one for one in required if progress(written.get(one)) == Progress.MISSING)


def may_write(theme_later: bool, *, finished: bool) -> bool:
    """Whether a theme may be written on: after the end only what was put off until later."""
    return theme_later or not finished
