"""The keys of the demonstration: random, made once, kept beside the data they protect.

A real installation is given its keys by its environment and never comes here.
"""

import base64
import os
import secrets
from collections.abc import Mapping, MutableMapping
from pathlib import Path

FILE = "secrets.env"
NAMES = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY")
KEY_BYTES = 32  # AES-256, HMAC-SHA-256


def missing(environment: Mapping[str, str]) -> bool:
    """Has `environment` not all of them? Else nothing need be kept, nor any folder be ours."""
    return not all(environment.get(name) for name in NAMES)


def fill(environment: MutableMapping[str, str], folder: Path) -> None:
    """Add the keys of `folder` to `environment`, where it has none of that name yet."""
    for line in _read(folder / FILE).splitlines():
        name, _, value = line.partition("=")
        if name and not environment.get(name):
            environment[name] = value


def _read(path: Path) -> str:
    if not path.exists():
        _write(path)
    return path.read_text()


def _write(path: Path) -> None:
    """Whole or not at all, and the first of two commands wins."""
    lines = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEYS": f"1:{_random()}",
        "INDEX_KEY": _random(),
    }
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
