"""Carrying out what was approved: a line a transaction, looked at anew at the moment it goes.

Ended half-way, it is simply run again: a line that is done says so in the transaction that did it.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear
from psycopg.errors import DeadlockDetected, LockNotAvailable

from centre.calendar import danish_day
from centre.citizens.choices import AgeGroup
from centre.citizens.models import SEALED, Citizen
from centre.post.models import Letter
from centre.records.actions import note
from centre.records.models import AuditEntry
from centre.retention.actions.months import Hindered, drop
from centre.retention.actions.protocol import APPROVE, list_digest
from centre.retention.choices import Hindrance, Kind, Outcome, Status
from centre.retention.models import Line, Protocol, Tally
from centre.retention.queries.parts import Rows, parts
from centre.retention.queries.records import Record, records
from centre.retention.rules.status import may_become
from centre.vault import bears_mark, digest_of, keyring

log = logging.getLogger(__name__)
# So many lines in one run of the worker: the next run goes on.
LINES: Final = 500
# What stands in a look-up whose words are gone: it must say something.
NOTHING: Final = "–"
# The one opening of the guard.
HOLD_STILL: Final = "SELECT hold_still(%s, %s, %s, %s)"
# Shorter than the database waits before it ends one of two that wait for each other: it never is the page.
PATIENCE: Final = "SET LOCAL lock_timeout = '800ms'"
DISPOSE: Final = "SELECT dispose(%s, %s, %s, %s)"


def carry_out(*, at: datetime, most: int = LINES) -> dict[str, int]:
    """Carry out what is approved, the first approved first; answers with lines by outcome.

    A protocol that no line of the trail vouches for is left alone: somebody put it there. At a record
    that somebody is writing in, a protocol stops until the next run: whoever works goes first.
    """
    told: Counter[str] = Counter()
    approved = Protocol.objects.filter(status=Status.APPROVED).order_by("approved_at", "id")
    for protocol_id in list(approved.values_list("pk", flat=True)):
        if not is_proven(Protocol.objects.get(pk=protocol_id)):
            log.error("a protocol of disposal was not approved in the trail: %s", protocol_id)
            told["unproved"] += 1
            continue
        try:
            while told.total() < most and (outcome := _next(protocol_id, at)) is not None:
                told[outcome] += 1
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            told["in_use"] += 1
            continue
        told["closed"] += _closed(protocol_id, at)
    return {name: number for name, number in told.items() if number}


def is_proven(protocol: Protocol) -> bool:
    """Whether the trail says, under our mark, that this very list was approved by who stands there.

    A mark whose key is no longer held proves nothing: anybody can write such a number.
    """
    digest = list_digest(protocol, list(protocol.lines.all()))
    told = AuditEntry.objects.filter(
        action=APPROVE, row_id=str(protocol.pk), by=protocol.approved_by_id
    )
    return digest == bytes(protocol.digest) and any(
        one.detail.get("digest") == digest.hex() and bears_mark(one, digest_of(one)) for one in told
    )


@transaction.atomic
def _next(protocol_id: UUID, at: datetime) -> str | None:
    """The next line, done or left out; None when there is none. Its protocol may be withdrawn until then."""
    protocol = Protocol.objects.select_for_update(no_key=True).get(pk=protocol_id)
    if protocol.status != Status.APPROVED:
        return None
    line = protocol.lines.filter(outcome="").select_for_update().first()
    if line is None:
        return None
    line.outcome, line.why = Outcome.DONE, ""
    try:
        with transaction.atomic():
            gone = _disposed(protocol, line, at)
            _look_at_all_that_points()
            line.rows = gone
    except Hindered as hindered:
        line.outcome, line.why = Outcome.LEFT_OUT, hindered.why
    except IntegrityError:
        line.outcome, line.why = Outcome.LEFT_OUT, Hindrance.POINTED_AT
    line.finished_at = at
    line.save(update_fields=["outcome", "why", "rows", "finished_at"])
    note(
        action="retention.dispose" if line.outcome == Outcome.DONE else "retention.leave_out",
        row=line, by=None, at=at, citizen_id=line.subject if line.named else None,
        kind=protocol.kind, rows=line.rows, why=line.why,
    )  # fmt: skip
    return str(line.outcome)


def _look_at_all_that_points() -> None:
    """The database says now, and not at the end of the whole, whether anything points to what is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def _closed(protocol_id: UUID, at: datetime) -> int:
    """End a protocol of which no line is left; answers with 1 when that was now."""
    protocol = Protocol.objects.select_for_update().get(pk=protocol_id)
    if protocol.lines.filter(outcome="").exists() or not may_become(protocol.status, Status.CLOSED):
        return 0
    protocol.status, protocol.finished_at = Status.CLOSED, at
    protocol.save(update_fields=["status", "finished_at"])
    done = protocol.lines.filter(outcome=Outcome.DONE).count()
    note(
        action="retention.close", row=protocol, by=protocol.approved_by, at=at,
        done=done, left_out=protocol.number_of_lines - done,
    )  # fmt: skip
    return 1


def _disposed(protocol: Protocol, line: Line, at: datetime) -> int:
    """Remove what one line names; answers with how many rows went. Raises Hindered."""
    if protocol.kind == Kind.LOG:
        return drop(line=line, at=at)
    if line.subject is None:
        raise Hindered(Hindrance.GONE)
    today = danish_day(at)
    record = _as_it_was_listed(records({line.subject}, today), protocol, line)
    rows = _rows_of(record)
    _hold_still(line, rows)
    # Whoever was writing in one of them is done now: what they wrote is looked at before it goes.
    if _as_it_was_listed(records({line.subject}, today), protocol, line) != record:
        raise Hindered(Hindrance.NEWER_ENTRY)
    _count(rows)
    letters = {pk for one in rows if one.model is Letter for pk in one.values_list("pk", flat=True)}
    gone = _through_the_guard(DISPOSE, line, rows)
    _let_go(letters)
    if line.named and all(not one.matters for one in records({line.subject}, today)):
        gone += _emptied(line, line.subject, at)
    return gone


def _hold_still(line: Line, rows: Rows) -> None:
    """Wait for whoever writes in what goes, and let nobody begin; for as long as no page would notice.

    In the order of the pages: they hold a case's own rows, and at their end the citizen's, which their
    lines in the logs point at. Whoever writes anything new of the citizen's holds that row, or waits
    for it (`guard.of_the_kept`).
    """
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)
    _through_the_guard(HOLD_STILL, line, rows)
    if line.named and line.subject is not None:
        Citizen.objects.select_for_update().filter(pk=line.subject).first()


def _rows_of(record: Record) -> list[QuerySet[Any, Any]]:
    """All that goes with a record, the copies that others of its words bear too."""
    rows = [one for part in parts() for one in part.of_matters(record.matters)]
    if record.named:
        rows += [one for part in parts() for one in part.copies(record.subject)]
    return rows


def _let_go(letters: Collection[UUID]) -> None:
    """What stays of the rows that pointed at letters which are gone points at nothing."""
    for part in parts():
        for pointing, column in part.let_go(letters):
            pointing.update(**{column: None})


def _as_it_was_listed(found: list[Record], protocol: Protocol, line: Line) -> Record:
    """The record, if it stands as it did when the list was frozen. Raises Hindered."""
    record = next((one for one in found if one.regime == protocol.kind), None)
    if record is None:
        raise Hindered(Hindrance.NEWER_ENTRY if found else Hindrance.GONE)
    if record.hindrance:
        raise Hindered(record.hindrance)
    if record.last_entry_on != line.last_entry_on:
        raise Hindered(Hindrance.NEWER_ENTRY)
    return record


def _count(rows: Iterable[QuerySet[Any, Any]]) -> None:
    """Add what goes to the numbers that stay."""
    days = {model: day for part in parts() for model, day in part.counted.items()}
    for one in rows:
        if one.model not in days:
            continue
        by_year = one.order_by().values(year=ExtractYear(days[one.model])).annotate(n=Count("pk"))
        for year, number in by_year.values_list("year", "n"):
            if year is not None:
                _add(year, one.model._meta.model_name or "", number)


def _add(year: int, what: str, number: int) -> None:
    Tally.objects.get_or_create(year=year, what=what)
    Tally.objects.filter(year=year, what=what).update(number=F("number") + number)


def _through_the_guard(statement: str, line: Line, rows: Rows) -> int:
    """Hold rows still, or remove them; in no order, for nothing is looked at until the end."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for one in rows:
        keys[one.model].update(one.values_list("pk", flat=True))
    gone = 0
    with connection.cursor() as cursor:
        for model, found in keys.items():
            if not found:
                continue
            cursor.execute(
                statement,
                [line.pk, model._meta.db_table, model._meta.pk.column, [str(one) for one in found]],
            )
            gone += cursor.fetchone()[0]
    return gone


def _emptied(line: Line, citizen_id: UUID, at: datetime) -> int:
    """Nothing is left of the citizen: the rest goes, and the row becomes a number that names nobody."""
    gone = _through_the_guard(
        DISPOSE, line, [one for part in parts() for one in part.of_identity(citizen_id)]
    )
    nothing = keyring().seal(NOTHING, context="look_up.text")
    with connection.cursor() as cursor:
        cursor.execute("SELECT empty_look_ups(%s, %s)", [line.pk, nothing])
    Citizen.objects.filter(pk=citizen_id).update(
        **dict.fromkeys(SEALED, ""),
        **{f"{name}_hash": None for name in ("cpr", "phone", "email")},
        name_hashes=[],
        age_group=AgeGroup.UNKNOWN,
        protected=False,
        may_leave_message=False,
        disposed_on=danish_day(at),
    )
    return gone + 1
