"""Goal 17, ours: what the door adds to a page that shows people, a list and a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.records.models import ReadEntry
from centre.staff.models import User
from intake.models import Inquiry
from tests.bench import table
from tests.bench.context import Bench
from tests.bench.table import Line, Runs

READER = "leader"


def measure(bench: Bench) -> list[Line]:
    """Each page in turn with the door as it is, and with one that leaves no line."""
    bench.databases.use("large")
    reader = User.objects.get(username=READER)
    client = TestClient(SERVER_NAME="localhost")
    client.force_login(reader)
    row = Inquiry.objects.for_user(reader).filter(citizen__isnull=False).latest("received_on")
    citizen: UUID | None = row.citizen_id
    pages = (
        ("inbox", reverse("intake:inbox") + "?who=unit"),
        ("inquiry", reverse("intake:inquiry", args=[row.pk])),
        ("citizen's file", reverse("file:citizen", args=[citizen])),
    )
    return [line for what, where in pages for line in _page(bench, client, what, where)]


@contextmanager
def no_line() -> Iterator[None]:
    """The same page out of the same scope, but nobody writes down who was seen."""

    def nothing(*_told: Any, **_more: Any) -> None:
        return None

    with patch("centre.records.door._write", nothing):
        yield


def _page(bench: Bench, client: TestClient, what: str, where: str) -> list[Line]:
    before = ReadEntry.objects.count()
    told = client.get(where)
    lines = ReadEntry.objects.count() - before
    if told.status_code != 200 or not lines:
        words = f"answered with {told.status_code}, {lines} lines in the log"
        return [Line(17, f"the door of a page: {what}", words, verdict="missed")]
    with_, without = _asked(client, where), 0
    with no_line():
        without = _asked(client, where)
    ours, plain = [], []
    for _ in range(20 * bench.runs):
        ours.append(_timed(lambda: client.get(where)))
        with no_line():
            plain.append(_timed(lambda: client.get(where)))
    ratio = table.ratios(ours, plain)
    return [
        table.less(
            17,
            f"the door of a page: {what}",
            Runs(ours).words("ms"),
            ratio.median,
            (1.1, 1.05),
            raw=f"{Runs(plain).words('ms')}, no line in the log",
            ratio=ratio.words(""),
        ),
        table.less(
            17,
            "— statements that it adds, without BEGIN and COMMIT",
            f"{with_ - without} of {with_}",
            with_ - without,
            (2, 1),
        ),
    ]


def _asked(client: TestClient, where: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(where)
    return sum(one["sql"] not in {"BEGIN", "COMMIT"} for one in asked.captured_queries)


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000
