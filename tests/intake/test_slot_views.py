"""The pages on which one time of open counselling is closed, opened again or added."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.records.models import AuditEntry, ReadEntry
from intake.models import Booking, Slot
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-07 08.00")  # a Monday
DAY = date(2026, 12, 9)
WEEK = "/staff/hours/times/"
ADD = "/staff/hours/times/add/"


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


def close_url(slot: Slot) -> str:
    return f"{WEEK}{slot.pk}/close/"


def reopen_url(slot: Slot) -> str:
    return f"{WEEK}{slot.pk}/reopen/"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def extra(house: House, **changes: Any) -> dict[str, Any]:
    """A filled form: Saturday 12 December at 10 with the caseworker."""
    return {
        "counsellor": str(house.caseworker.pk),
        "on_day": "12",
        "on_month": "12",
        "on_year": "2026",
        "at": "10.00",
        "minutes": "60",
        "seats": "2",
        "weeks": "1",
        "channels": ["phone"],
        **changes,
    }


# --- The week ------------------------------------------------------------------------------------


def test_the_week_shows_every_time_and_nobodys_name(house: House) -> None:
    free = factories.slot(house, on=DAY)
    full = factories.slot(house, on=DAY, at=time(10))
    factories.booking(full, at=AT)
    shut = factories.slot(
        house,
        on=DAY,
        at=time(11),
        closed_at=AT,
        closed_by=house.leader,
        closed_reason="training",
    )
    client = logged_in(house.administrator)
    page = client.get(f"{WEEK}?on={DAY}")
    (day,) = page.context["days"]
    assert [(one.slot, one.taken, one.free) for one in day.times] == [
        (free, 0, 1),
        (full, 1, 0),
        (shut, 0, 0),
    ]
    shown = text(page)
    assert "Kursus eller supervision" in shown
    assert [close_url(one) in shown for one in (free, full, shut)] == [True, True, False]
    assert [reopen_url(one) in shown for one in (free, full, shut)] == [False, False, True]
    # Initials are a person's too, and this role reads of none.
    assert "ÆØ" not in shown
    assert readings() == 0


def test_what_has_passed_can_only_be_looked_at(house: House) -> None:
    slot = factories.slot(house, on=date(2026, 12, 7), at=time(7))
    shown = text(logged_in(house.leader).get(WEEK))
    assert f"slot-{slot.pk}" in shown
    assert close_url(slot) not in shown


def test_a_week_of_many_times_is_asked_for_as_one_of_few(house: House) -> None:
    client = logged_in(house.leader)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{WEEK}?on={DAY}").status_code == 200
        return len(queries)

    factories.slot(house, on=DAY)
    asked()
    few = asked()
    for clock in range(10, 16):
        slot = factories.slot(house, on=DAY, at=time(clock), capacity=3)
        factories.booking(slot, at=AT)
        factories.booking(slot, at=AT)
    assert asked() == few <= 4


def test_the_calendar_leads_to_closing_for_those_who_may(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    past = factories.slot(house, on=date(2026, 12, 7), at=time(7))
    shown = text(logged_in(house.leader).get("/staff/calendar/?who=unit"))
    assert close_url(slot) in shown
    assert close_url(past) not in shown
    assert close_url(slot) not in text(logged_in(house.caseworker).get("/staff/calendar/"))


# --- Closing -------------------------------------------------------------------------------------


def test_a_free_time_is_closed_with_a_reason_and_opened_again(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    client = logged_in(house.leader)
    assert "Ingen har booket tiden" in text(client.get(close_url(slot)))
    assert readings() == 0
    assert client.post(close_url(slot), {}).status_code == 422
    assert client.post(close_url(slot), {"reason": "holiday"}).status_code == 422
    assert Slot.objects.get().closed_at is None
    answer = client.post(close_url(slot), {"reason": "training"})
    assert answer.url == f"{WEEK}?on={DAY}#slot-{slot.pk}"
    assert Slot.objects.get().closed_reason == "training"
    assert "Tiden er lukket." in text(client.get(f"{WEEK}?on={DAY}"))
    assert client.post(reopen_url(slot)).status_code == 302
    assert Slot.objects.get().closed_at is None
    assert "Tiden er åben igen: onsdag den 9. december 2026 kl. 9.00." in text(client.get(WEEK))
    trail = AuditEntry.objects.filter(row="intake.Slot").order_by("at", "action")
    assert [(one.action, one.by) for one in trail] == [
        ("slot.close", house.leader),
        ("slot.reopen", house.leader),
    ]


def test_who_is_there_is_shown_and_logged_before_a_booked_time_is_closed(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    booking = factories.booking(slot, at=AT).booking
    client = logged_in(house.leader)
    shown = text(client.get(close_url(slot)))
    assert "1 har booket tiden" in shown
    assert "ÆØ" in shown
    assert f"/staff/inquiries/{booking.inquiry_id}/" in shown
    assert "Ødegård" not in shown
    assert readings(purpose="close time", rows=1, by=house.leader) == 1
    # Without having been shown who is there, nothing is closed.
    answer = client.post(close_url(slot), {"reason": "meeting"})
    assert answer.status_code == 409
    assert "Tiden er lige blevet booket" in text(answer)
    assert answer.context["form"]["reason"].value() == "meeting"
    assert Slot.objects.get().closed_at is None
    answer = client.post(close_url(slot), {"reason": "meeting", "seen": [str(booking.pk)]})
    assert answer.status_code == 302
    assert "til et opkald" in text(client.get(WEEK))
    desk = logged_in(house.caseworker).get("/staff/").content.decode()
    assert f"/staff/inquiries/{booking.inquiry_id}/" in desk
    assert Booking.objects.get().status == "booked"


def test_who_may_see_nobody_is_told_how_many_and_no_more(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    booking = factories.booking(slot, at=AT).booking
    client = logged_in(house.administrator)
    shown = text(client.get(close_url(slot)))
    assert "1 har booket tiden" in shown
    assert "ÆØ" not in shown
    assert str(booking.inquiry_id) not in shown
    assert not ReadEntry.objects.exists()
    data = {"reason": "meeting", "seen": [str(booking.pk)]}
    assert client.post(close_url(slot), data).status_code == 302


def test_a_time_that_somebody_else_closed_meanwhile_is_said_so(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    client = logged_in(house.leader)
    client.post(close_url(slot), {"reason": "meeting"})
    answer = client.post(close_url(slot), {"reason": "other"})
    assert answer.status_code == 409
    assert "Tiden er allerede lukket" in text(answer)
    assert Slot.objects.get().closed_reason == "meeting"
    client.post(reopen_url(slot))
    client.post(reopen_url(slot))
    assert "Tiden er allerede åben" in text(client.get(WEEK))


def test_another_units_times_are_not_found(house: House) -> None:
    house.leader.unit = house.youth
    house.leader.save()
    slot = factories.slot(house, on=DAY)
    client = logged_in(house.leader)
    for look in (client.get, client.post):
        assert look(close_url(slot), {"reason": "meeting"}).status_code == 404
    assert client.post(reopen_url(slot)).status_code == 404
    assert client.get(f"{WEEK}?on={DAY}").context["days"] == []
    assert client.post(ADD, extra(house)).status_code == 422
    assert Slot.objects.get().closed_at is None
    assert client.get(f"{WEEK}{slot.pk}0000000000000000/close/").status_code == 404


# --- Adding --------------------------------------------------------------------------------------


def test_the_form_begins_as_the_standards_own_times_are(house: House) -> None:
    form = logged_in(house.leader).get(ADD).context["form"]
    assert [key for key, _words in form.answers_to("counsellor")] == ["", str(house.caseworker.pk)]
    assert (form["minutes"].value(), form["seats"].value()) == (45, 1)


def test_an_extra_time_is_added_and_can_be_booked_online(house: House) -> None:
    client = logged_in(house.leader)
    answer = client.post(ADD, extra(house))
    slot = Slot.objects.get()
    assert answer.url == f"{WEEK}?on=2026-12-12#slot-{slot.pk}"
    assert (slot.starts_at, slot.capacity, slot.counsellor) == (
        moment("2026-12-12 10.00"),
        2,
        house.caseworker,
    )
    assert "Tiden er tilføjet: lørdag den 12. december 2026 kl. 10.00." in text(client.get(WEEK))
    again = client.post(ADD, extra(house, minutes="30"))
    assert again.status_code == 409
    assert "overlapper" in text(again)
    assert Slot.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"counsellor": ""}, "Vælg en behandler"),
        ({"on_day": "6"}, "er gået"),
        ({"on_year": "2029"}, "inden for et år"),
        ({"at": "25.00"}, "8.30"),
        ({"minutes": "0"}, "5"),
        ({"minutes": "en time"}, "Skriv minutterne som et tal"),
        ({"seats": "0"}, "1"),
        ({"seats": "99"}, "20"),
        ({"channels": []}, "Vælg mindst én måde"),
        ({"channels": ["pigeon"]}, "svarene på listen"),
        ({"on_day": "28", "on_month": "3", "on_year": "2027", "at": "2.30"}, "springer uret"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_is_kept(
    house: House, changes: dict[str, Any], words: str
) -> None:
    answer = logged_in(house.leader).post(ADD, extra(house, **changes))
    assert answer.status_code == 422
    (field,) = answer.context["form"].errors
    assert field == next(iter(changes)).split("_")[0] or field == "at"
    assert words in str(answer.context["form"].errors[field])
    typed = extra(house, **changes)
    assert f'value="{typed["on_day"]}"' in text(answer)
    assert f'value="{typed["minutes"]}"' in text(answer)
    assert not Slot.objects.exists()


def test_a_time_earlier_today_is_refused_at_the_clock(house: House) -> None:
    answer = logged_in(house.leader).post(ADD, extra(house, on_day="7", at="7.30"))
    assert answer.status_code == 409
    assert "ikke er gået" in str(answer.context["form"].errors["at"])


def test_where_nobody_takes_open_counselling_the_page_says_so(house: House) -> None:
    house.caseworker.takes_open_counselling = False
    house.caseworker.save()
    assert "Ingen i enheden har tider" in text(logged_in(house.leader).get(ADD))


def test_a_link_may_say_why_the_time_is_to_be_closed(house: House) -> None:
    slot = factories.slot(house, on=DAY)
    client = logged_in(house.leader)
    for reason, chosen in (("talk", ["talk"]), ("pigeon", [])):
        form = client.get(f"{close_url(slot)}?reason={reason}").context["form"]
        assert [one.data["value"] for one in form["reason"] if one.data["selected"]] == chosen
