"""The test suite against servers of its own: `python -m tests.run [what pytest takes]`.

Starts a throw-away Postgres and Valkey, unless `DATABASE_URL` or `REDIS_URL` names a server to
test against (the role must be able to create databases and roles), runs pytest, and stops and
removes what it started, whatever happens.
"""

import base64
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local import places
from config.local.leash import leash
from config.local.postgres import SUPERUSER, Postgres
from config.local.service import Service
from config.local.valkey import Valkey
from tests.browser import chromium

FOLDER_PREFIX = "traedesten-test-"
LEFT_BEHIND_SECONDS = 3600


def fixed(letter: str) -> str:
    """A key that is the same in every run, and plainly not a real one."""
    return base64.b64encode(letter.encode() * 32).decode()


# The tests decide these themselves, whatever the developer's terminal says.
FIXED = {
    "SECRET_KEY": "only-for-the-tests-" + "x" * 40,
    "FIELD_KEYS": f"1:{fixed('f')}",
    "INDEX_KEY": fixed("i"),
    "MUNICIPALITY": "haderslev",
    "DEMO": "0",
    "PLAIN_HTTP": "1",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    # Playwright keeps a loop in the test's own thread, and Django would see an async caller.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
CLEARED = (
    *("DEBUG", "EMBEDDED", "MIGRATE_DATABASE_URL", "EMAIL_URL", "PYTHONWARNINGS"),
    # A test file is compiled once, and not in each process of each run.
    "PYTHONDONTWRITEBYTECODE",
)


@contextmanager
def servers(environment: dict[str, str]) -> Iterator[None]:
    """Name a database and a broker in `environment`; those started here end with the block."""
    account = places.account_for_servers()
    sweep(account)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=places.SOCKETS_PARENT))
    folder.chmod(0o755 if account else 0o700)
    started: list[Service] = []
    place = places.place_in(folder, account)
    try:
        if not environment.get("DATABASE_URL"):
            postgres = Postgres(place, throwaway=True)
            started.append(postgres)
            postgres.attach()
            environment["DATABASE_URL"] = postgres.url(SUPERUSER, "postgres")
        if not environment.get("REDIS_URL"):
            valkey = Valkey(place, throwaway=True)
            started.append(valkey)
            valkey.attach()
            environment["REDIS_URL"] = valkey.url()
        yield
    finally:
        for service in reversed(started):
            service.detach()
        shutil.rmtree(place.sockets, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(account: places.Account | None) -> None:
    """Remove what runs that were killed without warning have left: old, ours, and not in use."""
    for folder in places.SOCKETS_PARENT.glob(f"{FOLDER_PREFIX}*"):
        info = folder.stat()
        if info.st_uid != os.geteuid() or time.time() - info.st_mtime < LEFT_BEHIND_SECONDS:
            continue
        place = places.place_in(folder, account)
        if not any(service.alive() for service in (Postgres(place), Valkey(place))):
            shutil.rmtree(place.sockets, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest to its end; Ctrl-C is for pytest, which then closes in its own way."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", *arguments],
        env=environment,
        cwd=places.PROJECT,
        preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509 - no threads here
    ) as tests:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for ended_by in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ended_by, lambda *_: tests.terminate())
        return tests.wait()


def main(arguments: list[str]) -> int:
    """Run the suite and answer with pytest's own exit code."""
    environment = {**os.environ, **FIXED}
    for name in CLEARED:
        environment.pop(name, None)
    environment.setdefault("PLAYWRIGHT_NODEJS_PATH", str(chromium.node()))
    # Where it is missing WhiteNoise warns, and here warnings are errors.
    (places.BUILT / "static").mkdir(parents=True, exist_ok=True)
    try:
        with servers(environment):
            return pytest(arguments, environment)
    except places.LocalError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
