"""Times, attendance, closed days, booking by phone, and the list for the paper."""

import uuid
from datetime import date, time
from typing import Any

import pytest

from centre.citizens.models import Citizen
from centre.staff.models import Absence, Closure
from intake.models import Booking, Inquiry, Slot
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

MONDAY = date(2026, 12, 7)
AT = moment("2026-12-07 08.00")


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, moment("2026-12-07 08.00"))


def hours(*clocks: int) -> list[time]:
    return [time(clock) for clock in clocks]


def booked_day(house: House, on: date, *clocks: int) -> list[Booking]:
    found = []
    for clock in hours(*clocks):
        slot = factories.slot(house, on=on, at=clock)
        found.append(factories.booking(slot, at=moment("2026-12-01 09.00")).booking)
    return found


def test_the_week_shows_times_and_bookings_and_is_logged_once(house: House) -> None:
    booked_day(house, date(2026, 12, 9), 9)
    factories.slot(house, on=date(2026, 12, 9), at=time(11))
    page = logged_in(house.caseworker).get("/staff/calendar/?who=mine")
    days = {day.on: [len(time.bookings) for time in day.times] for day in page.context["days"]}
    assert days[date(2026, 12, 9)] == [1, 0]
    assert len(days) == 7
    assert readings(purpose="calendar", rows=1) == 1


def test_a_broken_date_in_the_address_shows_this_week(house: House) -> None:
    page = logged_in(house.caseworker).get("/staff/calendar/?on=2026-99-99")
    assert page.status_code == 200
    assert page.context["first"] == MONDAY


def test_attendance_is_recorded_and_a_slip_can_be_set_right(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (booking,) = booked_day(house, MONDAY, 9)
    at_the_doors(monkeypatch, moment("2026-12-07 10.00"))
    client = logged_in(house.caseworker)
    for came, status in (("no", "no_show"), ("yes", "attended")):
        client.post(f"/staff/calendar/{booking.pk}/attendance/", {"came": came})
        booking.refresh_from_db()
        assert booking.status == status


def test_attendance_of_another_unit_is_not_found(house: House) -> None:
    (booking,) = booked_day(house, MONDAY, 9)
    client = logged_in(house.youth_worker)
    assert client.post(f"/staff/calendar/{booking.pk}/attendance/").status_code == 404
    booking.refresh_from_db()
    assert booking.status == "booked"


def close_data(day: date, **changes: str) -> dict[str, str]:
    return {
        "close-on_day": str(day.day),
        "close-on_month": str(day.month),
        "close-on_year": str(day.year),
        **changes,
    }


def test_closing_a_day_with_six_bookings_makes_six_calls_and_no_orphan(house: House) -> None:
    day = date(2026, 12, 8)
    booked_day(house, day, 9, 10, 11, 13, 14, 15)
    answer = logged_in(house.leader).post("/staff/hours/close/", close_data(day))
    assert answer.status_code == 302
    assert not Slot.objects.filter(closed_at=None).exists()
    assert Booking.objects.filter(status="booked").count() == 6
    sections = logged_in(house.caseworker).get("/staff/").context["sections"]
    assert len(sections[0].rows) == 6


def test_the_same_day_cannot_be_closed_twice(house: House) -> None:
    client = logged_in(house.leader)
    client.post("/staff/hours/close/", close_data(date(2026, 12, 8)))
    again = client.post("/staff/hours/close/", close_data(date(2026, 12, 8)))
    assert again.status_code == 422
    assert Closure.objects.count() == 1


def test_of_two_forms_on_a_page_only_the_one_that_was_sent_is_judged(house: House) -> None:
    client = logged_in(house.leader)
    for path, sent, other in (("close", "close", "absence"), ("away", "absence", "close")):
        answer = client.post(f"/staff/hours/{path}/", {"nothing": "chosen"})
        assert answer.status_code == 422
        assert answer.context[f"{sent}_form"].errors
        assert not answer.context[f"{other}_form"].errors


def test_a_closed_day_can_be_opened_again_but_who_is_away_stays_away(house: House) -> None:
    day = date(2026, 12, 8)
    factories.slot(house, on=day)
    factories.slot(house, on=day, counsellor=house.colleague)
    client = logged_in(house.leader)
    away = {"absence-user": str(house.colleague.pk)}
    for name in ("first_on", "last_on"):
        away |= {
            f"absence-{name}_day": "8",
            f"absence-{name}_month": "12",
            f"absence-{name}_year": "2026",
        }
    client.post("/staff/hours/away/", away)
    assert Absence.objects.count() == 1
    client.post("/staff/hours/close/", close_data(day))
    client.post(f"/staff/hours/{Closure.objects.get().pk}/reopen/")
    open_again = Slot.objects.filter(closed_at=None).values_list("counsellor", flat=True)
    assert list(open_again) == [house.caseworker.pk]
    assert not Closure.objects.exists()


def test_an_absence_is_saved_of_a_person_who_was_chosen_and_can_be_taken_back(
    house: House,
) -> None:
    day = date(2026, 12, 8)
    slot = factories.slot(house, on=day)
    client = logged_in(house.leader)
    told = {
        f"absence-{name}_{part}": value
        for name in ("first_on", "last_on")
        for part, value in (("day", "8"), ("month", "12"), ("year", "2026"))
    }
    form = client.get("/staff/hours/").context["absence_form"]
    assert form.answers_to("user")[0][0] == ""
    refused = client.post("/staff/hours/away/", {**told, "absence-user": ""})
    assert refused.context["absence_form"].errors["user"]
    assert not Absence.objects.exists()
    client.post("/staff/hours/away/", {**told, "absence-user": str(house.caseworker.pk)})
    way_back = f"/staff/hours/away/{Absence.objects.get().pk}/end/"
    assert way_back in client.get("/staff/hours/").content.decode()
    # The leader of another unit neither sees it nor takes it back.
    house.leader.unit = house.youth
    house.leader.save()
    assert client.post(way_back).status_code == 404
    house.leader.unit = house.adults
    house.leader.save()
    assert client.post(way_back).status_code == 302
    slot.refresh_from_db()
    assert slot.closed_at is None
    assert not Absence.objects.exists()
    assert client.post(way_back, follow=True).status_code == 200


def test_a_units_own_leader_closes_and_opens_that_units_days_alone(house: House) -> None:
    house.leader.unit = house.youth
    house.leader.save()
    day = date(2026, 12, 8)
    mine = factories.slot(house, on=day, counsellor=house.youth_worker, unit=house.youth)
    factories.slot(house, on=day)
    client = logged_in(house.leader)
    form = client.get("/staff/hours/").context["close_form"]
    assert "unit" not in form.fields
    # What a form of another hand says about the unit counts for nothing.
    for unit in ("", str(house.adults.pk)):
        Closure.objects.all().delete()
        client.post("/staff/hours/close/", close_data(day, **{"close-unit": unit}))
        assert Closure.objects.get().unit == house.youth
    assert list(Slot.objects.filter(closed_at__isnull=False)) == [mine]
    given = {"on": day, "recorded_by": house.administrator, "recorded_at": AT}
    others = [Closure.objects.create(unit=unit, **given) for unit in (None, house.adults)]
    for closure in others:
        assert client.post(f"/staff/hours/{closure.pk}/reopen/").status_code == 404
    page = client.get("/staff/hours/").content.decode()
    assert [f"/{one.pk}/reopen/" in page for one in others] == [False, False]
    own = Closure.objects.get(unit=house.youth)
    assert client.post(f"/staff/hours/{own.pk}/reopen/").status_code == 302
    assert set(Closure.objects.all()) == set(others)


def test_the_week_is_a_column_a_day_and_the_day_a_column_a_counsellor(house: House) -> None:
    for counsellor in (house.caseworker, house.colleague):
        for clock in hours(9, 10):
            factories.slot(house, on=MONDAY, at=clock, counsellor=counsellor)
    client = logged_in(house.caseworker)
    for span, headings in (("week", 5), ("day", 2)):
        page = client.get(f"/staff/calendar/?who=unit&span={span}&on={MONDAY}")
        (monday,) = [day for day in page.context["days"] if day.on == MONDAY]
        assert [len(times) for _person, times in monday.people] == [2, 2]
        assert page.content.decode().count("<section aria-labelledby=") == headings


def test_who_came_can_be_written_down_on_the_inquirys_own_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (booking,) = booked_day(house, MONDAY, 9)
    at_the_doors(monkeypatch, moment("2026-12-07 10.00"))
    url = f"/staff/inquiries/{booking.inquiry_id}/"
    client = logged_in(house.caseworker)
    assert f"/staff/calendar/{booking.pk}/attendance/" in client.get(url).content.decode()
    data = {"came": "yes", "from": "inquiry"}
    assert client.post(f"/staff/calendar/{booking.pk}/attendance/", data).url == url
    assert f"/staff/calendar/{booking.pk}/" not in client.get(url).content.decode()


def test_a_day_that_has_passed_cannot_be_closed(house: House) -> None:
    answer = logged_in(house.leader).post("/staff/hours/close/", close_data(date(2026, 12, 4)))
    assert answer.status_code == 422
    assert not Closure.objects.exists()


@pytest.fixture
def on_the_phone(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=moment("2026-12-04 09.00"))


def book(house: House, inquiry: Inquiry, slot: Slot, **changes: str) -> Any:
    data = {
        "slot": str(slot.pk),
        "channel": "phone",
        "form_key": str(uuid.uuid4()),
        **changes,
    }
    more = "?more=1" if "reason" in changes else ""
    client = logged_in(house.caseworker)
    return client.post(f"/staff/inquiries/{inquiry.pk}/book/{more}", data)


def test_only_the_ways_to_meet_that_a_time_has_are_offered(
    house: House, on_the_phone: Inquiry
) -> None:
    factories.slot(house, on=date(2026, 12, 9), in_person=False, video=False)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{on_the_phone.pk}/book/")
    way = page.context["form"]["channel"]
    assert [value for value, _words in way.field.choices] == ["phone"]
    assert way.initial == "phone"


def test_a_citizen_on_the_phone_gets_a_time_and_keeps_the_day_of_the_inquiry(
    house: House, on_the_phone: Inquiry
) -> None:
    slot = factories.slot(house, on=date(2026, 12, 9))
    assert book(house, on_the_phone, slot).status_code == 302
    booking = Booking.objects.get()
    assert (booking.inquiry, booking.slot) == (on_the_phone, slot)
    assert booking.inquiry.received_on == date(2026, 12, 4)


@pytest.mark.parametrize("how", ["phone", "video"])
def test_who_has_promised_a_video_is_reminded_to_tell_how_it_opens(
    house: House, on_the_phone: Inquiry, how: str
) -> None:
    """Nothing sends a link: the receipt says that a counsellor tells."""
    book(house, on_the_phone, factories.slot(house, on=date(2026, 12, 9)), channel=how)
    client = logged_in(house.caseworker)
    for url in ("/staff/calendar/?who=unit", f"/staff/inquiries/{on_the_phone.pk}/"):
        page = client.get(url).content.decode()
        assert ("Fortæl før samtalen" in page) == (how == "video"), url


def test_a_time_that_went_in_between_is_explained_on_the_same_page(
    house: House, on_the_phone: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = factories.slot(house, on=date(2026, 12, 9))
    from intake.queries import calendar

    # The page was made while the time was free; somebody takes it before the answer comes.
    free = calendar.coming_times(house.caseworker, moment("2026-12-07 08.00"))
    factories.booking(slot, at=moment("2026-12-07 08.00"))
    monkeypatch.setattr(calendar, "coming_times", lambda *_args, **_rest: free)
    answer = book(house, on_the_phone, slot)
    assert answer.status_code == 409
    assert Booking.objects.count() == 1


def test_one_more_than_there_is_room_for_needs_a_reason(
    house: House, on_the_phone: Inquiry
) -> None:
    slot = factories.slot(house, on=date(2026, 12, 9))
    factories.booking(slot, at=moment("2026-12-05 09.00"))
    assert book(house, on_the_phone, slot, reason="").status_code == 422
    assert book(house, on_the_phone, slot, reason="Kan kun den dag").status_code == 302
    extra = Booking.objects.get(inquiry=on_the_phone)
    assert (extra.overbooked, extra.overbooked_by, extra.seat) == (True, house.caseworker, 2)


def test_a_second_coming_time_is_refused(house: House, on_the_phone: Inquiry) -> None:
    first = factories.slot(house, on=date(2026, 12, 9))
    second = factories.slot(house, on=date(2026, 12, 10))
    book(house, on_the_phone, first)
    assert book(house, on_the_phone, second).status_code == 409
    assert Booking.objects.count() == 1


def test_the_emergency_list_holds_today_and_three_open_days_without_names(house: House) -> None:
    booked_day(house, MONDAY, 9)
    booked_day(house, date(2026, 12, 10), 9)
    booked_day(house, date(2026, 12, 11), 9)
    answer = logged_in(house.secretary).get("/staff/emergency/")
    page = answer.content.decode()
    assert len(answer.context["bookings"]) == 2
    assert "ÆØ" in page
    assert "Ødegård" not in page
    assert readings(purpose="emergency list", rows=2) == 1


def test_paper_holds_no_number_of_somebody_whose_address_is_protected(house: House) -> None:
    booked_day(house, MONDAY, 9)
    assert "20 00 00 01" in logged_in(house.secretary).get("/staff/emergency/").content.decode()
    Citizen.objects.update(protected=True)
    page = logged_in(house.secretary).get("/staff/emergency/").content.decode()
    assert "20 00 00 01" not in page
    assert "nummeret står ikke på listen" in page


def test_on_a_weekend_the_calendar_opens_at_the_week_to_come(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-06 10.00"))
    page = logged_in(house.caseworker).get("/staff/calendar/")
    assert page.context["first"] == MONDAY
    assert logged_in(house.caseworker).get("/staff/calendar/?span=day").context["first"] == date(
        2026, 12, 6
    )


def test_a_time_that_has_passed_is_not_called_free(house: House) -> None:
    for clock in hours(7, 9):
        factories.slot(house, on=MONDAY, at=clock)
    page = logged_in(house.caseworker).get("/staff/calendar/?who=mine").content.decode()
    assert page.count('class="free"') == 1
