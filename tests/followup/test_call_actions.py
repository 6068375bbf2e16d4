"""Somebody is tried, spoken to, or not to be called any more."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from centre.citizens.models import Citizen
from centre.records.models import AuditEntry
from centre.refusal import Refused
from followup.actions.call import hand_over
from followup.actions.talk import record_talk
from followup.models import CallAttempt, FollowUp, SupportTalk
from intake.models import Inquiry
from tests.factories import House
from tests.followup.cases import (
    CALLED_AT,
    CALLED_ON,
    discharged,
    ended,
    follow_up,
    of,
    tried,
)
from tests.treatment import cases
from treatment.actions.discharge import take_back
from treatment.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(house: House) -> FollowUp:
    """The call after one month."""
    return follow_up(house)


@pytest.mark.promise(119, "haderslev")
def test_a_talk_says_whether_the_goal_is_kept_and_keeps_the_promise(
    one: FollowUp, house: House
) -> None:
    ended(one, house, note="Det går godt.")
    one.refresh_from_db()
    told = (one.outcome, one.result, one.goal_kept, one.ended_on)
    assert told == ("reached", "reduced", "kept", CALLED_ON)
    assert (one.clock.ended_as, one.clock.stopped_on) == ("stop", CALLED_ON)
    assert of(one.discharge) == [(1, "reached"), (6, "")]
    assert AuditEntry.objects.get(action="follow_up.end").detail["outcome"] == "reached"


def test_the_same_form_twice_is_one_and_other_answers_are_refused(
    one: FollowUp, house: House
) -> None:
    key = uuid.uuid4()
    assert ended(one, house, form_key=key) == ended(one, house, form_key=key)
    with pytest.raises(Refused, match="andre svar"):
        ended(one, house, "moved", form_key=key)
    with pytest.raises(Refused, match="en anden"):
        ended(one, house, "moved")


@pytest.mark.promise(120)
def test_not_to_be_reached_counts_after_three_attempts_on_three_days(
    one: FollowUp, house: House
) -> None:
    for _again in range(3):
        tried(one, house)
    with pytest.raises(Refused, match="tre"):
        ended(one, house, "not_reached")
    tried(one, house, days=1)
    last = tried(one, house, days=4)
    ended(one, house, "not_reached", at=last.at)
    one.refresh_from_db()
    assert (one.outcome, one.clock.ended_as) == ("not_reached", "stop")


@pytest.mark.promise(120)
@pytest.mark.parametrize("outcome", ["moved", "relapsed", "reached"])
def test_each_outcome_of_the_standard_can_be_written_down(
    one: FollowUp, house: House, outcome: str
) -> None:
    ended(one, house, outcome)
    assert of(one.discharge) == [(1, outcome), (6, "")]


def test_an_attempt_is_written_once_and_says_when_to_call_again(
    one: FollowUp, house: House
) -> None:
    key, again_on = uuid.uuid4(), date(2027, 1, 8)
    told: dict[str, Any] = {"form_key": key, "again_on": again_on, "note": "Telefonsvarer"}
    assert tried(one, house, **told) == tried(one, house, **told)
    one.refresh_from_db()
    assert (one.stand_on, one.attempts.count()) == (again_on, 1)
    assert one.clock.act_by_on == date(2027, 1, 8)
    with pytest.raises(Refused, match="andre svar"):
        tried(one, house, **{**told, "result": "left_message"})


@pytest.mark.parametrize(
    ("on", "words"), [(date(2027, 1, 6), "ikke er gået"), (date(2027, 1, 15), "Fristen")]
)
def test_a_call_is_not_put_off_past_the_deadline_nor_to_a_day_that_is_gone(
    one: FollowUp, house: House, on: date, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        tried(one, house, again_on=on)
    before = one.stand_on
    one.refresh_from_db()
    assert one.stand_on == before


def test_an_attempt_of_tomorrow_or_before_the_discharge_is_refused(
    one: FollowUp, house: House
) -> None:
    for on in (CALLED_ON + timedelta(days=1), cases.TODAY - timedelta(days=1)):
        with pytest.raises(Refused):
            tried(one, house, tried_on=on)
    assert CallAttempt.objects.count() == 0


@pytest.mark.promise(119, "haderslev", "skanderborg")
@pytest.mark.promise(121, "haderslev", "skanderborg")
@pytest.mark.parametrize("council", ["haderslev", "skanderborg"], indirect=True)
def test_whoever_has_relapsed_and_wants_help_asks_anew_with_a_deadline_of_its_own(
    one: FollowUp, house: House
) -> None:
    key = uuid.uuid4()
    for _again in range(2):
        ended(one, house, "relapsed", goal_kept="not", wants_help=True, form_key=key)
    one.refresh_from_db()
    asked = one.inquiry
    assert asked is not None
    assert (asked.citizen, asked.received_on) == (one.course.citizen, CALLED_ON)
    assert (asked.topic, asked.wish, asked.status) == ("drugs", "treatment", "new")
    clock = asked.guarantees.get(kind="social_drug").clock
    assert (clock.starts_on, clock.due_on) == (CALLED_ON, date(2027, 1, 21))
    assert Citizen.objects.count() == 1
    assert Inquiry.objects.count() == 2


def test_three_tries_then_moved_then_dead_and_no_call_after_that(
    one: FollowUp, house: House
) -> None:
    for days in range(3):
        tried(one, house, days=days)
    ended(one, house, "moved", at=CALLED_AT + timedelta(days=3))
    sixth = FollowUp.objects.get(month=6)
    ended(sixth, house, "dead", at=CALLED_AT + timedelta(days=9))
    assert of(one.discharge) == [(1, "moved"), (6, "dead")]
    assert FollowUp.objects.get(month=6).clock.ended_as == "release"
    with pytest.raises(Refused, match="en anden"):
        tried(sixth, house, days=10)


def test_a_death_ends_all_open_calls_of_the_person_and_of_nobody_else(
    one: FollowUp, house: House
) -> None:
    other, stranger = follow_up(house, 6, area="drugs"), follow_up(house, 6)
    Course.objects.filter(pk=other.course_id).update(citizen=one.course.citizen_id)
    ended(one, house, "dead")
    assert set(
        FollowUp.objects.filter(course=other.course_id).values_list("outcome", flat=True)
    ) == {"dead"}
    assert of(stranger.discharge) == [(1, ""), (6, "")]


def test_whoever_wants_to_be_left_alone_is_not_called_half_a_year_later(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "declined")
    sixth = FollowUp.objects.get(month=6)
    assert of(one.discharge) == [(1, "declined"), (6, "declined")]
    one.refresh_from_db()
    assert (one.clock.ended_as, sixth.clock.ended_as) == ("stop", "release")


def test_nobody_is_called_about_a_discharge_that_was_taken_back(
    one: FollowUp, house: House
) -> None:
    take_back(
        discharge_id=one.discharge_id,
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=cases.EVENING,
    )
    with pytest.raises(Refused, match="imens"):
        tried(one, house)


def test_a_colleague_takes_over_the_call_and_its_deadline(one: FollowUp, house: House) -> None:
    for _again in range(2):
        hand_over(follow_up_id=one.pk, to=house.colleague, by=house.caseworker, at=CALLED_AT)
    one.refresh_from_db()
    assert one.responsible == one.clock.responsible == house.colleague
    for other in (house.secretary, house.youth_worker):
        with pytest.raises(Refused):
            hand_over(follow_up_id=one.pk, to=other, by=house.caseworker, at=CALLED_AT)
    assert AuditEntry.objects.filter(action="follow_up.hand_over").count() == 1


# --- Talks after the treatment ---------------------------------------------------------------------


def talk(course_id: uuid.UUID, house: House, on: date = CALLED_ON, **told: Any) -> SupportTalk:
    key = told.get("form_key", uuid.uuid4())
    at = CALLED_AT + timedelta(days=(on - CALLED_ON).days)
    return record_talk(course_id=course_id, held_on=on, form_key=key, by=house.caseworker, at=at)


@pytest.mark.promise(121, "rebild")
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_rebild_gives_five_talks_within_twelve_months(house: House) -> None:
    course = discharged(house).course
    key = uuid.uuid4()
    assert talk(course.pk, house, form_key=key) == talk(course.pk, house, form_key=key)
    with pytest.raises(Refused, match="tiden"):
        talk(course.pk, house, date(2027, 12, 13))
    numbers = [talk(course.pk, house).number for _more in range(4)]
    assert numbers == [2, 3, 4, 5]
    with pytest.raises(Refused, match="Alle samtaler"):
        talk(course.pk, house)


@pytest.mark.promise(121, "rebild")
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_rebild_supports_after_alcohol_treatment_without_a_number(house: House) -> None:
    course = discharged(house, "alcohol").course
    assert [talk(course.pk, house).number for _more in range(7)][-1] == 7


def test_no_talks_are_given_where_the_council_promises_none(house: House) -> None:
    with pytest.raises(Refused, match="gives ikke"):
        talk(discharged(house).course.pk, house)
