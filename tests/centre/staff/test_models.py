"""Those who work at the centre."""

from datetime import date

import pytest

from centre.staff.choices import Role
from centre.staff.models import User
from centre.staff.rules import Door

LAST = date(2026, 12, 31)


def user(**given: object) -> User:
    return User(username="mette", **{"role": Role.LEADER, **given})


@pytest.mark.threat("T3")
def test_whoever_is_shut_out_opens_no_door() -> None:
    assert user().may(Door.WORK_CASES)
    assert not user(is_active=False).may(Door.WORK_CASES)


def test_a_superuser_is_no_exception() -> None:
    boss = user(role=Role.ADMINISTRATOR, is_superuser=True, is_staff=True)
    assert [door for door in Door if boss.may(door)] == [
        Door.SETTINGS,
        Door.APPROVE_DISPOSAL,
        Door.SEE_LOG,
    ]


@pytest.mark.parametrize(
    ("ends_on", "today", "works"),
    [
        (None, LAST, True),
        (LAST, date(2026, 12, 30), True),
        (LAST, LAST, False),
        (LAST, date(2027, 1, 1), False),
    ],
)
def test_employment_ends_on_its_day(ends_on: date | None, today: date, works: bool) -> None:
    assert user(ends_on=ends_on).works_here_on(today) is works
    assert not user(ends_on=ends_on, is_active=False).works_here_on(today)


def test_a_name_is_shown_and_a_username_where_there_is_none() -> None:
    assert str(user(first_name="Mette", last_name="Åkjær")) == "Mette Åkjær"
    assert str(user()) == "mette"
