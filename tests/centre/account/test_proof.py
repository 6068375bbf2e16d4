"""Who it is is asked once more before what leaves the house, and before a look-up with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from centre.account.views.entry import PASSWORD_TRIES, PASSWORD_TRIES_HERE
from centre.records.models import LookUp
from centre.staff.models import Login
from centre.staff.sessions import BEGAN, PROVED
from tests import factories
from tests.centre.account.tools import code_of, with_app
from tests.desk import logged_in
from tests.factories import PASSWORD, House

PROOF = "/staff/proof/"
FILES = ("/staff/measures/file/", "/staff/risk/overview.csv")


def stale(user: Any) -> Any:
    """A browser in which somebody logged in an hour ago."""
    client = logged_in(user)
    session = client.session
    session[PROVED] = session[BEGAN] = (now() - timedelta(hours=1)).isoformat()
    session.save()
    return client


@pytest.mark.parametrize("path", [*FILES, "/staff/measures/print/"])
def test_figures_leave_the_house_only_after_a_fresh_proof(house: House, path: str) -> None:
    client = stale(house.leader)
    answer = client.get(path)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, PROOF)
    client.post(PROOF, {"password": PASSWORD})
    assert client.get(path).status_code == 200


def test_a_file_of_a_citizen_is_printed_only_after_a_fresh_proof(house: House) -> None:
    one = factories.inquiry(house, received_at=now(), responsible=house.caseworker)
    path = reverse("file:print", args=[one.citizen_id])
    client = stale(house.caseworker)
    answer = client.get(path)
    assert answer.url.startswith(PROOF)
    done = client.post(PROOF, {"password": PASSWORD, "next": path})
    assert done.url == path
    assert client.get(path).status_code == 200


def test_a_role_that_may_not_is_told_so_and_asked_for_nothing(house: House) -> None:
    assert stale(house.secretary).get("/staff/measures/file/").status_code == 403


def test_after_the_proof_for_a_file_one_is_back_at_the_page_with_its_link(house: House) -> None:
    client = stale(house.leader)
    answer = client.get(FILES[0], HTTP_REFERER="http://testserver/staff/measures/")
    assert answer.url == f"{PROOF}?next=%2Fstaff%2Fmeasures%2F"
    foreign = client.get(FILES[0], HTTP_REFERER="https://evil.example/staff/measures/")
    assert foreign.url == f"{PROOF}?next=%2Fstaff%2Fmeasures%2Ffile%2F"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_proof_never_leads_to_a_foreign_page(house: House, goal: str) -> None:
    answer = stale(house.leader).post(PROOF, {"password": PASSWORD, "next": goal})
    assert answer.url == "/staff/proof/given/"


@pytest.mark.threat("T14")
def test_ten_minutes_are_fresh_and_a_second_more_is_not(house: House) -> None:
    client = logged_in(house.leader)
    for back, expected in (
        (timedelta(minutes=9, seconds=50), 200),
        (timedelta(minutes=10, seconds=1), 302),
    ):
        session = client.session
        session[PROVED] = (now() - back).isoformat()
        session.save()
        assert client.get(FILES[0]).status_code == expected


def test_a_session_that_never_proved_anything_is_asked(house: House) -> None:
    client: Any = Client()
    client.force_login(house.leader)
    assert client.get(FILES[0]).url.startswith(PROOF)


def test_a_wrong_password_proves_nothing_and_many_of_them_are_stopped(house: House) -> None:
    client = stale(house.leader)
    for _each in range(PASSWORD_TRIES_HERE.most):
        assert client.post(PROOF, {"password": "wrong"}).status_code == 422
    assert client.post(PROOF, {"password": PASSWORD}).status_code == 422
    assert client.get(FILES[0]).status_code == 302


@pytest.mark.threat("T15")
@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (PROOF, {"password": "wrong"}),
        ("/staff/account/password/", {"old": "wrong", "new": "en helt anden og lang en"}),
    ],
)
def test_a_browser_that_was_left_open_uses_up_no_try_of_the_persons_own(
    house: House, path: str, wrong: dict[str, str]
) -> None:
    """Or it could keep them from showing who they are, and from logging in again."""
    with_app(house.leader, now() - timedelta(hours=1))
    left, person = stale(house.leader), stale(house.leader)
    for _each in range(PASSWORD_TRIES.most + 1):
        left.post(path, wrong)
    right = {"password": PASSWORD, "code": code_of(house.leader, now())}
    assert person.post(PROOF, right).status_code == 302


def test_somebody_with_an_app_shows_both(house: House) -> None:
    with_app(house.leader, now() - timedelta(hours=1))
    client = stale(house.leader)
    assert client.post(PROOF, {"password": PASSWORD}).status_code == 422
    assert client.post(PROOF, {"password": PASSWORD, "code": "000000"}).status_code == 422
    wrong = {"password": "wrong", "code": code_of(house.leader, now())}
    assert client.post(PROOF, wrong).status_code == 422
    right = {"password": PASSWORD, "code": code_of(house.leader, now())}
    assert client.post(PROOF, right).status_code == 302
    assert client.get(FILES[0]).status_code == 200


def test_a_proof_begins_the_session_anew_under_a_new_key(house: House) -> None:
    client = stale(house.leader)
    before = client.session.session_key
    client.post(PROOF, {"password": PASSWORD})
    assert client.session.session_key != before
    assert not Login.objects.filter(session_key=before).exists()
    assert client.session[BEGAN] == client.session[PROVED]


def sealed_target(client: Any, house: House) -> str:
    factories.inquiry(house, received_at=now())
    found = client.post("/staff/search/", {"text": "20 00 00 01"})
    target: str = found.context["target"]
    assert target
    return target


def test_a_reason_that_is_sent_too_late_comes_back_whole_and_counts_afterwards(
    house: House,
) -> None:
    client = logged_in(house.youth_worker)
    sent = {
        "target": sealed_target(client, house),
        "reason": "danger",
        "text": "Ringer fra vagten",
        "sent": "1",
    }
    session = client.session
    session[PROVED] = (now() - timedelta(hours=1)).isoformat()
    session.save()
    answer = client.post("/staff/search/reason/", sent)
    assert answer.status_code == 403
    assert not LookUp.objects.exists()
    kept = dict(answer.context["fields"])
    assert kept == sent
    assert 'name="csrfmiddlewaretoken"' in answer.content.decode()
    client.post(PROOF, {"password": PASSWORD})
    assert client.post(answer.context["action"], kept).status_code == 302
    assert LookUp.objects.get().text == "Ringer fra vagten"
