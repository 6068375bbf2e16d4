"""The doors through a status of the treatment, as tables. The diagrams are generated from them."""

from collections.abc import Mapping

from treatment.choices import Attendance, CourseStatus

# Something may still happen in a course of these.
OPEN_STATUSES = (CourseStatus.SET_UP, CourseStatus.RUNNING)

COURSE: Mapping[str, frozenset[str]] = {
    CourseStatus.SET_UP: frozenset({CourseStatus.RUNNING, CourseStatus.NEVER_BEGUN}),
    CourseStatus.RUNNING: frozenset({CourseStatus.ENDED}),
    # A discharge that was a mistake is taken back.
    CourseStatus.ENDED: frozenset({CourseStatus.RUNNING}),
    CourseStatus.NEVER_BEGUN: frozenset(),
}

_SETTLED = frozenset(
    {
        Attendance.ATTENDED,
        Attendance.CANCELLED,
        Attendance.NO_SHOW,
        Attendance.CANCELLED_BY_US,
    }
)

SESSION: Mapping[str, frozenset[str]] = {
    Attendance.PLANNED: _SETTLED,
    # A slip of the hand is set right; what was settled is never planned again.
    **{one: _SETTLED - {one} for one in sorted(_SETTLED)},
}

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "course": COURSE,
    "session": SESSION,
}
