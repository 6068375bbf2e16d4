"""The citizen's log: days and purposes in plain words, nobody's name, what was searched for too."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from centre.citizens.models import Citizen
from centre.citizens.rules import fold
from centre.post.letters.text import Facts
from centre.records.actions import open_months
from centre.records.door import sought
from centre.records.models import LookUp, ReadEntry
from centre.rights.choices import Outcome, Status
from centre.rights.queries.log import log_blocks
from centre.rights.words.log import PURPOSES, WORK, part_words, purpose_words
from tests.centre.rights.cases import LATER, asked, citizen_of, collected, family, given
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2027-01-05 23.30")
NAME = "Nogen søgte på dit navn, eller på en anden med samme navn"
PHONE = "Nogen søgte på dit telefonnummer"


@pytest.fixture
def citizen(house: House) -> Citizen:
    return citizen_of(family(house))


def read(house: House, citizen: Citizen | None, at: datetime = AT, **changes: Any) -> ReadEntry:
    given: dict[str, Any] = {
        "at": at,
        "by": house.caseworker,
        "role": house.caseworker.role,
        "purpose": "file",
        "citizen": citizen,
        "row": "citizens.Citizen",
        "row_id": str(citizen.pk) if citizen else "",
    }
    return ReadEntry.objects.create(**{**given, **changes})


def rows(citizen: Citizen, until: datetime = LATER) -> list[tuple[str, str]]:
    with override("da"):
        table = [one for one in log_blocks(citizen, until) if isinstance(one, Facts)]
    return [row for one in table for row in one.rows]


def test_a_day_tells_what_it_was_for_and_how_often(house: House, citizen: Citizen) -> None:
    ReadEntry.objects.filter(citizen=citizen).exists()
    for minutes in range(3):
        read(house, citizen, AT - timedelta(minutes=minutes))
    read(house, citizen, AT - timedelta(days=1), purpose="talk", row="treatment.Session")
    assert rows(citizen)[:2] == [
        ("5. januar 2027", "For at læse, hvad der står i din sag: hele sagen (3 gange)"),
        ("4. januar 2027", "På grund af din behandling: en samtale"),
    ]


def test_the_day_is_the_danish_one(house: House, citizen: Citizen) -> None:
    """23.30 in Denmark is still that day, half past midnight the next."""
    read(house, citizen, AT + timedelta(hours=1))
    assert rows(citizen)[0][0] == "6. januar 2027"


def test_nobody_of_the_staff_is_named_and_no_hour_told(house: House, citizen: Citizen) -> None:
    read(house, citizen, by=house.leader, role=house.leader.role)
    told = str(rows(citizen))
    for one in (house.leader, house.caseworker):
        assert one.last_name not in told and one.username not in told
    assert "leder" not in told.lower() and "23.30" not in told


def test_what_was_opened_with_a_reason_says_which(house: House, citizen: Citizen) -> None:
    opened = LookUp.objects.create(
        citizen=citizen, reason="contact", text="Ringede til mig.", at=AT, by=house.youth_worker
    )
    read(house, citizen, look_up=opened, by=house.youth_worker)
    told = rows(citizen)[0][1]
    assert "Åbnet med en begrundelse: borgeren henvendte sig til mig" in told
    assert "Ringede" not in told


def test_a_search_for_the_citizen_is_found_by_its_hash(house: House, citizen: Citizen) -> None:
    searched: dict[str, Any] = {"row": "intake.Inquiry", "row_id": ""}
    read(house, None, purpose="search phone", criterion_hash=sought(citizen.phone), **searched)
    read(house, None, purpose="search name", criterion_hash=sought(fold(citizen.name)), **searched)
    read(house, None, purpose="search phone", criterion_hash=sought("+4599999999"), **searched)
    assert rows(citizen)[0] == ("5. januar 2027", f"{NAME}\n{PHONE}")


def test_another_citizens_readings_are_not_in_it(house: House, citizen: Citizen) -> None:
    other = Citizen.objects.create(created_on=AT.date(), name="En Anden")
    before = rows(citizen)
    read(house, other)
    assert rows(citizen) == before


def test_a_purpose_that_nobody_has_put_into_words_is_told_all_the_same() -> None:
    assert purpose_words("something new") == str(WORK)
    assert part_words("some.Model") == ""
    assert purpose_words("act call") == str(WORK)
    assert len(PURPOSES) > 20


def test_the_log_alone_is_given_by_one_person(house: House, citizen: Citizen) -> None:
    read(house, citizen)
    request = asked(house, citizen, wants_file=False)
    collected(request, house.caseworker)
    made = given(house, request, by=house.caseworker)
    assert (made.status, made.outcome) == (Status.ANSWERED, Outcome.WHOLE)
    assert made.pieces.count() == 0


def test_the_log_is_that_of_the_moment_the_file_was_collected(
    house: House, citizen: Citizen
) -> None:
    open_months()
    request = collected(asked(house, citizen, wants_file=False), house.caseworker)
    read(house, citizen, LATER + timedelta(minutes=1))
    made = given(house, request, LATER + timedelta(minutes=2), by=house.caseworker)
    assert made.file is not None
    assert "6. januar 2027" not in str(rows(citizen, LATER))
    assert "hele sagen" not in made.file.text.split("6. januar")[-1][:40]
