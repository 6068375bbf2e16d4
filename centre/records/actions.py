"""Writing the trail, where every action of the house ends; sealing it; opening a file with a reason; and
what is of the floors below but leaves its line here: letting a new colleague in, writing down a death.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Func

from centre.calendar import half_day_of
from centre.citizens.models import Citizen, Death
from centre.records.choices import Log
from centre.records.models import LOGS, AuditEntry, LookUp, Seal, SearchAlarm, Unsealed
from centre.records.queries import Fault, Head, faults, head
from centre.records.rules import BEGINNING, closed_upon, unsettled
from centre.rows import insert
from centre.staff.models import Unit, User
from centre.vault import VaultError, bears_mark, digest_of, keyring, sealed_columns

log = logging.getLogger(__name__)
# So many lines stand in one seal at most.
LINES = 1000
# So many rows are locked while they are sealed anew: a letter's sheet is a tenth of a megabyte.
SEALED_ANEW = 100


def note(
    *,
    action: str,
    row: models.Model,
    by: User | None,
    at: datetime,
    citizen_id: UUID | None = None,
    anonymous: bool = False,
    **detail: Any,
) -> None:
    """Leave one line in the audit trail. Details are names, counts and dates, never free text.

    What an anonymous person does is dated by the half-day only (the anonymity promise, ux E.4).
    """
    insert(
        AuditEntry(
            at=half_day_of(at) if anonymous else at,
            by=by,
            action=action,
            row=row._meta.label,
            row_id=str(row.pk),
            citizen_id=citizen_id,
            detail=detail,
        )
    )


class NameTakenError(Exception):
    """Somebody already has this user name."""


@transaction.atomic
def employ(
    *,
    username: str,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    unit: Unit | None,
    password: str,
    by: User | None,
    at: datetime,
) -> User:
    """Let a new member of the staff in. Raises NameTakenError, also for one in other capitals."""
    if User.objects.filter(username__iexact=username).exists():
        raise NameTakenError(username)
    user = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        role=role,
        unit=unit,
        date_joined=at,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise NameTakenError(username) from error
    note(action="staff.employ", row=user, by=by, at=at, role=role, unit=unit.key if unit else "")
    return user


@transaction.atomic
def record_death(
    *,
    citizen_id: UUID,
    told_in: str,
    told_of: UUID,
    died_on: date | None = None,
    by: User,
    at: datetime,
) -> Death:
    """Write down that a citizen has died. Told twice with one row is told once."""
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    known = Death.objects.in_force().filter(told_in=told_in, told_of=told_of).first()
    if known is not None:
        return known
    made = Death.objects.create(
        citizen=citizen, told_in=told_in, told_of=told_of, died_on=died_on, told_by=by, told_at=at
    )
    note(action="citizen.died", row=made, by=by, at=at, citizen_id=citizen.pk, told_in=told_in)
    return made


@transaction.atomic
def take_back_death(*, told_in: str, told_of: UUID, by: User, at: datetime) -> Death | None:
    """What was told with this row does not hold; None where it tells of no death.

    The citizen's row is locked, so that of two who take two of them back the later sees both.
    """
    told = Death.objects.in_force().filter(told_in=told_in, told_of=told_of)
    one = told.select_for_update(of=("self",)).first()
    if one is None:
        return None
    Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=one.citizen_id)
    one.taken_back_at, one.taken_back_by = at, by
    one.save(update_fields=["taken_back_at", "taken_back_by"])
    note(action="citizen.lives", row=one, by=by, at=at, citizen_id=one.citizen_id, told_in=told_in)
    return one


@transaction.atomic
def raise_search_alarm(*, hour_at: datetime, by: User, at: datetime) -> SearchAlarm | None:
    """Write down that somebody has reached the limit of an hour; None when that stands already."""
    alarm, new = SearchAlarm.objects.get_or_create(by=by, hour_at=hour_at, defaults={"at": at})
    if not new:
        return None
    note(action="records.search_alarm", row=alarm, by=by, at=at)
    return alarm


@transaction.atomic
def give_reason(
    *, citizen_id: UUID, reason: str, text: str, by: User, at: datetime
) -> tuple[LookUp, bool]:
    """Open one citizen's file to one person for an hour, with the reason given.

    Whoever is inside already gets the same look-up again, with False: nothing is prolonged. The
    citizen's row is locked, so that a second click at the same moment waits and finds the first.
    Who may ask at all is the scope's question; raises Citizen.DoesNotExist.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    inside = LookUp.objects.running(by, at).filter(citizen=citizen).first()
    if inside is not None:
        return inside, False
    made = LookUp.objects.create(citizen=citizen, reason=reason, text=text, by=by, at=at)
    note(
        action="records.look_up",
        row=made,
        by=by,
        at=at,
        citizen_id=citizen.pk,
        reason=reason,
        protected=citizen.protected,
    )
    return made, True


def open_months() -> int:
    """Make room in the log of readings for this month and the next two; answers with how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT open_months()")
        made: int = cursor.fetchone()[0]
    return made


def seal(*, at: datetime) -> int:
    """Close every line that waits into the chain; answers with how many lines.

    A line that does not bear the house's mark was not written by the house, or was changed since: it
    is left out of the chain, where `queries.faults` finds it. One whose key is no longer held waits
    until it is back. Raises VaultError where the end of the chain is none of ours: nothing is closed
    upon it, for that would vouch for it.
    """
    return sum(_sealed(which, at) for which in Log)


def look_through(*, at: datetime) -> Iterator[Fault]:
    """Walk the logs against the end of the chain that the last walk left outside of the database.

    The end is kept in the file of the settings, and only after a walk that found nothing: so whoever
    owns the database cannot begin a new chain unseen.
    """
    kept = Path(settings.LOG_HEAD_FILE)
    known = Head.read(kept.read_text()) if kept.exists() else None
    all_is_well, last = True, head()
    for fault in faults(known, at=at):
        all_is_well = False
        yield fault
    if all_is_well and last is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = kept.with_suffix(".new")
        made.write_text(f"{last}\n")
        made.replace(kept)


def _sealed(which: Log, at: datetime) -> int:
    total, looked_at = 0, LINES
    while looked_at == LINES:
        looked_at, lines = _seal_some(which, at)
        total += lines
    return total


@transaction.atomic
def _seal_some(which: Log, at: datetime) -> tuple[int, int]:
    """One more seal, in the order of the chain; answers with lines looked at and lines sealed."""
    with connection.cursor() as cursor:
        # Whoever seals at the same time waits here, and then finds the lines gone.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('records seal', 0))")
    lines = _ready(which, at)
    # Two lines of one number: one of them was put in by another hand, and `faults` names it.
    twice = {pk for pk, times in Counter(line.pk for line in lines).items() if times > 1}
    ours = [
        (line.pk, digest)
        for line in lines
        if bears_mark(line, digest := digest_of(line)) and line.pk not in twice
    ]
    if len(ours) < len(lines):
        log.error("lines of the log %s without our mark: %s", which, len(lines) - len(ours))
    if ours:
        _close(which, ours, at)
    Unsealed.objects.filter(pk__in=[line.pk for line in lines]).delete()
    return len(lines), len(ours)


def _ready(which: Log, at: datetime) -> list[Any]:
    """The next lines to seal, in the order of their random numbers."""
    waiting = Unsealed.objects.filter(log=which).values("entry")
    key = Func("mark", 1, 2, function="substr", output_field=models.BinaryField())
    rows = LOGS[which].objects.alias(key=key).filter(pk__in=waiting, at__lte=at)
    # What is written while it is sealed is of a later half-day than was asked for.
    rows = rows.exclude(at__in=unsettled(at)).exclude(key__in=keyring().given_up)
    return list(rows.order_by("pk", "at")[:LINES])


def _close(which: Log, lines: Sequence[tuple[UUID, bytes]], at: datetime) -> None:
    last = Seal.objects.order_by("-number").first()
    if last is not None and not bears_mark(last, digest_of(last)):
        raise VaultError("the end of the chain does not bear our mark: look through the logs")
    made = Seal(
        number=last.number + 1 if last else 1,
        sealed_at=at,
        log=which,
        entries=[pk for pk, _digest in lines],
        digests=b"".join(digest for _pk, digest in lines),
    )
    before = bytes(last.digest) if last else BEGINNING
    made.digest = closed_upon(before, digest_of(made, but="digest"))
    insert(made)


def rotate() -> dict[str, int]:
    """Seal anew under the newest key whatever an older one has sealed; answers with rows by table.

    The house goes on meanwhile: a batch of rows is a transaction of its own, and a run that was ended
    half-way is simply run again. What is only ever added to is sealed anew too: the guard lets through
    a change of sealed columns alone, and only to the owner. Raises VaultError where a key is missing.
    """
    return {
        model._meta.db_table: rows
        for model, fields in sealed_columns().items()
        if (rows := _rotated(model, fields))
    }


def _rotated(model: type[models.Model], fields: Sequence[Any]) -> int:
    """All rows of a table, and again until none is left: a process of before may still write."""
    rows, last, more = 0, None, True
    while more:
        found = _rotate_some(model, fields, last)
        more = bool(found) or last is not None
        rows, last = rows + len(found), found[-1] if found else None
    return rows


@transaction.atomic
def _rotate_some(model: type[models.Model], fields: Sequence[Any], last: Any) -> list[Any]:
    """The keys of the next rows under an older key, sealed anew; empty when there are no more."""
    name = connection.ops.quote_name
    table, key = name(model._meta.db_table), name(str(model._meta.pk.column))
    columns = [name(field.column) for field in fields]
    old = " OR ".join(
        f"(length({one}) > 0 AND substr({one}, 1, 3) <> %(newest)s)" for one in columns
    )
    after = f"AND {key} > %(last)s" if last is not None else ""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL traedesten.keys = 'rotate'")
        # Of the names of our own tables and columns.
        cursor.execute(
            f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE ({old}) {after}"  # noqa: S608  # nosec B608
            f" ORDER BY {key} LIMIT {SEALED_ANEW} FOR NO KEY UPDATE",
            {"newest": keyring().newest, "last": last},
        )
        found = cursor.fetchall()
        cursor.executemany(
            f"UPDATE {table} SET {', '.join(f'{one} = %s' for one in columns)} WHERE {key} = %s",  # noqa: S608  # nosec B608
            [
                (
                    *(_anew(field, value) for field, value in zip(fields, row[1:], strict=True)),
                    row[0],
                )
                for row in found
            ],
        )
    return [row[0] for row in found]


def _anew(field: Any, value: Any) -> bytes | None:
    if value is None:
        return None
    return keyring().sealed_anew(bytes(value), context=field.context)
