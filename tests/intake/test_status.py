"""The doors through a status."""

import pytest

from centre.records.choices import Answer
from intake.choices import BookingStatus, DecisionStatus, InquiryStatus
from intake.rules.status import BOOKING, INQUIRY, TABLES, WAITING, may_move

WORDS = {
    "inquiry": InquiryStatus.values,
    "booking": BookingStatus.values,
    "decision": DecisionStatus.values,
    "look-up request": [WAITING, *Answer.values],
}
FIRST = {
    "inquiry": InquiryStatus.NEW,
    "booking": BookingStatus.BOOKED,
    "decision": DecisionStatus.PREPARED,
    "look-up request": WAITING,
}


def test_every_table_speaks_of_every_status_and_of_no_other() -> None:
    for name, table in TABLES.items():
        words = set(WORDS[name])
        assert set(table) == words
        assert set().union(*table.values()) <= words


def test_every_status_has_a_way_in() -> None:
    for name, table in TABLES.items():
        reached, waiting = set(), [str(FIRST[name])]
        while waiting:
            status = waiting.pop()
            reached.add(status)
            waiting += sorted(table[status] - reached)
        assert reached == set(table), name


@pytest.mark.threat("T13")
def test_no_status_leads_to_itself() -> None:
    assert [
        (name, one) for name, table in TABLES.items() for one in table if one in table[one]
    ] == []


@pytest.mark.parametrize("status", [BookingStatus.MOVED, BookingStatus.CANCELLED])
def test_what_was_given_back_is_not_taken_again(status: BookingStatus) -> None:
    assert BOOKING[status] == frozenset()


def test_treatment_that_has_begun_is_not_undone_at_the_desk() -> None:
    assert INQUIRY[InquiryStatus.STARTED] == frozenset()


@pytest.mark.parametrize("ended", ["advised", "withdrawn", "referred", "died"])
def test_an_ended_inquiry_can_only_be_taken_up_again(ended: str) -> None:
    assert INQUIRY[ended] == {InquiryStatus.IN_CONTACT}
    assert may_move(INQUIRY, ended, "in_contact")
    assert not may_move(INQUIRY, ended, "started")
