"""What every test stands on: no network, a fresh cache, one council's standard."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from centre.calendar import danish_moment
from centre.clocks.queries import health
from centre.standard.actions import load_standard
from centre.standard.models import QualityStandard
from tests import emptied, factories
from tests.promises import Collector

LOADED_AT = datetime.fromisoformat("2025-01-01T08:00:00+00:00")


def pytest_configure(config: pytest.Config) -> None:
    """A slow password hash is right for a login and wrong for seven people a test; of these only those
    who show the second factor have one.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR = False
    emptied.instead_of_django()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests last, the longest of them first: no process waits for another's end.

    A test that claims a promise nobody made stops the run before it begins.
    """
    Collector().take(items)

    def place(item: pytest.Item) -> int:
        if item.get_closest_marker("browser") is None:
            return 0
        return 1 if item.get_closest_marker("long") else 2

    items.sort(key=place)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be spoken to."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError("a test tried to leave the machine")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_long_wait_for_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs beside most tests; those that start one wait longer."""
    monkeypatch.setattr(health, "WAIT_SECONDS", 0.05)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of a live site may still hold its line when the database is dropped: it is cut first.

    Django's own line may have been cut long before, by a test of an outage: with a browser's loop in
    the thread that test sees other lines than this fixture does.
    """
    yield
    with django_db_blocker.unblock():
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _nothing_left_in_the_cache() -> Iterator[None]:
    yield
    cache.clear()


def shipped(key: str) -> str:
    """The text of a shipped standard."""
    return (Path(settings.BASE_DIR) / "centre/standard/files" / f"{key}.toml").read_text()


def take_into_use(key: str) -> QualityStandard:
    """Load a council's shipped standard and make it the one of the settings."""
    settings.MUNICIPALITY = key
    return load_standard(text=shipped(key), name=key, at=LOADED_AT)[0]


@contextmanager
def never_committed(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows of a whole module: each of its tests works in a savepoint of them, and none is kept."""
    before = settings.MUNICIPALITY
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    settings.MUNICIPALITY = before


@pytest.fixture
def council(db: None, request: pytest.FixtureRequest) -> Iterator[QualityStandard]:
    """The standard in use: Haderslev's, or the one a test names by `indirect` parametrisation."""
    before = settings.MUNICIPALITY
    yield take_into_use(getattr(request, "param", "haderslev"))
    settings.MUNICIPALITY = before


@pytest.fixture
def house(council: QualityStandard) -> factories.House:
    """A small centre: two units, a person of each role."""
    return factories.House.build()


def moment(text: str) -> datetime:
    """A Danish wall-clock moment: `2026-12-10 09.30`."""
    local = datetime.strptime(text, "%Y-%m-%d %H.%M")  # noqa: DTZ007 - Danish wall time by design
    return danish_moment(local.date(), local.time())
