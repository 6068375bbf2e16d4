"""How to break the constraints of the records, beside those of `tests/constraints.py`."""

from typing import Any

from centre.records.models import LookUp, SearchAlarm
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
