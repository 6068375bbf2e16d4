"""Telling somebody by mail that something about their login was changed (ASVS 5.0 6.3.7).

Whoever did it: one who was not meant to does not keep it from whose login it is.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from centre.calendar import danish_moment
from centre.post.actions import Envelope, post, put_back, take_back
from centre.post.choices import Change, Text
from centre.staff.models import User

MORNING: Final = time(7)
# A mail server that was away so long brings old news.
STALE: Final = timedelta(days=14)


def tell(*, user: User, change: Change, at: datetime, to_address: str = "", once: str = "") -> None:
    """In the caller's transaction; `once` names what it is told of once, each change by itself if not.

    Who has no address is told nothing: it is no fault of the mail's.
    """
    if not (user.email or to_address):
        return
    key = f"login:{change}:{user.pk}:{once or at.isoformat()}"
    letter = _letter(user, change, key=key, due_at=at, to_address=to_address)
    post([letter])


def tell_of_end(*, user: User, ends_on: date, at: datetime) -> None:
    """On the day on which the login no longer opens, not before: who ends it tells the person first."""
    if not user.email:
        return
    key, due_at = _of_end(user, ends_on), max(at, danish_moment(ends_on, MORNING))
    post([_letter(user, Change.ENDED, key=key, due_at=due_at)])
    put_back([key], at=at)


def do_not_tell_of_end(*, user: User, ends_on: date) -> None:
    """Another day, or none after all."""
    take_back([_of_end(user, ends_on)])


def _of_end(user: User, ends_on: date) -> str:
    return f"login:{Change.ENDED}:{user.pk}:{ends_on.isoformat()}"


def _letter(
    user: User, change: Change, *, key: str, due_at: datetime, to_address: str = ""
) -> Envelope:
    return Envelope(
        text=Text.LOGIN,
        once_key=key,
        due_at=due_at,
        to_user=None if to_address else user,
        to_address=to_address,
        facts={"change": change.value},
        expires_at=due_at + STALE,
    )
