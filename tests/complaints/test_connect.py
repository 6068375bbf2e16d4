"""Whose case an online complaint is, and what it is about: said by the staff, moving no day."""

from datetime import date

import pytest

from centre.citizens.actions import Person
from centre.refusal import Refused
from complaints.actions import connect, put_right
from complaints.choices import About, NextStep, Status, Track
from complaints.models import Complaint
from complaints.queries.complaint import step_of
from intake.choices import Area
from tests.complaints import cases
from tests.complaints.cases import LATER, events, fresh
from tests.factories import House
from tests.intake import cases as intake_cases

pytestmark = pytest.mark.django_db
TODAY = LATER.date()


def step(complaint: Complaint) -> NextStep | None:
    return step_of(fresh(complaint), TODAY)


def test_who_waits_for_treatment_has_no_letter_and_is_found_by_the_inquiry(house: House) -> None:
    inquiry = intake_cases.asked(house, Area.DRUGS)
    complaint = cases.online(house, about=About.GUARANTEE)
    assert step(complaint) == NextStep.CONNECT
    for _twice in range(2):
        connect(complaint_id=complaint.pk, inquiry_id=inquiry.pk, by=house.caseworker, at=LATER)
    found = fresh(complaint)
    assert (found.citizen, found.decision, found.late) == (inquiry.citizen, None, False)
    assert events(complaint) == ["register", "connect"]
    assert step(complaint) == NextStep.ACKNOWLEDGE


def test_over_a_decision_the_case_is_not_enough_and_the_decision_is_said_next(
    house: House,
) -> None:
    decision = cases.refusal(house)
    complaint = cases.online(house, received_at=LATER)
    connect(
        complaint_id=complaint.pk, inquiry_id=decision.inquiry_id, by=house.caseworker, at=LATER
    )
    assert step(complaint) == NextStep.CONNECT
    connect(complaint_id=complaint.pk, decision_id=decision.pk, by=house.caseworker, at=LATER)
    assert fresh(complaint).decision == decision
    assert step(complaint) == NextStep.ACKNOWLEDGE


def test_a_complaint_is_never_moved_to_another_citizen(house: House) -> None:
    decision = cases.refusal(house)
    other = intake_cases.asked(house, Area.DRUGS, person=Person("Bo Bæk"))
    complaint = cases.registered(house, inquiry_id=other.pk)
    with pytest.raises(Refused, match="en anden borgers"):
        connect(complaint_id=complaint.pk, decision_id=decision.pk, by=house.caseworker, at=LATER)
    assert fresh(complaint).citizen == other.citizen


# --- What it is about ---------------------------------------------------------------------------


def right(house: House, complaint: Complaint, **changes: str) -> Complaint:
    given = {"about": About.DECISION, "area": Area.DRUGS, "words": "", **changes}
    by = house.leader if "leader" in given else house.caseworker
    given.pop("leader", None)
    return put_right(complaint_id=complaint.pk, by=by, at=LATER, **given)


def test_what_was_said_decides_and_the_deadline_counts_from_the_day_it_came(house: House) -> None:
    complaint = cases.online(house, about=About.CASE_HANDLING)
    assert (complaint.track, complaint.clock) == (Track.SERVICE, None)
    for _twice in range(2):
        right(house, complaint)
    found = fresh(complaint)
    assert found.track == Track.APPEAL
    assert found.clock is not None
    assert (found.clock.starts_on, found.clock.due_on) == (date(2027, 1, 4), date(2027, 2, 1))
    assert events(complaint) == ["register", "put_right"]


def test_a_receipt_that_told_another_way_is_given_anew(house: House) -> None:
    complaint = cases.acknowledged(house, cases.online(house, about=About.CASE_HANDLING))
    assert right(house, complaint).status == Status.RECEIVED
    # The same way, another word: what the receipt told still holds.
    again = cases.acknowledged(house, complaint)
    assert right(house, again, about=About.PLAN).status == Status.ACKNOWLEDGED


def test_only_the_leader_takes_a_complaint_from_its_deadline_and_says_why(house: House) -> None:
    complaint = cases.online(house)
    clock = complaint.clock
    assert clock is not None
    with pytest.raises(Refused, match="Kun lederen"):
        right(house, complaint, about=About.STAFF, words="Den handler om tonen.")
    with pytest.raises(Refused, match="hvorfor"):
        right(house, complaint, about=About.STAFF, leader="yes")
    right(house, complaint, about=About.STAFF, leader="yes", words="Den handler om tonen.")
    found = fresh(complaint)
    assert (found.track, found.clock) == (Track.SERVICE, None)
    clock.refresh_from_db()
    assert clock.ended_as == "release"


def test_what_is_over_a_decision_is_about_that_decisions_treatment(house: House) -> None:
    complaint = cases.registered(house)
    with pytest.raises(Refused, match="en anden behandling"):
        right(house, complaint, area=Area.ALCOHOL, leader="yes", words="Alkohol.")


def test_who_gives_no_name_cannot_be_sent_the_way_that_needs_one(house: House) -> None:
    with pytest.raises(Refused, match="kræver et navn"):
        right(house, cases.anonymous(house))
