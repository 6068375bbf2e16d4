"""The end of a treatment and the call after it in a browser: by the keyboard within its caps, and axe."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_day
from followup.actions import pull
from followup.models import CallAttempt, FollowUp
from tests.browser.staff import Keys, log_in, violations_at_all_widths
from tests.factories import House
from tests.treatment import cases
from treatment.models import Course, Discharge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(house: House) -> Course:
    """In drug treatment since four weeks ago, with a plan."""
    return cases.in_treatment_since(house, danish_day(now()) - timedelta(days=28))


def called(house: House, course: Course) -> FollowUp:
    """The call after a month, which is due in a few days."""
    at = now()
    cases.discharged(house, course, at=at, discharged_on=danish_day(at) - timedelta(days=27))
    pull(at=at)
    return FollowUp.objects.get(month=1)


def test_a_follow_up_call_is_written_down_by_keyboard_within_its_caps(
    house: House, page: Page, live_server: LiveServer, course: Course
) -> None:
    """B.6: from the desk one page, five presses and at most two typed fields."""
    one = called(house, course)
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    keys = Keys(page)
    keys.tab_to(f"a[href$='/follow-ups/{one.pk}/']")
    presses = ["Enter", "Space", "Space", "Space", "Control+Enter"]
    page.keyboard.press(presses[0])
    page.wait_for_url("**/follow-ups/**")
    keys.tab_to("[name=outcome-outcome]")
    page.keyboard.press(presses[1])
    keys.tab_to("[name=outcome-result]")
    page.keyboard.press(presses[2])
    keys.tab_to("[name=outcome-goal_kept]")
    page.keyboard.press(presses[3])
    keys.tab_to("[name=outcome-note]")
    page.keyboard.type("Går til møder hver uge.")
    page.keyboard.press(presses[4])
    page.wait_for_url("**/follow-ups/")
    one.refresh_from_db()
    told = (one.outcome, one.result, one.goal_kept, one.note)
    assert told == ("reached", "free", "kept", "Går til møder hver uge.")
    assert len(presses) <= 5


def test_that_nobody_answered_is_one_press_and_save(
    house: House, page: Page, live_server: LiveServer, course: Course
) -> None:
    one = called(house, course)
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/follow-ups/{one.pk}/")
    page.get_by_text("Intet svar", exact=True).click()
    page.get_by_role("button", name="Gem forsøget").click()
    page.wait_for_url("**/follow-ups/")
    assert CallAttempt.objects.get().result == "no_answer"


def test_a_course_is_ended_with_the_keyboard_alone(
    house: House, page: Page, live_server: LiveServer, course: Course
) -> None:
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/courses/{course.pk}/discharge/")
    keys = Keys(page)
    for name in ("reason", "result"):
        keys.tab_to(f"[name={name}]")
        page.keyboard.press("Space")
    for field in page.locator("fieldset input[name^=goal-][value=yes]").all():
        keys.tab_to(f"[name='{field.get_attribute('name')}']")
        page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#act-take-back")
    one = Discharge.objects.get()
    assert (one.reason, one.follow_up_route) == ("completed", "phone")
    assert one.goal_results.count() == 2


def test_axe_finds_nothing_on_the_pages_after_a_treatment(
    house: House, page: Page, live_server: LiveServer, course: Course
) -> None:
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/courses/{course.pk}/discharge/")
    faults = violations_at_all_widths(page)
    one = called(house, course)
    sixth = FollowUp.objects.get(month=6)
    for path in (
        f"courses/{course.pk}/discharge/",
        f"courses/{course.pk}/discharge/correct/",
        f"courses/{course.pk}/talks-after/",
        "follow-ups/?show=all",
        f"follow-ups/{one.pk}/",
        f"follow-ups/{sixth.pk}/",
        f"citizens/{course.citizen_id}/",
    ):
        page.goto(f"{live_server.url}/staff/{path}")
        faults += violations_at_all_widths(page)
    assert faults == []
