"""The provider ends a session: ours end with it (OpenID Connect Back-Channel Logout 1.0)."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from centre.account import provider
from centre.account.models import Identity
from centre.account.provider import LOGGED_OUT
from centre.records.models import AuditEntry
from tests.centre.account import council as councils
from tests.centre.account.conftest import connect
from tests.centre.account.council import Browser, Council
from tests.centre.account.tools import is_in
from tests.desk import logged_in
from tests.factories import House

ENDED = "/staff/login/council/ended/"


@pytest.fixture
def town_that_tells(settings: Any, live_server: Any, tmp_path: Path) -> Iterator[Council]:
    """A provider that reaches our house over the network."""
    with councils.running(tmp_path, live_server.url) as found:
        connect(settings, found, tmp_path)
        yield found
    provider._client.cache_clear()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_logout_at_the_provider_ends_the_session_here(
    town_that_tells: Council, house: House, live_server: Any
) -> None:
    host = live_server.url.removeprefix("http://")
    visitor, other = Browser(town_that_tells), Browser(town_that_tells)
    for one in (visitor, other):
        one.ours = Client(HTTP_HOST=host)
    visitor.log_in("1001")
    other.log_in("1002")
    colleague = logged_in(house.leader)
    assert is_in(visitor.ours)
    end = f"{town_that_tells.issuer}/session/end?client_id=traedesten"
    page = visitor.theirs.get(end, timeout=10)
    assert page.status_code == 200
    visitor.through_form(page)
    deadline = time.monotonic() + 10
    while is_in(visitor.ours) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_in(visitor.ours)
    assert is_in(other.ours)
    assert is_in(colleague)
    assert AuditEntry.objects.filter(action="account.ended_elsewhere").count() == 1


@pytest.fixture
def key(town: Council, monkeypatch: pytest.MonkeyPatch) -> RSAKey:
    made = RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})
    told = {"keys": [made.as_dict(private=False)]}
    monkeypatch.setattr(provider._Council, "fetch_jwk_set", lambda _self, force=False: told)
    return made


def told_by(town: Council, key: RSAKey, **changes: Any) -> str:
    moment = int(time.time())
    claims = {
        "iss": town.issuer, "aud": "traedesten", "sub": "1001", "iat": moment, "exp": moment + 120,
        "jti": "1", "events": {LOGGED_OUT: {}}, **changes,
    }  # fmt: skip
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "k", "typ": "logout+jwt"}, claims, key)


def test_by_the_subject_all_sessions_of_that_person_end(
    house: House, visitor: Browser, key: RSAKey
) -> None:
    Identity.objects.create(user=house.leader, issuer=visitor.council.issuer, subject="1001")
    clients = [logged_in(house.leader), logged_in(house.leader)]
    colleague = logged_in(house.caseworker)
    answer = Client().post(ENDED, {"logout_token": told_by(visitor.council, key)})
    assert answer.status_code == 200
    assert [is_in(one) for one in clients] == [False, False]
    assert is_in(colleague)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"}, {"aud": "another"}, {"events": None}, {"events": {}},
        {"nonce": "n"}, {"sub": None}, {"exp": 1_700_000_000}, {"exp": None}, {"iat": None}, {"jti": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_logout_token_ends_nothing(
    house: House, visitor: Browser, key: RSAKey, wrong: dict[str, Any]
) -> None:
    Identity.objects.create(user=house.leader, issuer=visitor.council.issuer, subject="1001")
    client = logged_in(house.leader)
    answer = Client().post(ENDED, {"logout_token": told_by(visitor.council, key, **wrong)})
    assert answer.status_code == 400
    assert is_in(client)


@pytest.mark.parametrize("sent", ["", "x", "a.b.c", "x" * 100_000])
def test_rubbish_ends_nothing(house: House, town: Council, sent: str) -> None:
    assert Client().post(ENDED, {"logout_token": sent}).status_code == 400


def test_an_id_token_is_no_logout_token(house: House, town: Council, key: RSAKey) -> None:
    token = told_by(town, key, events=None, nonce="n")
    assert Client().post(ENDED, {"logout_token": token}).status_code == 400
