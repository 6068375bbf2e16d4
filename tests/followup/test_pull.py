"""The follow-ups are pulled from the discharges, once each, and follow what is set right."""

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.calendar import danish_moment
from centre.clocks.models import Clock
from followup.actions import pull
from followup.models import FollowUp
from intake.models import Inquiry
from tests import factories
from tests.conftest import take_into_use
from tests.factories import House
from tests.followup.cases import (
    CALLED_AT,
    EVENING,
    TODAY,
    course,
    discharged,
    ended,
    follow_up,
    of,
    tried,
)
from tests.treatment import cases
from treatment.actions.course import begin_course
from treatment.actions.discharge import correct_discharge, take_back
from treatment.models import Course, Discharge

pytestmark = pytest.mark.django_db
NIGHT = EVENING + timedelta(hours=4)


def corrected(one: Discharge, house: House, at: Any = NIGHT, **changes: Any) -> Discharge:
    content = cases.ending(**{"goals": cases.goals_of(one.course), **changes})
    return correct_discharge(
        discharge_id=one.pk, content=content, form_key=uuid.uuid4(), by=house.caseworker, at=at
    )


def again(one: Course, house: House, on: date) -> Course:
    """The same citizen begins the same treatment once more."""
    asked = factories.inquiry(
        house, received_at=danish_moment(on, time(9)), topic=one.inquiry.topic
    )
    Inquiry.objects.filter(pk=asked.pk).update(citizen=one.citizen_id)
    asked.refresh_from_db()
    at = danish_moment(on, time(12))
    granted = cases.decision(house, asked, area=one.area, sent_at=at)
    made = cases.course(house, granted, at=at)
    return begin_course(course_id=made.pk, on=on, by=house.caseworker, at=at)


@pytest.mark.promise(118, "haderslev")
def test_a_discharge_gets_both_follow_ups_with_their_deadlines_by_law(house: House) -> None:
    one = discharged(house)
    assert pull(at=EVENING) == 2
    first, sixth = FollowUp.objects.order_by("month")
    assert (first.clock.due_on, first.stand_on) == (date(2027, 1, 10), date(2027, 1, 8))
    assert (sixth.clock.due_on, sixth.stand_on) == (date(2027, 6, 10), date(2027, 6, 10))
    assert (first.clock.kind, sixth.clock.kind) == ("follow_up_1", "follow_up_6")
    assert (first.clock.source, first.clock.basis) == ("law", "BEK 1691/2023 § 4 stk. 2")
    assert first.clock.citizen == one.course.citizen
    assert first.responsible == first.clock.responsible == house.caseworker


@pytest.mark.parametrize("days", [0, 10, 400])
def test_pulled_late_or_twice_each_stands_there_once_counted_from_its_own_day(
    house: House, days: int
) -> None:
    one = discharged(house)
    at = EVENING + timedelta(days=days)
    assert [pull(at=at), pull(at=at)] == [2, 0]
    assert of(one) == [(1, ""), (6, "")]
    assert FollowUp.objects.get(month=1).clock.due_on == date(2027, 1, 10)
    assert Clock.objects.filter(follow_up__isnull=False).count() == 2


@pytest.mark.parametrize("reason", ["dropped_out", "moved", "prison", "broken_agreement", "dead"])
def test_nobody_else_is_followed_up(house: House, reason: str) -> None:
    dead: Any = {"follow_up_route": "none", "follow_up_detail": ""} if reason == "dead" else {}
    discharged(house, reason=reason, **dead)
    assert pull(at=EVENING) == 0


def test_an_alcohol_course_is_left_alone_where_nothing_is_promised(house: House) -> None:
    discharged(house, "alcohol")
    assert pull(at=EVENING) == 0


@pytest.mark.parametrize(
    "council",
    [
        pytest.param("skanderborg", marks=pytest.mark.promise(118, "skanderborg")),
        pytest.param("rebild", marks=pytest.mark.promise(118, "rebild")),
    ],
    indirect=True,
)
def test_an_alcohol_course_is_followed_up_where_the_council_does_it(house: House) -> None:
    discharged(house, "alcohol")
    assert pull(at=EVENING) == 2
    clock = FollowUp.objects.get(month=1).clock
    assert (clock.source, clock.basis) == ("local", clock.standard.content.identity.council)


def test_a_new_standard_moves_no_old_promise(house: House) -> None:
    discharged(house, "alcohol")
    take_into_use("skanderborg")
    assert pull(at=EVENING) == 0


def test_who_has_left_the_unit_leaves_the_call_to_be_given_to_somebody(house: House) -> None:
    discharged(house)
    house.caseworker.ends_on = TODAY
    house.caseworker.save()
    pull(at=EVENING + timedelta(days=3))
    assert set(FollowUp.objects.values_list("responsible", flat=True)) == {None}


# --- Discharges that are set right -------------------------------------------------------------------


def test_a_corrected_reason_releases_what_is_not_due(house: House) -> None:
    one = discharged(house)
    pull(at=EVENING)
    corrected(one, house, reason="dropped_out")
    assert pull(at=NIGHT) == 0
    assert of(one) == [(1, "corrected"), (6, "corrected")]
    assert {clock.ended_as for clock in Clock.objects.filter(kind__startswith="follow_up")} == {
        "release"
    }


def test_a_corrected_day_counts_anew(house: House) -> None:
    one = discharged(house)
    pull(at=EVENING)
    at = danish_moment(date(2026, 12, 14), time(9))
    right = corrected(one, house, at=at, discharged_on=date(2026, 12, 14))
    assert [pull(at=at), pull(at=at)] == [2, 0]
    assert of(one) == [(1, "corrected"), (6, "corrected")]
    assert of(right) == [(1, ""), (6, "")]
    assert FollowUp.objects.get(discharge=right, month=1).clock.due_on == date(2027, 1, 14)


def test_what_is_due_on_the_same_day_goes_on_with_its_calls(house: House) -> None:
    first = follow_up(house)
    tried(first, house)
    right = corrected(first.discharge, house, at=CALLED_AT, result="reduced")
    assert pull(at=CALLED_AT) == 0
    assert of(right) == [(1, ""), (6, "")]
    first.refresh_from_db()
    assert first.attempts.count() == 1
    assert first.clock.ended_as == ""


def test_a_call_that_was_made_is_not_made_again_for_a_corrected_day(house: House) -> None:
    first = ended(follow_up(house), house)
    right = corrected(first.discharge, house, at=CALLED_AT, discharged_on=TODAY + timedelta(days=2))
    assert [pull(at=CALLED_AT), pull(at=CALLED_AT)] == [1, 0]
    assert of(right) == [(6, "")]


def test_a_discharge_taken_back_takes_its_follow_ups_along_and_the_next_gets_its_own(
    house: House,
) -> None:
    one = discharged(house)
    pull(at=EVENING)
    take_back(discharge_id=one.pk, form_key=uuid.uuid4(), by=house.caseworker, at=NIGHT)
    assert pull(at=NIGHT) == 0
    assert of(one) == [(1, "corrected"), (6, "corrected")]
    later = cases.discharged(house, Course.objects.get(), discharged_on=TODAY + timedelta(days=7))
    assert pull(at=EVENING + timedelta(days=7)) == 2
    assert of(later) == [(1, ""), (6, "")]


def test_a_discharge_taken_back_before_the_pull_is_never_followed_up(house: House) -> None:
    one = discharged(house)
    take_back(discharge_id=one.pk, form_key=uuid.uuid4(), by=house.caseworker, at=EVENING)
    assert pull(at=NIGHT) == 0
    assert not FollowUp.objects.exists()


# --- Who is not called any more ----------------------------------------------------------------------


def test_whoever_is_in_treatment_again_is_not_called(house: House) -> None:
    first = ended(follow_up(house), house, "relapsed")
    again(first.course, house, date(2027, 2, 1))
    pull(at=danish_moment(date(2027, 2, 1), time(18)))
    assert of(first.discharge) == [(1, "relapsed"), (6, "readmitted")]
    assert pull(at=danish_moment(date(2027, 2, 2), time(18))) == 0


@pytest.mark.parametrize("days", [0, 10, 60])
def test_whoever_came_back_before_the_pull_is_not_put_on_the_list(house: House, days: int) -> None:
    one = discharged(house)
    on = TODAY + timedelta(days=days)
    again(one.course, house, on)
    assert pull(at=danish_moment(on, time(18))) == 0
    assert not FollowUp.objects.exists()


def test_a_death_written_on_another_course_ends_the_calls_of_the_first(house: House) -> None:
    first = follow_up(house)
    other = course(house, "alcohol")
    Course.objects.filter(pk=other.pk).update(citizen=first.course.citizen_id)
    cases.discharged(
        house, other, reason="dead", result="unknown", follow_up_route="none", follow_up_detail=""
    )
    assert pull(at=EVENING) == 0
    assert of(first.discharge) == [(1, "dead"), (6, "dead")]


def test_nothing_is_pulled_for_somebody_who_has_died_meanwhile(house: House) -> None:
    one, other = discharged(house), course(house, "alcohol")
    Course.objects.filter(pk=other.pk).update(citizen=one.course.citizen_id)
    cases.discharged(
        house, other, reason="dead", result="unknown", follow_up_route="none", follow_up_detail=""
    )
    assert pull(at=EVENING) == 0
    assert of(one) == []


def test_a_pull_asks_as_often_for_many_discharges_as_for_few(house: House) -> None:
    def asked(people: int) -> int:
        for _each in range(people):
            inquiry = factories.inquiry(house, received_at=cases.ASKED_AT, topic="drugs")
            granted = cases.decision(house, inquiry, area="drugs")
            discharged(house, one=cases.running(house, granted))
        with CaptureQueriesContext(connection) as found:
            assert pull(at=EVENING) == 2 * people
        return len(found)

    asked(1)
    assert asked(1) == asked(5) <= 16
