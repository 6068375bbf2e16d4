"""Free times as the public pages ask for them."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from centre.calendar import DENMARK
from centre.staff.choices import UnitKind
from centre.standard.models import QualityStandard
from intake.actions.appointment import book_for
from intake.actions.book import cancel
from intake.models import Booking, Slot
from intake.queries import slots
from intake.queries.slots import (
    free_time,
    free_times,
    nearest,
    next_free,
    next_free_for_anybody,
    units_for,
)
from tests import factories
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
NOW = moment("2026-12-07 09.00")
DAY = date(2026, 12, 8)


def hour_of(one: slots.FreeTime) -> int:
    return one.starts_at.astimezone(DENMARK).hour


def test_a_taken_closed_or_past_time_is_not_free(house: House) -> None:
    taken = factories.slot(house, on=DAY, at=time(8))
    factories.booking(taken, at=NOW)
    closed = factories.slot(house, on=DAY, at=time(9))
    Slot.objects.filter(pk=closed.pk).update(closed_at=NOW, closed_by=house.leader)
    factories.slot(house, on=date(2026, 12, 7), at=time(8))
    free = factories.slot(house, on=DAY, at=time(10))
    assert [one.id for one in free_times(at=NOW)] == [free.pk]
    assert free_time(slot_id=taken.pk, at=NOW) is None
    assert free_time(slot_id=free.pk, at=NOW) is not None


def test_a_cancelled_time_is_free_again_at_once(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    receipt = factories.booking(slot, at=NOW)
    cancel(booking_id=receipt.booking.pk, by=None, at=NOW)
    assert next_free(at=NOW) is not None


def test_a_time_with_room_for_two_is_free_until_the_second_seat_is_taken(house: House) -> None:
    slot = factories.slot(house, on=DAY, capacity=2)
    factories.booking(slot, at=NOW)
    assert [one.id for one in free_times(at=NOW)] == [slot.pk]
    factories.booking(slot, at=NOW)
    assert free_times(at=NOW) == []


def test_an_overbooked_time_is_not_free(house: House) -> None:
    slot = factories.slot(house, on=DAY, capacity=2)
    for _seat in range(2):
        factories.booking(slot, at=NOW)
    book_for(
        inquiry_id=factories.inquiry(house, received_at=NOW).pk,
        slot_id=slot.pk,
        channel="phone",
        overbook_reason="It cannot wait",
        form_key=uuid4(),
        secret=factories.SECRET,
        by=house.caseworker,
        at=NOW,
    )
    assert free_times(at=NOW) == []


def test_two_counsellors_at_the_same_moment_are_one_time(house: House) -> None:
    first = factories.slot(house, on=DAY)
    second = factories.slot(house, on=DAY, counsellor=house.colleague)
    assert len(free_times(at=NOW)) == 1
    factories.booking(first, at=NOW)
    assert [one.id for one in free_times(at=NOW)] == [second.pk]


@pytest.mark.parametrize(
    ("half", "shown"), [("am", [8, 11]), ("pm", [12, 15]), ("", [8, 11, 12, 15])]
)
@pytest.mark.parametrize("day", [date(2026, 12, 8), date(2026, 7, 7)])
def test_the_half_of_the_day_is_danish_in_summer_and_winter(
    house: House, half: str, shown: list[int], day: date
) -> None:
    for hour in (8, 11, 12, 15):
        factories.slot(house, on=day, at=time(hour))
    found = free_times(at=moment("2026-06-01 09.00"), half=half)
    assert [hour_of(one) for one in found] == shown


def test_only_times_met_in_the_way_asked_for(house: House) -> None:
    factories.slot(house, on=DAY, at=time(8), video=False)
    video = factories.slot(house, on=DAY, at=time(9))
    assert [one.id for one in free_times(at=NOW, how="video")] == [video.pk]
    assert free_time(slot_id=video.pk, at=NOW, how="video") is not None


def test_the_nearest_times_lie_on_both_sides(house: House) -> None:
    made = {hour: factories.slot(house, on=DAY, at=time(hour)) for hour in (8, 9, 11, 12, 15)}
    lost = made[11]
    factories.booking(lost, at=NOW)
    found = nearest(starts_at=lost.starts_at, at=NOW)
    assert [one.id for one in found] == [made[8].pk, made[9].pk, made[12].pk]


def test_times_are_grouped_by_their_danish_day(house: House) -> None:
    for day in (DAY, DAY + timedelta(days=1)):
        factories.slot(house, on=day, at=time(9))
    assert [day for day, _times in slots.by_day(free_times(at=NOW))] == [
        DAY,
        DAY + timedelta(days=1),
    ]


def many(house: House, count: int) -> None:
    """So many times, every third taken."""
    start = moment("2027-01-04 00.00")
    Slot.objects.bulk_create(
        Slot(
            unit=house.adults,
            counsellor=house.caseworker,
            starts_at=start + timedelta(minutes=45 * number),
            during=DateTimeTZRange(
                start + timedelta(minutes=45 * number), start + timedelta(minutes=45 * number + 45)
            ),
        )
        for number in range(count)
    )
    for slot in list(Slot.objects.order_by("starts_at"))[:30:3]:
        if not Booking.objects.filter(slot=slot).exists():
            factories.booking(slot, at=NOW)


def test_one_query_whatever_the_number_of_times_and_one_for_the_nearest(house: House) -> None:
    for count in (40, 400):
        Booking.objects.all().delete()
        Slot.objects.all().delete()
        many(house, count)
        with CaptureQueriesContext(connection) as asked:
            assert len(free_times(at=NOW, how="in_person", units=[house.adults.pk])) == 20
        assert len(asked) == 1
        with CaptureQueriesContext(connection) as asked:
            assert len(nearest(starts_at=moment("2027-01-04 09.00"), at=NOW)) == 3
        assert len(asked) == 1


def test_the_list_is_bounded_and_walks_the_index_of_open_times(house: House) -> None:
    many(house, 2_000)
    assert len(free_times(at=NOW, limit=10_000)) == slots.MOST
    with connection.cursor() as cursor:
        cursor.execute("analyze intake_slot")
        cursor.execute("analyze intake_booking")
    plan = (
        slots._free(NOW, how="in_person", units=())
        .order_by("starts_at", "id")
        .distinct("starts_at")[:21]
        .explain()
    )
    assert "slot_open_from" in plan
    assert "Seq Scan on intake_slot" not in plan


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_young_see_the_times_of_the_youth_unit(council: QualityStandard, house: House) -> None:
    assert [unit.key for unit in units_for(council.content, "18_29")] == ["youth"]
    assert [unit.key for unit in units_for(council.content, "30_plus")] == ["adults"]
    assert house.youth.kind == UnitKind.YOUTH


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_time_on_the_front_page_is_one_that_the_old_and_the_young_can_have(
    council: QualityStandard, house: House
) -> None:
    factories.slot(house, on=DAY, at=time(8), unit=house.youth, counsellor=house.youth_worker)
    assert next_free_for_anybody(council.content, at=NOW) is None
    late = factories.slot(house, on=DAY, at=time(11))
    found = next_free_for_anybody(council.content, at=NOW)
    assert found is not None
    assert found.id == late.pk


@pytest.mark.parametrize("council", ["haderslev", "aabenraa", "rebild"], indirect=True)
def test_a_house_with_one_unit_shows_all_times(council: QualityStandard, house: House) -> None:
    assert units_for(council.content, "18_29") == []


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_the_unit_that_rings_is_the_one_for_the_age(council: QualityStandard, house: House) -> None:
    assert slots.unit_to_call(council.content, "15_17") == house.youth
    # The file's own unit for adults has no row here: the house's adults ring.
    assert slots.unit_to_call(council.content, "30_plus") == house.adults
