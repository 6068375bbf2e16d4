"""How to break the constraints of address, custody and death, beside those of `tests/constraints.py`."""

import uuid
from datetime import timedelta
from typing import Any

from centre.citizens.models import Death, Guardian
from tests.constraints import AT, UNKNOWN, breaks, changed, citizen
from tests.factories import House


@breaks("citizen_anonymous_without_address")
def _(house: House) -> None:
    changed(citizen(house, address="Prøvevej 12\n6100 Haderslev"), anonymous=True)


def guardian(house: House, **changes: Any) -> Guardian:
    given: dict[str, Any] = {"citizen": citizen(house), "number": 1, "name": "Gry Ægir"}
    return Guardian.objects.create(**{**given, **changes})


@breaks("guardian_numbered_once")
def _(house: House) -> None:
    one = guardian(house)
    guardian(house, citizen=one.citizen)


@breaks("guardian_one_of_two")
def _(house: House) -> None:
    guardian(house, number=3)


@breaks("guardian_has_a_name")
def _(house: House) -> None:
    guardian(house, name="")


def death(house: House, **changes: Any) -> Death:
    given: dict[str, Any] = {
        "told_in": "file",
        "told_of": uuid.uuid4(),
        "told_at": AT,
        "told_by": house.caseworker,
    }
    return Death.objects.create(citizen=citizen(house), **{**given, **changes})


@breaks("death_told_in_known")
def _(house: House) -> None:
    death(house, told_in=UNKNOWN)


@breaks("death_told_once")
def _(house: House) -> None:
    one = death(house)
    death(house, told_of=one.told_of)


@breaks("death_taken_back_by_somebody")
def _(house: House) -> None:
    death(house, taken_back_at=AT + timedelta(days=1))
