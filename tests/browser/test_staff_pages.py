"""Every staff page: nothing for axe to find, at desktop and phone width."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import keep_axe
from tests.browser.staff import a_busy_house, log_in, violations_at_all_widths
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/staff/",
    "/staff/inquiries/",
    "/staff/inquiries/?who=unit&show=new&channel=phone&unit=gone",
    "/staff/inquiries/filters/?who=unit&show=new",
    "/staff/inquiries/new/",
    "/staff/calendar/",
    "/staff/emergency/",
    "/staff/risk/",
    "/staff/risk/deadlines/?state=late",
    "/staff/guarantees/?answer=law&kept=no",
    "/staff/hours/",
    "/staff/operation/",
    "/staff/help/",
    "/staff/drafts/",
)


@pytest.mark.parametrize("busy", [False, True])
def test_axe_finds_nothing_on_any_page_empty_or_filled(
    house: House, page: Page, live_server: object, busy: bool
) -> None:
    pages = list(PAGES)
    if busy:
        found = a_busy_house(house)
        pages += [f"/staff/inquiries/{one.pk}/" for one in (found[2], found[-1])]
        pages += [f"/staff/inquiries/{found[0].pk}/book/{more}" for more in ("", "?more=1")]
        pages += [f"/staff/citizens/{found[0].citizen_id}/{more}" for more in ("", "print/")]
    keep_axe(page)
    page.goto(f"{live_server}/staff/login/")
    faults = violations_at_all_widths(page)
    log_in(page, str(live_server), "leader")
    for url in pages:
        page.goto(f"{live_server}{url}")
        faults += violations_at_all_widths(page)
    assert faults == []


def test_axe_finds_nothing_where_something_is_wrong(
    house: House, page: Page, live_server: object
) -> None:
    found = a_busy_house(house)[-1]
    keep_axe(page)
    page.goto(f"{live_server}/staff/login/")
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#error-summary")
    faults = violations_at_all_widths(page)
    log_in(page, str(live_server), "leader")
    wrong = (
        ("/staff/inquiries/new/", "form.register button[data-save]"),
        (f"/staff/inquiries/{found.pk}/", "#act-explain button[data-save]"),
        ("/staff/hours/", "form[action$='/close/'] button[data-save]"),
        (f"/staff/inquiries/{found.pk}/book/", "form[data-once] button[data-save]"),
    )
    for url, button in wrong:
        page.goto(f"{live_server}{url}")
        page.click(button)
        page.wait_for_selector("#error-summary")
        faults += violations_at_all_widths(page)
    assert faults == []
