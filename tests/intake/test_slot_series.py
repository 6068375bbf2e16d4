"""The same time in weeks after one another: by the clock on the wall, and past the weeks that have none."""

from datetime import date, time
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localtime

from centre.calendar import danish_moment
from centre.refusal import Refused
from centre.staff.models import Absence, Closure
from intake.actions.slot import Extra, Series, add_series
from intake.models import Slot
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.test_slot_views import ADD, WEEK, extra, text

pytestmark = pytest.mark.django_db
AT = moment("2027-03-08 08.00")  # three weeks before summer time begins


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


def series(house: House, on: date, weeks: int) -> Series:
    asked = Extra(starts_at=danish_moment(on, time(16)), minutes=45, channels=["phone"])
    return add_series(counsellor=house.caseworker, extra=asked, weeks=weeks, by=house.leader, at=AT)


def test_every_week_has_its_hour_on_both_sides_of_summer_time(house: House) -> None:
    made = series(house, date(2027, 3, 15), 4)
    assert not made.left_out
    clocks = {localtime(one.starts_at).time() for one in made.added}
    assert clocks == {time(16)}
    assert [localtime(one.starts_at).date() for one in made.added] == [
        date(2027, 3, 15),
        date(2027, 3, 22),
        date(2027, 3, 29),
        date(2027, 4, 5),
    ]


def test_a_week_in_which_nobody_is_there_is_left_out_and_told_of(house: House) -> None:
    kept = {"recorded_by": house.leader, "recorded_at": AT}
    Closure.objects.create(on=date(2027, 3, 23), **kept)
    away = DateRange(date(2027, 3, 30), date(2027, 3, 31), "[]")
    Absence.objects.create(user=house.caseworker, during=away, **kept)
    made = series(house, date(2027, 3, 16), 4)
    assert [localtime(one.starts_at).day for one in made.added] == [16, 6]
    assert [localtime(starts_at).day for starts_at, _why in made.left_out] == [23, 30]
    assert all(why for _starts_at, why in made.left_out)


def test_where_the_first_week_cannot_be_nothing_is_added(house: House) -> None:
    Closure.objects.create(on=date(2027, 3, 16), recorded_by=house.leader, recorded_at=AT)
    with pytest.raises(Refused):
        series(house, date(2027, 3, 16), 4)
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    ("weeks", "status", "words"),
    [
        ("3", 302, "3 tider er tilføjet, den første lørdag den 13. marts 2027"),
        ("0", 422, "Tallet skal være 1 eller mere"),
        ("27", 422, "højst 26"),
        ("", 422, "Skriv i hvor mange uger"),
        ("to", 422, "Skriv ugerne som et tal"),
    ],
)
def test_the_form_asks_in_how_many_weeks(house: House, weeks: str, status: int, words: str) -> None:
    client = logged_in(house.leader)
    sent: dict[str, Any] = extra(
        house, on_day="13", on_month="3", on_year="2027", at="16.00", weeks=weeks
    )
    answer = client.post(ADD, sent)
    assert answer.status_code == status
    assert words in text(client.get(WEEK) if status == 302 else answer)
    assert Slot.objects.count() == (3 if status == 302 else 0)
