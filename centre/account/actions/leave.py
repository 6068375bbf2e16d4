"""Somebody leaves: shut out at once, and the work goes on in other hands."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from centre.account.actions.session import end_sessions
from centre.account.actions.told import do_not_tell_of_end, tell, tell_of_end
from centre.account.queries import other_leaders
from centre.calendar import danish_day
from centre.post.choices import Change
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.choices import Role
from centre.staff.models import User


@dataclass(frozen=True)
class Work:
    """What an app above lets people answer for, as much as handing it on needs.

    `held` answers with what is open of a person, within the scope of whoever asks; `hand_on` is the
    app's own action for one, and raises Refused.
    """

    words: Promise | str
    held: Callable[[User, User], Sequence[UUID]]
    hand_on: Callable[[UUID, User, User, datetime], object]


@dataclass
class Handed:
    """How much went on, and why the rest stays: a sentence and how often."""

    done: int = 0
    stays: Counter[str] = field(default_factory=Counter)


@lru_cache(maxsize=1)
def works() -> tuple[Work, ...]:
    return tuple(import_string(name) for name in settings.WORK_TO_HAND_ON)


@transaction.atomic
def end_employment(*, user_id: int, ends_on: date, by: User, at: datetime) -> User:
    """The first day on which somebody works here no more. When it has come, every session ends now.

    Raises Refused for oneself, and for the last one who could let anybody in.
    """
    # All who lead, in one order: of two who end each other the later one sees the other gone.
    leading = Q(role__in=(Role.LEADER, Role.ADMINISTRATOR), is_active=True)
    rows = User.objects.filter(leading | Q(pk=user_id)).order_by("pk")
    locked = {one.pk: one for one in rows.select_for_update(of=("self",), no_key=True)}
    user = locked[user_id]
    if user.pk == by.pk:
        raise Refused(_("You cannot end your own employment. Ask another leader."))
    if user.role in (Role.LEADER, Role.ADMINISTRATOR) and not other_leaders(user, ends_on):
        raise Refused(_("Nobody would be left who leads or runs the house."))
    if user.ends_on is not None and user.ends_on != ends_on:
        do_not_tell_of_end(user=user, ends_on=user.ends_on)
    user.ends_on = ends_on
    user.save(update_fields=["ends_on"])
    tell_of_end(user=user, ends_on=ends_on, at=at)
    note(action="staff.end", row=user, by=by, at=at, ends_on=ends_on.isoformat())
    if not user.works_here_on(danish_day(at)):
        end_sessions(user=user, by=by, at=at)
    return user


@transaction.atomic
def take_back_end(*, user_id: int, by: User, at: datetime) -> User:
    """Somebody stays after all. Raises Refused for oneself: another one has said that it ends."""
    if user_id == by.pk:
        raise Refused(_("You cannot take back the end of your own employment. Ask another leader."))
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    if user.ends_on is not None:
        do_not_tell_of_end(user=user, ends_on=user.ends_on)
        if not user.works_here_on(danish_day(at)):
            tell(user=user, change=Change.OPENED, at=at)
        user.ends_on = None
        user.save(update_fields=["ends_on"])
        note(action="staff.stays", row=user, by=by, at=at)
    return user


def hand_on(*, of: User, to: User, by: User, at: datetime) -> Handed:
    """Give all that somebody answers for to a colleague, each by its own app's action and transaction.

    What the colleague may not take stays where it is, and can be given to another. Twice is once.
    """
    handed = Handed()
    for work in works():
        for pk in work.held(by, of):
            try:
                work.hand_on(pk, to, by, at)
            except Refused as refusal:
                handed.stays[str(refusal)] += 1
            else:
                handed.done += 1
    note_handed(of=of, to=to, by=by, at=at, count=handed.done)
    return handed


@transaction.atomic
def note_handed(*, of: User, to: User, by: User, at: datetime, count: int) -> None:
    """One line for the whole; each case has its own."""
    note(action="staff.hand_on", row=of, by=by, at=at, to=to.pk, count=count)
