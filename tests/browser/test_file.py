"""A citizen's file in a browser: nothing for axe, nothing under the top that stays, names that hide."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, Page

from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from intake.actions.inquiry import record_attempt
from intake.choices import Topic
from intake.models import Inquiry
from tests import factories
from tests.browser.staff import Keys, log_in, violations_at_all_widths
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Åse " + "Ø" * 40 + " von Ærø-" + "Å" * 40


@pytest.fixture
def long_file(house: House) -> str:
    """The address of a file with a long name, several deadlines, and more lines than a page holds."""
    at = now()
    one: Inquiry = factories.inquiry(
        house,
        received_at=at - timedelta(days=9),
        topic=Topic.BOTH,
        age_group=AgeGroup.FROM_15,
        person=Person(name=LONG, phone="+4520304050", email="et.langt.navn@example.dk"),
        wants_medical=True,
    )
    for hour in range(30):
        record_attempt(
            inquiry_id=one.pk,
            channel="phone",
            outcome="not_reached",
            text="Ringede uden svar. " * 4,
            by=house.caseworker,
            at=at - timedelta(days=8, hours=-hour),
        )
    return f"/staff/citizens/{one.citizen_id}/"


@pytest.mark.parametrize("protected", [False, True])
def test_axe_finds_nothing_on_a_file_its_older_lines_and_its_print(
    house: House, page: Page, live_server: object, long_file: str, protected: bool
) -> None:
    Citizen.objects.update(protected=protected)
    log_in(page, str(live_server))
    faults = []
    for more in ("", "?only=contact", "?only=complaint", "print/", "contact/", "who/"):
        page.goto(f"{live_server}{long_file}{more}")
        faults += violations_at_all_widths(page)
    page.goto(f"{live_server}{long_file}")
    page.click(".pager-on")
    faults += violations_at_all_widths(page)
    assert faults == []


@pytest.mark.parametrize("size", [(1280, 800), (1000, 760), (1000, 700), (320, 640)])
def test_going_back_by_the_keyboard_nothing_hides_under_the_top(
    house: House, page: Page, live_server: object, long_file: str, size: tuple[int, int]
) -> None:
    """WCAG 2.4.11: the top stays where it is, what has the focus comes out from under it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, str(live_server))
    page.goto(f"{live_server}{long_file}")
    page.focus(".pager-on")
    keys = Keys(page)
    for _step in range(45):
        page.keyboard.press("Shift+Tab")
        assert keys.focus_is_seen(), page.evaluate("document.activeElement.outerHTML")


@pytest.mark.threat("T28")
def test_escape_hides_the_name_the_number_and_what_was_written(
    house: House, page: Page, live_server: object, long_file: str
) -> None:
    log_in(page, str(live_server))
    page.goto(f"{live_server}{long_file}")
    page.keyboard.press("Escape")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("[data-private]")]
            .map(one => [one.textContent, getComputedStyle(one).filter])"""
    )
    told = " ".join(words for words, _look in hidden)
    assert all(look.startswith("blur") for _words, look in hidden)
    assert LONG in told
    assert "20 30 40 50" in told
    assert "Ringede uden svar" in told


def test_without_scripts_the_kinds_and_the_older_lines_are_links(
    house: House, browser: Browser, live_server: object, long_file: str
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    log_in(page, str(live_server))
    page.goto(f"{live_server}{long_file}")
    page.click("nav.kinds a:has-text('Kontakt')")
    assert page.locator("nav.kinds [aria-current]").inner_text() == "Kontakt"
    assert page.locator(".timeline-entry").count() == 25
    page.click(".pager-on")
    assert page.locator(".timeline-entry").count() == 5
    page.click(".pager [rel=prev]")
    assert page.locator(".timeline-entry").count() == 25
    page.click(".timeline-head a")
    assert page.locator(".sheet").is_visible()
    context.close()
