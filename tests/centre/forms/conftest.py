"""The pack is tested in English, with undefined template variables showing themselves."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from tests.browser import chromium

UNDEFINED = "UNDEFINED-%s"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _undefined_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNDEFINED)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(chromium.node()))
    return chromium.launch_options()
