"""Receipt, answer, passing on and closing: what every complaint gets, whoever decides on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.post.choices import LetterKind
from centre.post.letters.text import LetterText
from centre.post.models import Letter
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.rules import Door
from complaints.actions import steps
from complaints.choices import Closing, Event, Status
from complaints.models import Complaint
from complaints.queries.complaint import is_named
from complaints.rules.status import CLOSES_AS, WITHDRAWABLE
from complaints.words import letters


@transaction.atomic
def acknowledge(
    *, complaint_id: UUID, channel: str, previewed: str | None = None, by: User, at: datetime
) -> Complaint:
    """Tell the citizen that it came, and what happens now. Twice is once.

    Who gave no name, or is not yet known here, has the receipt with reference and code already: then
    nothing is sent, and the line says so.
    """
    complaint = steps.locked(complaint_id)
    if complaint.status == Status.ACKNOWLEDGED:
        return complaint
    steps.move(complaint, Status.ACKNOWLEDGED)
    text = letters.receipt(complaint, by=by, on=danish_day(at))
    letter = _sent(complaint, text, LetterKind.COMPLAINT_RECEIPT, channel, previewed, by=by, at=at)
    steps.save(complaint)
    steps.tell(complaint, Event.ACKNOWLEDGE, letter=letter, by=by, at=at)
    return complaint


@transaction.atomic
def answer(
    *,
    complaint_id: UUID,
    words: str,
    channel: str,
    previewed: str | None = None,
    by: User,
    at: datetime,
) -> Complaint:
    """The leader answers a complaint that nobody else decides on (C20). The same answer twice is one.

    Who has no letter reads it with reference and code.
    """
    complaint = steps.locked(complaint_id)
    if complaint.status == Status.ANSWERED and steps.last_words(complaint, Event.ANSWER) == words:
        return complaint
    if not by.may(Door.ASSIGN_OTHERS):
        raise Refused(_("The leader answers this complaint."))
    if not words.strip():
        raise Refused(_("Write the answer."))
    steps.move(complaint, Status.ANSWERED)
    text = letters.answer(complaint, by=by, on=danish_day(at), words=words)
    letter = _sent(complaint, text, LetterKind.COMPLAINT_OUTCOME, channel, previewed, by=by, at=at)
    steps.save(complaint)
    steps.tell(complaint, Event.ANSWER, words=words, letter=letter, by=by, at=at)
    return complaint


@transaction.atomic
def pass_on(
    *, complaint_id: UUID, channel: str, previewed: str | None = None, by: User, at: datetime
) -> Complaint:
    """What another authority decides on is theirs: the citizen is told where and how. Twice is once."""
    complaint = steps.locked(complaint_id)
    if complaint.status == Status.PASSED_ON:
        return complaint
    steps.move(complaint, Status.PASSED_ON)
    text = letters.passed_on(complaint, by=by, on=danish_day(at))
    letter = _sent(
        complaint, text, LetterKind.COMPLAINT_FORWARDED, channel, previewed, by=by, at=at
    )
    steps.save(complaint)
    steps.tell(complaint, Event.PASS_ON, letter=letter, by=by, at=at)
    return complaint


@transaction.atomic
def withdraw(*, complaint_id: UUID, words: str, by: User, at: datetime) -> Complaint:
    """The citizen takes it back: its deadlines bind no more. Twice is once."""
    complaint = steps.locked(complaint_id)
    if complaint.closing == Closing.WITHDRAWN:
        return complaint
    if complaint.status not in WITHDRAWABLE:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    today = danish_day(at)
    for clock in (complaint.clock, complaint.reply_clock):
        reason = _("The citizen took the complaint back.")
        steps.stop(clock, on=today, by=by, at=at, type=EventType.RELEASE, reason=reason)
    _close(complaint, Closing.WITHDRAWN, words, by=by, at=at)
    return complaint


@transaction.atomic
def close(*, complaint_id: UUID, by: User, at: datetime) -> Complaint:
    """Nothing more is to be done. Twice is once. Raises Refused while a deadline of it runs."""
    complaint = steps.locked(complaint_id)
    if complaint.status == Status.CLOSED:
        return complaint
    closing = CLOSES_AS.get(complaint.status)
    if closing is None:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    ids = (complaint.clock_id, complaint.reply_clock_id, complaint.anew_clock_id)
    if Clock.objects.open().filter(pk__in=[one for one in ids if one]).exists():
        raise Refused(_("A deadline of this complaint still runs."))
    _close(complaint, closing, "", by=by, at=at)
    return complaint


def _close(complaint: Complaint, closing: Closing, words: str, *, by: User, at: datetime) -> None:
    steps.end(complaint, closing, by=by, at=at)
    steps.save(complaint, "closing", "closed_at", "closed_by")
    steps.tell(complaint, Event.CLOSE, words=words, by=by, at=at)


def _sent(
    complaint: Complaint,
    text: LetterText,
    kind: str,
    channel: str,
    previewed: str | None,
    *,
    by: User,
    at: datetime,
) -> Letter | None:
    if not is_named(complaint):
        return None
    return steps.send(
        complaint, text, kind=kind, channel=channel, previewed=previewed, by=by, at=at
    )
