"""An open page on a borrowed computer: after an hour nothing of the answers stands on it (ux 0, 2)."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from intake.rules.journey import IDLE
from tests.browser.public import Citizen, slots_ahead
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = int(IDLE.total_seconds() * 1000)
MINUTE = 60_000


@pytest.fixture
def at_the_check(page: Page, live_server: LiveServer, house: House) -> Page:
    """Somebody has answered everything and gone away from the screen."""
    slot = slots_ahead(house, 1)[0]
    page.clock.install()
    citizen = Citizen(page, live_server.url)
    citizen.to_check(slot, name="Ærø Ødegård")
    expect(page.locator("main")).to_contain_text("Ærø Ødegård")
    return page


@pytest.mark.parametrize("stays", ["Click", "Escape"])
def test_five_minutes_before_the_hour_the_page_asks_and_who_answers_begins_it_anew(
    at_the_check: Page, stays: str
) -> None:
    page = at_the_check
    dialog = page.locator("dialog")
    page.clock.run_for(HOUR - 6 * MINUTE)
    expect(dialog).to_be_hidden()
    page.clock.run_for(2 * MINUTE)
    expect(dialog).to_be_visible()
    with page.expect_response(re.compile("/tid/tjek/")) as answer:
        if stays == "Click":
            dialog.locator("button").click()
        else:
            page.keyboard.press(stays)
    assert f"{settings.FORM_COOKIE_NAME}=" in answer.value.all_headers()["set-cookie"]
    expect(dialog).to_be_hidden()
    page.clock.run_for(HOUR - 6 * MINUTE)
    expect(page.locator("main")).to_contain_text("Ærø Ødegård")
    expect(dialog).to_be_hidden()


def test_after_the_hour_nothing_of_the_answers_is_left_on_the_screen(at_the_check: Page) -> None:
    page = at_the_check
    # The hour of the cookie is over too.
    page.context.clear_cookies()
    page.clock.run_for(HOUR + 2000)
    expect(page.locator("h1")).to_have_text(said("There is nothing to show here"))
    assert "Ødegård" not in page.content()


def test_the_page_counts_the_same_hour_as_the_cookie(at_the_check: Page) -> None:
    assert int(at_the_check.locator("dialog").get_attribute("data-idle") or 0) * 1000 == HOUR
