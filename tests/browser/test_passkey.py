"""A passkey is made, shown and removed in a real browser, with an authenticator that Chromium plays."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from centre.account.models import Passkey
from tests.browser.staff import violations_at_all_widths
from tests.centre.account.tools import app_of, with_app
from tests.factories import PASSWORD, House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GO, SORRY = "[data-passkey-go]", "[data-passkey-sorry]"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _key(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def password_written(page: Page, base: str) -> None:
    page.goto(f"{base}/staff/login/")
    page.fill("[name=username]", "leader")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/staff/login/code/")


def code_written(page: Page, house: House) -> None:
    page.fill("[name=code]", app_of(house.leader).at(now()))
    page.press("[name=code]", "Enter")
    page.wait_for_selector("form[action$='/logout/']")


def test_a_passkey_is_made_shown_and_removed(
    page: Page, house: House, live_server: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    with_app(house.leader, now() - timedelta(hours=1))
    password_written(page, live_server.url)
    expect(page.locator(GO)).to_have_count(0)
    code_written(page, house)

    page.goto(f"{live_server.url}/staff/account/")
    page.locator("a[href$='/passkeys/new/']").click()
    assert violations_at_all_widths(page) == []
    page.locator(GO).click()
    page.wait_for_url("**/staff/account/")
    assert violations_at_all_widths(page) == []
    kept = Passkey.objects.get()
    assert kept.device.startswith("Chrome")

    page.locator("form[action$='/logout/'] button").click()
    password_written(page, live_server.url)
    assert violations_at_all_widths(page) == []
    page.locator(GO).click()
    page.wait_for_selector("form[action$='/logout/']")
    kept.refresh_from_db()
    assert kept.used_at is not None

    page.goto(f"{live_server.url}/staff/proof/")
    assert violations_at_all_widths(page) == []
    page.fill("[name=password]", PASSWORD)
    page.locator(GO).click()
    page.wait_for_url("**/staff/proof/given/")

    page.goto(f"{live_server.url}/staff/account/")
    page.locator("form[action$='/remove/'] button").click()
    page.wait_for_url("**/staff/account/")
    assert not Passkey.objects.exists()
    assert refused == []


def test_without_the_key_one_is_told_so_and_writes_the_code(
    page: Page, house: House, live_server: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    with_app(house.leader, now() - timedelta(hours=1))
    # Kept for another device: this browser has nothing to show.
    Passkey.objects.create(
        user=house.leader, name=b"elsewhere" * 3, public_key=b"k", made_at=now() - timedelta(days=1)
    )
    password_written(page, live_server.url)
    page.locator(GO).click()
    expect(page.locator(SORRY)).to_be_visible(timeout=15_000)
    expect(page.locator(GO)).to_be_enabled()
    code_written(page, house)
