"""Ending sessions, and the password that opens them."""

from datetime import datetime

from django.db import transaction

from centre.account.actions.told import tell
from centre.account.queries import name_of
from centre.post.choices import Change
from centre.records.actions import note
from centre.staff.models import Login, User


@transaction.atomic
def end_sessions(
    *, user: User, by: User | None, at: datetime, but: str | None = None, only: str = ""
) -> int:
    """Log a person out in every browser but the one with the key; or in the one of that name only.

    Whoever is logged out so is out at the next page, and so is a draft that is being saved.
    """
    keys = [
        one.session_key
        for one in Login.objects.filter(user=user).only("session_key")
        if one.session_key != but and (not only or name_of(one.session_key) == only)
    ]
    ended: int = Login.objects.filter(session_key__in=keys).delete()[0]
    if ended:
        note(action="account.end_sessions", row=user, by=by, at=at, count=ended)
    return ended


@transaction.atomic
def change_password(*, user: User, new: str, at: datetime) -> None:
    """A new password. Every other session was opened with the old one, and is at its end by itself."""
    user.set_password(new)
    user.save(update_fields=["password"])
    note(action="account.password", row=user, by=user, at=at)
    tell(user=user, change=Change.PASSWORD, at=at)
