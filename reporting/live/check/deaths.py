"""Who has died is told by what somebody wrote down; then nothing runs, and nothing is sent."""

from collections.abc import Iterable
from datetime import date, datetime

from reporting.live.check.fault import Fault, compare
from reporting.live.check.sql import rows

WRITTEN = """
SELECT 'discharge ' || course.id AS told FROM treatment_discharge AS held
    JOIN treatment_course AS course ON course.id = held.course_id
    WHERE held.reason = 'dead' AND NOT held.taken_back AND course.citizen_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM treatment_discharge WHERE corrects_id = held.id)
UNION SELECT 'follow_up ' || call.id FROM followup_followup AS call
    JOIN treatment_course AS course ON course.id = call.course_id
    WHERE call.outcome = 'dead' AND call.ended_by_id IS NOT NULL AND call.along_with_id IS NULL
        AND course.citizen_id IS NOT NULL
"""
KNOWN = """
SELECT told_in || ' ' || told_of AS told FROM citizens_death
    WHERE taken_back_at IS NULL AND told_in IN ('discharge', 'follow_up')
"""
RUNS = """
SELECT own.id FROM intake_guarantee AS own JOIN clocks_clock AS clock ON clock.id = own.clock_id
    JOIN citizens_death AS death ON death.citizen_id = clock.citizen_id
    WHERE death.taken_back_at IS NULL AND clock.stopped_on IS NULL
"""
RELEASED = """
SELECT death.told_of AS id FROM citizens_death AS death
    LEFT JOIN intake_guarantee AS own ON own.id = death.told_of
    LEFT JOIN clocks_clock AS clock ON clock.id = own.clock_id
    WHERE told_in = 'guarantee' AND taken_back_at IS NULL AND ended_as IS DISTINCT FROM 'release'
"""
BOOKED = """
SELECT booking.id FROM intake_booking AS booking
    JOIN intake_slot AS slot ON slot.id = booking.slot_id
    JOIN intake_inquiry AS inquiry ON inquiry.id = booking.inquiry_id
    JOIN citizens_death AS death ON death.citizen_id = inquiry.citizen_id
    WHERE death.taken_back_at IS NULL AND booking.status = 'booked' AND slot.starts_at > %(at)s
"""
WRITES = """
SELECT message.id FROM post_message AS message
    JOIN intake_booking AS booking ON split_part(once_key, ':', 2) = booking.id::text
    JOIN intake_inquiry AS inquiry ON inquiry.id = booking.inquiry_id
    JOIN citizens_death AS death ON death.citizen_id = inquiry.citizen_id
    WHERE death.taken_back_at IS NULL AND (state IN ('waiting', 'sending') OR sent_at > told_at)
"""


def faults(day: date, at: datetime) -> list[Fault]:
    return [
        *_told(day),
        *_none(day, "a guarantee of the dead", rows(RUNS)),
        *_none(day, "a death told with a release", rows(RELEASED)),
        *_none(day, "a time of the dead", rows(BOOKED, at=at)),
        *_none(day, "a message to the dead", rows(WRITES)),
    ]


def _told(day: date) -> list[Fault]:
    written = {one.told: True for one in rows(WRITTEN)}
    return compare(day, "who has died", written, {one.told: True for one in rows(KNOWN)})


def _none(day: date, what: str, found: Iterable[object]) -> list[Fault]:
    return [Fault(day, what, str(getattr(one, "id", "")), "none", "one") for one in found]
