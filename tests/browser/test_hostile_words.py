"""C-39: what may be pasted into a note. It is shown as text, leaves as text, or its limit is told."""

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from intake.models import Inquiry
from tests.browser.staff import log_in
from tests.factories import House
from tests.intake.public import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = "<script>document.title = 'taken'; alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://x.example";"Klik")'
EMOJI = "👩🏽‍⚕️ 🇩🇰 e\u0301"
TURNED = "\u202etxet desrever\u202c"
MEGA = 1_000_000


@pytest.fixture
def dialogs(page: Page) -> list[str]:
    """What a script of the note would have opened."""
    found: list[str] = []

    def opened(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", opened)
    return found


def write(page: Page, base: str, *, name: str, note: str) -> int:
    """Register an inquiry with this name and note, as a paste would; the answer's status."""
    page.goto(f"{base}/staff/inquiries/new/")
    for field, value in (("age_group", "18_29"), ("topic", "drugs"), ("wish", "treatment")):
        page.check(f"[name={field}][value='{value}']", force=True)
    page.fill("[name=name]", name)
    # Drawing ten megabytes is the browser's own affair: the field is not on the screen meanwhile.
    page.evaluate(
        """words => {
            const field = document.querySelector("[name=note]");
            field.style.display = "none";
            field.value = words;
        }""",
        note,
    )
    with page.expect_response(
        lambda one: one.request.method == "POST" and one.request.is_navigation_request()
    ) as answer:
        page.click("form.register button[data-save]")
    page.wait_for_load_state()
    return answer.value.status


@pytest.mark.threat("T18")
def test_script_formula_emoji_and_turned_letters_are_shown_as_text(
    house: House, page: Page, live_server: LiveServer, dialogs: list[str]
) -> None:
    """C-39: in the note and in the name, on every page that shows them."""
    log_in(page, live_server.url)
    note = f"{SCRIPT}\n{FORMULA}\n{EMOJI}\n{TURNED}"
    assert write(page, live_server.url, name=f"{FORMULA} {SCRIPT}"[:100], note=note) == 302
    shown = page.locator(".note").inner_text()
    for words in (SCRIPT, FORMULA, "👩🏽‍⚕️ 🇩🇰", "txet desrever"):
        assert words in shown
    # A turned letter turns nothing outside its own note.
    heading = page.locator("h1")
    expect(heading).to_contain_text(FORMULA)
    for path in ("/staff/", "/staff/inquiries/", "/staff/emergency/"):
        page.goto(f"{live_server.url}{path}")
        assert page.title() != "taken"
    assert dialogs == []


@pytest.mark.threat("T9")
def test_what_leaves_as_a_table_is_inert(house: House, page: Page, live_server: LiveServer) -> None:
    """C-39: no cell of an export begins as a formula does."""
    log_in(page, live_server.url)
    assert write(page, live_server.url, name=FORMULA, note=FORMULA) == 302
    page.click("form[action$='/logout/'] button")
    log_in(page, live_server.url, "leader")
    page.goto(f"{live_server.url}/staff/risk/")
    links = page.locator("a[href*='.csv']")
    assert links.count() >= 1
    for number in range(links.count()):
        address = links.nth(number).get_attribute("href")
        answer = page.request.get(f"{live_server.url}{address}")
        assert answer.status == 200
        cells = [cell.strip('"') for line in answer.text().splitlines() for cell in line.split(";")]
        assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")] == []


def test_a_note_with_a_nul_is_answered_in_words(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-39: Postgres keeps no NUL; the page says so or leaves it out, and the rest is there."""
    log_in(page, live_server.url)
    status = write(page, live_server.url, name="Kim", note="Før\x00efter")
    assert status in (302, 422)
    if status == 422:
        expect(page.locator("#error-summary li")).to_have_count(1)
        # A browser draws a NUL as the sign for a letter that cannot be shown.
        assert page.input_value("[name=note]").replace("\ufffd", "\x00") == "Før\x00efter"
    else:
        assert "\x00" not in Inquiry.objects.get().note


def test_a_note_that_is_too_long_is_told_its_limit_and_kept(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-39: over the field's limit, under the house's: the words stay in the field."""
    log_in(page, live_server.url)
    note = "Æ" * 40_000
    assert write(page, live_server.url, name="Kim", note=note) == 422
    expect(page.locator("#error-summary li")).to_have_count(1)
    assert page.input_value("[name=note]") == note
    assert Inquiry.objects.count() == 0


@pytest.mark.threat("T30")
def test_ten_megabytes_are_refused_in_words_and_never_a_500(
    house: House, page: Page, live_server: LiveServer
) -> None:
    """C-39: the paste is refused with a page that says why, and the house goes on."""
    log_in(page, live_server.url)
    assert write(page, live_server.url, name="Kim", note="A" * 10 * MEGA) == 413
    expect(page.locator("h1")).to_have_text(said("What was sent is too large"))
    page.goto(f"{live_server.url}/staff/")
    expect(page.locator("h1")).to_contain_text(said("My desk"))
