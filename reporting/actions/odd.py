"""Going through the log of readings: by day for what is odd, by month for a sample; and what it was."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.guard import broken
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.queries import leaders_of
from reporting.choices import Look, Odd, OddVerdict
from reporting.models import LogLook, OddAnswer, OddReading
from reporting.queries import odd as queries
from reporting.queries.findings import in_scope, last_look
from reporting.rules import odd as rules


def go_through(*, at: datetime) -> int:
    """Every day that is over and was not gone through, and the sample of last month; how many were found.

    Each in a transaction of its own. Run twice it finds nothing more; a night that was missed is
    caught up by the next.
    """
    today = danish_day(at)
    days = rules.days_to_look_at(last_look(Look.DAY), today)
    found = sum(_look(Look.DAY, day, at) for day in days)
    return found + _look(Look.MONTH, rules.month_to_draw(today), at)


@transaction.atomic
def _look(kind: Look, on: date, at: datetime) -> int:
    """Whoever makes the row goes through it; who comes second waits here, and finds it done."""
    look, new = LogLook.objects.get_or_create(kind=kind, on=on, defaults={"looked_at": at})
    if not new:
        return 0
    with connection.cursor() as cursor:
        # A month of lines is read: no page waits for it.
        cursor.execute("SET LOCAL statement_timeout = '5min'")
    found = queries.of_a_day(on) if kind == Look.DAY else queries.sample(on)
    made = _write_down(found, at)
    _tell(made, at)
    note(action="reporting.log_look", row=look, by=None, at=at, kind=kind, found=len(made))
    return len(made)


@transaction.atomic
def tell_of_many(*, at: datetime) -> int:
    """Who has opened very many files within an hour is told to the leader at once, and once an hour."""
    made = _write_down(queries.many(at - rules.LOOKS_BACK, at), at)
    _tell(made, at)
    for one in made:
        note(action="reporting.many_readings", row=one, by=None, at=at, number=one.number)
    return len(made)


def _write_down(found: Iterable[queries.Finding], at: datetime) -> list[OddReading]:
    """Those that do not stand written yet."""
    rows = [
        OddReading(
            kind=kind,
            by_id=by,
            citizen_id=citizen,
            from_at=first,
            until_at=last,
            number=number,
            unit_id=unit,
            found_at=at,
        )
        for kind, by, citizen, first, last, number, unit in found
    ]
    OddReading.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [one.pk for one in rows]
    return list(OddReading.objects.filter(pk__in=ids).order_by("from_at", "id"))


def _tell(made: Iterable[OddReading], at: datetime) -> None:
    """Of very many at once; all else stands on the page for whoever goes through it."""
    today = danish_day(at)
    post(
        Envelope(
            text=Text.READINGS,
            once_key=f"readings:{one.pk}:{leader.pk}",
            due_at=at,
            to_user=leader,
        )
        for one in made
        if one.kind == Odd.MANY
        for leader in leaders_of({one.unit_id} if one.unit_id is not None else set(), today)
        if leader.pk != one.by_id
    )


@transaction.atomic
def answer(
    *, reading_id: UUID, verdict: OddVerdict, words: str, by: User, at: datetime
) -> OddAnswer:
    """Write down once what a leader found of odd readings.

    Raises OddReading.DoesNotExist for what is none of the leader's to judge, and Refused for what
    somebody has judged already.
    """
    reading = in_scope(by, danish_day(at)).get(pk=reading_id)
    try:
        with transaction.atomic():
            made = OddAnswer.objects.create(
                reading=reading, verdict=verdict, words=words, by=by, at=at
            )
    except IntegrityError as error:
        if "reading_id" not in broken(error):
            raise
        raise Refused(_("Somebody has written down already what it was.")) from error
    note(
        action="reporting.odd_answer",
        row=made,
        by=by,
        at=at,
        citizen_id=reading.citizen_id,
        verdict=verdict,
        alone=reading.by_id == by.pk,
    )
    return made
