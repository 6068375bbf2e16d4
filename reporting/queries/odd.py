"""What is odd in a stretch of the log of readings: each pattern a statement over all readers at once.

A name is compared by the keyed hashes it is found by: nobody's is opened. Where the staff lives is not
kept, so no address is compared; who lives with a citizen is marked in the file.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection

from centre.calendar import danish_moment
from centre.citizens.queries import WHOLE
from centre.citizens.rules import words_of
from centre.staff.models import User
from centre.vault import keyed_hash, keyed_number
from reporting.choices import Odd
from reporting.rules import odd as rules

# One night's findings are for people to read: no more than these are of use.
MOST: Final = 500

# A line a reader and citizen. What is the reader's own to do is no wonder; nor what something was done
# in that day, or whom the reader meets.
_READ: Final = """
WITH read AS MATERIALIZED (
    SELECT by_id, citizen_id, min(at) AS first, max(at) AS last, count(*) AS number,
        bool_and(look_up_id IS NOT NULL) AS by_reason,
        bool_or((at AT TIME ZONE 'Europe/Copenhagen')::time NOT BETWEEN %(begins)s AND %(ends)s) AS outside
    FROM records_readentry
    WHERE at >= %(since)s AND at < %(until)s AND citizen_id IS NOT NULL AND row_id <> ''
        AND purpose <> ALL (%(control)s)
    GROUP BY by_id, citizen_id
), answering AS MATERIALIZED (
    SELECT by_id, citizen_id FROM read WHERE
        EXISTS (SELECT FROM intake_inquiry AS own
                WHERE own.citizen_id = read.citizen_id AND own.responsible_id = read.by_id)
        OR EXISTS (SELECT FROM treatment_course AS own
                   WHERE own.citizen_id = read.citizen_id AND own.counsellor_id = read.by_id)
        OR EXISTS (SELECT FROM records_insider AS own
                   WHERE own.citizen_id = read.citizen_id AND own.user_id = read.by_id
                       AND own.named_at <= read.first)
), idle AS MATERIALIZED (
    SELECT * FROM read WHERE (by_id, citizen_id) NOT IN (SELECT by_id, citizen_id FROM answering)
        AND NOT EXISTS (
            SELECT FROM records_auditentry AS done
            WHERE done.citizen_id = read.citizen_id AND done.by_id = read.by_id
                AND done.action NOT LIKE 'records.%%'
                AND done.at BETWEEN read.first - %(near)s::interval AND read.last + %(near)s::interval)
        AND NOT EXISTS (
            SELECT FROM intake_booking AS booking
            JOIN intake_slot AS slot ON slot.id = booking.slot_id
            JOIN intake_inquiry AS asked ON asked.id = booking.inquiry_id
            WHERE asked.citizen_id = read.citizen_id AND slot.counsellor_id = read.by_id
                AND slot.starts_at BETWEEN read.first - %(talk)s::interval
                    AND read.last + %(talk)s::interval)
), reader AS (
    SELECT * FROM unnest(%(readers)s::bigint[], %(wholes)s::text[], %(surnames)s::text[])
        AS reader (by_id, whole, surname)
)
"""
_SURNAME: Final = """
SELECT 'surname', by_id, citizen_id, first, last, number FROM idle JOIN reader USING (by_id)
JOIN citizens_citizen AS citizen ON citizen.id = idle.citizen_id
WHERE citizen.name_hashes && reader.surname::bigint[]
    AND NOT citizen.name_hashes @> reader.whole::bigint[]
"""
_OWN_NAME: Final = """
SELECT 'own_name', by_id, citizen_id, first, last, number FROM read JOIN reader USING (by_id)
JOIN citizens_citizen AS citizen ON citizen.id = read.citizen_id
WHERE citizen.name_hashes @> reader.whole::bigint[]
"""
# Marked later too: who reads their own file is found also when it is known only afterwards.
_COLLEAGUE: Final = """
SELECT 'colleague', by_id, citizen_id, first, last, number FROM read
WHERE EXISTS (
        SELECT FROM records_tie AS tie WHERE tie.citizen_id = read.citizen_id AND tie.user_id = read.by_id)
    OR NOT by_reason AND (by_id, citizen_id) NOT IN (SELECT by_id, citizen_id FROM answering)
        AND EXISTS (
            SELECT FROM records_tie AS tie WHERE tie.citizen_id = read.citizen_id
                AND tie.made_at <= read.last AND (tie.ended_at IS NULL OR tie.ended_at > read.first))
"""
_CLOSED: Final = """
SELECT 'closed', by_id, citizen_id, first, last, number FROM idle
WHERE NOT EXISTS (
        SELECT FROM intake_inquiry AS asked WHERE asked.citizen_id = idle.citizen_id
            AND (asked.closed_at IS NULL OR asked.closed_at > %(closed)s))
    AND NOT EXISTS (
        SELECT FROM treatment_course AS course WHERE course.citizen_id = idle.citizen_id
            AND (course.ended_on IS NULL OR course.ended_on > %(closed)s::date))
    AND NOT EXISTS (
        SELECT FROM clocks_clock AS clock WHERE clock.citizen_id = idle.citizen_id
            AND clock.stopped_on IS NULL AND clock.kind <> 'look_up_review')
"""
_OUTSIDE: Final = """
SELECT 'outside', by_id, NULL::uuid, %(since)s::timestamptz, max(last), count(*) FROM read
WHERE outside GROUP BY by_id
"""
_IDLE: Final = """
SELECT 'idle', by_id, NULL::uuid, %(since)s::timestamptz, max(last), count(*) FROM idle
GROUP BY by_id HAVING count(*) >= %(idle_from)s
"""
_ALL: Final = (_OWN_NAME, _COLLEAGUE, _SURNAME, _CLOSED, _OUTSIDE, _IDLE)
_PATTERNS: Final = " UNION ALL ".join(_ALL)
# Within the hour before each opening, so that an hour's turn hides nothing.
_MANY: Final = """
WITH opened AS MATERIALIZED (
    SELECT by_id, at, coalesce(citizen_id::text, "row" || row_id) AS file FROM records_readentry
    WHERE at >= %(since)s::timestamptz - %(hour)s::interval AND at < %(until)s AND row_id <> ''
        AND purpose <> ALL (%(control)s)
), busy AS (
    SELECT by_id FROM opened GROUP BY by_id HAVING count(DISTINCT file) > %(most)s
), counted AS (
    SELECT one.by_id, one.at, (
        SELECT count(DISTINCT other.file) FROM opened AS other
        WHERE other.by_id = one.by_id AND other.at > one.at - %(hour)s::interval AND other.at <= one.at
    ) AS number
    FROM opened AS one JOIN busy USING (by_id) WHERE one.at >= %(since)s
)
SELECT 'many', by_id, NULL::uuid, date_trunc('hour', at), max(at), max(number) FROM counted
WHERE number > %(most)s GROUP BY by_id, date_trunc('hour', at)
"""
# The lot is drawn by a key: the same each time, and nobody can foretell it.
_SAMPLE: Final = """
WITH drawn AS (
    SELECT line.by_id, line.citizen_id, line.at, row_number() OVER (
        PARTITION BY reader.unit_id ORDER BY sha256(convert_to(%(seed)s || line.id::text, 'UTF8'))
    ) AS place
    FROM records_readentry AS line JOIN staff_user AS reader ON reader.id = line.by_id
    WHERE line.at >= %(since)s AND line.at < %(until)s AND line.citizen_id IS NOT NULL
        AND line.row_id <> '' AND line.look_up_id IS NULL AND line.purpose <> ALL (%(control)s)
)
SELECT 'sample', by_id, citizen_id, at, at, 1 FROM drawn WHERE place <= %(sample)s
"""
_WITH_UNIT: Final = """
SELECT found.*, staff_user.unit_id FROM ({found}) AS found
    (kind, by_id, citizen_id, from_at, until_at, number)
JOIN staff_user ON staff_user.id = found.by_id
"""

Finding = tuple[str, int, Any, datetime, datetime, int, int | None]


def of_a_day(day: date) -> list[Finding]:
    """Everything odd of a Danish day, the oddest first: two statements."""
    begins, ends = rules.hours_of(day)
    since, until = _start(day), _start(day + timedelta(days=1))
    given = {
        **_span(since, until),
        "begins": begins,
        # To the last moment before it.
        "ends": (datetime.combine(day, ends) - timedelta(microseconds=1)).time()
        if ends > begins
        else ends,
        "near": rules.NEAR,
        "talk": rules.NEAR_A_TALK,
        "closed": since - rules.CLOSED_FOR,
        "idle_from": rules.IDLE_FROM,
        **_readers(),
    }
    found = [*_ask(_READ + _WITH_UNIT.format(found=_PATTERNS), given), *many(since, until)]
    order = [kind.value for kind in Odd]
    return sorted(found, key=lambda one: (order.index(one[0]), one[3], one[1]))[:MOST]


def many(since: datetime, until: datetime) -> list[Finding]:
    """Who has opened very many files within an hour, a line for each hour of the clock."""
    given = {**_span(since, until), "hour": rules.HOUR, "most": rules.MOST_AN_HOUR}
    return _ask(_WITH_UNIT.format(found=_MANY), given)


def sample(month: date) -> list[Finding]:
    """The readings of a month that are drawn by lot, so many of each unit."""
    until = _start((month + timedelta(days=32)).replace(day=1))
    seed = keyed_hash(month.isoformat(), purpose="log.sample").hex()
    given = {**_span(_start(month), until), "seed": seed, "sample": rules.SAMPLE}
    return _ask(_WITH_UNIT.format(found=_SAMPLE), given)


def _ask(text: str, given: dict[str, Any]) -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        found: list[Finding] = cursor.fetchall()
    return found


def _span(since: datetime, until: datetime) -> dict[str, Any]:
    return {"since": since, "until": until, "control": list(rules.CONTROL)}


def _start(day: date) -> datetime:
    return danish_moment(day, time(0))


def _readers() -> dict[str, list[Any]]:
    """Each of the staff with the hashes of the whole name and of the surname's words."""
    readers = list(_hashed(User.objects.order_by("pk")))
    return {
        "readers": [pk for pk, _whole, _surname in readers],
        "wholes": [whole for _pk, whole, _surname in readers],
        "surnames": [surname for _pk, _whole, surname in readers],
    }


def _hashed(people: Any) -> Iterator[tuple[int, str, str]]:
    for one in people.only("pk", "first_name", "last_name").iterator():
        whole, surname = words_of(one.get_full_name()), words_of(one.last_name)
        # One word is no whole name, and a bare number no surname.
        yield (
            one.pk,
            _array(whole) if len(whole) > 1 else _array(["", *whole]),
            _array([word for word in surname if not word.isdigit()]),
        )


def _array(words: list[str]) -> str:
    """A list of hashes as the database reads one."""
    return "{" + ",".join(str(keyed_number(word, purpose=WHOLE)) for word in words) + "}"
