"""What every way in ends with: the session is born, and no other session is touched by it."""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.account import queries, rules
from centre.account.actions.factor import tell_of_guesses
from centre.account.models import SecondFactor
from centre.account.rules import HALF_WAY
from centre.calendar import danish_day
from centre.limits import Limit, began_at, give_back, take
from centre.staff.doors import StaffRequest
from centre.staff.models import User
from centre.staff.pages import landing
from centre.staff.sessions import BEGAN, DEVICE, HALF, PROVED, PROVIDERS, SEEN, SHOWN

log = logging.getLogger(__name__)
BACKEND = "centre.staff.backends.StaffBackend"
# Only who has the password comes so far. Not even they shut the person out: a recovery code always opens.
CODE_TRIES = Limit("second-factor", 6, 900)
# The password within a session: narrow for one browser, or one that was left open could use up what
# the person needs to throw it out.
PASSWORD_TRIES_HERE = Limit("password-here", 10, 900)
PASSWORD_TRIES = Limit("password", 60, 900)
LONGEST_AGENT = 400


def let_in(
    request: HttpRequest,
    user: User,
    *,
    at: datetime,
    proved_at: datetime | None,
    provider_session: str | None = None,
) -> None:
    """Begin a session under a new key, with nothing in it of the one before.

    `proved_at` is when the person last showed who they are: by a provider that asked nothing that may
    be hours ago, or not known.
    """
    before = user.last_login
    request.session.flush()
    login(request, user, backend=BACKEND)
    moment = at.isoformat()
    told = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    request.session.update({BEGAN: moment, SEEN: moment, DEVICE: rules.device_of(told)})
    if proved_at is not None:
        request.session[PROVED] = min(proved_at, at).isoformat()
    if provider_session is not None:
        request.session[PROVIDERS] = provider_session
    log.info("logged in: person %d", user.pk, extra={"request": request})
    if before is not None and not settings.DEMO:
        when = date_format(localtime(before), "DATETIME_FORMAT")
        messages.info(request, _("Your last login was %(when)s.") % {"when": when})


def renew(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Somebody who is inside has shown everything once more: the session begins anew, under a new key.

    The token of the forms stays, so that those of other tabs can still be sent.
    """
    request.session.cycle_key()
    moment = at.isoformat()
    request.session.update({BEGAN: moment, SEEN: moment, PROVED: moment})
    log.info("proved again: person %d", user.pk, extra={"request": request})


def refused(request: HttpRequest, why: str, user: User | None = None) -> None:
    """For the log: which step failed, never what was written."""
    log.warning("login refused: %s, person %s", why, user and user.pk, extra={"request": request})


def may_come_locally(user: User) -> bool:
    """With a provider only who is named in the settings has a password here, for when it is away."""
    named = user.get_username() in settings.OIDC_LOCAL_ACCOUNTS
    return not settings.OIDC_ISSUER or settings.DEMO or named


def needs_factor(user: User) -> bool:
    """Whether the password alone is too little for this person, here."""
    return settings.SECOND_FACTOR or queries.has_second_factor(user)


def may_try_code(user: User, code: str, *, at: datetime) -> bool:
    """Six digits are guessed in the end, and counted. A recovery code has 118 bits: nobody guesses it.

    Beyond the limit the person is told: it is somebody who knows the password.
    """
    if rules.looks_like_recovery(code) or take(CODE_TRIES, str(user.pk), at=at):
        return True
    tell_of_guesses(user=user, since=began_at(CODE_TRIES, at=at), at=at)
    return False


def code_was_right(user: User, code: str, *, at: datetime) -> None:
    if not rules.looks_like_recovery(code):
        give_back(CODE_TRIES, str(user.pk), at=at)


def may_try_password(request: StaffRequest, *, at: datetime) -> bool:
    """Whether this browser, and this person in any, may be asked for the password once more."""
    who, key = str(request.user.pk), request.session.session_key or ""
    tries = [(PASSWORD_TRIES_HERE, who + queries.name_of(key)), (PASSWORD_TRIES, who)]
    return all(take(limit, one, at=at) for limit, one in tries)


def wait_half_way(request: HttpRequest, user: User, *, goal: str, at: datetime) -> None:
    """The password was right. Nothing is open yet: nobody is logged in by this."""
    request.session.flush()
    password = user.get_session_auth_hash()
    half = {"who": user.pk, "at": at.isoformat(), "goal": goal, "password": password}
    request.session[HALF] = half
    request.session.set_expiry(int(HALF_WAY.total_seconds()))


def half_way(request: HttpRequest, *, at: datetime) -> tuple[User, str] | None:
    """Who has given the right password lately, and where to; None when nobody has."""
    told = request.session.get(HALF)
    if not told or at - datetime.fromisoformat(told["at"]) > HALF_WAY:
        return None
    user = queries.who_is_half_way(told["who"])
    if user is None or not user.works_here_on(danish_day(at)):
        return None
    # The password was changed meanwhile: whoever gave the old one begins anew.
    if not constant_time_compare(told.get("password", ""), user.get_session_auth_hash()):
        return None
    return user, told["goal"]


def show_factor(request: HttpRequest, made: SecondFactor) -> None:
    """Bind a secret that waits to this browser: whoever knows the same password sees another one."""
    request.session[SHOWN] = str(made.pk)


def factor_shown(request: HttpRequest) -> UUID | None:
    """The secret that this browser is being shown."""
    told = request.session.get(SHOWN)
    return UUID(told) if told else None


def goal_of(request: HttpRequest) -> str:
    """The page that was wanted, if it is one of ours; empty otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_ours(request, wanted) else ""


def is_ours(request: HttpRequest, url: str) -> bool:
    # One that begins with a quote would be read as another address by a page that sends on.
    return url.startswith("/") and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def where_to(user: User, goal: str) -> str:
    return goal or landing(user)
