"""The one cookie of the public pages: sealed, an hour long, and nothing of it on the server."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpResponse

from centre.vault import VaultError, keyring

# Open to idle for an hour: a borrowed computer forgets by itself (ux 0, position 2).
LASTS: Final = timedelta(minutes=60)


def secret() -> bytes:
    """What references and codes are derived from: never in the database."""
    return secrets()[0]


def secrets() -> list[bytes]:
    """The secret of today, and those it took the place of: their codes still open (ux T4)."""
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def forget(response: HttpResponse) -> HttpResponse:
    """Leave nothing behind in the browser."""
    response.delete_cookie(settings.FORM_COOKIE_NAME, path="/", samesite="Strict")
    return response


def put(response: HttpResponse, value: str) -> None:
    """Set the cookie: no script can read it and no other site can send it."""
    response.set_cookie(
        settings.FORM_COOKIE_NAME,
        value,
        max_age=int(LASTS.total_seconds()),
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
