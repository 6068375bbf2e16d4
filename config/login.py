"""Settings of the council's own identity provider (OpenID Connect), read from the environment.

Without an issuer there are local accounts.
"""

from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

__all__ = (
    "OIDC_ACR",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_ISSUER",
    "OIDC_LOCAL_ACCOUNTS",
    "OIDC_MAPPING",
    "OIDC_SCOPE",
)
env = environ.Env()

OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
# Which of the provider's values gives which role: see centre/account/mapping.py.
OIDC_MAPPING = env.str("OIDC_MAPPING", default="")
OIDC_SCOPE = env.str("OIDC_SCOPE", default="openid profile email")
# How strong a login there must be (`acr`), any of these; without one the provider decides it alone.
OIDC_ACR = env.list("OIDC_ACR", default=[])
# With a provider only these local accounts are left, for the day on which it is away.
OIDC_LOCAL_ACCOUNTS = env.list("OIDC_LOCAL_ACCOUNTS", default=[])


def check(*, real: bool, secure: bool, second_factor: bool) -> None:
    """No real house opens by a password alone; a provider is reached safely, and has all it wants."""
    if real and not second_factor:
        raise ImproperlyConfigured(
            "SECOND_FACTOR is off, and the house is a real one: remove it from the environment."
        )
    if not OIDC_ISSUER:
        return
    if urlsplit(OIDC_ISSUER).scheme not in (("https",) if secure else ("https", "http")):
        raise ImproperlyConfigured("OIDC_ISSUER must be an https address.")
    wanted = {
        "OIDC_CLIENT_ID": OIDC_CLIENT_ID,
        "OIDC_CLIENT_SECRET": OIDC_CLIENT_SECRET,
        "OIDC_MAPPING": OIDC_MAPPING,
    }
    for name, value in wanted.items():
        if not value:
            raise ImproperlyConfigured(f"{name} is not set: OIDC_ISSUER names a provider.")


def places() -> list[str]:
    """Where a form of ours may lead on to: a logout goes on to the provider's own."""
    parts = urlsplit(OIDC_ISSUER)
    return [f"{parts.scheme}://{parts.netloc}"] if OIDC_ISSUER else []
