"""Two pulls at once, one that is killed in the middle, and two of the staff at the same call."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest

from centre.clocks.models import Clock
from followup.actions import pulling
from followup.actions.call import record_outcome
from followup.actions.pulling import pull
from followup.models import FollowUp
from followup.rules.call import CallContent
from intake.models import Inquiry
from tests.factories import House
from tests.followup.cases import (
    CALLED_AT,
    CALLED_ON,
    EVENING,
    corrected,
    discharged,
    ended,
    follow_up,
    taken_back,
)
from tests.races.crowd import at_once, victim
from treatment.actions.discharge import take_back
from treatment.models import Discharge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE = 5


def test_four_pulls_at_once_put_each_follow_up_on_the_list_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "BATCH", 2)
    for _each in range(PEOPLE):
        discharged(house)
    outcomes = at_once(lambda _number: pull(at=EVENING), processes=4)
    assert [one.error for one in outcomes] == [""] * 4
    # Whoever passed over a locked course leaves it to who has it.
    assert sum(one.answer for one in outcomes) == FollowUp.objects.count() == 2 * PEOPLE
    assert pull(at=EVENING) == 0


def test_a_pull_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "BATCH", 2)
    for _each in range(PEOPLE):
        discharged(house)
    put_up, done = pulling._put_up, list[int]()

    def killed(here: Callable[[], None]) -> None:
        def in_the_second_batch(ids: list[uuid.UUID], at: datetime) -> int:
            made = put_up(ids, at)
            if done:
                here()
            done.append(made)
            return made

        monkeypatch.setattr(pulling, "_put_up", in_the_second_batch)
        pull(at=EVENING)

    with victim(killed) as child:
        child.kill()
        child.join()
    # The first batch stands, the second was never there.
    assert FollowUp.objects.count() == 4
    monkeypatch.setattr(pulling, "_put_up", put_up)
    assert pull(at=EVENING) == 2 * PEOPLE - 4
    assert FollowUp.objects.count() == 2 * PEOPLE


def test_two_who_close_the_same_call_close_it_once(house: House) -> None:
    one = follow_up(house)

    def act(number: int) -> str:
        made = record_outcome(
            follow_up_id=one.pk,
            content=CallContent(["moved", "declined"][number], CALLED_ON),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=CALLED_AT,
        )
        return made.outcome

    outcomes = at_once(act, processes=2)
    assert sorted(one.error for one in outcomes) == ["", "Refused"]
    [winner] = [one.answer for one in outcomes if not one.error]
    one.refresh_from_db()
    assert one.outcome == winner


def test_two_clicks_of_one_who_wants_help_again_are_one_inquiry_with_one_deadline(
    house: House,
) -> None:
    one, key = follow_up(house), uuid.uuid4()

    def act(_number: int) -> uuid.UUID | None:
        made = record_outcome(
            follow_up_id=one.pk,
            content=CallContent("relapsed", CALLED_ON, "worse", "not", wants_help=True),
            form_key=key,
            by=house.caseworker,
            at=CALLED_AT,
        )
        return made.inquiry_id

    outcomes = at_once(act, processes=4)
    assert [one.error for one in outcomes] == [""] * 4
    one.refresh_from_db()
    assert {each.answer for each in outcomes} == {one.inquiry_id}
    asked = Inquiry.objects.exclude(pk=one.course.inquiry_id).get()
    assert asked.guarantees.filter(kind="social_drug").count() == 1
    assert Clock.objects.filter(kind="social_drug", starts_on=CALLED_ON).count() == 1


def test_two_who_set_the_same_call_right_set_it_right_once(house: House) -> None:
    one = ended(follow_up(house), house, "dead")

    def act(number: int) -> str:
        return (
            taken_back(one, house, seen=0) if number else corrected(one, house, "moved")
        ).outcome

    outcomes = at_once(act, processes=2)
    assert sorted(each.error for each in outcomes) == ["", "Refused"]
    assert one.earlier.count() == 1
    assert FollowUp.objects.get(month=6).outcome == ""


def test_two_deaths_written_of_one_person_at_once_meet_one_after_the_other(house: House) -> None:
    first, second = follow_up(house), follow_up(house)
    type(first.course).objects.filter(pk=second.course_id).update(
        citizen=first.course.citizen_id, area="alcohol"
    )
    ids = [first.pk, second.pk]

    def act(number: int) -> str:
        made = record_outcome(
            follow_up_id=ids[number],
            content=CallContent("dead", CALLED_ON),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=CALLED_AT,
        )
        return made.outcome

    outcomes = at_once(act, processes=2)
    assert sorted(one.error for one in outcomes) == ["", "Refused"]
    assert set(FollowUp.objects.values_list("outcome", flat=True)) == {"dead"}


def test_a_pull_beside_a_discharge_that_is_taken_back_leaves_nothing_to_call(house: House) -> None:
    one = discharged(house)

    def act(number: int) -> int:
        if number:
            return pull(at=EVENING)
        take_back(discharge_id=one.pk, form_key=uuid.uuid4(), by=house.caseworker, at=EVENING)
        return 0

    assert [one.error for one in at_once(act, processes=2)] == ["", ""]
    pull(at=EVENING)
    assert not FollowUp.objects.open().exists()
    assert Discharge.objects.count() == 2
