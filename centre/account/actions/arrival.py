"""Letting in whom the council's provider vouches for: who it is, with which role, since when not."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from centre.account.actions.told import tell
from centre.account.models import Identity
from centre.post.choices import Change
from centre.records.actions import note
from centre.staff.models import Login, Unit, User


@dataclass(frozen=True)
class Vouched:
    """What the provider says of somebody, and the role that the mapping gives for it."""

    issuer: str
    subject: str
    username: str
    first_name: str
    last_name: str
    email: str
    role: str
    unit_key: str


class NoSuchUnit(Exception):
    """The mapping names a unit that is not set up here."""


def arrive(*, who: Vouched, at: datetime) -> User:
    """The person of this login, made at the first one; role, unit and name as the provider has them now.

    Raises NoSuchUnit. Whether the person still works here is asked afterwards, as at every login.
    """
    try:
        with transaction.atomic():
            return _arrived(who, at)
    except IntegrityError:
        # The same first login at the same moment in another window: it has made the person.
        with transaction.atomic():
            return _arrived(who, at)


def _arrived(who: Vouched, at: datetime) -> User:
    unit = Unit.objects.filter(key=who.unit_key).first() if who.unit_key else None
    if who.unit_key and unit is None:
        raise NoSuchUnit(who.unit_key)
    known = Identity.objects.filter(issuer=who.issuer, subject=who.subject).first()
    if known is None:
        return _made(who, unit, at)
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=known.user_id)
    moved = (user.role, user.unit_id) != (who.role, unit.pk if unit else None)
    before = user.email
    user.role, user.unit = who.role, unit
    user.first_name, user.last_name, user.email = who.first_name, who.last_name, who.email
    user.save(update_fields=["role", "unit", "first_name", "last_name", "email"])
    if moved:
        note(action="staff.role", row=user, by=None, at=at, role=who.role, unit=who.unit_key)
        tell(user=user, change=Change.ROLE, at=at)
    if before and before != who.email:
        # Where they read it who had the address, not where somebody has led it.
        tell(user=user, change=Change.ADDRESS, at=at, to_address=before)
    return user


def _made(who: Vouched, unit: Unit | None, at: datetime) -> User:
    user = User(
        username=_free_name(who),
        first_name=who.first_name,
        last_name=who.last_name,
        email=who.email,
        role=who.role,
        unit=unit,
        date_joined=at,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    Identity.objects.create(user=user, issuer=who.issuer, subject=who.subject)
    note(action="staff.arrive", row=user, by=None, at=at, role=who.role, unit=who.unit_key)
    return user


def _free_name(who: Vouched) -> str:
    """The name at the provider, if nobody here has it: a name alone ties nobody to an account."""
    taken = not who.username or User.objects.filter(username__iexact=who.username).exists()
    if not taken:
        return who.username
    own = sha256(f"{who.issuer} {who.subject}".encode()).hexdigest()[:12]
    return f"{who.username[:100]}-{own}".lstrip("-")


@transaction.atomic
def turn_away(*, issuer: str, subject: str, at: datetime) -> None:
    """No role at the provider any more: whatever is still open in another browser is closed too."""
    known = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    if known is None:
        return
    ended = Login.objects.filter(user=known.user).delete()[0]
    note(action="staff.turned_away", row=known.user, by=None, at=at, sessions=ended)


@transaction.atomic
def ended_elsewhere(*, issuer: str, subject: str, session: str, at: datetime) -> int:
    """The provider has ended a session, or all of somebody's: those here that came of it end too."""
    found = Login.objects.filter(user__isnull=False)
    if session:
        found = found.filter(provider_session=kept_as(session))
    if subject:
        found = found.filter(user__identity__issuer=issuer, user__identity__subject=subject)
    rows = list(found.select_related("user"))
    keys = [one.session_key for one in rows]
    Login.objects.filter(session_key__in=keys).delete()
    for user in {one.user for one in rows if one.user is not None}:
        note(action="account.ended_elsewhere", row=user, by=None, at=at)
    return len(keys)


def kept_as(session: str) -> str:
    """The provider's name of a session, as it is kept beside ours."""
    return sha256(session.encode()).hexdigest() if session else ""


class TiedAlready(Exception):
    """The account has a login at the provider, or the login has another account."""


@transaction.atomic
def tie(*, user: User, issuer: str, subject: str, at: datetime) -> None:
    """An account from before there was a provider, and its cases, belong to a login there.

    Its password opens nothing any more, and its sessions end. Raises TiedAlready.
    """
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    try:
        with transaction.atomic():
            Identity.objects.create(user=locked, issuer=issuer, subject=subject)
    except IntegrityError as error:
        raise TiedAlready from error
    locked.set_unusable_password()
    locked.save(update_fields=["password"])
    Login.objects.filter(user=locked).delete()
    note(action="account.tie", row=locked, by=None, at=at)
    tell(user=locked, change=Change.OTHER_WAY, at=at)
