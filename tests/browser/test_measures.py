"""The leader's figures with something in them: each leads to its rows, and nothing for axe to find."""

import re

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.staff import WIDTHS, log_in, violations_at_all_widths
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


@pytest.mark.parametrize("width", WIDTHS)
def test_each_figure_leads_to_as_many_rows_as_it_says(
    house: House, page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """C-43: from the board to the figure to its rows; those that count and the others are the whole."""
    Courses(house, seed=0, people=60).fill()
    at_the_doors(monkeypatch, AT)
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, live_server.url, "leader")
    board = f"{live_server.url}/staff/measures/"
    page.goto(board)
    where = [one.get_attribute("href") for one in page.locator(".measure h3 a").all()]
    counted = 0
    for link in where:
        page.goto(f"{live_server.url}{link}")
        told = re.search(r"(\d+) af (\d+)", page.locator(".figure-of").first.inner_text())
        if told is None or not page.locator("a[href*='/rows/']").count():
            continue
        part, whole = map(int, told.groups())
        assert rows_behind(page, "Vis sagerne bag tallet") == part
        assert rows_behind(page, "Vis de andre") == whole - part
        counted += 1
    assert counted > 5


def rows_behind(page: Page, words: str) -> int:
    """How many people a link of the figure leads to, over all pages of the list; back again after."""
    page.get_by_role("link", name=words).click()
    said = int(page.locator("h1 .h1-day").inner_text())
    found = page.locator("main tbody tr").count()
    while page.locator("main a[rel=next]").count():
        page.locator("main a[rel=next]").click()
        found += page.locator("main tbody tr").count()
    assert found == said
    page.click(".back-link")
    return found
