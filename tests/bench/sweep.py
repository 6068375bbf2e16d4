"""Goals 4 to 6: the sweep over all due, over nothing new, twice at once, and killed."""

import os
import subprocess
import time
from threading import Thread
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from centre.clocks.actions import sweep as sweeping
from centre.clocks.models import Alert
from tests.bench import data, table
from tests.bench.context import Bench
from tests.bench.table import Line, Runs
from tests.bench.web import python

PUBLISHED_CHECKS = 370.0  # healthchecks, items a second: 10,000 in 24-30 s
WARN = """
INSERT INTO clocks_alert (clock_id, cycle, rung, true_since, made_at)
SELECT id, cycle, -7, LEAST(due_on - 7, act_by_on), %(at)s FROM clocks_clock
WHERE next_rung_on <= %(today)s ON CONFLICT ON CONSTRAINT alert_once_a_rung DO NOTHING
"""
GO_ON = """
UPDATE clocks_clock SET next_rung_on = LEAST(due_on - 4, act_by_on)
WHERE next_rung_on <= %(today)s
"""
NOTHING_NEW = """
INSERT INTO clocks_alert (clock_id, cycle, rung, true_since, made_at)
SELECT id, cycle, -7, LEAST(due_on - 7, act_by_on), %(at)s
FROM clocks_clock AS clock
WHERE next_rung_on <= %(today)s AND NOT EXISTS (
    SELECT FROM clocks_alert AS alert
    WHERE alert.clock_id = clock.id AND alert.cycle = clock.cycle AND rung = -7)
ON CONFLICT DO NOTHING
"""
PULSE = """
INSERT INTO clocks_sweep (started_at, finished_at, as_of, clocks, alerts, messages)
VALUES (%(at)s, %(at)s, %(at)s, 0, 0, 0)
"""


def measure(bench: Bench) -> list[Line]:
    """All of it, on databases in which every clock is open and due this morning."""
    for name, many in (("due_few", bench.few), ("due", bench.inquiries)):
        bench.databases.add(name)
        bench.databases.use(name)
        size = data.Size(many, days_of_slots=1, open_share=1, same_day=True)
        data.fill(size, at=bench.at, today=bench.today)
        data.settle()
    return [*_first(bench), *_idle(bench), *_two(bench), *_killed(bench)]


def _ours(bench: Bench) -> tuple[float, dict[str, int]]:
    began = perf_counter()
    counts = sweeping.sweep(at=bench.at, started_at=bench.at)
    return perf_counter() - began, counts


def _by_hand(bench: Bench, *statements: str) -> float:
    began = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"at": bench.at, "today": bench.today})
    return perf_counter() - began


def reset() -> None:
    """As it was this morning; both of a pair begin with the same worn table."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE clocks_alert, clocks_sweep")
        cursor.execute("DELETE FROM post_message")
        cursor.execute("UPDATE clocks_clock SET next_rung_on = LEAST(starts_on + 7, act_by_on)")
        cursor.execute("VACUUM (ANALYZE) clocks_clock")
        cursor.execute("VACUUM (ANALYZE) clocks_alert")
        cursor.execute("CHECKPOINT")


def _first(bench: Bench) -> list[Line]:
    few, ours, raw, longest = [], [], [], []
    counts: dict[str, int] = {}
    for _ in range(3):
        bench.databases.use("due_few")
        reset()
        few.append(_ours(bench)[0])
        bench.databases.use("due")
        reset()
        raw.append(_by_hand(bench, WARN, GO_ON))
        reset()
        with Batches() as lasted:
            took, counts = _ours(bench)
        ours.append(took)
        longest.append(max(lasted))
    return _first_lines(bench, [few, ours, raw, longest], counts["alerts"])


def _first_lines(bench: Bench, found: list[list[float]], made: int) -> list[Line]:
    few, ours, raw, longest = found
    ratio, growth = table.ratios(ours, raw), table.ratios(ours, few)
    rate = made / Runs(ours).median / PUBLISHED_CHECKS
    what = f"first sweep, {bench.inquiries:,} open and due, {made:,} warnings"
    lock = f"longest time that a batch of {sweeping.BATCH:,} keeps its rows locked"
    less, more = table.less, table.more
    return [
        less(
            4,
            what,
            Runs(ours).words("s"),
            ratio.median,
            (1.3, 1.1),
            raw=Runs(raw).words("s"),
            ratio=ratio.words(""),
        ),
        less(
            4,
            f"— {bench.inquiries:,} against {bench.few:,}",
            growth.words("×"),
            growth.median,
            (12, None),
        ),
        more(
            4,
            "— warnings, times the published 370 checks/s of healthchecks",
            f"{rate:.0f} ×",
            rate,
            (100, 200),
        ),
        less(6, lock, Runs(longest).words("s"), Runs(longest).median, (1, 0.5)),
    ]


class Batches:
    """Time each batch, which is one transaction."""

    def __enter__(self) -> list[float]:
        self.real, lasted = sweeping._one_batch, []

        def timed(*given: Any) -> int:
            began = perf_counter()
            looked_at = self.real(*given)
            lasted.append(perf_counter() - began)
            return looked_at

        sweeping._one_batch = timed  # type: ignore[assignment]
        return lasted

    def __exit__(self, *_error: object) -> None:
        sweeping._one_batch = self.real


def _idle(bench: Bench) -> list[Line]:
    bench.databases.use("due")
    ours, raw, written = [], [], 0
    for _ in range(6 * bench.runs):
        took, counts = _ours(bench)
        ours.append(took * 1000)
        written += counts["alerts"] + counts["messages"]
        raw.append(_by_hand(bench, NOTHING_NEW, PULSE) * 1000)
    ratio, middle = table.ratios(ours, raw), Runs(ours).median
    return [
        Line(
            5,
            f"sweep again, nothing new, {bench.inquiries:,} open",
            Runs(ours).words("ms"),
            Runs(raw).words("ms"),
            ratio.words(""),
            "≤ 50 ms",
            "≤ 20 ms",
            table.at_most(middle, 50, 20),
        ),
        Line(
            5,
            "— warnings and messages written",
            str(written),
            floor="0",
            verdict=table.holds(written == 0),
        ),
    ]


def _two(bench: Bench) -> list[Line]:
    reset()
    made: list[int] = []

    def one() -> None:
        try:
            made.append(_ours(bench)[1]["alerts"])
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    there = Alert.objects.count()
    right = there == bench.inquiries == sum(made)
    told = f"{there:,} warnings, {abs(there - sum(made))} double, {bench.inquiries - there} lost"
    return [
        Line(6, "two sweeps at once", told, floor="0 double, 0 lost", verdict=table.holds(right))
    ]


def _killed(bench: Bench) -> list[Line]:
    reset()
    sweeper = subprocess.Popen(
        python("manage.py", "sweep"),
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while not Alert.objects.exists() and time.monotonic() < deadline and sweeper.poll() is None:
        time.sleep(0.005)
    sweeper.kill()
    sweeper.wait()
    before = Alert.objects.count()
    # The server ends what the killed one had begun only when it notices that it is gone.
    for _ in range(20):
        _ours(bench)
        if Alert.objects.count() == bench.inquiries:
            break
        time.sleep(0.2)
    there = Alert.objects.count()
    told = f"killed after {before:,}; then {there:,} warnings, {bench.inquiries - there} lost"
    return [
        Line(
            6,
            "kill -9 in the middle, then a sweep",
            told,
            floor="0 double, 0 lost",
            verdict=table.holds(there == bench.inquiries),
        )
    ]
