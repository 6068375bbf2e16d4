"""How to break the constraints of the records, beside those of `tests/constraints.py`."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from centre.records.models import (
    AuditEntry,
    Insider,
    LookUp,
    LookUpRequest,
    ReadEntry,
    Seal,
    SearchAlarm,
    Tie,
    Unsealed,
)
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


def by_hand(row: AuditEntry | ReadEntry | Seal, column: str, value: str) -> None:
    """The row once more as a statement by hand, with another value in one column."""
    fields = [field.column for field in row._meta.concrete_fields]
    key = str(row._meta.pk.column)
    new = {key: "gen_random_uuid()" if key == "id" else "number + 1", column: value}
    told = ", ".join(new.get(name, f'"{name}"') for name in map(str, fields))
    names = ", ".join(f'"{name}"' for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({names}) SELECT {told} FROM {row._meta.db_table}"
        )


def audit(house: House) -> AuditEntry:
    return AuditEntry.objects.create(at=AT, by=house.leader, action="x", row="x", row_id="1")


def read(house: House) -> ReadEntry:
    return ReadEntry.objects.create(at=AT, by=house.leader, role="x", purpose="x", row="x")


@breaks("audit_marked")
def _(house: House) -> None:
    by_hand(audit(house), "mark", "'\\x00'::bytea")


@breaks("audit_of_a_time")
def _(house: House) -> None:
    by_hand(audit(house), "at", "'infinity'")


@breaks("read_marked")
def _(house: House) -> None:
    by_hand(read(house), "mark", "'\\x00'::bytea")


@breaks("read_of_a_time")
def _(house: House) -> None:
    by_hand(read(house), "at", "'infinity'")


@breaks("seal_marked")
def _(house: House) -> None:
    by_hand(seal(), "mark", "'\\x00'::bytea")


@breaks("seal_of_a_time")
def _(house: House) -> None:
    by_hand(seal(), "sealed_at", "'-infinity'")


def request(house: House, **changes: Any) -> LookUpRequest:
    given: dict[str, Any] = {"reason": "contact", "text": "Ringede selv.", "at": AT}
    given |= {"by": house.caseworker, "citizen": citizen(house)}
    return LookUpRequest.objects.create(**{**given, **changes})


def refused(house: House, **changes: Any) -> LookUpRequest:
    given: dict[str, Any] = {"answer": "refused", "words": "Nej.", "answered_at": AT}
    return request(house, **{**given, "answered_by": house.leader, **changes})


@breaks("look_up_request_reason_known")
def _(house: House) -> None:
    request(house, reason=UNKNOWN)


@breaks("look_up_request_says_why")
def _(house: House) -> None:
    request(house, text="")


@breaks("look_up_request_whole")
def _(house: House) -> None:
    refused(house, answer="granted")


@breaks("look_up_request_second_person")
def _(house: House) -> None:
    refused(house, answered_by=house.caseworker)


@breaks("look_up_request_in_time")
def _(house: House) -> None:
    refused(house, answered_at=AT + timedelta(minutes=60))


@breaks("look_up_request_refused_why")
def _(house: House) -> None:
    refused(house, words="")


def tie(house: House, **changes: Any) -> Tie:
    given: dict[str, Any] = {"kind": "colleague", "user": house.colleague, "made_at": AT}
    given |= {"made_by": house.leader}
    return Tie.objects.create(**{"citizen": citizen(house), **given, **changes})


@breaks("tie_kind_known")
def _(house: House) -> None:
    tie(house, kind=UNKNOWN)


@breaks("tie_close_to_somebody")
def _(house: House) -> None:
    tie(house, kind="close", user=None)


@breaks("tie_once")
def _(house: House) -> None:
    tie(house, citizen=tie(house, user=None).citizen, user=None)


@breaks("tie_ended_by_somebody")
def _(house: House) -> None:
    tie(house, ended_at=AT)


def insider(house: House, **changes: Any) -> Insider:
    given: dict[str, Any] = {"user": house.colleague, "named_at": AT, "named_by": house.leader}
    return Insider.objects.create(**{"citizen": citizen(house), **given, **changes})


@breaks("insider_once")
def _(house: House) -> None:
    insider(house, citizen=insider(house).citizen)


@breaks("insider_ended_by_somebody")
def _(house: House) -> None:
    insider(house, ended_at=AT)
