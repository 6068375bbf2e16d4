"""`make run`: the whole house under one command, which stops cleanly on Ctrl-C.

Prepares, then keeps alive: web, two Celery workers, Celery beat, and the embedded servers if they are
in use. Whatever dies is started again. Killed without warning, it takes its children along.
"""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from config.local.children import Child, complain, say
from config.local.councils import council
from config.local.environment import ensure, is_on
from config.local.places import LOCAL, LocalError, project_place
from config.local.prepare import prepare
from config.local.service import Service

TICK_SECONDS = 0.2
REVIVE_SECONDS = 1.0
WAIT_FOR_PORT_SECONDS = 15.0  # a house killed without warning lets go of its port by itself
WAIT_FOR_OTHER_SECONDS = 5.0  # one that was just told to stop
WAIT_FOR_ANSWER_SECONDS = 30.0
HEALTH = "/health/"
ABSENT = {0, 503}  # no answer, or one that names what is missing
MEMORY = Path("/dev/shm")  # noqa: S108 - locks and heartbeats are kept there, no data  # nosec B108


class Ending(Exception):  # noqa: N818 - not an error
    """Asked to stop while still preparing."""


class House:
    """The running house. `address` is where it listens: (host, port)."""

    def __init__(self, address: tuple[str, int], servers: list[Service], mark: int) -> None:
        """Know the children; start nothing. `mark` is the open file that the web shall hold.

        The web is first: people see their page before the others take the machine's time, and
        nothing new comes in while the others are stopped.
        """
        self.address = address
        self.servers = servers
        self.children = [web(address, mark), beat(), worker(), sweeper()]
        self.stopping = False

    def stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        """The handler of SIGINT, SIGTERM and SIGHUP; a second one changes nothing."""
        self.stopping = True

    def run(self) -> None:
        """Start the children and tend them until asked to stop; then stop them in turn."""
        revived = time.monotonic()
        opening = self._opening()
        try:
            while not self.stopping:
                next(opening, None)
                time.sleep(TICK_SECONDS)
                now = time.monotonic()
                for child in self.children:
                    child.tend(now)
                if now - revived > REVIVE_SECONDS:
                    self._revive()
                    revived = now
        finally:
            say("run", "Stopping.")
            for child in self.children:
                child.stop()

    def _opening(self) -> Iterator[None]:
        """Start the children, the others when the web answers; say that it is open when all is well.

        Steps that each take a moment, so that whatever dies meanwhile is tended. Who waits longer
        than a machine needs is let in, and told what is missing.
        """
        began = time.monotonic()
        first, *others = self.children
        first.start()
        while not status(self.address, "/") and time.monotonic() - began < WAIT_FOR_ANSWER_SECONDS:
            yield
        for child in reversed(others):
            child.start()
        began = time.monotonic()
        while status(self.address, HEALTH) in ABSENT:
            if time.monotonic() - began > WAIT_FOR_ANSWER_SECONDS:
                say("run", f"Something is missing still: see {url(self.address)}{HEALTH}")
                break
            yield
        announce(self.address)

    def _revive(self) -> None:
        for server in self.servers:
            try:
                if server.revive():
                    say("run", f"{server.name} had died; it is up again.")
            except LocalError as error:
                say("run", str(error))


def web(address: tuple[str, int], mark: int) -> Child:
    """Gunicorn with threads. No access log: addresses of pages can point to people."""
    host, port = address
    memory = ["--worker-tmp-dir", str(MEMORY)] if os.access(MEMORY, os.W_OK) else []
    shape = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    limits = ["--timeout", "30", "--graceful-timeout", "10", "--keep-alive", "5"]
    renewal = ["--max-requests", "20000", "--max-requests-jitter", "2000"]
    bind = ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    options = [
        *bind,
        *shape,
        *limits,
        *renewal,
        *memory,
        "--preload",
        "--logger-class",
        "config.logs.WebLog",
        "--no-control-socket",
    ]
    command = _module("gunicorn", *options, "config.wsgi:application")
    return Child("web", command, 15, holds=(mark,))


def worker() -> Child:
    """Two processes; asked to stop, it finishes the tasks at hand.

    Two threads where processes have no shared memory to meet in, as in a plain chroot.
    """
    pool = "prefork" if os.access(MEMORY, os.W_OK) else "threads"
    return Child("worker", _worker("worker", "--concurrency", "2", "--pool", pool), 20)


def sweeper() -> Child:
    """A worker for nothing but sweeps, in one process: no backlog of mail is before a deadline."""
    return Child("sweeper", _worker("sweeper", "--queues", "sweeps", "--pool", "solo"), 20)


def beat() -> Child:
    """Its schedule file is kept, so that what fell due while it was down is done at once."""
    folder = project_place().data / "beat"
    folder.mkdir(mode=0o700, exist_ok=True)
    options = ["beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule"]
    return Child("beat", _celery(*options, str(folder / council())), 5)


def _module(*parts: str) -> list[str]:
    return [sys.executable, "-m", *parts]


def _worker(name: str, *options: str) -> list[str]:
    calm = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle")
    return _celery("worker", "--hostname", f"{name}@%h", *calm, *options)


def _celery(*parts: str) -> list[str]:
    # A bare machine is often root's alone; on a server, docker-compose.yml lends another account.
    calm = ["-W", "ignore:You're running the worker with superuser"]
    python, *rest = _module("celery", "--app", "config.celery", "--quiet", *parts)
    return [python, *calm, *rest]


def announce(address: tuple[str, int]) -> None:
    """One clear line: where it is, how to log in, how to stop it."""
    say("run", f"Trædesten is open at {url(address)} ({os.environ['MUNICIPALITY']}).")
    if is_on("DEMO"):
        say(
            "run",
            "Staff: the demo logins stand on the login page. Ctrl-C stops everything.",
        )
    else:
        say("run", "Ctrl-C stops everything.")


def url(address: tuple[str, int]) -> str:
    """The address as a person types it."""
    host, port = address
    return f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::'} else host}:{port}"  # nosec B104


def status(address: tuple[str, int], path: str) -> int:
    """The status that comes back from a page; 0 when nothing does."""
    host, port = address
    connection = http.client.HTTPConnection(_near(host), port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _near(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a name, no bind  # nosec B104


def address_to_use() -> tuple[str, int]:
    """`BIND` and `PORT`, when they are free.

    Raises LocalError when another program has the port: at once, unless it is what a house of this
    folder left behind, which is waited for.
    """
    host, port = os.environ.get("BIND") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal():
        raise LocalError(f"PORT is {port}, which is no number.")
    deadline = time.monotonic() + WAIT_FOR_PORT_SECONDS
    while not _free(host, int(port)):
        if not _left_behind(port) or time.monotonic() > deadline:
            raise LocalError(f"Port {port} is taken. Choose another: make run PORT={int(port) + 1}")
        time.sleep(TICK_SECONDS)
    return host, int(port)


@contextlib.contextmanager
def marked(port: int) -> Iterator[int]:
    """Mark the port as ours while we live, and give the mark that the web shall hold while it lives.

    The first held and the second not: somebody is starting. Only the second held: we were killed.
    """
    with _mark("house", port).open("a") as ours, _mark("web", port).open("a") as webs:
        for mark in (ours, webs):
            fcntl.flock(mark, fcntl.LOCK_SH)
        yield webs.fileno()


def _left_behind(port: str) -> bool:
    """Is the port still held by the web of a house of this folder that is no more?"""
    return _held(_mark("web", int(port))) and not _held(_mark("house", int(port)))


def _mark(whose: str, port: int) -> Path:
    return LOCAL / f"{whose}-{port}.lock"


def _held(lock: Path) -> bool:
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two houses of one council in one checkout would be two beats.

    Another council's house, or a command, is no trouble beside it.
    """
    project_place()
    with (LOCAL / f"run-{council()}.lock").open("a") as lock:
        deadline = time.monotonic() + WAIT_FOR_OTHER_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise LocalError(
                        f"`make run` is already running in this folder ({council()})."
                    ) from error
                time.sleep(TICK_SECONDS)
        yield


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ending


def main() -> int:
    """Run until asked to stop. 0 after a clean stop, 1 with a sentence when it cannot start."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        signal.signal(number, _end)
    servers: list[Service] = []
    try:
        with only_one():
            address = address_to_use()
            servers = ensure()
            prepare(demo=is_on("DEMO"))
            with marked(address[1]) as mark:
                house = House(address, servers, mark)
                for number in signals:
                    signal.signal(number, house.stop_soon)
                house.run()
            for server in reversed(servers):
                server.detach()
    except Ending:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
    except LocalError as error:
        complain(error)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
