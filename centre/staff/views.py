"""Logging in and out, staying, and the help page."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.calendar import danish_day
from centre.limits import Limit, address_of, keyed, network_of, take
from centre.staff.choices import DEMO_PASSWORD, Role
from centre.staff.doors import StaffRequest, logged_in, open_to_all
from centre.staff.forms import LoginForm
from centre.staff.models import User
from centre.staff.pages import landing, show

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
def log_in(request: HttpRequest) -> HttpResponse:
    """The one answer to a wrong name, a wrong password and a closed account."""
    at = now()
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _known(request, form, at)
        if user is not None:
            login(request, user)
            return HttpResponseRedirect(_goal(request, user))
    elif request.user.is_authenticated:
        return HttpResponseRedirect(_goal(request, request.user))
    shown = {
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "demo_logins": DEMO_LOGINS if settings.DEMO else (),
        "demo_password": DEMO_PASSWORD,
    }
    return show(request, "staff/login.html", shown, form=form)


def _known(request: HttpRequest, form: LoginForm, at: datetime) -> User | None:
    name, network = form.cleaned_data["username"], address_of(request)
    if not _may_try(name, network, at):
        form.add_error(None, _("There have been many tries. Wait a quarter of an hour."))
        return None
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if isinstance(user, User) and user.works_here_on(danish_day(at)):
        return user
    form.add_error(None, _("The user name and password do not fit together."))
    return None


def _may_try(name: str, network: str, at: datetime) -> bool:
    """Whether this account and this network may try again; every limit counts every try."""
    account, place = keyed(name.casefold()), network_of(network, at=at)
    tries = [(TRIES_FROM_HERE, account + place), (TRIES, account), (TRIES_OF_NETWORK, place)]
    within = [take(limit, who, at=at) for limit, who in tries]
    return all(within)


def _goal(request: HttpRequest, user: User) -> str:
    """Where the person wanted to go, if that is a page of ours; else where the role begins."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and ours else landing(user)


@open_to_all
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are logged out."))
    response = redirect(settings.LOGOUT_REDIRECT_URL)
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


@require_safe
@logged_in
def help_page(request: StaffRequest) -> HttpResponse:
    return show(request, "staff/help.html")
