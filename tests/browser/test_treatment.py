"""The treatment in a browser: a talk is written down by the keyboard within its caps, and axe is content."""

import re
from datetime import time, timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_day, danish_moment
from tests import factories
from tests.browser.staff import log_in, violations_at_all_widths
from tests.factories import House
from tests.treatment import cases
from treatment.models import Course, Session, SessionNote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def talk(house: House) -> Session:
    """A talk of today that has begun, of a treatment with a plan."""
    at = now()
    asked = factories.inquiry(house, received_at=at - timedelta(days=3))
    granted = cases.decision(house, asked, sent_at=at - timedelta(days=2))
    course = cases.course(house, granted, at=at - timedelta(days=1))
    cases.agreed(course, house, agreed_on=danish_day(at) - timedelta(days=1))
    today = danish_day(at)
    early = danish_moment(today, time(0, 0, 1))
    return cases.session(course, house, on=today, at=time(0, 1), said_at=early)


def test_a_talk_is_written_down_by_keyboard_in_two_presses_and_a_note(
    house: House, page: Page, live_server: LiveServer, talk: Session
) -> None:
    """B.6: from the desk one page, three clicks and the note."""
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    page.get_by_role("link", name=re.compile("^Mødte ?:")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/**")
    assert page.locator("[name=attendance][value=attended]").is_checked()
    page.locator("[name=note]").focus()
    page.keyboard.type("Sov bedre i denne uge.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/courses/**")
    assert SessionNote.objects.get().text == "Sov bedre i denne uge."
    assert Course.objects.get().begun_on == danish_day(now())


def test_that_nobody_came_is_two_clicks(
    house: House, page: Page, live_server: LiveServer, talk: Session
) -> None:
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    page.get_by_role("link", name=re.compile("^Kom ikke ?:")).click()
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_url("**/courses/**")
    assert Session.objects.get(pk=talk.pk).attendance == "no_show"


def test_axe_finds_nothing_on_the_pages_of_a_treatment(
    house: House, page: Page, live_server: LiveServer, talk: Session
) -> None:
    course = talk.course
    cases.agreed(course, house, 1, agreed_on=danish_day(now()), methods="Kognitiv terapi")
    waiting = cases.decision(
        house,
        factories.inquiry(house, received_at=now() - timedelta(days=3)),
        sent_at=now() - timedelta(days=2),
    )
    log_in(page, live_server.url)
    pages = [
        "",
        f"courses/new/{waiting.pk}/",
        f"courses/{course.pk}/",
        f"courses/{course.pk}/plan/",
        f"courses/{course.pk}/plan/versions/",
        f"courses/{course.pk}/plan/print/",
        f"courses/{course.pk}/sessions/new/",
        f"sessions/{talk.pk}/",
    ]
    faults = []
    for path in pages:
        page.goto(f"{live_server.url}/staff/{path}")
        faults += violations_at_all_widths(page)
    assert faults == []
