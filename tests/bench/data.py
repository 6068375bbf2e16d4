"""Many invented inquiries at once, by SQL: consistent with every constraint and with the engine.

The rows are those the actions would have written; a test recomputes the clocks from their ledgers.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from centre.calendar import is_working_day, last_working_day_on_or_before
from centre.citizens.queries import index_of
from centre.vault import keyring
from tests.bench.after import fill_after

DAYS_BACK = 3_650
NAMES = ("Mette Åkjær", "Søren Ærø", "Lars Østergaard", "Bodil Holm", "Johanne Lind", "Finn Bæk")


@dataclass(frozen=True)
class Size:
    """How much there is. `open_share` of the inquiries are open, the rest ended long ago.

    `same_day` lets every open clock have reached the seventh day of its fourteen today, with no
    warning given yet: the sweep's worst morning, one warning a clock.
    """

    inquiries: int
    counsellors: int = 40
    days_of_slots: int = 30
    open_share: float = 0.04
    same_day: bool = False


def fill(size: Size, *, at: datetime, today: date) -> None:
    """Fill the connected, migrated database, in which a standard is in force."""
    with connection.cursor() as cursor:
        values = _values(size, at, today)
        for statement in (_PEOPLE, _CALENDAR, _CITIZENS, _INQUIRIES, _CLOCKS, _EVENTS, _GUARANTEES):
            cursor.execute(statement, values)
        cursor.execute(_FACTS, values)
        cursor.execute(_FUTURE_SLOTS, values)
        cursor.execute(_PAST_SLOTS, values)
        cursor.execute(_BOOKINGS, values)
        fill_after(cursor, values)
        cursor.execute("DROP TABLE bench_day; DROP TABLE bench_row")
        # Named one by one: the catalogues are the whole server's, and somebody else's may hold them.
        cursor.execute(f"ANALYZE {', '.join(connection.introspection.table_names(cursor))}")


def settle() -> None:
    """Clean up after bulk work, so that a measurement pays only for its own."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _values(size: Size, at: datetime, today: date) -> dict[str, Any]:
    days = [today + timedelta(days=offset) for offset in range(-DAYS_BACK, 400)]
    coming = [day for day in days if day > today and is_working_day(day)]
    return {
        "at": at,
        "today": today,
        "inquiries": size.inquiries,
        "open": round(size.inquiries * size.open_share),
        "same_day": size.same_day,
        "people": size.counsellors,
        "days": days,
        "act_by": [last_working_day_on_or_before(day) for day in days],
        "names": [keyring().seal(name, context="citizen.name") for name in NAMES],
        "hashes": [f"{{{','.join(map(str, index_of(name)))}}}" for name in NAMES],
        "phone": keyring().seal("+4520000000", context="citizen.phone"),
        "slot_days": coming[: size.days_of_slots],
        "past_days": [day for day in days if day < today and is_working_day(day)][::-1],
    }


_PEOPLE = """
INSERT INTO staff_unit (key, name, kind)
VALUES ('centre', 'Rusmiddelcentret', 'adult'), ('health', 'Sundhedsteam', 'health')
ON CONFLICT DO NOTHING;
INSERT INTO staff_user (password, is_superuser, username, first_name, last_name, email, is_staff,
    is_active, date_joined, role, title, takes_open_counselling, unit_id)
SELECT '!', false, CASE WHEN n = 0 THEN 'leader' ELSE 'caseworker' || n END,
    'Mette', 'Åkjær ' || n, 'person' || n || '@example.dk', false, true, %(at)s,
    CASE WHEN n = 0 THEN 'leader' ELSE 'caseworker' END, '', n > 0,
    CASE WHEN n > 0 THEN (SELECT id FROM staff_unit WHERE key = 'centre') END
FROM generate_series(0, %(people)s) n
"""
_CALENDAR = """
CREATE TABLE bench_day AS
SELECT day, act_by FROM unnest(%(days)s::date[], %(act_by)s::date[]) AS known(day, act_by);
CREATE UNIQUE INDEX ON bench_day (day)
"""
# The last ones are the open ones. Most of those are young, as in a house that keeps its promise.
_CITIZENS = """
CREATE TABLE bench_row AS
SELECT n, gen_random_uuid() AS citizen, gen_random_uuid() AS inquiry, gen_random_uuid() AS clock,
    n > %(inquiries)s - %(open)s AS open,
    CASE WHEN n <= %(inquiries)s - %(open)s
         THEN %(today)s::date - 40 - (n::bigint * 3500 / %(inquiries)s)::int
         WHEN %(same_day)s THEN %(today)s::date - 7
         ELSE %(today)s::date - (n %% 19) - (n %% 7) / 6 END AS on_day,
    CASE WHEN n %% 12 = 0 THEN NULL
         ELSE (SELECT min(id) FROM staff_user WHERE role = 'caseworker') + n %% %(people)s
    END AS person,
    (SELECT id FROM staff_unit WHERE key = 'centre') AS unit
FROM generate_series(1, %(inquiries)s) n;
INSERT INTO citizens_citizen (id, anonymous, name, name_hashes, cpr, phone, phone_hash, email,
    age_group, protected, may_leave_message, created_on)
SELECT citizen, false, (%(names)s::bytea[])[1 + n %% array_length(%(names)s::bytea[], 1)],
    (%(hashes)s::text[])[1 + n %% array_length(%(hashes)s::text[], 1)]::bigint[], '', %(phone)s,
    sha256(n::text::bytea), '', '30_plus', false, true, on_day
FROM bench_row
"""
_INQUIRIES = """
INSERT INTO intake_inquiry (id, citizen_id, unit_id, responsible_id, received_at, received_on,
    registered_at, channel, referrer, about, age_group, topic, wish, wants_medical,
    wants_inpatient, anonymous, citizen_agrees, note, status, closed_at, closed_by_id, form_key)
SELECT inquiry, citizen, unit, person, received_at, on_day, received_at,
    'phone', 'self', 'self', '30_plus', 'alcohol', 'treatment', false, false, false, false, '',
    CASE WHEN NOT open THEN 'started' WHEN n %% 2 = 0 THEN 'new' ELSE 'in_contact' END,
    CASE WHEN NOT open THEN received_at + interval '9 days' END,
    CASE WHEN NOT open THEN (SELECT min(id) FROM staff_user) END, gen_random_uuid()
FROM bench_row,
    LATERAL (SELECT (on_day + time '00:00:30' + n %% 420 * interval '1 minute')
        AT TIME ZONE 'Europe/Copenhagen' AS received_at) AS moment
"""
_CLOCKS = """
INSERT INTO clocks_clock (id, kind, source, length, span, side, basis, cycle, starts_on, due_on,
    act_by_on, stopped_on, ended_as, next_rung_on, citizen_id, responsible_id, standard_id, unit_id)
SELECT clock, 'alcohol', 'law', 14, 'days', 'authority', 'SUL § 141 stk. 2', 1, on_day,
    on_day + 14, act_by, CASE WHEN NOT open THEN on_day + 9 END,
    CASE WHEN open THEN '' ELSE 'stop' END,
    CASE WHEN open THEN LEAST(on_day + 7, act_by) END,
    citizen, person, (SELECT max(id) FROM standard_qualitystandard), unit
FROM bench_row JOIN bench_day ON day = on_day + 14
"""
_EVENTS = """
INSERT INTO clocks_clockevent (id, number, type, "on", cause, reason, basis, at, clock_id)
SELECT gen_random_uuid(), 1, 'start', on_day, '', '', 'SUL § 141 stk. 2', %(at)s, clock
FROM bench_row;
INSERT INTO clocks_clockevent (id, number, type, "on", cause, reason, basis, at, clock_id)
SELECT gen_random_uuid(), 2, 'stop', on_day + 9, '', '', '', %(at)s, clock
FROM bench_row WHERE NOT open
"""
_GUARANTEES = """
INSERT INTO intake_guarantee (id, kind, clock_id, inquiry_id)
SELECT gen_random_uuid(), 'alcohol', clock, inquiry FROM bench_row
"""
# What the ended ones had written down on their way; the last is what stopped the clock.
_FACTS = """
INSERT INTO intake_guaranteefact (id, guarantee_id, fact, "on", recorded_at, recorded_by_id)
SELECT gen_random_uuid(), guarantee.id, step.fact, on_day + step.days,
    (on_day + step.days + time '12:00') AT TIME ZONE 'Europe/Copenhagen',
    COALESCE(person, (SELECT min(id) FROM staff_user))
FROM bench_row JOIN intake_guarantee AS guarantee ON guarantee.inquiry_id = bench_row.inquiry,
    (VALUES ('visitation_held', 4), ('treatment_offered', 5), ('treatment_initiated', 9))
        AS step(fact, days)
WHERE NOT open
"""
# Twelve times a day with every counsellor, of which one in three is taken.
_SLOTS = """
INSERT INTO intake_slot (unit_id, counsellor_id, during, starts_at, capacity, in_person, phone,
    video, place)
SELECT unit_id, id, tstzrange(starts_at, starts_at + interval '30 minutes'), starts_at, 1, true,
    true, true, ''
FROM staff_user, unnest({days}) AS on_day, generate_series(0, 11) AS step,
    LATERAL (SELECT (on_day + time '09:00' + step * interval '30 minutes')
        AT TIME ZONE 'Europe/Copenhagen' AS starts_at) AS moment
WHERE takes_open_counselling
"""
_FUTURE_SLOTS = _SLOTS.format(days="%(slot_days)s::date[]")
_PAST_SLOTS = _SLOTS.format(
    days="(%(past_days)s::date[])[:(%(inquiries)s / 2 / 12 / %(people)s + 1)]"
)
_BOOKINGS = """
INSERT INTO intake_booking (id, slot_id, seat, inquiry_id, status, channel, reference, code_hash,
    needs, language, form_key, overbooked, overbooked_reason)
SELECT gen_random_uuid(), slot.id, 1, inquiry,
    CASE WHEN slot.starts_at < %(at)s THEN 'attended' ELSE 'booked' END, 'in_person',
    lpad(to_hex(slot.id), 8, '0'), sha256(slot.id::text::bytea), '', 'da', gen_random_uuid(),
    false, ''
FROM (SELECT id, starts_at, row_number() OVER (ORDER BY id) AS n FROM intake_slot) AS slot
JOIN bench_row ON bench_row.n = 1 + slot.n %% %(inquiries)s
WHERE slot.starts_at < %(at)s OR slot.n %% 3 = 0
"""
