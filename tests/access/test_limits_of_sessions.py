"""A login ends: after twenty minutes of rest, after ten hours in all, and for who has left."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from centre.account.views import login as views
from centre.staff import middleware
from centre.staff.models import Login
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import PASSWORD, House

MORNING = moment("2026-12-10 07.00")


def at(monkeypatch: pytest.MonkeyPatch, when: Any) -> None:
    at_the_doors(monkeypatch, when)
    monkeypatch.setattr(middleware, "now", lambda: when)


def works_until(client: Client, monkeypatch: pytest.MonkeyPatch, hours: float) -> int:
    """Open a page every ten minutes; the status of the last one."""
    status = 0
    for number in range(int(hours * 6) + 1):
        at(monkeypatch, MORNING + timedelta(minutes=10 * number))
        status = client.get("/staff/help/").status_code
    return status


@pytest.mark.threat("T14")
def test_ten_hours_of_steady_work_end_the_session(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(house.caseworker)
    assert works_until(client, monkeypatch, 10) == 200
    at(monkeypatch, MORNING + timedelta(hours=10, minutes=5))
    assert client.get("/staff/help/").status_code == 302


@pytest.mark.threat("T14")
def test_twenty_minutes_of_rest_end_the_session(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(house.caseworker)
    assert works_until(client, monkeypatch, 0) == 200
    at(monkeypatch, MORNING + timedelta(minutes=20))
    assert client.get("/staff/help/").status_code == 200
    at(monkeypatch, MORNING + timedelta(minutes=40, seconds=1))
    assert client.get("/staff/help/").status_code == 302


@pytest.mark.threat("T3")
def test_who_leaves_is_out_at_the_next_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in(house.caseworker)
    assert works_until(client, monkeypatch, 0) == 200
    house.caseworker.ends_on = MORNING.date()
    house.caseworker.save()
    assert client.get("/staff/help/").status_code == 302


@pytest.mark.threat("T14")
def test_a_session_that_somebody_planted_is_not_the_one_after_the_login(
    house: House, client: Client
) -> None:
    client.get("/staff/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = str(session.session_key)
    client.post("/staff/login/", {"username": "caseworker", "password": PASSWORD})
    assert client.session.session_key != planted
    assert not Login.objects.filter(session_key=planted).exists()


def test_a_session_holds_no_word_about_a_citizen(house: House) -> None:
    from tests.desk import register_data

    client = logged_in(house.caseworker)
    client.post("/staff/inquiries/new/", register_data(received_on_year="2025"))
    client.get("/staff/")
    assert set(client.session.keys()) <= {
        "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "seen_at", "began_at", "_messages",
        "proved_at", "device",
    }  # fmt: skip
    kept = str(dict(client.session)) + str(client.cookies)
    assert "Ødegård" not in kept
    assert "20000001" not in kept


@pytest.mark.threat("T15")
def test_behind_a_proxy_a_strangers_tries_lock_out_only_the_stranger(
    house: House, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    at(monkeypatch, MORNING)
    for number in range(views.TRIES_OF_NETWORK.most + 1):
        client.post(
            "/staff/login/",
            {"username": f"nobody{number}", "password": "wrong"},
            headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.1"},
        )
    right = {"username": "caseworker", "password": PASSWORD}
    refused = client.post("/staff/login/", right, headers={"x-forwarded-for": "203.0.113.1"})
    assert refused.status_code == 422
    let_in = client.post("/staff/login/", right, headers={"x-forwarded-for": "203.0.113.2"})
    assert let_in.status_code == 302
