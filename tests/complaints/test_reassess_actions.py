"""A decision looked at again: upheld, partly so, or kept and sent on; and what the board then says."""

from datetime import date

import pytest

from centre.citizens.actions import Person
from centre.post.letters.text import thawed
from complaints.actions import (
    acknowledge,
    answer,
    close,
    close_unanswered,
    need_more_time,
    pass_on,
    reassess,
    record_decided_anew,
    record_outcome,
    record_reply,
    withdraw,
)
from complaints.choices import About, Closing, Reassessed, Status, Track
from intake.actions.decision import write_decision
from intake.actions.sending import replace_decision
from intake.choices import Area, DecisionStatus
from intake.models import Decision
from intake.rules.status import Refused
from tests.centre.post.letters import read, words
from tests.complaints import cases
from tests.complaints.cases import LATER, REASONS, TEXT, events, fresh
from tests.conftest import moment
from tests.factories import House
from tests.intake import cases as intake_cases

pytestmark = pytest.mark.django_db


# --- Looked at again ----------------------------------------------------------------------------


def test_upheld_replaces_the_decision_and_stops_the_deadline(house: House) -> None:
    complaint = fresh(cases.reassessed(house, Reassessed.UPHELD))
    old, new = complaint.decision, complaint.new_decision
    assert old is not None and new is not None
    assert (old.status, new.status, new.replaces_id) == ("replaced", "sent", old.pk)
    assert complaint.clock is not None
    assert complaint.clock.stopped_on == date(2027, 1, 12)
    letter = complaint.events.get(type="reassess").letter
    assert letter is not None
    assert REASONS in words(letter.pdf)
    assert close(complaint_id=complaint.pk, by=house.caseworker, at=LATER).closing == Closing.UPHELD


def test_upheld_twice_makes_one_decision_and_the_other_answer_is_refused(house: House) -> None:
    complaint = cases.reassessed(house, Reassessed.UPHELD)
    again = reassess(
        complaint_id=complaint.pk,
        result=cases.result(Reassessed.UPHELD, complaint),
        by=house.colleague,
        at=LATER,
    )
    assert again.new_decision_id == complaint.new_decision_id
    assert Decision.objects.filter(status=DecisionStatus.SENT).count() == 1
    with pytest.raises(Refused, match="af en anden"):
        cases.reassessed(house, Reassessed.MAINTAINED, complaint)


def test_who_writes_other_reasons_second_is_told_that_they_were_not_sent(house: House) -> None:
    for outcome in (Reassessed.UPHELD, Reassessed.MAINTAINED):
        complaint = cases.reassessed(house, outcome)
        with pytest.raises(Refused, match="af en anden"):
            cases.reassessed(house, outcome, complaint, reasons="Af en helt anden grund.")
        assert len(events(complaint)) == 3


def test_two_complaints_over_one_decision_are_settled_by_one_new_decision(house: House) -> None:
    decision = cases.refusal(house)
    first, second = (
        cases.acknowledged(house, cases.registered(house, decision)) for _two in range(2)
    )
    cases.reassessed(house, Reassessed.UPHELD, first)
    # The decision that was sent since is the one that the other complaint gets as well.
    cases.reassessed(house, Reassessed.UPHELD, second, draft=None)
    assert fresh(second).new_decision_id == fresh(first).new_decision_id


def test_what_is_upheld_takes_the_place_of_what_holds_when_the_complaint_comes(
    house: House,
) -> None:
    old = cases.refusal(house)
    later = replace_decision(
        replaced_id=old.pk,
        draft=intake_cases.draft(old.visitation, old.area),
        channel="digital_post",
        by=house.colleague,
        at=moment("2026-12-20 09.00"),
    )
    complaint = cases.acknowledged(house, cases.registered(house, old))
    new = cases.reassessed(house, Reassessed.UPHELD, complaint).new_decision
    assert new is not None and new.replaces_id == later.pk


def test_a_decision_that_came_of_a_complaint_may_be_complained_about_again(house: House) -> None:
    new = cases.reassessed(house, Reassessed.UPHELD).new_decision
    assert new is not None
    again = cases.registered(house, new, received_at=moment("2027-01-20 09.00"))
    assert (again.track, again.late) == (Track.APPEAL, False)
    at = moment("2027-01-21 09.00")
    acknowledge(complaint_id=again.pk, channel="digital_post", by=house.caseworker, at=at)
    second = cases.reassessed(house, Reassessed.UPHELD, again, at=at).new_decision
    assert second is not None and second.replaces_id == new.pk


def test_nothing_is_decided_and_no_time_won_before_it_is_known_whose_case_it_is(
    house: House,
) -> None:
    complaint = cases.acknowledged(house, cases.online(house, about=About.GUARANTEE))
    with pytest.raises(Refused, match="hvis sag"):
        cases.reassessed(house, Reassessed.UPHELD, complaint)
    with pytest.raises(Refused, match="hvis sag"):
        need_more_time(
            complaint_id=complaint.pk,
            until=date(2027, 2, 15),
            why="Vi venter på lægen.",
            channel="letter",
            by=house.caseworker,
            at=LATER,
        )


def test_upheld_over_a_decision_that_was_replaced_meanwhile_tells_so_and_keeps_all(
    house: House,
) -> None:
    complaint = cases.acknowledged(house)
    assert complaint.decision is not None
    replace_decision(
        replaced_id=complaint.decision.pk,
        draft=cases.grant(complaint),
        channel="digital_post",
        by=house.colleague,
        at=LATER,
    )
    with pytest.raises(Refused, match="gælder ikke"):
        cases.reassessed(house, Reassessed.UPHELD, complaint)
    found = fresh(complaint)
    assert (found.status, found.reassessed) == (Status.ACKNOWLEDGED, "")
    assert found.clock is not None and found.clock.stopped_on is None


def test_partly_upheld_asks_the_citizen_who_has_four_weeks(house: House) -> None:
    complaint = fresh(cases.reassessed(house, Reassessed.PARTLY))
    clock = complaint.reply_clock
    assert clock is not None
    assert (clock.starts_on, clock.due_on) == (date(2027, 1, 12), date(2027, 2, 9))
    assert complaint.clock is not None and complaint.clock.stopped_on == date(2027, 1, 12)
    letter = complaint.events.get(type="reassess").letter
    assert letter is not None
    assert "9. februar 2027" in words(letter.pdf)


def test_silence_closes_it_only_when_the_time_is_over_and_nothing_is_sent_on(house: House) -> None:
    complaint = cases.reassessed(house, Reassessed.PARTLY)
    with pytest.raises(Refused, match="stadig tid"):
        close_unanswered(
            complaint_id=complaint.pk, by=house.caseworker, at=moment("2027-02-09 23.00")
        )
    for _twice in range(2):
        close_unanswered(
            complaint_id=complaint.pk, by=house.caseworker, at=moment("2027-02-10 08.00")
        )
    closed = fresh(complaint)
    assert (closed.closing, closed.forwarded_on) == (Closing.SILENT, None)
    assert "forward" not in events(complaint)


def test_a_complaint_that_stands_goes_on_the_same_day_and_a_content_citizens_is_closed(
    house: House,
) -> None:
    complaint = cases.reassessed(house, Reassessed.PARTLY)
    at = moment("2027-01-20 10.00")
    for _twice in range(2):
        stands = cases.stands(house, complaint, date(2027, 1, 19), at)
    assert (stands.status, stands.forwarded_on) == (Status.FORWARDED, date(2027, 1, 20))
    assert events(complaint)[-2:] == ["reply", "forward"]
    line = complaint.events.get(type="forward")
    assert line.cover is not None and line.letter is not None and line.file is not None
    assert "ændret vores afgørelse delvist" in words(line.cover.pdf)
    assert "gå videre med din klage" in words(line.letter.pdf)
    # What we wrote to the citizen stands in the file, the partly upheld decision among it.
    assert "Du har delvist ret" in words(line.file.pdf)


def test_who_answers_a_letter_before_it_was_presumed_to_arrive_is_heard_at_once(
    house: House,
) -> None:
    by_post = {"channel": "letter"}
    complaint = cases.reassessed(house, Reassessed.PARTLY, **by_post)
    clock = complaint.reply_clock
    assert clock is not None and clock.starts_on == date(2027, 1, 20)
    at = moment("2027-01-15 10.00")
    with pytest.raises(Refused, match="før vi skrev"):
        cases.stands(house, complaint, date(2027, 1, 11), at)
    stands = fresh(cases.stands(house, complaint, date(2027, 1, 15), at))
    assert stands.forwarded_on == date(2027, 1, 15)
    assert stands.reply_clock is not None
    assert stands.reply_clock.stopped_on == date(2027, 1, 15)


def test_who_takes_back_a_complaint_before_the_letter_was_presumed_to_arrive_may(
    house: House,
) -> None:
    complaint = cases.reassessed(house, Reassessed.PARTLY, channel="letter")
    at = moment("2027-01-15 10.00")
    done = withdraw(complaint_id=complaint.pk, words="Jeg er glad nu.", by=house.leader, at=at)
    assert done.closing == Closing.WITHDRAWN


def test_a_citizen_who_is_content_ends_it(house: House) -> None:
    complaint = cases.reassessed(house, Reassessed.PARTLY)
    ended = record_reply(
        complaint_id=complaint.pk,
        stands=False,
        on=date(2027, 1, 19),
        by=house.caseworker,
        at=moment("2027-01-20 10.00"),
    )
    assert ended.closing == Closing.CONTENT
    assert fresh(ended).reply_clock.stopped_on == date(2027, 1, 19)  # type: ignore[union-attr]


def test_more_information_is_told_within_the_four_weeks_and_moves_the_day(house: House) -> None:
    complaint = cases.acknowledged(house)
    need_more_time(
        complaint_id=complaint.pk,
        until=date(2027, 2, 15),
        why="Vi venter på en udtalelse fra lægen.",
        channel="digital_post",
        by=house.caseworker,
        at=LATER,
    )
    clock = fresh(complaint).clock
    assert clock is not None
    assert (clock.due_on, clock.notice_on) == (date(2027, 2, 15), date(2027, 1, 12))
    letter = complaint.events.get(type="more_time").letter
    assert letter is not None
    assert "15. februar 2027" in words(letter.pdf)


def test_after_the_four_weeks_no_letter_gives_more_time(house: House) -> None:
    complaint = cases.acknowledged(house)
    with pytest.raises(Refused, match="inden fristen"):
        need_more_time(
            complaint_id=complaint.pk,
            until=date(2027, 3, 1),
            why="Vi venter.",
            channel="digital_post",
            by=house.caseworker,
            at=moment("2027-02-02 08.00"),
        )


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


def test_the_address_of_a_protected_citizen_stands_in_no_letter(house: House) -> None:
    complaint = cases.forwarded(house)
    line = complaint.events.get(type="forward")
    assert line.letter is not None
    text = thawed(line.letter.text)
    assert text.recipient is None or text.recipient.address == ()  # type: ignore[union-attr]


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
    assert fresh(complaint).anew_clock.stopped_on == date(2027, 3, 10)  # type: ignore[union-attr]
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
    assert fresh(done).clock.ended_as == "release"  # type: ignore[union-attr]


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
