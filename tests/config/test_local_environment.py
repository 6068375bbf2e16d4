import os
from pathlib import Path

import pytest

from config.local import environment
from config.local.places import LocalError, Place

REAL = {"DATABASE_URL": "postgres://web@db/traedesten", "REDIS_URL": "redis://broker:6379/0"}
ALL = (*REAL, "MIGRATE_DATABASE_URL", "DEMO", "EMBEDDED", "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Real servers are named, and nothing else."""
    for name in ALL:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    place = Place(tmp_path, tmp_path, tmp_path, None)
    monkeypatch.setattr(environment, "project_place", lambda: place)


def test_with_real_servers_nothing_is_started_and_no_key_is_made_up() -> None:
    assert environment.ensure() == []
    assert "SECRET_KEY" not in os.environ
    assert "EMBEDDED" not in os.environ
    assert os.environ["DATABASE_URL"] == REAL["DATABASE_URL"]


def test_a_demo_on_a_real_database_gets_the_demos_keys_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEMO", "0")
    environment.ensure()
    assert "SECRET_KEY" not in os.environ
    monkeypatch.setenv("DEMO", "true")
    environment.ensure()
    assert os.environ["SECRET_KEY"]


def test_a_demo_that_was_given_its_keys_needs_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """In an image nothing may be written beside the code."""
    for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"):
        monkeypatch.setenv(name, "given")
    monkeypatch.setenv("DEMO", "1")

    def no_place() -> Place:
        raise LocalError("belongs to another user")

    monkeypatch.setattr(environment, "project_place", no_place)
    assert environment.ensure() == []


@pytest.mark.parametrize("command", ["migrate", "makemigrations", "showmigrations", "flush"])
def test_what_changes_tables_runs_as_their_owner(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("MIGRATE_DATABASE_URL", "postgres://owner@db/traedesten")
    environment.become_owner(command)
    assert os.environ["DATABASE_URL"] == "postgres://owner@db/traedesten"


@pytest.mark.parametrize("command", ["demo", "sweep", "shell", "standard", ""])
def test_all_else_runs_as_the_web(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("MIGRATE_DATABASE_URL", "postgres://owner@db/traedesten")
    environment.become_owner(command)
    assert os.environ["DATABASE_URL"] == REAL["DATABASE_URL"]


def test_without_an_owner_named_the_migrations_use_the_one_role_there_is() -> None:
    environment.become_owner("migrate")
    assert os.environ["DATABASE_URL"] == REAL["DATABASE_URL"]
