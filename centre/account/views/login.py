"""Logging in and out, staying, and the help page."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from centre.account import provider, queries
from centre.account.actions.factor import begin_factor
from centre.account.forms import LoginForm
from centre.account.views import entry
from centre.calendar import danish_day
from centre.limits import Limit, address_of, keyed, network_of, take
from centre.staff.choices import DEMO_PASSWORD, Role
from centre.staff.doors import StaffRequest, logged_in, open_to_all
from centre.staff.models import User
from centre.staff.pages import show
from centre.staff.sessions import PROVIDERS

# Narrow for one account from one place; wider for the account alone, or strangers could lock it.
TRIES_FROM_HERE = Limit("login-here", 10, 900)
TRIES = Limit("login-account", 60, 900)
TRIES_OF_NETWORK = Limit("login-network", 120, 900)
DEMO_LOGINS = (
    ("caseworker", Role.CASEWORKER),
    ("doctor", Role.DOCTOR),
    ("leader", Role.LEADER),
    ("secretary", Role.SECRETARY),
    ("quality", Role.QUALITY),
    ("admin", Role.ADMINISTRATOR),
)


@open_to_all
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def log_in(request: HttpRequest) -> HttpResponse:
    """The one answer to a wrong name, a wrong password and a closed account."""
    at = now()
    goal = entry.goal_of(request)
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _known(request, form, at)
        if user is not None:
            return HttpResponseRedirect(_step(request, user, goal, at))
    elif request.user.is_authenticated:
        return HttpResponseRedirect(entry.where_to(request.user, goal))
    shown = {
        "next": goal,
        "council_url": _council_url(goal),
        "local": _has_local_accounts(),
        "demo_logins": DEMO_LOGINS if settings.DEMO else (),
        "demo_password": DEMO_PASSWORD,
    }
    return show(request, "staff/login.html", shown, form=form)


def _council_url(goal: str) -> str:
    """Where the council's own login begins; empty without one."""
    if not settings.OIDC_ISSUER:
        return ""
    asked = f"?{urlencode({'next': goal})}" if goal else ""
    return reverse("staff:council") + asked


def _has_local_accounts() -> bool:
    return not settings.OIDC_ISSUER or settings.DEMO or bool(settings.OIDC_LOCAL_ACCOUNTS)


def _step(request: HttpRequest, user: User, goal: str, at: datetime) -> str:
    """Inside, or on to the second factor: to show it, or to set it up at the first login."""
    if not entry.needs_factor(user):
        entry.let_in(request, user, at=at, proved_at=at)
        return entry.where_to(user, goal)
    entry.wait_half_way(request, user, goal=goal, at=at)
    if queries.has_second_factor(user):
        return reverse("staff:code")
    entry.show_factor(request, begin_factor(user=user, at=at))
    return reverse("staff:set_up")


def _known(request: HttpRequest, form: LoginForm, at: datetime) -> User | None:
    name, network = form.cleaned_data["username"], address_of(request)
    if not _may_try(name, network, at):
        form.add_error(None, _("There have been many tries. Wait a quarter of an hour."))
        entry.refused(request, "too many tries")
        return None
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if (
        isinstance(user, User)
        and user.works_here_on(danish_day(at))
        and entry.may_come_locally(user)
    ):
        return user
    form.add_error(None, _("The user name and password do not fit together."))
    entry.refused(request, "password")
    return None


def _may_try(name: str, network: str, at: datetime) -> bool:
    """Whether this account and this network may try again.

    What one place may not try counts for nobody else: a stranger uses up their own tries.
    """
    account, place = keyed(name.casefold()), network_of(network, at=at)
    tries = [(TRIES_FROM_HERE, account + place), (TRIES_OF_NETWORK, place), (TRIES, account)]
    return all(take(limit, who, at=at) for limit, who in tries)


@open_to_all
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Here, and at the provider for who came by it."""
    by_provider = bool(settings.OIDC_ISSUER) and PROVIDERS in request.session
    logout(request)
    messages.success(request, _("You are logged out."))
    goal = reverse(settings.LOGOUT_REDIRECT_URL)
    there = provider.log_out_url(back=request.build_absolute_uri(goal)) if by_provider else ""
    response = HttpResponseRedirect(there or goal)
    # What the browser kept of the pages is not for the next one at this computer (ASVS 14.3.1).
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@logged_in
def stay(request: StaffRequest) -> HttpResponse:
    """Somebody is still there; the middleware has noted the moment of this request.

    Nothing to show: a redirect would look to the page's script like the one to the login.
    """
    return HttpResponse(status=204)


@require_GET
@logged_in
def there(request: StaffRequest) -> HttpResponse:
    """Who is logged in now, for a page that has outlived its login: a new token for its forms.

    Asked when somebody comes back from the window in which they logged in again.
    """
    told = {
        "author": str(request.user.pk),
        "token": get_token(request),
        "ends_in": getattr(request, "ends_in", settings.SESSION_COOKIE_AGE),
    }
    return JsonResponse(told)


@require_safe
@logged_in
def help_page(request: StaffRequest) -> HttpResponse:
    return show(request, "staff/help.html")
