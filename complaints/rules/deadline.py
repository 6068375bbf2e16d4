"""The deadlines of a complaint: the citizen's to complain and answer, the centre's to look again. Pure."""

from dataclasses import replace
from datetime import date
from typing import Final

from centre.clocks.choices import Kind, Side, Source, Span
from centre.clocks.rules import Plan
from centre.standard.law import ClockKind, national_rule
from centre.standard.rules import promised_length
from centre.standard.schema import Standard

# How long the citizen has to say whether a complaint that was partly upheld still stands (C17).
REPLY_WEEKS: Final = 4


def is_late(received_on: date, complain_by_on: date | None) -> bool:
    """Whether a complaint came after the day that the decision's own letter printed (domain K8, K9).

    Nothing is counted anew: that day binds, also when it was printed wrongly. A late complaint is
    received all the same, and the appeals board says whether it may count (C15).
    """
    return complain_by_on is not None and received_on > complain_by_on


def reassess_weeks(standard: Standard, on: date) -> tuple[int, Source]:
    """How long looking at it again may take: the law's weeks, or the council's own where they are fewer.

    Raises LookupError before the law's rule is in force.
    """
    rule = national_rule("reassessment", on)
    if rule is None or rule.weeks is None:
        raise LookupError(f"no law says how long a complaint may be looked at on {on}")
    promised = promised_length(standard, "reassessment")
    if promised is not None and promised.weeks and promised.weeks < rule.weeks:
        return promised.weeks, Source.LOCAL
    return rule.weeks, Source.LAW


def reassessment(received_on: date, standard: Standard) -> Plan:
    """Looking at a decision again, from the day the complaint came (C16)."""
    weeks, source = reassess_weeks(standard, received_on)
    return Plan(
        kind=Kind.REASSESSMENT,
        starts_on=received_on,
        length=weeks,
        span=Span.WEEKS,
        side=Side.AUTHORITY,
        source=source,
        basis=_basis("reassessment", received_on)
        if source == Source.LAW
        else standard.identity.council,
    )


def reply(received_on: date) -> Plan:
    """The citizen's answer, from when the letter counts as received; moves past closed days (K4)."""
    return Plan(
        kind=Kind.COMPLAINT,
        starts_on=received_on,
        length=REPLY_WEEKS,
        span=Span.WEEKS,
        side=Side.CITIZEN,
        source=Source.LAW,
        basis=_basis("complaint_deadline", received_on),
    )


def _basis(kind: ClockKind, on: date) -> str:
    rule = national_rule(kind, on)
    return str(rule.basis) if rule is not None else ""


def decided_anew(sent_back_on: date, standard: Standard) -> Plan:
    """A case that the appeals board sends back is a new case, with a clock of its own (domain 5).

    No law gives its length: it gets what looking at it again has. A developer's reading.
    """
    plan = reassessment(sent_back_on, standard)
    return replace(plan, source=Source.LOCAL, basis=standard.identity.council)
