"""The one cookie between the pages: sealed, an hour long, and nothing of it on the server.

No session row and no other row stands for a visitor before something is sent (design 5).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from centre.vault import VaultError, keyring
from intake.rules.journey import IDLE, Answers

CONTEXT = "form.cookie"


def secret() -> bytes:
    """What references and codes are derived from: never in the database."""
    return secrets()[0]


def secrets() -> list[bytes]:
    """The secret of today, and those it took the place of: their codes still open (ux T4)."""
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


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


def forget(response: HttpResponse) -> HttpResponse:
    """Leave nothing behind in the browser."""
    response.delete_cookie(settings.FORM_COOKIE_NAME, path="/", samesite="Strict")
    return response


def put(response: HttpResponse, value: str) -> None:
    """Set the cookie: no script can read it and no other site can send it."""
    response.set_cookie(
        settings.FORM_COOKIE_NAME,
        value,
        max_age=int(IDLE.total_seconds()),
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def sealed(values: dict[str, object], *, context: str) -> str:
    """Values as text that only this house can read or make."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(keyring().seal(text, context=context)).decode().rstrip("=")


def opened(text: str, *, context: str) -> dict[str, object] | None:
    """The values again; None for anything that was not sealed here for this use."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        values = json.loads(keyring().open(raw, context=context))
    except (VaultError, NotBase64, ValueError):
        return None
    return values if isinstance(values, dict) else None
