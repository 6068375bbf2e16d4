"""What a follow-up was closed with is set right: nothing is lost, and the clocks follow."""

import uuid
from datetime import date
from typing import Any

import pytest

from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from followup.actions import pull
from followup.models import EarlierEnd, FollowUp
from intake.models import Inquiry
from tests.factories import House
from tests.followup.cases import (
    CALLED_AT,
    CALLED_ON,
    CORRECTED_AT,
    EVENING,
    corrected,
    course,
    discharged,
    ended,
    follow_up,
    of,
    taken_back,
    tried,
)
from tests.treatment import cases
from treatment.actions.discharge import correct_discharge
from treatment.models import Course, Discharge

pytestmark = pytest.mark.django_db
DEAD: dict[str, Any] = {
    "reason": "dead",
    "result": "unknown",
    "follow_up_route": "none",
    "follow_up_detail": "",
    "goals": (),
}


@pytest.fixture
def one(house: House) -> FollowUp:
    """The call after one month."""
    return follow_up(house)


def lines(one: FollowUp) -> list[str]:
    """The ledger of its clock."""
    return list(one.clock.events.order_by("number").values_list("type", flat=True))


def of_one_person(first: FollowUp, other: Course) -> None:
    Course.objects.filter(pk=other.pk).update(citizen=first.course.citizen_id)


@pytest.mark.parametrize(
    ("wrong", "right", "types", "ends_as"),
    [
        ("moved", "reached", ["start", "stop", "correct", "stop"], "stop"),
        ("dead", "reached", ["start", "release", "correct", "stop"], "stop"),
        ("reached", "dead", ["start", "stop", "correct", "release"], "release"),
        ("reached", "relapsed", ["start", "stop", "correct", "stop"], "stop"),
    ],
)
def test_what_was_pressed_is_kept_and_what_holds_is_written_anew(
    one: FollowUp, house: House, wrong: str, right: str, types: list[str], ends_as: str
) -> None:
    due_on = one.clock.due_on
    corrected(ended(one, house, wrong, note="Forkert."), house, right, note="Rettet.")
    one.refresh_from_db()
    assert (one.outcome, one.note, one.ended_on, one.ended_by) == (
        right,
        "Rettet.",
        CALLED_ON,
        house.colleague,
    )
    was = one.earlier.get()
    assert (was.outcome, was.note, was.ended_by, was.taken_back) == (
        wrong,
        "Forkert.",
        house.caseworker,
        False,
    )
    assert (was.ended_at, was.at, was.by) == (CALLED_AT, CORRECTED_AT, house.colleague)
    assert lines(one) == types
    assert (one.clock.ended_as, one.clock.stopped_on, one.clock.due_on) == (
        ends_as,
        CALLED_ON,
        due_on,
    )
    assert AuditEntry.objects.get(action="follow_up.correct").detail["was"] == wrong


def test_the_same_correction_twice_is_one_and_whoever_saw_less_is_told(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "moved")
    told: dict[str, Any] = {"seen": 0, "form_key": uuid.uuid4()}
    for _again in range(2):
        corrected(one, house, "reached", **told)
    assert EarlierEnd.objects.count() == 1
    with pytest.raises(Refused, match="andre svar"):
        corrected(one, house, "relapsed", **told)
    with pytest.raises(Refused, match="imens"):
        corrected(one, house, "relapsed", seen=0)
    with pytest.raises(Refused, match="imens"):
        taken_back(one, house, seen=0)


def test_it_is_set_right_as_often_as_it_must_be_and_every_step_is_kept(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "moved")
    corrected(one, house, "declined")
    taken_back(one, house)
    ended(one, house, "reached", at=CORRECTED_AT)
    found = [(was.number, was.outcome, was.taken_back) for was in one.earlier.all()]
    assert found == [(1, "moved", False), (2, "declined", True)]
    assert of(one.discharge) == [(1, "reached"), (6, "")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": "not_reached"}, "tre"),
        ({"outcome": "reached", "result": ""}, "står til"),
        ({"outcome": "relapsed", "result": "free"}, "fri af det"),
    ],
)
def test_a_correction_keeps_the_rules_of_every_end(
    one: FollowUp, house: House, changes: dict[str, Any], words: str
) -> None:
    ended(one, house, "moved")
    with pytest.raises(Refused, match=words):
        corrected(one, house, **changes)
    assert of(one.discharge) == [(1, "moved"), (6, "")]
    assert lines(one) == ["start", "stop"]


def test_what_was_closed_by_mistake_waits_again_by_the_deadline_it_always_had(
    one: FollowUp, house: House
) -> None:
    first, key, back = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    before = (one.clock.starts_on, one.clock.due_on, one.clock.act_by_on, one.stand_on)
    ended(one, house, "moved", form_key=first)
    for _again in range(2):
        taken_back(one, house, seen=0, form_key=back)
    one.refresh_from_db()
    clock = one.clock
    assert (clock.starts_on, clock.due_on, clock.act_by_on, one.stand_on) == before
    assert (one.outcome, clock.ended_as, clock.stopped_on) == ("", "", None)
    assert clock.next_rung_on is not None
    # The page that closed it is sent once more: it closes nothing a second time.
    with pytest.raises(Refused, match="andre svar"):
        ended(one, house, "moved", form_key=first)
    tried(one, house, days=1)
    ended(one, house, "reached", form_key=key, at=CORRECTED_AT)
    assert of(one.discharge) == [(1, "reached"), (6, "")]


def test_what_waits_is_not_set_right_nor_what_the_house_found_out_by_itself(
    one: FollowUp, house: House
) -> None:
    with pytest.raises(Refused, match="imens"):
        taken_back(one, house)
    content = cases.ending(goals=cases.goals_of(one.course), reason="dropped_out")
    correct_discharge(
        discharge_id=one.discharge_id,
        content=content,
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=CALLED_AT,
    )
    pull(at=CALLED_AT)
    with pytest.raises(Refused, match="ikke rettes her"):
        taken_back(one, house)
    with pytest.raises(Refused, match="ikke rettes her"):
        corrected(one, house, "reached")


# --- The others that were closed along with it -------------------------------------------------------


def test_a_death_pressed_by_mistake_wakes_every_call_it_ended_and_no_other(
    one: FollowUp, house: House
) -> None:
    other, stranger = follow_up(house, 6), follow_up(house, 6)
    Course.objects.filter(pk=other.course_id).update(area="alcohol")
    of_one_person(one, other.course)
    ended(stranger, house, "declined")
    ended(one, house, "dead")
    corrected(one, house, "reached")
    assert of(one.discharge) == [(1, "reached"), (6, "")]
    assert of(other.discharge) == [(1, ""), (6, "")]
    assert of(stranger.discharge) == [(1, "declined"), (6, "declined")]
    assert Clock.objects.open().filter(follow_up__isnull=False).count() == 3


def test_a_wish_to_be_left_alone_that_was_a_death_ends_all_calls_of_the_person(
    one: FollowUp, house: House
) -> None:
    other = follow_up(house, 6)
    Course.objects.filter(pk=other.course_id).update(area="alcohol")
    of_one_person(one, other.course)
    ended(one, house, "declined")
    assert of(other.discharge) == [(1, ""), (6, "")]
    corrected(one, house, "dead")
    assert of(one.discharge) == of(other.discharge) == [(1, "dead"), (6, "dead")]


def test_other_words_about_the_same_end_leave_the_others_as_they_are(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "declined")
    corrected(one, house, "declined", note="Vil selv ringe.")
    sixth = FollowUp.objects.get(month=6)
    assert (sixth.outcome, sixth.earlier.count(), sixth.along_with) == ("declined", 0, one)
    taken_back(one, house)
    assert of(one.discharge) == [(1, ""), (6, "")]


# --- Whoever wanted help -----------------------------------------------------------------------------


def test_a_wish_for_help_that_was_not_ticked_was_said_on_the_day_of_the_call(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "relapsed")
    corrected(one, house, "relapsed", wants_help=True)
    one.refresh_from_db()
    assert one.inquiry is not None
    assert one.inquiry.received_at == CALLED_AT
    clock = one.inquiry.guarantees.get(kind="social_drug").clock
    assert (clock.starts_on, clock.due_on) == (CALLED_ON, date(2027, 1, 21))


def test_an_inquiry_stays_when_its_call_is_set_right_and_there_is_never_a_second(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "relapsed", wants_help=True)
    asked = FollowUp.objects.get(pk=one.pk).inquiry
    corrected(one, house, "moved")
    one.refresh_from_db()
    assert (one.inquiry, one.earlier.get().inquiry) == (None, asked)
    corrected(one, house, "relapsed", wants_help=True)
    one.refresh_from_db()
    assert one.inquiry == asked
    taken_back(one, house)
    ended(one, house, "relapsed", wants_help=True, at=CORRECTED_AT)
    one.refresh_from_db()
    assert one.inquiry == asked
    assert Inquiry.objects.count() == 2


def test_an_inquiry_that_was_ended_since_runs_no_deadline_so_another_is_written_down(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "relapsed", wants_help=True)
    corrected(one, house, "moved")
    first = one.earlier.get().inquiry
    assert first is not None
    Inquiry.objects.filter(pk=first.pk).update(
        status="withdrawn", closed_at=CORRECTED_AT, closed_by=house.caseworker
    )
    corrected(one, house, "relapsed", wants_help=True)
    one.refresh_from_db()
    assert one.inquiry is not None
    assert one.inquiry != first
    assert one.inquiry.received_at == CALLED_AT


# --- A death that the house read, and that was a mistake -------------------------------------------


def set_right(one: Discharge, house: House, **changes: Any) -> Discharge:
    content = cases.ending(**{"goals": cases.goals_of(one.course), **changes})
    return correct_discharge(
        discharge_id=one.pk,
        content=content,
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=CALLED_AT,
    )


def test_a_death_on_another_course_that_was_a_mistake_wakes_the_calls(
    one: FollowUp, house: House
) -> None:
    other = course(house, "alcohol")
    of_one_person(one, other)
    wrong = cases.discharged(house, other, **DEAD)
    pull(at=EVENING)
    assert of(one.discharge) == [(1, "dead"), (6, "dead")]
    set_right(wrong, house)
    assert [pull(at=CALLED_AT), pull(at=CALLED_AT)] == [0, 0]
    assert of(one.discharge) == [(1, ""), (6, "")]
    assert lines(one) == ["start", "release", "correct"]


@pytest.mark.parametrize(("day", "stands"), [(0, "the same"), (1, "anew")])
def test_a_discharge_set_right_to_a_death_and_back_is_followed_up_after_all(
    one: FollowUp, house: House, day: int, stands: str
) -> None:
    dead = set_right(one.discharge, house, **DEAD)
    pull(at=CALLED_AT)
    assert of(one.discharge) == [(1, "dead"), (6, "dead")]
    back = set_right(dead, house, discharged_on=date(2026, 12, 10 + day))
    pull(at=CALLED_AT)
    assert of(back) == [(1, ""), (6, "")]
    assert pull(at=CALLED_AT) == 0
    assert FollowUp.objects.count() == (2 if stands == "the same" else 4)


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_nobody_is_put_on_the_list_whose_death_was_told_in_a_call(
    one: FollowUp, house: House
) -> None:
    other = course(house, "alcohol")
    of_one_person(one, other)
    ended(one, house, "dead")
    end = discharged(house, one=Course.objects.get(pk=other.pk))
    assert pull(at=CALLED_AT) == 0
    corrected(one, house, "reached")
    assert pull(at=CORRECTED_AT) == 2
    assert of(end) == [(1, ""), (6, "")]
