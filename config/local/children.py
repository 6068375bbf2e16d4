"""The processes under the supervisor: started, spoken for, started again, stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from config.local.leash import leash
from config.local.places import PROJECT

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
SETTLED_SECONDS = 20.0  # a child that lived this long had started well
NAME_WIDTH = 8

_printing = threading.Lock()


def say(name: str, line: str) -> None:
    """Print one line under the name of who says it."""
    with _printing, suppress(BrokenPipeError):
        print(f"{name:<{NAME_WIDTH}}| {line}", flush=True)


@dataclass
class Child:
    """One long-running program; `patience` is how many seconds it gets to stop in order.

    `holds` are open files that it and all it starts hold as long as they live.
    """

    name: str
    command: list[str]
    patience: float
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    holds: tuple[int, ...] = ()
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    died_at: float | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs  # nosec B603
            self.command,
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            pass_fds=self.holds,
            preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509 - one call, prepared before the fork
        )
        assert self.process.stdout is not None
        threading.Thread(target=_repeat, args=(self.name, self.process.stdout), daemon=True).start()

    def tend(self, now: float) -> None:
        """Start it again when it has died: at once nearly, but slower the oftener it dies."""
        if self.process is None or self.process.poll() is None:
            return
        if self.died_at is None:
            self.died_at = now
            if now - self.started > SETTLED_SECONDS:
                self.pause = FIRST_PAUSE
            self._clear_up()
            say(
                "run",
                f"{self.name} ended ({_how(self.process.returncode)}); starting it again.",
            )
        if now - self.died_at >= self.pause:
            self.died_at = None
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            self.start()

    def stop(self) -> None:
        """Ask it to end, wait as long as it may need, then end it and all it has started."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                say(
                    "run",
                    f"{self.name} did not stop in {self.patience:.0f} s; ending it.",
                )
        self._clear_up()
        self.process.wait()

    def _clear_up(self) -> None:
        """End what is left of its process group: workers of a killed gunicorn hold the port."""
        assert self.process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _repeat(name: str, stream: IO[str]) -> None:
    with stream:
        for line in stream:
            say(name, line.rstrip("\n"))


def _how(code: int) -> str:
    if code >= 0:
        return f"code {code}"
    return signal.Signals(-code).name if -code in set(signal.Signals) else str(code)


def complain(sentence: object) -> None:
    """Say on standard error why nothing is started."""
    print(sentence, file=sys.stderr, flush=True)
