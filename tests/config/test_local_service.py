import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.local import places, service
from config.local.places import PROJECT, LocalError, Place
from config.local.postgres import OWNER, SUPERUSER, WEB, Postgres
from config.local.service import Service
from config.local.valkey import Valkey

pytestmark = pytest.mark.slow
KINDS = pytest.mark.parametrize("kind", [Postgres, Valkey])

USER = """
import sys, time
from pathlib import Path
from config.local import places
from config.local.postgres import Postgres
from config.local.valkey import Valkey
place = places.place_in(Path(sys.argv[1]), places.account_for_servers())
one = {"postgres": Postgres, "valkey": Valkey}[sys.argv[2]](place, throwaway="throw" in sys.argv)
one.attach()
print("attached", flush=True)
if "stay" in sys.argv:
    time.sleep(60)
"""


@pytest.fixture
def place() -> Iterator[Place]:
    """A place of its own, emptied and closed whatever happens.

    Most tests use throwaway servers there, for speed; those on what outlives a kill do not.
    """
    account = places.account_for_servers()
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="td-"))
    folder.chmod(0o755)
    made = places.place_in(folder, account)
    yield made
    for one in (Postgres(made), Valkey(made)):
        while one.alive():
            one._signal(signal.SIGKILL)
            time.sleep(0.05)
    shutil.rmtree(made.sockets)
    shutil.rmtree(folder)


def number(one: Service) -> int:
    """The process number that the server wrote down."""
    return int(one.pid_file.read_text().split()[0])


def command(place: Place, one: Service, *words: str) -> subprocess.Popen[str]:
    """Another command that uses the server."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(place.data), one.name, *words],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


@KINDS
def test_the_last_user_stops_it(place: Place, kind: type[Service]) -> None:
    first, second = kind(place, throwaway=True), kind(place, throwaway=True)
    first.attach()
    second.attach()
    first.detach()
    assert second.alive()
    assert second.answers()
    second.detach()
    assert not second.alive()
    second.detach()  # twice does no harm


@KINDS
def test_a_killed_command_leaves_it_usable_for_the_next(place: Place, kind: type[Service]) -> None:
    one = kind(place)
    with command(place, one, "stay") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "attached\n"
        other.kill()
    assert one.alive()
    before = number(one)
    one.attach()
    assert number(one) == before
    one.detach()
    assert not one.alive()


@KINDS
def test_a_killed_server_comes_back(place: Place, kind: type[Service]) -> None:
    one = kind(place, throwaway=True)
    one.attach()
    assert not one.revive()
    before = number(one)
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while one.alive() and time.monotonic() < deadline:  # its children go a little later
        time.sleep(0.02)
    assert one.revive()
    assert one.answers()
    assert number(one) != before
    one.detach()


@KINDS
def test_commands_at_the_same_moment_start_it_once(place: Place, kind: type[Service]) -> None:
    one = kind(place, throwaway=True)
    others = [command(place, one, "stay", "throw") for _ in range(3)]
    for other in others:
        assert other.stdout is not None
        assert other.stdout.readline() == "attached\n"
    for other in others:
        with other:
            other.terminate()
    assert one.log_file.read_text().lower().count("ready to accept connections") == 1
    one.attach()
    one.detach()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the leash is Linux's")
@KINDS
def test_a_throwaway_server_is_gone_with_its_command(place: Place, kind: type[Service]) -> None:
    one = kind(place, throwaway=True)
    with command(place, one, "stay", "throw") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "attached\n"
        other.kill()
    deadline = time.monotonic() + 10
    while one.alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not one.alive()


def test_committed_rows_outlive_a_killed_postgres(place: Place) -> None:
    one = Postgres(place)
    one.attach()
    with psycopg.connect(one.url(SUPERUSER)) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    os.kill(number(one), signal.SIGKILL)
    again = Postgres(place)
    again.attach()
    with psycopg.connect(again.url(SUPERUSER)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
    one.detach()
    again.detach()


def test_the_number_of_a_killed_postgres_may_be_another_programs_by_now(place: Place) -> None:
    one = Postgres(place, throwaway=True)
    one.attach()
    whole = one.pid_file.read_text()
    one.detach()
    # This very process: alive, of the same user, and no Postgres.
    one.pid_file.write_text(whole.replace(whole.split()[0], str(os.getpid()), 1))
    one.attach()
    assert number(one) != os.getpid()
    one.detach()


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "stopped"])
def test_valkey_keeps_nothing_on_disk(place: Place, killed: bool) -> None:
    one = Valkey(place)
    before = one.folder / "appendonlydir" / "appendonly.aof.1.incr.aof"
    before.parent.mkdir(parents=True)
    before.write_text("salt")
    one.folder.chmod(0o777)
    one.attach()
    with redis.Redis.from_url(one.url()) as client:
        client.set("salt", "7")
        for _change in range(200):
            client.incr("tries")
    if killed:
        os.kill(number(one), signal.SIGKILL)
    one.detach()
    assert [path.name for path in one.folder.iterdir() if path != one.pid_file] == []
    again = Valkey(place)
    again.attach()
    with redis.Redis.from_url(again.url()) as client:
        assert client.get("salt") is None
    again.detach()


def test_the_web_role_may_not_make_tables_and_the_owner_may(place: Place) -> None:
    one = Postgres(place, throwaway=True)
    one.attach()
    with psycopg.connect(one.url(WEB)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (n int)")
    with psycopg.connect(one.url(WEB)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TEMPORARY TABLE mine (n int)")
    with psycopg.connect(one.url(OWNER)) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        connection.execute("CREATE TABLE mine (n int)")
    one.detach()


def test_the_log_of_postgres_holds_no_values(place: Place) -> None:
    one = Postgres(place, throwaway=True)
    one.attach()
    with psycopg.connect(one.url(SUPERUSER), autocommit=True) as connection:
        connection.execute("CREATE TABLE people (cpr text NOT NULL UNIQUE, n int CHECK (n > 0))")
        connection.execute("INSERT INTO people VALUES ('0102031234', 1)")
        for row in ("('0102031234', 1)", "('9912319999', 0)", "(NULL, 5551234)"):
            with pytest.raises(psycopg.errors.IntegrityError):
                connection.execute(f"INSERT INTO people VALUES {row}".encode())
    one.detach()
    log = one.log_file.read_text()
    assert "violates" in log
    assert [value for value in ("0102031234", "9912319999", "5551234") if value in log] == []


def test_a_server_that_cannot_start_says_why(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "FAILED_STARTS", 1)
    one = Postgres(place, throwaway=True)
    one.attach()
    one.detach()
    (one.folder / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(LocalError, match="no_such_setting"):
        one.attach()
    one.detach()


def test_a_first_start_cut_short_is_begun_anew(place: Place) -> None:
    one = Postgres(place, throwaway=True)
    unfinished = one.folder.with_suffix(".unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("half")
    one.attach()
    assert one.answers()
    one.detach()
