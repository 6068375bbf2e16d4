"""A complaint from the day it comes to the day it is closed: nothing twice, nothing lost."""

import uuid
from datetime import date, timedelta

import pytest

from centre.clocks.choices import Kind
from centre.records.models import AuditEntry
from centre.refusal import Refused
from complaints.actions import (
    acknowledge,
    assign,
    connect,
)
from complaints.choices import About, Track
from complaints.models import Complaint
from intake.choices import Area
from intake.models import Decision
from tests.centre.post.letters import words
from tests.complaints import cases
from tests.complaints.cases import CAME_AT, LATER, TEXT, events, fresh
from tests.conftest import moment
from tests.factories import House
from tests.intake import cases as intake_cases
from tests.there import there

pytestmark = pytest.mark.django_db


# --- Received -----------------------------------------------------------------------------------


def test_a_complaint_over_a_decision_starts_four_weeks_from_the_day_it_came(house: House) -> None:
    complaint = cases.registered(house, at=CAME_AT + timedelta(days=2))
    assert complaint.track == Track.APPEAL
    assert complaint.clock is not None
    assert complaint.clock.kind == Kind.REASSESSMENT
    assert complaint.clock.starts_on == date(2027, 1, 4)
    assert complaint.clock.due_on == date(2027, 2, 1)
    assert not complaint.late
    assert complaint.citizen == there(complaint.decision).inquiry.citizen


def test_a_late_complaint_is_received_all_the_same_and_marked(house: House) -> None:
    decision = cases.refusal(house)
    assert decision.complain_by_on is not None
    on_time = moment(f"{decision.complain_by_on} 23.59")
    assert not cases.registered(house, decision, received_at=on_time).late
    late = cases.registered(house, decision, received_at=on_time + timedelta(minutes=1))
    assert late.late
    assert late.clock is not None


def test_the_day_that_was_printed_counts_and_is_never_counted_anew(house: House) -> None:
    decision = cases.refusal(house)
    # A letter once printed a later day than the law gives: it binds (domain K9).
    Decision.objects.filter(pk=decision.pk).update(complain_by_on=date(2027, 3, 1))
    assert not cases.registered(house, decision, received_at=moment("2027-03-01 23.00")).late


def test_the_same_form_twice_is_one_complaint_and_other_answers_are_told(house: House) -> None:
    decision, key = cases.refusal(house), uuid.uuid4()
    first = cases.registered(house, decision, form_key=key)
    again = cases.registered(house, decision, form_key=key)
    assert first.pk == again.pk
    assert Complaint.objects.count() == 1
    assert events(first) == ["register"]
    with pytest.raises(Refused, match="andre svar"):
        cases.registered(house, decision, form_key=key, text="Noget helt andet.")


def test_nothing_is_received_in_the_future_or_over_what_was_never_sent(house: House) -> None:
    with pytest.raises(Refused, match="i fremtiden"):
        cases.registered(house, received_at=CAME_AT, at=CAME_AT - timedelta(minutes=1))
    prepared = intake_cases.prepared(house, Area.ALCOHOL)
    with pytest.raises(Refused, match="er ikke sendt"):
        cases.registered(house, prepared)


def test_of_somebody_without_a_name_only_the_half_day_is_kept(house: House) -> None:
    complaint = cases.anonymous(house)
    assert complaint.received_at == moment("2027-01-04 00.00")
    assert complaint.registered_at == moment("2027-01-04 00.00")
    assert complaint.events.get().at == moment("2027-01-04 00.00")
    line = AuditEntry.objects.get(action="complaint.register")
    assert (line.at, line.citizen_id) == (moment("2027-01-04 00.00"), None)
    assert TEXT not in str(line.detail)


def test_a_complaint_over_a_decision_needs_a_name(house: House) -> None:
    with pytest.raises(Refused, match="kræver et navn"):
        cases.anonymous(house, about=About.DECISION, area=Area.DRUGS)


def test_an_online_complaint_becomes_the_citizens_when_its_decision_is_known(house: House) -> None:
    decision = cases.refusal(house)
    complaint = cases.registered(
        house, web=True, channel="web", name="Ærø Ødegård", by=None, received_at=LATER
    )
    assert complaint.citizen is None
    complaint = connect(
        complaint_id=complaint.pk, decision_id=decision.pk, by=house.caseworker, at=LATER
    )
    assert complaint.citizen == decision.inquiry.citizen
    assert there(fresh(complaint).clock).citizen == decision.inquiry.citizen
    assert there(fresh(complaint).clock).starts_on == date(2027, 1, 12)


def test_a_new_standard_in_mid_case_moves_no_deadline(house: House) -> None:
    complaint = cases.registered(house)
    before = there(complaint.clock).due_on
    cases.acknowledged(house, complaint)
    assign(complaint_id=complaint.pk, to=house.colleague, by=house.leader, at=LATER)
    after = fresh(complaint).clock
    assert after is not None
    assert (after.due_on, after.responsible) == (before, house.colleague)


# --- Receipt ------------------------------------------------------------------------------------


def test_the_receipt_says_what_was_written_down_and_by_when_we_answer(house: House) -> None:
    complaint = cases.acknowledged(house)
    acknowledge(complaint_id=complaint.pk, channel="letter", by=house.colleague, at=LATER)
    line = complaint.events.get(type="acknowledge")
    assert line.letter is not None
    told = words(line.letter.pdf)
    assert TEXT in told
    assert "1. februar 2027" in told
    assert "Ankestyrelsen" in told
    assert events(complaint) == ["register", "acknowledge"]


def test_the_receipt_of_an_alcohol_complaint_promises_no_appeals_board(house: House) -> None:
    decision = cases.refusal(house, Area.ALCOHOL)
    complaint = cases.acknowledged(house, cases.registered(house, decision))
    assert complaint.track == Track.SERVICE
    assert complaint.clock is None
    letter = complaint.events.get(type="acknowledge").letter
    assert letter is not None
    told = words(letter.pdf)
    assert "Ankestyrelsen" not in told
    assert "lederen" in told.lower()
