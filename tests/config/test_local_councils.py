"""One embedded server, and in it a database for each council: nobody meets another's people."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.local import councils, empty, environment, places, postgres
from config.local.councils import DATABASE, database_of
from config.local.places import PROJECT, LocalError, Place
from config.local.postgres import OWNER, SUPERUSER, WEB, Postgres

HADERSLEV, SKANDERBORG = database_of("haderslev"), database_of("skanderborg")
OLD_TABLES = """
CREATE TABLE standard_qualitystandard (id int, key text, loaded_at timestamptz);
CREATE TABLE clocks_clock (standard_id int);
"""
TWO_STANDARDS = """
INSERT INTO standard_qualitystandard VALUES (1, 'haderslev', '2026-01-01'), (2, 'skanderborg', now())
"""
SHARED = """
import sys, django
django.setup()
from django.core.cache import cache
from config import celery_app
with celery_app.connection_for_write() as line:
    queue = line.default_channel.queue_declare("celery")
    if "send" in sys.argv:
        cache.set("tries", 3)
        celery_app.send_task("nobody.knows")
    print(cache.get("tries"), line.default_channel.queue_declare("celery").message_count)
"""


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A home of its own for a throwaway server, and for the post."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="td-"))
    folder.chmod(0o755)
    monkeypatch.setattr(postgres, "LOCAL", folder)
    monkeypatch.setattr(empty, "LOCAL", folder)
    made = places.place_in(folder, places.account_for_servers())
    yield made
    shutil.rmtree(made.sockets)
    shutil.rmtree(folder)


@pytest.fixture
def server(place: Place) -> Iterator[Postgres]:
    """Running with the one database of before, as an older house left it."""
    one = Postgres(place, throwaway=True)
    one.attach()
    yield one
    one.detach()


def do(one: Postgres, role: str, *orders: str, database: str = "") -> None:
    """Run SQL in its database."""
    with psycopg.connect(one.url(role, database), autocommit=True) as line:
        for order in orders:
            line.execute(order.encode())


def keys(one: Postgres, database: str) -> list[tuple[str]]:
    """The standards in a database."""
    with psycopg.connect(one.url(SUPERUSER, database)) as line:
        return line.execute("SELECT key FROM standard_qualitystandard ORDER BY id").fetchall()


def test_each_council_has_its_own_tables_and_the_roles_hold_in_each(place: Place) -> None:
    first = Postgres(place, database=HADERSLEV, throwaway=True)
    second = Postgres(place, database=SKANDERBORG, throwaway=True)
    first.attach()
    second.attach()
    do(first, OWNER, "CREATE TABLE django_migrations (n int)")
    assert not first.empty()
    assert second.empty()
    for one in (first, second):
        do(one, OWNER, "CREATE EXTENSION btree_gist", "CREATE TABLE people (n int)")
        for made in ("CREATE TABLE mine (n int)", "CREATE TEMPORARY TABLE mine (n int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                do(one, WEB, made)
    second.detach()
    assert first.alive()
    first.detach()


@pytest.mark.parametrize(
    ("clocks", "heir"), [((), HADERSLEV), ((2, 2, 1), SKANDERBORG)], ids=["first", "most"]
)
def test_the_one_database_of_before_goes_to_the_council_it_was_made_for(
    server: Postgres, place: Place, clocks: tuple[int, ...], heir: str
) -> None:
    do(server, SUPERUSER, OLD_TABLES, TWO_STANDARDS)
    do(server, SUPERUSER, *(f"INSERT INTO clocks_clock VALUES ({one})" for one in clocks))
    letter = place.data / "mail" / "1.log"
    letter.parent.mkdir()
    letter.write_text("Hej")
    for database in (SKANDERBORG, HADERSLEV, SKANDERBORG):
        assert Postgres(place, database=database, throwaway=True).answers()
    assert keys(server, heir) == [("haderslev",), ("skanderborg",)]
    assert (letter.parent / heir.removeprefix(f"{DATABASE}_") / "1.log").read_text() == "Hej"
    other = Postgres(place, database=({HADERSLEV, SKANDERBORG} - {heir}).pop(), throwaway=True)
    assert other.empty()


def test_a_database_of_before_that_was_never_filled_goes_to_the_example(server: Postgres) -> None:
    do(server, SUPERUSER, "CREATE TABLE kept (n int)")
    assert Postgres(server.place, database=SKANDERBORG, throwaway=True).answers()
    do(server, SUPERUSER, "SELECT n FROM kept", database=HADERSLEV)


def test_where_the_council_has_a_database_already_both_stay(server: Postgres) -> None:
    do(server, SUPERUSER, f"CREATE DATABASE {HADERSLEV}", OLD_TABLES, TWO_STANDARDS)
    mine = Postgres(server.place, database=HADERSLEV, throwaway=True)
    assert mine.answers()
    assert mine.empty()
    assert keys(server, DATABASE) == [("haderslev",), ("skanderborg",)]


def test_a_database_of_before_that_is_in_use_is_named_and_left_alone(server: Postgres) -> None:
    with psycopg.connect(server.url(SUPERUSER)):
        with pytest.raises(LocalError, match="older house is open"):
            Postgres(server.place, database=HADERSLEV, throwaway=True).answers()
    do(server, SUPERUSER, "SELECT 1", database=DATABASE)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("--seed 3 --municipality rebild", "rebild"),
        ("--municipality=rebild --if-empty", "rebild"),
        ("--seed 3", ""),
        ("--municipality", ""),
        ("", ""),
    ],
)
def test_a_command_that_names_a_council_meets_its_database(words: str, key: str) -> None:
    assert councils.named_in(words.split()) == key


def test_a_council_without_a_standard_is_told_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MUNICIPALITY", "atlantis")
    with pytest.raises(LocalError, match=r"atlantis\. There are: aabenraa, .*, skanderborg\."):
        councils.council()
    monkeypatch.delenv("MUNICIPALITY")
    assert councils.council() == "haderslev"


def test_the_environment_names_the_councils_own_database(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL", "DEMO", "EMBEDDED"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("MUNICIPALITY", "rebild")
    monkeypatch.setattr(environment, "project_place", lambda: place)
    (used,) = environment.ensure()
    try:
        for name, role in (("DATABASE_URL", WEB), ("MIGRATE_DATABASE_URL", OWNER)):
            with psycopg.connect(os.environ[name]) as line:
                who = line.execute("SELECT current_user, current_database()").fetchone()
            assert who == (role, "traedesten_rebild")
    finally:
        used.detach()


def test_only_the_council_that_is_named_is_emptied(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty, "project_place", lambda: server.place)
    monkeypatch.setenv("MUNICIPALITY", "skanderborg")
    with pytest.raises(LocalError, match="real database"):
        empty.empty()
    monkeypatch.delenv("DATABASE_URL")
    there = [Postgres(server.place, database=d, throwaway=True) for d in (HADERSLEV, SKANDERBORG)]
    for one in there:
        assert one.answers()
        do(one, OWNER, "CREATE TABLE django_migrations (n int)")
    with psycopg.connect(there[1].url(WEB)):
        with pytest.raises(LocalError, match="in use"):
            empty.empty()
    empty.empty()
    assert [one.answers() and one.empty() for one in there] == [False, True]


def test_councils_with_one_broker_share_neither_tasks_nor_counts() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", SHARED, *words],
            cwd=PROJECT,
            env={**os.environ, "MUNICIPALITY": key},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for key, words in (("rebild", ["send"]), ("aabenraa", []), ("rebild", []))
    ]
    assert told == [["3", "1"], ["None", "0"], ["3", "1"]]
