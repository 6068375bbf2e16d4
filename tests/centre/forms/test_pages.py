"""The base templates, the parts and the error pages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe  # noqa: TID251 - rows of tables hold markup

from centre.forms.base import DkForm
from centre.forms.fields import NameField
from tests.centre.forms.markup import Page

pytestmark = pytest.mark.urls("tests.centre.forms.urls")

COUNCIL = {
    "name": "Haderslev Kommune",
    "centre_name": "Rusmiddelcentret",
    "phone": "12 34 56 78",
    "phone_hours_text": "Mandag kl. 9.00–15.00.",
}
PUBLIC: dict[str, Any] = {
    "council": COUNCIL,
}
TEMPLATES = Path(settings.BASE_DIR) / "templates"
ERROR_PAGES = ["400", "403", "404", "409", "413", "429", "500", "503"]


class Name(DkForm):
    name = NameField(label="Name")


def draw(template: str, context: dict[str, Any] | None = None) -> Page:
    page = Page(render_to_string(template, context or {}))
    assert "UNDEFINED" not in page.markup
    return page


def step(form: forms.BaseForm, **more: Any) -> Page:
    failed = form.is_bound and not form.is_valid()
    context = {
        **PUBLIC,
        "form": form,
        "form_failed": failed,
        "step": 2,
        "steps": 7,
        "back_url": "/b/",
    }
    return draw("step.html", {**context, **more})


SESSION = {
    "idle_seconds": 4, "ends_in": 36_000, "author": 1, "stay_url": "/stay/", "there_url": "/there/",
    "prove_url": "/proof/", "login_url": "/login/",
}  # fmt: skip


def staff(**more: Any) -> Page:
    user = SimpleNamespace(is_authenticated=True, get_full_name="Mette Holm", get_username="mette")
    nav = [
        {"words": "My desk", "url": "/desk/", "current": True, "key": "", "count": 0},
        {"words": "New inquiry", "url": "/new/", "current": False, "key": "n", "count": 4},
    ]
    sweep = {"alive": True, "last_at": datetime(2026, 12, 1, 9, 42, tzinfo=UTC)}
    context = {
        "council": COUNCIL,
        "user": user,
        "nav": {"lines": nav, "house": []},
        "sweep": sweep,
        "demo": True,
        "csrf_token": "t",
    }
    return draw("staff.html", {**context, **more})


def test_a_step_has_one_button_a_back_link_and_its_place() -> None:
    page = step(Name())
    # The second one stands in the question that is asked before the answers are forgotten.
    assert [one.text for one in page.all("button")] == ["Continue", "I am still here"]
    assert page.one(css_class="back-link").attrs["href"] == "/b/"
    assert page.one(css_class="step-count").text == "Step 2 of 7"
    form = page.all("form")[0]
    assert "novalidate" in form.attrs
    assert "data-once" in form.attrs


def test_a_step_without_place_or_way_back_shows_neither() -> None:
    page = draw("step.html", {**PUBLIC, "form": Name()})
    assert not page.all(css_class="step-count")
    assert not page.all(css_class="back-link")


def test_a_wrong_step_says_so_in_the_title_and_between_back_link_and_question() -> None:
    page = step(Name({}))
    assert page.one("title").text == "Error: Book a time – Haderslev Kommune"
    order = [
        page.markup.index(mark) for mark in ('class="back-link"', 'id="error-summary"', "<form")
    ]
    assert order == sorted(order)


def test_a_fresh_step_has_a_neutral_title_and_no_summary() -> None:
    page = step(Name())
    assert page.one("title").text == "Book a time – Haderslev Kommune"
    assert "error-summary" not in page.markup


def test_leaving_is_a_plain_link_twice_right_after_the_skip_link() -> None:
    links = step(Name()).all("a")[:3]
    assert [one.text for one in links] == [
        "Skip to main content",
        "Leave this page now",
        "Leave this page",
    ]
    assert {one.attrs["href"] for one in links[1:]} == {"/en/exit/"}


def test_the_public_foot_says_phone_hours_and_links() -> None:
    foot = step(Name()).one("footer")
    assert "12 34 56 78" in foot.text
    assert "Mandag kl. 9.00–15.00." in foot.text
    assert "What we keep" in foot.text
    # A page that has no address is not linked to.
    assert "Staying safe" not in foot.text


def test_the_other_language_is_named_in_its_own_tongue_and_leads_to_the_same_page() -> None:
    english = step(Name(), request=RequestFactory().get("/en/time/?after=x"))
    link = english.one(css_class="language")
    assert (link.text, link.attrs["lang"], link.attrs["href"]) == ("Dansk", "da", "/time/")
    with translation.override("da"):
        danish = step(Name(), request=RequestFactory().get("/time/"))
    link = danish.one(css_class="language")
    assert (link.text, link.attrs["lang"], link.attrs["href"]) == ("English", "en", "/en/time/")


def test_a_page_in_one_language_only_offers_no_other() -> None:
    assert not step(Name(), request=RequestFactory().get("/nowhere/")).all(css_class="language")
    assert not step(Name()).all(css_class="language")


def test_the_staff_menu_marks_where_one_is_and_names_its_keys() -> None:
    page = staff()
    assert page.one("a", aria_current="page").text == "My desk"
    link = page.one("a", data_shortcut="n")
    assert (link.attrs["aria-keyshortcuts"], link.text) == ("Alt+Shift+N", "New inquiry 4")
    assert page.one("form", action="/staff/logout/").attrs["method"] == "post"
    assert "every person here is invented" in page.markup
    assert page.one(css_class="brand-name").text == "Rusmiddelcentret"


def test_a_living_sweep_is_a_line_and_a_silent_one_a_warning() -> None:
    assert "Deadlines last checked 1 Dec 2026 10:42" in staff().one(css_class="sweep").text
    silent = {"alive": False, "last_at": datetime(2026, 12, 1, 9, 42, tzinfo=UTC)}
    warning = staff(sweep=silent).one(css_class="sweep-silent")
    assert warning.attrs["role"] == "status"
    assert "not being checked" in warning.text
    assert "1 Dec 2026 10:42" in warning.text
    never = staff(sweep={"alive": False, "last_at": None}).one(css_class="sweep-silent")
    assert "never been checked" in never.text


def test_the_session_warning_is_there_only_when_a_session_can_end() -> None:
    assert not staff().all("dialog")
    dialog = staff(session=SESSION | {"idle_seconds": 1200}).one("dialog")
    assert dialog.attrs["data-idle-seconds"] == "1200"
    assert "open" not in dialog.attrs


@pytest.mark.parametrize("status", ERROR_PAGES)
def test_error_pages_need_nothing_and_say_the_phone_when_they_have_it(status: str) -> None:
    bare = draw(f"{status}.html")
    assert bare.one("h1").text
    page = draw(f"{status}.html", {"phone": "12 34 56 78", "error_number": "a1b2c3"})
    assert "12 34 56 78" in page.markup
    assert "a1b2c3" in page.markup
    assert page.one("title").text == page.one("h1").text


def test_answers_can_be_changed_and_empty_ones_say_so() -> None:
    rows = [("Phone", "", "/c/", "phone number"), ("Time", "Tuesday", "", "")]
    page = draw("parts/summary_list.html", {"rows": rows})
    assert page.one("a").text == "Change phone number"
    assert [one.text for one in page.all("dd")] == ["Not given", "Change phone number", "Tuesday"]


STATES = ["running", "at_risk", "breached", "kept", "kept_late", "waived", "released", "paused"]


def test_deadlines_differ_in_shape_and_words_not_only_in_colour() -> None:
    shapes = {}
    for state in STATES:
        chip = {"state": state, "words": f"It is {state}", "due_on": None, "act_by_on": None}
        page = draw("parts/deadline.html", {"chip": chip})
        assert f"It is {state}" in page.one(css_class="chip").text
        shapes[state] = re.sub(r"\s+", " ", page.markup.split("<svg")[1].split("</svg>")[0])
    # Waived and released ended alike: nobody waits for them.
    assert shapes.pop("released") == shapes["waived"]
    assert len(set(shapes.values())) == len(STATES) - 1


def test_a_deadline_shows_the_day_to_act_by_only_when_it_differs() -> None:
    chip = {"state": "running", "words": "9 days left", "due_on": date(2026, 12, 5)}
    apart = draw("parts/deadline.html", {"chip": {**chip, "act_by_on": date(2026, 12, 4)}})
    assert [one.attrs["datetime"] for one in apart.all("time")] == ["2026-12-05", "2026-12-04"]
    same = draw("parts/deadline.html", {"chip": {**chip, "act_by_on": date(2026, 12, 5)}})
    assert len(same.all("time")) == 1


def test_tiles_carry_number_words_and_the_first_five_keys() -> None:
    tiles = [
        {"words": f"Tile {n}", "count": n, "url": f"/{n}/", "current": n == 2, "alarm": n < 2}
        for n in range(7)
    ]
    page = draw("parts/tiles.html", {"tiles": tiles, "tiles_label": "Today"})
    links = page.all("a")
    assert [one.text for one in links][:2] == ["0 Tile 0", "1 Tile 1"]
    assert [one.attrs.get("data-shortcut") for one in links] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        None,
        None,
    ]
    # Nothing waiting is no alarm.
    assert [one.text for one in links if "tile-alarm" in one.classes] == ["1 Tile 1"]


def test_a_work_list_has_headings_for_rows_and_columns_and_says_how_it_is_sorted() -> None:
    rows = [(["AK", mark_safe("<b>2</b>")], "/case/", "open"), (["<i>", "3"], "", "")]
    columns = [("Citizen", ""), ("Days", "num")]
    context = {
        "caption": "At risk",
        "columns": columns,
        "rows": rows,
        "sorted": 1,
        "sort_down": False,
    }
    page = draw("parts/table.html", context)
    assert [one.attrs.get("aria-sort") for one in page.all("th", scope="col")] == [
        None,
        "ascending",
    ]
    assert [one.text for one in page.all("th", scope="row")] == ["AK, open", "<i>"]
    assert all("num" in one.classes for one in page.all("td"))
    assert page.one("b").text == "2"
    assert page.one(css_class="table-box").attrs["tabindex"] == "0"


def test_an_empty_list_says_so() -> None:
    context = {"caption": "At risk", "columns": [], "rows": []}
    assert draw("parts/table.html", context).one("p").text == "There is nothing here right now."
    own = draw("parts/table.html", {**context, "empty_words": "Nobody waits."})
    assert own.one("p").text == "Nobody waits."


@pytest.mark.threat("T18")
def test_a_timeline_shows_text_as_text() -> None:
    at = datetime(2026, 12, 1, 9, 42, tzinfo=UTC)
    entries = [
        {
            "at": at,
            "who": "Mette",
            "what": "Note",
            "words": "<script>\nline",
            "url": "",
            "shape": "info",
        }
    ]
    page = draw("parts/timeline.html", {"entries": entries})
    assert not page.all("script")
    assert "1 Dec 2026 10:42 · Mette" in page.one(css_class="timeline-meta").text
    assert "Nothing has been written yet." in draw("parts/timeline.html", {"entries": []}).markup


def test_paging_shows_only_the_ways_there_are() -> None:
    assert not draw("parts/pager.html", {"older_url": "", "newer_url": ""}).elements
    page = draw("parts/pager.html", {"older_url": "/o/", "newer_url": ""})
    assert [one.attrs["rel"] for one in page.all("a")] == ["next"]


@pytest.mark.parametrize("kind", ["info", "success", "warning", "error"])
def test_notices_have_a_shape_and_a_role(kind: str) -> None:
    page = draw("parts/notice.html", {"kind": kind, "text": "Saved."})
    box = page.one(css_class=f"alert-{kind}")
    assert box.attrs["role"] == ("alert" if kind in ("warning", "error") else "status")
    assert page.one("svg").attrs["aria-hidden"] == "true"


@pytest.mark.threat("T18", "T33")
def test_no_template_holds_a_script_a_style_or_a_foreign_address() -> None:
    ours = [
        *TEMPLATES.glob("*.html"),
        *(TEMPLATES / "parts").glob("*.html"),
        *TEMPLATES.glob("dkfds/**/*.html"),
    ]
    assert len(ours) > 30
    for path in ours:
        text = path.read_text()
        assert not re.search(
            r"<style|\sstyle=|\son[a-z]+=\"|<script(?! src=)|https?://|javascript:", text
        ), path
