"""The page of operation (A8): what runs, what does not, and what nobody knows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now as clock_now

from centre.clocks.queries.surroundings import surroundings
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

NOW = moment("2026-12-09 09.00")


@pytest.fixture(autouse=True)
def _wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


def test_the_operation_page_says_what_is_missing(house: House) -> None:
    page = logged_in(house.administrator).get("/staff/operation/")
    assert page.status_code == 200
    assert page.context["missing"] != []
    assert "Alt kører" not in page.content.decode()


def test_all_runs_is_said_only_when_all_that_is_asked_is_known(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr("centre.clocks.queries.operation.missing", lambda _moment: [])
    monkeypatch.setattr("centre.clocks.queries.surroundings._queued", lambda: 3)
    # The door of the tests stands on another day than the database.
    monkeypatch.setattr("centre.clocks.queries.surroundings.skew", lambda _moment: 0)
    settings.BACKUP_STAMP = str(tmp_path / "backup")
    settings.RESTORE_STAMP = str(tmp_path / "restore")
    client = logged_in(house.administrator)

    def page() -> str:
        return " ".join(client.get("/staff/operation/").content.decode().split())

    (tmp_path / "backup").touch()
    told = page()
    assert "Ikke oplyst: seneste prøve af en gendannelse." in told
    assert "Alt kører" not in told
    (tmp_path / "restore").touch()
    told = page()
    assert "Alt kører" in told
    assert "Ikke oplyst" not in told
    monkeypatch.setattr("centre.clocks.queries.surroundings.skew", lambda _moment: -90)
    told = page()
    assert "Mangler: samme tid på webserveren og i databasen" in told
    assert "Alt kører" not in told


def test_a_disk_that_runs_full_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("centre.clocks.queries.surroundings._free", lambda: 12_000_000)
    page = logged_in(house.administrator).get("/staff/operation/").content.decode()
    assert "plads på webserverens disk" in page


def test_the_databases_clock_is_held_against_the_web_servers(house: House) -> None:
    around = surroundings(clock_now() - timedelta(minutes=5))
    assert around.skew is not None
    assert 299 <= around.skew <= 310
    assert around.wrong == ["time"]
