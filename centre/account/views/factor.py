"""The second step of a login: the code, or setting up the app that makes it."""

from datetime import datetime
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from centre.account import queries, rules
from centre.account.actions import factor as actions
from centre.account.forms import CodeForm, FirstCodeForm
from centre.account.models import SecondFactor
from centre.account.views import entry, passkey
from centre.staff.doors import open_to_all
from centre.staff.models import User
from centre.staff.pages import show


@open_to_all
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """The code of the app, after the right password."""
    at = now()
    waiting = entry.half_way(request, at=at)
    if waiting is None or not queries.has_second_factor(waiting[0]):
        return HttpResponseRedirect(reverse("staff:login"))
    user, goal = waiting
    form = CodeForm(request.POST or None, by_passkey=bool(passkey.answered(request)))
    if request.method == "POST" and form.is_valid():
        fault = fault_of(request, user, form.cleaned_data["code"], wrong=wrong_code(), at=at)
        if not fault:
            entry.let_in(request, user, at=at, proved_at=at)
            return HttpResponseRedirect(entry.where_to(user, goal))
        form.add_error("code", fault)
        entry.refused(request, "second factor", user)
    page = {"question": passkey.question(request, user, at=at)}
    return show(request, "staff/code.html", page, form=form)


def fault_of(request: HttpRequest, user: User, code: str, *, wrong: str, at: datetime) -> str:
    """Why the second factor was not shown, in a sentence; empty when a passkey or the code fits."""
    if passkey.answered(request):
        if passkey.fits(request, user, at=at):
            return ""
        return _("The passkey does not fit. Try once more, or write the app's code.")
    if not entry.may_try_code(user, code, at=at):
        return _("There have been many tries. Wait a quarter of an hour, or write a recovery code.")
    if not actions.prove(user=user, code=code, at=at):
        return wrong
    entry.code_was_right(user, code, at=at)
    return ""


def wrong_code() -> str:
    return _("The code does not fit. Wait for the app to show a new one, and write that.")


@open_to_all
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def set_up(request: HttpRequest) -> HttpResponse:
    """The first login of a local account: an app is tied to it before anything opens."""
    at = now()
    waiting = entry.half_way(request, at=at)
    shown = entry.factor_shown(request)
    made = queries.waiting_factor(waiting[0], shown) if waiting else None
    if waiting is None or queries.has_second_factor(waiting[0]):
        return HttpResponseRedirect(reverse("staff:login"))
    if made is None:
        messages.warning(request, _begun_elsewhere())
        return HttpResponseRedirect(reverse("staff:login"))
    user, goal = waiting
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes := confirm(user, made, form, at):
            entry.let_in(request, user, at=at, proved_at=at)
            return show_codes(request, codes, entry.where_to(user, goal))
        form.add_error("code", wrong_code())
    return show(request, "staff/second_factor.html", picture_of(made, user), form=form)


def _begun_elsewhere() -> str:
    return _(
        "Your app is being set up in another browser. Log in again here if that was you; otherwise"
        " tell your leader at once: somebody knows your password."
    )


def confirm(user: User, made: SecondFactor, form: FirstCodeForm, at: datetime) -> list[str]:
    """The recovery codes of an app that is in use from now on; none when its code is wrong.

    No tries are counted: who is shown the secret has nothing to guess.
    """
    code = form.cleaned_data["code"]
    return actions.confirm_factor(user=user, shown=made.pk, code=code, at=at)


def picture_of(made: SecondFactor, user: User) -> dict[str, Any]:
    """The secret as a square for the app's camera, and as letters for who has none."""
    told = rules.address_for_app(made.secret, name=user.get_username(), issuer="Trædesten")
    square = segno.make(told, error="m", micro=False)
    rows = [[bool(one) for one in row] for row in square.matrix]
    grouped = " ".join(made.secret[start : start + 4] for start in range(0, len(made.secret), 4))
    return {"bars": rules.drawn(rows), "size": len(rows), "secret": grouped}


def show_codes(request: HttpRequest, codes: list[str], goal: str) -> HttpResponse:
    """The recovery codes, this once."""
    return show(request, "staff/recovery_codes.html", {"codes": codes, "goal": goal})
