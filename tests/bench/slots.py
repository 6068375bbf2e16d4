"""Goal 3: the page of free times and the page before it."""

from time import perf_counter

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from intake.queries.slots import free_times
from intake.rules.journey import Answers, Step
from tests.bench import table
from tests.bench.context import Bench
from tests.bench.table import Line, Runs
from tests.bench.visitor import answers, cookies, page
from tests.bench.web import load, web_server

PUBLISHED_PRETIX_PAGE = 13.6
PUBLISHED_APPOINTMENT_PAGE = 254.0
CLIENTS = 8
BY_HAND = """
SELECT DISTINCT ON (starts_at) id, starts_at, during, place FROM intake_slot AS slot
WHERE closed_at IS NULL AND starts_at > %s AND in_person AND NOT EXISTS (
    SELECT FROM intake_booking WHERE slot_id = slot.id AND status IN ('booked', 'attended', 'no_show'))
ORDER BY starts_at, id LIMIT {limit}
"""


def visitor() -> Answers:
    """Somebody who is to choose a time."""
    return answers(1, 0, now(), step=Step.TIME)


def measure(bench: Bench) -> list[Line]:
    """Rates, the query against the same by hand, and the number of queries at two lengths."""
    bench.databases.use("large")
    lines = []
    with web_server(bench.log) as server:
        for what, query in (("20 free times", ""), ("60 free times", "?n=3")):
            raw = page(Step.TIME, visitor(), query)
            load(server.port, lambda raw=raw: raw, clients=CLIENTS, seconds=0.5)  # type: ignore[misc]
            rates, wrong = [], 0
            for _ in range(bench.runs):
                came, took = load(
                    server.port,
                    lambda raw=raw: raw,  # type: ignore[misc]
                    clients=CLIENTS,
                    seconds=bench.seconds / 2,
                )
                rates.append(len(came) / took)
                wrong += sum(one.status != 200 for one in came)
            lines.append(_rate(f"GET page of {what}", Runs(rates), wrong))
    return [*lines, _query(bench), _queries()]


def _rate(what: str, rates: Runs, wrong: int) -> Line:
    pretix = rates.median / PUBLISHED_PRETIX_PAGE
    appointment = rates.median / PUBLISHED_APPOINTMENT_PAGE
    worst = min(pretix / 15, appointment / 1)
    best = min(pretix / 30, appointment / 1.8)
    return Line(
        3,
        what,
        rates.words("/s") + (f", {wrong} WRONG" if wrong else ""),
        ratio=f"{pretix:.1f} × and {appointment:.2f} × the published 13.6/s and 254/s",
        floor="≥ 15 × and ≥ 1 ×",
        ambition="≥ 30 × and ≥ 1.8 ×",
        verdict="met ambition" if best >= 1 else "met floor" if worst >= 1 else "missed",
    )


def _query(bench: Bench) -> Line:
    ours, raw = [], []
    sql = BY_HAND.format(limit=20)
    at = now()
    for _ in range(4 * bench.runs):
        began = perf_counter()
        free_times(at=at, how="in_person", limit=20)
        ours.append((perf_counter() - began) * 1000)
        began = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql, [at])
            cursor.fetchall()
        raw.append((perf_counter() - began) * 1000)
    ratio = table.ratios(ours, raw)
    return Line(
        3,
        "— the query of 20 free times",
        Runs(ours).words("ms"),
        Runs(raw).words("ms"),
        ratio.words(""),
    )


def _queries() -> Line:
    counts = []
    for query in ("", "?n=10"):
        told = visitor()
        client = TestClient(headers={"cookie": cookies(told)}, SERVER_NAME="localhost")
        client.get(reverse(Step.TIME) + query)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(Step.TIME) + query, headers={"cookie": cookies(told)})
        counts.append(len(asked))
    same = counts[0] == counts[1]
    return Line(
        3,
        "— queries of the page with 20 and with 200 times",
        f"{counts[0]} and {counts[1]}",
        floor="≤ 4, equal",
        ambition="≤ 2",
        verdict=table.at_most(max(counts), 4, 2) if same else "missed",
    )
