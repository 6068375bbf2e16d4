"""What is kept goes to the appeals board, what it then says, and what is answered or taken back."""

from datetime import date

import pytest

from centre.citizens.actions import Person
from centre.refusal import Refused
from complaints.actions import (
    acknowledge,
    answer,
    close,
    pass_on,
    reassess,
    record_decided_anew,
    record_outcome,
    withdraw,
)
from complaints.choices import About, Closing, Reassessed, Status, Track
from intake.actions.decision import write_decision
from intake.actions.sending import replace_decision
from intake.choices import Area
from tests.centre.post.letters import read, words
from tests.complaints import cases
from tests.complaints.cases import LATER, REASONS, TEXT, events, fresh
from tests.conftest import moment
from tests.factories import House
from tests.intake import cases as intake_cases
from tests.there import there

pytestmark = pytest.mark.django_db


# --- Sent on ------------------------------------------------------------------------------------


def test_what_is_kept_goes_to_the_board_as_one_file_with_an_index(house: House) -> None:
    complaint = fresh(cases.forwarded(house))
    line = complaint.events.get(type="forward")
    assert line.file is not None and line.cover is not None and line.letter is not None
    told = words(line.file.pdf)
    assert "Indhold" in told
    for part in (TEXT, REASONS, "Det, borgeren fortalte om use", "Du drikker mere"):
        assert part in told, part
    outline = [one.title for one in read(line.file.pdf).outline if not isinstance(one, list)]
    for title in ("1. Klagen", "3. Brev til borgeren: Vi har fået din klage", "4. Afgørelse: Du"):
        assert any(one.startswith(title) for one in outline), title
    assert told.count(complaint.reference) >= len(read(line.file.pdf).pages)
    assert f"Side 1 af {len(read(line.file.pdf).pages)}" in told
    cover = words(line.cover.pdf)
    assert "Ankestyrelsen" in cover and "7998 Statsservice" in cover
    assert line.cover.written_on == line.letter.written_on == line.file.written_on
    assert "Ankestyrelsen" in words(line.letter.pdf)
    assert complaint.clock is not None and complaint.clock.stopped_on == date(2027, 1, 12)


def test_the_papers_hold_no_draft_and_nothing_of_anybody_else(house: House) -> None:
    other = intake_cases.asked(house, Area.DRUGS, person=Person("Bo Bæk"))
    cases.registered(house, inquiry_id=other.pk, about=About.GUARANTEE, text="Bos egne ord.")
    complaint = cases.acknowledged(house)
    decision = complaint.decision
    assert decision is not None
    draft = cases.grant(complaint, grounds="Kladde, som ingen har sendt.")
    write_decision(decision.visitation, decision.inquiry, draft, by=house.caseworker, at=LATER)
    file = cases.forwarded(house, complaint).events.get(type="forward").file
    assert file is not None
    told = words(file.pdf)
    for strange in ("Bo Bæk", "Bos egne ord", "Kladde, som ingen har sendt"):
        assert strange not in told


def test_a_late_complaint_is_sent_on_and_the_board_is_told_that_it_was_late(house: House) -> None:
    decision = cases.refusal(house)
    late = cases.registered(house, decision, received_at=moment("2027-02-10 10.00"))
    at = moment("2027-02-11 10.00")
    acknowledge(complaint_id=late.pk, channel="digital_post", by=house.caseworker, at=at)
    cases.reassessed(house, Reassessed.MAINTAINED, late, at=at)
    cover = late.events.get(type="forward").cover
    assert cover is not None
    assert "efter den sidste dag" in words(cover.pdf).lower()


def test_nothing_is_sent_when_one_of_its_letters_is_another_than_was_seen(house: House) -> None:
    complaint = cases.acknowledged(house)
    wrong = cases.result(Reassessed.MAINTAINED, seen=cases.SEEN_WRONG)
    with pytest.raises(Refused, match="siden du så det"):
        reassess(complaint_id=complaint.pk, result=wrong, by=house.caseworker, at=LATER)
    found = fresh(complaint)
    assert (found.status, found.forwarded_on) == (Status.ACKNOWLEDGED, None)
    assert events(found) == ["register", "acknowledge"]


# --- What the board decides ---------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["confirmed", "changed", "repealed", "dismissed"])
def test_what_the_board_decides_is_recorded_and_the_complaint_can_be_closed(
    house: House, outcome: str
) -> None:
    complaint = cases.decided(house, outcome)
    assert (complaint.status, complaint.anew_clock) == (Status.DECIDED, None)
    at = moment("2027-03-03 09.00")
    assert close(complaint_id=complaint.pk, by=house.caseworker, at=at).closing == Closing.DECIDED


def test_a_case_that_is_sent_back_starts_a_clock_that_a_new_decision_stops(house: House) -> None:
    complaint = fresh(cases.decided(house, "remitted"))
    clock = complaint.anew_clock
    assert clock is not None
    assert (clock.starts_on, clock.due_on) == (date(2027, 3, 1), date(2027, 3, 29))
    at = moment("2027-03-10 09.00")
    with pytest.raises(Refused, match="løber stadig"):
        close(complaint_id=complaint.pk, by=house.caseworker, at=at)
    with pytest.raises(Refused, match="først den nye"):
        record_decided_anew(complaint_id=complaint.pk, by=house.caseworker, at=at)
    assert complaint.decision is not None
    replace_decision(
        replaced_id=complaint.decision.pk,
        draft=cases.grant(complaint),
        channel="digital_post",
        by=house.caseworker,
        at=at,
    )
    record_decided_anew(complaint_id=complaint.pk, by=house.caseworker, at=at)
    assert there(fresh(complaint).anew_clock).stopped_on == date(2027, 3, 10)
    close(complaint_id=complaint.pk, by=house.caseworker, at=at)


def test_the_board_cannot_have_decided_before_it_had_the_complaint(house: House) -> None:
    complaint = cases.forwarded(house)
    with pytest.raises(Refused, match="efter at den har"):
        record_outcome(
            complaint_id=complaint.pk,
            outcome="confirmed",
            on=date(2027, 1, 11),
            by=house.caseworker,
            at=LATER,
        )


# --- Answered, passed on, withdrawn -------------------------------------------------------------


def test_the_leader_answers_a_complaint_about_staff_and_nobody_else_does(house: House) -> None:
    complaint = cases.anonymous(house)
    acknowledge(complaint_id=complaint.pk, channel="handed_over", by=house.leader, at=LATER)
    with pytest.raises(Refused, match="lederen, der svarer"):
        answer(
            complaint_id=complaint.pk,
            words="Tak.",
            channel="handed_over",
            by=house.caseworker,
            at=LATER,
        )
    for _twice in range(2):
        answer(
            complaint_id=complaint.pk,
            words="Tak, fordi du sagde det.",
            channel="handed_over",
            by=house.leader,
            at=LATER,
        )
    done = fresh(complaint)
    assert done.status == Status.ANSWERED
    assert events(done) == ["register", "acknowledge", "answer"]


def test_what_the_patients_board_decides_on_is_passed_on_with_how_to_do_it(house: House) -> None:
    decision = cases.refusal(house)
    complaint = cases.registered(
        house,
        inquiry_id=decision.inquiry_id,
        about=About.HEALTH_TREATMENT,
    )
    assert complaint.track == Track.ELSEWHERE
    done = pass_on(complaint_id=complaint.pk, channel="digital_post", by=house.caseworker, at=LATER)
    letter = done.events.get(type="pass_on").letter
    assert letter is not None
    told = words(letter.pdf)
    assert "Styrelsen for Patientklager" in told and "borger.dk" in told and "5 år" in told


def test_what_is_taken_back_binds_no_more_until_the_board_has_it(house: House) -> None:
    complaint = cases.acknowledged(house)
    done = withdraw(
        complaint_id=complaint.pk, words="Jeg vil ikke mere.", by=house.caseworker, at=LATER
    )
    assert done.closing == Closing.WITHDRAWN
    assert there(fresh(done).clock).ended_as == "release"


def test_what_the_board_has_is_not_ours_to_withdraw(house: House) -> None:
    complaint = cases.forwarded(house)
    with pytest.raises(Refused, match="af en anden"):
        withdraw(complaint_id=complaint.pk, words="", by=house.caseworker, at=LATER)


def test_whoever_acts_for_the_citizen_is_named_in_each_letter_and_a_mere_helper_is_not(
    house: House,
) -> None:
    for represents in (True, False):
        helped = cases.registered(
            house, helper="lawyer", helper_name="Åse Lyng", represents=represents
        )
        complaint = cases.forwarded(house, cases.acknowledged(house, helped))
        line = complaint.events.get(type="forward")
        assert line.letter is not None and line.cover is not None
        assert ("får en kopi af dette brev" in words(line.letter.pdf)) == represents
        assert ("Åse Lyng, har fuldmagt" in words(line.cover.pdf)) == represents
        assert "Åse Lyng" in words(line.cover.pdf)
