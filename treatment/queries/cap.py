"""How much of a grant is used."""

from django.db.models import Count, Q

from treatment.choices import Attendance
from treatment.models import Course, Session
from treatment.rules.cap import Cap


def cap_of(course: Course) -> Cap:
    """What the decision in force gives and what of it is used. One query, the decision being read."""
    counted = Session.objects.filter(course=course, decision=course.decision_id).aggregate(
        attended=Count("pk", filter=Q(attendance=Attendance.ATTENDED)),
        planned=Count("pk", filter=Q(attendance=Attendance.PLANNED)),
    )
    return Cap(
        granted=course.decision.sessions_granted, until=course.decision.granted_until, **counted
    )
