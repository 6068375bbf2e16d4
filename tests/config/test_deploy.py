"""With the settings of production Django's own check finds nothing, and what it does not ask holds too."""

import subprocess
import sys

import pytest
from django.conf import settings

from config.components import bill
from tests.config.test_settings import GIVEN, start
from tests.run import FIXED

PRODUCTION = {
    **GIVEN,
    "SECRET_KEY": "".join(chr(48 + number * 7 % 75) for number in range(64)),
    "FIELD_KEYS": FIXED["FIELD_KEYS"],
    "INDEX_KEY": FIXED["INDEX_KEY"],
    "REDIS_URL": "redis://:word@broker.example:6379/0",
    "DATABASE_URL": "postgres://web:word@db.example/traedesten",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, **changes},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.threat("T14", "T32")
def test_djangos_check_of_what_is_deployed_finds_nothing() -> None:
    told = check()
    assert told.returncode == 0, told.stderr
    assert "no issues (0 silenced)" in told.stdout
    assert "security.W004" in check(PLAIN_HTTP="1").stderr


@pytest.mark.threat("T14")
@pytest.mark.parametrize(
    ("name", "least"),
    [("SECURE_HSTS_SECONDS", 365 * 86_400), ("SECURE_HSTS_INCLUDE_SUBDOMAINS", 1),
     ("SECURE_SSL_REDIRECT", 1), ("SESSION_COOKIE_SECURE", 1), ("CSRF_COOKIE_SECURE", 1)],
)  # fmt: skip
def test_a_browser_never_speaks_to_it_in_clear(name: str, least: int) -> None:
    shown = start(shown=name).stdout.split()[-1]
    assert (int(shown) if shown.isdecimal() else int(shown == "True")) >= least


@pytest.mark.threat("T32")
def test_nothing_is_told_to_who_asks_for_a_crash() -> None:
    assert start(shown="DEBUG").stdout.split()[-1] == "False"
    assert start(DEBUG="", shown="DEBUG").stdout.split()[-1] == "False"


@pytest.mark.threat("T33")
def test_each_package_is_named_with_what_it_must_weigh() -> None:
    parts = bill()["components"]
    assert {"pkg:npm/dkfds@11.2.0"} <= {one["purl"] for one in parts}
    assert len(parts) > 100
    for one in parts:
        assert one["hashes"], one["purl"]
        assert all(len(sum_["content"]) >= 64 for sum_ in one["hashes"]), one["purl"]
    assert bill() == bill()


@pytest.mark.threat("T33")
def test_what_is_installed_is_held_against_the_lock() -> None:
    makefile = (settings.BASE_DIR / "Makefile").read_text()
    assert "pip sync --quiet --python $(VENV)/python --require-hashes requirements.lock" in makefile
    assert "npm) ci" in makefile.replace("$(NPM)", "npm)")
    assert "--ignore-scripts" in makefile
    assert "npm ci" in (settings.BASE_DIR / "Dockerfile").read_text()
    lock = (settings.BASE_DIR / "requirements.lock").read_text()
    for line in lock.splitlines():
        assert " @ " not in line.split("#")[0], "a package from somewhere else than the registry"
        assert not line.startswith(("-e", "--find-links", "--index-url", "--extra-index-url"))
