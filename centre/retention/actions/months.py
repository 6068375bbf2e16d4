"""A month of the log of readings: dropped whole, and stated in the chain."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from centre.calendar import add_months, danish_day, danish_moment
from centre.records.actions import note
from centre.records.choices import MONTH_DROPPED, Log
from centre.records.models import DroppedMonth, ReadEntry, Seal
from centre.records.queries import DIGEST_BYTES
from centre.retention.choices import Hindrance
from centre.retention.models import Hold, Line
from centre.rows import insert
from centre.vault import digest_of

AT_A_TIME = 5000
MIDNIGHT = datetime.min.time()


class Hindered(Exception):
    """Something stands in the way of a line: it is left out, and says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def drop(*, line: Line, at: datetime) -> int:
    """State which lines a month has, and drop it; answers with how many they were.

    In the caller's transaction. Raises Hindered where the month is gone, where somebody whose records
    are on hold stands in it, and where any line is not as it was sealed: a disposal hides nothing.
    """
    first = line.last_entry_on
    since, until = danish_moment(first, MIDNIGHT), danish_moment(add_months(first, 1), MIDNIGHT)
    rows = ReadEntry.objects.filter(at__gte=since, at__lt=until)
    if DroppedMonth.objects.filter(first_on=first).exists():
        raise Hindered(Hindrance.GONE)
    held = Hold.objects.in_force(danish_day(at)).values("citizen")
    if rows.filter(citizen__in=held).exists():
        raise Hindered(Hindrance.HOLD)
    digests = {one.pk: digest_of(one) for one in rows.iterator(chunk_size=AT_A_TIME)}
    if len(digests) != rows.count() or not _is_as_sealed(digests):
        raise Hindered(Hindrance.NOT_AS_SEALED)
    made = DroppedMonth(first_on=first, entries=sorted(digests), line=line.pk, made_at=at)
    insert(made)
    note(
        action=MONTH_DROPPED, row=made, by=None, at=at,
        month=f"{first:%Y-%m}", lines=len(digests), digest=digest_of(made).hex(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT drop_month(%s)", [line.pk])
    return len(digests)


def _is_as_sealed(digests: dict[UUID, bytes]) -> bool:
    """Whether each line stands in a seal, with the digest it has now."""
    unproved = set(digests)
    seals = Seal.objects.filter(log=Log.READING).order_by("number")
    for seal in seals.iterator(chunk_size=AT_A_TIME // 50):
        told = bytes(seal.digests)
        for place, pk in enumerate(seal.entries):
            sealed = told[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]
            if pk in unproved and digests[pk] == sealed:
                unproved.discard(pk)
    return not unproved
