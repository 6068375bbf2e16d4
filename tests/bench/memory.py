"""Goal 13: the memory of the web workers, the Celery children and the whole house."""

import time

from django.urls import reverse

from config import celery_app
from intake.rules.journey import Step
from tests.bench import table
from tests.bench.booking import Visitors
from tests.bench.context import Bench
from tests.bench.cpu import family, pss_megabytes
from tests.bench.programs import beat, started, sweeper, worker
from tests.bench.slots import visitor
from tests.bench.table import Line, Runs
from tests.bench.visitor import page
from tests.bench.web import Server, load, request, web_server

SETTLE_SECONDS = 6.0
TASKS = 20


def measure(bench: Bench) -> list[Line]:
    """After some work has been done by each of them."""
    bench.databases.use("large")
    with (
        web_server(bench.log) as server,
        started(worker(), bench.log) as workers,
        started(sweeper(), bench.log) as sweepers,
        started(beat(bench.folder), bench.log) as beats,
    ):
        _work(bench, server)
        time.sleep(SETTLE_SECONDS)
        web = [pss_megabytes(pid) for pid in family(server.pid)]
        celery = [pss_megabytes(pid) for pid in family(workers)]
        others = [pss_megabytes(pid) for one in (sweepers, beats) for pid in family(one)]
        whole = sum(web) + sum(celery) + sum(others)
    if whole == 0:
        return [Line(13, "memory", "only Linux tells it", verdict="")]
    return [
        _line("a web worker, after work", Runs(web[1:] or web), 100, 70),
        _line("a Celery child", Runs(celery[1:] or celery), 100, 70),
        _line("the whole house without its servers", Runs([whole]), 600, 400),
    ]


def _line(what: str, found: Runs, floor: float, ambition: float) -> Line:
    return Line(
        13,
        f"memory (PSS) of {what}",
        found.words("MB"),
        floor=f"≤ {floor:.0f}",
        ambition=f"≤ {ambition:.0f}",
        verdict=table.at_most(max(found.values), floor, ambition),
    )


def _work(bench: Bench, server: Server) -> None:
    for _ in range(TASKS):
        celery_app.send_task("centre.clocks.tasks.sweep")
        celery_app.send_task("centre.post.tasks.send_waiting")
    times, front = page(Step.TIME, visitor()), request(reverse("home"))
    for raw in (times, front):
        load(server.port, lambda raw=raw: raw, clients=8, seconds=bench.seconds)  # type: ignore[misc]
    load(server.port, Visitors(treatment=True).ready(300), clients=8, seconds=bench.seconds)
