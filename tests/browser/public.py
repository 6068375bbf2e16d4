"""A citizen at the public site, in a real browser."""

from datetime import time, timedelta

from django.utils.timezone import now
from playwright.sync_api import Page, ViewportSize

from centre.calendar import danish_day, next_working_day_after
from intake.models import Slot
from tests import factories
from tests.browser.axe import violations_of
from tests.factories import House

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}


def slots_ahead(house: House, count: int = 4) -> list[Slot]:
    """Free times on the next working day that is not today or tomorrow."""
    day = next_working_day_after(danish_day(now()) + timedelta(days=1))
    return [factories.slot(house, on=day, at=time(9 + number)) for number in range(count)]


class Citizen:
    """Walks the pages by what they show; counts the clicks and the typed fields."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.clicks = self.typed = 0

    def open(self, path: str = "/") -> None:
        self.page.goto(f"{self.address}{path}")

    def start(self) -> None:
        self.open()
        self.click("main a.button-primary")

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.click(selector)

    def choose(self, name: str, value: str) -> None:
        """Press the label of a radio, as people do."""
        self.clicks += 1
        field = self.page.locator(f"[name={name}][value='{value}']")
        self.page.locator(f"label[for='{field.get_attribute('id')}']").click()

    def type(self, name: str, text: str) -> None:
        self.typed += 1
        self.page.fill(f"[name={name}]", text)

    def go_on(self) -> None:
        self.click("main form .button-primary")

    def to_check(self, slot: Slot, **said: str) -> None:
        """From the front page to the check page."""
        self.start()
        for name, usual in (("about", "self"), ("age_group", "30_plus")):
            self.choose(name, said.get(name, usual))
            self.go_on()
        if "age_group" in said and said["age_group"] in ("under_15", "15_17"):
            self.go_on()
        self.choose("topic", said.get("topic", "alcohol"))
        self.go_on()
        self.choose("slot", str(slot.pk))
        self.go_on()
        self.choose("contact", "named" if "name" in said else "anonymous")
        self.go_on()
        if "name" in said:
            self.type("name", said["name"])
            self.type("phone", said.get("phone", "20304050"))
            self.go_on()

    def book(self, slot: Slot, **said: str) -> tuple[str, str]:
        """All the way to the receipt: reference and code."""
        self.to_check(slot, **said)
        self.go_on()
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        """Reference and code as the page shows them."""
        self.page.wait_for_selector(".receipt-code")
        reference, code = self.page.locator(".receipt-code").all_inner_texts()
        return reference, code

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def cancel(self) -> None:
        """Give the time back: the link, and the one question."""
        self.click("main a.button-secondary")
        self.click("main form .button-primary")

    def look_up(self, receipt: tuple[str, str]) -> None:
        self.open("/aftale/")
        self.page.fill("[name=reference]", receipt[0])
        self.page.fill("[name=code]", receipt[1])
        self.page.click("main form .button-primary")


def faults_of(page: Page) -> list[str]:
    """What axe finds, and a page that scrolls sideways."""
    # The exit button keeps to the top and lies over whatever is scrolled beneath it.
    page.evaluate("window.scrollTo(0, 0)")
    faults = violations_of(page)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*faults, f"{wide} px too wide"] if wide > 0 else faults
