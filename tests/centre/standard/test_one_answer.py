"""Within one answer the standard is read once; the next one sees what was loaded meanwhile."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.standard.actions import load_standard
from centre.standard.models import QualityStandard
from centre.standard.queries import in_force, one_answer
from config.local import places
from tests.conftest import moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 10)


def load_another() -> QualityStandard:
    """The same council's promise in other words, valid from the same day, loaded later."""
    text = (places.PROJECT / "centre/standard/files/haderslev.toml").read_text()
    made, new = load_standard(
        text=f"{text}\n# Once more.\n", name="haderslev", at=moment("2099-01-01 12.00")
    )
    assert new
    return made


def test_two_questions_of_one_answer_are_one_query(council: QualityStandard) -> None:
    with one_answer(), CaptureQueriesContext(connection) as asked:
        assert in_force(DAY) == in_force(DAY) == council
    assert len(asked) == 1


def test_outside_of_an_answer_nothing_is_kept(council: QualityStandard) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert in_force(DAY) == in_force(DAY)
    assert len(asked) == 2


def test_the_next_answer_sees_a_version_that_was_loaded_after_the_last(
    council: QualityStandard,
) -> None:
    with one_answer():
        assert in_force(DAY) == council
    made = load_another()
    with one_answer():
        assert in_force(DAY) == made


def test_an_answer_that_loads_a_version_itself_sees_it(council: QualityStandard) -> None:
    with one_answer():
        assert in_force(DAY) == council
        assert load_another() == in_force(DAY)
