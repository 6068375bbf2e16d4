"""Receipt codes and references: letters nobody mistakes, derived so that a second click sees the same."""

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

# No 0/O, 1/I/L: 31 symbols, 8 of them are 39.6 bits (ux T4).
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
REFERENCE_LENGTH = 6


def _letters(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(SYMBOLS))
        letters.append(SYMBOLS[place])
    return "".join(letters)


def _derived(form_key: UUID, secret: bytes, purpose: bytes) -> int:
    return int.from_bytes(hmac.digest(secret, purpose + form_key.bytes, hashlib.sha256), "big")


def code_for(form_key: UUID, secret: bytes) -> str:
    """The receipt code of a form: the same on every repeat, unguessable without the secret."""
    return _letters(_derived(form_key, secret, b"receipt-code"), CODE_LENGTH)


def reference_for(form_key: UUID, secret: bytes) -> str:
    """The reference of a form: a label that shows no order."""
    return _letters(_derived(form_key, secret, b"reference"), REFERENCE_LENGTH)


def shown(code: str) -> str:
    """A code as it is written down: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str) -> str:
    """A code or reference as somebody typed it, without spaces, hyphens and small letters."""
    return "".join(ch for ch in text.upper() if ch.isalnum())


def code_hash(code: str, reference: str, secret: bytes) -> bytes:
    """What is kept of a code: keyed with a key outside the database and bound to its reference.

    A slow password hash would cost the booking more than all its other work; without the key, a
    copy of the database cannot be searched for codes at all.
    """
    return hmac.digest(secret, f"kept:{reference}:{typed(code)}".encode(), hashlib.sha256)


def fits(kept: bytes, code: str, reference: str, secrets: Sequence[bytes]) -> bool:
    """Whether the code is the one kept, under the secret of today or one it took the place of.

    Every secret is tried whatever the others answered, so that the time it takes tells nothing.
    """
    answers = [hmac.compare_digest(kept, code_hash(code, reference, one)) for one in secrets]
    return any(answers)


def secret_of(form_key: UUID, reference: str, secrets: Sequence[bytes]) -> bytes:
    """The secret that a form's reference was derived with; today's when none of them fits."""
    made = (one for one in secrets if reference_for(form_key, one) == reference)
    return next(made, secrets[0])
