"""What the citizen's booking may cost at most (ux B.6), counted on a phone of 320 pixels."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.public import NARROW, Citizen, slots_ahead
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("said", "most_typed"),
    [({}, 0), ({"name": "Kim", "phone": "20304050"}, 3), ({"topic": "both"}, 0)],
    ids=["anonymous", "named", "anonymous, both"],
)
def test_a_booking_costs_at_most_eight_pages_fourteen_clicks_and_three_fields(
    house: House,
    page: Page,
    live_server: LiveServer,
    settings: Any,
    said: dict[str, str],
    most_typed: int,
) -> None:
    """B.6: pages from the front page to the check page, and clicks and fields to the receipt."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    page.set_viewport_size(NARROW)
    shown: list[str] = []

    def count(frame: Frame) -> None:
        if frame == page.main_frame and frame.url.startswith(live_server.url):
            shown.append(urlsplit(frame.url).path)

    page.on("framenavigated", count)
    citizen = Citizen(page, live_server.url)
    citizen.book(slots_ahead(house)[0], **said)
    asked = shown[: shown.index("/tid/tjek/") + 1]
    assert asked[0] == "/"
    assert len(asked) <= 8
    assert citizen.clicks <= 14
    assert citizen.typed <= most_typed
