"""Rows that are born together: one statement, all of them or none."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from centre.citizens.models import Citizen
from centre.guard import broken
from centre.post.choices import Text
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.rows import columns, insert, row_of, together
from centre.staff.choices import UnitKind
from centre.staff.models import Unit
from tests.conftest import moment

AT = moment("2026-12-07 09.00")
pytestmark = pytest.mark.django_db


def citizen(**given: object) -> Citizen:
    return Citizen(**{"name": "Ærø", "created_on": date(2026, 12, 7), **given})


def line(who: Citizen) -> AuditEntry:
    return AuditEntry(at=AT, action="rows.test", row="x", row_id="1", citizen=who, detail={"n": 1})


def letter(key: str) -> Message:
    return Message(text=Text.RECEIPT, once_key=key, due_at=AT, facts={})


def test_rows_of_several_tables_leave_in_one_statement_and_point_to_each_other() -> None:
    one, two = citizen(), citizen(name="Bo")
    with CaptureQueriesContext(connection) as asked, together():
        insert(one)
        insert(line(one), line(two))
        insert(two)
        assert not Citizen.objects.exists()
    statements = [sql["sql"] for sql in asked.captured_queries if "INSERT" in sql["sql"]]
    assert len(statements) == 1
    assert set(Citizen.objects.values_list("pk", flat=True)) == {one.pk, two.pk}
    assert {entry.citizen_id for entry in AuditEntry.objects.all()} == {one.pk, two.pk}
    assert Citizen.objects.get(pk=one.pk).name == "Ærø"
    assert AuditEntry.objects.filter(detail={"n": 1}).count() == 2


def test_what_was_inserted_is_saved_again_as_the_same_row() -> None:
    one = citizen()
    insert(one)
    one.name = "Bo"
    one.save()
    assert Citizen.objects.get().name == "Bo"


def test_one_refused_row_takes_all_of_them_along_and_its_rule_is_named() -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), together():
        insert(letter("once"))
        insert(citizen(age_group="unheard of"))
    assert broken(refused.value) == "citizen_age_group_known"
    assert not Message.objects.exists()


def test_left_by_an_error_it_writes_nothing() -> None:
    with pytest.raises(ZeroDivisionError), together():
        insert(citizen())
        raise ZeroDivisionError
    insert(letter("after"))
    assert not Citizen.objects.exists()
    assert Message.objects.exists()


def test_within_another_it_waits_for_the_outer_one() -> None:
    with together():
        with together():
            insert(citizen())
        assert not Citizen.objects.exists()
    assert Citizen.objects.exists()


def test_a_row_that_is_there_already_is_left_as_it_is_and_the_others_are_written() -> None:
    insert(letter("once"))
    with together():
        insert(letter("once"), letter("other"), unless_there=True)
        insert(citizen())
    assert Message.objects.count() == 2
    assert Citizen.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(letter("once"))


def test_what_it_breaks_within_a_transaction_breaks_only_itself() -> None:
    insert(letter("once"))
    with pytest.raises(IntegrityError), together():
        insert(citizen())
        insert(letter("once"))
    assert not Citizen.objects.exists()
    assert Message.objects.count() == 1


def test_a_key_that_the_database_counts_is_refused() -> None:
    with pytest.raises(TypeError, match="gets its key from the database"):
        insert(Unit(key="x", name="x"))


def test_a_row_found_by_hand_is_the_one_a_query_gives() -> None:
    kept = Unit.objects.create(key="north", name="Nord", kind=UnitKind.YOUTH)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns(Unit, 'unit')} FROM staff_unit AS unit")
        found = cursor.fetchone()
    assert found is not None
    unit = row_of(Unit, found)
    assert unit == kept
    assert (unit.name, unit.kind) == ("Nord", UnitKind.YOUTH)
    unit.save()
    assert Unit.objects.count() == 1


def test_a_sealed_column_is_never_read_by_hand() -> None:
    with pytest.raises(TypeError, match="only a query of its own can open"):
        row_of(Citizen, ())
