"""The browser and the live site of the browser tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.browser import chromium

# What asserts beside the tests says as much as they do.
pytest.register_assert_rewrite("tests.browser.whole_case")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The package's Chromium in place of Playwright's own."""
    return chromium.launch_options()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A Danish visitor at a desk."""
    return {"locale": "da-DK", "viewport": {"width": 1280, "height": 800}}


@pytest.fixture(autouse=True)
def _a_click_is_over_when_its_page_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright is done with a click when the next page has begun: it may still be an empty one."""
    for kind, page_of in ((Page, lambda page: page), (Locator, lambda locator: locator.page)):
        monkeypatch.setattr(kind, "click", _waits(kind.click, page_of))


def _waits(click: Callable[..., None], page_of: Callable[[Any], Page]) -> Callable[..., None]:
    @wraps(click)
    def clicked(on: Any, *args: Any, **options: Any) -> None:
        click(on, *args, **options)
        if not options.get("no_wait_after") and not page_of(on).is_closed():
            page_of(on).wait_for_load_state()

    return clicked
