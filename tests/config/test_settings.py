"""Settings that are missing or contradict each other stop the house, with a word on how to mend it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

GIVEN = {
    "SECRET_KEY": "x" * 50,
    "FIELD_KEYS": "1:unused",
    "INDEX_KEY": "unused",
    "DATABASE_URL": "postgres://web@db/traedesten",
    "PATH": os.environ["PATH"],
}


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in {**GIVEN, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DEMO, s.SECURE)"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"])
def test_a_key_that_is_missing_is_named(name: str) -> None:
    answer = start(**{name: None})
    assert answer.returncode != 0
    assert f"{name} is not set" in answer.stderr


def test_production_is_neither_demo_nor_plain() -> None:
    assert start().stdout.split() == ["False", "True"]


def test_demo_on_a_real_database_takes_an_explicit_word() -> None:
    refused = start(DEMO="1")
    assert refused.returncode != 0
    assert "DEMO_ON_REAL_DATABASE" in refused.stderr
    assert start(DEMO="1", DEMO_ON_REAL_DATABASE="1").stdout.split() == ["True", "True"]


def test_mail_that_no_server_takes_is_kept_in_the_projects_own_folder() -> None:
    assert Path(settings.EMAIL_CONFIG["EMAIL_FILE_PATH"]) == settings.LOCAL_DIR / "mail"
