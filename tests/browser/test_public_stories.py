"""The stories of the public site, walked in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from intake.choices import BookingStatus, Wish
from intake.models import Booking, Inquiry, Slot
from tests import factories
from tests.browser.public import NARROW, WIDE, Citizen, slots_ahead
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slots(house: House, settings: Any) -> list[Slot]:
    # A browser of a test is quicker than any person.
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0, "ANONYMOUS_BOOKINGS": 50, "LOOK_UP_TRIES": 50}
    return slots_ahead(house)


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "320"])
def citizen(
    request: pytest.FixtureRequest, page: Page, live_server: LiveServer, slots: list[Slot]
) -> Citizen:
    page.set_viewport_size(request.param)
    return Citizen(page, live_server.url)


@pytest.fixture
def scriptless(browser: Browser, live_server: LiveServer, slots: list[Slot]) -> Iterator[Citizen]:
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    yield Citizen(context.new_page(), live_server.url)
    context.close()


def test_an_anonymous_booking_takes_few_clicks_and_no_typing(
    citizen: Citizen, slots: list[Slot]
) -> None:
    """C-07, and the caps of B.6."""
    reference, code = citizen.book(slots[0])
    assert citizen.clicks <= 14
    assert citizen.typed == 0
    booking = Booking.objects.get()
    assert booking.reference == reference
    assert booking.inquiry.citizen is None
    assert len(code) == 9


def test_a_double_click_is_one_booking(citizen: Citizen, slots: list[Slot]) -> None:
    """C-01."""
    citizen.to_check(slots[0])
    citizen.page.dblclick("main form .button-primary")
    citizen.receipt()
    assert Booking.objects.count() == 1


def test_two_sendings_before_the_first_answer_are_one_booking(
    scriptless: Citizen, slots: list[Slot]
) -> None:
    """C-01: no script holds back the second click here."""
    scriptless.to_check(slots[0])
    scriptless.page.dblclick("main form .button-primary")
    scriptless.receipt()
    assert Booking.objects.count() == Inquiry.objects.count() == 1


def test_three_posts_at_once_lead_to_one_receipt(citizen: Citizen, slots: list[Slot]) -> None:
    """C-01."""
    citizen.to_check(slots[0])
    landed = citizen.page.evaluate(
        """async () => {
            const form = document.querySelector("main form[data-once]");
            const body = () => new URLSearchParams(new FormData(form));
            const send = () => fetch(location.href, {method: "POST", body: body()});
            const answers = await Promise.all([send(), send(), send()]);
            return answers.map(answer => [answer.status, new URL(answer.url).pathname]);
        }"""
    )
    assert landed == [[200, "/tid/kvittering/"]] * 3
    assert Booking.objects.count() == Inquiry.objects.count() == 1


def test_back_after_the_receipt_says_already_booked(citizen: Citizen, slots: list[Slot]) -> None:
    """C-02."""
    reference, _code = citizen.book(slots[0])
    for _time in range(3):
        citizen.page.go_back()
        assert citizen.heading == said("You have already booked")
        assert reference not in citizen.page.content()
    assert Booking.objects.count() == 1


def test_a_changed_answer_opens_its_question_and_returns_to_the_check(
    citizen: Citizen, slots: list[Slot]
) -> None:
    """C-03."""
    citizen.to_check(slots[0], name="Åse Ødegård")
    citizen.page.locator(".summary-action a").first.click()
    citizen.choose("about", "relative")
    citizen.go_on()
    assert citizen.heading == said("How old is the person?")
    citizen.choose("age_group", "18_29")
    citizen.go_on()
    assert citizen.page.url.endswith("/tid/tjek/")
    words = citizen.page.inner_text("main")
    assert "Åse Ødegård" in words
    assert said("18–29") in words
    assert said("Someone I am close to") in words


def test_everything_works_without_javascript(scriptless: Citizen, slots: list[Slot]) -> None:
    """C-04, the public part: booking, looking it up, moving, cancelling, leaving."""
    receipt = scriptless.book(slots[0], name="Kim")
    scriptless.look_up(receipt)
    assert scriptless.heading == said("Your time")
    scriptless.page.click("main a.button-primary")
    scriptless.choose("slot", str(slots[1].pk))
    scriptless.page.click("main form .button-primary")
    assert Booking.objects.get(status=BookingStatus.BOOKED).slot == slots[1]
    scriptless.cancel()
    assert scriptless.heading == said("Your time is cancelled")
    buttons = scriptless.page.locator("button:visible")
    assert buttons.count() == 0


def test_a_time_taken_meanwhile_is_one_click_from_another(
    citizen: Citizen, slots: list[Slot]
) -> None:
    """C-05."""
    citizen.to_check(slots[0], name="Åse Ødegård")
    factories.booking(slots[0], at=slots[0].starts_at.replace(year=2026, month=1, day=1))
    citizen.go_on()
    assert citizen.heading == said("The time is taken")
    assert citizen.page.locator("[name=slot]").count() == 3
    assert citizen.page.locator(".form-error").count() == 0
    citizen.choose("slot", str(slots[1].pk))
    citizen.go_on()
    assert "Åse Ødegård" in citizen.page.inner_text("main")
    citizen.go_on()
    citizen.receipt()


def test_leaving_at_the_contact_page_leaves_no_answers_behind(
    citizen: Citizen, slots: list[Slot], settings: Any, live_server: LiveServer
) -> None:
    """C-08: neutral page, then Back, then Forward."""
    settings.NEUTRAL_EXIT_URL = f"{live_server.url}/static/img/mark.svg"
    citizen.to_check(slots[0], name="Åse Ødegård")
    citizen.open("/tid/oplysninger/")
    assert "Åse" in citizen.page.content()
    citizen.page.click("a.exit")
    citizen.page.wait_for_url("**/mark.svg")
    kept = {cookie["name"] for cookie in citizen.page.context.cookies()}
    assert settings.FORM_COOKIE_NAME not in kept
    for step in (citizen.page.go_back, citizen.page.go_forward):
        step()
        assert "Åse" not in citizen.page.content()


def test_shift_three_times_leaves_the_page(
    citizen: Citizen, slots: list[Slot], settings: Any, live_server: LiveServer
) -> None:
    settings.NEUTRAL_EXIT_URL = f"{live_server.url}/static/img/mark.svg"
    citizen.to_check(slots[0])
    # The keys are heard once the page's script runs.
    citizen.page.wait_for_url("**/tid/tjek/", wait_until="load")
    for _press in range(3):
        citizen.page.keyboard.press("Shift")
    citizen.page.wait_for_url("**/mark.svg")


def test_the_next_at_the_same_browser_sees_nothing(citizen: Citizen, slots: list[Slot]) -> None:
    """C-09."""
    reference, code = citizen.book(slots[0], name="Åse Ødegård")
    citizen.start()
    assert citizen.page.locator("input:checked").count() == 0
    citizen.open("/tid/kvittering/")
    for words in (reference, code, "Åse"):
        assert words not in citizen.page.content()


def test_a_fifteen_year_old_books_alone(citizen: Citizen, slots: list[Slot]) -> None:
    """C-20, the public part."""
    citizen.start()
    citizen.choose("about", "self")
    citizen.go_on()
    citizen.choose("age_group", "15_17")
    citizen.go_on()
    told = "You are welcome to talk with us. You decide if you say who you are."
    assert said(told) in citizen.page.inner_text("main")
    citizen.book(slots[0], age_group="15_17")
    assert Inquiry.objects.get().age_group == "15_17"


def test_a_child_under_fifteen_can_ask_for_a_call(citizen: Citizen, slots: list[Slot]) -> None:
    """C-21: no dead end, and the staff get an inquiry to work on."""
    citizen.start()
    citizen.choose("about", "self")
    citizen.go_on()
    citizen.choose("age_group", "under_15")
    citizen.go_on()
    citizen.page.click("main button.button-secondary")
    citizen.choose("topic", "unknown")
    citizen.go_on()
    citizen.type("phone", "20 30 40 50")
    citizen.go_on()
    citizen.go_on()
    assert citizen.heading == said("We call you")
    assert Inquiry.objects.get().status == "new"


def test_a_relatives_talk_is_the_relatives(citizen: Citizen, slots: list[Slot]) -> None:
    """C-22."""
    citizen.book(slots[0], about="relative", name="Mor")
    inquiry = Inquiry.objects.get()
    assert inquiry.wish == Wish.COUNSELLING
    assert inquiry.citizen is not None
    assert inquiry.citizen.name == "Mor"


def test_moving_to_a_time_that_vanishes_keeps_the_old(citizen: Citizen, slots: list[Slot]) -> None:
    """C-33."""
    receipt = citizen.book(slots[0])
    citizen.look_up(receipt)
    citizen.page.click("main a.button-primary")
    factories.booking(slots[1], at=slots[1].starts_at.replace(year=2026, month=1, day=1))
    citizen.choose("slot", str(slots[1].pk))
    citizen.page.click("main form .button-primary")
    assert citizen.heading == said("The time is taken")
    assert Booking.objects.get(reference=receipt[0]).slot == slots[0]
    citizen.choose("slot", str(slots[2].pk))
    citizen.page.click("main form .button-primary")
    assert Booking.objects.get(reference=receipt[0]).slot == slots[2]
    citizen.cancel()
    assert citizen.heading == said("Your time is cancelled")


def test_an_answer_lost_on_a_slow_phone_is_one_booking(citizen: Citizen, slots: list[Slot]) -> None:
    """C-41: the house booked, the phone never heard; the second try tells the true state."""
    citizen.to_check(slots[0])
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    citizen.page.route("**/tid/tjek/", lose)
    citizen.page.evaluate(
        """() => {
            const form = document.querySelector("main form[data-once]");
            const body = new URLSearchParams(new FormData(form));
            return fetch(location.href, {method: "POST", body}).catch(() => 0);
        }"""
    )
    assert lost == [303]
    citizen.go_on()
    citizen.receipt()
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("path", ["/", "/tid/"])
def test_a_slow_phone_shows_the_page_within_four_seconds(citizen: Citizen, path: str) -> None:
    """C-41: 400 ms and 400 kbit/s."""
    phone = citizen.page.context.new_cdp_session(citizen.page)
    phone.send("Network.enable")
    phone.send("Network.setCacheDisabled", {"cacheDisabled": True})
    phone.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 400,
            "downloadThroughput": 400_000 / 8,
            "uploadThroughput": 400_000 / 8,
        },
    )
    hosts: set[str] = set()
    citizen.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    citizen.open(path)
    shown = citizen.page.evaluate(
        "performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint').startTime"
    )
    assert shown < 4000
    assert len(hosts) == 1
