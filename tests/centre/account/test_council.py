"""Logging in by the council's own provider: a real one, over the network."""

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.integrations.django_client import DjangoOAuth2App
from django.test import Client
from django.utils.timezone import now
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from centre.account import provider
from centre.account.models import Identity
from centre.account.provider import Away, Turned
from centre.records.models import AuditEntry
from centre.staff.models import Login, User
from centre.staff.sessions import PROVED
from tests.centre.account import council as councils
from tests.centre.account.conftest import connect
from tests.centre.account.council import Browser, Council
from tests.centre.account.tools import LOGIN, is_in, password_given, with_app
from tests.desk import logged_in
from tests.factories import PASSWORD, House

START, BACK = "/staff/login/council/", "/staff/login/council/back/"


def told(answer: Any, client: Any) -> str:
    """The sentence that stands above the page one was sent to."""
    assert answer.status_code == 302
    page = client.get(answer.url)
    return " ".join(str(one) for one in page.context["messages"])


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
    assert kept.keys() == {
        "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "began_at", "seen_at", "proved_at",
        "device", "provider_session",
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


# --- What is no login --------------------------------------------------------------------------


def signed(town: Council, key: Any, header: dict[str, Any], **changes: Any) -> str:
    moment = int(time.time())
    claims = {
        "iss": town.issuer, "aud": "traedesten", "sub": "1001", "nonce": "n", "iat": moment,
        "exp": moment + 300, **changes,
    }  # fmt: skip
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


@pytest.fixture
def own_key(town: Council, monkeypatch: pytest.MonkeyPatch) -> RSAKey:
    """A key that the house takes for the provider's: so each of the other checks stands alone."""
    key = RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})
    monkeypatch.setattr(
        provider._Council,
        "fetch_jwk_set",
        lambda _self, force=False: {"keys": [key.as_dict(private=False)]},
    )
    return key


def test_a_right_token_is_read(house: House, town: Council, own_key: RSAKey) -> None:
    token = signed(town, own_key, {"alg": "RS256", "kid": "k"})
    assert provider.read_id_token(token, nonce="n")["sub"] == "1001"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None},
        {"aud": ["traedesten", "another"], "azp": "another"}, {"nonce": "other"}, {"nonce": None},
        {"exp": 1_700_000_000}, {"exp": None}, {"iat": None}, {"sub": None},
        {"iat": 4_000_000_000, "nbf": 4_000_000_000},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_wrong_in_one_claim_is_none(
    house: House, town: Council, own_key: RSAKey, wrong: dict[str, Any]
) -> None:
    token = signed(town, own_key, {"alg": "RS256", "kid": "k"}, **wrong)
    with pytest.raises(Turned):
        provider.read_id_token(token, nonce="n")


def test_a_token_signed_by_another_key_is_none(house: House, town: Council) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})
    with pytest.raises(Turned):
        provider.read_id_token(signed(town, stranger, {"alg": "RS256", "kid": "k"}), nonce="n")


def test_a_token_signed_with_the_shared_secret_is_none(
    house: House, town: Council, own_key: RSAKey
) -> None:
    secret = OctKey.import_key(councils.CLIENT["client_secret"])  # type: ignore[arg-type]
    with pytest.raises(Turned):
        provider.read_id_token(signed(town, secret, {"alg": "HS256"}), nonce="n")


def test_an_unsigned_token_is_none(house: House, town: Council, own_key: RSAKey) -> None:
    body = signed(town, own_key, {"alg": "RS256", "kid": "k"}).split(".")[1]
    with pytest.raises(Turned):
        provider.read_id_token(f"eyJhbGciOiJub25lIn0.{body}.", nonce="n")


# --- The provider itself -----------------------------------------------------------------------


def test_a_provider_that_is_away_gets_a_kind_sentence(
    house: House, settings: Any, town: Council
) -> None:
    settings.OIDC_ISSUER = "http://localhost:9"
    client: Any = Client()
    assert "svarer ikke" in told(client.get(START), client)


def test_a_provider_that_falls_silent_at_the_code_gets_one_too(
    house: House, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = visitor.sent_back("1001")
    monkeypatch.setitem(
        provider.client().server_metadata, "token_endpoint", "http://localhost:9/token"
    )
    assert "svarer ikke" in told(visitor.comes_back(link), visitor.ours)
    assert not is_in(visitor.ours)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"jwks_uri": "http://169.254.169.254/latest/meta-data"},
        {"token_endpoint": "https://evil.example/token"},
        {"authorization_endpoint": None},
        {"end_session_endpoint": "http://localhost.evil.example/"},
    ],
    ids=str,
)
def test_nothing_is_fetched_but_from_the_issuer_itself(
    house: House, town: Council, monkeypatch: pytest.MonkeyPatch, metadata: dict[str, Any]
) -> None:
    original = DjangoOAuth2App.load_server_metadata

    def changed(self: Any) -> dict[str, Any]:
        return {**original(self), **metadata}

    monkeypatch.setattr(DjangoOAuth2App, "load_server_metadata", changed)
    with pytest.raises(Away):
        provider.client().load_server_metadata()
    client: Any = Client()
    assert "svarer ikke" in told(client.get(START), client)


def test_a_redirect_of_the_provider_is_not_followed(house: House, town: Council) -> None:
    import requests

    session = provider.client()._get_session()
    with pytest.raises(requests.TooManyRedirects):
        session.request(
            "GET",
            f"{town.issuer}/session/end?client_id=traedesten&post_logout_redirect_uri=x",
            withhold_token=True,
        )  # noqa: E501
        session.request(
            "GET",
            f"{town.issuer}/auth?client_id=traedesten&response_type=code&scope=openid&code_challenge=x&code_challenge_method=S256&redirect_uri=http://testserver{BACK}",
            withhold_token=True,
        )  # noqa: E501


def test_new_keys_at_the_provider_are_fetched_by_themselves(
    house: House, settings: Any, tmp_path: Path
) -> None:
    with councils.running(tmp_path, "http://testserver") as first:
        connect(settings, first, tmp_path)
        visitor = Browser(first)
        visitor.log_in("1001")
        assert is_in(visitor.ours)
        port = urlsplit(first.issuer).port or 0
    with councils.running(tmp_path, "http://testserver", port) as second:
        assert second.issuer == settings.OIDC_ISSUER
        again = Browser(second)
        again.log_in("1001")
        assert is_in(again.ours)


# --- Local accounts beside it ------------------------------------------------------------------


def test_with_a_provider_a_password_opens_nothing(house: House, town: Council) -> None:
    with_app(house.caseworker)
    client: Any = Client()
    answer = client.post(LOGIN, {"username": "caseworker", "password": PASSWORD})
    assert answer.status_code == 422
    assert "half" not in client.session
    assert '[name="password"]' not in client.get(LOGIN).content.decode()


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
    asked = visitor.ours.get("/staff/measures/print/")
    assert asked.url == "/staff/proof/?next=%2Fstaff%2Fmeasures%2Fprint%2F"
    page = visitor.ours.get(asked.url).content.decode()
    assert "/staff/login/council/?proof=1&amp;next=%2Fstaff%2Fmeasures%2Fprint%2F" in page
    before = visitor.ours.session.session_key
    answer = visitor.log_in("1002", f"{START}?proof=1&next=/staff/measures/print/")
    assert answer.url == "/staff/measures/print/"
    assert visitor.ours.get(answer.url).status_code == 200
    assert visitor.ours.session.session_key != before


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
