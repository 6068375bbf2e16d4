"""What every act on a complaint does: take its row, go through a door, leave a line."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from centre.calendar import danish_day, half_day_of
from centre.citizens.queries import has_died
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.clocks.rules import LedgerError, Plan
from centre.post.actions import Envelope, post, send_letter
from centre.post.actions.letter import locked_citizen
from centre.post.choices import Text
from centre.post.letters.text import Text as LetterWords
from centre.post.models import Letter
from centre.post.rules import NotSent
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from complaints.choices import Closing, Event, Status
from complaints.models import Complaint, ComplaintEvent
from complaints.rules.contact import address_in
from complaints.rules.status import may_go

# What whoever has reference and code is told of; a letter tells it by itself.
NEWS = (Event.MORE_TIME, Event.REASSESS, Event.FORWARD, Event.ANSWER, Event.PASS_ON)


def locked(complaint_id: UUID) -> Complaint:
    """A complaint with what its acts need, its own row locked."""
    return (
        Complaint.objects.select_related(
            "unit", "citizen", "standard", "inquiry", "decision__letter", "clock", "reply_clock"
        )
        .defer("standard__text", "decision__letter__pdf")
        .select_for_update(of=("self",))
        .get(pk=complaint_id)
    )


def move(complaint: Complaint, status: Status) -> None:
    """The one door through a complaint's status; whoever calls saves it."""
    if not may_go(complaint.track, complaint.status, status):
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    complaint.status = status


def end(complaint: Complaint, closing: Closing, *, by: User, at: datetime) -> None:
    """Close it, and say how it ended."""
    move(complaint, Status.CLOSED)
    complaint.closing, complaint.closed_at, complaint.closed_by = closing, at, by


def tell(
    complaint: Complaint,
    type: Event,
    *,
    by: User | None,
    at: datetime,
    on: date | None = None,
    words: str = "",
    **letters: Letter | None,
) -> ComplaintEvent:
    """Leave a line in the complaint's own history and one in the audit trail."""
    moment = half_day_of(at) if complaint.anonymous and by is None else at
    line = ComplaintEvent.objects.create(
        complaint=complaint,
        number=complaint.events.count() + 1,
        type=type,
        on=on or danish_day(at),
        words=words,
        by=by,
        at=moment,
        **letters,
    )
    if type in NEWS and line.letter is None:
        mail(complaint, Text.NEWS, once_key=f"{Text.NEWS}:{line.pk}", at=at)
    note(
        action=f"complaint.{type}",
        row=complaint,
        by=by,
        at=at,
        citizen_id=complaint.citizen_id,
        anonymous=complaint.anonymous and by is None,
        status=complaint.status,
    )
    return line


def mail(complaint: Complaint, text: Text, *, once_key: str, at: datetime) -> None:
    """Neutral words to who gave an e-mail address: nothing of the case, not even that it is one.

    Nobody knows whose the address is: after a death nothing is sent there.
    """
    address = address_in(complaint.contact)
    if address and not has_died(complaint.citizen_id):
        envelope = Envelope(
            text=text,
            once_key=once_key,
            due_at=at,
            to_address=address,
            language=complaint.language,
        )
        post([envelope])


def last_words(complaint: Complaint, *types: Event) -> str:
    """What was written last in a line of these kinds."""
    line = complaint.events.filter(type__in=types).order_by("-number").first()
    return line.words if line is not None else ""


def known(complaint: Complaint) -> None:
    """Whose case it is must be known before anything is decided: else nobody is told. Raises Refused."""
    if complaint.inquiry is None or complaint.citizen is None:
        raise Refused(_("Say first whose case it is."))


def send(
    complaint: Complaint,
    text: LetterWords,
    *,
    kind: str,
    channel: str,
    previewed: str | None,
    by: User,
    at: datetime,
) -> Letter:
    """A letter about the complaint, as it was seen. Raises Refused where it cannot be sent so."""
    read, citizen = complaint.citizen, locked_citizen(complaint.citizen)
    # The copies were made of the row as it was read: protected since, they would bear an address.
    if read is not None and citizen is not None and read.protected != citizen.protected:
        raise NotSent(_("The letter has changed since you saw it. Look at it again."))
    return send_letter(
        kind=kind,
        citizen=complaint.citizen,
        unit=complaint.unit,
        text=text,
        channel=channel,
        previewed=previewed,
        by=by,
        at=at,
    )


def start(complaint: Complaint, plan: Plan, *, by: User | None, at: datetime) -> Clock:
    """A deadline of the complaint, on the engine."""
    return ledger.start(
        plans=[plan],
        standard=complaint.standard,
        unit=complaint.unit,
        citizen=complaint.citizen,
        responsible=complaint.responsible,
        by=by,
        at=at,
    )[0]


def stop(
    clock: Clock | None,
    *,
    on: date,
    by: User,
    at: datetime,
    type: EventType = EventType.STOP,
    reason: str = "",
) -> None:
    """End a deadline that still runs; one that has ended stays as it is.

    A letter may be read before it counts as received: who answers it then had it on that day
    (domain K6).
    """
    running = Clock.objects.open().filter(pk=clock.pk).first() if clock is not None else None
    if clock is None or running is None:
        return
    try:
        if on < running.starts_on:
            early = _("The citizen had the letter before it counts as received.")
            correct = EventType.CORRECT
            ledger.write(clock_id=clock.pk, type=correct, on=on, by=by, at=at, reason=early)
        ledger.write(clock_id=clock.pk, type=type, on=on, by=by, at=at, reason=reason)
    except LedgerError as error:
        raise Refused(_(str(error))) from error


def save(complaint: Complaint, *names: str, **changes: Any) -> None:
    """Write the columns that an act changed."""
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.save(update_fields=["status", *names, *changes])
