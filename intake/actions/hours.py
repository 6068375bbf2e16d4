"""Opening days again that were closed by mistake: of the house, or of somebody who is here after all."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import Absence, Closure, User
from intake.actions.slots import hold_again, lock, lock_bookers, locked_counsellors
from intake.models import Slot
from intake.models.booking import CLOSED, CLOSED_ALONE, PUBLISHED


@transaction.atomic
def reopen_day(*, closure_id: int, by: User, at: datetime) -> int:
    """Take a closure back; returns how many times are free again. Who is away stays away.

    A time that was closed by itself stays closed: the day was not why. So does one in whose place
    another was put meanwhile, though that one was closed too.

    Raises Refused when somebody else took it back already.
    """
    closure = Closure.objects.select_for_update(of=("self",)).filter(pk=closure_id).first()
    if closure is None:
        raise Refused(_("The day is open already."))
    # What publishes and closes times waits here, and this for it.
    lock(locked_counsellors(**({} if closure.unit_id is None else {"unit_id": closure.unit_id})))
    others = Closure.objects.filter(on=closure.on).exclude(pk=closure.pk)
    note(action="closure.take_back", row=closure, by=by, at=at, on=closure.on.isoformat())
    slots = Slot.objects.filter(CLOSED, ~CLOSED_ALONE, starts_at__date=closure.on, starts_at__gt=at)
    if closure.unit_id is not None:
        slots = slots.filter(unit_id=closure.unit_id)
    away = Absence.objects.filter(during__contains=closure.on).values("user_id")
    slots = slots.exclude(counsellor_id__in=away).exclude(unit_id__in=others.values("unit_id"))
    opened = 0
    if not others.filter(unit_id__isnull=True).exists():
        opened = _open(slots, by=by, at=at)
    closure.delete()
    return opened


@transaction.atomic
def end_absence(*, absence_id: int, by: User, at: datetime) -> int:
    """Somebody is here after all; returns how many times are free again.

    The days that are over stay written down: of an absence that has begun only the rest is taken back.
    What is closed for another reason stays closed, as in `reopen_day`.

    Raises Refused when it is taken back already, or over.
    """
    absence = Absence.objects.select_for_update(of=("self",)).filter(pk=absence_id).first()
    today = danish_day(at)
    if absence is None or absence.during.upper <= today:
        raise Refused(_("The absence is taken back already."))
    lock(locked_counsellors(pk=absence.user_id))
    first_on = max(absence.during.lower, today)
    note(
        action="absence.take_back",
        row=absence,
        by=by,
        at=at,
        first=first_on.isoformat(),
        last=(absence.during.upper - timedelta(days=1)).isoformat(),
    )
    closures = Closure.objects.filter(
        Q(unit_id__isnull=True) | Q(unit_id=OuterRef("unit_id")), on=OuterRef("starts_at__date")
    )
    slots = Slot.objects.filter(
        CLOSED,
        ~CLOSED_ALONE,
        ~Exists(closures),
        counsellor_id=absence.user_id,
        starts_at__date__gte=first_on,
        starts_at__date__lt=absence.during.upper,
        starts_at__gt=at,
    )
    opened = _open(slots, by=by, at=at)
    if absence.during.lower < today:
        absence.during = DateRange(absence.during.lower, today)
        absence.save(update_fields=["during"])
    else:
        absence.delete()
    return opened


def _open(slots: QuerySet[Slot], *, by: User, at: datetime) -> int:
    """Open closed times again, with who has booked them; returns how many."""
    slots = _but_given_away(slots)
    lock_bookers(slots)
    hold_again(slots, by=by, at=at)
    return slots.update(closed_at=None, closed_by=None)


def _but_given_away(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Without those that overlap an open one, or one that opens with them and was closed after them."""
    same = {"counsellor": OuterRef("counsellor"), "during__overlap": OuterRef("during")}
    is_open = Slot.objects.filter(PUBLISHED, **same)
    opens_too = slots.filter(closed_at__gt=OuterRef("closed_at"), **same)
    return slots.filter(~Exists(is_open), ~Exists(opens_too))
