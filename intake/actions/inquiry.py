"""What the desk does with an inquiry: assign, try to reach, end."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.choices import ToldIn
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.rules import Door
from intake.actions.death import taken_back_with
from intake.actions.release import released_as, run_again
from intake.choices import Attempt, InquiryStatus, ReleaseReason
from intake.models import ContactAttempt, Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.rules.status import INQUIRY, may_move


def locked(inquiry_id: UUID) -> Inquiry:
    return (
        Inquiry.objects.select_related("unit", "citizen")
        .select_for_update(of=("self",))
        .get(pk=inquiry_id)
    )


def _move(inquiry: Inquiry, status: InquiryStatus, *, by: User, at: datetime) -> None:
    """The one door through an inquiry's status."""
    if not may_move(INQUIRY, inquiry.status, status):
        raise Refused(_("The inquiry was changed by somebody else. Nothing was saved."))
    inquiry.status = status
    closed = status not in OPEN_STATUSES
    inquiry.closed_at, inquiry.closed_by = (at, by) if closed else (None, None)
    inquiry.save(update_fields=["status", "closed_at", "closed_by"])


def _note(action: str, inquiry: Inquiry, *, by: User, at: datetime, **detail: Any) -> None:
    note(action=action, row=inquiry, by=by, at=at, citizen_id=inquiry.citizen_id, **detail)


@transaction.atomic
def assign(
    *, inquiry_id: UUID, to: User, by: User, at: datetime, only_if_nobodys: bool = False
) -> Inquiry:
    """Let somebody answer for the inquiry and its open clocks. No date moves.

    Taking what is nobody's, `only_if_nobodys`, never takes it out of a colleague's hands.

    Raises Refused when the person does not work in the inquiry's unit, or with no cases at all, and
    when somebody who shares nothing out gives it to a person without a unit.
    """
    inquiry = locked(inquiry_id)
    if not (to.works_here_on(danish_day(at)) and to.may(Door.WORK_CASES)):
        raise Refused(_("That colleague cannot take on inquiries."))
    if to.unit_id is not None and to.unit_id != inquiry.unit_id:
        raise Refused(_("That colleague works in another unit."))
    if not by.may_give_work_to(to):
        raise Refused(_("Only a leader can assign to somebody outside the unit."))
    if only_if_nobodys and inquiry.responsible_id not in (None, to.pk):
        raise Refused(_("%(who)s was quicker and answers for it.") % {"who": inquiry.responsible})
    inquiry.responsible = to
    inquiry.save(update_fields=["responsible"])
    ledger.hand_over(
        clocks=list(Clock.objects.open().filter(pk__in=inquiry.guarantees.values("clock_id"))),
        responsible=to,
        unit=inquiry.unit,
    )
    _note("inquiry.assign", inquiry, by=by, at=at, to=to.pk)
    return inquiry


def record_attempt(
    *,
    inquiry_id: UUID,
    channel: str,
    outcome: str,
    by: User,
    at: datetime,
    text: str = "",
    form_key: UUID | None = None,
) -> ContactAttempt:
    """Write down a try to reach the citizen; reaching them moves a new inquiry on.

    The same form twice is one attempt. Raises Refused when it comes back with other answers.
    """
    key = form_key or uuid4()
    try:
        with transaction.atomic():
            inquiry = locked(inquiry_id)
            attempt = ContactAttempt.objects.create(
                inquiry=inquiry,
                channel=channel,
                outcome=outcome,
                note=text,
                tried_at=at,
                tried_by=by,
                form_key=key,
            )
            if outcome == Attempt.REACHED:
                mark_met(inquiry, by=by, at=at)
            _note("inquiry.attempt", inquiry, by=by, at=at, outcome=outcome)
            return attempt
    except IntegrityError:
        again = ContactAttempt.objects.filter(form_key=key).first()
        if again is None:
            raise
        return _same(again, (channel, outcome, text))


def _same(first: ContactAttempt, told: tuple[str, str, str]) -> ContactAttempt:
    if (first.channel, first.outcome, first.note) != told:
        raise Refused(
            _("This form was saved before with other answers. Open the inquiry and write anew.")
        )
    return first


@transaction.atomic
def close(*, inquiry_id: UUID, status: InquiryStatus, by: User, at: datetime) -> Inquiry:
    """End an inquiry that needs no treatment from us. Raises Refused while a clock still runs."""
    inquiry = locked(inquiry_id)
    if Clock.objects.open().filter(pk__in=inquiry.guarantees.values("clock_id")).exists():
        raise Refused(_("A deadline still runs. Stop or release it first, and say why."))
    _move(inquiry, status, by=by, at=at)
    _note("inquiry.close", inquiry, by=by, at=at, status=status)
    return inquiry


@transaction.atomic
def reopen(*, inquiry_id: UUID, by: User, at: datetime, mistake: bool = False) -> Inquiry:
    """Take an ended inquiry up again; the day it was received stays what it was.

    Ended by mistake, its released deadlines run on from the day they always began. Who asks anew
    asks in a new inquiry: that wish has its own day (domain C01).
    """
    inquiry = locked(inquiry_id)
    _take_up_again(inquiry, by=by, at=at)
    if mistake:
        for clock in released_with(inquiry):
            run_again(clock, by=by, at=at)
    return inquiry


def _take_up_again(inquiry: Inquiry, *, by: User, at: datetime) -> None:
    _move(inquiry, InquiryStatus.IN_CONTACT, by=by, at=at)
    _note("inquiry.reopen", inquiry, by=by, at=at)
    # Whoever is helped again is alive.
    taken_back_with(ToldIn.GUARANTEE, inquiry.guarantees.values_list("pk", flat=True), by=by, at=at)


def released_with(inquiry: Inquiry) -> list[Clock]:
    """The deadlines that bind again when the end was a mistake; a declined talk stays declined."""
    clocks = Clock.objects.filter(
        pk__in=inquiry.guarantees.values("clock_id"), ended_as=EventType.RELEASE
    ).order_by("id")
    return [one for one in clocks if released_as(one) != ReleaseReason.DECLINED_TALK]


def mark_met(inquiry: Inquiry, *, by: User, at: datetime) -> None:
    """Somebody spoke with the citizen; called in the transaction that recorded it."""
    if inquiry.status == InquiryStatus.NEW:
        _move(inquiry, InquiryStatus.IN_CONTACT, by=by, at=at)


def mark_started(inquiry: Inquiry, *, by: User, at: datetime) -> None:
    """Treatment has begun; called in the transaction that recorded it.

    Who comes to a first talk of an inquiry that was ended meanwhile has not given up: it is taken up again.
    """
    if inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        _take_up_again(inquiry, by=by, at=at)
    if inquiry.status != InquiryStatus.STARTED:
        _move(inquiry, InquiryStatus.STARTED, by=by, at=at)
