"""Several people who answer one complaint at the same moment: one answer counts, once."""

from collections.abc import Callable

import pytest

from complaints.actions import acknowledge, reassess
from complaints.choices import Reassessed
from complaints.models import Complaint, ComplaintEvent
from intake.models import Decision
from tests.complaints import cases
from tests.factories import House
from tests.races.crowd import at_once, forked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CROWD = 4


def elsewhere(work: Callable[[], object]) -> Complaint:
    """Do it in a process of its own: letters are set by threads, which a fork does not bring along."""
    child = forked(work)
    child.join()
    return Complaint.objects.get()


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(house: House) -> None:
    complaint = elsewhere(lambda: cases.acknowledged(house))
    answers = [
        cases.result(Reassessed.UPHELD, complaint),
        cases.result(Reassessed.MAINTAINED, complaint),
    ]
    people = [house.caseworker, house.colleague]

    def press(number: int) -> str:
        done = reassess(
            complaint_id=complaint.pk, result=answers[number], by=people[number], at=cases.LATER
        )
        return str(done.reassessed)

    outcomes = at_once(press, processes=2)
    assert sorted(one.error for one in outcomes) == ["", "Refused"]
    found = Complaint.objects.get()
    won = next(one.answer for one in outcomes if not one.error)
    assert found.reassessed == won
    upheld = won == Reassessed.UPHELD
    assert (found.new_decision_id is not None, found.forwarded_on is None) == (upheld, upheld)
    assert Decision.objects.filter(status="sent").count() == 1


def test_of_two_who_keep_it_for_other_reasons_one_is_told_that_hers_were_not_sent(
    house: House,
) -> None:
    complaint = elsewhere(lambda: cases.acknowledged(house))
    people = [house.caseworker, house.colleague]

    def press(number: int) -> str:
        result = cases.result(Reassessed.MAINTAINED, reasons=f"Grund nummer {number}.")
        done = reassess(complaint_id=complaint.pk, result=result, by=people[number], at=cases.LATER)
        return str(done.reassessed)

    outcomes = at_once(press, processes=2)
    assert sorted(one.error for one in outcomes) == ["", "Refused"]
    assert ComplaintEvent.objects.filter(type="forward").count() == 1


def test_a_forwarding_that_is_clicked_twice_at_once_goes_out_once(house: House) -> None:
    complaint = elsewhere(lambda: cases.acknowledged(house))
    result = cases.result(Reassessed.MAINTAINED)

    def press(_number: int) -> str:
        done = reassess(
            complaint_id=complaint.pk, result=result, by=house.caseworker, at=cases.LATER
        )
        return str(done.status)

    outcomes = at_once(press, processes=CROWD)
    assert {(one.answer, one.error) for one in outcomes} == {("forwarded", "")}
    assert ComplaintEvent.objects.filter(type="forward").count() == 1


def test_a_receipt_that_several_give_at_once_is_sent_once(house: House) -> None:
    complaint = elsewhere(lambda: cases.registered(house))

    def press(_number: int) -> str:
        done = acknowledge(
            complaint_id=complaint.pk,
            channel="digital_post",
            by=house.caseworker,
            at=cases.LATER,
        )
        return str(done.status)

    outcomes = at_once(press, processes=CROWD)
    assert {one.error for one in outcomes} == {""}
    assert ComplaintEvent.objects.filter(type="acknowledge").count() == 1


def test_one_form_from_several_tabs_at_once_is_one_complaint(house: House) -> None:
    forked(lambda: cases.refusal(house)).join()
    decision, told = Decision.objects.get(), cases.told()

    def press(_number: int) -> str:
        made = cases.registered(house, decision, form_key=told.form_key)
        return str(made.pk)

    outcomes = at_once(press, processes=CROWD)
    assert {one.error for one in outcomes} == {""}
    assert {one.answer for one in outcomes} == {str(Complaint.objects.get().pk)}
