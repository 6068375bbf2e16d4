"""One of each thing that an address names, for the tests that knock at every door."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.access.rows import rows_behind
from tests.conftest import never_committed, take_into_use
from tests.factories import House


@dataclass(frozen=True)
class Filled:
    """A house, and the things of its adults' unit."""

    house: House
    rows: dict[str, Any]


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filled]:
    """Filled once a module, and never committed: each test works in a savepoint of it."""
    with never_committed(django_db_blocker):
        take_into_use("haderslev")
        house = House.build()
        yield Filled(house, rows_behind(house))
