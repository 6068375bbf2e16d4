"""A login that ends in the middle of the work takes nothing along; and the council's login in a browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import BrowserContext, Page, expect

from centre.account import provider
from centre.staff.models import Login
from centre.staff.sessions import BEGAN, PROVED
from tests import factories
from tests.browser.staff import log_in, violations_at_all_widths
from tests.centre.account import council as councils
from tests.centre.account.conftest import connect
from tests.centre.account.council import Council
from tests.centre.account.tools import app_of, with_app
from tests.factories import PASSWORD, House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WARNING = "#session-warning"
DAY = "[name=ends_on_day]"


def in_a_new_window(page: Page, link: str) -> Page:
    with page.context.expect_page() as opened:
        page.locator(f"{WARNING} {link}").click()
    return opened.value


def back_to(page: Page) -> None:
    """A browser without a screen tells no window that it is looked at again."""
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


@pytest.fixture
def on_a_form(page: Page, house: House, live_server: object, settings: Any) -> Page:
    """A form that keeps no draft, on a page whose login rests for six seconds at most."""
    settings.SESSION_IDLE_SECONDS = 6
    log_in(page, str(live_server), "leader")
    page.goto(f"{live_server}/staff/people/{house.caseworker.pk}/")
    page.fill(DAY, "17")
    return page


def test_after_the_login_ended_one_logs_in_beside_the_page_and_goes_on(
    on_a_form: Page, house: House, settings: Any
) -> None:
    page = on_a_form
    expect(page.locator(f"{WARNING} [data-when=ended]")).to_be_visible(timeout=15_000)
    assert "privacy" in page.evaluate("document.documentElement.className")
    settings.SESSION_IDLE_SECONDS = 1200
    Login.objects.all().delete()
    beside = in_a_new_window(page, "[data-when=ended] a")
    beside.fill("[name=username]", "leader")
    beside.fill("[name=password]", PASSWORD)
    beside.press("[name=password]", "Enter")
    beside.wait_for_url("**/staff/proof/given/")
    beside.close()
    back_to(page)
    expect(page.locator(WARNING)).to_be_hidden()
    expect(page.locator(DAY)).to_have_value("17")
    page.fill("[name=ends_on_month]", "12")
    page.fill("[name=ends_on_year]", str(now().year + 1))
    page.locator("form[action$='/end/'] button").click()
    expect(page.locator(".alert-success")).to_be_visible()
    house.caseworker.refresh_from_db()
    assert house.caseworker.ends_on is not None
    assert house.caseworker.ends_on.day == 17


def test_somebody_else_who_logs_in_beside_gets_nothing_of_the_page(
    on_a_form: Page, house: House, settings: Any
) -> None:
    page = on_a_form
    expect(page.locator(f"{WARNING} [data-when=ended]")).to_be_visible(timeout=15_000)
    settings.SESSION_IDLE_SECONDS = 1200
    Login.objects.all().delete()
    beside = in_a_new_window(page, "[data-when=ended] a")
    beside.fill("[name=username]", "caseworker")
    beside.fill("[name=password]", PASSWORD)
    beside.press("[name=password]", "Enter")
    beside.wait_for_url("**/staff/proof/given/")
    back_to(page)
    expect(page.locator(f"{WARNING} [data-when=other]")).to_be_visible()
    assert "privacy" in page.evaluate("document.documentElement.className")


def test_before_the_ten_hours_are_over_one_shows_who_one_is_and_goes_on(
    page: Page, house: House, live_server: object
) -> None:
    log_in(page, str(live_server), "leader")
    [row] = Login.objects.all()
    session = row.get_session_store_class()(row.session_key)
    session[BEGAN] = session[PROVED] = (now() - timedelta(hours=9, minutes=57)).isoformat()
    session.save()
    page.goto(f"{live_server}/staff/people/{house.caseworker.pk}/")
    page.fill(DAY, "17")
    expect(page.locator(f"{WARNING} [data-when=final]")).to_be_visible(timeout=5_000)
    assert violations_at_all_widths(page) == []
    beside = in_a_new_window(page, "[data-when=final] a")
    beside.fill("[name=password]", PASSWORD)
    beside.press("[name=password]", "Enter")
    beside.wait_for_url("**/staff/proof/given/")
    back_to(page)
    expect(page.locator(WARNING)).to_be_hidden()
    expect(page.locator(DAY)).to_have_value("17")


def test_a_reason_that_was_written_slowly_is_sent_after_showing_who_one_is(
    page: Page, house: House, live_server: object
) -> None:
    factories.inquiry(house, received_at=now())
    log_in(page, str(live_server), "youth_worker")
    page.goto(f"{live_server}/staff/search/")
    page.fill("[name=text]", "20 00 00 01")
    page.press("[name=text]", "Enter")
    page.locator("form[action$='/search/reason/'] button").click()
    page.locator("[name=reason]").first.check(force=True)
    page.fill("textarea[name=text]", "Vagten ringede om borgeren")
    [row] = Login.objects.all()
    session = row.get_session_store_class()(row.session_key)
    session[PROVED] = (now() - timedelta(hours=1)).isoformat()
    session.save()
    page.locator("[data-save]").click()
    assert violations_at_all_widths(page) == []
    with page.context.expect_page() as opened:
        page.locator("main a[target=_blank]").click()
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.press("[name=password]", "Enter")
    opened.value.wait_for_url("**/staff/proof/given/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/staff/inquiries/**")


def test_the_first_login_with_an_app_and_the_pages_of_the_account(
    page: Page, house: House, live_server: object, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    page.goto(f"{live_server}/staff/login/")
    page.fill("[name=username]", "leader")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/staff/login/second-factor/")
    assert violations_at_all_widths(page) == []
    page.fill("[name=code]", app_of(house.leader).at(now()))
    page.press("[name=code]", "Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert violations_at_all_widths(page) == []
    for path in (
        "account/",
        "account/password/",
        "people/",
        f"people/{house.caseworker.pk}/",
        "proof/",
    ):
        page.goto(f"{live_server}/staff/{path}")
        assert violations_at_all_widths(page) == []


def test_the_page_for_the_code_is_right_at_all_widths(
    page: Page, house: House, live_server: object, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    with_app(house.leader, now() - timedelta(hours=1))
    page.goto(f"{live_server}/staff/login/")
    page.fill("[name=username]", "leader")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/staff/login/code/")
    assert violations_at_all_widths(page) == []
    page.fill("[name=code]", app_of(house.leader).at(now()))
    page.press("[name=code]", "Enter")
    page.wait_for_selector("form[action$='/logout/']")


@pytest.fixture
def town(settings: Any, live_server: Any, tmp_path: Path) -> Iterator[Council]:
    with councils.running(tmp_path, live_server.url) as found:
        connect(settings, found, tmp_path)
        policy = settings.CONTENT_SECURITY_POLICY
        directives = {**policy["DIRECTIVES"], "form-action": ["'self'", found.issuer]}
        settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}
        yield found
    provider._client.cache_clear()


def test_in_and_out_by_the_councils_own_login(
    context: BrowserContext, house: House, live_server: object, town: Council
) -> None:
    page = context.new_page()
    page.goto(f"{live_server}/staff/people/")
    assert violations_at_all_widths(page) == []
    page.locator("main a.button-primary").click()
    page.wait_for_url(f"{town.issuer}/**")
    page.fill("[name=login]", "1002")
    page.press("[name=login]", "Enter")
    page.wait_for_url("**/staff/people/")
    expect(page.locator(".who-name")).to_contain_text("Lis Leder")
    page.locator("form[action$='/logout/'] button").click()
    page.wait_for_url(f"{town.issuer}/**")
    page.locator("button[value=yes], [name=logout]").first.click()
    page.wait_for_url(f"{live_server}/staff/login/**")
    page.goto(f"{live_server}/staff/people/")
    page.wait_for_url("**/staff/login/**")
