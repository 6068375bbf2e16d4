"""Logging in by the council's own provider: a real one, over the network."""

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils.timezone import now

from centre.account.models import Identity
from centre.records.models import AuditEntry
from centre.staff.models import Login, User
from centre.staff.sessions import PROVED
from tests.centre.account.council import Browser, Council, told
from tests.centre.account.tools import LOGIN, is_in, password_given, with_app
from tests.desk import logged_in
from tests.factories import PASSWORD, House

START, BACK = "/staff/login/council/", "/staff/login/council/back/"


def test_somebody_with_a_role_comes_in_with_that_role_unit_and_name(
    house: House, visitor: Browser
) -> None:
    answer = visitor.log_in("1001", f"{START}?next=/staff/help/")
    assert (answer.status_code, answer.url) == (302, "/staff/help/")
    user = visitor.ours.get("/staff/help/").context["user"]
    assert (user.role, user.unit, str(user)) == ("caseworker", house.adults, "Ærø Åström")
    assert (user.username, user.email) == ("aeaa", "aeroe@kommune.example")
    assert not user.has_usable_password()
    assert AuditEntry.objects.filter(action="staff.arrive", row_id=str(user.pk)).count() == 1


def test_the_first_line_of_the_mapping_that_fits_counts(house: House, visitor: Browser) -> None:
    visitor.log_in("1002")
    user = visitor.ours.get("/staff/help/").context["user"]
    assert user.leads_all_units


def test_the_same_login_is_the_same_person_whatever_they_are_called_now(
    house: House, visitor: Browser, town: Council
) -> None:
    visitor.log_in("1001")
    town.knows("1001", family_name="Ny", preferred_username="helt-anden", email="ny@x.example")
    second = Browser(town)
    second.log_in("1001")
    user = Identity.objects.get().user
    assert (user.last_name, user.email, user.username) == ("Ny", "ny@x.example", "aeaa")


def test_nobody_is_tied_to_an_account_by_name_or_mail(
    house: House, visitor: Browser, town: Council
) -> None:
    town.knows("1001", preferred_username="Leader", email=house.leader.email)
    visitor.log_in("1001")
    user = Identity.objects.get().user
    assert user.pk != house.leader.pk
    assert user.username.casefold() != "leader"
    assert user.role == "caseworker"


def test_without_a_mapped_role_nobody_comes_in_and_nobody_is_made(
    house: House, visitor: Browser
) -> None:
    people = User.objects.count()
    answer = visitor.log_in("1003")
    assert "rolle" in told(answer, visitor.ours)
    assert not is_in(visitor.ours)
    assert User.objects.count() == people


def test_a_role_that_is_taken_away_lets_nobody_in_and_closes_what_is_open(
    house: House, visitor: Browser, town: Council
) -> None:
    visitor.log_in("1001")
    assert is_in(visitor.ours)
    town.knows("1001", groups=["alle"])
    later = Browser(town)
    later.log_in("1001")
    assert not is_in(later.ours)
    assert not is_in(visitor.ours)
    assert AuditEntry.objects.get(action="staff.turned_away").detail == {"sessions": 1}


def test_a_role_is_read_anew_at_each_login(house: House, visitor: Browser, town: Council) -> None:
    visitor.log_in("1001")
    town.knows("1001", groups=["rusmiddel-unge"])
    visitor.ours = Client()
    visitor.log_in("1001")
    assert Identity.objects.get().user.unit == house.youth
    assert AuditEntry.objects.get(action="staff.role").detail == {
        "role": "caseworker",
        "unit": "youth",
    }


def test_a_unit_that_is_not_set_up_lets_nobody_in(
    house: House, visitor: Browser, town: Council
) -> None:
    town.knows("1001", groups=["rusmiddel-nord"])
    assert "rolle" in told(visitor.log_in("1001"), visitor.ours)
    assert not Identity.objects.exists()


def test_who_has_left_here_is_out_whatever_the_provider_says(
    house: House, visitor: Browser, town: Council
) -> None:
    visitor.log_in("1001")
    User.objects.filter(username="aeaa").update(ends_on=now().date() - timedelta(days=1))
    later = Browser(town)
    later.log_in("1001")
    assert not is_in(later.ours)


def test_the_browser_is_sent_with_state_nonce_and_a_challenge_and_no_secret(
    house: House, visitor: Browser
) -> None:
    where = urlsplit(visitor.ours.get(START).headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(where.query).items()}
    assert asked.keys() == {
        "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri",
        "response_type", "scope", "state",
    }  # fmt: skip
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["redirect_uri"] == f"http://testserver{BACK}"


@pytest.mark.threat("T16")
def test_a_code_from_another_browser_opens_nothing(
    house: House, visitor: Browser, town: Council
) -> None:
    """Somebody may be sent a link with the attacker's own code (login CSRF)."""
    link = visitor.sent_back("1001")
    victim = Browser(town)
    victim.ours.get(START)
    victim.comes_back(link)
    assert not is_in(victim.ours)


def test_a_code_opens_once(house: House, visitor: Browser) -> None:
    link = visitor.sent_back("1001")
    visitor.comes_back(link)
    assert is_in(visitor.ours)
    visitor.ours.post("/staff/logout/")
    visitor.comes_back(link)
    assert not is_in(visitor.ours)


def test_an_answer_that_comes_too_late_opens_nothing(
    house: House, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from centre.account.views import council as views

    link = visitor.sent_back("1001")
    late = now() + timedelta(minutes=11)
    monkeypatch.setattr(views, "now", lambda: late)
    visitor.comes_back(link)
    assert not is_in(visitor.ours)


def test_an_answer_in_the_name_of_another_provider_opens_nothing(
    house: House, visitor: Browser
) -> None:
    link = visitor.sent_back("1001")
    other = link.replace("iss=http%3A%2F%2Flocalhost", "iss=http%3A%2F%2Fevil")
    assert other != link
    visitor.comes_back(other)
    assert not is_in(visitor.ours)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?state=x",
        "?code=x",
        "?code=x&state=x",
        "?error=access_denied&state=x",
        "?state=" + "x" * 4000,
    ],
)
def test_what_comes_from_nowhere_gets_a_kind_sentence(
    house: House, town: Council, query: str
) -> None:
    client: Any = Client()
    assert "igen" in told(client.get(BACK + query), client) or "fra begyndelsen" in told(
        client.get(BACK + query), client
    )
    assert not is_in(client)


def test_a_refusal_at_the_provider_is_told_kindly(house: House, visitor: Browser) -> None:
    where = visitor.ours.get(START).headers["Location"]
    state = parse_qs(urlsplit(where).query)["state"][0]
    answer = visitor.ours.get(f"{BACK}?error=access_denied&error_description=No+<b>&state={state}")
    words = told(answer, visitor.ours)
    assert words
    assert "<b>" not in words


def test_after_the_login_the_session_is_a_new_one_and_holds_no_token(
    house: House, visitor: Browser
) -> None:
    link = visitor.sent_back("1001")
    before = visitor.ours.session.session_key
    visitor.comes_back(link)
    kept = dict(visitor.ours.session)
    assert visitor.ours.session.session_key != before
    assert not Login.objects.filter(session_key=before).exists()
    # This provider does not say when it last asked for a password: so nothing is proved.
    assert kept.keys() == {
        "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "began_at", "seen_at", "device",
        "provider_session",
    }  # fmt: skip
    assert "eyJ" not in str(kept)


def test_no_line_of_the_log_holds_code_token_or_name(
    house: House, visitor: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = visitor.sent_back("1001")
    code = parse_qs(urlsplit(link).query)["code"][0]
    caplog.clear()
    visitor.comes_back(link)
    ours = [one for one in caplog.records if not one.name.startswith(("urllib3", "django.db"))]
    text = " ".join(one.getMessage() for one in ours)
    assert ours
    assert not [word for word in (code, "eyJ", "Ærø", "1001") if word in text]


# --- Local accounts beside it ------------------------------------------------------------------


@pytest.mark.threat("T16")
def test_with_a_provider_a_password_opens_nothing(house: House, town: Council) -> None:
    with_app(house.caseworker)
    client: Any = Client()
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD})
    assert answer.status_code == 422
    assert "half" not in client.session
    assert '[name="password"]' not in client.get(LOGIN).content.decode()


@pytest.mark.threat("T16")
def test_a_session_from_before_the_provider_is_not_renewed_by_a_password(
    house: House, town: Council, settings: Any
) -> None:
    client: Any = Client()
    client.force_login(house.leader)
    answer = client.post("/staff/proof/", {"password": PASSWORD})
    assert "/staff/login/council/?proof=1" in answer.content.decode()
    assert client.get("/staff/measures/print/").status_code == 302
    settings.OIDC_LOCAL_ACCOUNTS = ["leader"]
    assert client.post("/staff/proof/", {"password": PASSWORD}).status_code == 302
    assert client.get("/staff/measures/print/").status_code == 200


def test_the_named_few_still_have_password_and_app(
    house: House, town: Council, settings: Any
) -> None:
    settings.OIDC_LOCAL_ACCOUNTS = ["leader"]
    assert password_given("leader").session["half"]["who"] == house.leader.pk
    assert password_given("caseworker").session.get("half") is None


def test_demo_logins_pass_beside_a_provider(house: House, town: Council, settings: Any) -> None:
    settings.DEMO, settings.SECOND_FACTOR = True, False
    assert is_in(password_given("caseworker"))


def test_without_a_provider_its_addresses_are_nobodys(house: House) -> None:
    client: Any = Client()
    assert {client.get(path).url for path in (START, BACK)} == {LOGIN}
    assert client.post("/staff/login/council/ended/").status_code == 404


# --- A fresh login, and the end ----------------------------------------------------------------


def stale(visitor: Browser) -> None:
    session = visitor.ours.session
    session[PROVED] = (now() - timedelta(hours=1)).isoformat()
    session.save()


def test_a_fresh_login_at_the_provider_shows_who_it_is(house: House, visitor: Browser) -> None:
    visitor.log_in("1002")
    stale(visitor)
    asked: Any = visitor.ours.get("/staff/measures/print/")
    assert asked.url == "/staff/proof/?next=%2Fstaff%2Fmeasures%2Fprint%2F"
    page = visitor.ours.get(asked.url).content.decode()
    assert "/staff/login/council/?proof=1&amp;next=%2Fstaff%2Fmeasures%2Fprint%2F" in page
    before = visitor.ours.session.session_key
    answer = visitor.log_in("1002", f"{START}?proof=1&next=/staff/measures/print/")
    assert 'content="0;url=/staff/measures/print/"' in answer.content.decode()
    assert visitor.ours.get("/staff/measures/print/").status_code == 200
    assert visitor.ours.session.session_key != before


def test_a_fresh_login_leaves_the_forms_of_other_windows_as_they_are(
    house: House, visitor: Browser
) -> None:
    """On the way from another site a browser sends no Strict cookie: a form there would get a new one."""
    visitor.log_in("1002")
    stale(visitor)
    link = visitor.sent_back("1002", f"{START}?proof=1")
    csrf = django_settings.CSRF_COOKIE_NAME
    visitor.ours.get("/staff/help/")
    kept = visitor.ours.cookies.pop(csrf)
    answer = visitor.comes_back(link)
    assert kept.value
    assert answer.status_code == 200
    assert csrf not in answer.cookies


def test_a_colleagues_fresh_login_shows_nothing_and_changes_nobody(
    house: House, visitor: Browser
) -> None:
    visitor.log_in("1002")
    stale(visitor)
    visitor.theirs.cookies.clear()
    visitor.log_in("1001", f"{START}?proof=1")
    assert str(visitor.ours.get("/staff/help/").context["user"]) == "Lis Leder"
    assert visitor.ours.get("/staff/measures/print/").status_code == 302


def test_an_old_login_at_the_provider_shows_nothing(
    house: House, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that does not ask anew, whatever it was told."""
    visitor.log_in("1002")
    stale(visitor)
    url = visitor.ours.get(f"{START}?proof=1").headers["Location"]
    lazy = url.replace("&prompt=login", "").replace("&max_age=0", "&max_age=9999")
    assert lazy != url
    session = visitor.ours.session
    name = next(one for one in list(session.keys()) if one.startswith("_state_"))
    session[name]["data"]["begun"] = (now() + timedelta(minutes=1)).isoformat()
    session.save()
    visitor.comes_back(visitor.through(lazy, "1002"))
    assert visitor.ours.get("/staff/measures/print/").status_code == 302


def test_a_login_that_is_too_weak_opens_nothing(
    house: House, visitor: Browser, settings: Any, town: Council
) -> None:
    settings.OIDC_ACR = ["two-factors"]
    town.knows("1001", acr="one-factor")
    visitor.log_in("1001")
    assert not is_in(visitor.ours)
    town.knows("1001", acr="two-factors")
    visitor.theirs.cookies.clear()
    visitor.log_in("1001")
    assert is_in(visitor.ours)


def test_logging_out_goes_on_to_the_provider_and_back(house: House, visitor: Browser) -> None:
    visitor.log_in("1001")
    answer = visitor.ours.post("/staff/logout/")
    where = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith(f"{visitor.council.issuer}/session/end?")
    assert "id_token" not in where.query
    assert not is_in(visitor.ours)
    assert visitor.through(answer.headers["Location"], "").startswith(f"http://testserver{LOGIN}")
    assert (
        "login" in visitor.theirs.get(visitor.ours.get(START).headers["Location"], timeout=10).text
    )


def test_a_local_logout_stays_in_the_house(house: House, town: Council) -> None:
    assert logged_in(house.leader).post("/staff/logout/").url == LOGIN
