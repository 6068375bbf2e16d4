"""Goal 14: how late a warning and a message are when ten thousand fall due at once."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from centre.clocks.models import Alert, Sweep
from centre.post.models import Message
from config import celery_app
from tests.bench import data, sweep, table
from tests.bench.context import Bench
from tests.bench.programs import started, worker
from tests.bench.table import Line

AT_ONCE = 10_000
PATIENCE_SECONDS = 30.0
SWEEP = "centre.clocks.tasks.sweep"
SEND = "centre.post.tasks.send_waiting"
MESSAGES = """
INSERT INTO post_message (id, text, language, to_user_id, to_address, facts, once_key, state,
    due_at, attempts, trouble)
SELECT gen_random_uuid(), 'alerts', 'da', (SELECT min(id) FROM staff_user), '',
    '{"soon": 1, "late": 0}', 'bench:' || n, 'waiting', %(at)s, 0, ''
FROM generate_series(1, %(many)s) n
"""


def measure(bench: Bench) -> list[Line]:
    """A worker as in daily use; the tasks are sent as beat would, once each."""
    many = min(AT_ONCE, bench.inquiries)
    bench.databases.add("morning")
    bench.databases.use("morning")
    data.fill(
        data.Size(many, days_of_slots=1, open_share=1, same_day=True),
        at=bench.at,
        today=bench.today,
    )
    data.settle()
    with started(worker(), bench.log):
        _warm()
        sweep.reset()
        return [*_warnings(many), *_messages(many)]


def _interval(task: str) -> float:
    """How often beat sends it."""
    entries: list[dict[str, Any]] = list(settings.CELERY_BEAT_SCHEDULE.values())
    return next(float(one["schedule"]) for one in entries if one["task"] == task)


def _until(ready: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> float:
    began = time.perf_counter()
    while not ready() and time.perf_counter() - began < patience:
        time.sleep(0.01)
    return time.perf_counter() - began


def _warm() -> None:
    for _ in range(4):
        celery_app.send_task(SWEEP)
    _until(lambda: Sweep.objects.count() >= 4)


def _warnings(many: int) -> list[Line]:
    celery_app.send_task(SWEEP)
    took = _until(lambda: Alert.objects.count() >= many)
    there = Alert.objects.count()
    late = 0.99 * _interval(SWEEP) + took
    return [
        Line(
            14,
            f"{there:,} warnings true at once: from the task's sending to the last one",
            f"{took:.2f} s",
            floor="≤ 1 task per 1,000",
            ambition="",
            verdict=table.holds(there == many),
        ),
        Line(
            14,
            f"— 99 of 100 late by at most, beat every {_interval(SWEEP):.0f} s",
            f"{late:.1f} s",
            floor="≤ 60",
            ambition="≤ 10",
            verdict=table.at_most(late, 60, 10),
        ),
    ]


def _messages(many: int) -> list[Line]:
    Message.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES, {"at": now(), "many": many})
        cursor.execute("ANALYZE post_message")
    began = time.perf_counter()
    celery_app.send_task(SEND)
    sent = last = 0
    rested_at = began
    # One round of the task is over when nothing more is sent for a second.
    while time.perf_counter() - rested_at < 1 and time.perf_counter() - began < PATIENCE_SECONDS:
        sent = Message.objects.filter(sent_at__isnull=False).count()
        if sent != last:
            last, rested_at = sent, time.perf_counter()
        if sent == many:
            break
        time.sleep(0.02)
    took = max(rested_at - began, 0.01)
    rounds = 0.99 * many / max(sent, 1)
    every = _interval(SEND)
    late = rounds * max(every, took) if sent < many else 0.99 * every + took
    return [
        Line(14, f"messages sent by one task of {many:,} due", f"{sent:,} in {took:.2f} s"),
        Line(
            14,
            f"— 99 of 100 late by at most, beat every {every:.0f} s",
            f"{late:,.0f} s",
            floor="≤ 60",
            ambition="≤ 10",
            verdict=table.at_most(late, 60, 10),
        ),
    ]
