"""Every wish for treatment has its clocks, every clock the dates and the state its ledger gives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reporting.live.check.days import later
from reporting.live.check.fault import Fault, compare
from reporting.live.check.ledger import Clock
from reporting.live.check.sql import rows
from reporting.live.check.standard import MINORS, Version, in_force, length_of

# What the law gives, whatever a council says: 14 days from the request.
BY_LAW = ("social_drug", "youth_drug", "alcohol", "doctors_talk", "medical")
COLUMNS = (
    *("starts_on", "due_on", "act_by_on", "stopped_on", "ended_as", "cycle"),
    *("paused_since", "notice_on", "explained_on"),
)
WISHES = """
SELECT inquiry.*, (
    SELECT array_agg((entry.detail->>'on')::date) FROM records_auditentry AS entry
    WHERE entry.action = 'inquiry.wish' AND entry.row_id = inquiry.id::text
) AS wished_again
FROM intake_inquiry AS inquiry
"""


def wishes(day: date, found: list[Version]) -> list[Fault]:
    """Each wish has exactly the clocks that law and council give it, from the day of the wish."""
    clocks: dict[Any, dict[str, tuple[object, ...]]] = defaultdict(dict)
    for one in rows(
        "SELECT own.inquiry_id, own.kind, clock.starts_on, clock.due_on, clock.source, "
        "clock.standard_id, clock.paused_since IS NOT NULL OR clock.cycle > 1 AS moved "
        "FROM intake_guarantee AS own JOIN clocks_clock AS clock ON clock.id = own.clock_id "
        "AND clock.kind = own.kind"
    ):
        due_on = "moved" if one.moved else one.due_on
        clocks[one.inquiry_id][one.kind] = (one.starts_on, due_on, one.source, one.standard_id)
    faults = []
    for inquiry in rows(WISHES):
        there = clocks.pop(inquiry.id, {})
        expected = _clocks_of(inquiry, there, found)
        faults += _compared(day, inquiry.id, expected, there)
    for inquiry_id, there in clocks.items():
        faults += _compared(day, inquiry_id, {}, there)
    return faults


def _compared(
    day: date, inquiry_id: object, expected: Mapping[str, Any], there: Mapping[str, Any]
) -> list[Fault]:
    return compare(
        day,
        "the clocks of a wish",
        {f"{inquiry_id} {kind}": told for kind, told in expected.items()},
        {f"{inquiry_id} {kind}": told for kind, told in there.items()},
    )


def _clocks_of(
    inquiry: Any, there: Mapping[str, tuple[Any, ...]], found: list[Version]
) -> dict[str, tuple[object, ...]]:
    """By its kind: when a clock starts, when it is due, whose promise it is, by which version."""
    days = {inquiry.received_on, *(inquiry.wished_again or ())}
    told: dict[str, tuple[object, ...]] = {}
    for kind in _kinds(inquiry):
        # Of several wishes each kind counts from the one that first named it; any of their days.
        starts_on = inquiry.received_on
        if kind in there and there[kind][0] in days:
            starts_on = there[kind][0]
        if inquiry.wished_again and starts_on == inquiry.received_on and kind not in there:
            starts_on = min(inquiry.wished_again)
        version = in_force(found, starts_on)
        if kind in BY_LAW:
            length, source = (14, "days"), "law"
        else:
            promise = version.promise(kind, inquiry.age_group)
            own = length_of(promise) if promise else None
            if own is None or (kind == "inpatient_decision" and not _has_stays(inquiry, version)):
                continue
            length, source = own, "local"
        due_on: object = later(starts_on, *length)
        if kind in there and there[kind][1] == "moved":
            due_on = "moved"
        told[kind] = (starts_on, due_on, source, version.id)
    return told


def _is_a_wish(inquiry: Any) -> bool:
    """One's own wish, a parent's for a child, or a referral that the citizen wants."""
    if inquiry.wish != "treatment":
        return False
    if inquiry.about == "relative":
        return inquiry.age_group in MINORS and inquiry.referrer in ("family", "self")
    return bool(inquiry.citizen_agrees) if inquiry.about == "professional" else True


def _kinds(inquiry: Any) -> Iterable[str]:
    if not _is_a_wish(inquiry):
        return
    if inquiry.topic in ("alcohol", "both"):
        yield "alcohol"
    if inquiry.topic in ("drugs", "both"):
        grown, nameless = inquiry.age_group not in MINORS, inquiry.anonymous
        yield "youth_drug" if not grown else "anonymous_drug" if nameless else "social_drug"
        if inquiry.wants_medical or not (grown and nameless):
            yield "doctors_talk"
        if inquiry.wants_medical:
            yield "medical"
    if inquiry.wants_inpatient and not inquiry.anonymous and inquiry.age_group not in MINORS:
        yield "inpatient_decision"


def _has_stays(inquiry: Any, version: Version) -> bool:
    areas = version.told.get("inpatient", {}).get("areas", [])
    return any(one in areas for one in ("alcohol", "drugs") if inquiry.topic in (one, "both"))


def dates(day: date, clocks: list[Clock]) -> list[Fault]:
    """The stored columns are what the ledger gives, line by line."""
    faults = []
    for clock in clocks:
        if not clock.stretches:
            faults.append(
                Fault(day, "a clock without a ledger", str(clock.row.id), "lines", "none")
            )
            continue
        for name in COLUMNS:
            expected, found = getattr(clock.now, name), getattr(clock.row, name)
            if expected != found:
                faults.append(Fault(day, f"{name} of a clock", str(clock.row.id), expected, found))
    return faults


def states(day: date, clocks: list[Clock], shown: Mapping[str, str]) -> list[Fault]:
    """What the house says of each clock on this day is what its ledger says."""
    expected = {str(one.row.id): one.now.state_on(day) for one in clocks if one.stretches}
    return compare(day, "the state of a clock", expected, shown)


def tables(day: date, clocks: list[Clock], shown: Mapping[str, tuple[int, int]]) -> list[Fault]:
    """The lines of the leader's tables, counted clock by clock."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    causes = _causes()
    for clock in clocks:
        state = clock.now.state_on(day) if clock.stretches else ""
        if state not in ("at_risk", "breached"):
            continue
        late = state == "breached"
        counted[f"kind={clock.row.kind}"][late] += 1
        counted[f"responsible={clock.row.responsible_id or 'none'}"][late] += 1
        if late:
            counted[f"cause={causes.get(clock.row.id, 'none')}"][late] += 1
    expected = {query: (soon, late) for query, (soon, late) in counted.items()}
    return compare(day, "a line of the leader's tables", expected, shown)


def _causes() -> dict[object, str]:
    """The cause that was written last of each clock."""
    lines = rows(
        "SELECT clock_id, cause FROM clocks_clockevent WHERE type = 'explain' ORDER BY number"
    )
    return {one.clock_id: one.cause for one in lines}


def one_owner(day: date) -> list[Fault]:
    """Each clock is the deadline of exactly one thing."""
    owners = rows(
        "SELECT conrelid::regclass::text AS name, attname AS link FROM pg_constraint "
        "JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] "
        "WHERE confrelid = 'clocks_clock'::regclass AND contype = 'f' "
        "AND conrelid NOT IN ('clocks_clockevent'::regclass, 'clocks_alert'::regclass) ORDER BY 1"
    )
    every = " UNION ALL ".join(f"SELECT {one.link} AS id FROM {one.name}" for one in owners)  # noqa: S608 - names of the catalogue  # nosec B608
    found = rows(
        f"SELECT clock.id, count(owner.id) AS owners FROM clocks_clock AS clock "  # noqa: S608  # nosec B608
        f"LEFT JOIN ({every}) AS owner ON owner.id = clock.id "
        "GROUP BY clock.id HAVING count(owner.id) <> 1"
    )
    return [Fault(day, "owners of a clock", str(one.id), 1, one.owners) for one in found]
