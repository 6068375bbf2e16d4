"""Times that are published while somebody says that they are away."""

from datetime import date

import pytest

from intake.actions.slots import close_day, publish_slots, record_absence
from intake.models import Slot
from tests.conftest import moment
from tests.factories import House
from tests.races.crowd import at_once

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
