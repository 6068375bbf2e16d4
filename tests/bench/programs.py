"""The worker and beat, started as `make run` starts them, and stopped with the measure."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local import places, supervise
from config.local.leash import leash
from tests.bench.web import python


@contextmanager
def started(command: list[str], log: Path) -> Iterator[int]:
    """Run a program beside us; answers with its process number."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            env=dict(os.environ),
            cwd=places.PROJECT,
            stdout=out,
            stderr=out,
            preexec_fn=leash(signal.SIGTERM),
        )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def worker() -> list[str]:
    """The worker of `make run`."""
    return supervise.worker().command


def sweeper() -> list[str]:
    """The worker of `make run` that takes nothing but sweeps."""
    return supervise.sweeper().command


def beat(folder: Path) -> list[str]:
    """Beat with a schedule file of its own."""
    return python(
        *("-m", "celery", "--app", "config.celery", "--quiet", "beat", "--loglevel", "WARNING"),
        *("--pidfile", "", "--schedule", str(folder / "schedule")),
    )
