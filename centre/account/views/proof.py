"""Showing once more who one is, in the middle of the work."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from centre.account import queries
from centre.account.forms import ProofForm
from centre.account.views import entry, passkey
from centre.account.views.factor import fault_of
from centre.staff.doors import StaffRequest, logged_in
from centre.staff.pages import show


@require_http_methods(["GET", "POST"])
@logged_in
@sensitive_post_parameters()
def prove(request: StaffRequest) -> HttpResponse:
    """Password and code again; then back to where somebody was, or to the window beside this one."""
    at = now()
    goal = entry.goal_of(request)
    by_password = request.user.has_usable_password() and entry.may_come_locally(request.user)
    if settings.OIDC_ISSUER and not by_password:
        return show(request, "staff/prove_there.html", {"next": goal})
    with_code = queries.has_second_factor(request.user)
    by_passkey = bool(passkey.answered(request))
    form = ProofForm(request.POST or None, with_code=with_code, by_passkey=by_passkey)
    if request.method == "POST" and form.is_valid():
        fault = _fault(request, form, at=at)
        if not fault:
            entry.renew(request, request.user, at=at)
            return _on(request, goal)
        form.add_error(None, fault)
        entry.refused(request, "proof", request.user)
    asked = passkey.question(request, request.user, at=at) if with_code else ""
    return show(request, "staff/prove.html", {"next": goal, "question": asked}, form=form)


def _fault(request: StaffRequest, form: ProofForm, *, at: datetime) -> str:
    user, given = request.user, form.cleaned_data
    if not entry.may_try_password(request, at=at):
        return _("There have been many tries. Wait a quarter of an hour.")
    if not user.check_password(given["password"]):
        return _does_not_fit()
    if "code" not in given:
        return ""
    return fault_of(request, user, given["code"], wrong=_does_not_fit(), at=at)


def _does_not_fit() -> str:
    return _("It does not fit. Write your password, and the code of now.")


def _on(request: StaffRequest, goal: str) -> HttpResponse:
    if goal:
        messages.success(request, _("Thank you. You can go on now."))
    return HttpResponseRedirect(goal or reverse("staff:proved"))


@require_GET
@logged_in
def proved(request: StaffRequest) -> HttpResponse:
    """In a window of its own: the work waits in the one beside it."""
    return show(request, "staff/proved.html")
