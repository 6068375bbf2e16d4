"""Logging in and out, and which role opens which door."""

from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from centre.account.views.login import TRIES_FROM_HERE
from centre.staff.pages import SIDE_BY_SIDE
from centre.staff.rules import DOORS, Door
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import PASSWORD, House

LOGIN = "/staff/login/"


def test_the_right_password_leads_to_the_desk(house: House, client: Any) -> None:
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("clocks:desk"))


@pytest.mark.parametrize(
    ("username", "goal"), [("admin", "intake:hours"), ("leader", "clocks:desk")]
)
def test_each_role_lands_where_it_may_be(
    house: House, client: Any, username: str, goal: str
) -> None:
    answer = client.post(LOGIN, {"username": username, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(goal)
    assert answer.status_code == 200


@pytest.mark.threat("T15")
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(house: House, client: Any) -> None:
    said = []
    for username, password in (("caseworker", "wrong"), ("nobody", PASSWORD)):
        answer = client.post(LOGIN, {"username": username, "password": password})
        assert answer.status_code == 422
        said.append(list(answer.context["form"].non_field_errors()))
    assert said[0] == said[1]
    assert len(said[0]) == 1


@pytest.mark.threat("T15")
def test_who_no_longer_works_here_is_told_no_more_than_a_stranger(
    house: House, client: Any
) -> None:
    house.caseworker.is_active = False
    house.caseworker.save()
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD})
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_login_never_leads_to_a_foreign_page(house: House, client: Any, goal: str) -> None:
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD, "next": goal})
    assert answer.url == reverse("clocks:desk")


def test_a_login_leads_back_to_the_page_that_was_wanted(house: House, client: Any) -> None:
    wanted = client.get("/staff/inquiries/?show=new")
    shown = client.get(wanted.url)
    goal = shown.context["next"]
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD, "next": goal})
    assert answer.url == "/staff/inquiries/?show=new"


@pytest.mark.threat("T15")
def test_after_many_tries_even_the_right_password_waits(
    house: House, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-10 10.00"))
    for _ in range(TRIES_FROM_HERE.most):
        client.post(LOGIN, {"username": "caseworker", "password": "wrong"})
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD})
    assert answer.status_code == 422
    other = client.post(LOGIN, {"username": "colleague", "password": PASSWORD})
    assert other.status_code == 302


@pytest.mark.threat("T14", "T28")
def test_logging_out_ends_the_session_and_clears_the_browser(house: House) -> None:
    client = logged_in(house.caseworker)
    answer = client.post("/staff/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/staff/").status_code == 302


@pytest.mark.threat("T19")
def test_logging_out_by_a_link_is_not_possible(house: House) -> None:
    client = logged_in(house.caseworker)
    assert client.get("/staff/logout/").status_code == 405
    assert client.get("/staff/").status_code == 200


def test_the_demo_logins_are_shown_in_the_demo_only(
    house: House, client: Any, settings: Any
) -> None:
    settings.DEMO = False
    assert "traedesten-demo" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    assert "traedesten-demo-2026" in page
    assert all(f"<dt>{name}</dt>" in page for name in ("caseworker", "doctor", "leader", "admin"))


def staff_addresses() -> list[URLPattern]:
    """Every address under /staff/."""
    found: list[URLPattern] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern, path)
            elif path.startswith("staff/"):
                found.append(pattern)

    walk(get_resolver(), "")
    return found


def test_every_staff_address_declares_its_door() -> None:
    addresses = staff_addresses()
    assert len(addresses) > 15
    assert [str(one.pattern) for one in addresses if not hasattr(one.callback, "door")] == []


PAGES = {
    Door.WORK_CASES: ("/staff/", "/staff/inquiries/", "/staff/inquiries/new/"),
    Door.BOOK: ("/staff/calendar/", "/staff/emergency/"),
    Door.SEE_RISK: ("/staff/risk/", "/staff/risk/overview.csv"),
    Door.ASSIGN_OTHERS: ("/staff/risk/deadlines/", "/staff/guarantees/"),
    Door.SETTINGS: ("/staff/hours/",),
}
ROLES = ("caseworker", "doctor", "secretary", "leader", "administrator")


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize(("door", "url"), [(d, url) for d, urls in PAGES.items() for url in urls])
def test_a_role_opens_its_own_doors_and_no_other(
    house: House, who: str, door: Door, url: str
) -> None:
    user = getattr(house, who)
    expected = 200 if door in DOORS[user.role] else 403
    assert logged_in(user).get(url).status_code == expected


@pytest.mark.threat("T16")
@pytest.mark.parametrize("url", [url for urls in PAGES.values() for url in urls])
def test_without_a_login_every_page_asks_for_one(house: House, client: Any, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Any) -> None:
    """The form's own address answers no GET: after the login it would be an empty page."""
    stood_on = "http://testserver/staff/hours/"
    assert (
        client.post("/staff/hours/close/", HTTP_REFERER=stood_on).url
        == f"{LOGIN}?next=/staff/hours/"
    )
    foreign = client.post("/staff/hours/close/", HTTP_REFERER="https://evil.example/staff/hours/")
    assert foreign.url == f"{LOGIN}?next=/staff/hours/close/"


def test_what_is_about_the_house_stands_under_one_word_where_a_row_would_not_hold_it(
    house: House,
) -> None:
    """Only of who leads: an administrator's few lines stand side by side. Nothing is left out."""
    doors = logged_in(house.leader)
    menu = doors.get("/staff/operation/").context["nav"]
    assert [one.url for one in menu.house if one.current] == ["/staff/operation/"] and menu.in_house
    lines = [*menu.lines, *menu.house]
    assert len(menu.lines) <= SIDE_BY_SIDE and len(lines) > SIDE_BY_SIDE
    for line in lines:
        assert doors.get(line.url).status_code == 200
    for user in (house.administrator, house.caseworker, house.secretary):
        menu = logged_in(user).get("/staff/help/").context["nav"]
        assert menu.lines and not menu.house


def test_the_menu_marks_the_page_one_is_on_and_never_the_desk_for_another(house: House) -> None:
    doors = logged_in(house.leader)
    marked = {
        path: [one.url for one in doors.get(path).context["nav"].lines if one.current]
        for path in ("/staff/", "/staff/risk/deadlines/", "/staff/guarantees/")
    }
    assert marked == {
        "/staff/": ["/staff/"],
        "/staff/risk/deadlines/": ["/staff/risk/"],
        "/staff/guarantees/": [],
    }
