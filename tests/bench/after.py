"""What comes after a treatment, for those inquiries that ended: courses, discharges, follow-ups.

As `tests.bench.data`: by SQL, consistent with every constraint and with the engine. Two in five who
ended were treated; those of the last half year are still to be called.
"""

from typing import Any

# Whom it is about, and when each follow-up is due. Those of the last months wait, the rest is done.
_ENDED = """
CREATE TABLE bench_after AS
SELECT row.*, gen_random_uuid() AS visitation, gen_random_uuid() AS decision,
    gen_random_uuid() AS course, gen_random_uuid() AS discharge,
    COALESCE(person, (SELECT min(id) FROM staff_user WHERE role = 'caseworker')) AS counsellor,
    on_day + 30 AS ended_on, (SELECT max(id) FROM standard_qualitystandard) AS standard
FROM bench_row AS row WHERE NOT open AND n %% 5 < 2;
CREATE TABLE bench_call AS
SELECT after.*, month, gen_random_uuid() AS call, gen_random_uuid() AS call_clock,
    (ended_on + make_interval(months => month))::date AS due_on
FROM bench_after AS after, (VALUES (1), (6)) AS known(month);
ALTER TABLE bench_call ADD COLUMN waits boolean;
UPDATE bench_call SET waits = due_on >= %(today)s::date - 3
"""
_VISITATIONS = """
INSERT INTO intake_visitation (id, inquiry_id, begun_at, begun_by_id, held_on, substances_version,
    finished_at, finished_by_id)
SELECT visitation, inquiry, on_day + time '12:00', counsellor, on_day, 0, on_day + time '13:00',
    counsellor
FROM bench_after
"""
# Nobody's letter is kept: a sealed one each would be all there is.
_DECISIONS = """
INSERT INTO intake_decision (id, inquiry_id, visitation_id, standard_id, area, outcome, setting,
    offer, offer_name, basis, basis_from, grounds, why_not_less, guidance, status, way, nameless,
    version, returned_why, prepared_at, prepared_by_id, decided_on, sent_at, sent_by_id,
    presumed_received_on, form_key)
SELECT decision, inquiry, visitation, standard, 'drugs', 'granted', 'outpatient', 'individual',
    'Individuelle samtaler', 'SEL § 101 stk. 1-2', '2020-01-01', (%(names)s::bytea[])[1], '', '',
    'sent', 'told', true, 1, '', on_day + time '14:00', counsellor, on_day, on_day + time '14:00',
    counsellor, on_day, gen_random_uuid()
FROM bench_after
"""
_COURSES = """
INSERT INTO treatment_course (id, inquiry_id, decision_id, citizen_id, unit_id, counsellor_id,
    standard_id, area, offer, offer_name, status, requested_on, decided_on, begun_on, ended_on,
    set_up_at, set_up_by_id, form_key)
SELECT course, inquiry, decision, citizen, unit, counsellor, standard, 'drugs', 'individual',
    'Individuelle samtaler', 'ended', on_day, on_day, on_day + 9, ended_on, on_day + time '15:00',
    counsellor, gen_random_uuid()
FROM bench_after
"""
_DISCHARGES = """
INSERT INTO treatment_discharge (id, course_id, discharged_on, reason, result, summary,
    follow_up_route, follow_up_detail, taken_back, at, by_id, form_key)
SELECT discharge, course, ended_on, 'completed', 'free', '', 'phone', (%(names)s::bytea[])[1],
    false, ended_on + time '12:00', counsellor, gen_random_uuid()
FROM bench_after
"""
_CLOCKS = """
INSERT INTO clocks_clock (id, kind, source, length, span, side, basis, cycle, starts_on, due_on,
    act_by_on, stopped_on, ended_as, next_rung_on, citizen_id, responsible_id, standard_id, unit_id)
SELECT call_clock, 'follow_up_' || month, 'law', month, 'months', 'authority',
    'BEK 1691/2023 § 4 stk. 2', 1, ended_on, due_on, act_by,
    CASE WHEN NOT waits THEN act_by END, CASE WHEN waits THEN '' ELSE 'stop' END,
    CASE WHEN waits THEN LEAST(due_on - 7, act_by) END, citizen, person, standard, unit
FROM bench_call JOIN bench_day ON day = due_on
"""
_EVENTS = """
INSERT INTO clocks_clockevent (id, number, type, "on", cause, reason, basis, at, clock_id)
SELECT gen_random_uuid(), 1, 'start', ended_on, '', '', 'BEK 1691/2023 § 4 stk. 2', %(at)s,
    call_clock
FROM bench_call;
INSERT INTO clocks_clockevent (id, number, type, "on", cause, reason, basis, at, clock_id)
SELECT gen_random_uuid(), 2, 'stop', act_by, '', '', '', %(at)s, call_clock
FROM bench_call JOIN bench_day ON day = due_on WHERE NOT waits
"""
_CALLS = """
INSERT INTO followup_followup (id, discharge_id, course_id, month, clock_id, unit_id,
    responsible_id, stand_on, made_at, outcome, ended_on, result, goal_kept, wants_help, note,
    ended_at, ended_by_id)
SELECT call, discharge, course, month, call_clock, unit, person, act_by, %(at)s,
    CASE WHEN waits THEN '' ELSE 'reached' END, CASE WHEN NOT waits THEN act_by END,
    CASE WHEN waits THEN '' ELSE 'free' END, CASE WHEN waits THEN '' ELSE 'kept' END, false, '',
    CASE WHEN NOT waits THEN act_by + time '12:00' END, CASE WHEN NOT waits THEN counsellor END
FROM bench_call JOIN bench_day ON day = due_on
"""
_AWAY = "DROP TABLE bench_call; DROP TABLE bench_after"

STATEMENTS = (
    _ENDED,
    _VISITATIONS,
    _DECISIONS,
    _COURSES,
    _DISCHARGES,
    _CLOCKS,
    _EVENTS,
    _CALLS,
    _AWAY,
)


def fill_after(cursor: Any, values: dict[str, Any]) -> None:
    """Fill what comes after the treatment, while the rows of `tests.bench.data` are at hand."""
    for statement in STATEMENTS:
        cursor.execute(statement, values)
