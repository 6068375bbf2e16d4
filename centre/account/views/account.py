"""My account (S23): where I am logged in, my second factor, my password."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from centre.account import queries
from centre.account.actions import factor as factors
from centre.account.actions import session as actions
from centre.account.forms import FirstCodeForm, PasswordForm
from centre.account.views import entry
from centre.account.views.factor import confirm, picture_of, show_codes, wrong_code
from centre.staff.doors import StaffRequest, logged_in
from centre.staff.pages import show
from centre.staff.proof import proved


@require_GET
@logged_in
def account(request: StaffRequest) -> HttpResponse:
    at, user = now(), request.user
    found = queries.sessions(user, at=at, own_key=request.session.session_key)
    page = {
        "facts": _facts(request),
        "sessions": [(one, _moment(one.began_at), _moment(one.seen_at)) for one in found],
        "is_local": user.has_usable_password(),
        "has_factor": queries.has_second_factor(user),
        "codes_left": queries.codes_left(user),
        "passkeys": [
            (one, _moment(one.made_at), _moment(one.used_at)) for one in queries.passkeys(user)
        ],
    }
    return show(request, "staff/account.html", page)


def _facts(request: StaffRequest) -> list[tuple[str, str, str, str]]:
    user = request.user
    told = [
        (_("Name"), str(user)),
        (_("User name"), user.get_username()),
        (_("Role"), str(user.get_role_display())),
        (_("Unit"), str(user.unit) if user.unit else _("All units")),
    ]
    return [(label, value, "", "") for label, value in told]


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""


@require_POST
@logged_in
@proved
def end_sessions(request: StaffRequest) -> HttpResponse:
    """One other browser, or all of them with this one.

    Who it is is asked first (ASVS 5.0 7.5.2): somebody at a browser that was left open must not throw
    the person out. The person knows the answer, and who has just logged in is asked for nothing.
    """
    at, only = now(), request.POST.get("session", "")
    own = request.session.session_key
    if only:
        ended = actions.end_sessions(user=request.user, by=request.user, at=at, but=own, only=only)
        told = _("That browser is logged out.") if ended else _("It was logged out already.")
        messages.success(request, told)
        return HttpResponseRedirect(reverse("staff:account"))
    ended = actions.end_sessions(user=request.user, by=request.user, at=at)
    logout(request)
    told = ngettext(
        "You are logged out, in %(count)d browser.",
        "You are logged out, in %(count)d browsers.",
        ended,
    )
    messages.success(request, told % {"count": ended})
    return HttpResponseRedirect(reverse("staff:login"))


@require_http_methods(["GET", "POST"])
@logged_in
@proved
@sensitive_post_parameters()
@sensitive_variables()
def replace_factor(request: StaffRequest) -> HttpResponse:
    """Another app, or the first one: the old one holds until the new one's first code has come."""
    at, user, shown = now(), request.user, entry.factor_shown(request)
    made = queries.waiting_factor(user, shown)
    form = FirstCodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and user.has_usable_password():
        if form.is_bound and form.is_valid():
            if made is None:
                form.add_error("code", _("The square is a new one. Let the app read it again."))
            elif codes := confirm(user, made, form, at):
                actions.end_sessions(user=user, by=user, at=at, but=request.session.session_key)
                return show_codes(request, codes, reverse("staff:account"))
            else:
                form.add_error("code", wrong_code())
        made = factors.begin_factor(user=user, at=at, shown=shown)
        entry.show_factor(request, made)
    if made is None:
        return HttpResponseRedirect(reverse("staff:account"))
    return show(request, "staff/second_factor.html", picture_of(made, user), form=form)


@require_POST
@logged_in
@proved
@sensitive_variables()
def renew_codes(request: StaffRequest) -> HttpResponse:
    if not queries.has_second_factor(request.user):
        return HttpResponseRedirect(reverse("staff:account"))
    codes = factors.renew_codes(user=request.user, at=now())
    return show_codes(request, codes, reverse("staff:account"))


@require_http_methods(["GET", "POST"])
@logged_in
@sensitive_post_parameters()
@sensitive_variables()
def change_password(request: StaffRequest) -> HttpResponse:
    """The old one is asked too: a browser left open is not enough to take an account over."""
    user = request.user
    if not user.has_usable_password():
        return HttpResponseRedirect(reverse("staff:account"))
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        at = now()
        if not entry.may_try_password(request, at=at):
            form.add_error("old", _("There have been many tries. Wait a quarter of an hour."))
        elif not user.check_password(form.cleaned_data["old"]):
            form.add_error("old", _("That is not the password you have."))
        else:
            actions.change_password(user=user, new=form.cleaned_data["new"], at=at)
            actions.end_sessions(user=user, by=user, at=at, but=request.session.session_key)
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed. You are logged out elsewhere."))
            return HttpResponseRedirect(reverse("staff:account"))
    return show(request, "staff/password.html", form=form)
