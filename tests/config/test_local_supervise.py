import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.local import places, supervise
from config.local.places import PROJECT, LocalError

OWN = ("DATABASE_URL", "REDIS_URL", "MIGRATE_DATABASE_URL", "DEMO", "PLAIN_HTTP")


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        return free


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[socket.socket]:
    """What listens on the port that is asked for."""
    monkeypatch.setattr(supervise, "LOCAL", tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        yield other


def test_a_port_that_another_program_has_is_said_at_once(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(LocalError, match=f"Port {port} is taken.*PORT={port + 1}"):
        supervise.address_to_use()
    assert time.monotonic() - began < supervise.WAIT_FOR_PORT_SECONDS / 3


def test_a_port_that_a_living_house_of_this_folder_has_is_said_at_once(
    taken: socket.socket,
) -> None:
    began = time.monotonic()
    with (
        supervise.marked(taken.getsockname()[1]),
        pytest.raises(LocalError, match="is taken"),
    ):
        supervise.address_to_use()
    assert time.monotonic() - began < supervise.WAIT_FOR_PORT_SECONDS / 3


def test_a_port_that_a_killed_house_left_to_its_web_is_waited_for(taken: socket.socket) -> None:
    """The web outlives its supervisor by the moment that its last page takes."""
    port = taken.getsockname()[1]
    with supervise.marked(port) as mark:
        web = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1, pass_fds=[mark])
    ending = threading.Timer(0.5, taken.close)
    try:
        ending.start()
        assert supervise.address_to_use() == ("127.0.0.1", port)
    finally:
        ending.join()
        web.communicate(b"\n")


def test_a_port_that_is_no_number_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(LocalError, match="no number"):
        supervise.address_to_use()


def test_only_this_machine_is_served_unless_something_else_is_said(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.delenv("BIND", raising=False)
    assert supervise.address_to_use() == ("127.0.0.1", port)
    assert supervise.url(("0.0.0.0", 8000)) == "http://localhost:8000"
    assert supervise.url(("10.0.0.7", 8000)) == "http://10.0.0.7:8000"


@pytest.fixture
def home(port: int) -> Iterator[dict[str, str]]:
    """An environment with a folder and servers of its own, and no invented people."""
    local = Path(tempfile.mkdtemp(dir="/tmp", prefix="td-"))
    local.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    yield environment | {"LOCAL_DIR": str(local), "PORT": str(port), "DEMO": "0"}
    shutil.rmtree(places.socket_folder(local, places.account_for_servers()))
    shutil.rmtree(local)


@pytest.fixture
def house(home: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`make run`."""
    with subprocess.Popen(
        [sys.executable, "-m", "config.local.supervise"],
        cwd=PROJECT,
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        yield running
        running.kill()


def children(parent: int) -> dict[int, str]:
    """The process numbers and command lines of all that `parent` has started."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            line = (folder / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(stat[1]) == parent and stat[0] != "Z":
            found[int(folder.name)] = line
    return found


def heard(running: subprocess.Popen[str], words: str) -> str:
    """Read on until it says `words`; fails with all that it said when it ends without."""
    assert running.stdout is not None
    told = ""
    for line in running.stdout:
        told += line
        if words in line:
            return told
    raise AssertionError(f'it never said "{words}", but:\n{told}')


def number_of(running: subprocess.Popen[str], words: str) -> int:
    """Wait for the child whose command line has `words`."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for number, line in children(running.pid).items():
            if words in line:
                return number
        time.sleep(0.1)
    raise AssertionError(f"no child with {words}")


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_house_opens_mends_itself_and_closes(house: subprocess.Popen[str], port: int) -> None:
    heard(house, "Trædesten is open at")
    assert supervise.status(("127.0.0.1", port), "/health/") == 200
    for words in ("gunicorn", "config.celery --quiet beat", "worker@%h", "sweeper@%h"):
        os.kill(number_of(house, words), signal.SIGKILL)
        heard(house, "starting it again.")
    os.kill(number_of(house, "bin/postgres"), signal.SIGKILL)
    heard(house, "postgres had died; it is up again.")
    number_of(house, "worker@%h")
    deadline = time.monotonic() + 20
    while not supervise.status(("127.0.0.1", port), "/") and time.monotonic() < deadline:
        time.sleep(0.1)
    for style in ("css/traedesten.css", "look/public.css"):
        address = f"http://localhost:{port}/static/{style}"
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
    mine = [house.pid, *children(house.pid)]
    house.terminate()
    heard(house, "Stopping.")
    assert house.stdout is not None
    house.stdout.read()
    assert house.wait(30) == 0
    assert [number for number in mine if Path(f"/proc/{number}").exists()] == []


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the leash is Linux's")
def test_a_first_start_that_was_killed_leaves_the_next_one_a_clear_way(
    house: subprocess.Popen[str], home: dict[str, str]
) -> None:
    number_of(house, "manage.py migrate")
    house.kill()
    house.wait()
    again = subprocess.run(
        [sys.executable, "-m", "config.local.prepare"],
        cwd=PROJECT,
        env=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert "haderslev, valid from" in again.stderr
