"""Invariant 7: each message is sent once, in its time, or still waits for it."""

from datetime import date, datetime

from reporting.live.check.fault import Fault
from reporting.live.check.sql import rows


def faults(day: date, at: datetime) -> list[Fault]:
    found = rows(
        "SELECT id, state, due_at, expires_at, sent_at FROM post_message "
        "WHERE sent_at < due_at OR sent_at > expires_at "
        "OR (state IN ('waiting', 'sending') AND LEAST(due_at, expires_at) < %(at)s) "
        "OR (state = 'sent') <> (sent_at IS NOT NULL) OR state IN ('uncertain', 'parked')",
        at=at,
    )
    return [
        Fault(day, "a message", str(one.id), f"{one.due_at} to {one.expires_at}", _fared(one))
        for one in found
    ]


def _fared(one: object) -> str:
    return f"{getattr(one, 'state', '')} {getattr(one, 'sent_at', '')}"
