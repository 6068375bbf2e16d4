"""The second factor: which six digits are right when, and what a recovery code looks like. Pure.

A code is of a period of 30 seconds (RFC 6238) and may come one period early or late, for clocks that go
wrong and fingers that are slow (ASVS 5.0 6.5.5). Each is good once: a later one is of a later period.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

import pyotp

PERIOD: Final = 30
TOLERATED: Final = 1
DIGITS: Final = 6
# 24 of 31 letters are 118 bits. From 112 on a plain hash of one may be kept (ASVS 5.0 6.5.2).
CODES: Final = 10
CODE_LETTERS: Final = 24
GROUP: Final = 4
# No letter that is read as another: I and l, O and 0.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
# So long a right password waits for the second factor.
HALF_WAY: Final = timedelta(minutes=10)


def new_secret() -> str:
    """A secret for an app: 160 random bits (RFC 4226 4)."""
    return pyotp.random_base32(32)


def period_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The period whose code this is, if that is later than the last one used; None when it is wrong."""
    digits = "".join(code.split())
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
        return None
    made_by, now = pyotp.TOTP(secret, interval=PERIOD), int(at.timestamp()) // PERIOD
    found = None
    for period in range(now - TOLERATED, now + TOLERATED + 1):
        right = hmac.compare_digest(made_by.generate_otp(period), digits)
        if right and period > after:
            found = period
    return found


def address_for_app(secret: str, *, name: str, issuer: str) -> str:
    """What the picture for the app says."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=name, issuer_name=issuer)


def new_codes() -> list[str]:
    """Codes for the day when the telephone is lost, in groups that can be read aloud."""
    return [_grouped(_letters()) for _each in range(CODES)]


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(CODE_LETTERS))


def _grouped(text: str) -> str:
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def looks_like_recovery(code: str) -> bool:
    return len(_bare(code)) == CODE_LETTERS


def digest_of_code(code: str, *, user_id: int) -> bytes:
    """What is kept of a recovery code; the same code of two people is kept as two."""
    return hashlib.sha256(f"recovery {user_id} {_bare(code)}".encode()).digest()


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).casefold()


def drawn(rows: "list[list[bool]]") -> str:
    """A square of dark and light as the path of a picture: each run of dark ones a bar."""
    bars = []
    for down, row in enumerate(rows):
        across = 0
        while across < len(row):
            end = across
            while end < len(row) and row[end]:
                end += 1
            if end > across:
                bars.append(f"M{across} {down}h{end - across}v1h-{end - across}z")
            across = end + 1
    return "".join(bars)


# What browsers and systems call themselves, the more special first: each pretends to be another too.
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
             ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


def device_of(told: str) -> str:
    """Two words by which somebody knows their own browser again; nothing finer is kept of it."""
    found = (
        next((word for sign, word in signs if sign in told), "") for signs in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(word for word in found if word)
