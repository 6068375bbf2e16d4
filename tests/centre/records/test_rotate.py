"""A new key: everything that is kept sealed is sealed anew, and the old key opens nothing any more."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from centre.citizens.models import Citizen
from centre.post.models import Letter
from centre.records.actions import note, rotate, seal
from centre.records.models import LookUp
from centre.vault import keyring, sealed_columns
from tests.centre.post.constraints import letter
from tests.centre.records.constraints import look_up
from tests.centre.test_vault import NEW, OLD, encoded
from tests.constraints import AT
from tests.factories import House

pytestmark = pytest.mark.django_db
SHEET = b"%PDF \x00\xff"


@pytest.fixture
def kept(house: House, settings: Settings) -> Citizen:
    """A citizen, letters and a reason, all under the first key."""
    settings.FIELD_KEYS = encoded(k1=OLD)
    for number in range(3):
        letter(house, title=f"Æblegrød {number}", pdf=SHEET)
    look_up(house, text="Ringede selv.")
    return Citizen.objects.create(name="Ærø Ødegård", phone="+4520304077", created_on="2026-12-10")


def heads() -> set[bytes]:
    """What the sealed values of all tables begin with."""
    found = set()
    with connection.cursor() as cursor:
        for model, fields in sealed_columns().items():
            for field in fields:
                column = field.column  # type: ignore[attr-defined]
                cursor.execute(
                    f"SELECT DISTINCT substr({column}, 1, 3) FROM {model._meta.db_table}"
                    f" WHERE length({column}) > 0"
                )
                found |= {bytes(head) for (head,) in cursor.fetchall()}
    return found


def test_all_of_it_is_sealed_anew_and_then_the_old_key_may_go(
    kept: Citizen, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("centre.records.actions.SEALED_ANEW", 2)
    settings.FIELD_KEYS = encoded(k1=OLD, k2=NEW)
    told = rotate()
    assert told["post_letter"] == 3
    assert heads() == {keyring().newest} == {b"\x01\x00\x02"}
    settings.FIELD_KEYS = encoded(k2=NEW)
    assert Citizen.objects.get(pk=kept.pk).name == "Ærø Ødegård"
    assert {bytes(one.pdf) for one in Letter.objects.all()} == {SHEET}
    assert sorted(one.title for one in Letter.objects.all()) == [f"Æblegrød {n}" for n in range(3)]
    assert LookUp.objects.get().text == "Ringede selv."
    assert rotate() == {}


def test_a_run_that_was_ended_half_way_is_run_again(
    kept: Citizen, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEYS = encoded(k1=OLD, k2=NEW)
    monkeypatch.setattr("centre.records.actions.SEALED_ANEW", 1)
    monkeypatch.setattr("centre.records.actions._rotated", first_only)
    rotate()
    assert len(heads()) == 2
    monkeypatch.undo()
    settings.FIELD_KEYS = encoded(k1=OLD, k2=NEW)
    rotate()
    assert heads() == {keyring().newest}


def first_only(model: Any, fields: Any) -> int:
    """The first batch of a table, and no more."""
    from centre.records import actions

    return len(actions._rotate_some(model, fields, None))


@pytest.mark.django_db(transaction=True)
def test_where_a_key_is_missing_it_is_said_and_what_was_sealed_stays_readable(
    kept: Citizen, settings: Settings
) -> None:
    settings.FIELD_KEYS = encoded(k2=NEW)
    with pytest.raises(CommandError, match="no key opens this value"):
        call_command("keys", "rotate")
    settings.FIELD_KEYS = encoded(k1=OLD, k2=NEW)
    assert Citizen.objects.get(pk=kept.pk).name == "Ærø Ødegård"
    call_command("keys", "rotate", stdout=StringIO())
    assert heads() == {keyring().newest}


def test_the_command_tells_how_many_rows_of_which_table(kept: Citizen, settings: Settings) -> None:
    settings.FIELD_KEYS = encoded(k1=OLD, k2=NEW)
    out = StringIO()
    call_command("keys", "rotate", stdout=out)
    assert json.loads(out.getvalue())["records_lookup"] == 1


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'danger'",
        "at = now()",
        "text = '\\x02'",
        "text = '\\x01', reason = 'danger'",
    ],
)
def test_under_cover_of_a_new_key_nothing_else_is_changed(kept: Citizen, change: str) -> None:
    with (
        pytest.raises(IntegrityError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL traedesten.keys = 'rotate'")
        cursor.execute(f"UPDATE records_lookup SET {change}")


@pytest.mark.parametrize("table", ["records_auditentry", "records_seal"])
def test_no_line_of_a_log_is_changed_under_cover_of_a_new_key(house: House, table: str) -> None:
    note(action="unit.test", row=house.adults, by=None, at=AT)
    seal(at=AT)
    with (
        pytest.raises(IntegrityError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL traedesten.keys = 'rotate'")
        cursor.execute(f"UPDATE {table} SET mark = mark")
