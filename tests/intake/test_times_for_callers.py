"""Some times are not shown on the web: whoever calls finds one when the web is full (T6)."""

from datetime import date, time
from uuid import uuid4

import pytest

from centre.staff.models import User
from centre.standard.loader import load_text
from centre.standard.schema import Standard
from intake.actions.appointment import book_for
from intake.actions.book import SlotTaken, book, move
from intake.actions.slots import publish_slots
from intake.choices import SlotChannel
from intake.models import Slot
from intake.queries import calendar, slots
from intake.rules.times import times_on
from tests import factories
from tests.conftest import moment, shipped
from tests.desk import at_the_doors, logged_in
from tests.factories import SECRET, House
from tests.promises import COUNCILS

AT = moment("2026-12-07 08.00")  # a Monday
DAY = date(2026, 12, 9)


@pytest.mark.parametrize("council", COUNCILS)
def test_about_a_fifth_of_the_times_is_kept_whatever_the_clock(council: str) -> None:
    standard: Standard = load_text(shipped(council), name=council)
    hours = standard.hours.open_counselling
    assert hours is not None and hours.proposed and hours.callers_every == 5
    days = [date.fromordinal(DAY.toordinal() + number) for number in range(140)]
    times = [one for day in days for one in times_on(day, hours)]
    kept = [one for one in times if one.for_callers]
    assert 0.15 <= len(kept) / len(times) <= 0.25
    clocks = {one.starts_at.time() for one in times}
    spared = clocks - {one.starts_at.time() for one in kept}
    assert len(spared) <= len(clocks) / 4, "every part of the day has some"
    assert clocks == {one.starts_at.time() for one in times if not one.for_callers}


@pytest.mark.threat("T6")
@pytest.mark.django_db
def test_somebody_who_books_all_there_is_leaves_the_reserve_to_callers(house: House) -> None:
    publish_slots(at=AT, weeks=1)
    reserve = set(Slot.objects.filter(for_callers=True).values_list("pk", flat=True))
    shown = {one.id for one in slots.free_times(at=AT, limit=slots.MOST)}
    assert reserve and shown and not reserve & shown
    for slot_id in sorted(reserve | shown):
        if slot_id in reserve:
            with pytest.raises(SlotTaken):
                _book(slot_id)
        else:
            _book(slot_id)
    assert slots.free_times(at=AT) == []
    assert slots.next_free(at=AT) is None
    assert {one.pk for one in calendar.coming_times(house.caseworker, AT)} == reserve
    inquiry = factories.inquiry(house, received_at=AT)
    booking = book_for(
        inquiry_id=inquiry.pk,
        slot_id=min(reserve),
        channel=SlotChannel.PHONE,
        form_key=uuid4(),
        secret=SECRET,
        by=house.caseworker,
        at=AT,
    )
    assert booking.slot_id in reserve


def _book(slot_id: int) -> None:
    book(
        wanted=factories.wanted(form_key=uuid4()),
        slot_id=slot_id,
        channel=SlotChannel.PHONE,
        secret=SECRET,
        at=AT,
    )


@pytest.mark.django_db
def test_a_citizen_on_the_web_does_not_move_to_one_but_the_staff_may(house: House) -> None:
    old = factories.slot(house, on=DAY, at=time(9))
    kept = factories.slot(house, on=DAY, at=time(10), for_callers=True)
    booking = factories.booking(old, at=AT).booking
    assert slots.free_time(slot_id=kept.pk, at=AT) is None
    assert slots.nearest(starts_at=kept.starts_at, at=AT) == []

    def go(by: User | None) -> None:
        move(
            booking_id=booking.pk,
            slot_id=kept.pk,
            channel=SlotChannel.PHONE,
            by=by,
            at=AT,
            form_key=uuid4(),
        )

    with pytest.raises(SlotTaken):
        go(None)
    booking.refresh_from_db()
    assert booking.status == "booked"
    go(house.caseworker)
    booking.refresh_from_db()
    assert booking.status == "moved"


@pytest.mark.django_db
def test_the_staff_see_which_times_are_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.slot(house, on=DAY, at=time(9))
    factories.slot(house, on=DAY, at=time(10), for_callers=True)
    inquiry = factories.inquiry(house, received_at=AT)
    at_the_doors(monkeypatch, AT)
    client = logged_in(house.caseworker)
    week = client.get(f"/staff/calendar/?on={DAY}").content.decode()
    assert week.count("Ledig ved opkald") == 1
    page = client.get(f"/staff/inquiries/{inquiry.pk}/book/").content.decode()
    assert page.count("ved opkald") == 1
