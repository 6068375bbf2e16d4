"""Reads a quality standard from its TOML text. Pure but for the files that ship with the code."""

import re
import tomllib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

import msgspec

from centre.standard.loader.faults import StandardError, StandardFault
from centre.standard.loader.lines import line_of, positions
from centre.standard.loader.sense import faults_of_sense
from centre.standard.loader.shape import faults_of_shape
from centre.standard.schema import Standard

__all__ = [
    "SHIPPED",
    "StandardError",
    "StandardFault",
    "checksum",
    "from_json",
    "load_shipped",
    "load_text",
    "read_shipped",
    "shipped_keys",
    "to_json",
]

SHIPPED = Path(__file__).resolve().parent.parent / "files"
# msgspec 0.22 builds what it knows of a type at its first use; two threads at once end the process.
_one_at_a_time = Lock()
_AT_LINE = re.compile(r"(?<!\s)\s*\(at line (\d+), column \d+\)$")


# The same text is the same standard, and nobody can change one: a process reads it once.
@lru_cache(maxsize=32)
def load_text(text: str, *, name: str) -> Standard:
    """The standard in `text`; `name` is how the file is called in messages.

    Raises StandardError with every fault found: first those of the TOML syntax, then those of the
    shape (unknown keys, missing keys, wrong types, unknown words), then those of the sense (times,
    ages, references, caps). A later step is only taken when the earlier found nothing.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StandardError(name, (_syntax_fault(error),)) from error
    lines = positions(text)
    found = list(faults_of_shape(raw, Standard))
    if not found:
        with _one_at_a_time:
            standard = msgspec.convert(raw, Standard)
        found = list(faults_of_sense(standard))
        if not found:
            return standard
    faults = [StandardFault(place, message, line_of(place, lines)) for place, message in found]
    raise StandardError(name, tuple(sorted(faults, key=lambda fault: fault.line or 0)))


def _syntax_fault(error: tomllib.TOMLDecodeError) -> StandardFault:
    message = str(error)
    match = _AT_LINE.search(message)
    line = int(match[1]) if match else None
    return StandardFault("", f"not readable as TOML: {_AT_LINE.sub('', message)}", line)


def shipped_keys() -> tuple[str, ...]:
    """The councils whose standards ship with the code, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def read_shipped(key: str) -> str:
    """The TOML text of a shipped standard. Raises KeyError for a council that does not ship."""
    if key not in shipped_keys():
        raise KeyError(key)
    return (SHIPPED / f"{key}.toml").read_text(encoding="utf-8")


def load_shipped(key: str) -> Standard:
    """A shipped standard. Raises KeyError for a council that does not ship."""
    return load_text(read_shipped(key), name=f"{key}.toml")


def to_json(standard: Standard) -> str:
    """The whole standard as JSON with sorted keys: the same standard always gives the same text."""
    return msgspec.json.format(msgspec.json.encode(standard, order="sorted"), indent=2).decode()


def from_json(text: str) -> Standard:
    """The standard that `to_json` wrote. Raises msgspec.ValidationError when it is anything else."""
    return msgspec.json.decode(text, type=Standard)


def checksum(text: str) -> str:
    """SHA-256 of the text, line ends made equal, so that a copy from another system is the same."""
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()
