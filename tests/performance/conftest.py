"""A house with many rows, and the plans that the database chooses for what we ask."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from centre.standard.models import QualityStandard
from tests.bench import data
from tests.conftest import moment, take_into_use

AT = moment("2026-12-10 09.30")
TODAY = date(2026, 12, 10)
HOT = {
    "citizens_citizen",
    "clocks_alert",
    "clocks_clock",
    "clocks_clockevent",
    "followup_followup",
    "intake_booking",
    "intake_guarantee",
    "intake_inquiry",
    "intake_slot",
    "treatment_course",
    "treatment_discharge",
}
# Enough that reading a whole table costs more than its index.
MANY = 20_000


@dataclass(frozen=True)
class Morning:
    """The moment of the test and its Danish day."""

    at: datetime
    today: date


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Filled once a module, and never committed: each test works in a savepoint of it."""
    before = settings.MUNICIPALITY
    with django_db_blocker.unblock(), transaction.atomic():
        take_into_use("haderslev")
        with connection.cursor() as cursor:
            # So many keys, held against each other here and not at the end of the first test: on a
            # busy machine that takes longer than a page may ask.
            cursor.execute("SET LOCAL statement_timeout = 0")
            data.fill(data.Size(MANY, counsellors=10, days_of_slots=90), at=AT, today=TODAY)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
        yield
        transaction.set_rollback(True)
    settings.MUNICIPALITY = before


@pytest.fixture
def busy(_filled: None, db: None) -> Morning:
    """A house after years of work: few of many inquiries are open, the standard is read already."""
    assert QualityStandard.objects.get().content.clocks
    return Morning(AT, TODAY)


@pytest.fixture
def all_due(council: QualityStandard) -> Morning:
    """A house in which every deadline has reached its first warning this morning."""
    size = data.Size(300, counsellors=3, days_of_slots=1, open_share=1, same_day=True)
    data.fill(size, at=AT, today=TODAY)
    return Morning(AT, TODAY)


def asked_by(work: Callable[[], object]) -> list[str]:
    """The statements of some work, but for BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as asked:
        work()
    return [one["sql"] for one in asked.captured_queries if one["sql"] not in {"BEGIN", "COMMIT"}]


def read_whole(statements: list[str]) -> set[str]:
    """The hot tables that the database would read from end to end for any of the statements."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for statement in statements:
            if not statement.lstrip("( ").startswith(("SELECT", "WITH", "UPDATE", "INSERT")):
                continue
            plan = (
                _planned_once(cursor, statement) if "$1" in statement else _plan(cursor, statement)
            )
            parts = json.loads(plan) if isinstance(plan, str) else plan
            found |= {
                one["Relation Name"]
                for one in _nodes(parts[0]["Plan"])
                if one["Node Type"] == "Seq Scan"
            }
    return found & HOT


def _plan(cursor: Any, statement: str) -> Any:
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
    return cursor.fetchone()[0]


def _planned_once(cursor: Any, statement: str) -> Any:
    """The plan of a statement that names its values only: the one that serves them all."""
    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    cursor.execute(f"PREPARE seen AS {statement}")
    values = ", ".join(["NULL"] * max(int(number) for number in re.findall(r"\$(\d+)", statement)))
    try:
        return _plan(cursor, f"EXECUTE seen({values})")
    finally:
        cursor.execute("DEALLOCATE seen")
        cursor.execute("SET LOCAL plan_cache_mode = auto")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)
