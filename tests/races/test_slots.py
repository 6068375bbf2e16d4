"""Times that are published while somebody says that they are away."""

import uuid
from datetime import date

import pytest

from centre.calendar import danish_day
from intake.actions.slots import close_day, publish_slots, record_absence
from intake.models import Slot
from tests import factories
from tests.conftest import moment
from tests.factories import House
from tests.races.crowd import at_once
from tests.treatment import cases
from treatment.actions.session import Time, plan_session
from treatment.models import Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-07 08.00")
FIRST, LAST = date(2026, 12, 8), date(2026, 12, 17)


@pytest.mark.parametrize("closing", ["absence", "closure"])
def test_no_time_is_left_open_on_a_day_that_was_closed_meanwhile(
    house: House, closing: str
) -> None:
    def act(number: int) -> int:
        if number < 2:
            return publish_slots(at=AT)
        if closing == "absence":
            return record_absence(
                user=house.caseworker, first_on=FIRST, last_on=LAST, by=house.leader, at=AT
            )
        return close_day(on=FIRST, unit_id=None, reason="", by=house.leader, at=AT)

    outcomes = at_once(act, processes=3)
    assert [one.error for one in outcomes] == [""] * 3
    last = LAST if closing == "absence" else FIRST
    shut = Slot.objects.filter(starts_at__date__gte=FIRST, starts_at__date__lte=last)
    assert not shut.filter(closed_at__isnull=True).exists()
    assert Slot.objects.filter(closed_at__isnull=True).exists()


def test_no_hour_is_both_free_and_promised_however_the_two_meet(house: House) -> None:
    asked = factories.inquiry(house, received_at=moment("2026-12-01 09.00"))
    granted = cases.decision(house, asked, sent_at=moment("2026-12-04 10.00"))
    course = cases.course(house, granted, at=AT)
    publish_slots(at=AT)
    hour = Slot.objects.filter(starts_at__date=FIRST).earliest("starts_at").starts_at
    Slot.objects.all().delete()

    def act(number: int) -> int:
        if number:
            return publish_slots(at=AT)
        talk = plan_session(
            course_id=course.pk,
            when=Time(hour, minutes=30, channel="in_person"),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=AT,
        )
        return talk.held_on == danish_day(hour)

    outcomes = at_once(act, processes=3)
    assert {one.error for one in outcomes} <= {"", "Refused"}
    promised = Session.objects.planned().filter(starts_at=hour).exists()
    free = Slot.objects.filter(starts_at=hour, closed_at__isnull=True).exists()
    assert promised != free
