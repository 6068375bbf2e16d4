"""The council's provider, started once for all tests that log in there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from centre.account import provider
from centre.account.mapping import roles_of
from tests.centre.account import council as councils
from tests.centre.account.council import Browser, Council


@pytest.fixture(scope="session")
def provider_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    with councils.running(tmp_path_factory.mktemp("provider"), "http://testserver") as found:
        yield found


def connect(settings: Any, council: Council, folder: Path) -> None:
    """Let the house know the provider."""
    mapping = folder / "roles.toml"
    mapping.write_text(councils.MAPPING)
    settings.OIDC_ISSUER = council.issuer
    settings.OIDC_CLIENT_ID = councils.CLIENT["client_id"]
    settings.OIDC_CLIENT_SECRET = councils.CLIENT["client_secret"]
    settings.OIDC_MAPPING = str(mapping)
    settings.SECOND_FACTOR = True
    provider._client.cache_clear()
    roles_of.cache_clear()


@pytest.fixture
def town(settings: Any, provider_process: Council, tmp_path: Path) -> Iterator[Council]:
    """The provider with its people as they were, and the house as its client."""
    connect(settings, provider_process, tmp_path)
    before = dict(provider_process.people)
    yield provider_process
    provider_process.people = before
    provider_process.knows("1001")
    provider._client.cache_clear()


@pytest.fixture
def visitor(town: Council) -> Browser:
    return Browser(town)
