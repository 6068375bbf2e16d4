"""Putting a message into the outbox, and sending what waits there."""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any, NamedTuple, Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from centre.post import words
from centre.post.choices import State, Text
from centre.post.models import Message
from centre.post.rules import LEASE, MAX_ATTEMPTS, MAY_REPEAT, is_given_up, wait_after
from centre.rows import insert
from centre.staff.models import User

log = logging.getLogger(__name__)
# So many letters go over one line to the mail server before it is opened anew.
BATCH = 50
# So many letters that may come twice are in hand at once: as many come twice when their worker dies.
HAND = 10
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
    insert(*rows, unless_there=True)
    return len(rows)


class Outcome(NamedTuple):
    """How a letter fared, and whether the mail server itself is well."""

    state: State
    trouble: str = ""
    is_server_well: bool = True


@dataclass(frozen=True)
class Mark:
    """What is written of a letter that was in hand; only while its lease is still ours."""

    id: uuid.UUID
    lease_until: datetime | None
    state: str
    trouble: str
    sent_at: datetime | None
    due_at: datetime
    attempts: int


def take_back(once_keys: Iterable[str]) -> int:
    """Do not send what waits under these keys: its cause is gone. Returns how many there were.

    What is being handed over at this moment is not called back.
    """
    waiting = Message.objects.waiting().filter(once_key__in=list(once_keys))
    return waiting.update(state=State.EXPIRED)


def put_back(once_keys: Iterable[str], *, at: datetime) -> int:
    """Send after all what was taken back, unless its time has passed. Returns how many there were."""
    taken = Message.objects.filter(once_key__in=list(once_keys), state=State.EXPIRED)
    return taken.filter(expires_at__gt=at).update(state=State.WAITING)


class Round:
    """One worker's round of the outbox: a line to the mail server, and few letters in hand.

    Claim first, send outside any transaction, mark after. The marks of one hand and the claim of the
    next are one statement, so one commit: a disk is waited for once a hand. A worker that dies
    between sending and marking leaves its leases behind: a reminder is then sent again, anything
    else becomes uncertain and waits for a person. So of the latter one at a time is in hand; only
    what may come twice is taken by the handful.
    """

    def __init__(self) -> None:
        self.counts = {State.SENT.value: 0, State.WAITING.value: 0, State.PARKED.value: 0}
        self._line = get_connection()
        self._letters = 0
        self._size = HAND
        self._marks: list[Mark] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._turned(None, 0)
        finally:
            _hang_up(self._line)

    def send(
        self, at: datetime, *, at_most: int = HAND, go_on: Callable[[], bool] = lambda: True
    ) -> int:
        """Send a hand of what has waited longest; returns how many were taken, 0 when none is due.

        `go_on` is asked before each letter but the first. What is not begun goes back as it was;
        so it does when the server is in trouble, which then is tried with one letter at a time.
        """
        hand = self._turned(at, min(at_most, self._size))
        self._try_line()
        unbegun, self._size = hand[::-1], HAND
        try:
            while unbegun and self._size == HAND and (len(unbegun) == len(hand) or go_on()):
                outcome = self._sent(unbegun.pop(), at)
                self._size = HAND if outcome.is_server_well else 1
        finally:
            self._marks += [_as_it_was(message) for message in unbegun]
        return len(hand)

    def _turned(self, at: datetime | None, size: int) -> list[Message]:
        """Mark the letters that were in hand and, at a moment, take the next ones.

        What fails here undoes both: the marks are remembered until they stand, and tried again at
        the end, or a letter that was sent would be one that nobody can be sure of.
        """
        hand = _turn(self._marks, at, size)
        went_back = any(mark.state == State.WAITING for mark in self._marks)
        self._marks = []
        # What this very statement gave back was not to be seen by it.
        return hand or (_turn([], at, size) if went_back else [])

    def _try_line(self) -> None:
        if self._letters >= BATCH or not _listens(self._line):
            _hang_up(self._line)
            self._letters = 0

    def _sent(self, message: Message, at: datetime) -> Outcome:
        outcome = self._hand_over(message)
        state = outcome.state
        if state == State.WAITING and is_given_up(message.attempts):
            state = State.PARKED
        self._marks.append(_as_it_fared(message, state, outcome.trouble, at))
        self.counts[state.value] = self.counts.get(state.value, 0) + 1
        return outcome

    def _hand_over(self, message: Message) -> Outcome:
        address = message.staff_address or message.to_address  # type: ignore[attr-defined]
        if not address:
            return Outcome(State.PARKED, "no address")
        try:
            subject, body = words.letter(message.text, message.language, message.facts)
        except (LookupError, TypeError, ValueError) as error:
            # Its name only: the trace may hold what the letter says.
            log.error("a letter could not be written: %s", type(error).__name__)  # noqa: TRY400
            return Outcome(State.PARKED, "could not be written")
        mail = EmailMessage(
            subject, body, to=[address], headers={"Message-ID": f"<{message.pk}@post>"}
        )
        self._letters += 1
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
    """Send what is due, up to a limit. Returns counts by outcome."""
    tidy(at=at)
    with Round() as outbox:
        while limit > 0 and (taken := outbox.send(at, at_most=min(limit, HAND))):
            limit -= taken
    return outbox.counts


# In the order of the cases: what killed its worker five times would kill the next one too.
_TIDY = """
UPDATE post_message SET lease_until = NULL,
    trouble = CASE WHEN {hopeless} THEN 'worker died' ELSE trouble END,
    state = CASE
        WHEN {hopeless} THEN 'parked'
        WHEN state = 'sending' AND text <> ALL (%(may_repeat)s) THEN 'uncertain'
        WHEN expires_at < %(at)s THEN 'expired'
        ELSE 'waiting'
    END
WHERE (state = 'sending' AND lease_until < %(at)s) OR (state = 'waiting' AND expires_at < %(at)s)
""".format(hopeless="(state = 'sending' AND text = ANY (%(may_repeat)s) AND attempts >= %(most)s)")  # nosec B608


def tidy(*, at: datetime) -> None:
    """Release the leases of dead workers; give up what nobody needs any more.

    Asked at each round, and nearly always of nothing: so it is one statement.
    """
    values: dict[str, Any] = {"at": at, "may_repeat": list(MAY_REPEAT), "most": MAX_ATTEMPTS}
    with connection.cursor() as cursor:
        cursor.execute(_TIDY, values)


_TURN = """
WITH told AS (
    SELECT * FROM unnest(%(id)s::uuid[], %(lease_until)s::timestamptz[], %(state)s::text[],
        %(trouble)s::text[], %(sent_at)s::timestamptz[], %(due_at)s::timestamptz[],
        %(attempts)s::int[]
    ) AS mark (id, lease_until, state, trouble, sent_at, due_at, attempts)
), marked AS (
    -- Only while it is still ours: a lease that ran out was given to somebody else.
    UPDATE post_message AS message
    SET state = told.state, trouble = told.trouble, sent_at = told.sent_at,
        due_at = told.due_at, attempts = told.attempts, lease_until = NULL
    FROM told
    WHERE message.id = told.id AND message.state = 'sending'
        AND message.lease_until = told.lease_until
), queue AS (
    SELECT id, text, due_at FROM post_message
    WHERE state = 'waiting' AND due_at <= %(at)s AND (expires_at IS NULL OR expires_at >= %(at)s)
    ORDER BY due_at, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
), hand AS (
    SELECT id, row_number() OVER up_to_here = 1
        OR bool_and(text = ANY (%(may_repeat)s)) OVER up_to_here AS fits
    FROM queue WINDOW up_to_here AS (ORDER BY due_at, id)
)
UPDATE post_message SET state = 'sending', lease_until = %(until)s, attempts = attempts + 1
WHERE id = ANY (ARRAY(SELECT id FROM hand WHERE fits))
RETURNING *, coalesce(
    (SELECT email FROM staff_user WHERE staff_user.id = to_user_id), '') AS staff_address
"""


def _turn(marks: Sequence[Mark], at: datetime | None, size: int) -> list[Message]:
    """Write the marks and, at a moment, claim what has waited longest: one statement for both.

    Of `size` letters those that may be sent twice, from the first one on; or the first alone.
    """
    if at is None and not marks:
        return []
    values = {
        **{one.name: [getattr(mark, one.name) for mark in marks] for one in fields(Mark)},
        "at": at,
        "until": at + LEASE if at is not None else None,
        "size": size if at is not None else 0,
        "may_repeat": list(MAY_REPEAT),
    }
    hand = Message.objects.raw(_TURN, values)
    return sorted(hand, key=lambda message: (message.due_at, message.pk))


def _as_it_fared(message: Message, state: State, trouble: str, at: datetime) -> Mark:
    again_at = at + wait_after(message.attempts) if state == State.WAITING else message.due_at
    sent_at = at if state == State.SENT else None
    lease = message.lease_until
    return Mark(message.pk, lease, state.value, trouble, sent_at, again_at, message.attempts)


def _as_it_was(message: Message) -> Mark:
    """Of a letter that was claimed and not begun: it waits as before, and it was no try."""
    waiting, attempts = State.WAITING.value, message.attempts - 1
    lease, trouble = message.lease_until, message.trouble
    return Mark(message.pk, lease, waiting, trouble, None, message.due_at, attempts)


def _deliver(mail: EmailMessage, line: BaseEmailBackend, *, may_repeat: bool) -> Outcome:
    mail.connection = line
    try:
        line.open()
    except (SMTPException, OSError) as error:
        return _later(error, is_server_well=False)
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        return _refused(error)
    except SMTPServerDisconnected:
        # Perhaps after the text was handed over: nobody can know.
        _hang_up(line)
        state = State.WAITING if may_repeat else State.UNCERTAIN
        return Outcome(state, "connection lost", is_server_well=False)
    except (SMTPException, OSError) as error:
        _hang_up(line)
        # One that answers, even with a no, is well enough for the next letter.
        return _later(error, is_server_well=isinstance(error, SMTPResponseException))
    except ValueError:
        # An address that cannot be written into a letter at all.
        return Outcome(State.PARKED, "address refused")
    return Outcome(State.SENT)


def _later(error: Exception, *, is_server_well: bool) -> Outcome:
    log.warning("mail server: %s", type(error).__name__)
    return Outcome(State.WAITING, type(error).__name__, is_server_well)


def _refused(error: SMTPRecipientsRefused) -> Outcome:
    """A 4xx is "not now", as greylisting servers say to every stranger; a 5xx is "never"."""
    for_ever = any(code >= PERMANENT for code, _text in error.recipients.values())
    return Outcome(State.PARKED if for_ever else State.WAITING, "address refused")
