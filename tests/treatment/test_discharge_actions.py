"""A course ends, the end is set right, and a mistake is taken back within a day."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from centre.calendar import danish_moment
from centre.clocks.actions.ledger import write
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from intake.actions.decision import prepare_decision
from tests import factories
from tests.factories import House
from tests.intake.cases import draft
from tests.treatment import cases
from tests.treatment.cases import AT, EVENING, TODAY, discharged, ending, goals_of
from treatment.actions.discharge import correct_discharge, discharge, take_back
from treatment.models import Course, Discharge, GoalResult, PlanReview, Session

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=7)


@pytest.fixture
def course(house: House) -> Course:
    """In treatment since today, with a plan that is reviewed after three months."""
    one = cases.running(house)
    cases.agreed(one, house)
    return one


def end(course: Course, house: House, **changes: Any) -> Discharge:
    """Tell the same with a key of one's own."""
    told: dict[str, Any] = {"form_key": uuid.uuid4(), "by": house.caseworker, "at": EVENING}
    names = {name: changes.pop(name) for name in tuple(told) if name in changes}
    content = ending(**{"goals": goals_of(course), **changes})
    return discharge(course_id=course.pk, content=content, **{**told, **names})


def correct(one: Discharge, house: House, at: datetime = EVENING, **changes: Any) -> Discharge:
    content = ending(**{"goals": goals_of(one.course), **changes})
    return correct_discharge(
        discharge_id=one.pk, content=content, form_key=uuid.uuid4(), by=house.caseworker, at=at
    )


def back(one: Discharge, house: House, at: datetime = EVENING, **told: Any) -> Discharge:
    key = told.get("form_key", uuid.uuid4())
    return take_back(discharge_id=one.pk, form_key=key, by=house.caseworker, at=at)


def test_the_course_ends_and_each_goal_says_how_far_it_was_reached(
    course: Course, house: House
) -> None:
    one = discharged(house, course)
    course.refresh_from_db()
    assert (course.status, course.ended_on) == ("ended", TODAY)
    assert [
        (row.goal.words, row.attained) for row in one.goal_results.order_by("goal__number")
    ] == [
        ("Sove uden at drikke", "yes"),
        ("Komme i arbejde igen", "yes"),
    ]
    entry = AuditEntry.objects.get(action="discharge")
    assert entry.detail == {"reason": "completed", "on": "2026-12-10"}


def test_what_is_planned_is_called_off_and_the_plan_is_reviewed_no_more(
    course: Course, house: House
) -> None:
    planned = cases.plan(course, house)
    discharged(house, course)
    planned.refresh_from_db()
    clock = PlanReview.objects.get().clock
    assert planned.attendance == "cancelled_by_us"
    assert (clock.ended_as, clock.stopped_on) == ("release", TODAY)


def test_the_same_form_twice_is_one_discharge_and_other_answers_are_refused(
    course: Course, house: House
) -> None:
    key = uuid.uuid4()
    assert end(course, house, form_key=key) == end(course, house, form_key=key)
    with pytest.raises(Refused, match="andre svar"):
        end(course, house, form_key=key, reason="hospital")
    assert Discharge.objects.count() == 1


def test_two_who_end_it_at_once_end_it_once(course: Course, house: House) -> None:
    end(course, house)
    with pytest.raises(Refused, match="en anden"):
        end(course, house, reason="hospital")
    assert Discharge.objects.get().reason == "completed"


def test_a_decision_that_is_being_prepared_comes_first(house: House) -> None:
    one = cases.running(house)
    visitation = one.decision.visitation
    prepare_decision(
        visitation_id=visitation.pk, draft=draft(visitation), by=house.caseworker, at=AT
    )
    with pytest.raises(Refused, match="afgørelse"):
        end(one, house)
    assert Session.objects.count() == Discharge.objects.count() == 0


def test_a_talk_that_nobody_has_written_down_comes_first(course: Course, house: House) -> None:
    planned = cases.session(course, house)
    with pytest.raises(Refused, match="samtale"):
        end(course, house)
    planned.refresh_from_db()
    course.refresh_from_db()
    assert (planned.attendance, course.status) == ("planned", "running")


def test_a_course_that_never_began_is_not_discharged(house: House) -> None:
    with pytest.raises(Refused):
        end(cases.course(house), house)


def test_a_goal_that_is_not_told_of_is_asked_for(course: Course, house: House) -> None:
    with pytest.raises(Refused, match="mål"):
        end(course, house, goals=goals_of(course)[:1])
    assert GoalResult.objects.count() == 0


def test_of_the_dead_no_goal_is_asked_and_nobody_is_to_be_called(
    course: Course, house: House
) -> None:
    dead: dict[str, Any] = {"reason": "dead", "result": "unknown", "goals": ()}
    with pytest.raises(Refused, match="død"):
        end(course, house, **dead)
    one = end(course, house, **dead, follow_up_route="none", follow_up_detail="")
    assert one.follow_up_route == "none"


# --- Set right -------------------------------------------------------------------------------------


def test_a_correction_is_a_new_row_and_the_old_one_can_still_be_read(
    course: Course, house: House
) -> None:
    wrong = discharged(house, course, summary="Forkert borger.")
    day = date(2026, 12, 12)
    at = danish_moment(day, time(9))
    right = correct(wrong, house, at=at, reason="hospital", discharged_on=day)
    course.refresh_from_db()
    assert course.ended_on == day
    assert list(Discharge.objects.current()) == [right]
    assert Discharge.objects.get(corrects=None).summary == "Forkert borger."
    assert right.goal_results.count() == 2


def test_what_was_set_right_by_somebody_else_is_not_set_right_again(
    course: Course, house: House
) -> None:
    wrong = discharged(house, course)
    correct(wrong, house, reason="hospital")
    with pytest.raises(Refused, match="en anden"):
        correct(wrong, house, reason="moved")
    with pytest.raises(Refused, match="en anden"):
        back(wrong, house)
    assert Discharge.objects.count() == 2


# --- Taken back ------------------------------------------------------------------------------------


def test_a_discharge_taken_back_lets_the_course_and_its_review_run_on(
    course: Course, house: House
) -> None:
    before = PlanReview.objects.get().clock
    one, key = discharged(house, course), uuid.uuid4()
    assert back(one, house, form_key=key) == back(one, house, form_key=key)
    course.refresh_from_db()
    clock = PlanReview.objects.get().clock
    assert (course.status, course.ended_on) == ("running", None)
    assert (clock.stopped_on, clock.due_on) == (None, before.due_on)
    assert not Discharge.objects.current().exists()


def test_where_no_plan_was_made_no_other_deadline_that_was_released_runs_again(
    house: House,
) -> None:
    one = discharged(house)
    factories.inquiry(house, received_at=AT)
    released = Clock.objects.open().latest("starts_on")
    act: dict[str, Any] = {"type": EventType.RELEASE, "on": TODAY, "reason": "Trukket tilbage"}
    write(clock_id=released.pk, **act, by=house.caseworker, at=AT)
    back(one, house)
    released.refresh_from_db()
    assert (released.ended_as, released.stopped_on) == ("release", TODAY)


def test_the_course_can_end_again_after_that(course: Course, house: House) -> None:
    back(discharged(house, course), house)
    again = discharged(house, course, discharged_on=LATER, reason="moved")
    assert list(Discharge.objects.current()) == [again]


@pytest.mark.parametrize(("hours", "too_late"), [(24, False), (25, True)])
def test_after_a_day_a_discharge_is_corrected_and_not_taken_back(
    course: Course, house: House, hours: int, *, too_late: bool
) -> None:
    one = discharged(house, course)
    corrected = correct(one, house, reason="hospital")
    at = EVENING + timedelta(hours=hours)
    if too_late:
        with pytest.raises(Refused, match="24 timer"):
            back(corrected, house, at=at)
    else:
        back(corrected, house, at=at)
    course.refresh_from_db()
    assert course.status == ("ended" if too_late else "running")


def test_a_discharge_is_not_taken_back_into_a_second_course_of_the_kind(
    course: Course, house: House
) -> None:
    one = discharged(house, course)
    again = factories.inquiry(house, received_at=cases.ASKED_AT)
    type(again).objects.filter(pk=again.pk).update(citizen=course.citizen_id)
    again.refresh_from_db()
    cases.course(house, cases.decision(house, again))
    with pytest.raises(Refused, match="allerede"):
        back(one, house)
    course.refresh_from_db()
    assert course.status == "ended"
