"""Settings that are missing or contradict each other stop the house, with a word on how to mend it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.local.councils import known

GIVEN = {
    "SECRET_KEY": "x" * 50,
    "FIELD_KEYS": "1:unused",
    "INDEX_KEY": "unused",
    "DATABASE_URL": "postgres://web@db/traedesten",
    "PATH": os.environ["PATH"],
}

PROGRAM = """
import os, config.settings as s
print(s.DEMO, s.SECURE)
if name := os.environ.get("shown"): print(getattr(s, name))
"""


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in {**GIVEN, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
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


@pytest.mark.threat("T32")
def test_production_is_neither_demo_nor_plain() -> None:
    assert start().stdout.split() == ["False", "True"]


def test_a_real_database_is_not_taken_for_the_houses_own_one() -> None:
    assert start(EMBEDDED="1").stdout == start().stdout == "False True\n"
    assert (
        start(EMBEDDED="1", DATABASE_URL="postgres://web@/house?host=/tmp").stdout == "True False\n"
    )


def test_demo_on_a_real_database_takes_an_explicit_word() -> None:
    refused = start(DEMO="1")
    assert refused.returncode != 0
    assert "DEMO_ON_REAL_DATABASE" in refused.stderr
    assert start(DEMO="1", DEMO_ON_REAL_DATABASE="1").stdout.split() == ["True", "True"]


COOKIES = [f"{kind}_COOKIE_NAME" for kind in ("SESSION", "CSRF", "FORM", "MESSAGE")]


@pytest.mark.threat("T14")
@pytest.mark.parametrize("plain", ["0", "1"])
@pytest.mark.parametrize("name", COOKIES)
def test_councils_on_one_machine_never_share_a_cookie(name: str, plain: str) -> None:
    """A browser keeps one jar for all ports of a machine."""
    names = [
        start(shown=name, PLAIN_HTTP=plain, MUNICIPALITY=council).stdout.split()[-1]
        for council in ("haderslev", "skanderborg")
    ]
    assert len(set(names)) == len(names)
    for one in names:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", one)
        # A browser keeps such a cookie from http and from other hosts of the domain.
        assert one.startswith("__Host-") is (plain == "0")


def test_every_councils_key_can_stand_in_the_name_of_a_cookie() -> None:
    assert [key for key in known() if not re.fullmatch(r"[a-z0-9_-]+", key)] == []


def test_mail_that_no_server_takes_is_kept_in_the_projects_own_folder() -> None:
    kept = Path(settings.EMAIL_CONFIG["EMAIL_FILE_PATH"])
    # Each council's apart: nobody reads another's post.
    assert kept == settings.LOCAL_DIR / "mail" / "haderslev"


@pytest.mark.parametrize(
    ("variable", "value", "shown", "folder"),
    [
        ("EMAIL_URL", "filemail:///srv/post", "EMAIL_FILE_PATH", "/srv/post"),
        ("EMAIL_URL", "filemail:////srv/post", "EMAIL_FILE_PATH", "/srv/post"),
        ("LOCAL_DIR", "elsewhere", "LOCAL_DIR", str(settings.BASE_DIR / "elsewhere")),
        ("LOCAL_DIR", "/srv/local", "LOCAL_DIR", "/srv/local"),
    ],
)
def test_a_folder_that_is_named_is_never_made_where_somebody_happens_to_stand(
    variable: str, value: str, shown: str, folder: str
) -> None:
    answer = start(shown=shown, **{variable: value})
    assert answer.stdout.splitlines()[-1] == folder


@pytest.mark.parametrize("folder", ["", "/srv/local"])
def test_the_styles_are_found_wherever_the_data_are_kept(folder: str) -> None:
    """They are built from the code, beside it."""
    answer = start(shown="STATICFILES_DIRS", LOCAL_DIR=folder)
    served = answer.stdout.splitlines()[-1]
    assert str(settings.BASE_DIR / "static") in served
    assert str(settings.BASE_DIR / ".local/assets") in served
    kept = start(shown="STATIC_ROOT", LOCAL_DIR=folder).stdout.splitlines()[-1]
    assert kept == str(settings.BASE_DIR / ".local/static")


PROVIDER = {
    "OIDC_ISSUER": "https://id.kommune.example", "OIDC_CLIENT_ID": "house",
    "OIDC_CLIENT_SECRET": "secret", "OIDC_MAPPING": "roles.toml",
}  # fmt: skip


OWN_DATABASE = {"EMBEDDED": "1", "DATABASE_URL": "postgres://web@/house?host=/tmp"}


@pytest.mark.threat("T16")
@pytest.mark.parametrize("changes", [{}, {"PLAIN_HTTP": "1"}, {**OWN_DATABASE, "DEMO": "0"}])
def test_a_real_house_does_not_start_without_the_second_factor(changes: dict[str, str]) -> None:
    assert start(**changes, shown="SECOND_FACTOR").stdout.split()[-1] == "True"
    refused = start(**changes, SECOND_FACTOR="0")
    assert refused.returncode != 0
    assert "SECOND_FACTOR is off" in refused.stderr


@pytest.mark.parametrize(
    "changes", [OWN_DATABASE, {"DEBUG": "1"}, {"DEMO": "1", "DEMO_ON_REAL_DATABASE": "1"}]
)
def test_where_nothing_is_real_a_password_may_do(changes: dict[str, str]) -> None:
    assert start(**changes, SECOND_FACTOR="0", shown="SECOND_FACTOR").stdout.split()[-1] == "False"


def test_a_provider_is_reached_over_https_and_has_all_that_it_wants() -> None:
    assert start(**PROVIDER, shown="OIDC_ISSUER").stdout.split()[-1] == PROVIDER["OIDC_ISSUER"]
    plain = start(**{**PROVIDER, "OIDC_ISSUER": "http://id.kommune.example"})
    assert "OIDC_ISSUER must be an https address" in plain.stderr
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_MAPPING"):
        assert f"{name} is not set" in start(**{**PROVIDER, name: None}).stderr


def test_a_form_may_lead_on_to_the_provider_and_nowhere_else() -> None:
    policy = start(**PROVIDER, shown="CONTENT_SECURITY_POLICY").stdout
    assert "'form-action': [\"'self'\", 'https://id.kommune.example']" in policy
    assert "'form-action': [\"'self'\"]" in start(shown="CONTENT_SECURITY_POLICY").stdout
