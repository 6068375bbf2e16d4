"""A local login of a real house: password, then the app's code; no way round it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from centre.account.models import RecoveryCode, SecondFactor
from centre.account.views.entry import CODE_TRIES
from centre.records.models import AuditEntry
from centre.staff.models import Login
from tests.centre.account.tools import (
    CODE,
    LOGIN,
    MORNING,
    SET_UP,
    app_of,
    code_of,
    is_in,
    password_given,
    with_app,
)  # fmt: skip
from tests.desk import at_the_doors, logged_in
from tests.factories import PASSWORD, House


@pytest.fixture(autouse=True)
def _a_real_house(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_FACTOR = True
    at_the_doors(monkeypatch, MORNING)


@pytest.mark.threat("T16")
def test_a_password_alone_opens_nothing(house: House) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker")
    assert not is_in(client)
    assert client.get("/staff/").url.startswith(LOGIN)
    assert Login.objects.get().user is None


def test_password_and_code_lead_to_where_one_wanted_to_go(house: House) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker", next="/staff/help/")
    answer = client.post(CODE, {"code": code_of(house.caseworker, MORNING)})
    assert (answer.status_code, answer.url) == (302, "/staff/help/")
    assert is_in(client)


def test_a_code_lets_in_once_even_within_its_half_minute(house: House) -> None:
    with_app(house.caseworker)
    code = code_of(house.caseworker, MORNING)
    first, second = password_given("caseworker"), password_given("caseworker")
    assert first.post(CODE, {"code": code}).status_code == 302
    assert second.post(CODE, {"code": code}).status_code == 422
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_wrong_code_keeps_one_outside_and_says_so_at_the_field(house: House) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker")
    answer = client.post(CODE, {"code": "000000"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert not is_in(client)


@pytest.mark.threat("T15")
def test_guessing_codes_ends_after_a_few(house: House) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker")
    for _each in range(CODE_TRIES.most):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code_of(house.caseworker, MORNING)}).status_code == 422
    assert not is_in(client)


@pytest.mark.threat("T15")
def test_who_has_the_password_and_guesses_does_not_shut_the_person_out(house: House) -> None:
    codes = with_app(house.caseworker)
    guesses = password_given("caseworker")
    for _each in range(CODE_TRIES.most):
        guesses.post(CODE, {"code": "000000"})
    person = password_given("caseworker")
    assert person.post(CODE, {"code": codes[0]}).status_code == 302
    # It was not counted: nor does it make a try free for who guesses.
    right = {"code": code_of(house.caseworker, MORNING)}
    assert guesses.post(CODE, right).status_code == 422
    assert (is_in(guesses), is_in(person)) == (False, True)


def test_right_codes_use_up_no_tries(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(house.caseworker)
    for number in range(CODE_TRIES.most + 2):
        at = MORNING + timedelta(seconds=30 * number)
        at_the_doors(monkeypatch, at)
        client = password_given("caseworker")
        assert client.post(CODE, {"code": code_of(house.caseworker, at)}).status_code == 302


def test_the_code_of_a_colleague_is_no_code(house: House) -> None:
    with_app(house.caseworker)
    with_app(house.colleague)
    client = password_given("caseworker")
    assert client.post(CODE, {"code": code_of(house.colleague, MORNING)}).status_code == 422


def test_the_second_step_cannot_be_begun_without_the_first(house: House) -> None:
    with_app(house.caseworker)
    client: Any = Client()
    assert client.get(CODE).url == LOGIN
    assert client.post(CODE, {"code": code_of(house.caseworker, MORNING)}).url == LOGIN
    assert client.get(SET_UP).url == LOGIN


def test_the_right_password_waits_ten_minutes_for_the_code(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker")
    later = MORNING + timedelta(minutes=10, seconds=1)
    at_the_doors(monkeypatch, later)
    assert client.post(CODE, {"code": code_of(house.caseworker, later)}).url == LOGIN
    assert not is_in(client)


def test_who_left_between_the_two_steps_is_outside(house: House) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker")
    house.caseworker.ends_on = MORNING.date()
    house.caseworker.save()
    assert client.post(CODE, {"code": code_of(house.caseworker, MORNING)}).url == LOGIN
    assert not is_in(client)


def test_a_planted_session_is_none_after_the_password_nor_after_the_code(house: House) -> None:
    with_app(house.caseworker)
    client = password_given("caseworker")
    half_way = client.session.session_key
    client.post(CODE, {"code": code_of(house.caseworker, MORNING)})
    assert client.session.session_key != half_way
    assert not Login.objects.filter(session_key=half_way).exists()
    assert "half" not in client.session


def test_the_first_login_sets_up_an_app_before_anything_opens(house: House) -> None:
    client = password_given("caseworker", next="/staff/help/")
    page = client.get(SET_UP)
    assert app_of(house.caseworker).secret in page.content.decode().replace(" ", "")
    assert not is_in(client)
    answer = client.post(SET_UP, {"code": code_of(house.caseworker, MORNING)})
    codes = answer.context["codes"]
    assert len(codes) == 10
    assert answer.context["goal"] == "/staff/help/"
    assert is_in(client)
    assert AuditEntry.objects.get(action="account.second_factor").by == house.caseworker


def test_a_wrong_first_code_ties_no_app(house: House) -> None:
    client = password_given("caseworker")
    secret = app_of(house.caseworker).secret
    assert client.post(SET_UP, {"code": "000000"}).status_code == 422
    assert not SecondFactor.objects.get().in_use
    assert app_of(house.caseworker).secret == secret
    assert not is_in(client)


@pytest.mark.threat("T16")
def test_who_knows_the_same_password_sees_nothing_of_what_is_set_up_elsewhere(house: House) -> None:
    """Either is half way in; each sees a secret of its own, and only who came last ties an app."""
    somebody = password_given("caseworker")
    assert somebody.get(SET_UP).status_code == 200
    person = password_given("caseworker")
    secret = app_of(house.caseworker).secret
    assert secret in person.get(SET_UP).content.decode().replace(" ", "")
    code = code_of(house.caseworker, MORNING)
    for answer in (somebody.get(SET_UP), somebody.post(SET_UP, {"code": code})):
        assert answer.url == LOGIN
        assert secret not in answer.content.decode().replace(" ", "")
    assert len(somebody.get(LOGIN).context["messages"]) >= 1
    assert not is_in(somebody)
    assert person.post(SET_UP, {"code": code}).status_code == 200
    assert (is_in(somebody), is_in(person)) == (False, True)


def test_an_app_that_is_tied_cannot_be_replaced_by_the_password_alone(house: House) -> None:
    with_app(house.caseworker)
    secret = app_of(house.caseworker).secret
    client = password_given("caseworker")
    assert client.get(SET_UP).url == LOGIN
    assert client.post(SET_UP, {"code": "123456"}).url == LOGIN
    assert app_of(house.caseworker).secret == secret


@pytest.mark.threat("T16")
def test_a_recovery_code_lets_in_once_and_leaves_a_line(house: House) -> None:
    codes = with_app(house.caseworker)
    first, second = password_given("caseworker"), password_given("caseworker")
    assert first.post(CODE, {"code": codes[3].upper()}).status_code == 302
    assert second.post(CODE, {"code": codes[3]}).status_code == 422
    assert RecoveryCode.objects.count() == 9
    assert AuditEntry.objects.filter(action="account.recovery_code_used").count() == 1


def test_a_colleagues_recovery_code_opens_nothing(house: House) -> None:
    with_app(house.caseworker)
    codes = with_app(house.colleague)
    assert password_given("caseworker").post(CODE, {"code": codes[0]}).status_code == 422


def test_secret_and_codes_are_kept_unreadable(house: House) -> None:
    from django.db import connection

    codes = with_app(house.caseworker)
    secret = app_of(house.caseworker).secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM account_secondfactor")
        sealed = bytes(cursor.fetchone()[0])
    assert secret.encode() not in sealed
    kept = b"".join(bytes(one.digest) for one in RecoveryCode.objects.all())
    assert not any(code.replace("-", "").encode() in kept for code in codes)


def test_somebody_with_an_app_shows_it_in_the_demo_too_and_others_pass(
    house: House, settings: Any
) -> None:
    settings.SECOND_FACTOR = False
    with_app(house.caseworker)
    assert not is_in(password_given("caseworker"))
    assert is_in(password_given("colleague"))


def test_the_last_login_is_told_at_the_next_one(house: House, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    password_given("caseworker")
    house.caseworker.refresh_from_db()
    client: Any = Client()
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD}, follow=True)
    told = [str(one) for one in answer.context["messages"]]
    assert len(told) == 1
    assert "2026" in told[0]


def test_no_page_but_the_ways_in_opens_to_who_is_half_way(house: House) -> None:
    from tests.access.addresses import RULES, patterns

    client = password_given("caseworker")
    for name, path, _one in patterns():
        if path.startswith("staff/") and "<" not in path and "stranger" not in RULES[name].roles:
            for ask in (client.get, client.post):
                assert ask(f"/{path}").status_code in (302, 405), path
    assert not is_in(client)
    assert logged_in(house.caseworker).get("/staff/help/").status_code == 200
