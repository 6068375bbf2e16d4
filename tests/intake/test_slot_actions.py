"""One time by itself: closed, opened again, added; and what publishing makes of it."""

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from centre.calendar import DENMARK, danish_moment
from centre.citizens.actions import Person
from centre.guard import broken
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.models import Absence, Closure
from centre.standard.actions import load_standard
from intake.actions.appointment import book_for
from intake.actions.book import SlotTaken, cancel, move
from intake.actions.hours import reopen_day
from intake.actions.slot import Extra, add_slot, close_slot, reopen_slot
from intake.actions.slots import close_day, publish_slots, record_absence
from intake.models import Booking, Slot
from intake.queries.calendar import coming_times
from intake.queries.slots import free_time, free_times
from tests import factories
from tests.conftest import moment, shipped
from tests.factories import SECRET, House
from tests.treatment import cases

pytestmark = pytest.mark.django_db
AT = moment("2026-12-07 08.00")  # a Monday
DAY = date(2026, 12, 9)
SATURDAY = date(2026, 12, 12)


def close(house: House, slot: Slot, **changes: Any) -> int:
    given: dict[str, Any] = {"reason": "meeting", "by": house.leader, "at": AT}
    return close_slot(slot_id=slot.pk, **{**given, **changes})


def reopen(house: House, slot: Slot, **changes: Any) -> Slot:
    return reopen_slot(slot_id=slot.pk, **{"by": house.leader, "at": AT, **changes})


def add(house: House, on: date = SATURDAY, clock: time = time(10), **changes: Any) -> Slot:
    minutes = changes.pop("minutes", 60)
    extra = Extra(
        starts_at=danish_moment(on, clock),
        minutes=minutes,
        channels=changes.pop("channels", ["phone"]),
        seats=changes.pop("seats", 1),
    )
    given: dict[str, Any] = {"counsellor": house.caseworker, "by": house.leader, "at": AT}
    return add_slot(extra=extra, **{**given, **changes})


def lines(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


# --- Closing -------------------------------------------------------------------------------------


def test_a_closed_time_is_offered_to_nobody_and_leaves_one_line(house: House) -> None:
    slot, other = factories.slot(house, on=DAY), factories.slot(house, on=DAY, at=time(10))
    assert close(house, slot) == 0
    slot.refresh_from_db()
    assert (slot.closed_at, slot.closed_by, slot.closed_reason) == (AT, house.leader, "meeting")
    assert [one.id for one in free_times(at=AT)] == [other.pk]
    assert free_time(slot_id=slot.pk, at=AT) is None
    assert coming_times(house.caseworker, AT) == [other]
    with pytest.raises(SlotTaken):
        factories.booking(slot, at=AT)
    (line,) = lines("slot.close")
    assert (line.by, line.row_id, line.detail) == (
        house.leader,
        str(slot.pk),
        {"reason": "meeting", "booked": 0},
    )


def test_closing_twice_or_too_late_is_refused_in_words(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    close(house, slot)
    with pytest.raises(Refused, match="allerede lukket"):
        close(house, slot, reason="other")
    begun = factories.slot(house, on=date(2026, 12, 7), at=time(8))
    with pytest.raises(Refused, match="er begyndt"):
        close(house, begun)
    assert len(lines("slot.close")) == 1
    slot.refresh_from_db()
    assert slot.closed_reason == "meeting"


def test_a_booked_time_is_not_closed_behind_anybodys_back(house: House) -> None:
    slot = factories.slot(house, on=DAY, capacity=2)
    first = factories.booking(slot, at=AT).booking
    second = factories.booking(slot, at=AT).booking
    for seen in ([], [str(first.pk)], [str(uuid.uuid4())]):
        with pytest.raises(Refused, match="lige blevet booket"):
            close(house, slot, seen=seen)
    assert not lines("slot.close")
    assert close(house, slot, seen=[str(second.pk), str(first.pk)]) == 2
    assert set(Booking.objects.values_list("status", flat=True)) == {"booked"}


def test_a_booking_that_was_given_back_is_in_nobodys_way(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    cancel(booking_id=factories.booking(slot, at=AT).booking.pk, by=None, at=AT)
    assert close(house, slot) == 0


def test_nobody_is_reminded_of_a_closed_time_until_it_is_open_again(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    person = Person(name="Åse", email="aase@example.dk")
    booking = factories.booking(slot, at=AT, person=person).booking

    def state() -> str:
        return Message.objects.get(once_key=f"reminder:{booking.pk}").state

    close(house, slot, seen=[str(booking.pk)])
    assert state() == "expired"
    reopen(house, slot)
    assert state() == "waiting"


@pytest.mark.parametrize("alone", [True, False])
def test_who_was_given_another_time_keeps_that_one_alone(house: House, alone: bool) -> None:
    """Whether the time was closed by itself or with its day."""
    slot = factories.slot(house, on=DAY, capacity=2)
    other = factories.slot(house, on=DAY + timedelta(days=1))
    first, waiting = (factories.booking(slot, at=AT).booking for _one in range(2))
    if alone:
        close(house, slot, seen=[str(first.pk), str(waiting.pk)])
    else:
        close_day(on=DAY, unit_id=None, reason="", by=house.leader, at=AT)
    again = book_for(
        inquiry_id=first.inquiry_id,
        slot_id=other.pk,
        channel="phone",
        form_key=uuid.uuid4(),
        secret=SECRET,
        by=house.caseworker,
        at=AT,
    )
    if alone:
        reopen(house, slot)
    else:
        reopen_day(closure_id=Closure.objects.get().pk, by=house.leader, at=AT)
    standing = dict(Booking.objects.values_list("pk", "status"))
    assert standing == {first.pk: "cancelled", waiting.pk: "booked", again.pk: "booked"}
    assert [line.by for line in lines("booking.cancelled")] == [house.leader]
    # The seat that was given back can be booked again.
    assert factories.booking(slot, at=AT).booking.slot == slot


# --- Opening again -------------------------------------------------------------------------------


def test_a_time_that_is_opened_again_is_offered_again(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    close(house, slot)
    reopen(house, slot)
    slot.refresh_from_db()
    assert (slot.closed_at, slot.closed_by, slot.closed_reason) == (None, None, "")
    assert factories.booking(slot, at=AT).booking.slot == slot
    assert [line.row_id for line in lines("slot.reopen")] == [str(slot.pk)]
    with pytest.raises(Refused, match="allerede åben"):
        reopen(house, slot)
    assert len(lines("slot.reopen")) == 1


def test_a_time_is_not_opened_where_nobody_can_be_met(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    close(house, slot)
    with pytest.raises(Refused, match="kan ikke åbnes igen"):
        reopen(house, slot, at=moment("2026-12-09 09.00"))
    closure = Closure.objects.create(on=DAY, recorded_by=house.leader, recorded_at=AT)
    with pytest.raises(Refused, match="lukket"):
        reopen(house, slot)
    closure.delete()
    absence = Absence.objects.create(
        user=house.caseworker,
        during=DateRange(DAY, DAY, "[]"),
        recorded_by=house.leader,
        recorded_at=AT,
    )
    with pytest.raises(Refused, match="fraværende"):
        reopen(house, slot)
    absence.delete()
    house.caseworker.ends_on = DAY
    house.caseworker.save()
    with pytest.raises(Refused, match="arbejder her ikke længere"):
        reopen(house, slot)
    house.caseworker.ends_on, house.caseworker.takes_open_counselling = None, False
    house.caseworker.save()
    with pytest.raises(Refused, match="har ikke tider i Åben Rådgivning"):
        reopen(house, slot)
    assert not Slot.objects.filter(closed_at=None).exists()
    assert not lines("slot.reopen")


def test_a_time_whose_hour_was_given_to_another_one_stays_closed(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    close(house, slot)
    instead = add(house, DAY, time(9, 30), minutes=30)
    with pytest.raises(Refused, match="overlapper"):
        reopen(house, slot)
    close(house, instead)
    assert reopen(house, slot).closed_at is None


# --- Adding --------------------------------------------------------------------------------------


def test_an_added_time_is_offered_as_any_other_and_leaves_one_line(house: House) -> None:
    slot = add(house, seats=3, channels=["phone", "video"])
    assert (slot.unit, slot.capacity) == (house.adults, 3)
    assert (slot.in_person, slot.phone, slot.video) == (False, True, True)
    assert slot.during.upper - slot.during.lower == timedelta(minutes=60)
    assert [one.id for one in free_times(at=AT, how="video")] == [slot.pk]
    assert free_times(at=AT, how="in_person") == []
    (line,) = lines("slot.add")
    assert (line.by, line.detail) == (house.leader, {"minutes": 60, "seats": 3})


@pytest.mark.parametrize(
    ("day", "offset"), [(date(2027, 3, 27), 1), (date(2027, 3, 29), 2), (date(2027, 11, 1), 1)]
)
def test_the_clock_on_the_wall_is_the_one_that_was_written(
    house: House, day: date, offset: int
) -> None:
    slot = add(house, day)
    local = slot.starts_at.astimezone(DENMARK)
    assert (local.date(), local.time()) == (day, time(10))
    assert local.utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize(
    ("at", "minutes"), [(time(9), 45), (time(9, 15), 15), (time(8, 30), 31), (time(8, 30), 120)]
)
def test_nobody_sits_in_two_times_at_once(house: House, at: time, minutes: int) -> None:
    factories.slot(house, on=DAY)
    with pytest.raises(Refused, match="overlapper"):
        add(house, DAY, at, minutes=minutes)
    assert Slot.objects.count() == 1
    assert not lines("slot.add")


def test_times_may_touch_and_a_colleague_has_her_own(house: House) -> None:
    factories.slot(house, on=DAY)
    house.colleague.takes_open_counselling = True
    house.colleague.save()
    add(house, DAY, time(8), minutes=60)
    add(house, DAY, time(9, 45), minutes=15)
    add(house, DAY, time(9), counsellor=house.colleague)
    assert Slot.objects.count() == 4


def test_where_a_closed_time_begins_it_is_opened_and_not_made_twice(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    close(house, slot)
    with pytest.raises(Refused, match="Åbn den igen"):
        add(house, DAY, time(9))
    assert add(house, DAY, time(9, 10)).pk != slot.pk


def test_no_time_is_added_in_the_past_or_where_nobody_can_be_met(house: House) -> None:
    with pytest.raises(Refused, match="ikke er gået"):
        add(house, date(2026, 12, 7), time(8))
    with pytest.raises(Refused, match="har ikke tider i Åben Rådgivning"):
        add(house, counsellor=house.colleague)
    Closure.objects.create(on=SATURDAY, unit=house.adults, recorded_by=house.leader, recorded_at=AT)
    with pytest.raises(Refused, match="lukket"):
        add(house)
    assert not Slot.objects.exists()


def test_an_hour_that_is_promised_for_a_talk_is_not_offered_too(house: House) -> None:
    course = cases.running(house)
    slot = factories.slot(house, on=cases.TODAY + timedelta(days=7), at=time(13))
    close(house, slot, reason="talk")
    cases.session(course, house, on=cases.TODAY + timedelta(days=7))
    with pytest.raises(Refused, match="aftalt samtale"):
        reopen(house, slot)
    with pytest.raises(Refused, match="aftalt samtale"):
        add(house, cases.TODAY + timedelta(days=7), time(13, 15))


# --- Publishing around them ----------------------------------------------------------------------


def test_publishing_again_leaves_closed_and_added_times_as_they_are(house: House) -> None:
    publish_slots(at=AT)
    closed = Slot.objects.filter(starts_at__date=DAY).earliest("starts_at")
    close(house, closed)
    add(house)
    before = set(Slot.objects.values_list("pk", "starts_at", "closed_at"))
    for _again in range(2):
        assert publish_slots(at=AT) == 0
    assert set(Slot.objects.values_list("pk", "starts_at", "closed_at")) == before


def test_a_time_added_first_is_not_published_over(house: House) -> None:
    publish_slots(at=AT)
    hour = Slot.objects.filter(starts_at__date=DAY).earliest("starts_at").starts_at
    Slot.objects.all().delete()
    local = hour.astimezone(DENMARK)
    added = add(house, DAY, (local + timedelta(minutes=10)).time(), minutes=20)
    assert publish_slots(at=AT) > 0
    assert publish_slots(at=AT) == 0
    assert not Slot.objects.filter(starts_at=hour).exists()
    assert list(Slot.objects.filter(during__overlap=added.during)) == [added]


def test_no_new_standard_puts_another_time_over_one_that_was_closed(house: House) -> None:
    publish_slots(at=AT)
    day = date(2026, 12, 16)
    closed = Slot.objects.filter(starts_at__date=day).order_by("starts_at")[1]
    close(house, closed)
    Slot.objects.filter(starts_at__date=day).exclude(pk=closed.pk).delete()
    text = shipped("haderslev")
    line = text[text.index("valid_from =") :].split("\n", 1)[0]
    changed = text.replace(line, "valid_from = 2026-12-14", 1)
    changed = changed.replace("slot_minutes = 45", "slot_minutes = 60", 1)
    load_standard(text=changed, name="haderslev", at=AT)
    publish_slots(at=AT)
    there = Slot.objects.filter(starts_at__date=day)
    assert there.count() > 1
    assert list(there.filter(during__overlap=closed.during)) == [closed]


def test_an_opened_day_opens_no_time_that_was_closed_for_itself(house: House) -> None:
    alone, other = factories.slot(house, on=DAY), factories.slot(house, on=DAY, at=time(10))
    close(house, alone)
    close_day(on=DAY, unit_id=None, reason="", by=house.leader, at=AT)
    closure = Closure.objects.get()
    assert reopen_day(closure_id=closure.pk, by=house.leader, at=AT) == 1
    assert list(Slot.objects.filter(closed_at=None)) == [other]
    alone.refresh_from_db()
    assert alone.closed_reason == "meeting"


def test_an_absence_closes_an_added_time_too(house: House) -> None:
    slot = add(house)
    record_absence(
        user=house.caseworker, first_on=SATURDAY, last_on=SATURDAY, by=house.leader, at=AT
    )
    slot.refresh_from_db()
    assert (slot.closed_at, slot.closed_reason) == (AT, "")


# --- The database is the last line ---------------------------------------------------------------


def test_the_database_gives_nobody_a_seat_of_a_closed_time(house: House) -> None:
    slot, other = factories.slot(house, on=DAY), factories.slot(house, on=DAY, at=time(10))
    booking = factories.booking(other, at=AT).booking
    close(house, slot)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(slot=slot)
    assert broken(refused.value) == "booking_time_is_open"
    row = Booking.objects.get(pk=booking.pk)
    row.pk, row.slot, row.reference, row.form_key = uuid.uuid4(), slot, "X", uuid.uuid4()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save(force_insert=True)
    assert broken(refused.value) == "booking_time_is_open"


def test_what_is_booked_before_can_still_be_settled_on_a_closed_time(house: House) -> None:
    slot, other = factories.slot(house, on=DAY), factories.slot(house, on=DAY, at=time(10))
    booking = factories.booking(slot, at=AT).booking
    close(house, slot, seen=[str(booking.pk)])
    moved = move(
        booking_id=booking.pk,
        slot_id=other.pk,
        channel="phone",
        by=None,
        at=AT,
        form_key=uuid.uuid4(),
    )
    assert moved.slot == other
    booking.refresh_from_db()
    assert booking.status == "moved"
