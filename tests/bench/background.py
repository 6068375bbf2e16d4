"""Goal 14: how late a warning and a message are when ten thousand fall due at once."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from centre.clocks.models import Alert, Sweep
from centre.post.choices import Text
from centre.post.models import Message
from config import celery_app
from tests.bench import data, sweep, table
from tests.bench.context import Bench
from tests.bench.cpu import cpu_seconds, family
from tests.bench.programs import started, sweeper, worker
from tests.bench.table import Line
from tests.bench.web import python

AT_ONCE = 10_000
PATIENCE_SECONDS = 30.0
POST_PATIENCE_SECONDS = 240.0
SWEEP = "centre.clocks.tasks.sweep"
SEND = "centre.post.tasks.send_waiting"
MESSAGES = """
INSERT INTO post_message (id, text, language, to_user_id, to_address, facts, once_key, state,
    due_at, attempts, trouble)
SELECT gen_random_uuid(), %(text)s, 'da', (SELECT min(id) FROM staff_user), '',
    '{"soon": 1, "late": 0, "starts_at": "2026-12-11T13:15:00+01:00"}', 'bench:' || n, 'waiting', %(at)s, 0, ''
FROM generate_series(1, %(many)s) n
"""


def measure(bench: Bench) -> list[Line]:
    """Both workers as in daily use; the tasks are sent as beat would, once each."""
    many = min(AT_ONCE, bench.inquiries)
    bench.databases.add("morning")
    bench.databases.use("morning")
    data.fill(
        data.Size(many, days_of_slots=1, open_share=1, same_day=True),
        at=bench.at,
        today=bench.today,
    )
    data.settle()
    with (
        _caught(bench) as catcher,
        started(worker(), bench.log) as workers,
        started(sweeper(), bench.log),
    ):
        _warm()
        sweep.reset()
        lines = _warnings(many)
        for text, words in ((Text.ALERTS, "reminders to staff"), (Text.RECEIPT, "receipts")):
            lines += _messages(many, text, words, {"worker": workers, "mail server": catcher})
    return lines


@contextmanager
def _caught(bench: Bench) -> Iterator[int]:
    """A mail server beside the house, and the house's mail pointed at it; answers with its number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    before = os.environ["EMAIL_URL"]
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    try:
        with started(python("-m", "tests.bench.catcher", str(port)), bench.log) as catcher:
            _until(lambda: _answers(port))
            yield catcher
    finally:
        os.environ["EMAIL_URL"] = before


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


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


def _messages(many: int, text: str, words: str, programs: dict[str, int]) -> list[Line]:
    """The task is sent as often as beat would, until the last one of a hundred is all that waits."""
    Message.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES, {"at": now(), "many": many, "text": text})
        cursor.execute("VACUUM (ANALYZE) post_message")
    every, busy = (
        _interval(SEND),
        {name: cpu_seconds(family(pid)) for name, pid in programs.items()},
    )
    began = sent_task_at = time.perf_counter()
    celery_app.send_task(SEND)
    waiting = Message.objects.filter(sent_at=None)
    while (left := waiting.count()) > many // 100:
        if time.perf_counter() - began > POST_PATIENCE_SECONDS:
            break
        if time.perf_counter() - sent_task_at > every:
            celery_app.send_task(SEND)
            sent_task_at += every
        time.sleep(0.2)
    took, sent = time.perf_counter() - began, many - left
    cost = {
        name: (cpu_seconds(family(pid)) - busy[name]) / max(sent, 1) * 1000
        for name, pid in programs.items()
    }
    _until(lambda: not waiting.exists())
    # What was not sent in time would have gone on as slowly.
    late = 0.99 * every + took * max(1, 0.99 * many / max(sent, 1))
    parts = ", ".join(f"{table.number(spent)} ms of the {name}" for name, spent in cost.items())
    return [
        Line(14, f"{many:,} {words} due at once, by SMTP", f"{sent:,} in {took:.1f} s"),
        Line(14, "— processor a message", parts),
        Line(
            14,
            f"— 99 of 100 late by at most, beat every {every:.0f} s",
            f"{late:,.0f} s",
            floor="≤ 60",
            ambition="≤ 10",
            verdict=table.at_most(late, 60, 10),
        ),
    ]
