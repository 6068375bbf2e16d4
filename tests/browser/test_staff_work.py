"""The staff's core tasks in a real browser: by the keyboard, without scripts, with odd letters."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, Dialog, Page, expect

from centre.calendar import danish_day, next_working_day_after
from centre.citizens.actions import Person
from centre.clocks.models import Clock
from centre.staff.models import Closure
from intake.models import Booking, ContactAttempt, Inquiry
from tests import factories
from tests.browser.staff import Keys, log_in
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def register(keys: Keys, name: str) -> None:
    """Fill the registration from the keyboard: the citizen called about alcohol treatment."""
    keys.tab_to("[name=age_group]")
    keys.press("ArrowRight", "ArrowRight", "ArrowRight")
    keys.tab_to("[name=topic]")
    keys.press("Space")
    keys.tab_to("[name=wish]")
    keys.press("ArrowRight")
    keys.tab_to("[name=name]")
    keys.write(name)
    keys.press("Tab")
    keys.write("20 00 00 01")


def test_an_inquiry_is_registered_by_keyboard_alone_on_one_page(
    house: House, page: Page, live_server: object
) -> None:
    """C-15, registration: one page, forty stops, a minute."""
    base = str(live_server)
    log_in(page, base)
    page.keyboard.press("Alt+Shift+N")
    page.wait_for_selector("form.register")
    started = now()
    keys = Keys(page)
    register(keys, "Ærø Ødegård-Åström")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Ærø Ødegård-Åström")
    assert keys.tabs <= 40
    assert now() - started < timedelta(seconds=60)
    assert Clock.objects.get().kind == "alcohol"


def test_the_first_row_of_the_desk_is_within_forty_tab_stops(
    house: House, page: Page, live_server: object
) -> None:
    """C-15, the way into S1."""
    factories.inquiry(house, received_at=now(), responsible=house.caseworker)
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/")
    keys = Keys(page)
    keys.tab_to(".row-link", most=40)
    keys.press("Enter")
    expect(page.locator(".strip")).to_be_visible()


def test_assigning_an_attempt_and_the_first_contact_by_keyboard(
    house: House, page: Page, live_server: object
) -> None:
    """C-15, the three acts that a new inquiry needs."""
    found = factories.inquiry(house, received_at=now() - timedelta(days=1))
    log_in(page, str(live_server))
    for verb in ("assign", "attempt", "first-contact"):
        page.goto(f"{live_server}/staff/inquiries/{found.pk}/")
        keys = Keys(page)
        if not page.locator(f"#act-{verb}[open]").count():
            keys.tab_to(f"#act-{verb} summary")
            keys.press("Enter")
        if verb == "assign":
            keys.tab_to("[name=assign-to]")
            keys.write("Mette")
        if verb == "attempt":
            keys.tab_to("[name=attempt-outcome]")
            keys.press("Space")
        keys.tab_to(f"#act-{verb} button[data-save]")
        keys.press("Enter")
        page.wait_for_selector(".alert-success")
        assert keys.tabs <= 40
    found.refresh_from_db()
    assert (found.status, found.responsible) == ("started", house.caseworker)
    assert ContactAttempt.objects.count() == 1
    assert Clock.objects.get().stopped_on == danish_day(now())


def test_login_and_registration_work_without_scripts(
    house: House, browser: Browser, live_server: object, browser_context_args: dict[str, Any]
) -> None:
    """C-04, the staff's part."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    log_in(page, str(live_server))
    page.click("nav >> text=/New inquiry|Ny henvendelse/")
    for name, value in (("age_group", "18_29"), ("topic", "drugs"), ("wish", "treatment")):
        page.check(f"[name={name}][value='{value}']", force=True)
    page.fill("[name=name]", "Åse Ø. Prøve")
    page.click("form.register button[data-save]")
    expect(page.locator("h1")).to_have_text("Åse Ø. Prøve")
    assert set(Clock.objects.values_list("kind", flat=True)) == {"social_drug", "doctors_talk"}
    context.close()


@pytest.mark.threat("T18")
def test_script_as_a_name_and_a_note_is_shown_as_text(
    house: House, page: Page, live_server: object
) -> None:
    """C-39, what was there before the page was opened."""
    dialogs: list[str] = []

    def shown(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shown)
    nasty = "<script>alert('x')</script>"
    found = factories.inquiry(
        house,
        received_at=now(),
        responsible=house.caseworker,
        person=Person(name=nasty, phone="+4520000001"),
        note=f"{nasty} =HYPERLINK(1) 👍",
    )
    log_in(page, str(live_server))
    for url in ("/staff/", "/staff/inquiries/", f"/staff/inquiries/{found.pk}/"):
        page.goto(f"{live_server}{url}")
    expect(page.locator("h1")).to_have_text(nasty)
    expect(page.locator(".note")).to_contain_text("=HYPERLINK(1) 👍")
    assert dialogs == []


def test_what_is_wrong_takes_the_focus_and_keeps_what_was_typed(
    house: House, page: Page, live_server: object
) -> None:
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/new/")
    page.fill("[name=name]", "Ærø Ødegård-Åström")
    page.click("form.register button[data-save]")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_count(3)
    expect(page.locator("[name=name]")).to_have_value("Ærø Ødegård-Åström")
    summary.locator("a").first.click()
    expect(page.locator("[name=age_group]").first).to_be_focused()


def test_twenty_inquiries_are_worked_through_with_save_and_next(
    house: House, page: Page, live_server: object
) -> None:
    """C-31."""
    start = now() - timedelta(days=2)
    made = [
        factories.inquiry(
            house, received_at=start + timedelta(minutes=number), responsible=house.caseworker
        )
        for number in range(20)
    ]
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/?who=mine")
    page.locator(".row-link").first.press("Enter")
    for number in range(20):
        page.wait_for_selector("#act-attempt")
        if number == 5:
            # Others work the same list meanwhile.
            factories.inquiry(
                house, received_at=start - timedelta(days=1), responsible=house.caseworker
            )
        if not page.locator("#act-attempt[open]").count():
            page.locator("#act-attempt summary").press("Enter")
        page.locator("[name=attempt-outcome]").first.press("Space")
        with page.expect_navigation():
            page.locator("#act-attempt button[name=next]").press("Enter")
    assert page.url.endswith("/staff/inquiries/?who=mine")
    handled = ContactAttempt.objects.values_list("inquiry", flat=True)
    assert sorted(handled) == sorted(one.pk for one in made)


def test_a_leader_closes_a_day_and_six_calls_stand_on_the_desk(
    house: House, page: Page, live_server: object
) -> None:
    """C-34."""
    day = next_working_day_after(danish_day(now()))
    for hour in (9, 10, 11, 13, 14, 15):
        factories.booking(factories.slot(house, on=day, at=time(hour)), at=now())
    log_in(page, str(live_server), "leader")
    page.goto(f"{live_server}/staff/hours/")
    for name, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"[name=close-on_{name}]", str(value))
    page.click("form[action$='/close/'] button[data-save]")
    page.wait_for_selector(".alert-success")
    assert Closure.objects.get().on == day
    assert Booking.objects.filter(status="booked").count() == 6
    page.goto(f"{live_server}/staff/")
    expect(page.locator("table").nth(1).locator("tbody tr")).to_have_count(6)


def test_the_risk_board_leads_to_the_case(house: House, page: Page, live_server: object) -> None:
    found = factories.inquiry(house, received_at=now() - timedelta(days=20))
    log_in(page, str(live_server), "leader")
    page.goto(f"{live_server}/staff/risk/")
    page.locator(".row-link").first.click()
    page.wait_for_selector(".strip")
    assert str(found.pk) in page.url
    assert Inquiry.objects.count() == 1
