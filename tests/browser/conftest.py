"""The browser and the live site of the browser tests."""

from typing import Any

import pytest

from tests.browser import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The package's Chromium in place of Playwright's own."""
    return chromium.launch_options()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A Danish visitor at a desk."""
    return {"locale": "da-DK", "viewport": {"width": 1280, "height": 800}}
