"""An assessment as its pages show it: what is asked, what stands, what is missing, and what comes next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _

from centre.staff.models import User
from centre.standard.queries import in_force
from centre.standard.schema import Standard
from intake.choices import Area, DecisionStatus, Theme
from intake.models import Assessment, Decision, Inquiry, Profile, SubstanceUse, Visitation
from intake.models.profile import ASKED
from intake.queries.request import request_of
from intake.rules.visitation import (
    Progress,
    Written,
    areas_of,
    missing_themes,
    progress,
    required_themes,
)


@dataclass(frozen=True)
class Line:
    """One theme of the task list."""

    theme: Theme
    required: bool
    progress: Progress
    row: Assessment | None


@dataclass(frozen=True)
class Board:
    """All that the page of an assessment shows."""

    visitation: Visitation
    lines: list[Line]
    areas: tuple[Area, ...]
    decisions: dict[str, Decision]
    missing: tuple[Theme, ...]

    @property
    def inquiry(self) -> Inquiry:
        return self.visitation.inquiry

    @property
    def finished(self) -> bool:
        return self.visitation.finished_at is not None

    @property
    def undecided(self) -> list[Area]:
        """The treatments that no decision on this assessment is about yet."""
        return [area for area in self.areas if area not in self.decisions]

    @property
    def decided(self) -> list[tuple[Area, Decision | None]]:
        """Each treatment that was asked for, with the decision on it."""
        return [(area, self.decisions.get(area)) for area in self.areas]

    @property
    def profile(self) -> Profile | None:
        return getattr(self.visitation, "profile", None)

    @property
    def next_theme(self) -> Theme | None:
        """The first theme that somebody still has to write on."""
        return self.missing[0] if self.missing else None


def in_scope(user: User) -> QuerySet[Visitation]:
    """The assessments that a person may open, with whom they are about for the door to log."""
    rows = Visitation.objects.of(Inquiry.objects.for_user(user))
    decisions = Decision.objects.exclude(status=DecisionStatus.DISCARDED).order_by("prepared_at")
    return (
        rows.select_related("inquiry__citizen", "inquiry__unit", "profile")
        .prefetch_related(
            Prefetch("assessments", Assessment.objects.select_related("saved_by")),
            "substances",
            Prefetch("decisions", decisions),
        )
        .annotate(citizen_id=F("inquiry__citizen_id"))
    )


def latest(inquiry: Inquiry) -> Visitation | None:
    """The assessment that is under way, else the last one."""
    return inquiry.visitations.order_by(
        F("finished_at").desc(nulls_first=True), "-begun_at"
    ).first()


def board(visitation: Visitation) -> Board:
    """The page's content, from an assessment fetched by `in_scope`."""
    inquiry = visitation.inquiry
    areas = areas_of(request_of(inquiry))
    required = required_themes(areas, standard_of(inquiry))
    stand = {one.theme: one for one in visitation.assessments.all()}
    written = {theme: Written(one.text, one.later) for theme, one in stand.items()}
    lines = [
        Line(
            theme=theme,
            required=theme in required,
            progress=progress(written.get(theme)),
            row=stand.get(theme),
        )
        for theme in Theme
        if theme in required or theme in stand or theme == Theme.OTHER
    ]
    return Board(
        visitation=visitation,
        lines=lines,
        areas=areas,
        decisions={one.area: one for one in visitation.decisions.all()},
        missing=missing_themes(required, written),
    )


def standard_of(inquiry: Inquiry) -> Standard:
    """The standard of the day it was asked on: a new one changes nothing for who waits already."""
    content: Standard = in_force(inquiry.received_on).content
    return content


def grounds_from(visitation: Visitation) -> str:
    """What was written in the assessment, theme by theme: nobody types it twice (ux B.6)."""
    stand = {one.theme: one.text.strip() for one in visitation.assessments.all()}
    told = [(theme, stand.get(theme, "")) for theme in Theme]
    return "\n\n".join(f"{theme.label}: {text}" for theme, text in told if text)


def uses_of(visitation: Visitation) -> list[dict[str, Any]]:
    """The substances as a form begins with them."""
    return [_use(one) for one in visitation.substances.all()]


def _use(row: SubstanceUse) -> dict[str, Any]:
    names = ("substance", "route", "frequency", "age_at_first_use")
    return {name: getattr(row, name) for name in names}


def known(board: Board) -> dict[str, Any]:
    """What the form about life and family begins with."""
    visitation, profile = board.visitation, board.profile
    told: dict[str, Any] = {
        "children_at_home": visitation.children_at_home,
        "pregnant": {True: "yes", False: "no", None: ""}[visitation.pregnant],
        "version": 0,
    }
    if profile is not None:
        told |= {name: getattr(profile, name) for name in (*ASKED_NAMES, *NUMBERS, "version")}
    return told


def told_of(board: Board) -> list[str]:
    """What is known of life and family, in words; nothing of what nobody knows."""
    visitation, profile = board.visitation, board.profile
    told = []
    if visitation.children_at_home is not None:
        told.append(
            _("Children under 18 at home: %(count)d") % {"count": visitation.children_at_home}
        )
    if visitation.pregnant is not None:
        told.append(_("Pregnant") if visitation.pregnant else _("Not pregnant"))
    if profile is not None:
        told += [
            str(getattr(profile, f"get_{name}_display")())
            for name in ASKED_NAMES
            if getattr(profile, name) != "unknown"
        ]
    return told


ASKED_NAMES = tuple(name for name, _words in ASKED)
NUMBERS = ("units_a_week", "days_drinking")
