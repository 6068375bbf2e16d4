"""How to break the rules of protocols, lines, holds and numbers, beside `tests/constraints.py`."""

import uuid
from datetime import date, timedelta
from typing import Any

from centre.records.models import DroppedMonth
from centre.retention.models import Hold, Line, Protocol, Tally
from tests.centre.records.constraints import by_hand
from tests.constraints import AT, DAY, UNKNOWN, breaks, changed, citizen
from tests.factories import House


def protocol(house: House, **changes: Any) -> Protocol:
    given: dict[str, Any] = {
        "kind": "social", "valid_from": DAY, "months": 60, "number_of_lines": 1, "digest": bytes(32),
        "drafted_at": AT, "drafted_by": house.leader,
    }  # fmt: skip
    return Protocol.objects.create(**{**given, **changes})


def approval(house: House) -> dict[str, Any]:
    return {
        "status": "approved", "approved_at": AT, "approved_by": house.administrator,
        "archive_heeded": True,
    }  # fmt: skip


def line(house: House, **changes: Any) -> Line:
    given: dict[str, Any] = {
        "number": 1, "subject": uuid.uuid4(), "named": True, "last_entry_on": date(2020, 1, 1),
        "disposable_on": date(2025, 1, 2),
    }  # fmt: skip
    whose = changes.pop("protocol", None) or protocol(house)
    return Line.objects.create(protocol=whose, **{**given, **changes})


def hold(house: House, **changes: Any) -> Hold:
    given: dict[str, Any] = {"reason": "court", "placed_at": AT, "placed_by": house.leader}
    return Hold.objects.create(citizen=citizen(house), **{**given, **changes})


def dropped(**changes: Any) -> DroppedMonth:
    given: dict[str, Any] = {"first_on": date(2024, 1, 1), "entries": [], "line": uuid.uuid4()}
    return DroppedMonth.objects.create(made_at=AT, **{**given, **changes})


@breaks("protocol_kind_known")
def _(house: House) -> None:
    protocol(house, kind=UNKNOWN)


@breaks("protocol_status_known")
def _(house: House) -> None:
    changed(protocol(house), status=UNKNOWN)


@breaks("protocol_one_open_a_kind")
def _(house: House) -> None:
    protocol(house, **approval(house))
    protocol(house, kind="health")
    protocol(house)


@breaks("protocol_approved_with_the_archive_heeded")
def _(house: House) -> None:
    changed(protocol(house), **{**approval(house), "archive_heeded": False})


@breaks("protocol_approved_by_another")
def _(house: House) -> None:
    changed(protocol(house), **{**approval(house), "approved_by": house.leader})


@breaks("protocol_carried_out_when_approved")
def _(house: House) -> None:
    changed(protocol(house), status="approved")


@breaks("protocol_withdrawn_by_somebody")
def _(house: House) -> None:
    changed(protocol(house), status="withdrawn", withdrawn_at=AT)


@breaks("protocol_closed_says_when")
def _(house: House) -> None:
    changed(protocol(house), **{**approval(house), "status": "closed"})


@breaks("protocol_lists_something")
def _(house: House) -> None:
    protocol(house, number_of_lines=0)


@breaks("line_numbered_once")
def _(house: House) -> None:
    line(house, protocol=line(house).protocol)


@breaks("line_once_a_record")
def _(house: House) -> None:
    one = line(house)
    line(house, protocol=one.protocol, number=2, subject=one.subject)


@breaks("line_outcome_known")
def _(house: House) -> None:
    changed(line(house), outcome=UNKNOWN, finished_at=AT)


@breaks("line_left_out_says_why")
def _(house: House) -> None:
    changed(line(house), outcome="left_out", finished_at=AT)


@breaks("line_finished_says_when")
def _(house: House) -> None:
    changed(line(house), outcome="done")


@breaks("line_due_after_its_last_entry")
def _(house: House) -> None:
    line(house, disposable_on=date(2020, 1, 1))


@breaks("hold_reason_known")
def _(house: House) -> None:
    hold(house, reason=UNKNOWN)


@breaks("hold_says_why")
def _(house: House) -> None:
    hold(house, reason="other")


@breaks("hold_lifted_by_somebody")
def _(house: House) -> None:
    changed(hold(house), lifted_at=AT + timedelta(days=1))


@breaks("tally_once_a_year")
def _(house: House) -> None:
    for _again in range(2):
        Tally.objects.create(year=2026, what="inquiry")


@breaks("citizen_disposed_is_nobody")
def _(house: House) -> None:
    changed(citizen(house, name="Ærø"), disposed_on=DAY)


@breaks("dropped_month_marked")
def _(house: House) -> None:
    _once_more("mark", "'\\x00'::bytea")


@breaks("dropped_month_of_a_time")
def _(house: House) -> None:
    _once_more("made_at", "'infinity'")


def _once_more(column: str, value: str) -> None:
    one: Any = dropped()
    by_hand(one, column, value)
