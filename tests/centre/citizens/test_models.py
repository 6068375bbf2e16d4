"""The people we help, as a list may show them."""

from datetime import date

import pytest

from centre.citizens.models import Citizen


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ærø Ødegård-Åström", "ÆØ"),
        ("åse marie von bahr", "ÅMV"),
        ("  Bo  ", "B"),
        ("", "Uden navn"),
    ],
)
def test_a_list_shows_initials_or_that_there_is_no_name(name: str, initials: str) -> None:
    assert Citizen(name=name, created_on=date(2026, 12, 10)).initials == initials


def test_a_citizen_in_a_log_or_an_error_is_a_number_and_no_name() -> None:
    citizen = Citizen(name="Åse Ægir", cpr="0505209996", created_on=date(2026, 12, 10))
    for told in (str(citizen), repr(citizen)):
        assert "Åse" not in told and "050520" not in told
