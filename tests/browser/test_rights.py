"""The pages about a citizen's own data in a browser: nothing for axe, nothing that scrolls sideways."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page

from tests.browser.staff import WIDTHS, log_in, violations
from tests.centre.rights import cases
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_a_request_are_sound_at_each_width(
    house: House, live_server: Any, page: Page
) -> None:
    citizen, at = cases.citizen_of(cases.family(house)), now()
    request = cases.collected(cases.asked(house, citizen, received_at=at), house.caseworker, at)
    letter = request.pieces.get(source="post.Letter")
    log_in(page, live_server.url)
    for name, arguments in (
        ("requests", []),
        ("request", [request.pk]),
        ("piece", [request.pk, letter.number]),
        ("access", [citizen.pk]),
        ("correction", [citizen.pk]),
    ):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + reverse(f"rights:{name}", args=arguments))
            assert violations(page) == [], (name, width)
