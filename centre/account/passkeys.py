"""Passkeys (WebAuthn) beside the app's codes, through py_webauthn.

It reads what the browser answers and verifies challenge, origin, host, signature and the count of uses.
Here stands what it leaves to its user: what is asked for, which answers are read at all, and that whatever
is wrong with one is one refusal. A passkey proves the second factor only: the password is asked before.
"""

import json
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeVar

import webauthn
from cbor2 import CBORError
from cryptography.exceptions import UnsupportedAlgorithm
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

HOUSE: Final = "Trædesten"
# An answer is a kilobyte or two.
LONGEST: Final = 16_000
# Level 2 of the specification allows a name of 1023 bytes.
LONGEST_NAME: Final = 1023
_FAULTS: Final = (
    WebAuthnException, CBORError, UnsupportedAlgorithm, ValueError, KeyError, IndexError, TypeError,
    AttributeError, NotImplementedError, RecursionError, struct.error,
)  # fmt: skip
_Read = TypeVar("_Read")


class NotThisOne(Exception):
    """What the browser answered is no passkey of this person, for this house, to this question."""


@dataclass(frozen=True)
class Place:
    """Where a passkey holds: at this host and no other. So no copy of our page gets anything of it."""

    origin: str
    host: str


@dataclass(frozen=True)
class Made:
    """A passkey that a browser has made: its name, its public key, and how often it was used."""

    name: bytes
    public_key: bytes
    uses: int


def question_to_make(
    place: Place, *, user_id: int, username: str, known: Iterable[bytes], challenge: bytes
) -> str:
    """What the browser is asked in order to make one; none on a device that has one already."""
    wanted = AuthenticatorSelectionCriteria(
        resident_key=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(
        webauthn.generate_registration_options(
            rp_id=place.host,
            rp_name=HOUSE,
            # It is kept on the device: a number of ours would tell something.
            user_id=sha256(f"passkey {place.host} {user_id}".encode()).digest(),
            user_name=username,
            challenge=challenge,
            authenticator_selection=wanted,
            exclude_credentials=_described(known),
        )
    )


def question_to_show(place: Place, *, known: Iterable[bytes], challenge: bytes) -> str:
    """What the browser is asked in order to show one of those that are known."""
    return options_to_json(
        webauthn.generate_authentication_options(
            rp_id=place.host,
            allow_credentials=_described(known),
            challenge=challenge,
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    )


def _described(known: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=name) for name in known]


def made(answer: str, place: Place, *, challenge: bytes) -> Made:
    """The passkey of an answer to `question_to_make`. Raises NotThisOne."""

    def read() -> Made:
        found = webauthn.verify_registration_response(
            credential=_told(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
        if not 0 < len(found.credential_id) <= LONGEST_NAME:
            raise NotThisOne("name")
        return Made(found.credential_id, found.credential_public_key, found.sign_count)

    return _read(read)


def name_in(answer: str) -> bytes:
    """Which passkey an answer says it is of. Nothing is verified yet. Raises NotThisOne."""
    return _read(lambda: base64url_to_bytes(str(_told(answer)["rawId"])))


def uses_shown(answer: str, place: Place, *, challenge: bytes, public_key: bytes, uses: int) -> int:
    """How often the passkey was used, this time included. Raises NotThisOne, also for a copy of one."""
    return _read(
        lambda: (
            webauthn.verify_authentication_response(
                credential=_told(answer),
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                credential_public_key=public_key,
                credential_current_sign_count=uses,
            ).new_sign_count
        )
    )


def _told(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise NotThisOne("too long")
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise NotThisOne("no answer")
    return told


def _read(read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except _FAULTS as fault:
        # Its words may hold what was sent.
        raise NotThisOne(type(fault).__name__) from None
