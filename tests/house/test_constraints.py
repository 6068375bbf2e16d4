"""The database is the last line: each rule a row can break has a name, and a test breaks it."""

import pytest
from django.db import IntegrityError, transaction

import tests.centre.account.constraints
import tests.centre.citizens.constraints
import tests.centre.journal.constraints
import tests.centre.post.constraints
import tests.centre.records.constraints
import tests.centre.retention.constraints
import tests.centre.rights.constraints
import tests.complaints.constraints
import tests.followup.constraints
import tests.intake.constraints
import tests.intake.constraints_decision
import tests.reporting.constraints
import tests.treatment.constraints  # noqa: F401 - each has breakers of its own
from centre.guard import broken
from tests.constraints import BREAKERS, named
from tests.factories import House


def test_every_named_constraint_has_a_test_that_breaks_it() -> None:
    names = set(named())
    assert names - BREAKERS.keys() == set(), "these constraints are broken by no test"
    assert BREAKERS.keys() - names == set(), "these breakers have no constraint any more"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(BREAKERS))
def test_the_database_refuses_a_row_that_breaks(name: str, house: House) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKERS[name](house)
    assert broken(refused.value) == name
