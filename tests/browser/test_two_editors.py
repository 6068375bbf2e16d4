"""Two who write the same plan, and a long note that outlives its login: nothing is lost."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_day
from centre.staff.models import Login
from tests.browser.staff import WIDTHS, log_in, violations
from tests.factories import PASSWORD, House
from tests.treatment import cases
from treatment.models import Course, SessionNote, TreatmentPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST = "Ærø Ødegård fortalte, at natten var lang – »kom nu«, sagde Åse. 👍\n"
NOTE = (LONGEST * 100)[:5_990] + "det sidste"


@pytest.fixture
def course(house: House) -> Course:
    return cases.in_treatment_since(house, danish_day(now()) - timedelta(days=7))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_second_of_two_who_write_a_plan_gets_both_and_both_are_kept(
    page: Page, browser: Browser, live_server: LiveServer, course: Course, width: int
) -> None:
    """C-10: side by side, nothing lost, both versions in the history."""
    where = f"{live_server.url}/staff/courses/{course.pk}/"
    hers, his = page, browser.new_context(locale="da-DK").new_page()
    for one, who in ((hers, "caseworker"), (his, "colleague")):
        one.set_viewport_size({"width": width, "height": 800})
        log_in(one, live_server.url, who)
        one.goto(f"{where}plan/")
        one.check("[name=why][value=wish]", force=True)
        one.check("[name=agreement][value=agrees]", force=True)
    hers.fill("[name=methods]", "Kognitiv terapi, som Mette skrev")
    hers.click("main form [data-save]")
    hers.wait_for_url(where)
    his.fill("[name=methods]", "Åben gruppe, som Lars skrev")
    his.fill("[name=goal-2-words]", "Se sine børn hver uge")
    his.click("main form [data-save]")
    expect(his.locator(".alert-warning")).to_contain_text("En anden har gemt en udgave imens.")
    both = his.locator(".differences")
    for words in ("Kognitiv terapi, som Mette skrev", "Åben gruppe, som Lars skrev"):
        expect(both).to_contain_text(words)
    expect(both).to_contain_text("Se sine børn hver uge")
    expect(his.locator("[name=methods]")).to_have_value("Åben gruppe, som Lars skrev")
    assert violations(his) == []
    assert TreatmentPlan.objects.count() == 2
    his.click("main form [data-save]")
    his.wait_for_url(where)
    his.goto(f"{where}plan/versions/")
    for words in ("Udgave 3", "Udgave 2", "Udgave 1"):
        expect(his.locator("main")).to_contain_text(words)
    told = list(
        TreatmentPlan.objects.order_by("version").values_list("methods", "written_by__username")
    )
    assert told[1:] == [
        ("Kognitiv terapi, som Mette skrev", "caseworker"),
        ("Åben gruppe, som Lars skrev", "colleague"),
    ]
    his.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_of_six_thousand_letters_outlives_the_login_and_is_saved_once(
    page: Page, live_server: LiveServer, house: House, course: Course, width: int
) -> None:
    """C-11: logged in again beside it, the text is there to its last letter."""
    assert len(NOTE) == 6_000
    talk = cases.held(course, house, on=danish_day(now()) - timedelta(days=1))
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/sessions/{talk.pk}/")
    if not page.locator("#act-note[open]").count():
        page.click("#act-note > summary")
    form = page.locator("#act-note form")
    form.locator("textarea").fill(NOTE[:-10])
    expect(form.locator(".draft-status")).to_contain_text("Kladde gemt", timeout=10_000)
    Login.objects.all().delete()
    form.locator("textarea").press_sequentially(NOTE[-10:])
    box = page.locator(".draft-box")
    expect(box).to_contain_text("Du er logget ud", timeout=10_000)
    form.locator("[data-save]").click()
    expect(form.locator("textarea")).to_have_value(NOTE)
    with page.expect_popup() as window:
        box.locator("a").click()
    login = window.value
    login.fill("[name=username]", "caseworker")
    login.fill("[name=password]", PASSWORD)
    login.press("[name=password]", "Enter")
    login.wait_for_selector("form[action$='/logout/']")
    login.close()
    expect(box).to_have_count(0, timeout=15_000)
    with page.expect_navigation():
        form.locator("[data-save]").click()
    saved = SessionNote.objects.get(session=talk)
    assert saved.text.replace("\r\n", "\n") == NOTE
