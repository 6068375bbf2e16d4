"""Nothing is forgotten: every table that leads to a citizen, or holds anything sealed, is some part's."""

import pytest
from django.apps import apps
from django.db import models

from centre.citizens.models import Citizen
from centre.retention.queries.parts import parts
from centre.vault import sealed_columns
from intake.models import Inquiry
from tests.constraints import OURS


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


def of_somebody() -> set[type[models.Model]]:
    ours = [one for one in apps.get_models() if one.__module__.split(".")[0] in OURS]
    return {one for one in ours if leads_to_a_citizen(one)} | set(sealed_columns())


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
