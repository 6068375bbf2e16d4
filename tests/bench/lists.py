"""Goals 7 and 8: the desk and the other lists, with few and with many inquiries behind them."""

import re
from collections.abc import Callable
from time import perf_counter

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from centre.clocks.models import Clock
from centre.clocks.queries import desk
from centre.staff.models import User
from intake.models import Guarantee
from tests.bench import table
from tests.bench.context import Bench
from tests.bench.table import Line, Runs
from tests.bench.web import percentile

LISTS = (
    ("desk", "clocks:desk", "?who=mine"),
    ("desk of the unit", "clocks:desk", "?who=unit"),
    ("inbox", "intake:inbox", "?who=unit"),
    ("follow-ups of the unit", "followup:due", "?who=unit&show=all"),
    ("follow-ups", "followup:due", "?who=mine"),
    ("risk board", "clocks:risk", ""),
)
# A slow page is found out soon enough.
PATIENCE_SECONDS = 15.0
READERS = ("caseworker1", "leader")
BY_HAND = """
SELECT * FROM clocks_clock WHERE stopped_on IS NULL AND act_by_on IS NOT NULL
ORDER BY act_by_on, id LIMIT 26
"""
MIDDLE = """
SELECT act_by_on, id FROM clocks_clock WHERE stopped_on IS NULL AND act_by_on IS NOT NULL
ORDER BY act_by_on, id OFFSET (SELECT count(*) / 2 FROM clocks_clock WHERE stopped_on IS NULL) LIMIT 1
"""


def measure(bench: Bench) -> list[Line]:
    """Each list as each reader, in turn with few and many; then the worklist's own query."""
    lines = []
    for username in READERS:
        for what, name, query in LISTS:
            try:
                address = reverse(name) + query
            except NoReverseMatch:
                lines.append(table.not_there(7, f"{what}, {username}"))
                continue
            lines += _page(bench, f"{what}, {username}", address, username)
    return [
        *lines,
        _any_page(bench),
        _raw(bench),
        _naive(bench),
    ]


def _client(username: str) -> TestClient:
    client = TestClient(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(User.objects.get(username=username))
    return client


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _page(bench: Bench, what: str, address: str, username: str) -> list[Line]:
    times: dict[str, list[float]] = {"small": [], "large": []}
    counts = {}
    rows = {}
    clients = {}
    for name in times:
        bench.databases.use(name)
        clients[name] = _client(username)
        status = clients[name].get(address).status_code
        if status == 403:
            return []
        if status != 200:
            return [Line(7, what, f"answered with {status}", verdict="missed")]
        with CaptureQueriesContext(connection) as asked:
            page = clients[name].get(address)
        rows[name] = page.content.count(b"<tr")
        counts[name] = sum(one["sql"] not in {"BEGIN", "COMMIT"} for one in asked.captured_queries)
    stop_at = perf_counter() + PATIENCE_SECONDS
    for _ in range(2 * bench.runs):
        if times["large"] and perf_counter() > stop_at:
            break
        for name, client in clients.items():
            bench.databases.use(name)
            client.get(address)
            times[name] += [_timed(lambda client=client: client.get(address)) for _ in range(4)]  # type: ignore[misc]
    return _page_lines(bench, what, times, counts, rows)


def _board_line(bench: Bench, what: str, times: dict[str, list[float]]) -> Line:
    """One centre's board is promised for the smaller size; the larger one is told beside it."""
    slowest = percentile(times["small"], 0.95)
    few = f"{Runs(times['small']).words('ms')}, 95 of 100 within {slowest:.0f}"
    many = f"with {bench.inquiries:,}: {Runs(times['large']).words('ms')}"
    return table.less(9, f"{what}, {bench.few:,} inquiries", f"{few}; {many}", slowest, (120, 60))


def _page_lines(
    bench: Bench,
    what: str,
    times: dict[str, list[float]],
    counts: dict[str, int],
    rows: dict[str, int],
) -> list[Line]:
    less = table.less
    if "risk" in what:
        return [_board_line(bench, what, times)]
    goal = 8 if "follow-ups" in what else 7
    slowest = percentile(times["large"], 0.95)
    told = f"{Runs(times['large']).words('ms')}, 95 of 100 within {slowest:.0f}"
    growth = Runs(times["large"]).median / Runs(times["small"]).median
    few, many = counts["small"], counts["large"]
    return [
        less(goal, what, told, slowest, (60, 25)),
        less(
            goal,
            f"— {bench.inquiries:,} against {bench.few:,}",
            f"{growth:.2f} ×, {rows['large']} rows against {rows['small']}",
            growth,
            (1.5, 1.2),
        ),
        # Unequal numbers grow with the rows: never right, however few.
        less(
            goal,
            "— queries, few and many, the frame's among them",
            f"{few} and {many}",
            many if few == many else float("inf"),
            (6, 4),
        ),
    ]


def _any_page(bench: Bench) -> Line:
    bench.databases.use("large")
    client = _client("leader")
    with connection.cursor() as cursor:
        cursor.execute(MIDDLE)
        on, pk = cursor.fetchone()
    first, middle = [], []
    base = f"{reverse('clocks:desk')}?who=unit"
    for _ in range(4 * bench.runs):
        first.append(_timed(lambda: client.get(base)))
        middle.append(_timed(lambda: client.get(f"{base}&after={desk.Place(on, pk)}")))
    ratio = table.ratios(middle, first)
    return Line(
        7,
        "a page in the middle of the desk against the first, leader",
        Runs(middle).words("ms"),
        Runs(first).words("ms"),
        ratio.words(""),
        "≤ 1.5",
        "",
        table.at_most(ratio.median, 1.5, 1.5),
    )


def _raw(bench: Bench) -> Line:
    ours, raw = [], []
    leader = User.objects.get(username="leader")

    def by_hand() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND)
            cursor.fetchall()

    for _ in range(6 * bench.runs):
        ours.append(_timed(lambda: desk.worklist(leader, bench.today, who="unit")))
        raw.append(_timed(by_hand))
    return Line(
        7,
        "— the worklist's rows with their subjects, without a page",
        Runs(ours).words("ms"),
        f"{Runs(raw).words('ms')}, rows alone",
        table.ratios(ours, raw).words(""),
    )


def _naive(bench: Bench) -> Line:
    """The same rows as a template would ask for them one by one."""
    ours, naive = [], []
    leader = User.objects.get(username="leader")

    def row_by_row() -> None:
        clocks = Clock.objects.open().filter(act_by_on__isnull=False).in_order()
        for clock in list(clocks[: desk.PAGE]):
            str(clock.responsible)
            guarantee = Guarantee.objects.get(clock=clock)
            if guarantee.inquiry.citizen is not None:
                re.sub(r"\s", "", guarantee.inquiry.citizen.initials)

    for _ in range(3 * bench.runs):
        ours.append(_timed(lambda: desk.worklist(leader, bench.today, who="unit")))
        naive.append(_timed(row_by_row))
    ratio = table.ratios(naive, ours)
    return Line(
        7,
        "— row by row, as many queries as rows, by ours",
        Runs(naive).words("ms"),
        "",
        ratio.words(""),
        "≥ 3",
        "",
        table.at_least(ratio.median, 3, 3),
    )
