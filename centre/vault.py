"""Encryption at rest: what a database dump without the keys must not reveal.

A value is AES-256-GCM under a numbered key and bound to its place (`context`), so that it cannot be
moved to another column. Look-up goes through a keyed hash under a second key. Keys live outside
the database. Rotation: add a key with a higher number, restart, `manage.py keys rotate`, remove the old one.
"""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import models

FORMAT = 1
NONCE_BYTES = 12
KEY_BYTES = 32
HEAD_BYTES = 3  # one byte of format, two of key number
MARK_BYTES = 34  # two bytes of key number, then the digest


class VaultError(Exception):
    """A value cannot be opened: wrong key, wrong place, or changed bytes. Never holds the value."""


@dataclass(frozen=True)
class Keyring:
    """The field keys by number; the highest number writes, all of them read."""

    keys: Mapping[int, bytes]

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("FIELD_KEYS holds no key")
        if any(len(key) != KEY_BYTES for key in self.keys.values()):
            raise ValueError("each of FIELD_KEYS must be 32 bytes in base64")

    def seal(self, text: str, *, context: str) -> bytes:
        """Encrypt a text for the place named by context (such as `citizen.cpr`)."""
        return self.seal_bytes(text.encode(), context=context)

    def seal_bytes(self, content: bytes, *, context: str) -> bytes:
        """Encrypt bytes in the same way."""
        nonce = os.urandom(NONCE_BYTES)
        head = self.newest
        body = AESGCM(self.keys[max(self.keys)]).encrypt(nonce, content, head + context.encode())
        return head + nonce + body

    def open(self, sealed: bytes, *, context: str) -> str:
        """Decrypt, or raise VaultError without a word about the content."""
        return self.open_bytes(sealed, context=context).decode()

    def open_bytes(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt bytes in the same way."""
        head, nonce = sealed[:HEAD_BYTES], sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES]
        key = self.keys.get(int.from_bytes(head[1:], "big"))
        if key is None or head[:1] != bytes([FORMAT]):
            raise VaultError(f"no key opens this value of {context}")
        try:
            return AESGCM(key).decrypt(
                nonce, sealed[HEAD_BYTES + NONCE_BYTES :], head + context.encode()
            )
        except (InvalidTag, ValueError):
            raise VaultError(f"this value of {context} was changed or moved") from None

    @property
    def given_up(self) -> list[bytes]:
        """How a mark begins whose key is no longer held."""
        missing = set(range(max(self.keys))) - self.keys.keys()
        return [number.to_bytes(2, "big") for number in sorted(missing)]

    @property
    def newest(self) -> bytes:
        """What a value begins with that the newest key has sealed."""
        return bytes([FORMAT]) + max(self.keys).to_bytes(2, "big")

    def sealed_anew(self, sealed: bytes, *, context: str) -> bytes:
        """The same content under the newest key. Raises VaultError where no key opens it."""
        if not sealed or sealed.startswith(self.newest):
            return sealed
        return self.seal_bytes(self.open_bytes(sealed, context=context), context=context)

    def mark(self, content: bytes, *, context: str) -> bytes:
        """A mark that only a holder of the keys can make: two bytes of key number, then HMAC-SHA256."""
        number = max(self.keys)
        return number.to_bytes(2, "big") + self._mac(number, content, context)

    def holds(self, mark: bytes, content: bytes, *, context: str) -> bool | None:
        """Whether the mark was made of this content; None when its key is no longer held.

        A number above the highest was never one of ours: the highest key writes.
        """
        number = int.from_bytes(mark[:2], "big")
        if len(mark) != MARK_BYTES or number > max(self.keys):
            return False
        if number not in self.keys:
            return None
        return hmac.compare_digest(mark[2:], self._mac(number, content, context))

    def _mac(self, number: int, content: bytes, context: str) -> bytes:
        # Under a key of its own, made from the one that encrypts: neither use tells about the other.
        own = hmac.digest(self.keys[number], b"mark\0" + context.encode(), hashlib.sha256)
        return hmac.digest(own, content, hashlib.sha256)


def keyring_from(text: str) -> Keyring:
    """Read `1:<base64>,2:<base64>` as a keyring; raises ValueError on a malformed one."""
    pairs = (part.split(":", 1) for part in text.split(",") if part.strip())
    return Keyring({int(number): base64.b64decode(key, validate=True) for number, key in pairs})


def faults_of(field_keys: str, index_key: str) -> list[str]:
    """What is wrong with the two settings, a sentence each; never a part of a key."""
    faults = []
    try:
        keyring_from(field_keys)
    except ValueError:
        faults.append("FIELD_KEYS is not `1:<32 bytes in base64>`, with a comma between keys.")
    try:
        short = len(base64.b64decode(index_key, validate=True)) < KEY_BYTES
    except ValueError:
        short = True
    if short:
        faults.append("INDEX_KEY is not 32 bytes or more in base64.")
    return faults


@lru_cache(maxsize=1)
def _keyring(text: str) -> Keyring:
    return keyring_from(text)


def keyring() -> Keyring:
    """The keyring of the settings."""
    return _keyring(settings.FIELD_KEYS)


def normalised(text: str) -> str:
    """One spelling for look-up: NFC, lower case, no spaces or punctuation between the characters."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return "".join(ch for ch in folded if ch.isalnum() or ch in "@+._")


def keyed_hash(text: str, *, purpose: str) -> bytes:
    """HMAC-SHA256 of a normalised text under the index key, apart for each purpose. 32 bytes.

    A CPR number has few values: whoever holds this key can list them, so it is kept apart from the
    database and from its backups.
    """
    key = base64.b64decode(settings.INDEX_KEY)
    return hmac.digest(key, purpose.encode() + b"\0" + normalised(text).encode(), hashlib.sha256)


def keyed_number(text: str, *, purpose: str) -> int:
    """The first eight bytes of the keyed hash as a number, for columns that hold many of them."""
    return int.from_bytes(keyed_hash(text, purpose=purpose)[:8], "big", signed=True)


def sealed_columns() -> dict[type[models.Model], "list[Sealed]"]:
    """Every column of the house that is kept sealed, by its table."""
    found: dict[type[models.Model], list[Sealed]] = {}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, Sealed):
                found.setdefault(model, []).append(field)
    return found


if TYPE_CHECKING:
    _TextField = models.Field[str, str]
    _BytesField = models.Field[bytes, bytes]
else:
    _TextField = _BytesField = models.Field


class Sealed:
    """A column that is kept sealed as bytea. `context` is explicit, so that copies still decrypt."""

    context: str

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        self.context = context
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, path, list(args), {**kwargs, "context": self.context}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        # A sealed value differs each time: only its presence can be asked for.
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None  # type: ignore[misc]

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        prepared_value = value if prepared else self.get_prep_value(value)  # type: ignore[attr-defined]
        return connection.Database.Binary(prepared_value)

    def value_to_string(self, obj: models.Model) -> str:
        raise VaultError(f"{self.context} does not leave the house by serialisation")


class EncryptedTextField(Sealed, _TextField):
    """A text kept sealed; an empty one is kept as nothing."""

    description = "Encrypted text"

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return b""
        return keyring().seal(unicodedata.normalize("NFC", str(value)), context=self.context)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        raw = bytes(value) if value else b""
        return keyring().open(raw, context=self.context) if raw else ""

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)


class EncryptedBytesField(Sealed, _BytesField):
    """A document kept sealed, byte for byte."""

    description = "Encrypted bytes"

    def get_prep_value(self, value: Any) -> Any:
        return keyring().seal_bytes(bytes(value), context=self.context) if value else b""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes:
        raw = bytes(value) if value else b""
        return keyring().open_bytes(raw, context=self.context) if raw else b""

    def to_python(self, value: Any) -> bytes:
        return bytes(value or b"")


def digest_of(row: models.Model, *, but: str = "") -> bytes:
    """SHA-256 of all that a row says, the same before it is written and after it is read. 32 bytes.

    Without the field named by `but`. One that holds nothing is left out too, so a field that is
    added later changes no old digest. One that is renamed would: it keeps its old name here.
    """
    told = {
        field.attname: _plain(field.to_python(value))
        for field in row._meta.concrete_fields
        if not isinstance(field, MarkField)
        and field.attname != but
        and (value := field.value_from_object(row)) not in (None, "")
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview | bytearray):
        return bytes(value).hex()
    if isinstance(value, dict):
        # As the database gives it back, where every key of a JSON value is a text.
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, int | float) else str(value)


class MarkField(_BytesField):
    """The house's own mark on a row: made when the row is written, of all that the row says.

    Whoever can write the table but does not hold the keys can neither change a marked row nor put one
    in unseen.
    """

    description = "Mark of the keys on the row"

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **{**kwargs, "editable": False})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, list(args), {**kwargs, "context": self.context}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        if add:
            made = keyring().mark(digest_of(model_instance), context=self.context)
            setattr(model_instance, self.attname, made)
        return bytes(getattr(model_instance, self.attname))


def bears_mark(row: models.Model, digest: bytes) -> bool | None:
    """Whether a row bears the mark of what it says; None when the key of the mark is no longer held."""
    mark = next(field for field in row._meta.concrete_fields if isinstance(field, MarkField))
    return keyring().holds(bytes(getattr(row, mark.attname)), digest, context=mark.context)
