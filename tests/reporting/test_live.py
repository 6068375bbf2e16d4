"""A council's days on a virtual clock: the same for the same seed, and true by a second counting."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from centre import calendar
from centre.clocks.models import Alert, Clock
from intake.choices import Channel
from intake.models import Inquiry
from reporting.live.check import days
from reporting.live.check.after import Check
from reporting.live.check.fault import Fault
from reporting.live.digest import digest
from tests.promises import COUNCILS

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 27)
PEOPLE = 40
# Haderslev is lived by `test_live_check`.
OTHERS = [key for key in COUNCILS if key != "haderslev"]


# --- it lives ---------------------------------------------------------------------------------


def lived(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    """What the command says of some days of a council, which are then undone."""
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "MUNICIPALITY", settings.MUNICIPALITY)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", settings.EMAIL_BACKEND)
    said = StringIO()
    call_command("live", "--json", *words, stdout=said)
    told: dict[str, Any] = json.loads(said.getvalue())
    return told


@pytest.mark.django_db
@pytest.mark.parametrize("key", OTHERS)
def test_a_month_in_each_other_council_is_without_a_fault(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        if '"standard_qualitystandard"."text"' in sql and " JOIN " in sql:
            fetched.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        told = lived(
            monkeypatch,
            *("--municipality", key, "--from", "2026-11-30", "--to", LAST.isoformat()),
            *("--citizens", "16", "--check"),
        )
    assert told["faults"] == []
    # The long text is parsed once a process: it does not come with every row that points to it.
    assert fetched == []
    assert told["days"] == 28
    assert Inquiry.objects.count() > 12
    assert set(Inquiry.objects.values_list("channel", flat=True)) >= {Channel.WEB, Channel.PHONE}
    assert Alert.objects.exists()
    assert not Clock.objects.filter(starts_on__gt=LAST).exists()


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_seed(seed: str) -> str:
        with transaction.atomic():
            days = ("--from", "2026-11-23", "--to", "2026-12-04", "--citizens", "8")
            told = lived(monkeypatch, *days, "--seed", seed)
            transaction.set_rollback(True)
        return str(told["digest"])

    assert of_seed("7") == of_seed("7") != of_seed("8")


@pytest.mark.django_db
def test_it_is_refused_where_people_are_or_demo_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--from", "2026-11-23", "--to", "2026-11-24", "--citizens", "3")
    before = lived(monkeypatch, *words)["digest"]
    with pytest.raises(CommandError, match="inquiries in this database already"):
        lived(monkeypatch, *words)
    assert digest() == before
    monkeypatch.setattr(settings, "DEMO", False)
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("live", *words)


@pytest.mark.django_db
def test_a_fault_is_printed_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", settings.EMAIL_BACKEND)
    found = Fault(FIRST, "due_on of a clock", "an-id", FIRST, LAST)
    monkeypatch.setattr(Check, "after", lambda *_of: [found])
    said = StringIO()
    with pytest.raises(SystemExit, match="1"):
        days = ("--from", "2026-11-23", "--to", "2026-11-23", "--citizens", "1")
        call_command("live", *days, "--check", stdout=said)
    assert f"{FIRST} due_on of a clock an-id: expected {FIRST}, found {LAST}" in said.getvalue()


def test_two_calendars_that_know_nothing_of_each_other_agree_on_every_day() -> None:
    day = date(1990, 1, 1)
    while day.year < 2100:
        assert days.closed(day) == calendar.is_closed_for_deadlines(day), day
        day += timedelta(days=1)
    for months in (1, 6, -12):
        assert days.months_after(date(2028, 8, 31), months) == calendar.add_months(
            date(2028, 8, 31), months
        )
