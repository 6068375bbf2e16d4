"""The visitor's answers between the pages of the booking: in the one sealed cookie.

No session row and no other row stands for a visitor before something is sent (design 5).
"""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from centre.forms.cookie import forget, opened, put, sealed, secret, secrets
from intake.rules.journey import Answers

__all__ = [
    "CONTEXT",
    "begin",
    "forget",
    "keep",
    "opened",
    "put",
    "read",
    "sealed",
    "secret",
    "secrets",
]

CONTEXT = "form.cookie"


def read(request: HttpRequest, *, at: datetime) -> Answers | None:
    """The visitor's answers; None without a cookie, after an hour, or when it was tampered with."""
    values = opened(request.COOKIES.get(settings.FORM_COOKIE_NAME, ""), context=CONTEXT)
    answers = Answers.read(values) if values is not None else None
    return None if answers is None or answers.expired(at) else answers


def begin(*, at: datetime) -> Answers:
    """A new set of answers with its idempotency key."""
    return Answers.begun(uuid4(), at)


def keep(response: HttpResponse, answers: Answers, *, at: datetime) -> HttpResponse:
    """Send the answers back with the response, good for another hour."""
    touched = replace(answers, at=int(at.timestamp()))
    put(response, sealed(touched.kept(), context=CONTEXT))
    return response
