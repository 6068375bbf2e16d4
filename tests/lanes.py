"""Tests side by side: each process has a number of its own on the broker, as it has a database.

A pytest plugin, so that it speaks before the settings are read. Without pytest-xdist's workers it
does nothing.
"""

import os
from urllib.parse import parse_qs, urlsplit

# Valkey and Redis have so many when nothing else is said.
NUMBERS = 16


def lane(url: str, worker: str) -> str:
    """The address of the broker for a worker (`gw0`, `gw1` ...): the same server, a later number.

    The number in `url` itself stays with the process that starts the workers. Counting never starts
    again from 0, where a server shared with others may keep something: then it is a ValueError.
    """
    parts = urlsplit(url)
    socket = parts.scheme == "unix"
    told = parse_qs(parts.query).get("db", ["0"])[0] if socket else parts.path.lstrip("/") or "0"
    number = int(told) + 1 + int(worker.removeprefix("gw"))
    if number >= NUMBERS:
        raise ValueError(f"{url}: no number is left for {worker}; begin with a lower one")
    if socket:
        return f"unix://{parts.path}?db={number}"
    return parts._replace(path=f"/{number}").geturl()


if WORKER := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["REDIS_URL"] = lane(os.environ["REDIS_URL"], WORKER)
