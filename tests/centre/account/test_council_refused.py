"""What is no login, and a provider that is away, moved, or has new keys."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from authlib.integrations.django_client import DjangoOAuth2App
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from centre.account import provider
from centre.account.provider import Away, Turned
from tests.centre.account import council as councils
from tests.centre.account.conftest import connect
from tests.centre.account.council import Browser, Council, told
from tests.centre.account.tools import is_in
from tests.factories import House

START, BACK = "/staff/login/council/", "/staff/login/council/back/"


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
