"""What the public booking does when things go otherwise: twice, back, taken, away, left."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from centre.clocks.models import Clock
from centre.standard.models import QualityStandard
from intake.choices import BookingStatus, Wish
from intake.models import Booking, Inquiry, Slot
from tests import factories
from tests.factories import House
from tests.intake.public import (
    NOW,
    TUESDAY,
    Visitor,
    heading_of,
    hidden_of,
    receipt_of,
    said,
    slot_at,
    text_of,
)

pytestmark = pytest.mark.django_db
NAMED = {"name": "Ó Brien-Åse", "phone": "20 30 40 50", "email": "aase@example.dk", "message": "on"}


@pytest.fixture
def slot(house: House) -> Slot:
    return slot_at(house)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(monkeypatch)


def test_sending_twice_gives_the_same_receipt_and_one_booking(visitor: Visitor, slot: Slot) -> None:
    """C-01 and C-41: the answer was lost, the form is sent again with the old cookie."""
    visitor.walk(slot, **NAMED)
    before, check_page = visitor.client.cookies[settings.FORM_COOKIE_NAME].value, visitor.page
    visitor.send()
    first = receipt_of(visitor.goes_to("/tid/kvittering/"))
    visitor.client.cookies[settings.FORM_COOKIE_NAME] = before
    visitor.page = check_page
    visitor.send()
    assert receipt_of(visitor.goes_to("/tid/kvittering/")) == first
    assert Booking.objects.count() == Inquiry.objects.count() == 1


def test_back_after_the_receipt_says_already_booked_and_shows_nothing(
    visitor: Visitor, slot: Slot
) -> None:
    """C-02."""
    visitor.walk(slot)
    check_page = visitor.page
    visitor.send()
    reference, code = receipt_of(visitor.goes_to("/tid/kvittering/"))
    for path in ("/tid/tjek/", "/tid/kontakt/", "/tid/vaelg/", "/tid/"):
        page = visitor.get(path)
        assert heading_of(page) == said("You have already booked")
        assert reference not in text_of(page)
        assert code not in text_of(page)
    visitor.page = check_page
    visitor.send()
    assert visitor.page.headers["Location"] == "/tid/kvittering/"
    assert Booking.objects.count() == 1


@pytest.mark.threat("T28")
def test_the_next_person_at_the_computer_sees_nothing_of_the_first(
    visitor: Visitor, slot: Slot
) -> None:
    """C-09."""
    visitor.walk(slot, **NAMED)
    visitor.send()
    visitor.goes_to("/tid/kvittering/")
    page = visitor.get("/")
    assert "Åse" not in page.content.decode()
    assert visitor.client.cookies[settings.FORM_COOKIE_NAME].value == ""
    page = visitor.get("/tid/")
    assert " checked" not in page.content.decode()
    page = visitor.get("/tid/kvittering/")
    assert page.headers["Location"] == "/aftale/"


def test_an_hour_without_a_touch_forgets_the_answers(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot, **NAMED)
    visitor.at += timedelta(minutes=61)
    page = visitor.get("/tid/tjek/")
    assert page.status_code == 410
    assert "Åse" not in page.content.decode()


def test_a_changed_cookie_is_no_cookie(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot)
    value = visitor.client.cookies[settings.FORM_COOKIE_NAME].value
    visitor.client.cookies[settings.FORM_COOKIE_NAME] = value[:-4] + (
        "AAAA" if value[-4:] != "AAAA" else "BBBB"
    )
    assert visitor.get("/tid/tjek/").status_code == 410


def test_the_cookie_tells_nothing_and_no_script_reads_it(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot, **NAMED)
    cookie = visitor.client.cookies[settings.FORM_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert "brien" not in cookie.value.lower()
    assert set(visitor.client.cookies) <= {settings.FORM_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    # On a shared computer the one is gone after an hour, the other with the window.
    assert visitor.client.cookies[settings.CSRF_COOKIE_NAME]["max-age"] == ""
    assert visitor.client.cookies[settings.FORM_COOKIE_NAME]["max-age"] == 3600


def test_answers_changed_in_another_tab_are_shown_before_anything_is_sent(
    visitor: Visitor, slot: Slot
) -> None:
    old = visitor.walk(slot)
    visitor.post("/tid/emne/", topic="drugs")
    visitor.page = old
    page = visitor.send()
    assert page.status_code == 409
    assert said("Your answers were changed in another tab. Please read them once more.") in text_of(
        page
    )
    assert not Booking.objects.exists()


def test_a_taken_time_keeps_the_answers_and_offers_the_nearest_three(
    visitor: Visitor, slot: Slot, house: House
) -> None:
    """C-05: the loser is not told who."""
    near = [slot_at(house, at=time(hour)) for hour in (10, 11, 12, 14)]
    visitor.walk(slot, **NAMED)
    factories.booking(slot, at=NOW)
    page = visitor.send()
    assert page.status_code == 409
    assert heading_of(page) == said("The time is taken")
    assert page.content.decode().count('name="slot"') == 3
    assert "form-error" not in page.content.decode()
    visitor.post("/tid/vaelg/?how=in_person", slot=near[0].pk)
    page = visitor.goes_to("/tid/tjek/")
    assert "Ó Brien-Åse" in text_of(page)
    assert "10.00" in text_of(page)
    visitor.send()
    assert visitor.goes_to("/tid/kvittering/").status_code == 200


def test_a_time_that_vanishes_between_list_and_click_is_the_same_page(
    visitor: Visitor, slot: Slot
) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    visitor.post("/tid/emne/", topic="alcohol")
    factories.booking(slot, at=NOW)
    page = visitor.post("/tid/vaelg/", slot=slot.pk)
    assert page.status_code == 409
    assert heading_of(page) == said("The time is taken")


def test_without_free_times_a_call_can_be_asked_for(visitor: Visitor, house: House) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    visitor.post("/tid/emne/", topic="alcohol", treatment="on")
    page = visitor.goes_to("/tid/vaelg/")
    assert heading_of(page) == said("There are no free times right now")
    visitor.post("/tid/ring/")
    visitor.goes_to("/tid/oplysninger/")
    visitor.post("/tid/oplysninger/", phone="+46 8 123 456 78", name="Kim")
    visitor.goes_to("/tid/tjek/")
    visitor.send()
    inquiry = Inquiry.objects.get()
    assert inquiry.wish == Wish.TREATMENT
    assert Clock.objects.get().kind == "alcohol"


def test_whoever_asked_for_a_call_can_choose_a_time_after_all(visitor: Visitor, slot: Slot) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    visitor.post("/tid/emne/", topic="alcohol")
    visitor.post("/tid/ring/")
    visitor.goes_to("/tid/oplysninger/")
    visitor.post("/tid/ring/", call="no")
    assert visitor.page.headers["Location"] == "/tid/vaelg/"


def test_the_list_can_be_narrowed_and_lengthened(visitor: Visitor, house: House) -> None:
    for day in range(3):
        for hour in range(8, 16):
            slot_at(house, at=time(hour), on=TUESDAY + timedelta(days=day))
    slot_at(house, at=time(17), phone=False, video=False)
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    visitor.post("/tid/emne/", topic="alcohol")
    page = visitor.get("/tid/vaelg/")
    assert page.content.decode().count('name="slot"') == 20
    assert said("Show more times") in text_of(page)
    assert visitor.get("/tid/vaelg/", n="2").content.decode().count('name="slot"') == 25
    assert visitor.get("/tid/vaelg/", half="am").content.decode().count('name="slot"') == 12
    assert (
        visitor.get("/tid/vaelg/", how="video", n="2").content.decode().count('name="slot"') == 24
    )
    assert visitor.get("/tid/vaelg/", how="x", half="y", n="-1").status_code == 200
    assert visitor.post("/tid/vaelg/", slot="9" * 40).status_code == 422


def test_questions_not_reached_yet_lead_to_the_first_open_one(visitor: Visitor, slot: Slot) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    assert visitor.get("/tid/tjek/").headers["Location"] == "/tid/alder/"
    assert visitor.get("/tid/behov/").headers["Location"] == "/tid/alder/"


def test_the_time_page_asks_the_database_equally_often_at_two_sizes(
    visitor: Visitor, house: House
) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    visitor.post("/tid/emne/", topic="alcohol")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            visitor.get("/tid/vaelg/", n="9")
        return len(queries)

    slot_at(house)
    few = asked()
    for day in range(1, 6):
        for hour in range(8, 16):
            taken = slot_at(house, at=time(hour), on=TUESDAY + timedelta(days=day))
            if hour % 2:
                factories.booking(taken, at=NOW, person=None, wish=Wish.COUNSELLING)
    assert asked() == few
    # The council's standard for frame and page, and the times themselves.
    assert few <= 3


def test_the_english_twin_speaks_english_all_the_way(visitor: Visitor, slot: Slot) -> None:
    visitor.get("/en/tid/")
    visitor.post("/en/tid/", about="self")
    assert visitor.page.headers["Location"] == "/en/tid/alder/"
    visitor.post("/en/tid/alder/", age_group="30_plus")
    visitor.post("/en/tid/emne/", topic="alcohol")
    page = visitor.goes_to("/en/tid/vaelg/")
    assert "Tuesday 8 December 2026" in text_of(page)
    visitor.post("/en/tid/vaelg/", slot=slot.pk)
    visitor.post("/en/tid/kontakt/", contact="anonymous")
    visitor.goes_to("/en/tid/tjek/")
    visitor.post("/en/tid/tjek/", **hidden_of(visitor.page))
    assert Booking.objects.get().language == "en"


@pytest.mark.threat("T8")
@pytest.mark.parametrize("path", ["/", "/tid/", "/aftale/", "/sikkerhed/", "/forvent/"])
def test_titles_and_paths_say_nothing_of_the_place(
    visitor: Visitor, house: House, path: str
) -> None:
    page = visitor.get(path).content.decode()
    title = page.split("<title>")[1].split("</title>")[0].lower()
    for word in ("rusmiddel", "alkohol", "stof", "misbrug", "behandling", "drug", "treatment"):
        assert word not in title
        assert word not in path


@pytest.mark.threat("T28")
def test_nothing_of_a_public_page_is_kept_by_the_browser(visitor: Visitor, house: House) -> None:
    for path in ("/", "/tid/", "/aftale/"):
        assert visitor.get(path).headers["Cache-Control"] == "no-store"


def test_leaving_takes_the_cookie_and_goes_to_a_neutral_page(visitor: Visitor, slot: Slot) -> None:
    """C-08, without JavaScript."""
    visitor.walk(slot, **NAMED)
    page = visitor.get("/forlad/")
    assert page.status_code == 303
    assert page.headers["Location"] == "https://www.dmi.dk/"
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert visitor.client.cookies[settings.FORM_COOKIE_NAME].value == ""
    assert visitor.get("/tid/oplysninger/").status_code == 410


def test_a_cancelled_time_is_free_for_the_next(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot)
    visitor.send()
    visitor.goes_to("/tid/kvittering/")
    Booking.objects.update(status=BookingStatus.CANCELLED)
    page = visitor.get("/")
    assert "8. december 2026 kl. 9.00" in text_of(page)


@pytest.mark.parametrize("council", ["aabenraa"], indirect=True)
def test_with_the_database_away_the_page_says_so_with_a_number(
    council: QualityStandard, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C-47: the answers are in the browser, so nothing is lost meanwhile."""

    def away(**_asked: Any) -> None:
        raise OperationalError

    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    kept = visitor.client.cookies[settings.FORM_COOKIE_NAME].value
    monkeypatch.setattr("intake.queries.slots.next_free", away)
    page = visitor.get("/")
    assert page.status_code == 503
    assert "73 76 82 16" in text_of(page)
    assert visitor.client.cookies[settings.FORM_COOKIE_NAME].value == kept


@pytest.mark.parametrize(
    "phone", ["12345678", "12 34 56 78", "+4512345678", "004512345678", "(+45) 12-34-56-78"]
)
def test_a_telephone_number_is_taken_as_it_is_written_and_shown_back_the_same(
    visitor: Visitor, slot: Slot, phone: str
) -> None:
    page = visitor.walk(slot, name="Kim", phone=phone)
    assert phone in text_of(page)
    assert f'value="{phone}"' in visitor.get("/tid/oplysninger/").content.decode()
    visitor.get("/tid/tjek/")
    visitor.send()
    citizen = Booking.objects.get().inquiry.citizen
    assert citizen is not None
    assert citizen.phone == "+4512345678"


@pytest.mark.parametrize(("email", "told"), [("kim@firma.dk", True), ("kim@gmail.com", False)])
def test_a_mail_of_ones_work_is_pointed_out_and_stops_nobody(
    visitor: Visitor, house: House, email: str, told: bool
) -> None:
    visitor.walk(slot_at(house), name="Kim", phone="", email=email)
    page = visitor.get("/tid/tjek/").content.decode()
    assert email in page
    assert ("Er det din mail på arbejdet?" in page) == told
    assert visitor.send().status_code == 303
