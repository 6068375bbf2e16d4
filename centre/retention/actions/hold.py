"""A hold on a citizen's records: placed for a reason, lifted by somebody."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.citizens.models import Citizen
from centre.records.actions import note
from centre.refusal import Refused
from centre.retention.models import Hold
from centre.staff.models import User


@transaction.atomic
def place_hold(
    *,
    citizen_id: UUID,
    reason: str,
    words: str,
    until: date | None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> Hold:
    """From now on nothing of the citizen's is disposed of. The same form key twice is one hold.

    The citizen's row is locked: a disposal at the same moment is either over, and then refused here,
    or waits and finds the hold.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    known = Hold.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    if citizen.disposed_on is not None:
        raise Refused(_("Nothing is left to hold: the records are deleted."))
    made = Hold.objects.create(
        citizen=citizen,
        reason=reason,
        words=words,
        until=until,
        placed_at=at,
        placed_by=by,
        form_key=form_key,
    )
    last = until.isoformat() if until else ""
    note(
        action="retention.hold", row=made, by=by, at=at, citizen_id=citizen_id,
        reason=reason, until=last,
    )  # fmt: skip
    return made


@transaction.atomic
def lift_hold(*, hold_id: UUID, by: User, at: datetime) -> Hold:
    """It holds no longer. Lifted twice is lifted once, by who was first."""
    one = Hold.objects.select_for_update().get(pk=hold_id)
    if one.lifted_at is not None:
        return one
    one.lifted_at, one.lifted_by = at, by
    one.save(update_fields=["lifted_at", "lifted_by"])
    note(action="retention.lift", row=one, by=by, at=at, citizen_id=one.citizen_id)
    return one
