import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.local import children
from config.local.children import Child
from config.local.places import PROJECT

SILENT = "import time; time.sleep(60)"
SLEEPER = "import time; print('up', flush=True); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEPER


def child(program: str, patience: float = 5) -> Child:
    """A child that runs a line of Python."""
    return Child("probe", [sys.executable, "-c", program], patience)


@pytest.fixture
def started() -> Iterator[Callable[[Child], Child]]:
    """Start a child; whatever happens, it is ended."""
    mine: list[Child] = []

    def start(one: Child) -> Child:
        mine.append(one)
        one.start()
        return one

    yield start
    for one in mine:
        one.patience = 0.1
        one.stop()


def pid(one: Child) -> int:
    """The process number of a running child."""
    assert one.process is not None
    return one.process.pid


def until(said: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait, but not for ever, until it is so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if said():
            return True
        time.sleep(0.02)
    return said()


def gone(number: int) -> bool:
    """Is there no such process, or only what is left of one?"""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in "ZX"


def test_a_killed_child_is_started_again(
    started: Callable[[Child], Child], capsys: pytest.CaptureFixture[str]
) -> None:
    one = started(child(SLEEPER))
    first = pid(one)
    os.kill(first, signal.SIGKILL)

    def tended() -> bool:
        one.tend(time.monotonic())
        return pid(one) != first

    assert until(tended)
    assert "probe ended (SIGKILL); starting it again." in capsys.readouterr().out


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(
    started: Callable[[Child], Child],
) -> None:
    one = started(child("pass"))
    pauses: list[float] = []
    while len(pauses) < 5:
        assert one.process is not None
        one.process.wait()
        now = time.monotonic()
        one.tend(now)
        pauses.append(one.pause)
        one.tend(now + one.pause)
    assert pauses == [0.5, 1, 2, 4, children.LONGEST_PAUSE]


def test_what_a_killed_child_had_started_is_ended_too(
    started: Callable[[Child], Child], capsys: pytest.CaptureFixture[str]
) -> None:
    one = started(
        child(
            "import subprocess, sys, time;"
            f"p = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]);"
            "print('grandchild', p.pid, flush=True); time.sleep(60)"
        )
    )
    said: list[str] = []

    def named() -> bool:
        said.append(capsys.readouterr().out)
        return "grandchild" in "".join(said)

    assert until(named)
    grandchild = int("".join(said).split("grandchild")[1].split()[0])
    os.kill(pid(one), signal.SIGKILL)
    assert one.process is not None
    one.process.wait()
    one.tend(time.monotonic())
    assert until(lambda: gone(grandchild))


def test_a_child_that_will_not_stop_is_ended(started: Callable[[Child], Child]) -> None:
    one = started(child(DEAF, patience=0.3))
    time.sleep(0.3)  # until it is deaf
    began = time.monotonic()
    one.stop()
    assert gone(pid(one))
    assert time.monotonic() - began < 5


def test_lines_stand_under_the_name_of_who_says_them(
    started: Callable[[Child], Child], capsys: pytest.CaptureFixture[str]
) -> None:
    started(child("print('æøå', flush=True); import time; time.sleep(60)"))
    said: list[str] = []

    def heard() -> bool:
        said.append(capsys.readouterr().out)
        return "probe   | æøå" in "".join(said)

    assert until(heard)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the leash is Linux's")
def test_a_child_does_not_outlive_a_parent_killed_without_warning() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"""
import sys, time
from config.local.children import Child
c = Child('probe', [sys.executable, '-c', {SILENT!r}], 1)
c.start()
print(c.process.pid, flush=True)
time.sleep(60)
""",
        ],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        assert not gone(number)
        parent.kill()
    assert until(lambda: gone(number))
