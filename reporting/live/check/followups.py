"""Invariant 8: each discharge that counts has exactly its follow-ups, and nobody calls the dead."""

from collections import defaultdict
from datetime import date
from typing import Any

from reporting.live.check.days import months_after
from reporting.live.check.fault import Fault, compare
from reporting.live.check.sql import rows
from reporting.live.check.standard import Version

# BEK 1691/2023 § 4 stk. 2: drug treatment, these four ways to end, after one month and after six.
BY_LAW = ("completed", "other_offer", "hospital", "other_reason")
MONTHS = (1, 6)
HELD = """
SELECT held.*, course.area, course.standard_id, course.citizen_id, course.inquiry_id,
    EXISTS (
        SELECT 1 FROM treatment_discharge AS last
        JOIN treatment_course AS own ON own.id = last.course_id
        WHERE own.citizen_id = course.citizen_id AND last.reason = 'dead' AND NOT last.taken_back
            AND NOT EXISTS (SELECT 1 FROM treatment_discharge WHERE corrects_id = last.id)
    ) OR EXISTS (
        SELECT 1 FROM followup_followup AS told JOIN treatment_course AS own
            ON own.id = told.course_id
        WHERE own.citizen_id = course.citizen_id AND told.outcome = 'dead'
    ) OR EXISTS (
        SELECT 1 FROM citizens_death AS death
        WHERE death.citizen_id = course.citizen_id AND taken_back_at IS NULL
    ) AS dead,
    EXISTS (
        SELECT 1 FROM treatment_course AS later
        WHERE later.id <> course.id AND later.area = course.area
            AND later.begun_on >= held.discharged_on
            AND (later.citizen_id = course.citizen_id
                OR (course.citizen_id IS NULL AND later.inquiry_id = course.inquiry_id))
    ) AS again,
    EXISTS (
        SELECT 1 FROM followup_followup AS told
        WHERE told.course_id = course.id AND told.outcome = 'declined'
    ) AS declined
FROM treatment_discharge AS held JOIN treatment_course AS course ON course.id = held.course_id
WHERE NOT held.taken_back
    AND NOT EXISTS (SELECT 1 FROM treatment_discharge WHERE corrects_id = held.id)
"""
STANDS = """
SELECT told.id, told.course_id, told.discharge_id, month, outcome, ended_on, clock.starts_on,
    clock.due_on, clock.source, clock.stopped_on
FROM followup_followup AS told JOIN clocks_clock AS clock ON clock.id = told.clock_id
"""


def faults(day: date, found: list[Version]) -> list[Fault]:
    stands: dict[object, list[Any]] = defaultdict(list)
    for one in rows(STANDS):
        stands[one.course_id].append(one)
    versions = {one.id: one for one in found}
    held = {one.course_id: one for one in rows(HELD)}
    told: list[Fault] = []
    for course_id, one in held.items():
        told += _of_a_discharge(day, one, versions[one.standard_id].told, stands[course_id])
    for course_id in stands.keys() - held.keys():
        told += _nobody_is_called(day, course_id, stands[course_id], "the discharge does not hold")
    return [*told, *_twice(day, stands), *_ended(day, stands)]


def _of_a_discharge(
    day: date, held: Any, standard: dict[str, Any], stands: list[Any]
) -> list[Fault]:
    if held.dead:
        return _nobody_is_called(day, held.course_id, stands, "dead")
    if held.again:
        return _nobody_is_called(day, held.course_id, stands, "in treatment again")
    expected = {
        (held.id, month): (held.discharged_on, months_after(held.discharged_on, month), source)
        for month, source in _promised(held, standard).items()
    }
    done = {
        one.month
        for one in stands
        if one.discharge_id != held.id
        and one.outcome not in ("", "corrected")
        and one.ended_on >= held.discharged_on
    }
    found = {
        (held.id, one.month): (one.starts_on, one.due_on, one.source)
        for one in stands
        if one.discharge_id == held.id
    }
    # What was done under the discharge that this one set right counts.
    for month in done:
        expected.pop((held.id, month), None)
        found.pop((held.id, month), None)
    return compare(day, "the follow-ups of a discharge", expected, found)


def _promised(held: Any, standard: dict[str, Any]) -> dict[int, str]:
    """After how many months somebody is called, and who says so."""
    reached = held.follow_up_route not in ("", "none")
    if held.reason == "dead" or (held.citizen_id is None and not reached):
        return {}
    rule = next((one for one in standard.get("follow_up", []) if one["area"] == held.area), None)
    drugs = held.area == "drugs"
    statuses = (rule or {}).get("statuses") or BY_LAW
    months = rule.get("months", []) if rule else MONTHS if drugs else ()
    told: dict[int, str] = {}
    if reached and held.reason in statuses:
        told = dict.fromkeys(months, "local")
    if drugs and held.reason in BY_LAW:
        told |= dict.fromkeys(MONTHS, "law")
    return told


def _nobody_is_called(day: date, course_id: object, stands: list[Any], why: str) -> list[Fault]:
    open_ones = [one for one in stands if one.outcome == ""]
    what = f"a call that nobody is owed: {why}"
    return [Fault(day, what, str(course_id), "none", one.month) for one in open_ones]


def _twice(day: date, stands: dict[object, list[Any]]) -> list[Fault]:
    """Each month of a course once, but for those that a correction made needless."""
    faults = []
    for course_id, own in stands.items():
        months = [one.month for one in own if one.outcome != "corrected"]
        faults += [
            Fault(day, "a follow-up done once", f"{course_id} {month}", 1, months.count(month))
            for month in sorted(set(months))
            if months.count(month) > 1
        ]
    return faults


def _ended(day: date, stands: dict[object, list[Any]]) -> list[Fault]:
    """A follow-up that has ended has stopped its clock, and no other has."""
    every = [one for own in stands.values() for one in own]
    return [
        Fault(day, "the clock of a follow-up", str(one.id), one.outcome or "open", one.stopped_on)
        for one in every
        if (one.outcome == "") != (one.stopped_on is None)
    ]
