"""With the database away every page says so, whichever part of the house asked it first."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from centre.staff.models import User
from centre.staff.pages import landing
from tests.desk import logged_in
from tests.factories import House


def away(*_asked: Any) -> None:
    raise OperationalError


@pytest.mark.parametrize("name", ["clocks:desk", "intake:inbox", "intake:register"])
def test_a_session_that_cannot_be_read_is_a_503_with_a_kind_page(house: House, name: str) -> None:
    client = logged_in(house.caseworker)
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = client.get(reverse(name))
    assert answer.status_code == 503
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.threat("T32")
def test_a_fault_of_our_own_is_still_a_500(
    council: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(**_asked: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("intake.queries.slots.next_free", wrong)
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 500


@pytest.mark.parametrize(
    ("path", "front_page"), [("/nowhere/", "/"), ("/staff/nowhere/", "/staff/")]
)
def test_a_page_that_is_not_there_leads_back_to_the_side_it_was_looked_for_on(
    council: object, path: str, front_page: str
) -> None:
    page = Client().get(path).content.decode()
    assert f'<a href="{front_page}">' in page


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("administrator", "clocks:desk", 403),
        ("caseworker", "reporting:log", 403),
        ("caseworker", "", 404),
    ],
)
def test_who_works_here_is_led_to_a_page_of_their_own_and_asks_a_colleague(
    house: House, who: str, name: str, status: int
) -> None:
    user = getattr(house, who)
    client = logged_in(user)
    answer = client.get(reverse(name) if name else "/staff/nowhere/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<a href="{landing(user)}">' in page
    assert client.get(landing(user)).status_code == 200
    assert "Spørg din leder" in page
    assert "tel:" not in page


def test_a_stranger_is_given_the_telephone_and_no_colleague(
    council: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MUNICIPALITY", "rebild")
    page = Client().get("/staff/nowhere/").content.decode()
    assert "tel:+45" in page
    assert "Spørg din leder" not in page


def test_where_no_telephone_is_printed_an_error_says_where_to_find_it(
    council: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MUNICIPALITY", "haderslev")
    monkeypatch.setattr(settings, "CONTACT_PHONE", "")
    assert 'href="https://www.haderslev.dk"' in Client().get("/nowhere/").content.decode()
    monkeypatch.setattr(settings, "MUNICIPALITY", "rebild")
    assert 'href="tel:+4540228456"' in Client().get("/nowhere/").content.decode()


def test_the_address_of_a_form_is_no_blank_page(house: House) -> None:
    client = logged_in(house.caseworker)
    usual = client.get("/staff/nowhere/")
    answer = client.get(reverse("drafts:discard"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert page.count("<h1>") == 1
    assert '<a href="/staff/">' in page
    assert answer.headers["Content-Length"] == str(len(answer.content))
    for header in ("Content-Security-Policy", "Content-Type", "Cache-Control"):
        assert answer.headers[header] == usual.headers[header]


# --- A form that grew old -------------------------------------------------------------------------

OURS, OTHERS = "http://testserver", "https://elsewhere.example"
TEXT = "Borgeren ringede og vil gerne begynde i næste uge."


def stale(client: Client, path: str, origin: str, **fields: str) -> Any:
    """A form with the token of before the last login."""
    told = {"csrfmiddlewaretoken": "0" * 64, **fields}
    return client.post(path, told, headers={"origin": origin})


def strict(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


@pytest.mark.parametrize(("origin", "shown"), [(OURS, True), (OTHERS, False), ("null", False)])
def test_what_stood_in_a_form_of_ours_that_grew_old_is_shown_to_be_copied(
    house: House, origin: str, shown: bool
) -> None:
    path = reverse("intake:register")
    answer = stale(strict(house.caseworker), path, origin, note=TEXT, name="Kim Ærø", wish="advice")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert (TEXT in page, "Kim Ærø" in page) == (shown, shown)
    assert "advice" not in page
    # The token is no words of anybody's.
    assert "0" * 32 not in page
    # It is not offered to be sent: whoever is logged in by now may be somebody else.
    assert "<form" not in page


def test_what_a_citizen_sent_is_not_written_into_a_page(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    page = stale(client, "/klag/se/", OURS, reference=TEXT).content.decode()
    assert TEXT not in page


def test_a_login_page_that_grew_old_is_given_anew_and_leads_on(house: House) -> None:
    login, goal = reverse("staff:login"), reverse("intake:inbox")
    fields = {"username": "caseworker", "password": "et langt kodeord", "next": goal}
    client = Client(enforce_csrf_checks=True)
    assert stale(client, login, OURS, **fields).status_code == 403
    client.get(login)
    answer = stale(client, login, OURS, **fields)
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Log ind igen" in page
    assert f'value="{goal}"' in page
    assert "et langt kodeord" not in page
    # Who has logged in meanwhile, in another tab, goes on.
    there = strict(house.caseworker)
    there.get(reverse("intake:register"))
    assert stale(there, login, OURS, **fields).status_code == 302
    assert there.get(f"{login}?next={goal}").headers["Location"] == goal


@pytest.mark.threat("T19")
def test_another_sites_login_form_is_refused(house: House) -> None:
    answer = stale(Client(enforce_csrf_checks=True), reverse("staff:login"), OTHERS, username="x")
    assert answer.status_code == 403
