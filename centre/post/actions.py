"""Putting a message into the outbox, and sending what waits there."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from centre.post import words
from centre.post.choices import State, Text
from centre.post.models import Message
from centre.post.rules import LEASE, MAX_ATTEMPTS, MAY_REPEAT, is_given_up, wait_after
from centre.staff.models import User

log = logging.getLogger(__name__)
# So many letters go over one line to the mail server before it is opened anew.
BATCH = 50
READY = 250
PERMANENT = 500


@dataclass(frozen=True)
class Envelope:
    """A message to be. `once_key` makes the same cause give one message, however often it is told."""

    text: Text
    once_key: str
    due_at: datetime
    to_user: User | None = None
    to_address: str = ""
    language: str = "da"
    facts: Mapping[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None


def post(envelopes: Iterable[Envelope]) -> int:
    """Put messages into the outbox, in the caller's transaction and in one statement.

    Returns how many there were; one whose key is already there is left as it is.
    """
    rows = [
        Message(
            text=envelope.text,
            once_key=envelope.once_key,
            due_at=envelope.due_at,
            to_user=envelope.to_user,
            to_address=envelope.to_address,
            language=envelope.language,
            facts=dict(envelope.facts),
            expires_at=envelope.expires_at,
        )
        for envelope in envelopes
    ]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


class Round:
    """One worker's round of the outbox: a line to the mail server, and one letter in hand at a time.

    Claim first, send outside any transaction, mark after. The mark of one letter and the claim of
    the next are one transaction: a disk is waited for once a letter. A worker that dies between
    sending and marking leaves one lease behind: a reminder is then sent again, anything else becomes
    uncertain and waits for a person.
    """

    def __init__(self) -> None:
        self.counts = {State.SENT.value: 0, State.WAITING.value: 0, State.PARKED.value: 0}
        self._line = get_connection()
        self._letters = 0
        self._done: tuple[Message, State, str, datetime] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._turned(None)
        finally:
            _hang_up(self._line)

    def send_one(self, at: datetime) -> bool:
        """Send the message that has waited longest; False when none is due."""
        message = self._turned(at)
        if message is None:
            return False
        outcome, trouble = self._hand_over(message)
        if outcome == State.WAITING and is_given_up(message.attempts):
            outcome = State.PARKED
        self._done = (message, outcome, trouble, at)
        self.counts[outcome.value] = self.counts.get(outcome.value, 0) + 1
        return True

    def _turned(self, at: datetime | None) -> Message | None:
        """Mark the letter that was sent and, at a moment, take the next one.

        What fails here undoes both: the mark is remembered until it stands, and tried again at the
        end, or a letter that was sent would be one that nobody can be sure of.
        """
        with transaction.atomic():
            if self._done is not None:
                _mark(*self._done)
            message = _claim(at) if at is not None else None
        self._done = None
        return message

    def _hand_over(self, message: Message) -> tuple[State, str]:
        address = message.staff_address or message.to_address  # type: ignore[attr-defined]
        if not address:
            return State.PARKED, "no address"
        try:
            subject, body = words.letter(message.text, message.language, message.facts)
        except (LookupError, TypeError, ValueError) as error:
            # Its name only: the trace may hold what the letter says.
            log.error("a letter could not be written: %s", type(error).__name__)  # noqa: TRY400
            return State.PARKED, "could not be written"
        mail = EmailMessage(
            subject, body, to=[address], headers={"Message-ID": f"<{message.pk}@post>"}
        )
        self._letters += 1
        if self._letters % BATCH == 0 or not _listens(self._line):
            _hang_up(self._line)
        return _deliver(mail, self._line, may_repeat=message.text in MAY_REPEAT)


def _listens(line: BaseEmailBackend) -> bool:
    """Whether the server still answers on a kept line; asked before it is given a letter.

    A line that was lost before the text is nothing lost; found out after it, nobody could know.
    """
    server = getattr(line, "connection", None)
    if server is None:
        return True
    try:
        return bool(server.noop()[0] == READY)
    except (SMTPException, OSError):
        return False


def _hang_up(line: BaseEmailBackend) -> None:
    # What was handed over is handed over: how the goodbye goes changes nothing.
    with suppress(SMTPException, OSError):
        line.close()


def send_waiting(*, at: datetime, limit: int = BATCH) -> dict[str, int]:
    """Send what is due, one after the other. Returns counts by outcome."""
    tidy(at=at)
    with Round() as outbox:
        for _number in range(limit):
            if not outbox.send_one(at):
                break
    return outbox.counts


def tidy(*, at: datetime) -> None:
    """Release the leases of dead workers; give up what nobody needs any more."""
    dead = Message.objects.filter(state=State.SENDING, lease_until__lt=at)
    # What killed its worker five times would kill the next one too.
    dead.filter(text__in=MAY_REPEAT, attempts__gte=MAX_ATTEMPTS).update(
        state=State.PARKED, lease_until=None, trouble="worker died"
    )
    dead.filter(text__in=MAY_REPEAT).update(state=State.WAITING, lease_until=None)
    dead.exclude(text__in=MAY_REPEAT).update(state=State.UNCERTAIN, lease_until=None)
    Message.objects.waiting().filter(expires_at__lt=at).update(state=State.EXPIRED)


_CLAIM = """
UPDATE post_message SET state = 'sending', lease_until = %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM post_message
    WHERE state = 'waiting' AND due_at <= %s AND (expires_at IS NULL OR expires_at >= %s)
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *, coalesce(
    (SELECT email FROM staff_user WHERE staff_user.id = to_user_id), '') AS staff_address
"""


def _claim(at: datetime) -> Message | None:
    return next(iter(Message.objects.raw(_CLAIM, [at + LEASE, at, at])), None)


def _mark(message: Message, outcome: State, trouble: str, at: datetime) -> None:
    # Only while it is still ours: a lease that ran out was given to somebody else.
    ours = Message.objects.filter(
        pk=message.pk, state=State.SENDING, lease_until=message.lease_until
    )
    again_at = at + wait_after(message.attempts) if outcome == State.WAITING else message.due_at
    ours.update(
        state=outcome,
        trouble=trouble,
        lease_until=None,
        sent_at=at if outcome == State.SENT else None,
        due_at=again_at,
    )


def _deliver(mail: EmailMessage, line: BaseEmailBackend, *, may_repeat: bool) -> tuple[State, str]:
    mail.connection = line
    try:
        line.open()
    except (SMTPException, OSError) as error:
        return _later(error)
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        return _refused(error)
    except SMTPServerDisconnected:
        # Perhaps after the text was handed over: nobody can know.
        _hang_up(line)
        return (State.WAITING if may_repeat else State.UNCERTAIN), "connection lost"
    except (SMTPException, OSError) as error:
        _hang_up(line)
        return _later(error)
    except ValueError:
        # An address that cannot be written into a letter at all.
        return State.PARKED, "address refused"
    return State.SENT, ""


def _later(error: Exception) -> tuple[State, str]:
    log.warning("mail server: %s", type(error).__name__)
    return State.WAITING, type(error).__name__


def _refused(error: SMTPRecipientsRefused) -> tuple[State, str]:
    """A 4xx is "not now", as greylisting servers say to every stranger; a 5xx is "never"."""
    for_ever = any(code >= PERMANENT for code, _text in error.recipients.values())
    return (State.PARKED if for_ever else State.WAITING), "address refused"
