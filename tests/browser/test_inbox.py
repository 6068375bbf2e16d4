"""The inbox worked through by two people at once, and a filter that names what is gone."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, Page, expect

from centre.staff.models import Unit, User
from intake.models import ContactAttempt, Inquiry, SavedFilter
from tests import factories
from tests.browser.staff import Keys, log_in, violations_at_all_widths
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TO_CALL = "/staff/inquiries/?who=unit&show=call&channel=phone"


def called(page: Page) -> str:
    """Write an attempt with the keyboard and go on; the inquiry that it was about."""
    page.wait_for_selector("#act-attempt")
    here = page.url
    if not page.locator("#act-attempt[open]").count():
        page.locator("#act-attempt summary").press("Enter")
    page.locator("[name=attempt-outcome]").first.press("Space")
    with page.expect_navigation():
        page.locator("#act-attempt button[name=next]").press("Enter")
    return here.partition("/inquiries/")[2].partition("/")[0]


def opened(browser: Browser, base: str, username: str, row: int) -> Page:
    """Somebody at the list of those to call, with a row of it open."""
    page = browser.new_context(locale="da-DK").new_page()
    log_in(page, base, username)
    page.goto(f"{base}{TO_CALL}")
    expect(page.locator(".worklist tbody tr")).to_have_count(20)
    page.locator(".row-link").nth(row).press("Enter")
    return page


def test_two_work_through_twenty_and_no_citizen_is_called_twice(
    house: House, browser: Browser, live_server: object
) -> None:
    """C-31."""
    start = now() - timedelta(days=2)
    made = [
        factories.inquiry(house, received_at=start + timedelta(minutes=number))
        for number in range(20)
    ]
    # Not by phone: the filter goes with the walk, so nobody is led to it.
    letter = factories.inquiry(house, received_at=start + timedelta(seconds=90), channel="letter")
    people = [
        opened(browser, str(live_server), username, row)
        for username, row in (("caseworker", 0), ("colleague", 10))
    ]
    walked: list[list[str]] = [[], []]
    for turn in range(10):
        for person, page in enumerate(people):
            walked[person].append(called(page))
        if turn == 3:
            # One comes in before all others; one further on loses its place: nobody is moved.
            factories.inquiry(house, received_at=start - timedelta(days=1), channel="mail")
            Inquiry.objects.filter(pk=made[6].pk).update(responsible=house.leader)
    in_order = [str(one.pk) for one in made]
    assert walked == [in_order[:10], in_order[10:]]
    first, second = people
    # What the other has done is not shown to the first one; only the last was still open in both.
    assert second.url.endswith(TO_CALL)
    assert in_order[19] in first.url
    assert called(first) == in_order[19]
    expect(first.locator("#error-summary")).to_contain_text("Lars")
    first.click(".back-link")
    expect(first.locator(".empty")).to_be_visible()
    for page in people:
        page.context.close()
    handled = sorted(map(str, ContactAttempt.objects.values_list("inquiry", flat=True)))
    assert handled == sorted(in_order)
    assert not letter.attempts.exists()


def test_one_is_not_moved_when_a_colleague_ends_the_deadline_of_the_open_page(
    house: House, page: Page, live_server: object
) -> None:
    start = now() - timedelta(days=2)
    made = [
        factories.inquiry(
            house, received_at=start + timedelta(minutes=number), responsible=house.caseworker
        )
        for number in range(3)
    ]
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/?who=mine")
    page.locator(".row-link").first.press("Enter")
    page.wait_for_selector("#act-attempt")
    clock = made[0].guarantees.get().clock
    type(clock).objects.filter(pk=clock.pk).update(
        stopped_on=clock.starts_on, ended_as="stop", next_rung_on=None
    )
    assert called(page) == str(made[0].pk)
    assert str(made[1].pk) in page.url


def test_a_saved_filter_of_a_unit_that_is_gone_opens_and_says_so(
    house: House, page: Page, live_server: object
) -> None:
    """C-32."""
    gone = Unit.objects.create(key="evening", name="Aftenholdet på Ærø")
    factories.inquiry(house, received_at=now(), responsible=house.caseworker)
    log_in(page, str(live_server), "leader")
    keys = Keys(page)
    page.goto(f"{live_server}/staff/inquiries/")
    keys.tab_to(".filters summary")
    keys.press("Enter")
    page.select_option("[name=unit]", gone.key)
    page.select_option("[name=responsible]", str(house.colleague.pk))
    page.select_option("[name=topic]", "alcohol")
    page.click(".filters button")
    expect(page.locator(".filters-on")).to_contain_text("Enhed: Aftenholdet på Ærø")
    expect(page.locator(".empty")).to_be_visible()
    page.click("text=Gem dette filter")
    page.fill("[name=save-name]", "Aftenholdet på Ærø")
    page.press("[name=save-name]", "Control+Enter")
    page.wait_for_selector(".alert-success")
    gone.delete()
    User.objects.filter(pk=house.colleague.pk).update(is_active=False)
    page.goto(f"{live_server}/staff/inquiries/")
    page.locator(".filters-saved >> text=Aftenholdet på Ærø").press("Enter")
    expect(page.locator(".alert-info")).to_contain_text("udeladt: enhed, ansvarlig")
    expect(page.locator(".filters-on")).to_contain_text("Emne: Alkohol")
    expect(page.locator(".worklist tbody tr")).to_have_count(1)
    assert violations_at_all_widths(page) == []
    page.click("text=Nulstil filtre")
    expect(page.locator(".alert-info")).to_have_count(0)
    page.click("text=Ret gemte filtre")
    assert violations_at_all_widths(page) == []
    page.click("button:has-text('Fjern')")
    page.wait_for_selector(".alert-success")
    assert not SavedFilter.objects.exists()
