"""Opening a day again that was closed by mistake."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

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
    slots = _but_given_away(slots)
    closes_all = others.filter(unit_id__isnull=True).exists()
    opened = 0
    if not closes_all:
        lock_bookers(slots)
        hold_again(slots, by=by, at=at)
        opened = slots.update(closed_at=None, closed_by=None)
    closure.delete()
    return opened


def _but_given_away(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Without those that overlap an open one, or one that opens with them and was closed after them."""
    same = {"counsellor": OuterRef("counsellor"), "during__overlap": OuterRef("during")}
    is_open = Slot.objects.filter(PUBLISHED, **same)
    opens_too = slots.filter(closed_at__gt=OuterRef("closed_at"), **same)
    return slots.filter(~Exists(is_open), ~Exists(opens_too))
