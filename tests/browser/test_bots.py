"""C-40: a bot at fifty addresses gets nowhere, and people beside it notice nothing."""

import re
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from intake.models import Booking, Inquiry, Slot
from tests.browser.public import Citizen, slots_ahead
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESSES, TRIES, JOURNEYS = 50, 500, 10


class Bot:
    """A program that speaks http: keeps its cookies, and comes from whatever address it likes."""

    def __init__(self, base: str) -> None:
        self.line = HTTPConnection(urlsplit(base).netloc, timeout=10)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, address: int, **form: str) -> tuple[int, str]:
        headers = {
            "X-Visitor": f"198.51.{address}.7",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.line.request("POST" if form else "GET", path, urlencode(form) or None, headers)
        answer = self.line.getresponse()
        for told in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = told.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def to_check(self, slot: Slot, address: int) -> dict[str, str]:
        """Answer every question as fast as the house answers; what the last form wants."""
        token = hidden("csrfmiddlewaretoken", self.ask("/tid/", address)[1])
        for path, name, value in (
            ("/tid/", "about", "self"),
            ("/tid/alder/", "age_group", "30_plus"),
            ("/tid/emne/", "topic", "alcohol"),
            ("/tid/vaelg/?how=in_person", "slot", str(slot.pk)),
            ("/tid/kontakt/", "contact", "anonymous"),
        ):
            assert self.ask(path, address, **{name: value}, **token)[0] == 303
        return {**token, **hidden("seen", self.ask("/tid/tjek/", address)[1])}


def hidden(name: str, words: str) -> dict[str, str]:
    """A hidden field of a page."""
    found = re.search(f'name="{name}" value="([^"]+)"', words)
    assert found
    return {name: found[1]}


def tries_of_a_bot(base: str, slots: list[Slot]) -> int:
    """Ten bookings, each sent fifty times from one address after the other; how many were sent."""
    sent = 0
    for number in range(JOURNEYS):
        bot = Bot(base)
        form = bot.to_check(slots[number % len(slots)], number)
        # Half of them fill in what nobody sees, too.
        form |= {"website": "http://x.example"} if number % 2 else {}
        for address in range(ADDRESSES):
            assert bot.ask("/tid/tjek/", address, **form)[0] in (200, 429)
            sent += 1
        bot.line.close()
    return sent


@pytest.mark.threat("T5", "T6")
def test_five_hundred_bookings_of_a_bot_leave_the_times_to_people(
    page: Page, live_server: LiveServer, house: House, settings: Any
) -> None:
    """C-40: 500 tries from 50 addresses; at most three an hour arrive, a citizen books, no puzzle."""
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_VISITOR"
    # A busy machine is slower than a bot: its ten seconds stand for the bot's 0.8.
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 600}
    slots = slots_ahead(house, 8)
    assert tries_of_a_bot(live_server.url, slots) == TRIES
    reached = Inquiry.objects.count()
    assert max(reached, Booking.objects.count()) <= 3
    settings.PUBLIC_LIMITS = {}
    page.set_extra_http_headers({"X-Visitor": "198.51.1.7"})
    citizen = Citizen(page, live_server.url)
    citizen.to_check(slots[0])
    # A citizen takes as long as people do.
    page.wait_for_timeout(3_100)
    citizen.go_on()
    citizen.receipt()
    assert Booking.objects.filter(slot=slots[0], status="booked").exists()
    assert Inquiry.objects.count() == reached + 1


@pytest.mark.threat("T5")
def test_a_person_who_is_quick_is_asked_to_wait_and_solves_no_puzzle(
    page: Page, live_server: LiveServer, house: House, settings: Any
) -> None:
    """C-40: the page for the too quick has one button, no picture, nothing to copy or to add up."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 3600}
    citizen = Citizen(page, live_server.url)
    citizen.to_check(slots_ahead(house)[0])
    citizen.go_on()
    assert citizen.heading == said("One moment")
    assert page.locator("main input:visible, main img, main canvas, main iframe").count() == 0
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    citizen.open("/tid/tjek/")
    citizen.go_on()
    citizen.receipt()
    assert Booking.objects.count() == 1
