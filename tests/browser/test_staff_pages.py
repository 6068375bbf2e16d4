"""Every staff page: nothing for axe to find, at desktop and phone width; and a tired user's walk."""

import random
from datetime import time, timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page

from centre.calendar import danish_day, next_working_day_after
from centre.citizens.actions import Person
from centre.clocks.actions.sweep import sweep
from intake.choices import Topic, Wish
from intake.models import Inquiry
from tests import factories
from tests.browser.staff import log_in, violations_at_all_widths
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/staff/",
    "/staff/inquiries/",
    "/staff/inquiries/new/",
    "/staff/calendar/",
    "/staff/emergency/",
    "/staff/risk/",
    "/staff/risk/deadlines/?state=late",
    "/staff/guarantees/?answer=law&kept=no",
    "/staff/hours/",
    "/staff/operation/",
    "/staff/help/",
)


def a_busy_house(house: House) -> list[Inquiry]:
    """Requests in every state, talks, a closed time, and a long name."""
    at = now()
    found = [
        factories.inquiry(
            house,
            received_at=at - timedelta(days=days),
            responsible=house.caseworker if days % 2 else None,
            topic=Topic.BOTH if days % 3 else Topic.ALCOHOL,
            wish=Wish.COUNSELLING if days == 6 else Wish.TREATMENT,
            person=None if days == 4 else Person(name="Å" * 60 + " Ø" * 30),
            note="Langtordudenmellemrum" * 8,
        )
        for days in (0, 1, 4, 6, 9, 12, 13, 20)
    ]
    day = next_working_day_after(danish_day(at))
    for hour in (9, 10, 11):
        slot = factories.slot(house, on=day, at=time(hour))
        factories.booking(slot, at=at)
        if hour == 11:
            slot.closed_at, slot.closed_by = at, house.leader
            slot.save()
    factories.slot(house, on=day, at=time(14))
    sweep(at=at, started_at=at)
    return found


@pytest.mark.parametrize("busy", [False, True])
def test_axe_finds_nothing_on_any_page_empty_or_filled(
    house: House, page: Page, live_server: object, busy: bool
) -> None:
    pages = list(PAGES)
    if busy:
        found = a_busy_house(house)
        pages += [f"/staff/inquiries/{one.pk}/" for one in (found[2], found[-1])]
        pages += [f"/staff/inquiries/{found[0].pk}/book/{more}" for more in ("", "?more=1")]
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


STEPS = 60


@pytest.mark.parametrize("who", ["caseworker", "doctor", "leader", "secretary", "admin"])
def test_a_tired_user_who_clicks_anything_meets_no_error_and_no_closed_door(
    house: House, page: Page, live_server: object, who: str
) -> None:
    a_busy_house(house)
    chance = random.Random(who)  # noqa: S311 - the same walk each time
    answers: list[tuple[int, str]] = []
    page.on("response", lambda answer: answers.append((answer.status, answer.url)))
    log_in(page, str(live_server), who)
    for _ in range(STEPS):
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        goals = page.locator("main a:visible, main button:visible, nav a:visible")
        if not goals.count():
            page.goto(f"{live_server}/staff/help/")
            continue
        goal = goals.nth(chance.randrange(goals.count()))
        if (goal.get_attribute("href") or "").endswith(".csv"):
            continue
        goal.click()
        page.wait_for_load_state()
        assert page.url.startswith(str(live_server))
    wrong = [(status, url) for status, url in answers if status >= 500 or status in (403, 404)]
    assert wrong == []
