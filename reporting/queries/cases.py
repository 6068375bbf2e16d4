"""The cases of every measure as rows of one shape, by SQL: who, which kind, which day, which answer.

`reporting.rules.measures` says what the answers mean. A number, a month and a list are all read from
these selects, so that none can count what another does not show. Values are always given apart.
"""

from typing import Final

from intake.queries.compliance import ANSWERED

# measure, row_id, inquiry_id, clock_id, area, on_day, answer, days
_GUARANTEES: Final = """
SELECT '{measure}', own.id, own.inquiry_id, NULL::uuid, {area}, answered.received_on, {answer}, {days}
FROM answered JOIN intake_guarantee AS own ON own.id = answered.id
WHERE {own}
"""
_AREA: Final = """CASE own.kind WHEN 'alcohol' THEN 'alcohol' WHEN 'youth_alcohol' THEN 'alcohol'
    WHEN 'anonymous_drug' THEN 'anonymous_drugs' WHEN 'medical' THEN 'substitution' ELSE 'drugs' END"""
_KEPT: Final = """CASE {0} WHEN 'kept' THEN 'yes' WHEN 'kept_late' THEN 'no' WHEN 'breached' THEN 'no'
    ELSE {0} END"""
# Beside the guarantees by law: those who asked and have none. Counted by inquiry. The young have one
# without a name too (BL § 33).
_NO_GUARANTEE: Final = """
SELECT 'guarantee_law', id, id, NULL::uuid,
    CASE WHEN anonymous AND wish = 'treatment' THEN 'anonymous_drugs'
         WHEN topic IN ('drugs', 'both') THEN 'drugs' ELSE 'alcohol' END,
    received_on, CASE WHEN wish = 'treatment' THEN 'anonymous' ELSE 'advice' END, NULL::int
FROM asked
WHERE wish <> 'treatment' OR (anonymous AND NOT young AND topic IN ('drugs', 'both'))
"""
_FIRST_TALK: Final = """
SELECT 'first_talk', own.id, own.inquiry_id, NULL::uuid, {area}, answered.received_on,
    CASE WHEN talk."on" IS NOT NULL THEN 'yes'
         WHEN answered.ended IN ('waived', 'released') THEN answered.ended ELSE 'waiting' END,
    talk."on" - answered.starts_on
FROM answered JOIN intake_guarantee AS own ON own.id = answered.id
LEFT JOIN intake_guaranteefact AS talk ON talk.guarantee_id = own.id AND talk.withdrawn_at IS NULL
    AND talk.fact = 'first_talk_held'
"""
_DISCHARGED: Final = """
SELECT '{measure}', id, inquiry_id, NULL::uuid, area, {day}, {answer}, NULL::int
FROM discharged
WHERE {own}
"""
_COMPLETED: Final = """CASE WHEN reason = 'dead' THEN 'dead'
    WHEN reason = 'completed' AND {0} THEN 'yes' ELSE 'no' END"""
_RESULT: Final = """CASE WHEN reason = 'dead' THEN 'dead'
    WHEN result IN ('free', 'reduced') THEN 'yes' ELSE 'no' END"""
_BACK: Final = """CASE WHEN reason = 'dead' THEN 'dead' WHEN citizen_id IS NULL THEN 'anonymous'
    WHEN EXISTS (SELECT FROM treatment_course AS next WHERE next.citizen_id = discharged.citizen_id
        AND next.begun_on > discharged_on AND next.begun_on <= year_after) THEN 'yes' ELSE 'no' END"""
# What centre.clocks.rules.state_on says of an ended period. A paused one has no last day.
_IN_TIME: Final = """CASE WHEN clock.ended_as IN ('waive', 'release') THEN 'released'
    WHEN clock.stopped_on <= clock.due_on THEN 'yes'
    WHEN clock.stopped_on IS NOT NULL OR clock.due_on < %(today)s THEN 'no' ELSE 'running' END"""
# The end of a course releases a review; one that was overdue by then was not in time all the same.
_PLANS: Final = """
SELECT 'plan_review', review.id, course.inquiry_id, clock.id, course.area, clock.due_on,
    CASE WHEN clock.ended_as = 'release' AND course.ended_on > clock.due_on THEN 'no'
         ELSE {answer} END, NULL::int
FROM clocks_clock AS clock
JOIN treatment_planreview AS review ON review.clock_id = clock.id
JOIN treatment_treatmentplan AS plan ON plan.id = review.plan_id
JOIN treatment_course AS course ON course.id = plan.course_id
WHERE clock.kind = 'plan_review' AND clock.due_on BETWEEN %(since)s AND %(until)s
    AND (%(unit)s::bigint IS NULL OR clock.unit_id = %(unit)s)
"""
# A case that the appeals board sends back is decided anew within as many weeks, and is no complaint.
_COMPLAINTS: Final = """
SELECT 'complaint', clock.id, NULL::uuid, clock.id, '', clock.due_on, {answer}, NULL::int
FROM clocks_clock AS clock
WHERE clock.kind = 'reassessment' AND clock.due_on BETWEEN %(since)s AND %(until)s
    AND (%(unit)s::bigint IS NULL OR clock.unit_id = %(unit)s)
    AND NOT EXISTS (SELECT FROM complaints_complaint WHERE anew_clock_id = clock.id)
"""
_CALLS: Final = """
SELECT '{measure}', call.id, course.inquiry_id, clock.id, course.area, clock.due_on, {answer}, NULL::int
FROM followup_followup AS call
JOIN clocks_clock AS clock ON clock.id = call.clock_id
JOIN treatment_course AS course ON course.id = call.course_id
WHERE {own} AND clock.due_on BETWEEN %(since)s AND %(until)s
    AND (%(unit)s::bigint IS NULL OR clock.unit_id = %(unit)s)
"""
# What who was spoken to said; somebody who is in treatment again has not kept it.
_HELD: Final = """CASE WHEN call.outcome = 'dead' THEN 'dead' WHEN call.outcome = '' THEN 'open'
    WHEN call.result IN ('free', 'reduced') THEN 'yes'
    WHEN call.outcome IN ('reached', 'relapsed', 'readmitted') THEN 'no' ELSE 'unknown' END"""
_TALKS: Final = """
SELECT 'no_show', talk.id, course.inquiry_id, NULL::uuid, course.area, talk.held_on,
    CASE talk.attendance WHEN 'no_show' THEN 'yes' WHEN 'attended' THEN 'no'
        WHEN 'cancelled' THEN 'no' ELSE talk.attendance END, NULL::int
FROM treatment_session AS talk JOIN treatment_course AS course ON course.id = talk.course_id
WHERE talk.held_on BETWEEN %(since)s AND %(until)s
    AND (%(unit)s::bigint IS NULL OR course.unit_id = %(unit)s)
"""
_MOVE: Final = """
SELECT 'move', decision.id, decision.inquiry_id, NULL::uuid, decision.area, decision.decided_on,
    CASE WHEN inquiry.age_group = 'unknown' THEN 'unknown'
         WHEN decision.offer = ANY (%(move)s::text[]) THEN 'yes' ELSE 'no' END, NULL::int
FROM intake_decision AS decision JOIN intake_inquiry AS inquiry ON inquiry.id = decision.inquiry_id
WHERE decision.status = 'sent' AND decision.outcome <> 'refused' AND decision.area = 'drugs'
    AND inquiry.age_group <> '30_plus' AND decision.decided_on BETWEEN %(since)s AND %(until)s
    AND (%(unit)s::bigint IS NULL OR inquiry.unit_id = %(unit)s)
"""
# What holds: neither taken back nor corrected. The year before is read for those who came back in this.
_HOLDS: Final = """
, discharged AS MATERIALIZED (
    SELECT discharge.id, course.inquiry_id, course.area, course.citizen_id, discharge.discharged_on,
        (discharge.discharged_on + interval '12 months')::date AS year_after, discharge.reason,
        discharge.result
    FROM treatment_discharge AS discharge
    JOIN treatment_course AS course ON course.id = discharge.course_id
    WHERE NOT discharge.taken_back
        AND discharge.discharged_on >= %(since)s::date - interval '13 months'
        AND discharge.discharged_on <= %(until)s
        AND (%(unit)s::bigint IS NULL OR course.unit_id = %(unit)s)
        AND NOT EXISTS (SELECT FROM treatment_discharge AS later
                        WHERE later.corrects_id = discharge.id)
)
"""
_CASES: Final = """
, every (measure, row_id, inquiry_id, clock_id, area, on_day, answer, days) AS ({selects})
, cases AS (SELECT * FROM every WHERE on_day BETWEEN %(since)s AND %(until)s)
"""


def _guarantee(measure: str, answer: str, days: str = "NULL::int", own: str = "true") -> str:
    return _GUARANTEES.format(measure=measure, area=_AREA, answer=answer, days=days, own=own)


def _discharge(measure: str, answer: str, own: str = "true", day: str = "discharged_on") -> str:
    return _DISCHARGED.format(measure=measure, answer=answer, own=own, day=day)


def _call(measure: str, month: int) -> str:
    own = f"call.month = {month} AND call.outcome <> 'corrected'"
    return _CALLS.format(measure=measure, answer=_HELD, own=own)


_WAITED = """CASE WHEN ended IN ('kept', 'kept_late') THEN 'yes'
    WHEN ended IN ('waived', 'released') THEN ended ELSE 'waiting' END"""
_SELECTS: Final = {
    "guarantee_law": _guarantee("guarantee_law", _KEPT.format("law"), own="law <> 'none'")
    + "UNION ALL"
    + _NO_GUARANTEE,
    "guarantee_promised": _guarantee(
        "guarantee_promised", _KEPT.format("promised"), own="promised <> 'none'"
    ),
    "waiting": _guarantee("waiting", _WAITED, days="stopped_on - starts_on"),
    "first_talk": _FIRST_TALK.format(area=_AREA),
    "plan_review": _PLANS.format(answer=_IN_TIME),
    "follow_up": _CALLS.format(measure="follow_up", answer=_IN_TIME, own="true"),
    "complaint": _COMPLAINTS.format(answer=_IN_TIME),
    "completed": _discharge("completed", _COMPLETED.format("true")),
    "completed_well": _discharge(
        "completed_well", _COMPLETED.format("result IN ('free', 'reduced', 'stabilised')")
    ),
    "free_or_reduced": _discharge("free_or_reduced", _RESULT),
    "free_or_reduced_1": _call("free_or_reduced_1", 1),
    "free_or_reduced_6": _call("free_or_reduced_6", 6),
    "returned_after_free": _discharge(
        "returned_after_free", _BACK, own="result = 'free' AND reason <> 'dead'", day="year_after"
    ),
    "returned": _discharge("returned", _BACK, day="year_after"),
    "no_show": _TALKS,
    "move": _MOVE,
}
KEYS: Final = tuple(_SELECTS)


def cases_of(*keys: str) -> str:
    """A statement's beginning, in which `cases` are those of the measures within the period."""
    selects = "UNION ALL".join(_SELECTS[key] for key in keys)
    return ANSWERED + _HOLDS + _CASES.format(selects=selects)
