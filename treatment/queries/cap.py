"""How much of a grant is used."""

from centre.rows import find
from treatment.models import Course
from treatment.rules.cap import Cap

# Asked up to three times for each talk, so by hand: to build the question took more than the answer.
_COUNTED = """
SELECT count(*) FILTER (WHERE attendance = 'attended'), count(*) FILTER (WHERE attendance = 'planned')
FROM treatment_session WHERE course_id = %(course)s AND decision_id = %(decision)s
"""


def cap_of(course: Course) -> Cap:
    """What the decision in force gives and what of it is used. One query, the decision being read."""
    [(attended, planned)] = find(_COUNTED, course=course.pk, decision=course.decision_id)
    return Cap(
        granted=course.decision.sessions_granted,
        until=course.decision.granted_until,
        attended=attended,
        planned=planned,
    )
