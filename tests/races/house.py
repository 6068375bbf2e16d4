"""A whole running house for a test: `make run` with a database and a folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.conf import settings

from config.local import places
from tests.races.crowd import until

START_SECONDS = 90
STOP_SECONDS = 40
# The marks by which a program of the house is known among the supervisor's children.
PROGRAMS = {"web": "gunicorn", "worker": "--quiet worker", "beat": "beat"}


class RunningHouse:
    """Its programs by name, so that a test may end one without warning."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, database: str) -> None:
        self.process = process
        self.port = port
        self.database = database

    def children(self, name: str) -> list[int]:
        """The numbers of a program of this house: its first process and those that it started."""
        if name == "broker":
            return self._brokers()
        own = [pid for pid in _below(self.process.pid) if PROGRAMS[name] in _command(pid)]
        return sorted({*own, *(one for pid in own for one in _below(pid))})

    def kill(self, name: str) -> int:
        """End a program at once, all its processes; returns how many there were."""
        pids = self.children(name)
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(pids)

    def _brokers(self) -> list[int]:
        """The one that listens on the socket that this house's worker was told of."""
        for pid in self.children("worker"):
            for one in _environment(pid):
                if one.startswith("REDIS_URL=unix://"):
                    socket = one.removeprefix("REDIS_URL=unix://")
                    return [pid for pid in _all() if socket in _command(pid)]
        return []


def _all() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _environment(pid: int) -> list[str]:
    """Nothing for one that has just ended: a process may go between two looks."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _below(pid: int) -> list[int]:
    return [one for one in _all() if _parent(one) == pid]


@contextmanager
def running(**environment: str) -> Iterator[RunningHouse]:
    """Start it, wait until its front page answers, and stop it whatever happens."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"house_{uuid4().hex[:12]}"
    url = urlunsplit(server._replace(path=f"/{name}"))
    port = _free_port()
    # Not pytest's own folder: the broker's user could not reach it.
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="td-"))
    folder.chmod(0o755)
    told = {
        **{key: value for key, value in os.environ.items() if key != "REDIS_URL"},
        "DATABASE_URL": url,
        "LOCAL_DIR": str(folder),
        "PORT": str(port),
        "DEMO": "1",
        "DEMO_ON_REAL_DATABASE": "1",
        **environment,
    }
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        try:
            with _started(told, folder / "run.log") as process:
                yield RunningHouse(process, port, url)
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")
            shutil.rmtree(places.socket_folder(folder, places.account_for_servers()))
            shutil.rmtree(folder)


@contextmanager
def _started(environment: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.local.supervise"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
        try:
            opened = until(
                lambda: b" is open at " in log.read_bytes() or process.poll() is not None,
                seconds=START_SECONDS,
            )
            assert opened, log.read_text()
            assert process.poll() is None, log.read_text()
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
