"""Every staff page: nothing for axe to find, at desktop and phone width."""

from datetime import time

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page

from centre.calendar import danish_day, next_working_day_after
from intake.models import Booking, Slot
from tests import factories
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
    "/staff/hours/times/",
    "/staff/hours/times/add/",
    "/staff/operation/",
    "/staff/help/",
    "/staff/drafts/",
    "/staff/measures/",
    "/staff/measures/?area=alcohol",
    "/staff/measures/completed/",
    "/staff/measures/waiting/",
    "/staff/measures/waiting/rows/",
    "/staff/measures/print/",
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
        booked = Booking.objects.filter(status="booked").order_by("-slot__starts_at")[:1]
        pages += [f"/staff/calendar/{one.pk}/change/" for one in booked]
        pages += [
            f"/staff/hours/times/{slot.pk}/close/" for slot in Slot.objects.order_by("-pk")[:2]
        ]
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
        ("/staff/hours/times/add/", "form[data-once] button[data-save]"),
        (f"/staff/inquiries/{found.pk}/book/", "form[data-once] button[data-save]"),
    )
    for url, button in wrong:
        page.goto(f"{live_server}{url}")
        page.click(button)
        page.wait_for_selector("#error-summary")
        faults += violations_at_all_widths(page)
    assert faults == []


def test_axe_finds_nothing_where_the_cpr_number_is_unfolded(
    house: House, page: Page, live_server: object
) -> None:
    log_in(page, str(live_server), "leader")
    page.goto(f"{live_server}/staff/inquiries/new/")
    page.get_by_text("Tilføj et CPR-nummer").click()
    field = page.locator("[name$=cpr]")
    field.fill("310299")
    faults = violations_at_all_widths(page)
    page.click("form.register button[data-save]")
    page.wait_for_selector("#error-summary")
    assert field.is_visible()
    faults += violations_at_all_widths(page)
    assert faults == []


def test_free_times_stand_side_by_side_on_a_phone_and_talks_have_the_line(
    house: House, page: Page, live_server: object
) -> None:
    a_busy_house(house)
    day = next_working_day_after(danish_day(now()))
    for hour in (15, 16):
        factories.slot(house, on=day, at=time(hour))
    log_in(page, str(live_server), "leader")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server}/staff/calendar/?who=unit&span=day&on={day}")
    boxes = [one.bounding_box() for one in page.locator("li.time").all()]
    places = [(round(box["x"]), round(box["y"])) for box in boxes if box]
    # At nine, ten and eleven are talks; at two and three are free times, which share a line.
    *talks, two, three, _four = places
    assert [x for x, _y in talks] == [places[0][0]] * 3
    assert (two[1], two[0] < three[0]) == (three[1], True)
    assert violations_at_all_widths(page) == []
