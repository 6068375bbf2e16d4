"""A chain of seals to try things on, and what the owner of the database may do to it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from centre.records.actions import note, seal
from centre.records.choices import Log
from centre.records.door import open_list
from centre.records.models import LOGS, Seal
from centre.records.queries import Head, faults
from centre.staff.models import Unit
from tests.centre.records.test_door import Request
from tests.conftest import moment
from tests.factories import House

AT = moment("2026-12-10 13.37")
LATER = AT + timedelta(minutes=5)


def told(house: House, *, times: int = 3, at: datetime = AT) -> None:
    """So many lines in each log."""
    for _time in range(times):
        note(action="unit.test", row=house.adults, by=house.leader, at=at, fields=["name"], n=1)
        open_list(
            [house.adults], model=Unit, reader=Request(house.caseworker), purpose="test", at=at
        )


@pytest.fixture
def sealed(house: House) -> House:
    """A chain of four seals, two of each log."""
    told(house)
    seal(at=LATER)
    told(house)
    seal(at=LATER + timedelta(minutes=5))
    assert Seal.objects.count() == 4
    return house


def by_the_owner(statement: str) -> None:
    """As somebody who may do everything in the database, guards taken away, but holds no key."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("records_auditentry", "records_readentry", "records_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(statement)
        assert cursor.rowcount > 0


def found(known: Head | None = None) -> list[tuple[str, str, str]]:
    return [(one.where, one.damage, one.which) for one in faults(known)]


def touched(where: Log) -> tuple[str, str]:
    model = LOGS[where]
    return model._meta.db_table, str(model.objects.order_by("pk").values_list("pk", flat=True)[2])
