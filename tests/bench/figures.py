"""Goal 9: the leader's figures of one centre; goal 12: a register's delivery, against the same by hand."""

import io
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client as TestClient
from django.urls import reverse

from centre.staff.models import User
from centre.standard.queries import in_force
from reporting.queries import board, deliveries
from reporting.queries.cases import KEYS, cases_of
from reporting.registers.convert import DERIVED
from reporting.registers.schema import load
from reporting.rules.period import period_before
from tests.bench import cases, data, table
from tests.bench.context import Bench
from tests.bench.table import Line, Runs
from tests.bench.web import percentile

CENTRE = 10_000
# A country's year for a register: so many begin in it.
FEW, MANY = 8_000, 80_000
MEGABYTE = 1024 * 1024


def measure(bench: Bench) -> list[Line]:
    """The board of ten thousand inquiries in ten years; then the deliveries of few and of many."""
    size = min(CENTRE, bench.inquiries)
    _filled(bench, "figures", size)
    lines = [_page(bench, size), _statement(bench)]
    small, large = (bench.few, bench.inquiries) if bench.quick else (FEW, MANY)
    # Courses are five of six of those that have ended.
    for name, many in (("few", small), ("many", large)):
        _filled(bench, name, many * 5 // 4)
    return [*lines, *_delivery(bench)]


def _filled(bench: Bench, name: str, inquiries: int) -> None:
    bench.databases.add(name)
    bench.databases.use(name)
    data.fill(data.Size(inquiries, days_of_slots=2), at=bench.at, today=bench.today)
    cases.fill(at=bench.at, today=bench.today, drugs=1_000_000 if name != "figures" else 2)
    data.settle()


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _page(bench: Bench, size: int) -> Line:
    client = TestClient(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="leader"))
    address = reverse("reporting:measures")
    client.get(address)
    times = [_timed(lambda: client.get(address)) for _ in range(10 * bench.runs)]
    slowest = percentile(times, 0.95)
    told = f"{Runs(times).words('ms')}, 95 of 100 within {slowest:.0f}"
    return table.less(9, f"the leader's figures, {size:,} inquiries", told, slowest, (120, 60))


def _statement(bench: Bench) -> Line:
    """The question as it is asked, against the same statement told to the database by hand."""
    leader, period = User.objects.get(username="leader"), period_before(bench.today)
    standard = in_force(bench.today).content
    given = board.values_of(leader, bench.today, period, standard)
    text = cases_of(*KEYS) + board.COUNTS

    def by_hand() -> None:
        with connection.cursor() as cursor:
            cursor.execute(text, given)
            cursor.fetchall()

    def ours() -> None:
        board.counted(leader, bench.today, period=period, standard=standard)

    pairs = [(_timed(ours), _timed(by_hand)) for _ in range(6 * bench.runs)]
    mine, raw = ([one[side] for one in pairs] for side in (0, 1))
    ratio = table.ratios(mine, raw)
    return table.less(
        9,
        "— all figures counted, against the statement alone",
        Runs(mine).words("ms"),
        ratio.median,
        (1.5, None),
        raw=Runs(raw).words("ms"),
        ratio=ratio.words(""),
    )


def _span(bench: Bench) -> tuple[date, date]:
    return date(bench.today.year - 11, 1, 1), bench.today


def _build(bench: Bench, folder: Path) -> int:
    first, last = _span(bench)
    out = io.StringIO()
    call_command(
        "registers", "build", "smdb", f"--from={first}", f"--to={last}", f"--out={folder}",
        "--by=leader", stdout=out,
    )  # fmt: skip
    with (folder / "smdb_admission.csv").open(encoding="utf-8") as file:
        return sum(1 for _ in file) - 1


def _copied(bench: Bench, folder: Path) -> None:
    """The same statements by COPY, their numbers opened and looked at, written as they come."""
    first, last = _span(bench)
    given = deliveries.values(first, last, unit="")
    register = load("smdb")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for event in register.events:
            names = [one.value for one in event.fields if one.value not in DERIVED]
            text = deliveries.statement("smdb", event.key, list(dict.fromkeys(names)))
            with (
                (folder / f"{event.key}.raw").open("w", encoding="utf-8") as file,
                cursor.copy(f"COPY ({text}) TO STDOUT", given) as copy,
            ):
                copy.set_types(["text"] * (len(deliveries.FIXED) + len(set(names))))
                for row in copy.rows():
                    _checked(row, file)


def _checked(row: tuple[str | None, ...], file: io.TextIOBase) -> None:
    """The least that a delivery needs of each row: its number opened and its shape looked at."""
    from centre.forms.cpr import is_number
    from centre.vault import keyring

    sealed = row[4]
    number = ""
    if sealed and sealed != "\\x":
        number = keyring().open(bytes.fromhex(sealed.removeprefix("\\x")), context="citizen.cpr")
    if is_number(number) and row[3] != "t":
        file.write(";".join([number, *(one or "" for one in row[7:])]) + "\n")


def _delivery(bench: Bench) -> list[Line]:
    grown, rows = {}, {}
    for name in ("few", "many"):
        bench.databases.use(name)
        _build(bench, bench.folder)
        tracemalloc.start()
        rows[name] = _build(bench, bench.folder)
        grown[name] = tracemalloc.get_traced_memory()[1] / MEGABYTE
        tracemalloc.stop()
    ours, raw = [], []
    for _ in range(bench.runs):
        ours.append(_timed(lambda: _build(bench, bench.folder)))
        raw.append(_timed(lambda: _copied(bench, bench.folder)))
    ratio = table.ratios(ours, raw)
    return [
        table.less(
            12,
            f"SMDB, seven files, {rows['many']:,} admissions, each number checked",
            Runs(ours).words("ms"),
            ratio.median,
            (2.5, 1.5),
            raw=Runs(raw).words("ms"),
            ratio=ratio.words(""),
        ),
        table.less(
            12,
            f"— memory at most, {rows['few']:,} and {rows['many']:,}",
            f"{grown['few']:.1f} and {grown['many']:.1f} MB",
            grown["many"],
            (16, 6),
        ),
    ]
