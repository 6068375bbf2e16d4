"""Where it is measured: a server that keeps its promises to the disk, and databases of our own.

The embedded server runs as in daily use, with fsync on; only its folder is thrown away.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from config.local import places
from config.local.postgres import SUPERUSER, Postgres
from config.local.service import Service
from config.local.valkey import Valkey
from tests.run import FIXED, FOLDER_PREFIX


class DurablePostgres(Postgres):
    """Gone with its command like a test's server, but as careful with the disk as a real one."""

    def command(self) -> list[str]:
        """The command of a server that is kept."""
        return Postgres(self.place).command()


@contextmanager
def servers() -> Iterator[str]:
    """Name a database server and a broker in the environment; answers with words for the table."""
    os.environ.update({**FIXED, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"})
    account = places.account_for_servers()
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=places.SOCKETS_PARENT))
    folder.chmod(0o755 if account else 0o700)
    place = places.place_in(folder, account)
    started: list[Service] = []
    try:
        if not os.environ.get("DATABASE_URL"):
            postgres = DurablePostgres(place, throwaway=True)
            started.append(postgres)
            postgres.attach()
            os.environ["DATABASE_URL"] = postgres.url(SUPERUSER, "postgres")
        if not os.environ.get("REDIS_URL"):
            valkey = Valkey(place, throwaway=True)
            started.append(valkey)
            valkey.attach()
            os.environ["REDIS_URL"] = valkey.url()
        yield "the embedded servers, fsync on" if started else "the servers of DATABASE_URL"
    finally:
        for service in reversed(started):
            service.detach()
        shutil.rmtree(place.sockets, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


class Databases:
    """Databases of this run by name, all copies of one migrated template; dropped at the end."""

    def __init__(self) -> None:
        """Make the empty template."""
        self.prefix = f"bench_{secrets.token_hex(3)}"
        self.names: list[str] = []
        # Django's line to each, kept as a web process keeps its own: what is planned stays planned.
        self._lines: dict[str, Any] = {}
        self._server = dict(connection.settings_dict)
        self.add("empty", like="template1")

    def full_name(self, name: str) -> str:
        """The name on the server."""
        return f"{self.prefix}_{name}"

    def add(self, name: str, *, like: str = "") -> None:
        """Make one; a copy of another of ours, or of the server's own `template1`."""
        source = like if like == "template1" else self.full_name(like or "empty")
        self._hang_up()
        with self._admin() as server:
            server.execute(f'CREATE DATABASE "{self.full_name(name)}" TEMPLATE "{source}"')
        self.names.append(name)

    def use(self, name: str) -> None:
        """Let Django's connection, and every process started from now on, speak to it."""
        self._lines[connection.settings_dict["NAME"]] = connection.connection
        connection.settings_dict["NAME"] = self.full_name(name)
        connection.connection = self._lines.pop(self.full_name(name), None)
        os.environ["DATABASE_URL"] = self.url(name)

    def url(self, name: str) -> str:
        """Its address as the settings read it."""
        return f"postgres://{self.address(name).removeprefix('postgresql://')}"

    def address(self, name: str) -> str:
        """Its address as libpq and its programs read it."""
        given = self._server
        who = f"{given['USER'] or ''}{':' + given['PASSWORD'] if given['PASSWORD'] else ''}@"
        folder = given.get("OPTIONS", {}).get("host")
        if folder:
            port = given["OPTIONS"].get("port", 5432)
            return f"postgresql://{who}/{self.full_name(name)}?host={folder}&port={port}"
        return f"postgresql://{who}{given['HOST']}:{given['PORT'] or 5432}/{self.full_name(name)}"

    def connect(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        """A plain connection, for what is measured without Django."""
        return psycopg.connect(self.address(name), autocommit=True)

    def drop(self) -> None:
        """Leave nothing behind."""
        self._hang_up()
        with self._admin() as server:
            for name in self.names:
                server.execute(f'DROP DATABASE IF EXISTS "{self.full_name(name)}" WITH (FORCE)')

    def _hang_up(self) -> None:
        connection.close()
        while self._lines:
            _name, line = self._lines.popitem()
            if line is not None:
                line.close()

    def _admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        address = self.address("").replace(f"/{self.prefix}_", "/postgres")
        return psycopg.connect(address, autocommit=True)
