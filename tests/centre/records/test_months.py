"""The log of readings in months, opened by the web and entered by nobody."""

from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.utils.timezone import now

from centre.calendar import add_months, danish_day
from centre.records.actions import open_months, seal
from tests.centre.records.sealed import LATER, found, sealed, told
from tests.centre.test_guard import as_the_web
from tests.centre.test_guard import run as run_statement
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
__all__ = ["sealed"]


def months() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'records_readentry'::regclass"
        )
        return {name.removeprefix("records_readentry_") for (name,) in cursor.fetchall()}


def lies_in(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM records_readentry WHERE at = %s", [at])
        (name,) = cursor.fetchone()
        return str(name).removeprefix("records_readentry_")


def open_month(day: str) -> None:
    """As the owner may; the web opens this month and the next two."""
    run_statement(f"SELECT open_month('{day}')")


def test_a_line_lies_in_its_danish_month(house: House) -> None:
    late = moment("2031-02-28 23.59")
    for day in ("2031-02-01", "2031-03-31", "2031-03-31"):
        open_month(day)
    assert {"2031_02", "2031_03"} <= months()
    told(house, times=1, at=late)
    told(house, times=1, at=late + timedelta(minutes=1))
    assert lies_in(late) == "2031_02"
    assert lies_in(late + timedelta(minutes=1)) == "2031_03"


def test_a_month_that_nobody_opened_refuses_no_line_and_is_left_as_it_is(house: House) -> None:
    late = moment("2033-05-05 12.01")
    told(house, times=1, at=late)
    assert lies_in(late) == "other"
    open_month("2033-05-01")
    assert "2033_05" not in months()
    seal(at=late)
    assert found() == []


def test_this_month_and_the_next_two_stand_open_and_the_web_keeps_it_so(house: House) -> None:
    with as_the_web():
        assert open_months() == 0
        told(house, times=1)
        assert seal(at=LATER) == 2
        assert found() == []
    first = danish_day(now()).replace(day=1)
    assert {f"{add_months(first, n):%Y_%m}" for n in range(3)} <= months()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT open_month('2050-01-01')",
        "SELECT * FROM records_readentry_other",
        "UPDATE records_seal SET number = number",
    ],
)
def test_the_web_opens_no_other_month_and_goes_into_none_by_itself(statement: str) -> None:
    open_month("2034-01-01")
    with as_the_web(), pytest.raises(ProgrammingError, match="permission denied"):
        run_statement(statement)
    with as_the_web(), pytest.raises(ProgrammingError, match="permission denied"):
        run_statement("SELECT * FROM records_readentry_2034_01")
