"""Publishing times, and closing them when somebody is away."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.calendar import DENMARK, danish_day, is_working_day
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.models import Absence, Closure
from centre.standard.actions import load_standard
from intake.actions.slots import close_day, publish_slots, record_absence
from intake.models import Booking, Slot
from tests import factories
from tests.conftest import moment, shipped
from tests.factories import House, UserFactory

pytestmark = pytest.mark.django_db
AT = moment("2026-12-07 08.00")  # a Monday
LAST = date(2027, 1, 4)


def days() -> set[date]:
    return {danish_day(starts_at) for starts_at in Slot.objects.values_list("starts_at", flat=True)}


def test_four_weeks_are_published_once(house: House) -> None:
    made = publish_slots(at=AT)
    assert made == Slot.objects.count() > 0
    with CaptureQueriesContext(connection) as queries:
        assert publish_slots(at=AT) == 0
    assert not any("INSERT" in one["sql"] for one in queries), "beat asks each hour"
    assert max(days()) <= LAST
    assert set(Slot.objects.values_list("counsellor", flat=True)) == {house.caseworker.pk}


def test_nothing_is_published_on_closed_days_or_in_the_past(house: House) -> None:
    publish_slots(at=moment("2026-12-07 10.00"))
    assert all(is_working_day(day) for day in days())
    assert not days() & {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31)}
    assert not Slot.objects.filter(starts_at__lte=moment("2026-12-07 10.00")).exists()


def test_tomorrow_adds_only_the_new_last_day(house: House) -> None:
    publish_slots(at=AT)
    before = days()
    publish_slots(at=AT + timedelta(days=1))
    assert days() - before == {LAST + timedelta(days=1)}


def test_over_the_night_of_the_summer_time_the_wall_clock_stays(house: House) -> None:
    publish_slots(at=moment("2027-03-15 08.00"))
    by_day: dict[date, set[str]] = {}
    for starts_at in Slot.objects.values_list("starts_at", flat=True):
        local = starts_at.astimezone(DENMARK)
        by_day.setdefault(local.date(), set()).add(local.strftime("%H.%M"))
    before, after = date(2027, 3, 22), date(2027, 4, 5)
    assert by_day[before] == by_day[after]


def test_nobody_has_times_after_their_last_day(house: House) -> None:
    leaves = date(2026, 12, 16)
    house.caseworker.ends_on = leaves
    house.caseworker.save()
    publish_slots(at=AT)
    assert max(days()) < leaves


def test_only_those_who_take_open_counselling_and_belong_somewhere_have_times(
    house: House,
) -> None:
    UserFactory.create(
        username="away", is_active=False, unit=house.adults, takes_open_counselling=True
    )
    UserFactory.create(username="nowhere", unit=None, takes_open_counselling=True)
    publish_slots(at=AT)
    assert set(Slot.objects.values_list("counsellor", flat=True)) == {house.caseworker.pk}


def test_the_hours_of_each_day_are_those_of_the_standard_in_force_on_it(house: House) -> None:
    text = shipped("haderslev")
    line = text[text.index("valid_from =") :].split("\n", 1)[0]
    changed = text.replace(line, "valid_from = 2026-12-14", 1)
    changed = changed.replace("slot_minutes = 45", "slot_minutes = 60", 1)
    load_standard(text=changed, name="haderslev", at=AT)
    publish_slots(at=AT)

    def lengths(first: date, last: date) -> set[timedelta]:
        found = Slot.objects.filter(starts_at__date__gte=first, starts_at__date__lte=last)
        return {one.during.upper - one.during.lower for one in found}

    assert lengths(date(2026, 12, 7), date(2026, 12, 11)) == {timedelta(minutes=45)}
    assert lengths(date(2026, 12, 14), LAST) == {timedelta(minutes=60)}


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_rebild_is_spoken_to_by_phone_only(house: House) -> None:
    publish_slots(at=AT)
    ways = set(Slot.objects.values_list("in_person", "phone", "video"))
    assert ways == {(False, True, False)}


def promised(
    counsellor_ids: Collection[int], since: datetime, until: datetime
) -> list[tuple[int, datetime, datetime]]:
    """As an app above would tell it: each has a talk on Tuesday from half past nine to ten."""
    begins, ends = moment("2026-12-08 09.30"), moment("2026-12-08 10.00")
    assert since <= begins <= ends <= until
    return [(one, begins, ends) for one in counsellor_ids]


def test_an_hour_that_is_promised_to_somebody_else_is_not_published(
    house: House, settings: Any
) -> None:
    settings.BUSY_TIMES = []
    publish_slots(at=AT)
    free = set(Slot.objects.values_list("starts_at", "during"))
    Slot.objects.all().delete()
    settings.BUSY_TIMES = [f"{__name__}.promised"]
    publish_slots(at=AT)
    left = set(Slot.objects.values_list("starts_at", "during"))
    begins, ends = moment("2026-12-08 09.30"), moment("2026-12-08 10.00")
    taken = {one for one in free if one[0] < ends and begins < one[1].upper}
    assert taken
    assert left == free - taken


# --- Away ----------------------------------------------------------------------------------------


def away(house: House, first: date, last: date) -> int:
    return record_absence(
        user=house.caseworker, first_on=first, last_on=last, by=house.leader, at=AT
    )


def test_an_absence_closes_its_days_and_keeps_the_bookings_for_a_call(house: House) -> None:
    publish_slots(at=AT)
    slot = Slot.objects.filter(starts_at__date=date(2026, 12, 9)).first()
    assert slot is not None
    booking = factories.booking(slot, at=AT).booking
    all_of_them = Slot.objects.count()
    closed = away(house, date(2026, 12, 9), date(2026, 12, 10))
    shut = Slot.objects.filter(closed_at__isnull=False)
    assert closed == shut.count() > 0
    assert {danish_day(one.starts_at) for one in shut} == {date(2026, 12, 9), date(2026, 12, 10)}
    assert Slot.objects.count() == all_of_them
    booking.refresh_from_db()
    assert (booking.status, booking.slot.closed_at, booking.slot.closed_by) == (
        "booked",
        AT,
        house.leader,
    )
    assert AuditEntry.objects.get(action="absence.record").by == house.leader


def test_what_is_closed_is_not_published_again(house: House) -> None:
    publish_slots(at=AT)
    away(house, date(2026, 12, 9), date(2026, 12, 9))
    Absence.objects.all().delete()
    assert publish_slots(at=AT) == 0


def test_who_is_away_gets_no_times_on_those_days(house: House) -> None:
    away(house, date(2026, 12, 9), date(2026, 12, 10))
    publish_slots(at=AT)
    assert not days() & {date(2026, 12, 9), date(2026, 12, 10)}
    assert date(2026, 12, 11) in days()


def test_days_are_not_recorded_twice_or_backwards(house: House) -> None:
    away(house, date(2026, 12, 9), date(2026, 12, 10))
    with pytest.raises(Refused):
        away(house, date(2026, 12, 10), date(2026, 12, 11))
    with pytest.raises(Refused):
        away(house, date(2026, 12, 16), date(2026, 12, 15))
    assert Absence.objects.count() == 1
    assert AuditEntry.objects.filter(action="absence.record").count() == 1


@pytest.mark.parametrize(("everybody", "left"), [(True, 0), (False, 1)])
def test_a_closed_day_closes_the_unit_or_the_house(
    house: House, everybody: bool, left: int
) -> None:
    house.youth_worker.takes_open_counselling = True
    house.youth_worker.save()
    publish_slots(at=AT)
    unit_id = None if everybody else house.adults.pk
    day = date(2026, 12, 9)
    close_day(on=day, unit_id=unit_id, reason="Temadag", by=house.leader, at=AT)
    still_open = Slot.objects.filter(starts_at__date=day, closed_at__isnull=True)
    assert len(set(still_open.values_list("counsellor", flat=True))) == left
    with pytest.raises(Refused):
        close_day(on=day, unit_id=unit_id, reason="", by=house.leader, at=AT)
    assert Closure.objects.count() == 1


def test_a_day_closed_before_it_was_published_stays_empty(house: House) -> None:
    close_day(on=date(2026, 12, 9), unit_id=None, reason="", by=house.leader, at=AT)
    publish_slots(at=AT)
    assert date(2026, 12, 9) not in days()


def test_what_has_begun_today_is_not_closed_behind_the_citizens_back(house: House) -> None:
    publish_slots(at=AT)
    noon = moment("2026-12-08 12.30")
    record_absence(
        user=house.caseworker,
        first_on=noon.date(),
        last_on=noon.date(),
        by=house.leader,
        at=noon,
    )
    today = Slot.objects.filter(starts_at__date=noon.date())
    assert today.filter(starts_at__lt=noon, closed_at__isnull=False).count() == 0
    assert today.filter(starts_at__gt=noon, closed_at__isnull=True).count() == 0
    assert not Booking.objects.exists()
