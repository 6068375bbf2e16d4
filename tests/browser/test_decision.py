"""Assessment and decision in a browser: by keyboard within what it may cost, and nothing for axe."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Frame, Page, expect
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_day
from intake.actions.decision import ask_approval
from intake.actions.visitation import begin_visitation
from intake.choices import Area, DecisionStatus, Outcome, Topic
from intake.models import Decision, Visitation
from tests import factories
from tests.browser.staff import Keys, log_in, violations_at_all_widths
from tests.factories import House
from tests.intake import cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_PAGES, MOST_PRESSES, MOST_STOPS = 3, 8, 40


def filled(house: House) -> Visitation:
    """An assessment that only waits for its end, begun lately enough for today's calendar."""
    asked = factories.inquiry(
        house, received_at=now() - timedelta(days=3), responsible=house.caseworker
    )
    one = begin_visitation(inquiry_id=asked.pk, by=house.caseworker, at=now())
    cases.write_themes(house, one, at=now())
    return one


def go_on(keys: Keys, selector: str) -> None:
    keys.tabs = 0
    keys.tab_to(selector, most=MOST_STOPS)
    with keys.page.expect_navigation():
        keys.press("Enter")


def test_from_the_case_to_a_sent_decision_by_keyboard_within_three_pages(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-15 and B.6: the assessment that is done, the decision, the preview; nothing typed twice."""
    one = filled(house)
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/inquiries/{one.inquiry_id}/")
    shown: set[str] = set()

    def count(frame: Frame) -> None:
        if frame == page.main_frame:
            shown.add(frame.url)

    page.on("framenavigated", count)
    keys, presses = Keys(page), 0
    for selector in (
        "#act-assess a",
        "form.finish button[data-save]",
        "form.decide button[data-save]",
        ".decide-acts button[data-save]",
    ):
        go_on(keys, selector)
        presses += 1
    expect(page.locator(".alert-success")).to_contain_text("Afgørelsen er sendt")
    sent = Decision.objects.get()
    assert (sent.status, sent.decided_on) == (DecisionStatus.SENT, danish_day(now()))
    assert presses <= MOST_PRESSES
    # The page of the decision is shown twice: before and after it is sent.
    assert len(shown) <= MOST_PAGES


def test_axe_finds_nothing_on_the_pages_of_an_assessment_and_a_decision(
    house: House, page: Page, live_server: LiveServer
) -> None:
    asked = cases.asked(house, Area.DRUGS)
    begun = cases.begun(house, Area.DRUGS)
    done = cases.assessed(house, Area.DRUGS, topic=Topic.BOTH)
    refusal = cases.prepared(house, Area.ALCOHOL, outcome=Outcome.REFUSED, visitation=done)
    ask_approval(decision_id=refusal.pk, by=house.caseworker, at=cases.DECIDED_AT)
    sent = cases.sent(house, Area.DRUGS)
    log_in(page, live_server.url, "leader")
    faults: list[str] = []
    for where in (
        f"inquiries/{asked.pk}/assessment/",
        f"inquiries/{begun.inquiry_id}/assessment/",
        f"assessments/{begun.pk}/use/",
        f"assessments/{begun.pk}/substances/",
        f"assessments/{begun.pk}/profile/",
        f"inquiries/{done.inquiry_id}/assessment/",
        f"assessments/{done.pk}/decide/drugs/",
        f"decisions/{refusal.pk}/",
        f"decisions/{refusal.pk}/change/",
        f"decisions/{sent.pk}/",
        "?who=unit",
    ):
        page.goto(f"{live_server.url}/staff/{where}")
        faults += violations_at_all_widths(page)
    assert faults == []


def test_axe_finds_nothing_where_something_is_wrong(
    house: House, page: Page, live_server: LiveServer
) -> None:
    begun = cases.begun(house, Area.DRUGS)
    done = cases.assessed(house)
    log_in(page, live_server.url)
    faults: list[str] = []
    for where, selector in (
        (f"inquiries/{begun.inquiry_id}/assessment/", "form.finish button[data-save]"),
        (f"assessments/{begun.pk}/use/", "form.assess-part button[data-save]"),
    ):
        page.goto(f"{live_server.url}/staff/{where}")
        page.click(selector)
        page.wait_for_selector("#error-summary")
        faults += violations_at_all_widths(page)
    page.goto(f"{live_server.url}/staff/assessments/{done.pk}/decide/alcohol/")
    page.fill("[name=grounds]", "")
    page.click("form.decide button[data-save]")
    page.wait_for_selector("#error-summary")
    faults += violations_at_all_widths(page)
    assert faults == []


def test_a_theme_that_is_being_written_is_kept_as_a_draft(
    house: House, page: Page, live_server: LiveServer, settings: Any
) -> None:
    """Position 1: what is typed is on the server before it is saved."""
    begun = cases.begun(house)
    where = f"{live_server.url}/staff/assessments/{begun.pk}/use/"
    log_in(page, live_server.url)
    page.goto(where)
    page.fill("[name=text]", "Halvvejs i en sætning")
    page.wait_for_selector("text=/Kladde gemt/", timeout=10_000)
    page.goto(f"{live_server.url}/staff/drafts/")
    expect(page.locator("main")).to_contain_text("Forbrug af rusmidler")
