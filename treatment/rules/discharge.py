"""How a course ends: what is asked, what stands in the way, and which follow-ups it leads to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast
from uuid import UUID

from centre.clocks.choices import Kind, Side, Source, Span
from centre.clocks.rules import Plan
from centre.standard import law
from centre.standard.rules import follow_up_months, follow_up_statuses
from centre.standard.schema import Area, FollowUp, Standard
from treatment.choices import DischargeReason, FollowUpRoute, Result

# A discharge that was a mistake is taken back within a day (ux S14); later it is corrected.
TAKEN_BACK_WITHIN = timedelta(hours=24)

KINDS: Mapping[int, Kind] = {1: Kind.FOLLOW_UP_1, 6: Kind.FOLLOW_UP_6}

# What "completed" ended with (domain 2.2). Which results are REDSTAB is our proposal.
CLOSING: Mapping[str, str] = {
    Result.FREE: "FRI",
    Result.REDUCED: "REDSTAB",
    Result.STABILISED: "REDSTAB",
}


@dataclass(frozen=True)
class DischargeContent:
    """All that a discharge says. `goals` is how far each goal of the last plan was reached, by its key."""

    discharged_on: date
    reason: str
    result: str = Result.UNKNOWN
    summary: str = ""
    follow_up_route: str = FollowUpRoute.NONE
    follow_up_detail: str = ""
    goals: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True)
class Promised:
    """One follow-up that a discharge leads to: after how many months, and who promised it."""

    months: int
    source: Source
    basis: str

    @property
    def kind(self) -> Kind:
        return KINDS[self.months]

    def clock(self, discharged_on: date) -> Plan:
        """It is counted from the discharge, whenever that was written down."""
        return Plan(
            kind=self.kind,
            starts_on=discharged_on,
            length=self.months,
            span=Span.MONTHS,
            side=Side.AUTHORITY,
            source=self.source,
            basis=self.basis,
        )


def closing_status(reason: str, result: str) -> str:
    """FRI, REDSTAB or AND for who completed; nothing for any other reason (domain 2.2)."""
    return CLOSING.get(result, "AND") if reason == DischargeReason.COMPLETED else ""


def follow_ups(
    standard: Standard, area: str, reason: str, *, named: bool, route: str
) -> tuple[Promised, ...]:
    """What a discharge leads to, by law for drugs, elsewhere as the council promises.

    Nobody is followed up who gave no name and no way to be reached. Somebody with a name who wants
    no contact is left alone where only the council asks for it; the law's follow-up stands on the
    list all the same, to be closed with that answer (our proposal).
    """
    reached = route not in ("", FollowUpRoute.NONE)
    if reason == DischargeReason.DEAD or not (named or reached):
        return ()
    found = {months: _by_law(months) for months in _months_by_law(area, reason)}
    kind = cast("Area", area)
    if reached and reason in follow_up_statuses(standard, kind):
        basis = standard.identity.council
        for months in follow_up_months(standard, kind):
            found.setdefault(months, Promised(months, Source.LOCAL, basis))
    return tuple(found[months] for months in sorted(found))


def _months_by_law(area: str, reason: str) -> tuple[int, ...]:
    rule = law.FOLLOW_UP
    return rule.months if area in rule.areas and reason in rule.statuses else ()


def _by_law(months: int) -> Promised:
    return Promised(months, Source.LAW, str(law.FOLLOW_UP.basis))


def follow_up_rule(standard: Standard, area: str) -> FollowUp | None:
    """What the standard says of contact after a discharge from this kind of treatment."""
    return next((one for one in standard.follow_up if one.area == area), None)


def invited_back(standard: Standard, area: str, reason: str) -> bool:
    """Whether somebody who breaks off is told that they may come again (Haderslev, Skanderborg)."""
    rule = follow_up_rule(standard, area)
    promised = rule is not None and (rule.invited_back or rule.readmission_offered)
    return promised and reason == DischargeReason.DROPPED_OUT


class Fault(StrEnum):
    """What is wrong with a discharge; each has its sentence, and its field in the form."""

    NOT_YET = "not_yet"
    BEFORE_IT_BEGAN = "before_it_began"
    BEFORE_A_TALK = "before_a_talk"
    TALK_NOT_WRITTEN = "talk_not_written"
    OPEN_DECISION = "open_decision"
    GOALS = "goals"
    DETAIL = "detail"
    CALLS_THE_DEAD = "calls_the_dead"


@dataclass(frozen=True)
class Standing:
    """What is known of the course when it is to end."""

    today: date
    begun_on: date
    goals: Sequence[UUID] = ()
    last_talk_on: date | None = None
    talk_not_written: bool = False
    decision_open: bool = False


def faults(content: DischargeContent, standing: Standing) -> list[Fault]:
    """What stands in the way, the weightiest first. Of the dead no goal is asked."""
    dead = content.reason == DischargeReason.DEAD
    on, last = content.discharged_on, standing.last_talk_on
    asked = set() if dead else set(standing.goals)
    found = {
        Fault.OPEN_DECISION: standing.decision_open,
        Fault.TALK_NOT_WRITTEN: standing.talk_not_written,
        Fault.NOT_YET: on > standing.today,
        Fault.BEFORE_IT_BEGAN: on < standing.begun_on,
        Fault.BEFORE_A_TALK: last is not None and on < last,
        Fault.GOALS: {key for key, _attained in content.goals} != asked,
        Fault.DETAIL: _lacks_detail(content),
        Fault.CALLS_THE_DEAD: dead and content.follow_up_route != FollowUpRoute.NONE,
    }
    return [fault for fault, there in found.items() if there]


def _lacks_detail(content: DischargeContent) -> bool:
    needs = content.follow_up_route not in ("", FollowUpRoute.NONE)
    return needs and not content.follow_up_detail.strip()
