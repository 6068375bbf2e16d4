"""The council's own identity provider: OpenID Connect, code flow with PKCE, through Authlib.

Authlib makes and compares state and nonce, sends the S256 challenge, exchanges the code, fetches the keys
(anew for a key it does not know) and verifies signature, `iss`, `aud`, `azp`, `exp`, `iat`, `nonce` and
`at_hash`. Here stands what it leaves to its user: which signatures are good, that nothing but the issuer
is fetched, how old what was fetched may be, and how fresh a login must be.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from centre.limits import Limit, take

log = logging.getLogger(__name__)
NAME: Final = "council"
# Signed by the provider's own key: never by the secret that both hold, never by nobody (RFC 8725 3.2).
GOOD_SIGNATURES: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA",
)  # fmt: skip
FETCHED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
TIMEOUT: Final = 5
# A key that the provider has withdrawn opens nothing an hour later.
FRESH_SECONDS: Final = 3600
# So often keys are fetched for a token that names one we do not know.
KEYS_ANEW: Final = Limit("provider-keys", 4, 60)
# Clocks of two machines.
LEEWAY: Final = 30
# So many ways in may be under way in one browser, and so long each.
UNDER_WAY: Final = 5
WAY_LASTS: Final = timedelta(minutes=10)
LOGGED_OUT: Final = "http://schemas.openid.net/event/backchannel-logout"


class Away(Exception):
    """The provider does not answer, or not as a provider does."""


class Turned(Exception):
    """The provider or the check of its answer let nobody in; why is for the log, never a value."""


@dataclass(frozen=True)
class Way:
    """What was asked for when somebody was sent to the provider."""

    goal: str
    # Whose fresh login was asked for; None for a login as such.
    proof_of: int | None
    begun_at: datetime


@dataclass(frozen=True)
class Arrived:
    """Who came back, as the provider vouches."""

    subject: str
    claims: dict[str, Any]
    # The provider's own name of its session; empty where it names none.
    session: str
    logged_in_at: datetime | None


class _Council(DjangoOAuth2App):  # type: ignore[misc]
    """Authlib's client, held to the issuer and to good signatures."""

    server_metadata: dict[str, Any]

    def _get_session(self) -> Any:
        return _held(super()._get_session())

    def _get_oauth_client(self, **metadata: Any) -> Any:
        return _held(super()._get_oauth_client(**metadata))

    def load_server_metadata(self) -> dict[str, Any]:
        """What the provider says of itself, an hour old at most."""
        loaded_at = self.server_metadata.get("_loaded_at", 0)
        if time.time() - loaded_at > FRESH_SECONDS:
            # Never emptied: another thread may be reading it.
            self.server_metadata = {}
        told: dict[str, Any] = super().load_server_metadata()
        if not told.get("_checked"):
            try:
                _check(told)
            except Away:
                self.server_metadata = {}
                raise
            told["_checked"] = True
        return told


def _held(session: Any) -> Any:
    """Where the issuer sends us elsewhere we do not follow."""
    session.max_redirects = 0
    return session


def _check(told: dict[str, Any]) -> None:
    """The provider is the one of the settings, and all that will be fetched is at its own place."""
    if told.get("issuer") != settings.OIDC_ISSUER:
        raise Away("it calls itself otherwise than OIDC_ISSUER")
    for name in FETCHED:
        url = told.get(name)
        if url is None and name == "end_session_endpoint":
            continue
        if origin_of(str(url)) != origin_of(settings.OIDC_ISSUER):
            raise Away(f"its {name} is not at the issuer's own place")
    offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    told["id_token_signing_alg_values_supported"] = [
        one for one in offered if one in GOOD_SIGNATURES
    ]
    # An empty list would be read as "any".
    if not told["id_token_signing_alg_values_supported"]:
        raise Away("it offers no good signature")


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def client() -> Any:
    return _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


@lru_cache(maxsize=4)
def _client(issuer: str, client_id: str, secret: str) -> Any:
    return _Council(
        DjangoIntegration(NAME),
        NAME,
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.OIDC_SCOPE,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )


def send_to(request: HttpRequest, way: Way, *, back: str) -> HttpResponse:
    """Send the browser to the provider. Raises Away."""
    asked: dict[str, Any] = {}
    if way.proof_of is not None:
        asked = {"prompt": "login", "max_age": "0"}
    if settings.OIDC_ACR:
        asked["acr_values"] = " ".join(settings.OIDC_ACR)
    try:
        made = client().create_authorization_url(back, **asked)
    except (requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        raise Away(type(error).__name__) from error
    url = made.pop("url")
    _forget_old_ways(request)
    client().save_authorize_data(
        request,
        redirect_uri=back,
        goal=way.goal,
        proof_of=way.proof_of,
        begun=way.begun_at.isoformat(),
        **made,
    )
    return HttpResponse(status=302, headers={"Location": url})


def _forget_old_ways(request: HttpRequest) -> None:
    names = list(request.session.keys())
    ways = [name for name in names if name.startswith(f"_state_{NAME}_")]
    for name in ways[: -(UNDER_WAY - 1)]:
        del request.session[name]


def came_back(request: HttpRequest, *, at: datetime) -> tuple[Way, Arrived]:
    """Who it is that came back, verified. Raises Turned or Away."""
    kept = client().framework.get_state_data(request.session, request.GET.get("state", ""))
    if not kept:
        raise Turned("state")
    way = Way(kept["goal"], kept["proof_of"], datetime.fromisoformat(kept["begun"]))
    named = request.GET.get("iss", settings.OIDC_ISSUER)
    if at - way.begun_at > WAY_LASTS or named != settings.OIDC_ISSUER:
        client().framework.clear_state_data(request.session, request.GET["state"])
        raise Turned("too late" if named == settings.OIDC_ISSUER else "issuer")
    claims = _claims(request)
    _check_strength(claims, way)
    moment = claims.get("auth_time")
    return way, Arrived(
        subject=str(claims["sub"]),
        claims=claims,
        session=str(claims.get("sid", "")),
        logged_in_at=datetime.fromtimestamp(moment, UTC) if moment else None,
    )


def _claims(request: HttpRequest) -> dict[str, Any]:
    one = client()
    try:
        token = one.authorize_access_token(request, claims_options=_expected(), leeway=LEEWAY)
    except requests.RequestException as error:
        raise Away(type(error).__name__) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        # Its words may hold what was sent.
        raise Turned(type(error).__name__) from error
    told = token.get("userinfo")
    if not told or not told.get("sub"):
        raise Turned("no ID token")
    return dict(told)


def _expected() -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
    }


def _check_strength(claims: dict[str, Any], way: Way) -> None:
    """How the login was made, and when, as far as that was asked for (ASVS 5.0 6.8.4, 10.3.4)."""
    if settings.OIDC_ACR and claims.get("acr") not in settings.OIDC_ACR:
        raise Turned("acr")
    if way.proof_of is not None:
        moment = claims.get("auth_time")
        if not moment or moment < way.begun_at.timestamp() - LEEWAY:
            raise Turned("auth_time")


def read_id_token(text: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token, verified as at a login. Raises Turned. For the tests of what is refused."""
    try:
        told = client().parse_id_token(
            {"id_token": text},
            nonce,
            claims_options=_expected(),
            claims_cls=CodeIDToken,
            leeway=LEEWAY,
        )
    except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        raise Turned(type(error).__name__) from error
    return dict(told)


def ended_at_provider(text: str, *, at: datetime) -> tuple[str, str]:
    """Subject and session of a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6).

    Raises Turned or Away.
    """
    one = client()
    try:
        signed_with = one.load_server_metadata()["id_token_signing_alg_values_supported"]
        registry = JWSRegistry(algorithms=signed_with, strict_check_header=False)
        try:
            token = jwt.decode(text, KeySet.import_key_set(one.fetch_jwk_set()), registry=registry)
        except InvalidKeyIdError:
            # Anybody may send a token of a key that nobody knows: we do not ask each time.
            if not take(KEYS_ANEW, "all", at=at):
                raise
            keys = KeySet.import_key_set(one.fetch_jwk_set(force=True))
            token = jwt.decode(text, keys, registry=registry)
        jwt.JWTClaimsRegistry(
            now=int(at.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": settings.OIDC_ISSUER},
            aud={"essential": True, "value": settings.OIDC_CLIENT_ID},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        ).validate(token.claims)
    except requests.RequestException as error:
        raise Away(type(error).__name__) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        raise Turned(type(error).__name__) from error
    told = token.claims
    if LOGGED_OUT not in (told.get("events") or {}) or "nonce" in told:
        raise Turned("no logout token")
    if not (told.get("sub") or told.get("sid")):
        raise Turned("nobody")
    return str(told.get("sub", "")), str(told.get("sid", ""))


def log_out_url(*, back: str) -> str:
    """Where the browser goes to end the provider's session too; empty where it has no such place.

    Without the ID token: that would stand in an address, and the provider asks for a click instead.
    """
    try:
        if not client().load_server_metadata().get("end_session_endpoint"):
            return ""
        made = client().create_logout_url(back, client_id=settings.OIDC_CLIENT_ID)
    except (
        requests.RequestException,
        AuthlibBaseError,
        JoseError,
        ValueError,
        KeyError,
        Away,
    ) as fault:
        log.warning("the provider is away at a logout: %s", type(fault).__name__)
        return ""
    return str(made["url"])
