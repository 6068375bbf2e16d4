"""The leader's figures with something in them: nothing for axe to find, no page that scrolls sideways."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.staff import log_in, violations_at_all_widths
from tests.desk import at_the_doors
from tests.factories import House, UserFactory
from tests.reporting.invented import AT, Courses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("", "?area=drugs", "completed/", "waiting/", "print/")


@pytest.mark.parametrize("who", ["leader", "quality"])
def test_axe_finds_nothing_on_the_figures(
    house: House,
    page: Page,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    Courses(house, seed=0, people=60).fill()
    UserFactory(username="quality", role="quality", unit=None)
    at_the_doors(monkeypatch, AT)
    log_in(page, live_server.url, who)
    faults = []
    for more in PAGES:
        page.goto(f"{live_server.url}/staff/measures/{more}")
        assert page.locator(".figure-value").count() >= 1
        faults += violations_at_all_widths(page)
    assert faults == []
