"""An assessment: begun, written theme by theme, finished by the day of its talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.records.actions import note
from centre.refusal import Overtaken, Refused
from centre.rows import insert, together
from centre.staff.models import User
from centre.standard.queries import in_force
from intake.actions.facts import ASSESSED, tell
from intake.actions.inquiry import locked, mark_met
from intake.choices import Fact, Frequency, InquiryStatus, Route, Theme
from intake.models import Assessment, Profile, SubstanceUse, Visitation
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import request_of
from intake.rules.visitation import (
    Written,
    areas_of,
    may_write,
    missing_themes,
    required_themes,
)


@dataclass(frozen=True)
class Use:
    """One substance as it was told; the first of a list is the one that help is sought for most."""

    substance: str
    route: str = Route.UNKNOWN
    frequency: str = Frequency.UNKNOWN
    age_at_first_use: int | None = None


@dataclass(frozen=True)
class Told:
    """What the registers ask, by the names of the profile; what is not told is not known."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    children_at_home: int | None = None
    pregnant: bool | None = None


def _locked(visitation_id: UUID) -> Visitation:
    return (
        Visitation.objects.select_related("inquiry")
        .select_for_update(of=("self",))
        .get(pk=visitation_id)
    )


@transaction.atomic
def begin_visitation(*, inquiry_id: UUID, by: User, at: datetime) -> Visitation:
    """Begin to find out which help fits; the one that is under way is taken up again.

    Raises Refused when nobody has asked for treatment, and when the inquiry has ended.
    """
    inquiry = locked(inquiry_id)
    running = inquiry.visitations.filter(finished_at__isnull=True).first()
    if running is not None:
        return running
    if inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        raise Refused(_("Take the inquiry up again first."))
    if not areas_of(request_of(inquiry)):
        raise Refused(_("Record first that the citizen wants treatment, and for what."))
    made = Visitation.objects.create(inquiry=inquiry, begun_at=at, begun_by=by)
    mark_met(inquiry, by=by, at=at)
    note(
        action="visitation.begin",
        row=made,
        by=by,
        at=at,
        citizen_id=inquiry.citizen_id,
    )
    return made


@transaction.atomic
def save_theme(
    *,
    visitation_id: UUID,
    theme: str,
    text: str,
    later: bool,
    version: int,
    by: User,
    at: datetime,
) -> Assessment:
    """Keep what is known about one theme. `version` is the one the page showed; 0 where none stood.

    The same words again change nothing. Raises Overtaken, with what stands now, when somebody saved
    another text meanwhile, and Refused when the assessment is finished and the theme not put off.
    """
    visitation = _locked(visitation_id)
    now_there = visitation.assessments.filter(theme=theme).first()
    if now_there is not None and (now_there.text, now_there.later) == (text, later):
        return now_there
    finished = visitation.finished_at is not None
    if not may_write(now_there is not None and now_there.later, finished=finished):
        raise Refused(_("This assessment is finished. Begin a new one to write more."))
    if (now_there.version if now_there else 0) != version:
        raise Overtaken(_("Somebody else saved this while you wrote. Compare the two."), now_there)
    is_first = now_there is None
    now_there = now_there or Assessment(visitation=visitation, theme=theme, version=0)
    now_there.text, now_there.later = text, later
    now_there.version += 1
    now_there.saved_at, now_there.saved_by = at, by
    with together():
        if is_first:
            insert(now_there)
        else:
            now_there.save()
        _note("visitation.theme", visitation, by=by, at=at, theme=theme, version=now_there.version)
    return now_there


@transaction.atomic
def save_profile(
    *, visitation_id: UUID, told: Told, version: int, by: User, at: datetime
) -> Profile:
    """Keep what the registers ask; nobody has to answer. Raises as `save_theme`."""
    visitation = _open(visitation_id)
    profile = Profile.objects.filter(visitation=visitation).first()
    same = profile is not None and all(
        getattr(profile, name) == value for name, value in told.answers.items()
    )
    if same and (visitation.children_at_home, visitation.pregnant) == (
        told.children_at_home,
        told.pregnant,
    ):
        return profile  # type: ignore[return-value]
    if (profile.version if profile else 0) != version:
        raise Overtaken(_("Somebody else saved this while you wrote. Compare the two."), profile)
    profile = profile or Profile(visitation=visitation, version=0)
    for name, value in told.answers.items():
        setattr(profile, name, value)
    profile.version += 1
    profile.save()
    visitation.children_at_home, visitation.pregnant = told.children_at_home, told.pregnant
    visitation.save(update_fields=["children_at_home", "pregnant"])
    _note("visitation.profile", visitation, by=by, at=at, version=profile.version)
    return profile


@transaction.atomic
def save_substances(
    *, visitation_id: UUID, uses: Sequence[Use], version: int, by: User, at: datetime
) -> list[SubstanceUse]:
    """Keep the whole list of substances, the one that help is sought for most first.

    Raises Refused when one stands twice, and as `save_theme`.
    """
    visitation = _open(visitation_id)
    if len({one.substance for one in uses}) < len(uses):
        raise Refused(_("This substance is already on the list."))
    stand = list(visitation.substances.all())
    if [_use(one) for one in stand] == list(uses):
        return stand
    if visitation.substances_version != version:
        raise Overtaken(_("Somebody else saved this while you wrote. Compare the two."), stand)
    visitation.substances.all().delete()
    made = SubstanceUse.objects.bulk_create(
        SubstanceUse(
            visitation=visitation,
            rank=rank,
            substance=one.substance,
            route=one.route,
            frequency=one.frequency,
            age_at_first_use=one.age_at_first_use,
        )
        for rank, one in enumerate(uses, 1)
    )
    visitation.substances_version += 1
    visitation.save(update_fields=["substances_version"])
    _note("visitation.substances", visitation, by=by, at=at, count=len(made))
    return made


@transaction.atomic
def finish_visitation(*, visitation_id: UUID, held_on: date, by: User, at: datetime) -> Visitation:
    """The talk was held and what is needed is written: a decision can be made.

    The council's promise may be that it is held (Rebild), so it is told to the guarantees. Twice with
    the same day is once. Raises Refused while a theme is neither written nor put off until later.
    """
    visitation = _locked(visitation_id)
    if visitation.finished_at is not None:
        if visitation.held_on == held_on:
            return visitation
        raise Refused(_("This assessment is finished. Begin a new one to write more."))
    inquiry = visitation.inquiry
    if held_on < inquiry.received_on:
        raise Refused(_("This cannot have happened before the inquiry was received."))
    if held_on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    missing = missing_of(visitation)
    if missing:
        told = ", ".join(str(theme.label) for theme in missing)
        raise Refused(_("Write these or put them off until later: %(themes)s.") % {"themes": told})
    visitation.held_on = held_on
    visitation.finished_at, visitation.finished_by = at, by
    visitation.save(update_fields=["held_on", "finished_at", "finished_by"])
    tell(inquiry, ASSESSED, (Fact.VISITATION_HELD,), on=held_on, by=by, at=at)
    _note("visitation.finish", visitation, by=by, at=at, on=held_on.isoformat())
    return visitation


def missing_of(visitation: Visitation) -> tuple[Theme, ...]:
    """The themes that law and council ask about and nobody has written on."""
    inquiry = visitation.inquiry
    # The standard of the day it was asked on: a new one changes nothing for who waits already.
    standard = in_force(inquiry.received_on).content
    needed = required_themes(areas_of(request_of(inquiry)), standard)
    stand = {one.theme: Written(one.text, one.later) for one in visitation.assessments.all()}
    return missing_themes(needed, stand)


def _open(visitation_id: UUID) -> Visitation:
    visitation = _locked(visitation_id)
    if visitation.finished_at is not None:
        raise Refused(_("This assessment is finished. Begin a new one to write more."))
    return visitation


def _use(row: SubstanceUse) -> Use:
    return Use(row.substance, row.route, row.frequency, row.age_at_first_use)


def _note(action: str, visitation: Visitation, *, by: User, at: datetime, **detail: Any) -> None:
    note(
        action=action,
        row=visitation,
        by=by,
        at=at,
        citizen_id=visitation.inquiry.citizen_id,
        **detail,
    )
