"""How a draft ends: with its form saved for good, or with its author gone."""

import pytest
from playwright.sync_api import Page, Route, expect

from centre.drafts.models import Draft
from intake.models import ContactAttempt, Inquiry
from tests.browser.staff import log_in, violations_at_all_widths
from tests.browser.test_drafts import BOX, NOTE, Open, found, kept, opened
from tests.factories import House

__all__ = ["found", "opened"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_saving_still_under_way_when_the_form_is_saved_leaves_no_ghost(opened: Open) -> None:
    page = opened()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/drafts/save/", hold)
    page.locator("[name=attempt-outcome]").first.check(force=True)
    page.locator(NOTE).fill("Sagt i sidste øjeblik")
    for _moment in range(100):
        # The browser is heard while it is waited for.
        page.wait_for_timeout(50)
        if held:
            break
    late = held[0].request
    with page.expect_navigation():
        page.locator("#act-attempt [data-save]").click()
    expect(page.locator(".alert-success")).to_be_visible()
    assert ContactAttempt.objects.get().note == "Sagt i sidste øjeblik"
    # Only now does the network let the autosave through, word for word as the page sent it.
    answer = page.request.post(
        late.url,
        data=late.post_data or "",
        headers={"content-type": "application/x-www-form-urlencoded", "referer": page.url},
    )
    assert answer.status == 409
    assert not Draft.objects.exists()
    page.reload()
    page.wait_for_timeout(1000)
    expect(page.locator(BOX)).to_have_count(0)


def test_the_leader_gives_on_the_draft_of_somebody_who_left(
    house: House, found: Inquiry, opened: Open, page: Page, live_server: object
) -> None:
    first = opened()
    first.locator(NOTE).fill("Ringede kl. 9, så jeg")
    assert kept("Ringede kl. 9, så jeg")
    first.close()
    house.caseworker.is_active = False
    house.caseworker.save()
    page.context.clear_cookies()
    log_in(page, str(live_server), "leader")
    page.goto(f"{live_server}/staff/drafts/")
    assert "Ringede" not in page.content()
    faults = violations_at_all_widths(page)
    page.get_by_role("button", name="Giv videre").click()
    expect(page.locator(".alert-warning")).to_contain_text("Vælg")
    faults += violations_at_all_widths(page)
    page.locator("select[name=to]").select_option(label=str(house.colleague))
    page.get_by_role("button", name="Giv videre").click()
    expect(page.locator(".alert-success")).to_contain_text("går videre med kladden")
    faults += violations_at_all_widths(page)
    page.context.clear_cookies()
    log_in(page, str(live_server), "colleague")
    page.goto(f"{live_server}/staff/drafts/")
    faults += violations_at_all_widths(page)
    page.get_by_role("link", name="Fortsæt").click()
    faults += violations_at_all_widths(page)
    page.get_by_role("button", name="Hent kladden").click()
    expect(page.locator(NOTE)).to_have_value("Ringede kl. 9, så jeg")
    assert faults == []
