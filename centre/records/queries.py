"""Whether the logs stand as they were written.

The chain is walked from its beginning, and each line is held against it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from centre.records.choices import MONTH_DROPPED, Damage, Log
from centre.records.models import LOGS, AuditEntry, DroppedMonth, Seal, Unsealed
from centre.records.rules import BEGINNING, PATIENCE, closed_upon
from centre.vault import bears_mark, digest_of

# So many seals are held against their lines at a time.
SEALS: Final = 100
DIGEST_BYTES: Final = 32
SEAL: Final = "seal"
MONTH: Final = "month"
_DROPPED: Final = """
SELECT entry FROM records_droppedmonth, unnest(entries) AS entry
WHERE id = ANY (%s) AND entry = ANY (%s)
"""
# Of the table names of `LOGS`.
_IN_NO_SEAL: Final = """
SELECT id FROM {table}
EXCEPT SELECT unnest(entries) FROM records_seal WHERE log = %s
EXCEPT SELECT entry FROM records_unsealed WHERE log = %s
"""


@dataclass(frozen=True)
class Head:
    """Where the chain ended when it was looked at: kept outside, it shows later that nothing was cut."""

    number: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.digest.hex()}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Back from its text; raises ValueError."""
        number, _colon, digest = text.strip().partition(":")
        if len(digest) != 2 * DIGEST_BYTES:
            raise ValueError("a digest is 32 bytes, written as 64 signs")
        return cls(int(number), bytes.fromhex(digest))


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written, by its number only."""

    damage: Damage
    where: str
    which: str

    def __str__(self) -> str:
        return f"{self.where} {self.which}: {self.damage}"


def head() -> Head | None:
    """The last link of the chain; None before the first, and where the last is none of ours."""
    last = Seal.objects.order_by("-number").first()
    if last is None or not bears_mark(last, digest_of(last)):
        return None
    return Head(last.number, bytes(last.digest))


def faults(known: Head | None = None, *, at: datetime | None = None) -> Iterator[Fault]:
    """Everything in the logs that is not as it was written, also when it was done by who owns the database.

    `known` is an end of the chain that was kept outside. Without it nobody can see that the newest
    seals were cut off together with their lines, or that a whole new chain was begun. With `at`, a
    line that has waited too long for its seal is told too.
    """
    with _one_moment():
        proven, unproved = _statements()
        yield from unproved
        yield from _chain(known, proven)
        for which in Log:
            yield from _waiting(which, at)
            yield from _unknown(which)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything as it stands now, while the house goes on writing and sealing."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # All of both logs is read: no page waits for it.
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def _statements() -> tuple[list[UUID], list[Fault]]:
    """The months that were disposed of by the house, and those of which only the table says so.

    A statement is proved by the line of the trail that tells its digest: one that bears our mark or
    stands in a seal. What is wrong with that line, the walk of the chain tells.
    """
    proven, unproved = [], []
    for one in DroppedMonth.objects.order_by("first_on").iterator():
        told = AuditEntry.objects.filter(action=MONTH_DROPPED, row_id=str(one.pk))
        digest = digest_of(one).hex()
        if any(line.detail.get("digest") == digest and _is_ours(line) for line in told):
            proven.append(one.pk)
        else:
            unproved.append(Fault(Damage.UNPROVED, MONTH, f"{one.first_on:%Y-%m}"))
    return proven, unproved


def _is_ours(line: AuditEntry) -> bool:
    holds = bears_mark(line, digest_of(line))
    if holds is None:
        return Seal.objects.filter(log=Log.TRAIL, entries__contains=[line.pk]).exists()
    return holds


def _dropped(lines: Sequence[UUID], proven: Sequence[UUID]) -> set[UUID]:
    """Those of some lines that went with a month that was disposed of."""
    if not (lines and proven):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_DROPPED, [list(proven), list(lines)])
        return {pk for (pk,) in cursor.fetchall()}


def _chain(known: Head | None, proven: Sequence[UUID]) -> Iterator[Fault]:
    last = Head(0, BEGINNING)
    keyless = False
    some: list[Seal] = []
    for seal in Seal.objects.order_by("number").iterator(chunk_size=SEALS):
        holds = bears_mark(seal, digest_of(seal))
        yield from _link(seal, last, known, is_foreign=holds is False)
        last = Head(seal.number, bytes(seal.digest))
        # The keys of old seals may be gone: they are proved by the newest one, which closes upon them.
        keyless = holds is None
        some.append(seal)
        if len(some) == SEALS:
            yield from _lines(some, proven)
            some = []
    yield from _lines(some, proven)
    if keyless:
        yield Fault(Damage.KEYLESS, SEAL, str(last.number))
    if known is not None and known.number > last.number:
        yield Fault(Damage.CUT, SEAL, f"{last.number + 1}-{known.number}")


def _link(seal: Seal, before: Head, known: Head | None, *, is_foreign: bool) -> Iterator[Fault]:
    """Does the seal stand where it was closed, and say what it said?"""
    name = str(seal.number)
    if seal.number != before.number + 1:
        yield Fault(Damage.REMOVED, SEAL, f"{before.number + 1}-{seal.number - 1}")
    elif bytes(seal.digest) != closed_upon(before.digest, digest_of(seal, but="digest")):
        yield Fault(Damage.CHANGED, SEAL, name)
    if is_foreign:
        yield Fault(Damage.FOREIGN, SEAL, name)
    if known is not None and known.number == seal.number and known.digest != bytes(seal.digest):
        yield Fault(Damage.OTHER, SEAL, name)


def _lines(seals: Sequence[Seal], proven: Sequence[UUID]) -> Iterator[Fault]:
    """Does each sealed line stand as it was sealed, or go with a month that was disposed of?"""
    for which in Log:
        sealed = {
            pk: bytes(seal.digests)[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]
            for seal in seals
            if seal.log == which
            for place, pk in enumerate(seal.entries)
        }
        found: dict[UUID, list[bytes]] = {}
        for row in LOGS[which].objects.filter(pk__in=sealed):
            found.setdefault(row.pk, []).append(digest_of(row))
        missing = [pk for pk in sealed if pk not in found] if which == Log.READING else []
        dropped = _dropped(missing, proven)
        for pk, digest in sealed.items():
            match found.get(pk, []):
                case [] if pk in dropped:
                    pass
                case []:
                    yield Fault(Damage.REMOVED, which, str(pk))
                case [one]:
                    if one != digest:
                        yield Fault(Damage.CHANGED, which, str(pk))
                case several:
                    # A month takes a number that another month has: one line is another hand's.
                    told = Damage.FOREIGN if digest in several else Damage.CHANGED
                    yield Fault(told, which, str(pk))


def _waiting(which: Log, at: datetime | None) -> Iterator[Fault]:
    """Does each line that waits for its seal stand, and bear our mark?"""
    waiting = Unsealed.objects.filter(log=which)
    there = LOGS[which].objects.filter(pk__in=waiting.values("entry"))
    for row in there.iterator():
        holds = bears_mark(row, digest_of(row))
        if not holds:
            yield Fault(Damage.KEYLESS if holds is None else Damage.FOREIGN, which, str(row.pk))
        elif at is not None and row.at < at - PATIENCE:
            yield Fault(Damage.LATE, which, str(row.pk))
    for pk in waiting.exclude(pk__in=there.values_list("pk", flat=True)).values_list(
        "pk", flat=True
    ):
        yield Fault(Damage.REMOVED, which, str(pk))


def _unknown(which: Log) -> Iterator[Fault]:
    """Lines that neither stand in a seal nor wait for one: none of them came through the house."""
    with connection.cursor() as cursor:
        cursor.execute(
            _IN_NO_SEAL.format(table=LOGS[which]._meta.db_table), [which.value, which.value]
        )
        for (pk,) in cursor.fetchall():
            yield Fault(Damage.FOREIGN, which, str(pk))
