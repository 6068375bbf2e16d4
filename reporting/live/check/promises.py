"""Kept by law, and kept as promised: both answers of every guarantee, from its days and the TOML."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reporting.live.check.days import later
from reporting.live.check.ledger import Clock
from reporting.live.check.sql import rows
from reporting.live.check.standard import Version, length_of

# Facts that say more than their name: who has begun was offered it.
SAYS_MORE = {
    "treatment_offered": {"treatment_initiated"},
    "talks_offered": {
        *("treatment_offered", "first_meeting_agreed", "first_talk_held"),
        "treatment_initiated",
    },
    "first_meeting_agreed": {"first_talk_held", "treatment_initiated"},
    "doctors_talk_offered": {"doctors_talk_held"},
}
NO_TREATMENT = ("doctors_talk", "inpatient_decision")
UNDECIDED = {"running": "running", "at_risk": "running", "paused": "running"}


@dataclass(frozen=True)
class Answered:
    """One treatment guarantee with both answers on a day."""

    id: str
    kind: str
    clock: Clock
    received_on: date
    law: str
    promised: str
    first_talk_on: date | None


def answers(day: date, clocks: Iterable[Clock], found: list[Version]) -> list[Answered]:
    """Both answers of every treatment guarantee there is."""
    by_id = {one.row.id: one for one in clocks if one.stretches}
    versions = {one.id: one for one in found}
    facts: dict[object, dict[str, date]] = defaultdict(dict)
    for one in rows(
        'SELECT guarantee_id, fact, "on" FROM intake_guaranteefact WHERE withdrawn_at IS NULL'
    ):
        facts[one.guarantee_id][one.fact] = one.on
    told = []
    for own in rows(
        "SELECT own.id, own.kind, own.clock_id, inquiry.age_group, inquiry.received_on "
        "FROM intake_guarantee AS own JOIN intake_inquiry AS inquiry ON inquiry.id = inquiry_id"
    ):
        clock = by_id.get(own.clock_id)
        if clock is None or own.kind in NO_TREATMENT:
            continue
        state = clock.now.state_on(day)
        law = UNDECIDED.get(state, state) if clock.row.source == "law" else "none"
        promise = versions[clock.row.standard_id].promise(own.kind, own.age_group)
        promised = _as_promised(promise, clock, facts[own.id], state, day)
        talk_on = facts[own.id].get("first_talk_held")
        told.append(Answered(str(own.id), own.kind, clock, own.received_on, law, promised, talk_on))
    return told


def _as_promised(
    promise: dict[str, Any] | None,
    clock: Clock,
    facts: dict[str, date],
    state: str,
    day: date,
) -> str:
    if promise is None or (promise.get("on_request_only") and "doctors_talk_asked" not in facts):
        return "none"
    due_on, kept_on = _due(promise, clock, facts), _kept(promise, facts)
    if kept_on is not None:
        return "kept" if due_on is None or kept_on <= due_on else "kept_late"
    if state in ("waived", "released"):
        return state
    if due_on is None:
        return "not_started"
    return "breached" if due_on < day else "running"


def _kept(promise: dict[str, Any], facts: dict[str, date]) -> date | None:
    """The day on which all of it had happened."""
    days = []
    for event in promise["stop_when"]:
        shown = [on for fact, on in facts.items() if fact in {event, *SAYS_MORE.get(event, ())}]
        if not shown:
            return None
        days.append(min(shown))
    return max(days, default=None)


def _due(promise: dict[str, Any], clock: Clock, facts: dict[str, date]) -> date | None:
    """The last day of the promise, once all that starts it is there."""
    happened = {"consents_given": facts.get("consents_given")}
    for request in ("request", "request_at_children_unit", "application_received"):
        happened[request] = clock.now.starts_on
    first = [on for on in map(happened.get, promise["start_any"]) if on is not None]
    waits = [happened.get(event) for event in promise.get("start_after", [])]
    length = length_of(promise)
    if not first or length is None or None in waits:
        return None
    return later(max([min(first), *(on for on in waits if on is not None)]), *length)
