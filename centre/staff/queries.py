"""Who works here, as lists for forms."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from centre.staff.choices import Role
from centre.staff.models import Absence, Closure, Unit, User

# Those who may answer for an inquiry.
RESPONSIBLE = (Role.CASEWORKER, Role.DOCTOR, Role.NURSE, Role.LEADER)
MOST = 200


def colleagues(unit_id: int | None, today: date) -> QuerySet[User]:
    """Those who may answer for an inquiry of a unit: its own people, and leaders of all units."""
    working = User.objects.filter(is_active=True, role__in=RESPONSIBLE).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    )
    if unit_id is not None:
        working = working.filter(Q(unit_id=unit_id) | Q(unit_id__isnull=True))
    return working.order_by("first_name", "last_name", "id")[:MOST]


def counsellors(user: User, today: date) -> list[User]:
    """Those whose times and absences a person may arrange: the own unit's, a leader's all."""
    people = colleagues(user.unit_id, today)
    return [one for one in people if one.unit_id is not None]


def units() -> QuerySet[Unit]:
    """All units by name."""
    return Unit.objects.all()


def unit_by_key(key: str) -> Unit | None:
    """The unit with the key that a standard uses; None where it is not set up here."""
    return Unit.objects.filter(key=key).first()


def closures(today: date, *, unit_id: int | None) -> QuerySet[Closure]:
    """The closed days from today on that a person's unit feels."""
    coming = Closure.objects.filter(on__gte=today).select_related("unit", "recorded_by")
    if unit_id is not None:
        coming = coming.filter(Q(unit_id=unit_id) | Q(unit_id__isnull=True))
    return coming.order_by("on", "id")[:MOST]


@dataclass(frozen=True)
class Away:
    """Who is away, from the first to the last day, both included."""

    user: User
    first_on: date
    last_on: date


def absences(today: date, *, unit_id: int | None) -> list[Away]:
    """Who is away today or later, soonest first."""
    away = Absence.objects.filter(during__endswith__gt=today).select_related("user")
    if unit_id is not None:
        away = away.filter(user__unit_id=unit_id)
    return [
        Away(one.user, one.during.lower, one.during.upper - timedelta(days=1))
        for one in away.order_by("during", "id")[:MOST]
    ]
