"""Who may do what, as one table: a role and the doors it may open."""

from datetime import timedelta
from enum import StrEnum
from typing import Final, Self

from centre.staff.choices import Role

# A longer password is refused before it is hashed: hashing 10 MB would be work for an attacker to give.
LONGEST: Final = 200
# So long after somebody has shown who they are, an export or a look-up asks for nothing more. Ours.
FRESH: Final = timedelta(minutes=10)


class Door(StrEnum):
    """What a role may do, and that in words. Which persons it may do it for is the scope's question."""

    words: str

    def __new__(cls, name: str, words: str) -> Self:
        made = str.__new__(cls, name)
        made._value_, made.words = name, words
        return made

    WORK_CASES = "work_cases", "inquiries, attempts to reach somebody, first contact, complaints"
    # No secretary's reading (ux E.2).
    ASSESS = "assess", "assessments, decisions and their grounds, treatment, follow-up"
    # Autorisationsloven ch. 6: who is authorised keeps it, and it is not the social side's to read.
    HEALTH_RECORD = "health_record", "notes of the health record, and passing one on"
    APPROVE = "approve", "refusals and stays that somebody else has prepared"
    BOOK = "book", "free times, bookings, the day's list"
    SEE_RISK = "see_risk", "the risk board and the measures"
    ASSIGN_OTHERS = "assign_others", "give a case to somebody else"
    SETTINGS = "settings", "opening hours, closed days, operation"
    OVERBOOK = "overbook", "one more than there are seats, with a reason"
    DISPOSE = "dispose", "lists of what has been kept long enough, holds on deletion"
    APPROVE_DISPOSAL = (
        "approve_disposal",
        "protocols of deletion by number and year, and the approval of what somebody else has listed",
    )
    SEE_LOOK_UPS = (
        "see_look_ups",
        "the reasons for which files of the unit were opened, and their review",
    )
    SEE_LOG = (
        "see_log",
        "how much is odd in the log of readings, and what left the house; nobody's name",
    )


DOORS: dict[str, frozenset[Door]] = {
    Role.CASEWORKER: frozenset({Door.WORK_CASES, Door.ASSESS, Door.BOOK, Door.OVERBOOK}),
    Role.DOCTOR: frozenset({Door.WORK_CASES, Door.ASSESS, Door.HEALTH_RECORD}),
    Role.NURSE: frozenset({Door.WORK_CASES, Door.ASSESS, Door.HEALTH_RECORD, Door.BOOK}),
    Role.LEADER: frozenset(Door) - {Door.HEALTH_RECORD},
    Role.SECRETARY: frozenset({Door.WORK_CASES, Door.BOOK}),
    Role.QUALITY: frozenset({Door.SEE_RISK, Door.SEE_LOG}),
    # No clinical reading for the one who runs the system (ux E.2).
    Role.ADMINISTRATOR: frozenset({Door.SETTINGS, Door.SEE_LOG, Door.APPROVE_DISPOSAL}),
}


def may(role: str, door: Door) -> bool:
    """Whether the role opens the door; an unknown role opens none."""
    return door in DOORS.get(role, frozenset())
