"""What the pages of logging in ask."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from centre.account.models import Identity, Passkey, RecoveryCode, SecondFactor
from centre.staff.choices import Role
from centre.staff.models import Login, User
from centre.staff.queries import MOST, danish
from centre.staff.sessions import BEGAN, DEVICE, SessionStore


def has_second_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, in_use=True).exists()


def waiting_factor(user: User, shown: UUID | None) -> SecondFactor | None:
    """The secret that is being set up in the browser that was shown it; nothing for any other."""
    if shown is None:
        return None
    return SecondFactor.objects.filter(user=user, in_use=False, pk=shown).first()


def is_known_as(user: User, issuer: str, subject: str) -> bool:
    """Whether this is the person's own login at the provider."""
    return Identity.objects.filter(user=user, issuer=issuer, subject=subject).exists()


def comes_by_provider(user: User) -> bool:
    return Identity.objects.filter(user=user).exists()


def passkeys(user: User) -> list[Passkey]:
    """The person's passkeys, the first one first."""
    return list(Passkey.objects.filter(user=user).order_by("made_at", "id"))


def passkey_names(user: User) -> list[bytes]:
    return [bytes(one.name) for one in passkeys(user)]


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user).count()


def named(username: str) -> User | None:
    return User.objects.filter(username=username).first()


def who_is_half_way(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id, is_active=True).first()


@dataclass(frozen=True)
class Session:
    """One browser in which somebody is logged in. `name` tells nobody the key of its cookie."""

    name: str
    began_at: datetime | None
    seen_at: datetime
    device: str
    own: bool


def sessions(user: User, *, at: datetime, own_key: str | None) -> list[Session]:
    """Where a person is logged in now, this browser first and then the one last used."""
    found = [_session(one, own_key) for one in _running(user, at)]
    return sorted(found, key=lambda one: (not one.own, -one.seen_at.timestamp()))


def _running(user: User, at: datetime) -> list[Login]:
    found = Login.objects.filter(user=user, expire_date__gt=_still_fresh(at))
    return list(found[:MOST])


def _still_fresh(at: datetime) -> datetime:
    """What was written to last so long ago that it has rested too long ends before this."""
    rest = timedelta(seconds=settings.SESSION_COOKIE_AGE - settings.SESSION_IDLE_SECONDS)
    return at + rest


def _session(row: Login, own_key: str | None) -> Session:
    told = SessionStore().decode(row.session_data)
    began = told.get(BEGAN)
    return Session(
        name=name_of(row.session_key),
        began_at=datetime.fromisoformat(began) if began else None,
        seen_at=row.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        device=told.get(DEVICE, ""),
        own=row.session_key == own_key,
    )


def name_of(session_key: str) -> str:
    return sha256(session_key.encode()).hexdigest()[:16]


def people(user: User, today: date) -> QuerySet[User]:
    """Whom a person may end the employment of: the own unit's, or everybody for one of no unit."""
    found = User.objects.select_related("unit").filter(is_active=True)
    if user.unit_id is not None:
        found = found.filter(unit_id=user.unit_id)
    recent = today - timedelta(days=LATELY)
    found = found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=recent))
    return found.order_by(danish("first_name"), danish("last_name"), "id")[:MOST]


# So long somebody who has left stands on the page: until the work is handed on.
LATELY = 90


def person(user: User, user_id: int) -> User | None:
    found = User.objects.select_related("unit").filter(pk=user_id, is_active=True)
    if user.unit_id is not None:
        found = found.filter(unit_id=user.unit_id)
    return found.first()


def other_leaders(but: User, today: date) -> bool:
    """Whether somebody else could still end or let in people: the last one must not shut everybody out."""
    roles = (Role.LEADER, Role.ADMINISTRATOR)
    found = User.objects.filter(is_active=True, role__in=roles).exclude(pk=but.pk)
    return found.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).exists()
