"""C-18 and C-37 in a real browser: odd letters found, a neighbour looked up only with a reason."""

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.timezone import now
from playwright.sync_api import Browser, Page, expect

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
from centre.post.actions import send_waiting
from centre.records.models import LookUp, ReadEntry
from tests import factories
from tests.browser.staff import WIDTHS, Keys, log_in, violations_at_all_widths
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Ærø Ødegård-Åström"
DECOMPOSED = unicodedata.normalize("NFD", NAME)
PERSON = Person(name=NAME, phone="+4520304077")


def table(caption: str) -> str:
    return f"table:has(caption:has-text('{caption}'))"


def search(keys: Keys, text: str) -> None:
    """From any page: the shortcut, the words, Enter."""
    with keys.page.expect_navigation(url="**/staff/search/"):
        keys.press("Alt+Shift+S")
    # The box has the focus as soon as the page is drawn: nothing but letters and Enter.
    expect(keys.page.locator("[name=text]")).to_be_focused()
    keys.write(text)
    with keys.page.expect_navigation():
        keys.press("Enter")
    keys.page.wait_for_selector("#found")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_of_danish_letters_is_kept_composed_and_found_however_written(
    house: House, page: Page, live_server: object, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/new/")
    for name, value in (("age_group", "18_29"), ("topic", "alcohol"), ("wish", "treatment")):
        page.check(f"[name={name}][value='{value}']", force=True)
    page.fill("[name=name]", DECOMPOSED)
    page.click("form.register button[data-save]")
    expect(page.locator("h1")).to_have_text(NAME)
    assert Citizen.objects.get().name == NAME
    keys, row = Keys(page), page.locator(".row-link")
    for text in ("aero", "ødegaard", "ODEGARD", "Åström", "A\u030astrom", NAME.upper()):
        search(keys, text)
        expect(row).to_have_count(1)
        expect(row).to_contain_text("ÆØ, 18–29")
        assert text not in page.url
        assert page.locator("main").inner_text().count(NAME) == 0
    row.press("Enter")
    expect(page.locator("h1")).to_have_text(NAME)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_neighbour_is_looked_up_by_keyboard_with_a_reason_only(
    house: House, page: Page, live_server: object, width: int
) -> None:
    factories.inquiry(house, received_at=now() - timedelta(days=1), person=PERSON)
    page.set_viewport_size({"width": width, "height": 640})
    log_in(page, str(live_server), "youth_worker")
    keys = Keys(page)
    search(keys, "aero oedegaard")
    expect(page.locator(".row-link")).to_have_count(0)
    keys.tab_to("[action$='/reason/'] button")
    keys.press("Enter")
    page.wait_for_selector("[name=reason]")
    # Without an answer nothing opens.
    keys.tab_to("button[name=sent]")
    keys.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    keys.tab_to("[name=reason]")
    keys.press("Space")
    keys.tab_to("textarea[name=text]")
    keys.write("Naboen ringede til mig i nat.")
    keys.press("Control+Enter")
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator(".alert-warning")).to_contain_text("kun læse")
    expect(page.locator("main form")).to_have_count(0)
    assert keys.tabs <= 40
    assert LookUp.objects.get().text == "Naboen ringede til mig i nat."
    assert ReadEntry.objects.filter(look_up__isnull=False).count() == 1
    send_waiting(at=now())
    assert [letter.to for letter in mail.outbox] == [["leader@example.dk"]]


def test_the_search_works_without_scripts(
    house: House, browser: Browser, live_server: object, browser_context_args: dict[str, Any]
) -> None:
    factories.inquiry(house, received_at=now() - timedelta(days=1), person=PERSON)
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    log_in(page, str(live_server), "youth_worker")
    page.click("nav >> text=Søg")
    page.fill("[name=text]", "20 30 40 77")
    page.press("[name=text]", "Enter")
    page.click("[action$='/reason/'] button")
    page.check("[name=reason][value=danger]", force=True)
    page.fill("textarea[name=text]", "Faldet om i venteværelset.")
    page.click("button[name=sent]")
    expect(page.locator("h1")).to_have_text(NAME)
    context.close()


def test_axe_finds_nothing_on_the_pages_of_the_search(
    house: House, page: Page, live_server: object
) -> None:
    factories.inquiry(house, received_at=now() - timedelta(days=1), person=PERSON)
    log_in(page, str(live_server), "youth_worker")
    page.goto(f"{live_server}/staff/search/")
    faults = violations_at_all_widths(page)
    page.press("[name=text]", "Enter")
    page.wait_for_selector("#error-summary")
    faults += violations_at_all_widths(page)
    page.fill("[name=text]", "20304077")
    page.press("[name=text]", "Enter")
    page.wait_for_selector("#found")
    faults += violations_at_all_widths(page)
    page.click("[action$='/reason/'] button")
    page.wait_for_selector("[name=reason]")
    faults += violations_at_all_widths(page)
    page.check("[name=reason][value=danger]", force=True)
    page.fill("textarea[name=text]", "Å" * 500)
    page.click("button[name=sent]")
    page.wait_for_selector(".strip")
    faults += violations_at_all_widths(page)
    log_in_again = page.locator("form[action$='/logout/'] button")
    log_in_again.click()
    log_in(page, str(live_server), "leader")
    for text in ("aero", "xyz"):
        page.goto(f"{live_server}/staff/search/")
        page.fill("[name=text]", text)
        page.press("[name=text]", "Enter")
        page.wait_for_selector("#found")
        faults += violations_at_all_widths(page)
    page.goto(f"{live_server}/staff/search/reasons/")
    faults += violations_at_all_widths(page)
    assert faults == []


@pytest.mark.threat("T1")
def test_a_protected_neighbour_opens_only_when_a_second_person_agrees(
    house: House, page: Page, live_server: object
) -> None:
    guarded = Person(name=NAME, phone="+4520304077", protected=True)
    factories.inquiry(house, received_at=now() - timedelta(days=1), person=guarded)
    log_in(page, str(live_server), "youth_worker")
    keys = Keys(page)
    search(keys, "aero oedegaard")
    page.click("[action$='/reason/'] button")
    page.check("[name=reason][value=contact]", force=True)
    page.fill("[name=text]", "Naboen ringede til mig i nat.")
    page.click("button[name=sent]")
    # Nothing is open: the own desk says that it waits.
    expect(page.locator("main")).to_contain_text(said("You asked for a second person"))
    assert NAME not in page.locator("main").inner_text()
    page.click("form[action$='/logout/'] button")
    log_in(page, str(live_server), "leader")
    page.click(f"{table(said('Waits for a second person: you'))} .row-link")
    assert violations_at_all_widths(page) == []
    page.check("[name=answer][value=granted]", force=True)
    page.click("main button[type=submit]")
    page.click("form[action$='/logout/'] button")
    log_in(page, str(live_server), "youth_worker")
    page.click(f"{table(said('You asked for a second person'))} .row-link")
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator(".flag").first).to_contain_text("Beskyttet adresse")
    expect(page.locator(".alert-warning")).to_contain_text("kun læse")
    expect(page.locator("main form")).to_have_count(0)
    assert LookUp.objects.get().by == house.youth_worker
