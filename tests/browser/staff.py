"""What the browser tests of the staff site share: a busy house, logging in, axe, counting keys."""

from datetime import datetime, time, timedelta

from django.utils.timezone import now
from playwright.sync_api import Page, TimeoutError

from centre.calendar import danish_day, next_working_day_after
from centre.citizens.actions import Person
from centre.clocks.actions.sweep import sweep
from intake.choices import Topic, Wish
from intake.models import Inquiry
from tests import factories
from tests.browser.axe import violations_of
from tests.browser.layout import SCRIPT as LAYOUT
from tests.factories import PASSWORD, House

WIDTHS = (1280, 320)


def a_busy_house(house: House, at: datetime | None = None) -> list[Inquiry]:
    """Requests in every state, talks, a closed time, and a long name."""
    at = at or now()
    found = [
        factories.inquiry(
            house,
            received_at=at - timedelta(days=days),
            responsible=house.caseworker if days % 2 else None,
            topic=Topic.BOTH if days % 3 else Topic.ALCOHOL,
            wish=Wish.COUNSELLING if days == 6 else Wish.TREATMENT,
            person=None if days == 4 else Person(name="Å" * 60 + " Ø" * 30),
            note="Langtordudenmellemrum" * 8,
        )
        for days in (0, 1, 4, 6, 9, 12, 13, 20)
    ]
    day = next_working_day_after(danish_day(at))
    for hour in (9, 10, 11):
        slot = factories.slot(house, on=day, at=time(hour))
        factories.booking(slot, at=at)
        if hour == 11:
            slot.closed_at, slot.closed_by = at, house.leader
            slot.save()
    factories.slot(house, on=day, at=time(14))
    sweep(at=at, started_at=at)
    return found


def log_in(page: Page, base: str, username: str = "caseworker") -> None:
    """Log in by the keyboard."""
    page.goto(f"{base}/staff/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("form[action$='/logout/']")


def violations(page: Page) -> list[str]:
    """What axe finds, and a page that scrolls sideways."""
    faults = violations_of(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append(f"scrolls sideways at {width}")
    return faults


def violations_at_all_widths(page: Page) -> list[str]:
    """The same at desktop and phone width."""
    faults: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        faults += [f"{width} {page.url} {fault}" for fault in violations(page)]
    return faults


class Keys:
    """Presses keys and counts them; looks where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tabs = 0

    def tab_to(self, selector: str, most: int = 60) -> None:
        """Go on with Tab until the focus is on the element; fails where it never comes."""
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
            assert self.focus_is_seen(), self.page.evaluate("document.activeElement.outerHTML")
        raise AssertionError(f"{selector} is not reached with {most} tabs")

    def focus_is_seen(self) -> bool:
        """Whether what has the focus comes into the window, with a ring, and under nothing."""
        try:
            # The link over the page slides in.
            self.page.wait_for_function(
                """() => {
                    const at = document.activeElement;
                    if (!at || at === document.body) return true;
                    const drawn = at.matches('[type=radio], [type=checkbox]') ? at.labels[0] : at;
                    const box = drawn.getBoundingClientRect();
                    return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
                }""",
                timeout=2_000,
            )
        except TimeoutError:
            return False
        self.page.evaluate(LAYOUT)
        return bool(self.page.evaluate("layout.focus()") == "")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
