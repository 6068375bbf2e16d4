"""Putting a message into the outbox, and sending what waits there."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q

from centre.post import words
from centre.post.choices import State, Text
from centre.post.models import Message
from centre.post.rules import LEASE, MAX_ATTEMPTS, MAY_REPEAT, is_given_up, wait_after
from centre.staff.models import User

log = logging.getLogger(__name__)
BATCH = 50
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


def send_waiting(*, at: datetime, limit: int = BATCH) -> dict[str, int]:
    """Send what is due, one after the other. Claim first, send outside any transaction, mark after.

    A worker that dies between sending and marking leaves one lease behind: a reminder is then sent
    again, anything else becomes uncertain and waits for a person. Returns counts by outcome.
    """
    _tidy(at)
    counts = {State.SENT.value: 0, State.WAITING.value: 0, State.PARKED.value: 0}
    for _number in range(limit):
        message = _claim(at)
        if message is None:
            break
        outcome, trouble = _hand_over(message)
        if outcome == State.WAITING and is_given_up(message.attempts):
            outcome = State.PARKED
        _mark(message, outcome, trouble, at)
        counts[outcome.value] = counts.get(outcome.value, 0) + 1
    return counts


def _tidy(at: datetime) -> None:
    """Release the leases of dead workers; give up what nobody needs any more."""
    dead = Message.objects.filter(state=State.SENDING, lease_until__lt=at)
    # What killed its worker five times would kill the next one too.
    dead.filter(text__in=MAY_REPEAT, attempts__gte=MAX_ATTEMPTS).update(
        state=State.PARKED, lease_until=None, trouble="worker died"
    )
    dead.filter(text__in=MAY_REPEAT).update(state=State.WAITING, lease_until=None)
    dead.exclude(text__in=MAY_REPEAT).update(state=State.UNCERTAIN, lease_until=None)
    Message.objects.waiting().filter(expires_at__lt=at).update(state=State.EXPIRED)


@transaction.atomic
def _claim(at: datetime) -> Message | None:
    message = (
        Message.objects.waiting()
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gte=at), due_at__lte=at)
        .order_by("due_at", "id")
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if message is None:
        return None
    message.state = State.SENDING
    message.lease_until = at + LEASE
    message.attempts += 1
    message.save(update_fields=["state", "lease_until", "attempts"])
    return message


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


def _hand_over(message: Message) -> tuple[State, str]:
    address = message.to_user.email if message.to_user else message.to_address
    if not address:
        return State.PARKED, "no address"
    try:
        subject, body = words.letter(message.text, message.language, message.facts)
    except (LookupError, TypeError, ValueError) as error:
        # Its name only: the trace may hold what the letter says.
        log.error("a letter could not be written: %s", type(error).__name__)  # noqa: TRY400
        return State.PARKED, "could not be written"
    mail = EmailMessage(subject, body, to=[address], headers={"Message-ID": f"<{message.pk}@post>"})
    return _deliver(mail, may_repeat=message.text in MAY_REPEAT)


def _deliver(mail: EmailMessage, *, may_repeat: bool) -> tuple[State, str]:
    mail.connection = line = get_connection()
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
        return (State.WAITING if may_repeat else State.UNCERTAIN), "connection lost"
    except (SMTPException, OSError) as error:
        return _later(error)
    except ValueError:
        # An address that cannot be written into a letter at all.
        return State.PARKED, "address refused"
    finally:
        line.close()
    return State.SENT, ""


def _later(error: Exception) -> tuple[State, str]:
    log.warning("mail server: %s", type(error).__name__)
    return State.WAITING, type(error).__name__


def _refused(error: SMTPRecipientsRefused) -> tuple[State, str]:
    """A 4xx is "not now", as greylisting servers say to every stranger; a 5xx is "never"."""
    for_ever = any(code >= PERMANENT for code, _text in error.recipients.values())
    return (State.PARKED if for_ever else State.WAITING), "address refused"
