"""Courses, talks and ends for the inquiries of `tests.bench.data`, by SQL: what the figures are counted from.

Five of six that ended had a course, nine of ten of these have ended, with five talks each.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from centre.vault import keyring

COURSES = """
CREATE TABLE bench_course AS
SELECT gen_random_uuid() AS course, gen_random_uuid() AS visitation, gen_random_uuid() AS decision,
    gen_random_uuid() AS plan, gen_random_uuid() AS review, inquiry.id AS inquiry, citizen_id, unit_id,
    COALESCE(responsible_id, (SELECT min(id) FROM staff_user WHERE role = 'caseworker')) AS person,
    received_on AS asked_on, received_on + 9 AS begun_on,
    CASE WHEN n %% 10 > 0 AND received_on + 9 + (60 + n %% 200)::int < %(today)s::date
         THEN received_on + 9 + (60 + n %% 200)::int END AS ended_on,
    CASE WHEN n %% %(drugs)s = 0 THEN 'alcohol' ELSE 'drugs' END AS area, n
FROM (SELECT *, row_number() OVER (ORDER BY received_on, id) AS n FROM intake_inquiry) AS inquiry
WHERE status = 'started' AND n %% 6 > 0
    AND NOT EXISTS (SELECT FROM intake_decision AS made WHERE made.inquiry_id = inquiry.id);
INSERT INTO intake_visitation (id, inquiry_id, begun_at, begun_by_id, held_on, children_at_home,
    finished_at, finished_by_id, substances_version)
SELECT visitation, inquiry, %(at)s, person, asked_on + 4, 1, %(at)s, person, 1 FROM bench_course;
INSERT INTO intake_profile (id, visitation_id, version, treated_before, lives_with, housing, labour,
    education, substitution, injecting)
SELECT gen_random_uuid(), visitation, 1, 'never', 'alone', 'stable', 'regular', 'primary', 'never', 'never'
FROM bench_course WHERE n %% 50 > 0;
INSERT INTO intake_substanceuse (id, visitation_id, rank, substance, route, frequency)
SELECT gen_random_uuid(), visitation, rank, substance, 'smoke', 'daily'
FROM bench_course, (VALUES (1, '7.1'), (2, 'A0'), (3, '2.1')) AS uses(rank, substance);
INSERT INTO intake_decision (id, inquiry_id, visitation_id, standard_id, area, outcome, setting, offer,
    offer_name, sessions_granted, basis, basis_from, grounds, why_not_less, guidance, status, version,
    prepared_at, prepared_by_id, decided_on, sent_at, sent_by_id, presumed_received_on, form_key, way,
    nameless, returned_why)
SELECT decision, inquiry, visitation, (SELECT max(id) FROM standard_qualitystandard), area, 'granted',
    'outpatient', 'individual', 'Samtaler', 10, 'SEL § 101', asked_on, %(text)s, ''::bytea, ''::bytea, 'sent',
    1, %(at)s, person, asked_on + 5, %(at)s, person, asked_on + 6, gen_random_uuid(), 'letter', true, ''::bytea
FROM bench_course;
INSERT INTO treatment_course (id, inquiry_id, decision_id, citizen_id, unit_id, counsellor_id,
    standard_id, area, offer, offer_name, status, requested_on, decided_on, begun_on, ended_on, set_up_at,
    set_up_by_id, form_key)
SELECT course, inquiry, decision, citizen_id, unit_id, person,
    (SELECT max(id) FROM standard_qualitystandard), area, 'individual', 'Samtaler',
    CASE WHEN ended_on IS NULL THEN 'running' ELSE 'ended' END, asked_on, asked_on + 5, begun_on, ended_on,
    %(at)s, person, gen_random_uuid()
FROM bench_course;
INSERT INTO treatment_discharge (id, course_id, discharged_on, reason, result, summary, follow_up_route,
    follow_up_detail, taken_back, at, by_id, form_key)
SELECT gen_random_uuid(), course, ended_on, (ARRAY['completed', 'dropped_out', 'other_offer'])[1 + n %% 3],
    (ARRAY['free', 'reduced', 'unknown', 'worse'])[1 + n %% 4], ''::bytea, 'phone', ''::bytea, false, %(at)s,
    person, gen_random_uuid()
FROM bench_course WHERE ended_on IS NOT NULL;
INSERT INTO treatment_session (id, course_id, decision_id, counsellor_id, during, starts_at, held_on,
    channel, attendance, planned_at, planned_by_id, settled_at, settled_by_id, goals, form_key)
SELECT gen_random_uuid(), course, decision, person, tstzrange(at, at + interval '45 minutes'), at, on_day,
    'in_person', CASE WHEN (n + step) %% 8 = 0 THEN 'no_show' ELSE 'attended' END, %(at)s, person, %(at)s,
    person, '[]', gen_random_uuid()
FROM bench_course, generate_series(0, 4) AS step,
    LATERAL (SELECT begun_on + step * 7 AS on_day) AS day,
    LATERAL (SELECT (on_day + time '10:00') AT TIME ZONE 'Europe/Copenhagen' AS at) AS moment;
INSERT INTO treatment_treatmentplan (id, course_id, decision_id, version, why, agreed_on, agreement,
    methods, tasks, timetable, follow_up_route, follow_up_detail, written_at, written_by_id, form_key)
SELECT plan, course, decision, 1, 'first', begun_on, 'agrees', ''::bytea, ''::bytea, ''::bytea, 'phone',
    ''::bytea, %(at)s, person, gen_random_uuid()
FROM bench_course;
INSERT INTO clocks_clock (id, kind, source, length, span, side, basis, cycle, starts_on, due_on,
    act_by_on, stopped_on, ended_as, citizen_id, responsible_id, standard_id, unit_id)
SELECT review, 'plan_review', 'local', 3, 'months', 'authority', 'standard', 1, begun_on, begun_on + 90,
    begun_on + 90, LEAST(begun_on + 80 + (n %% 20)::int, %(today)s::date), 'stop', citizen_id, person,
    (SELECT max(id) FROM standard_qualitystandard), unit_id
FROM bench_course WHERE begun_on + 80 < %(today)s::date;
INSERT INTO treatment_planreview (id, plan_id, clock_id)
SELECT gen_random_uuid(), plan, review FROM bench_course WHERE begun_on + 80 < %(today)s::date;
UPDATE citizens_citizen SET cpr = (%(numbers)s::bytea[])[1 + abs(hashtext(id::text)) %% 100]
FROM bench_course WHERE citizen_id = citizens_citizen.id AND n %% 40 > 0;
DROP TABLE bench_course
"""


def fill(*, at: datetime, today: object, drugs: int = 2) -> None:
    """Into a database that `tests.bench.data` has filled. One in `drugs` courses is for alcohol."""
    values: dict[str, Any] = {
        "at": at,
        "today": today,
        "drugs": drugs,
        "text": keyring().seal("Fordi.", context="decision.grounds"),
        # Days of birth plus 60: nobody's numbers.
        "numbers": [
            keyring().seal(f"61018{one % 10}{one:04d}"[:10], context="citizen.cpr")
            for one in range(100)
        ],
    }
    with connection.cursor() as cursor:
        # Each by itself: a statement with values is one to the database.
        for statement in COURSES.split(";\n"):
            cursor.execute(statement, values)
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"ANALYZE {', '.join(tables)}")
