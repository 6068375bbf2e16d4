"""How to break the constraints of the records, beside those of `tests/constraints.py`."""

from typing import Any
from uuid import uuid4

from centre.records.models import LookUp, Seal, SearchAlarm, Unsealed
from tests.constraints import AT, UNKNOWN, breaks, citizen
from tests.factories import House


def look_up(house: House, **changes: Any) -> LookUp:
    given: dict[str, Any] = {"reason": "contact", "text": "Ringede selv.", "at": AT}
    given |= {"by": house.caseworker, "citizen": citizen(house)}
    return LookUp.objects.create(**{**given, **changes})


@breaks("look_up_reason_known")
def _(house: House) -> None:
    look_up(house, reason=UNKNOWN)


@breaks("look_up_says_why")
def _(house: House) -> None:
    look_up(house, text="")


@breaks("search_alarm_once_an_hour")
def _(house: House) -> None:
    for _number in range(2):
        SearchAlarm.objects.create(by=house.caseworker, at=AT, hour_at=AT)


@breaks("unsealed_log_known")
def _(house: House) -> None:
    Unsealed.objects.create(entry=uuid4(), log=UNKNOWN)


def seal(**changes: Any) -> Seal:
    given: dict[str, Any] = {"number": 1, "sealed_at": AT, "log": "trail", "entries": [uuid4()]}
    return Seal.objects.create(**{**given, "digests": bytes(32), "digest": bytes(32), **changes})


@breaks("seal_log_known")
def _(house: House) -> None:
    seal(log=UNKNOWN)


@breaks("seal_closes_something")
def _(house: House) -> None:
    seal(entries=[])
