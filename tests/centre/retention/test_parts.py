"""Nothing is forgotten: every table that leads to a citizen, or holds anything sealed, is some part's."""

from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from centre.citizens.models import Citizen
from centre.retention.queries.parts import parts
from centre.vault import sealed_columns
from intake.models import Inquiry
from tests.centre.retention.cases import approved
from tests.centre.retention.test_records import advised
from tests.constraints import OURS
from tests.factories import House


def leads_to_a_citizen(model: type[models.Model], seen: frozenset[str] = frozenset()) -> bool:
    """Whether any chain of foreign keys ends with a citizen, or with an inquiry without a name."""
    if model in (Citizen, Inquiry):
        return True
    if model._meta.label in seen:
        return False
    return any(
        leads_to_a_citizen(field.related_model, seen | {model._meta.label})
        for field in model._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    )


def ours() -> list[type[models.Model]]:
    """All our tables, those too that Django makes between two others."""
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one.__module__.split(".")[0] in OURS]


def of_somebody() -> set[type[models.Model]]:
    return {one for one in ours() if leads_to_a_citizen(one)} | set(sealed_columns())


def named() -> set[type[models.Model]]:
    return {model for part in parts() for model in (*part.removes, *part.kept)}


def test_every_table_that_leads_to_a_citizen_is_named_by_a_part() -> None:
    forgotten = of_somebody() - named()
    assert forgotten == set(), (
        "name these in a part of RETENTION_PARTS: what becomes of their rows?"
    )


def test_no_part_names_what_leads_to_nobody() -> None:
    assert named() - of_somebody() == set()


def test_what_is_kept_says_why_and_is_removed_by_no_part() -> None:
    removed = {model for part in parts() for model in part.removes}
    for part in parts():
        for model, why in part.kept.items():
            assert len(why) > 20, model
            assert model not in removed


@pytest.mark.parametrize("left", range(8))
def test_a_part_that_is_left_out_is_missed(left: int, settings: object) -> None:
    """The first test here can fail: without any one part it does."""
    names = settings.RETENTION_PARTS  # type: ignore[attr-defined]
    settings.RETENTION_PARTS = names[:left] + names[left + 1 :]  # type: ignore[attr-defined]
    assert of_somebody() - named() != set()


def opened(statement: str, line: UUID, table: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [line, table])
    except DatabaseError as refused:
        assert "no approved line opens" in str(refused)
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hold_still", "dispose"])
def test_an_approved_line_opens_the_tables_whose_rows_go_and_no_other(
    house: House, name: str
) -> None:
    """A table that comes later is closed until a migration names it, as a part must."""
    advised(house)
    line = approved(house).lines.get().pk
    keyed = {one._meta.db_table: one._meta.pk.column for one in ours()}
    every = [one for one in connection.introspection.table_names() if one not in keyed]
    found = {
        table
        for table in (*keyed, *every)
        if opened(
            f"SELECT {name}(%s, %s, '{keyed.get(table, 'id')}', ARRAY[]::text[])", line, table
        )
    }
    removed = {model for part in parts() for model in part.removes}
    assert found == {one._meta.db_table for one in removed}
