"""C-50: five hundred steps of a tired user in each role."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.public import slots_ahead
from tests.browser.staff import a_busy_house, log_in
from tests.browser.tired import TiredUser
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
STEPS = 500


@pytest.mark.parametrize(
    ("who", "role", "views"),
    [
        ("caseworker", "caseworker", 6),
        ("doctor", "doctor", 4),
        ("leader", "leader", 10),
        ("secretary", "secretary", 6),
        ("admin", "administrator", 3),
    ],
)
def test_five_hundred_steps_of_a_tired_colleague(
    house: House, page: Page, live_server: LiveServer, who: str, role: str, views: int
) -> None:
    """C-50: no error, no fault for axe, no closed door, nothing in the console, no foreign host."""
    a_busy_house(house)
    log_in(page, live_server.url, who)
    walker = TiredUser(page, live_server.url, who, role, "/staff/help/")
    walker.walk(STEPS)
    assert sorted(set(walker.wrong)) == []
    # A walk that stood still would have found nothing either.
    assert len(walker.met) >= views
    assert sum(walker.met.values()) > STEPS


def test_five_hundred_steps_of_a_tired_citizen(
    house: House, page: Page, live_server: LiveServer, settings: Any
) -> None:
    """C-50, without a login: books, looks up, cancels and reads as it comes."""
    settings.PUBLIC_LIMITS = {
        "LEAST_SECONDS": 0,
        "ANONYMOUS_BOOKINGS": 900,
        "NAMED_BOOKINGS": 900,
        "LOOK_UP_TRIES": 900,
    }
    slots_ahead(house, 8)
    walker = TiredUser(page, live_server.url, "citizen", "stranger", "/")
    walker.walk(STEPS)
    assert sorted(set(walker.wrong)) == []
    assert len(walker.met) >= 12
    assert sum(walker.met.values()) > STEPS
