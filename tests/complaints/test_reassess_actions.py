"""A decision looked at again: upheld, partly so, or kept and sent on; and what the board then says."""

from datetime import date

import pytest

from centre.refusal import Refused
from complaints.actions import (
    acknowledge,
    close,
    close_unanswered,
    need_more_time,
    reassess,
    record_reply,
    withdraw,
)
from complaints.choices import About, Closing, Reassessed, Status, Track
from intake.actions.sending import replace_decision
from intake.choices import DecisionStatus
from intake.models import Decision
from tests.centre.post.letters import words
from tests.complaints import cases
from tests.complaints.cases import LATER, REASONS, events, fresh
from tests.conftest import moment
from tests.factories import House
from tests.intake import cases as intake_cases
from tests.there import there

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
    cases.stands(house, complaint, date(2027, 1, 19), at)
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
    complaint = cases.reassessed(house, Reassessed.PARTLY, channel="letter")
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


@pytest.mark.parametrize("act", ["content", "stands", "withdrawn"])
def test_who_reads_a_posted_letter_sooner_than_it_counts_as_received_may_answer_at_once(
    house: House, act: str
) -> None:
    complaint = cases.acknowledged(house)
    partly = cases.result(Reassessed.PARTLY, complaint, channel="letter")
    by, at = house.caseworker, moment("2027-01-14 10.00")
    reassess(complaint_id=complaint.pk, result=partly, by=by, at=LATER)
    asked = fresh(complaint).reply_clock
    assert asked is not None and asked.starts_on == date(2027, 1, 20)
    if act == "withdrawn":
        withdraw(complaint_id=complaint.pk, words="", by=by, at=at)
    else:
        record_reply(
            complaint_id=complaint.pk,
            stands=act == "stands",
            on=date(2027, 1, 14),
            result=cases.result(Reassessed.MAINTAINED),
            by=by,
            at=at,
        )
    ended = fresh(complaint).reply_clock
    assert ended is not None
    assert (ended.starts_on, ended.stopped_on) == (date(2027, 1, 14), date(2027, 1, 14))
    assert [one.type for one in ended.events.all()][:2] == ["start", "correct"]


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
    assert there(fresh(ended).reply_clock).stopped_on == date(2027, 1, 19)


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
