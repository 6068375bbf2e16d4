"""How many talks the decision grants: the eleventh of ten needs a new one."""

import uuid
from datetime import time, timedelta

import pytest

from centre.calendar import danish_moment
from centre.refusal import Refused
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import EVENING, NEXT_WEEK, plan, record, when
from treatment.actions.course import renew_decision
from treatment.actions.session import record_unplanned_session
from treatment.models import Session

pytestmark = pytest.mark.django_db


@pytest.mark.promise(53, "rebild")
@pytest.mark.promise(66, "rebild")
def test_in_rebild_the_eleventh_talk_needs_a_new_decision(house: House) -> None:
    one = cases.running(house, cases.decision(house, sessions_granted=10))
    *ten, eleventh = cases.days(11)
    for day in ten:
        cases.held(one, house, on=day)
    later = danish_moment(ten[-1], time(18))
    with pytest.raises(Refused, match="giver 10 samtaler"):
        plan(one, house, when=when(eleventh), at=later)
    with pytest.raises(Refused, match="Alle 10 samtaler"):
        record_unplanned_session(
            course_id=one.pk,
            when=when(ten[-1], at=time(17)),
            attendance="attended",
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=later,
        )
    assert Session.objects.attended().count() == 10


def test_the_talk_nobody_came_to_is_not_one_of_the_ten(house: House) -> None:
    one = cases.running(house, cases.decision(house, sessions_granted=2))
    first, second, third = cases.days(3)
    cases.held(one, house, on=first)
    record(
        cases.session(one, house, on=second),
        house,
        attendance="no_show",
        at=danish_moment(second, time(16)),
    )
    assert cases.held(one, house, on=third).attendance == "attended"


def test_a_new_decision_counts_from_nought(house: House) -> None:
    one = cases.running(house, cases.decision(house, sessions_granted=1))
    cases.held(one, house)
    new = cases.decision(house, one.inquiry, sent_at=EVENING, sessions_granted=1)
    renew_decision(course_id=one.pk, decision_id=new.pk, by=house.caseworker, at=EVENING)
    assert cases.held(one, house, on=NEXT_WEEK).decision == new


def test_a_talk_after_the_last_day_that_is_granted_is_not_planned(house: House) -> None:
    granted = cases.decision(house, sessions_granted=None, granted_until=NEXT_WEEK)
    one = cases.running(house, granted)
    assert plan(one, house).pk
    with pytest.raises(Refused, match="rækker ikke"):
        plan(one, house, when=when(NEXT_WEEK + timedelta(days=1)))
