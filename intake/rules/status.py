"""The doors through a status, as tables. The diagrams in the docs are generated from them."""

from collections.abc import Mapping

from centre.records.choices import Answer
from intake.choices import BookingStatus, DecisionStatus, InquiryStatus

INQUIRY: Mapping[str, frozenset[str]] = {
    InquiryStatus.NEW: frozenset(
        {
            InquiryStatus.IN_CONTACT,
            InquiryStatus.STARTED,
            InquiryStatus.ADVISED,
            InquiryStatus.WITHDRAWN,
            InquiryStatus.REFERRED,
            InquiryStatus.DIED,
        }
    ),
    InquiryStatus.IN_CONTACT: frozenset(
        {
            InquiryStatus.STARTED,
            InquiryStatus.ADVISED,
            InquiryStatus.WITHDRAWN,
            InquiryStatus.REFERRED,
            InquiryStatus.DIED,
        }
    ),
    InquiryStatus.STARTED: frozenset(),
    InquiryStatus.ADVISED: frozenset({InquiryStatus.IN_CONTACT}),
    InquiryStatus.WITHDRAWN: frozenset({InquiryStatus.IN_CONTACT}),
    InquiryStatus.REFERRED: frozenset({InquiryStatus.IN_CONTACT}),
    InquiryStatus.DIED: frozenset({InquiryStatus.IN_CONTACT}),
}

BOOKING: Mapping[str, frozenset[str]] = {
    BookingStatus.BOOKED: frozenset(
        {
            BookingStatus.MOVED,
            BookingStatus.CANCELLED,
            BookingStatus.ATTENDED,
            BookingStatus.NO_SHOW,
        }
    ),
    BookingStatus.MOVED: frozenset(),
    BookingStatus.CANCELLED: frozenset(),
    # A slip of the hand at the desk can be set right.
    BookingStatus.ATTENDED: frozenset({BookingStatus.NO_SHOW}),
    BookingStatus.NO_SHOW: frozenset({BookingStatus.ATTENDED}),
}

# What was sent is never taken back, only replaced by a later one.
DECISION: Mapping[str, frozenset[str]] = {
    DecisionStatus.PREPARED: frozenset(
        {DecisionStatus.TO_APPROVE, DecisionStatus.SENT, DecisionStatus.DISCARDED}
    ),
    DecisionStatus.TO_APPROVE: frozenset(
        {DecisionStatus.PREPARED, DecisionStatus.SENT, DecisionStatus.DISCARDED}
    ),
    DecisionStatus.SENT: frozenset({DecisionStatus.REPLACED}),
    DecisionStatus.REPLACED: frozenset(),
    DecisionStatus.DISCARDED: frozenset(),
}

# Waiting has no word of its own in the row, and is over by itself after an hour. An answer stands.
WAITING = "waiting"
LOOK_UP_REQUEST: Mapping[str, frozenset[str]] = {
    WAITING: frozenset({Answer.GRANTED, Answer.REFUSED}),
    Answer.GRANTED: frozenset(),
    Answer.REFUSED: frozenset(),
}

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "inquiry": INQUIRY,
    "booking": BOOKING,
    "decision": DECISION,
    "look-up request": LOOK_UP_REQUEST,
}


def may_move(table: Mapping[str, frozenset[str]], old: str, new: str) -> bool:
    """Whether the table has a door from the old status to the new one."""
    return new in table[old]
