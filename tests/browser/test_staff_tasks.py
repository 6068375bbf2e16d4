"""The core tasks counted: pages, clicks, keys and tab stops, and the time a trained hand needs (ux B.6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Locator, Page, Request, expect

from centre.calendar import danish_day
from intake.models import Booking, Inquiry
from tests import factories
from tests.browser.staff import WIDTHS, log_in, violations_at_all_widths
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The keystroke-level model of ux B.6, in seconds.
KEY, POINT, THINK, HAND = 0.28, 1.3, 1.35, 0.4


@dataclass
class Counted:
    """A hand that counts what it does."""

    page: Page
    pages: int = 0
    clicks: int = 0
    keys: int = 0
    tabs: int = 0
    hands: int = 0

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        # A form that is sent and the page it leads to are one new page for whoever looks on.
        if request.is_navigation_request() and not request.redirected_from:
            self.pages += 1

    def click(self, goal: Locator) -> None:
        goal.click()
        self.clicks += 1

    def choose(self, name: str, value: str) -> None:
        """Click the words beside a radio."""
        radio = self.page.locator(f"[name={name}][value='{value}']")
        self.click(self.page.locator(f"label[for='{radio.get_attribute('id')}']"))

    def write(self, text: str) -> None:
        """Type where the focus is: one hand to the keyboard and one back."""
        self.page.keyboard.type(text)
        self.keys += len(text)
        self.hands += 2

    def tab(self) -> None:
        self.page.keyboard.press("Tab")
        self.keys += 1
        self.tabs += 1

    @property
    def seconds(self) -> float:
        """Each click and each text is thought of first."""
        thinks = self.clicks + self.hands / 2
        return self.keys * KEY + self.clicks * POINT + thinks * THINK + self.hands * HAND


@pytest.fixture(params=WIDTHS)
def hand(
    house: House, page: Page, live_server: object, request: pytest.FixtureRequest
) -> Iterator[Counted]:
    """Somebody at their desk, on a screen and on a phone."""
    log_in(page, str(live_server))
    page.set_viewport_size({"width": request.param, "height": 800})
    page.goto(f"{live_server}/staff/")
    yield Counted(page)


def test_a_phone_call_is_registered_with_nine_clicks_in_a_minute(hand: Counted) -> None:
    page = hand.page
    hand.click(page.locator("nav a[data-shortcut=n]"))
    hand.choose("age_group", "30_plus")
    hand.choose("topic", "alcohol")
    hand.choose("wish", "treatment")
    hand.click(page.locator("[name=name]"))
    hand.write("Ærø Ødegård")
    hand.tab()
    hand.write("20 00 00 01")
    # The deadline is told before anything is saved.
    expect(page.locator("[data-foretell]")).to_contain_text("frist")
    hand.click(page.locator("form.register button[data-save]"))
    expect(page.locator("h1")).to_have_text("Ærø Ødegård")
    expect(page.locator(".alert-success")).to_have_count(1)
    found = Inquiry.objects.get()
    assert found.responsible is not None and found.responsible.username == "caseworker"
    # From any page: the form, and the inquiry it became.
    assert hand.pages == 2
    assert hand.clicks <= 9
    assert hand.tabs <= 2
    assert hand.seconds <= 60


def test_who_did_not_come_is_recorded_from_the_desk_with_two_clicks(
    house: House, hand: Counted
) -> None:
    at = now()
    slot = factories.slot(house, on=danish_day(at), at=time(0, 5), minutes=1)
    booking = factories.booking(slot, at=slot.starts_at - timedelta(days=2)).booking
    hand.page.reload()
    hand.pages = 0
    hand.click(hand.page.locator("table").last.locator(".row-link").first)
    hand.click(hand.page.locator(f"form[action*='{booking.pk}'] button[value=no]"))
    hand.page.wait_for_selector(".alert-success")
    assert Booking.objects.get().status == "no_show"
    assert (hand.pages, hand.clicks) == (2, 2)
    assert hand.seconds <= 8


def test_what_is_nobodys_is_mine_with_one_click(
    house: House, hand: Counted, live_server: object
) -> None:
    found = factories.inquiry(house, received_at=now())
    hand.page.goto(f"{live_server}/staff/inquiries/{found.pk}/")
    hand.click(hand.page.locator("form[action$='/take/'] button"))
    hand.page.wait_for_selector(".alert-success")
    found.refresh_from_db()
    assert (found.responsible, hand.clicks) == (house.caseworker, 1)


def test_on_a_phone_who_and_how_long_is_left_are_seen_without_scrolling_sideways(
    house: House, page: Page, live_server: object
) -> None:
    factories.inquiry(house, received_at=now() - timedelta(days=12), responsible=house.caseworker)
    log_in(page, str(live_server), "leader")
    page.set_viewport_size({"width": 320, "height": 640})
    for url in (
        "/staff/?who=unit",
        "/staff/inquiries/?who=unit",
        "/staff/risk/deadlines/?state=soon",
    ):
        page.goto(f"{live_server}{url}")
        row = page.locator("table.stack tbody tr").first
        who, left, first = (
            row.locator(part).bounding_box()
            for part in ("th", "td.glance", "td:not(.glance) >> nth=0")
        )
        assert who is not None and left is not None and first is not None
        for box in (who, left, first):
            assert box["x"] >= 0 and box["x"] + box["width"] <= 320, url
        # Beside the name or under it, and everything else after both.
        assert who["y"] <= left["y"] + left["height"], url
        assert left["y"] < first["y"] and who["y"] < first["y"], url


def test_axe_finds_nothing_on_the_pages_of_a_wish_and_of_a_mistake(
    house: House, page: Page, live_server: object
) -> None:
    talk = factories.inquiry(house, received_at=now(), wish="counselling")
    again = factories.inquiry(house, received_at=now(), topic="drugs")
    log_in(page, str(live_server))
    faults = []
    for inquiry in (talk, again):
        page.goto(f"{live_server}/staff/inquiries/{inquiry.pk}/")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        faults += violations_at_all_widths(page)
    assert faults == []
    expect(page.locator(".similar li")).to_have_count(1)
