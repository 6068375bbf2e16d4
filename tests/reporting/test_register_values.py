"""What single columns of a delivery tell, and which numbers are none."""

from datetime import date
from pathlib import Path

import pytest

from intake.models import Visitation
from tests.factories import House
from tests.reporting.people import ANSWERED, WOMAN, citizen, course
from tests.reporting.test_registers import ALCOHOL, THREE, deliver, rows


@pytest.mark.django_db
def test_a_number_that_tells_of_an_impossible_age_is_not_delivered(
    house: House, tmp_path: Path
) -> None:
    """The seventh digit of 770277-5846 tells of 1877: a slip that the register would throw out."""
    course(house, "1", citizen("Kim", "7702775846"), profile=ANSWERED, uses=THREE)
    told = deliver("smdb", tmp_path)
    assert rows(tmp_path, "smdb_admission") == []
    faults = rows(tmp_path, "smdb_errors")
    assert {(one["field"], one["fault"]) for one in faults if one["record"]} == {("cpr", "wrong")}
    assert set(told["records"]) == set()


@pytest.mark.django_db
def test_the_first_talk_is_the_one_that_was_assessed_in(house: House, tmp_path: Path) -> None:
    """NAB tells the first talk from the day of the admission; without a day of its own they are one."""
    lis = citizen("Lis", WOMAN)
    made = course(house, "1", lis, area="alcohol", profile=ANSWERED, uses=ALCOHOL)
    deliver("nab", tmp_path / "without")
    Visitation.objects.filter(pk=made.decision.visitation_id).update(held_on=date(2025, 12, 30))
    deliver("nab", tmp_path / "with")
    days = [
        (row["first_talk_date"], row["admission_date"])
        for folder in ("without", "with")
        for row in rows(tmp_path / folder, "nab_course")
    ]
    assert days == [("2026-01-05", "2026-01-05"), ("2025-12-30", "2026-01-05")]
