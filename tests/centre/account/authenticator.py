"""A security key in software: what a browser would answer for it, right or as somebody else would make it."""

import json
import os
import struct
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

ORIGIN, HOST = "http://testserver", "testserver"
# Somebody is there, and has shown who they are; a new key comes with it.
PRESENT, NEW_KEY = 0x05, 0x40


class Key:
    """One passkey on one device."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.name = os.urandom(32)
        self.uses = 0

    def made(self, question: str, **changes: Any) -> str:
        """The answer to the page that makes one."""
        told = self._told("webauthn.create", question, changes)
        point = self.private.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        body = self._head(PRESENT | NEW_KEY, changes)
        body += bytes(16) + struct.pack(">H", len(self.name)) + self.name + cbor2.dumps(public)
        held = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": body})
        return self._answer(clientDataJSON=told, attestationObject=held)

    def shown(self, question: str, **changes: Any) -> str:
        """The answer to a page that asks for it."""
        self.uses += 1
        told = self._told("webauthn.get", question, changes)
        body = self._head(PRESENT, changes)
        signed = self.private.sign(body + sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=told, authenticatorData=body, signature=signed)

    def _told(self, kind: str, question: str, changes: dict[str, Any]) -> bytes:
        told = {
            "type": changes.get("kind", kind),
            "challenge": json.loads(question)["challenge"],
            "origin": changes.get("origin", ORIGIN),
            "crossOrigin": False,
        }
        return json.dumps(told).encode()

    def _head(self, flags: int, changes: dict[str, Any]) -> bytes:
        host = sha256(changes.get("host", HOST).encode()).digest()
        return host + struct.pack(
            ">BI", changes.get("flags", flags), changes.get("uses", self.uses)
        )

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.name)
        parts = {part: bytes_to_base64url(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
