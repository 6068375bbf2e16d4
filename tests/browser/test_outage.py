"""C-47: the database is away, and comes back."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from config.errors import _council
from intake.models import Booking, Inquiry
from tests.browser.outage import database_away
from tests.browser.public import Citizen, faults_of, slots_ahead
from tests.browser.staff import log_in, violations_at_all_widths
from tests.conftest import take_into_use
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = (
    "Ringede i går aftes, bange og alene.\nVil gerne tale med Mette i næste uge. Æ Ø Å «…» 👍 " * 6
)


@pytest.fixture
def phone(house: House) -> str:
    """A council whose standard prints a number, for a page that asks no database."""
    take_into_use("skanderborg")
    return _council("skanderborg")["phone"]


def asked(page: Page, act: Callable[[], Any]) -> tuple[Response, float]:
    """The page's answer to an act, and the seconds it took."""
    began = time.monotonic()
    with page.expect_response(lambda one: one.request.is_navigation_request()) as answer:
        act()
    page.wait_for_load_state()
    return answer.value, time.monotonic() - began


def test_a_page_without_the_database_is_a_kind_503_within_two_seconds(
    page: Page, live_server: LiveServer, house: House, phone: str
) -> None:
    """C-47: 503 in two seconds with the telephone number, and the next try finds the page again."""
    log_in(page, live_server.url)
    with database_away():
        for path in ("/forvent/", "/staff/", "/staff/inquiries/"):
            answer, seconds = asked(page, partial(page.goto, f"{live_server.url}{path}"))
            assert answer.status == 503
            assert seconds < 2
            assert phone in page.inner_text("main")
            assert faults_of(page) == []
    answer, _seconds = asked(page, lambda: page.goto(f"{live_server.url}/staff/"))
    assert answer.status == 200
    expect(page.locator("h1")).to_contain_text(said("My desk"))


def test_what_a_colleague_wrote_stays_in_the_page_and_is_saved_again(
    page: Page, live_server: LiveServer, house: House, phone: str
) -> None:
    """C-47: staff text is not lost from the page, and saving again when it is back saves it once."""
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/inquiries/new/")
    for name, value in (("age_group", "30_plus"), ("topic", "drugs"), ("wish", "treatment")):
        page.check(f"[name={name}][value='{value}']", force=True)
    page.fill("[name=name]", "Åse Ø. Prøve")
    page.fill("[name=note]", NOTE)
    with database_away():
        answer, seconds = asked(page, lambda: page.click("form.register button[data-save]"))
        assert (answer.status, seconds < 2) == (503, True)
        assert phone in page.inner_text("main")
        expect(page.locator("textarea[name=note]")).to_have_value(NOTE)
        assert violations_at_all_widths(page) == []
        again, seconds = asked(page, lambda: page.click("main button[type=submit]"))
        assert (again.status, seconds < 2) == (503, True)
        expect(page.locator("textarea[name=note]")).to_have_value(NOTE)
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Åse Ø. Prøve")
    saved = Inquiry.objects.get()
    assert saved.note.replace("\r\n", "\n").strip() == NOTE.strip()
    assert saved.topic == "drugs"


def test_a_login_that_meets_the_outage_is_not_written_into_the_page(
    page: Page, live_server: LiveServer, house: House, phone: str
) -> None:
    """C-47: a password is never shown nor kept."""
    page.goto(f"{live_server.url}/staff/login/")
    page.fill("[name=username]", "caseworker")
    page.fill("[name=password]", "noget meget hemmeligt, som er langt nok")
    with database_away():
        answer, _seconds = asked(page, lambda: page.press("[name=password]", "Enter"))
        assert answer.status == 503
        assert "hemmeligt" not in page.content()
        assert page.locator("form").count() == 0


def test_a_citizens_answers_outlive_the_outage(
    page: Page, live_server: LiveServer, house: House, phone: str, settings: Any
) -> None:
    """C-47: the booking that met the outage is one press away when it is over."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    citizen = Citizen(page, live_server.url)
    citizen.to_check(slots_ahead(house)[0], name="Åse Ødegård")
    with database_away():
        answer, seconds = asked(page, citizen.go_on)
        assert (answer.status, seconds < 2) == (503, True)
        assert phone in page.inner_text("main")
    citizen.open("/tid/tjek/")
    assert "Åse Ødegård" in page.inner_text("main")
    citizen.go_on()
    citizen.receipt()
    assert Booking.objects.count() == 1
