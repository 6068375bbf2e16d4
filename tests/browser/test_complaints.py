"""Complaints in a browser: by keyboard within the caps, guided without scripts, nothing for axe."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.choices import Reassessed
from complaints.models import Complaint
from intake.choices import Area
from tests.browser.public import NARROW, WIDE, faults_of
from tests.browser.staff import Keys, log_in, violations_at_all_widths
from tests.complaints import cases
from tests.factories import House
from tests.intake import cases as intake_cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS, MOST_TYPED = 5, 8
PUBLIC = (
    "/klag/",
    "/klag/?about=staff",
    "/klag/?about=social_decision&area=drugs",
    "/klag/?about=social_decision&area=alcohol",
    "/klag/?about=health_treatment&area=substitution",
    "/klag/?about=provider_conditions&area=drugs",
    "/klag/skriv/?about=staff&area=alcohol",
    "/klag/skriv/?about=social_decision&area=drugs",
    "/klag/se/",
    "/en/klag/?about=social_decision&area=young",
)


def test_a_complaint_is_written_down_by_keyboard_within_the_caps(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """B.6: one page, five clicks, eight typed fields, the deadline computed."""
    at = now()
    decision = cases.refusal(house, at=at - timedelta(days=3))
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/complaints/new/?inquiry={decision.inquiry_id}")
    keys = Keys(page)
    typed = clicks = 0
    keys.tab_to("[name=channel]")
    keys.press("Space")
    clicks += 1
    keys.tab_to("[name=text]")
    keys.write("Jeg vil gerne have flere samtaler.")
    typed += 1
    keys.tab_to("main form .button-primary")
    with page.expect_navigation():
        keys.press("Enter")
    clicks += 1
    expect(page.locator(".alert-success")).to_contain_text("Genvurdér afgørelsen senest")
    assert (clicks <= MOST_CLICKS, typed <= MOST_TYPED) == (True, True)
    assert Complaint.objects.get().decision == decision


def test_the_guide_and_the_complaint_work_without_scripts(
    house: House, browser: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/klag/")
    page.check("[name=about][value=staff]", force=True)
    page.check("[name=area][value=alcohol]", force=True)
    page.click("main form .button-primary")
    expect(page.locator("h1")).to_have_text("Sådan klager du")
    page.click("main a.button-primary")
    page.fill("[name=text]", "Jeg blev talt hårdt til.")
    page.click("main form .button-primary")
    codes = page.locator(".receipt-code").all_inner_texts()
    page.goto(f"{live_server.url}/klag/se/")
    page.fill("[name=reference]", codes[0])
    page.fill("[name=code]", codes[1])
    page.click("main form .button-primary")
    expect(page.locator("h1")).to_have_text("Så langt er den")
    page.context.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
def test_axe_finds_nothing_on_the_public_pages(
    house: House, page: Page, live_server: LiveServer, size: Any
) -> None:
    page.set_viewport_size(size)
    found = {}
    for path in PUBLIC:
        page.goto(f"{live_server.url}{path}")
        found[path] = faults_of(page)
    assert found == {path: [] for path in PUBLIC}


def test_axe_finds_nothing_on_the_staffs_pages(
    house: House, page: Page, live_server: LiveServer
) -> None:
    complaint = cases.acknowledged(house)
    answered = cases.anonymous(house)
    visitation = intake_cases.assessed(house, Area.DRUGS)
    partly = cases.reassessed(
        house,
        Reassessed.PARTLY,
        cases.acknowledged(
            house, cases.registered(house, cases.refusal(house, visitation=visitation))
        ),
    )
    where = f"/staff/complaints/{complaint.pk}/"
    log_in(page, live_server.url, "leader")
    faults: list[str] = []
    for path in (
        "/staff/complaints/",
        "/staff/complaints/?show=closed",
        "/staff/complaints/new/",
        f"/staff/complaints/new/?inquiry={complaint.inquiry_id}",
        where,
        f"/staff/complaints/{answered.pk}/",
        f"/staff/complaints/{partly.pk}/",
        f"{where}reassess/",
    ):
        page.goto(f"{live_server.url}{path}")
        faults += violations_at_all_widths(page)
    page.check("[name=outcome][value=maintained]", force=True)
    page.fill("[name=reasons]", cases.REASONS)
    page.click("main form .button-primary")
    page.wait_for_selector("[name=send]")
    for sheet in page.locator("details.act:not([open]) > summary").all():
        sheet.click()
    faults += violations_at_all_widths(page)
    page.goto(f"{live_server.url}/staff/complaints/new/")
    page.click("main form .button-primary")
    page.wait_for_selector("#error-summary")
    faults += violations_at_all_widths(page)
    assert faults == []


def test_what_a_leader_has_written_for_half_an_hour_is_there_after_the_page_was_closed(
    house: House, page: Page, live_server: LiveServer
) -> None:
    complaint = cases.acknowledged(house)
    log_in(page, live_server.url, "leader")
    where = f"{live_server.url}/staff/complaints/{complaint.pk}/reassess/"
    page.goto(where)
    page.fill("[name=reasons]", cases.REASONS)
    expect(page.locator(".draft-status")).to_contain_text("Kladde gemt", timeout=10_000)
    page.goto(where)
    page.click("[data-take]")
    expect(page.locator("[name=reasons]")).to_have_value(cases.REASONS)
    # Looked at and gone back to the form: nothing was sent, and the draft is the page's own still.
    page.check("[name=outcome][value=maintained]", force=True)
    page.click("main form .button-primary")
    page.click("[name=back]")
    expect(page.locator("[name=reasons]")).to_have_value(cases.REASONS)
    expect(page.locator(".draft-box")).to_have_count(0)
