from typing import Any

import psycopg
import pytest
from django.db import connection

from centre.clocks.actions import sweep as sweeping
from centre.clocks.models import Alert, Clock
from tests.performance.conftest import Morning, asked_by
from tests.performance.test_sweep import run


def test_the_sweep_asks_as_often_for_many_clocks_as_for_few(all_due: Morning) -> None:
    later = Clock.objects.order_by("id").values("pk")[10:]
    Clock.objects.filter(pk__in=list(later.values_list("pk", flat=True))).update(next_rung_on=None)
    few = len(asked_by(lambda: run(all_due)))
    assert Alert.objects.count() == 10

    Clock.objects.filter(alerts=None).update(next_rung_on=all_due.today)
    many = len(asked_by(lambda: run(all_due)))
    assert Alert.objects.count() == Clock.objects.count()
    assert many == few


def test_a_large_batch_costs_no_more_than_its_rows(all_due: Morning) -> None:
    """The steps of a clock are worked out from its own row, not searched among all of them."""
    statement = next(one for one in asked_by(lambda: run(all_due)) if "SKIP LOCKED" in one)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT TEXT) " + statement)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    after = plan[plan.index("SubPlan") :] if "SubPlan" in plan else ""
    assert "CTE Scan on step" not in after


@pytest.mark.django_db(transaction=True)
def test_no_row_stays_locked_from_one_batch_to_the_next(
    all_due: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 100)
    real, free = sweeping._one_batch, []
    other = psycopg.connect(**connection.get_connection_params(), autocommit=True)

    def watched(*given: Any) -> int:
        rows = other.execute(
            "SELECT count(*) FROM (SELECT FROM clocks_clock FOR UPDATE SKIP LOCKED) AS unlocked"
        ).fetchone()
        free.append(rows[0] if rows else None)
        return real(*given)

    monkeypatch.setattr(sweeping, "_one_batch", watched)
    with other:
        run(all_due)
    assert free == [300, 300, 300, 300]


@pytest.mark.django_db(transaction=True)
def test_one_batch_locks_no_more_rows_than_its_size(
    all_due: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 100)
    locked = []
    other = psycopg.connect(**connection.get_connection_params(), autocommit=True)

    def telling(*_given: object) -> int:
        # Called within the batch's transaction, after its one statement.
        rows = other.execute(
            "SELECT count(*) FROM (SELECT FROM clocks_clock FOR UPDATE SKIP LOCKED) AS unlocked"
        ).fetchone()
        locked.append(300 - (rows[0] if rows else 0))
        return 0

    monkeypatch.setattr(sweeping, "_tell", telling)
    with other:
        run(all_due)
    assert locked == [100, 100, 100, 0]
