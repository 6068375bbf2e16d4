"""Every course: begun by its first talk, held within its grant, its plan looked at in time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from reporting.live.check.days import months_after
from reporting.live.check.fault import Fault, compare
from reporting.live.check.sql import rows
from reporting.live.check.standard import Version

# Of several at a time each begins before the one before it is over.
TALKS_AT_A_TIME = """
SELECT * FROM (
    SELECT talk.id, lag(talk.id) OVER of_one AS other, lower(during) AS begins,
        max(upper(during)) OVER (of_one ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS over
    FROM treatment_session AS talk JOIN treatment_course AS course ON course.id = talk.course_id
    WHERE attendance IN ('planned', 'attended') AND {who} IS NOT NULL
    WINDOW of_one AS (PARTITION BY {who} ORDER BY lower(during))
) AS talks WHERE begins < over
"""
KINDS = {
    "alcohol": ("alcohol",),
    "drugs": ("social_drug", "youth_drug"),
    "anonymous_drugs": ("anonymous_drug",),
    "substitution": ("medical",),
}


def faults(day: date, found: list[Version]) -> list[Fault]:
    return [
        *_begun(day),
        *_guarantees(day),
        *_caps(day),
        *_reviews(day, found),
        *_statuses(day),
        *_in_two_places(day),
    ]


def _begun(day: date) -> list[Fault]:
    """A course begins on the day of the first talk that was attended, and not before."""
    found = rows(
        "SELECT course.id, begun_on, min(held_on) FILTER (WHERE attendance = 'attended') AS first "
        "FROM treatment_course AS course "
        "LEFT JOIN treatment_session AS talk ON talk.course_id = course.id GROUP BY course.id"
    )
    expected = {one.id: one.first for one in found}
    return compare(day, "the first day of a course", expected, {o.id: o.begun_on for o in found})


def _guarantees(day: date) -> list[Fault]:
    """Treatment that has begun has stopped the clocks of its kind, on that day, unless they had ended."""
    found = rows(
        "SELECT own.id, own.kind, area, min(begun_on) AS begun_on, clock.stopped_on, ended_as "
        "FROM treatment_course AS course "
        "JOIN intake_guarantee AS own ON own.inquiry_id = course.inquiry_id "
        "JOIN clocks_clock AS clock ON clock.id = own.clock_id "
        "WHERE begun_on >= clock.starts_on GROUP BY own.id, own.kind, area, stopped_on, ended_as"
    )
    return [
        Fault(day, "a guarantee of who has begun", str(one.id), one.begun_on, one.stopped_on)
        for one in found
        if one.kind in KINDS[one.area]
        and one.ended_as not in ("waive", "release")
        and one.stopped_on != one.begun_on
    ]


def _caps(day: date) -> list[Fault]:
    """No decision gives more talks than it grants, and none after its last day."""
    found = rows(
        "SELECT decision.id, sessions_granted, granted_until, count(*) AS held, "
        "max(held_on) AS last FROM treatment_session AS talk "
        "JOIN intake_decision AS decision ON decision.id = talk.decision_id "
        "WHERE attendance = 'attended' GROUP BY decision.id"
    )
    faults = []
    for one in found:
        if one.sessions_granted is not None and one.held > one.sessions_granted:
            faults.append(
                Fault(day, "the talks of a decision", str(one.id), one.sessions_granted, one.held)
            )
        if one.granted_until is not None and one.last > one.granted_until:
            faults.append(
                Fault(day, "the last day of a decision", str(one.id), one.granted_until, one.last)
            )
    return faults


def _reviews(day: date, found: list[Version]) -> list[Fault]:
    """Each version has its own clock where the council says how often a plan is looked at."""
    versions = {one.id: one for one in found}
    plans = rows(
        "SELECT plan.id, course.id AS course_id, plan.agreed_on, course.standard_id, "
        "course.status, decision.offer, clock.starts_on, clock.due_on, clock.stopped_on, ended_as, "
        "lead(plan.agreed_on) OVER (PARTITION BY course.id ORDER BY plan.version) AS next_on "
        "FROM treatment_treatmentplan AS plan "
        "JOIN treatment_course AS course ON course.id = plan.course_id "
        "JOIN intake_decision AS decision ON decision.id = plan.decision_id "
        "LEFT JOIN treatment_planreview AS review ON review.plan_id = plan.id "
        "LEFT JOIN clocks_clock AS clock ON clock.id = review.clock_id"
    )
    expected, told = {}, {}
    for one in plans:
        months = _months(versions[one.standard_id].told, one.offer)
        due_on = months_after(one.agreed_on, months) if months else None
        ends = one.next_on if months else None
        if months and one.next_on is None and one.status not in ("set_up", "running"):
            # It was released with the course; when, its own ledger says.
            ends = one.stopped_on if one.ended_as == "release" else "released"
        expected[one.id] = one.agreed_on if months else None, due_on, ends
        told[one.id] = one.starts_on, one.due_on, one.stopped_on
    return compare(day, "the review of a plan", expected, told)


def _months(told: dict[str, Any], offer: str) -> int | None:
    """The shortest of what the council says of looking at a plan again."""
    plan = told.get("plan", {})
    own: Iterable[dict[str, Any]] = told.get("offers", [])
    said = [plan.get("review_months"), plan.get("short_term_months")]
    said += [one.get("evaluate_months") for one in own if one["key"] == offer]
    return min((months for months in said if months), default=None)


def _statuses(day: date) -> list[Fault]:
    """Each course stands where the acts written down about it lead; each talk as it was settled last."""
    told: dict[str, str] = {}
    after = {
        "course.set_up": "set_up",
        "course.begin": "running",
        "course.never_begin": "never_begun",
        "discharge": "ended",
        "discharge.take_back": "running",
    }
    for one in rows(
        "SELECT coalesce(course_id::text, row_id) AS row_id, action, entry.at "
        "FROM records_auditentry AS entry LEFT JOIN treatment_discharge AS ended "
        "ON ended.id::text = row_id AND \"row\" = 'treatment.Discharge' "
        "WHERE \"row\" IN ('treatment.Course', 'treatment.Discharge') ORDER BY entry.at"
    ):
        told[one.row_id] = after.get(one.action, told.get(one.row_id, ""))
    found = {one.id: one.status for one in rows("SELECT id::text, status FROM treatment_course")}
    return [*compare(day, "the status of a course", told, found), *_talks(day)]


def _talks(day: date) -> list[Fault]:
    said = {
        one.row_id: one.now
        for one in rows(
            "SELECT row_id, detail->>'now' AS now FROM records_auditentry "
            "WHERE action = 'session.settle' ORDER BY at"
        )
    }
    talks = rows("SELECT id::text, attendance FROM treatment_session")
    found = {one.id: one.attendance for one in talks if one.attendance != "cancelled_by_us"}
    expected = {pk: said.get(pk, "planned") for pk in found}
    return compare(day, "how a talk went", expected, found)


def _in_two_places(day: date) -> list[Fault]:
    """Neither a counsellor nor a citizen is at two talks at a time."""
    return [
        Fault(day, "two talks at a time", str(one.id), "one", one.other)
        for who in ("talk.counsellor_id", "course.citizen_id")
        for one in rows(TALKS_AT_A_TIME.format(who=who))
    ]
