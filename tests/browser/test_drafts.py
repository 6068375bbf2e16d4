"""What is being written survives tabs, closed browsers and ended logins (ux C-11, C-12, C-13)."""

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from centre.drafts.models import Draft
from centre.staff.models import Login
from intake.models import ContactAttempt, Inquiry
from tests import factories
from tests.browser.staff import WIDTHS, Keys, log_in, violations, violations_at_all_widths
from tests.factories import PASSWORD, House
from tests.races.crowd import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "#act-attempt textarea"
SAVED = ".draft-status"
BOX = "#act-attempt .draft-box"
LONG = "Ærø Ødegård ringede. Åse sagde: »kom nu« – \n" * 13


@pytest.fixture
def found(house: House) -> Inquiry:
    return factories.inquiry(
        house, received_at=now() - timedelta(days=1), responsible=house.caseworker
    )


Open = Callable[..., Page]


@pytest.fixture
def opened(found: Inquiry, context: BrowserContext, live_server: object) -> Open:
    """Opens the inquiry's page in a new tab, with the form for an attempt unfolded."""
    page = context.new_page()
    log_in(page, str(live_server))
    page.close()

    def another(width: int = 1280) -> Page:
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": 800})
        # The page has asked whether a draft waits.
        with tab.expect_response("**/drafts/waiting/**"):
            tab.goto(f"{live_server}/staff/inquiries/{found.pk}/")
        if not tab.locator("#act-attempt[open]").count():
            tab.locator("#act-attempt summary").click()
        return tab

    return another


def stored() -> str:
    draft = Draft.objects.first()
    return json.loads(draft.content)["attempt-note"][0] if draft else ""


def kept(text: str) -> bool:
    """Whether the server has these words within the five seconds that are promised."""
    return until(lambda: stored() == text, seconds=5)


def test_the_draft_is_kept_while_one_writes_and_says_so(opened: Open) -> None:
    page = opened()
    page.locator(NOTE).press_sequentially("Ringede kl. 9", delay=10)
    assert kept("Ringede kl. 9")
    expect(page.locator(f"#act-attempt {SAVED}")).to_contain_text("Kladde gemt kl. ")
    page.locator(NOTE).fill("Ringede kl. 9, ingen svar")
    page.locator("#act-attempt select").focus()
    assert kept("Ringede kl. 9, ingen svar")
    # What is written when the tab closes leaves with it.
    page.locator(NOTE).fill("Alt")
    page.close(run_before_unload=True)
    assert kept("Alt")


def test_typing_without_a_pause_is_saved_within_five_seconds(opened: Open) -> None:
    page = opened()
    page.locator(NOTE).press_sequentially("a" * 60, delay=100)
    assert Draft.objects.exists()
    assert "a" * 20 in stored()


def test_nothing_is_stored_in_the_browser_and_nothing_without_a_change(opened: Open) -> None:
    page = opened()
    page.locator(NOTE).fill("Hemmeligt")
    assert kept("Hemmeligt")
    places = "[localStorage.length, sessionStorage.length]"
    assert page.evaluate(places) == [0, 0]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    page.locator(NOTE).fill("")
    page.locator("#act-attempt select").focus()
    assert until(lambda: not Draft.objects.exists())


@pytest.mark.parametrize("width", WIDTHS)
def test_c13_the_second_tab_is_warned_and_overwrites_nothing(
    house: House, opened: Open, width: int
) -> None:
    first = opened(width)
    first.locator(NOTE).fill("Den første tekst")
    assert kept("Den første tekst")
    second = opened(width)
    expect(second.locator(BOX).first).to_be_visible()
    told = second.locator("#act-attempt").inner_text()
    assert "Du skriver i den samme formular i en anden fane" in told
    assert "Du har en kladde fra kl. " in told
    second.locator(NOTE).fill("Den anden tekst")
    # Both texts stand side by side; the stored one is untouched until somebody chooses.
    both = second.locator(".draft-both")
    expect(both).to_contain_text("Den første tekst")
    expect(both).to_contain_text("Den anden tekst")
    assert stored() == "Den første tekst"
    assert violations(second) == []
    second.get_by_role("button", name="Behold teksten på denne side").click()
    assert kept("Den anden tekst")
    # Now the first one is the older: it is told, and its words stay where they are.
    first.locator(NOTE).fill("Den første tekst, længere")
    expect(first.locator(".draft-both")).to_contain_text("Den anden tekst")
    assert stored() == "Den anden tekst"
    expect(first.locator(NOTE)).to_have_value("Den første tekst, længere")
    first.get_by_role("button", name="Hent den anden tekst").click()
    expect(first.locator(NOTE)).to_have_value("Den anden tekst")


def test_c13_the_older_tab_is_warned_when_it_saves_for_good(opened: Open) -> None:
    first, second = opened(), opened()
    first.locator(NOTE).fill("Gammel")
    first.locator("[name=attempt-outcome]").first.check(force=True)
    assert kept("Gammel")
    expect(second.locator(BOX)).to_contain_text("i en anden fane")
    second.locator(NOTE).fill("Ny")
    second.get_by_role("button", name="Behold teksten på denne side").click()
    assert kept("Ny")
    with first.expect_navigation():
        first.locator("#act-attempt [data-save]").click()
    expect(first.locator("#error-summary")).to_contain_text("Intet er gemt endnu")
    expect(first.locator(NOTE)).to_have_value("Gammel")
    expect(first.locator(".draft-both")).to_contain_text("Ny")
    assert ContactAttempt.objects.count() == 0
    assert stored() == "Ny"
    first.get_by_role("button", name="Behold teksten på denne side").click()
    assert kept("Gammel")
    with first.expect_navigation():
        first.locator("#act-attempt [data-save]").click()
    expect(first.locator(".alert-success")).to_be_visible()
    assert ContactAttempt.objects.get().note == "Gammel"
    # The other tab still holds its words, and says what happened to the draft.
    second.locator(NOTE).fill("Ny og længere")
    expect(second.locator(BOX).last).to_contain_text(
        "Formularen er gemt imens, eller kladden er kasseret"
    )
    expect(second.locator(NOTE)).to_have_value("Ny og længere")
    assert not Draft.objects.exists()


def test_c12_a_killed_browser_loses_no_more_than_five_seconds(
    house: House,
    found: Inquiry,
    opened: Open,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_server: object,
) -> None:
    doomed = browser_type.launch(**browser_type_launch_args)
    page = doomed.new_page(locale="da-DK")
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/{found.pk}/")
    page.locator("#act-attempt").evaluate("act => act.open = true")
    page.locator(NOTE).fill(LONG)
    assert kept(LONG)
    page.locator(NOTE).press_sequentially("mere")
    running = doomed.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(one["id"] for one in running if one["type"] == "browser"), signal.SIGKILL)
    again = opened()
    expect(again.locator(BOX)).to_contain_text("Du har en kladde fra kl. ")
    expect(again.locator(NOTE)).to_have_value("")
    again.get_by_role("button", name="Hent kladden").click()
    expect(again.locator(NOTE)).to_have_value(LONG)
    expect(again.locator(BOX)).to_have_count(0)


def test_what_was_restored_is_saved_once_and_the_draft_is_gone(opened: Open) -> None:
    page = opened()
    page.locator(NOTE).fill(LONG.strip())
    page.locator("[name=attempt-outcome][value=letter], [name=attempt-outcome]").first.check(
        force=True
    )
    assert kept(LONG.strip())
    page.close()
    again = opened()
    again.get_by_role("button", name="Hent kladden").click()
    expect(again.locator("[name=attempt-outcome]").first).to_be_checked()
    with again.expect_navigation():
        again.locator("#act-attempt [data-save]").click()
    expect(again.locator(".alert-success")).to_be_visible()
    # The browser sends line breaks as two characters.
    assert ContactAttempt.objects.get().note.replace("\r\n", "\n") == LONG.strip()
    again.wait_for_timeout(1000)
    assert not Draft.objects.exists()


def test_c11_an_ended_login_keeps_the_text_until_one_is_back(
    house: House, opened: Open, live_server: object
) -> None:
    page = opened()
    page.locator(NOTE).fill("Før")
    assert kept("Før")
    Login.objects.all().delete()
    page.locator(NOTE).fill("Før og efter")
    box = page.locator(BOX)
    expect(box).to_contain_text("Du er logget ud")
    page.locator("#act-attempt [data-save]").click()
    expect(page.locator(NOTE)).to_have_value("Før og efter")
    with page.expect_popup() as window:
        box.locator("a").click()
    login = window.value
    login.fill("[name=username]", "caseworker")
    login.fill("[name=password]", PASSWORD)
    login.press("[name=password]", "Enter")
    login.wait_for_selector("form[action$='/logout/']")
    login.close()
    expect(box).to_have_count(0, timeout=15_000)
    assert kept("Før og efter")
    page.locator("[name=attempt-outcome]").first.check(force=True)
    with page.expect_navigation():
        page.locator("#act-attempt [data-save]").click()
    expect(page.locator(".alert-success")).to_be_visible()
    assert ContactAttempt.objects.get().note == "Før og efter"


AN_HOUR_LATER = """() => {
    const real = Date.now;
    Date.now = () => real() + 3600e3;
    document.querySelector('#act-attempt [data-save]').click();
}"""


@pytest.mark.parametrize("over", [True, False])
def test_c11_a_form_sent_after_a_long_rest_is_never_lost_with_its_page(
    opened: Open, over: bool
) -> None:
    page = opened()
    page.locator("[name=attempt-outcome]").first.check(force=True)
    page.locator(NOTE).fill("Skrevet efter frokost")
    if over:
        Login.objects.all().delete()
    page.evaluate(AN_HOUR_LATER)
    if over:
        expect(page.locator(BOX)).to_contain_text("Du er logget ud")
        expect(page.locator(NOTE)).to_have_value("Skrevet efter frokost")
        assert ContactAttempt.objects.count() == 0
    else:
        expect(page.locator(".alert-success")).to_be_visible()
        assert ContactAttempt.objects.get().note == "Skrevet efter frokost"


def test_another_persons_login_gets_nothing_of_it(
    house: House, opened: Open, live_server: object
) -> None:
    page = opened()
    page.locator(NOTE).fill("Mit")
    assert kept("Mit")
    Login.objects.all().delete()
    other = page.context.new_page()
    log_in(other, str(live_server), "colleague")
    page.locator(NOTE).fill("Mit eget")
    expect(page.locator(BOX)).to_contain_text("En anden er logget ind")
    assert Draft.objects.get().saved_by == house.caseworker
    assert stored() == "Mit"


def test_a_server_that_is_away_is_said_and_tried_again(opened: Open) -> None:
    page = opened()
    page.route("**/drafts/save/", lambda route: route.abort())
    page.locator(NOTE).fill("Uden net")
    status = page.locator(f"#act-attempt {SAVED}")
    expect(status).to_contain_text("Kladden er ikke gemt endnu", timeout=10_000)
    page.unroute("**/drafts/save/")
    expect(status).to_contain_text("Kladde gemt", timeout=10_000)
    assert stored() == "Uden net"


def test_what_is_too_long_for_a_draft_is_said_and_stays_in_the_page(opened: Open) -> None:
    page = opened()
    page.locator(NOTE).fill("æ" * 16_001)
    status = page.locator(f"#act-attempt {SAVED}")
    expect(status).to_contain_text("kan ikke gemmes som kladde", timeout=10_000)
    page.locator(NOTE).fill("æ" * 6_000)
    assert kept("æ" * 6_000)


def test_the_whole_registration_comes_back_but_no_hidden_field(
    house: House, page: Page, live_server: object
) -> None:
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/new/")
    page.check("[name=age_group][value='18_29']", force=True)
    page.check("[name=extras][value=medical]", force=True)
    page.fill("[name=name]", "Ærø Ødegård")
    page.select_option("[name=referrer]", index=2)
    page.fill("[name=received_on_day]", "3")
    referrer = page.input_value("[name=referrer]")
    expect(page.locator(SAVED)).to_contain_text("Kladde gemt", timeout=10_000)
    key = page.input_value("[name=form_key]")
    page.goto(f"{live_server}/staff/drafts/")
    page.get_by_role("link", name="Fortsæt").click()
    page.get_by_role("button", name="Hent kladden").click()
    expect(page.locator("[name=name]")).to_have_value("Ærø Ødegård")
    expect(page.locator("[name=age_group][value='18_29']")).to_be_checked()
    expect(page.locator("[name=extras][value=medical]")).to_be_checked()
    expect(page.locator("[name=received_on_day]")).to_have_value("3")
    assert page.input_value("[name=referrer]") == referrer
    assert page.input_value("[name=form_key]") != key


def test_choosing_and_discarding_by_keyboard_with_nothing_for_axe_to_find(
    opened: Open, live_server: object
) -> None:
    page = opened()
    page.locator(NOTE).fill("Tastatur")
    assert kept("Tastatur")
    page.close()
    again = opened()
    expect(again.locator(BOX)).to_be_visible()
    faults = violations_at_all_widths(again)
    keys = Keys(again)
    keys.tab_to("[data-take]")
    keys.press("Enter")
    expect(again.locator(NOTE)).to_be_focused()
    expect(again.locator(NOTE)).to_have_value("Tastatur")
    again.goto(f"{live_server}/staff/drafts/")
    faults += violations_at_all_widths(again)
    assert faults == []
    keys.tab_to("main button")
    keys.press("Enter")
    expect(again.locator(".alert-success")).to_contain_text("Kladden er kasseret")
    expect(again.locator(".empty")).to_be_visible()
    assert not Draft.objects.exists()


def test_without_scripts_the_form_works_as_it_did(
    house: House,
    found: Inquiry,
    browser: Browser,
    live_server: object,
    browser_context_args: dict[str, Any],
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    log_in(page, str(live_server))
    page.goto(f"{live_server}/staff/inquiries/{found.pk}/")
    if not page.locator("#act-attempt[open]").count():
        page.locator("#act-attempt summary").click()
    page.fill(NOTE, "Uden script")
    page.locator("[name=attempt-outcome]").first.check(force=True)
    page.click("#act-attempt [data-save]")
    expect(page.locator(".alert-success")).to_be_visible()
    assert ContactAttempt.objects.get().note == "Uden script"
    assert not Draft.objects.exists()
    context.close()


def test_staying_logged_in_stays_on_the_page(opened: Open) -> None:
    """The answer to "stay" once looked like the way to the login, and took the page along."""
    page = opened()
    page.locator(NOTE).fill("Bliver her")
    page.evaluate("document.getElementById('session-warning').showModal()")
    with page.expect_response("**/staff/stay/") as answer:
        page.locator("#session-warning form button").click()
    assert answer.value.status == 204
    expect(page.locator("#session-warning")).to_be_hidden()
    expect(page.locator(NOTE)).to_have_value("Bliver her")
