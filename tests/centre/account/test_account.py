"""My account: where I am logged in, out of it everywhere, another app, another password."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from centre.account import queries
from centre.account.models import RecoveryCode, SecondFactor
from centre.records.models import AuditEntry
from centre.staff.models import Login
from tests.centre.account.tools import app_of, code_of, is_in, password_given, with_app
from tests.desk import logged_in
from tests.factories import PASSWORD, House

ACCOUNT, END = "/staff/account/", "/staff/account/sessions/end/"
NEW = "en helt anden lang adgangskode"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def test_the_page_lists_where_one_is_logged_in_and_nobody_elses(house: House) -> None:
    client = password_given("caseworker", Client(HTTP_USER_AGENT=FIREFOX))
    logged_in(house.caseworker)
    logged_in(house.leader)
    page = client.get(ACCOUNT)
    found = [one for one, _began, _seen in page.context["sessions"]]
    assert [one.own for one in found] == [True, False]
    assert found[0].device == "Firefox, Linux"
    keys = [one.session_key for one in Login.objects.all()]
    assert not any(key in page.content.decode() for key in keys)


def test_a_session_that_has_rested_too_long_is_none(house: House) -> None:
    client = logged_in(house.caseworker)
    rested = logged_in(house.caseworker)
    key = rested.session.session_key
    Login.objects.filter(session_key=key).update(expire_date=now() + timedelta(hours=9, minutes=30))
    assert len(client.get(ACCOUNT).context["sessions"]) == 1


@pytest.mark.threat("T14")
def test_one_other_browser_is_logged_out_and_no_more(house: House) -> None:
    client, other, third = (logged_in(house.caseworker) for _each in range(3))
    name = queries.name_of(other.session.session_key)
    client.post(END, {"session": name})
    assert [is_in(one) for one in (client, other, third)] == [True, False, True]
    assert AuditEntry.objects.get(action="account.end_sessions").detail == {"count": 1}


def test_everywhere_means_here_too(house: House) -> None:
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    colleague = logged_in(house.colleague)
    assert client.post(END).url == "/staff/login/"
    assert [is_in(one) for one in (client, other, colleague)] == [False, False, True]


@pytest.mark.threat("T14")
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_browser_that_was_left_open_throws_the_person_out_of_no_other(
    house: House, everywhere: bool
) -> None:
    left: Any = Client()
    left.force_login(house.caseworker)
    person = logged_in(house.caseworker)
    sent = {} if everywhere else {"session": queries.name_of(person.session.session_key)}
    answer = left.post(END, sent)
    assert answer.status_code == 403
    assert answer.context["fields"] == list(sent.items())
    assert [is_in(one) for one in (left, person)] == [True, True]
    left.post("/staff/proof/", {"password": PASSWORD})
    left.post(answer.context["action"], sent)
    assert [is_in(one) for one in (left, person)] == [not everywhere, False]


def test_nobody_ends_the_session_of_a_colleague(house: House) -> None:
    colleague = logged_in(house.colleague)
    name = queries.name_of(colleague.session.session_key)
    logged_in(house.caseworker).post(END, {"session": name})
    assert is_in(colleague)


def test_an_open_page_can_save_nothing_more_once_its_session_is_ended(house: House) -> None:
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    client.post(END, {"session": queries.name_of(other.session.session_key)})
    answer = other.post(
        "/staff/drafts/save/", {"form": "inquiry.register", "subject": "", "content": "{}"}
    )
    assert answer.url.startswith("/staff/login/")


def test_another_app_takes_over_at_its_first_code_and_logs_out_elsewhere(house: House) -> None:
    at = now()
    with_app(house.caseworker, at - timedelta(hours=1))
    old = app_of(house.caseworker).secret
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    client.post("/staff/account/second-factor/")
    new = SecondFactor.objects.get(in_use=False)
    assert SecondFactor.objects.get(in_use=True).secret == old != new.secret
    answer = client.post(
        "/staff/account/second-factor/", {"code": code_of(house.caseworker, now())}
    )
    assert len(answer.context["codes"]) == 10
    assert SecondFactor.objects.get().secret == new.secret
    assert [is_in(one) for one in (client, other)] == [True, False]


@pytest.mark.threat("T14")
def test_the_secret_of_another_app_is_shown_in_the_browser_that_asked_for_it(house: House) -> None:
    path = "/staff/account/second-factor/"
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    client.post(path)
    secret = app_of(house.caseworker).secret
    assert secret in client.get(path).content.decode().replace(" ", "")
    assert other.get(path).url == ACCOUNT
    answer = other.post(path, {"code": code_of(house.caseworker, now())})
    assert answer.context["form"].errors["code"]
    assert app_of(house.caseworker).secret != secret
    assert not SecondFactor.objects.filter(in_use=True).exists()


def test_looking_at_the_page_of_the_app_makes_none(house: House) -> None:
    answer = logged_in(house.caseworker).get("/staff/account/second-factor/")
    assert answer.url == ACCOUNT
    assert not SecondFactor.objects.exists()


def test_new_recovery_codes_take_the_place_of_the_old(house: House) -> None:
    before = with_app(house.caseworker)
    page = logged_in(house.caseworker).post("/staff/account/recovery-codes/")
    assert not set(page.context["codes"]) & set(before)
    assert RecoveryCode.objects.count() == 10
    assert logged_in(house.colleague).post("/staff/account/recovery-codes/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/staff/account/second-factor/", "/staff/account/recovery-codes/"]
)
def test_the_second_factor_changes_only_after_a_fresh_proof(house: House, path: str) -> None:
    with_app(house.caseworker)
    client = Client()
    client.force_login(house.caseworker)
    assert client.post(path).status_code == 403
    assert SecondFactor.objects.count() == 1


def test_a_new_password_holds_and_every_other_browser_is_out(house: House) -> None:
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    answer = client.post("/staff/account/password/", {"old": PASSWORD, "new": NEW})
    assert answer.url == ACCOUNT
    assert [is_in(one) for one in (client, other)] == [True, False]
    assert not is_in(password_given("caseworker"))
    house.caseworker.refresh_from_db()
    assert house.caseworker.check_password(NEW)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"old": "wrong", "new": NEW}, "old"),
        ({"old": PASSWORD, "new": "short"}, "new"),
        ({"old": PASSWORD, "new": PASSWORD}, "new"),
        ({"old": PASSWORD, "new": "x" * 300}, "new"),
        ({"old": "", "new": NEW}, "old"),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field(
    house: House, sent: dict[str, str], field: str
) -> None:
    answer = logged_in(house.caseworker).post("/staff/account/password/", sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_who_comes_by_the_council_has_no_password_here(house: House, settings: Any) -> None:
    house.caseworker.set_unusable_password()
    house.caseworker.save()
    client = logged_in(house.caseworker)
    page = client.get(ACCOUNT).content.decode()
    assert "/staff/account/password/" not in page
    assert client.get("/staff/account/password/").url == ACCOUNT
    assert client.post("/staff/account/second-factor/").url == ACCOUNT
