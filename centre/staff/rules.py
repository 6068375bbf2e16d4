"""Who may do what, as one table: a role and the doors it may open."""

from enum import StrEnum

from centre.staff.choices import Role


class Door(StrEnum):
    """What a role may do. Which persons it may do it for is the scope's question."""

    WORK_CASES = "work_cases"  # inquiries, contact attempts, first contact
    ASSESS = "assess"  # assessments, decisions and their grounds: no secretary's reading (ux E.2)
    APPROVE = "approve"  # refusals and stays, prepared by somebody else
    BOOK = "book"  # free times, bookings, the day list
    SEE_RISK = "see_risk"  # the leader's risk board
    ASSIGN_OTHERS = "assign_others"
    SETTINGS = "settings"  # opening hours, closures, operation
    OVERBOOK = "overbook"
    SEE_LOOK_UPS = "see_look_ups"  # the reasons for which files of the unit were opened


DOORS: dict[str, frozenset[Door]] = {
    Role.CASEWORKER: frozenset({Door.WORK_CASES, Door.ASSESS, Door.BOOK, Door.OVERBOOK}),
    Role.DOCTOR: frozenset({Door.WORK_CASES, Door.ASSESS}),
    Role.NURSE: frozenset({Door.WORK_CASES, Door.ASSESS, Door.BOOK}),
    Role.LEADER: frozenset(Door),
    Role.SECRETARY: frozenset({Door.WORK_CASES, Door.BOOK}),
    Role.QUALITY: frozenset({Door.SEE_RISK}),
    # No clinical reading for the one who runs the system (ux E.2).
    Role.ADMINISTRATOR: frozenset({Door.SETTINGS}),
}


def may(role: str, door: Door) -> bool:
    """Whether the role opens the door; an unknown role opens none."""
    return door in DOORS.get(role, frozenset())
