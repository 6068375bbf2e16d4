"""A look-up with a reason: an hour, one person, one citizen, never changed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from centre.citizens.models import Citizen
from centre.records.actions import give_reason
from centre.records.models import AuditEntry, LookUp
from centre.records.rules import LASTS, ends_at, running_since
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
TEXT = "Borgeren ringede til mig selv."


@pytest.fixture
def citizen(house: House) -> Citizen:
    return Citizen.objects.create(created_on=AT.date(), protected=True)


def given(house: House, citizen: Citizen, **changes: Any) -> tuple[LookUp, bool]:
    told: dict[str, Any] = {"reason": "contact", "text": TEXT, "by": house.caseworker, "at": AT}
    return give_reason(citizen_id=citizen.pk, **{**told, **changes})


@pytest.mark.threat("T1")
@pytest.mark.parametrize(
    ("later", "runs"), [(-SECOND, 0), (0 * HOUR, 1), (HOUR - SECOND, 1), (HOUR, 0), (25 * HOUR, 0)]
)
def test_a_reason_holds_for_an_hour(
    house: House, citizen: Citizen, later: timedelta, runs: int
) -> None:
    made, _new = given(house, citizen)
    assert LookUp.objects.running(house.caseworker, AT + later).count() == runs
    assert LookUp.objects.running(house.colleague, AT + later).count() == 0
    assert made.ends_at == AT + HOUR


def test_the_hour_is_the_same_from_both_ends() -> None:
    assert ends_at(running_since(AT)) == AT
    assert LASTS == HOUR


def test_a_second_reason_within_the_hour_prolongs_nothing(house: House, citizen: Citizen) -> None:
    first, new = given(house, citizen)
    again, newer = given(house, citizen, at=AT + HOUR / 2)
    assert (again, new, newer) == (first, True, False)
    later, newest = given(house, citizen, at=AT + HOUR)
    assert newest and later != first
    assert AuditEntry.objects.count() == LookUp.objects.count() == 2


@pytest.mark.threat("T25")
def test_the_trail_tells_the_kind_of_reason_and_no_word_of_it(
    house: House, citizen: Citizen
) -> None:
    made, _new = given(house, citizen)
    line = AuditEntry.objects.get()
    assert (line.action, line.by, line.at) == ("records.look_up", house.caseworker, AT)
    assert (line.citizen, line.row_id) == (citizen, str(made.pk))
    assert line.detail == {"reason": "contact", "protected": True}


def test_a_look_up_is_never_changed_and_never_removed(house: House, citizen: Citizen) -> None:
    made, _new = given(house, citizen)
    rows = LookUp.objects.filter(pk=made.pk)
    for change in (lambda: rows.update(at=AT + HOUR), rows.delete):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
    made.refresh_from_db()
    assert (made.text, made.at) == (TEXT, AT)


def test_a_reason_for_nobody_is_none(house: House) -> None:
    with pytest.raises(Citizen.DoesNotExist):
        give_reason(citizen_id=uuid4(), reason="contact", text=TEXT, by=house.caseworker, at=AT)
    assert not LookUp.objects.exists()
