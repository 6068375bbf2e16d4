"""Passkeys on the page of one's own account, and what the pages that ask for one share."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from centre.account import passkeys, queries, rules
from centre.account.actions import passkey as actions
from centre.account.actions.session import end_sessions
from centre.account.passkeys import NotThisOne, Place
from centre.account.views.entry import LONGEST_AGENT
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, logged_in
from centre.staff.models import User
from centre.staff.pages import show
from centre.staff.proof import proved
from centre.staff.sessions import ASKED

# So long a question waits for its answer: somebody looks for the key, and puts it in.
WAITS: Final = timedelta(minutes=5)
LONG: Final = 32


def question(request: HttpRequest, user: User, *, at: datetime) -> str:
    """What the page has the browser ask for; empty for somebody without a passkey."""
    known = queries.passkey_names(user)
    if not known:
        return ""
    return passkeys.question_to_show(
        _place(request), known=known, challenge=_challenge(request, at=at)
    )


def answered(request: HttpRequest) -> str:
    return request.POST.get("passkey", "")


def fits(request: HttpRequest, user: User, *, at: datetime) -> bool:
    """Whether a passkey of the person was shown, to the question that this browser was asked last."""
    challenge = _asked(request, at=at)
    return challenge is not None and actions.prove_by_passkey(
        user=user, answer=answered(request), place=_place(request), challenge=challenge, at=at
    )


def _place(request: HttpRequest) -> Place:
    host = request.get_host()
    return Place(f"{request.scheme}://{host}", host.rsplit(":", 1)[0])


def _challenge(request: HttpRequest, *, at: datetime) -> bytes:
    made = secrets.token_bytes(LONG)
    request.session[ASKED] = {"challenge": made.hex(), "at": at.isoformat()}
    return made


def _asked(request: HttpRequest, *, at: datetime) -> bytes | None:
    """The question of this browser, for one answer."""
    told = request.session.pop(ASKED, None)
    if told is None or at - datetime.fromisoformat(told["at"]) > WAITS:
        return None
    return bytes.fromhex(told["challenge"])


@require_http_methods(["GET", "POST"])
@logged_in
@proved
@sensitive_post_parameters()
@sensitive_variables()
def add_passkey(request: StaffRequest) -> HttpResponse:
    """Beside an app: whoever loses the device has its codes and the recovery codes still."""
    at, user = now(), request.user
    if not queries.has_second_factor(user):
        return HttpResponseRedirect(reverse("staff:account"))
    if request.method == "POST":
        fault = _added(request, at=at)
        if not fault:
            return HttpResponseRedirect(reverse("staff:account"))
        messages.warning(request, fault)
    asked = passkeys.question_to_make(
        _place(request),
        user_id=user.pk,
        username=user.get_username(),
        known=queries.passkey_names(user),
        challenge=_challenge(request, at=at),
    )
    return show(request, "staff/passkey.html", {"question": asked})


def _added(request: StaffRequest, *, at: datetime) -> str:
    """Why it was not kept; empty when it was."""
    user, challenge = request.user, _asked(request, at=at)
    device = rules.device_of(request.headers.get("User-Agent", "")[:LONGEST_AGENT])
    try:
        if challenge is None:
            raise NotThisOne("no question")
        made = passkeys.made(answered(request), _place(request), challenge=challenge)
        actions.keep_passkey(user=user, made=made, device=device, at=at)
    except NotThisOne:
        return _("The passkey could not be made. Try once more.")
    except Refused as refusal:
        return str(refusal)
    end_sessions(user=user, by=user, at=at, but=request.session.session_key)
    messages.success(request, _("Your passkey is ready. You are logged out elsewhere."))
    return ""


@require_POST
@logged_in
@proved
def remove_passkey(request: StaffRequest, pk: UUID) -> HttpResponse:
    at, user = now(), request.user
    if actions.remove_passkey(user=user, passkey_id=pk, at=at):
        end_sessions(user=user, by=user, at=at, but=request.session.session_key)
        messages.success(request, _("The passkey is removed. You are logged out elsewhere."))
    return HttpResponseRedirect(reverse("staff:account"))
