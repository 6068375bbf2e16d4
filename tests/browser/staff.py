"""What the browser tests of the staff site share: logging in, axe, counting keys."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, TimeoutError

from tests.factories import PASSWORD

AXE = Path("node_modules/axe-core/axe.min.js").read_text()
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
WIDTHS = (1280, 320)


def log_in(page: Page, base: str, username: str = "caseworker") -> None:
    """Log in by the keyboard."""
    page.goto(f"{base}/staff/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("form[action$='/logout/']")


def violations(page: Page) -> list[str]:
    """What axe finds, and a page that scrolls sideways."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    faults = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
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
        """Whether what has the focus, or the label that draws it, comes into the window."""
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
        return True

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
