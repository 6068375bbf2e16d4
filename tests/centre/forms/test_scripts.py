"""What our few scripts do in a real browser; every page is handed over here, no server runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from playwright.sync_api import Page, Route, expect

from centre.forms import subset
from centre.forms.base import DkForm
from centre.forms.fields import DkDateField, NameField
from centre.forms.widgets import SlotRadios
from tests.centre.forms.test_pages import SESSION

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.centre.forms.urls"),
    # Of the plug-in that carries the browser, not of ours.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]

SITE = "http://localhost"
# Strict as on the real site: a script or style within the page would not run.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
AXE = subset.ROOT / "node_modules/axe-core/axe.min.js"
SLOTS = [("tirsdag den 1. december 2026", [("1", "kl. 9.00"), ("2", "kl. 10.00")])]
COUNCIL = {
    "name": "Haderslev Kommune",
    "centre_name": "Rusmiddelcentret",
    "phone": "12 34 56 78",
    "phone_hours_text": "Mandag kl. 9.00–15.00.",
}


class Questions(DkForm):
    name = NameField(label="Name")
    note = forms.CharField(
        label="Note", max_length=10, required=False, widget=forms.Textarea({"rows": 3})
    )
    on = DkDateField(label="Day", help_text="For example 24 11 2026")
    slot = forms.ChoiceField(label="Time", choices=SLOTS, widget=SlotRadios)


WORK = """{% extends "staff.html" %}{% load dkfds %}
{% block content %}
  <h1>Work</h1>
  {% include "parts/tiles.html" with tiles_label="Today" %}
  <form method="post" action="/saved/" novalidate data-once>{% fields form %}<button>Save</button></form>
{% endblock %}"""

Show = Callable[..., Page]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("look")
    subset.build(subset.DKFDS, target)
    return target


@pytest.fixture
def show(page: Page, look: Path) -> Iterator[Show]:
    """Shows a template at /page; /exit/ and all else is a neutral page. Faults of scripts fail."""
    pages: dict[str, str] = {}
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path.startswith("/static/"):
            name = path.removeprefix("/static/")
            file = look / name[5:] if name.startswith("look/") else subset.ROOT / "static" / name
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        else:
            body = pages.get(path, "<!doctype html><title>Weather</title><h1>Weather</h1>")
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=body, headers=headers)

    def open_page(template: str, **context: Any) -> Page:
        django = engines["django"]
        made = django.from_string(template) if "{" in template else django.get_template(template)
        pages["/page"] = made.render({"council": COUNCIL, **context})
        page.goto(f"{SITE}/page")
        return page

    page.route("**/*", answer)
    yield open_page
    assert faults == []


def step(show: Show, data: dict[str, Any] | None = None, **more: Any) -> Page:
    form = Questions(data)
    return show("step.html", form=form, form_failed=data is not None, back_url="/b/", **more)


def staff(show: Show, **more: Any) -> Page:
    nav = [{"words": "New inquiry", "url": "/new/", "current": False, "key": "n", "count": 0}]
    tiles = [{"words": f"Tile {n}", "count": n, "url": f"/tile{n}/"} for n in (1, 2)]
    context = {
        "nav": {"lines": nav},
        "tiles": tiles,
        "form": Questions(),
        "csrf_token": "t",
        **more,
    }
    return show(WORK, **context)


def test_leaving_covers_the_page_and_takes_its_place_in_the_history(show: Show) -> None:
    page = step(show)
    page.goto(f"{SITE}/before")
    page.goto(f"{SITE}/page")
    page.fill("#id_name", "Kim")
    page.click(".exit")
    page.wait_for_url("**/exit/")
    page.go_back()
    assert page.url == f"{SITE}/before"


def test_shift_three_times_leaves_and_says_so_on_the_way(show: Show) -> None:
    page = step(show)
    told = page.locator("body > [role=status]")
    page.keyboard.press("Shift")
    expect(told).to_have_text("Press Shift twice more to leave this page.")
    page.keyboard.press("Shift")
    expect(told).to_have_text("Press Shift once more to leave this page.")
    page.keyboard.press("Shift")
    page.wait_for_url("**/exit/")


def test_large_letters_are_typing_and_no_wish_to_leave(show: Show) -> None:
    page = step(show)
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+D"):
        page.locator("#id_name").press(key)
    assert page.url == f"{SITE}/page"
    assert page.input_value("#id_name") == "ABCD"


def test_a_second_submit_within_a_second_is_let_go(show: Show) -> None:
    page = step(show)
    sent = page.evaluate(
        """() => {
            let sent = 0;
            document.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) sent += 1;
                event.preventDefault();
            });
            const form = document.querySelector("form");
            for (let n = 0; n < 3; n += 1) form.requestSubmit();
            return sent;
        }"""
    )
    assert sent == 1


def test_the_limit_counts_and_lets_one_go_on_typing(show: Show) -> None:
    page = step(show)
    page.fill("#id_note", "123456789")
    expect(page.locator(".form-limit")).to_contain_text("1 characters left")
    page.locator("#id_note").press_sequentially("0123")
    expect(page.locator(".form-limit")).to_contain_text("3 characters too many")
    assert page.input_value("#id_note") == "1234567890123"[:9] + "0123"


def test_the_summary_has_focus_and_its_links_lead_to_the_fields(show: Show) -> None:
    page = step(show, {"on_day": "1", "on_month": "13", "on_year": "2026"})
    expect(page.locator("#error-summary")).to_be_focused()
    for place, goal in (("name", "#id_name"), ("on", "#id_on_1"), ("slot", "#id_slot_0_0")):
        page.click(f".error-summary a[href^='#id_{place}']")
        expect(page.locator(goal)).to_be_focused()


def test_keys_of_the_staff_need_alt_and_shift(show: Show) -> None:
    page = staff(show)
    page.keyboard.press("n")
    assert page.url == f"{SITE}/page"
    page.keyboard.press("Alt+Shift+KeyN")
    page.wait_for_url("**/new/")


def test_ctrl_enter_saves_the_form_one_writes_in(show: Show) -> None:
    page = staff(show)
    page.fill("#id_name", "Kim")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("#id_name").press("Control+Enter")
    assert "Kim" in (sent.value.post_data or "")


def test_escape_blurs_what_is_private_and_shows_it_again(show: Show) -> None:
    page = staff(show)
    page.keyboard.press("Escape")
    assert "privacy" in page.evaluate("document.documentElement.className")
    page.keyboard.press("Escape")
    assert "privacy" not in page.evaluate("document.documentElement.className")


@pytest.mark.parametrize("stays", ["Click", "Escape"])
def test_the_session_warning_counts_down_and_staying_closes_it(show: Show, stays: str) -> None:
    page = staff(show, session=SESSION)
    dialog = page.locator("#session-warning")
    expect(dialog).to_be_hidden()
    expect(dialog).to_be_visible(timeout=4000)
    expect(page.locator("form [data-countdown], [data-when=idle] [data-countdown]")).to_have_text(
        "0:01"
    )
    with page.expect_request("**/stay/"):
        if stays == "Click":
            page.click("#session-warning form button")
        else:
            page.keyboard.press(stays)
    expect(dialog).to_be_hidden()


PAGES: dict[str, Callable[[Show], Page]] = {
    "fresh step": step,
    "wrong step": lambda show: step(show, {"note": "far too long a note"}),
    "staff": staff,
    "silent sweep": lambda show: staff(show, sweep={"alive": False, "last_at": None}),
    "error page": lambda show: show("404.html", phone="12 34 56 78"),
}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", list(PAGES))
def test_pages_fit_their_width_and_axe_finds_nothing(show: Show, name: str, width: int) -> None:
    probe = PAGES[name](show)
    probe.set_viewport_size({"width": width, "height": 640})
    assert probe.evaluate("document.documentElement.scrollWidth") <= width
    probe.evaluate(AXE.read_text())
    found = probe.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
