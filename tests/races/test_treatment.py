"""Two of the staff at the same course in the same moment: one act, and a sentence to the other."""

import uuid
from typing import Any

import pytest

from centre.clocks.models import Clock
from tests.factories import House
from tests.races.crowd import Outcome, at_once
from tests.treatment import cases
from treatment.actions.course import set_up_course
from treatment.actions.plan import agree_plan
from treatment.actions.session import plan_session, record_session
from treatment.models import Course, Session, SessionNote, TreatmentPlan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def errors(outcomes: list[Outcome]) -> list[str]:
    return sorted(one.error for one in outcomes)


def test_two_who_set_up_the_same_treatment_make_one(house: House) -> None:
    granted = cases.decision(house)

    def act(number: int) -> str:
        made = set_up_course(
            decision_id=granted.pk,
            counsellor=house.caseworker,
            first_offered_on=None,
            form_key=uuid.UUID(int=number + 1),
            by=[house.caseworker, house.colleague][number],
            at=cases.AT,
        )
        return str(made.pk)

    assert errors(at_once(act, processes=2)) == ["", "Refused"]
    assert Course.objects.count() == 1


def test_a_double_click_that_lands_at_once_is_one_course_for_both(house: House) -> None:
    granted, key = cases.decision(house), uuid.uuid4()

    def act(_number: int) -> str:
        return str(cases.course(house, granted, form_key=key).pk)

    outcomes = at_once(act, processes=2)
    assert errors(outcomes) == ["", ""]
    assert len({one.answer for one in outcomes}) == Course.objects.count() == 1


def test_two_citizens_are_not_given_the_same_time_of_a_counsellor(house: House) -> None:
    courses = [cases.course(house), cases.course(house)]

    def act(number: int) -> str:
        made = plan_session(
            course_id=courses[number].pk,
            when=cases.when(cases.NEXT_WEEK),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=cases.AT,
        )
        return str(made.pk)

    assert errors(at_once(act, processes=2)) == ["", "Refused"]
    assert Session.objects.count() == 1


def test_a_talk_that_two_clicks_write_down_at_once_is_written_once(house: House) -> None:
    one = cases.running(house, cases.decision(house, sessions_granted=1))
    talk, key = cases.session(one, house), uuid.uuid4()

    def act(_number: int) -> str:
        told: dict[str, Any] = {"attendance": "attended", "note": "Sov bedre."}
        made = record_session(
            session_id=talk.pk, form_key=key, by=house.caseworker, at=cases.EVENING, **told
        )
        return str(made.pk)

    assert errors(at_once(act, processes=2)) == ["", ""]
    assert Session.objects.attended().count() == 1
    assert SessionNote.objects.count() == 1


def test_two_editors_of_a_plan_leave_one_version_and_one_day_of_review(house: House) -> None:
    one = cases.running(house)

    def act(number: int) -> int:
        made = agree_plan(
            course_id=one.pk,
            base_version=0,
            content=cases.content(methods=f"Metode {number}"),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=cases.EVENING,
        )
        return made.version

    assert errors(at_once(act, processes=2)) == ["", "Outdated"]
    assert TreatmentPlan.objects.count() == 1
    assert Clock.objects.filter(kind="plan_review").count() == 1
