"""What happens to a follow-up that waits: somebody is tried, spoken to, or not to be called any more."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.queries import has_died
from centre.clocks.actions import ledger
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from followup.actions.closing import close, closed_once, locked_call
from followup.choices import Outcome
from followup.models import CallAttempt, EarlierEnd, FollowUp
from followup.rules.call import CallContent, furthest_day
from followup.words import FAULTS
from treatment.actions.course import check_counsellor
from treatment.actions.once import once, other_answers
from treatment.models import Discharge


def record_call(
    *,
    follow_up_id: UUID,
    result: str,
    tried_on: date,
    note: str = "",
    again_on: date | None = None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> CallAttempt:
    """Write down that somebody was tried and not spoken to, and when to call again.

    The same form twice is one attempt. Raises Refused when the follow-up has ended meanwhile, for
    somebody who has died, and for a day that cannot be.
    """

    def act() -> CallAttempt:
        one = _callable(follow_up_id)
        if tried_on > danish_day(at):
            raise Refused(_("This day has not come yet."))
        if tried_on < one.discharge.discharged_on:
            raise Refused(str(FAULTS["before_discharge"]))
        if again_on is not None:
            _call_again(one, again_on, at)
        made = CallAttempt.objects.create(
            follow_up=one,
            result=result,
            tried_on=tried_on,
            note=note,
            at=at,
            by=by,
            form_key=form_key,
        )
        _audit("follow_up.try", one, by, at, result=result)
        return made

    told = (follow_up_id, result, tried_on, note)
    return once(
        CallAttempt.objects.all(),
        form_key,
        act,
        same=lambda one: (one.follow_up_id, one.result, one.tried_on, one.note) == told,
    )


def _call_again(one: FollowUp, on: date, at: datetime) -> None:
    today = danish_day(at)
    furthest = furthest_day(one.clock.act_by_on, today)
    if on < today:
        raise Refused(_("Choose a day that has not passed."))
    if on > furthest:
        raise Refused(_("The deadline does not move. Choose a day before it."))
    one.stand_on = on
    one.save(update_fields=["stand_on"])


def record_outcome(
    *, follow_up_id: UUID, content: CallContent, form_key: UUID, by: User, at: datetime
) -> FollowUp:
    """Write down what a follow-up ended with, and do what follows from it, all or nothing.

    Whoever wants help again is written down as an inquiry of today, with its own deadline. After a
    death nobody is called any more. The same form twice is one. Raises Refused with a sentence.
    """

    def act() -> FollowUp:
        one = _waiting(follow_up_id, whole_person=content.outcome == Outcome.DEAD)
        if EarlierEnd.objects.filter(form_key=form_key).exists():
            # A page from before it was taken back, sent once more.
            raise other_answers()
        close(one, content, form_key, by=by, at=at)
        return one

    return closed_once(act, follow_up_id, content, form_key)


def _waiting(follow_up_id: UUID, *, whole_person: bool = False) -> FollowUp:
    """A follow-up that waits, its course locked: whatever happens to it or its discharge waits."""
    one = locked_call(follow_up_id, whole_person=whole_person)
    if one.outcome:
        raise Refused(_("This follow-up was closed by somebody else. Nothing was saved."))
    if not Discharge.objects.current().filter(pk=one.discharge_id).exists():
        raise Refused(_("The discharge was set right meanwhile. Open the list again."))
    return one


def _callable(follow_up_id: UUID) -> FollowUp:
    """One that waits, of somebody who can still be called."""
    one = _waiting(follow_up_id)
    if has_died(one.course.citizen_id):
        raise Refused(_("The citizen has died: nobody is to be called. Close the follow-up."))
    return one


@transaction.atomic
def hand_over(*, follow_up_id: UUID, to: User, by: User, at: datetime) -> FollowUp:
    """Let somebody else of the unit make the call. No date moves; given to who has it, nothing happens."""
    one = _callable(follow_up_id)
    if one.responsible_id == to.pk:
        return one
    check_counsellor(to, one.unit, at)
    one.responsible = to
    one.save(update_fields=["responsible"])
    ledger.hand_over(clocks=[one.clock], responsible=to, unit=one.unit)
    _audit("follow_up.hand_over", one, by, at, to=to.pk)
    return one


def _audit(action: str, one: FollowUp, by: User, at: datetime, **detail: Any) -> None:
    note(action=action, row=one, by=by, at=at, citizen_id=one.course.citizen_id, **detail)
