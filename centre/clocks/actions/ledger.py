"""Starting a clock and writing lines into its ledger. The dates follow from `rules.compute`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.clocks import rules
from centre.clocks.choices import EventType, Side
from centre.clocks.models import Clock, ClockEvent
from centre.records.actions import note
from centre.refusal import Refused
from centre.rows import insert
from centre.staff.models import Unit, User
from centre.standard.models import QualityStandard

# Why an act was refused, for `makemessages`: rules speak in message ids.
REFUSALS = (
    _("The clock has already started."),
    _("The clock has not started."),
    _("The clock has already ended."),
    _("Nothing can happen to a clock before it starts."),
    _("The clock is already paused."),
    _("The clock was already paused on this day."),
    _("This day has not come yet."),
    _("The clock is not paused."),
    _("The clock cannot go on before it was paused."),
    _("An extension needs a later day."),
)


def start(
    *,
    plans: Sequence[rules.Plan],
    standard: QualityStandard,
    unit: Unit,
    citizen: Citizen | None,
    responsible: User | None,
    by: User | None,
    at: datetime,
) -> list[Clock]:
    """Start clocks in the caller's transaction: their first line, their dates, their next warning.

    One statement, however many clocks one inquiry starts.
    """
    clocks = [_planned(plan, standard=standard, unit=unit) for plan in plans]
    for clock in clocks:
        clock.citizen, clock.responsible = citizen, responsible
    lines = [
        ClockEvent(
            clock=clock,
            number=1,
            type=EventType.START,
            on=clock.starts_on,
            basis=clock.basis,
            by=by,
            at=at,
        )
        for clock in clocks
    ]
    insert(*clocks, *lines)
    return clocks


def _planned(plan: rules.Plan, *, standard: QualityStandard, unit: Unit) -> Clock:
    """The clock of a plan with its dates, not yet kept."""
    answer = rules.compute([rules.Event(EventType.START, plan.starts_on)], plan.rule)
    clock = Clock(
        kind=plan.kind,
        source=plan.source,
        unit=unit,
        standard=standard,
        length=plan.length,
        span=plan.span,
        side=plan.side,
        basis=plan.basis,
    )
    _write_dates(clock, answer)
    # A clock registered late has rungs behind it already: the next sweep finds them all.
    first = rules.rungs(answer)
    clock.next_rung_on = first[0][1] if first else None
    return clock


@transaction.atomic
def write(
    *,
    clock_id: UUID,
    type: EventType,
    on: date,
    by: User | None,
    at: datetime,
    until: date | None = None,
    cause: str = "",
    reason: str = "",
    basis: str = "",
) -> Clock:
    """Write one line into the ledger and recompute the clock from all of them.

    Raises `rules.LedgerError` with a sentence for the user when the event cannot have happened.
    """
    if on > danish_day(at):
        raise rules.LedgerError("This day has not come yet.")
    clock = Clock.objects.select_for_update(of=("self",)).get(pk=clock_id)
    events = list(clock.events.all())
    line = rules.Event(type=type, on=on, until=until)
    answer = rules.compute([*(event.line for event in events), line], clock.rule)
    ClockEvent.objects.create(
        clock=clock,
        number=len(events) + 1,
        type=type,
        on=on,
        until=until,
        cause=cause,
        reason=reason,
        basis=basis,
        by=by,
        at=at,
    )
    _follow(clock, answer)
    note(
        action=f"clock.{type}",
        row=clock,
        by=by,
        at=at,
        citizen_id=clock.citizen_id,
        kind=clock.kind,
    )
    return clock


@transaction.atomic
def explain(*, clock_id: UUID, cause: str, plan: str, by: User, at: datetime) -> Clock:
    """Record why a deadline was not kept and what happens now: its reminders rest.

    Of every kind of deadline alike. The same words twice a day are one line. Raises Refused without a
    plan, and while the deadline can still be kept or is the citizen's own.
    """
    clock, today = Clock.objects.select_for_update(of=("self",)).get(pk=clock_id), danish_day(at)
    if not plan.strip():
        raise Refused(str(_("Write what happens now and when.")))
    if clock.side != Side.AUTHORITY:
        raise Refused(str(_("This deadline is the citizen's own.")))
    if clock.due_on is None or today <= clock.due_on:
        raise Refused(str(_("The deadline is not past yet.")))
    told = clock.events.filter(type=EventType.EXPLAIN, on=today, cause=cause)
    if any(one.reason == plan for one in told):
        return clock
    try:
        return write(
            clock_id=clock_id, type=EventType.EXPLAIN, on=today, by=by, at=at, cause=cause,
            reason=plan,
        )  # fmt: skip
    except rules.LedgerError as error:
        raise Refused(str(_(str(error)))) from error


@transaction.atomic
def hand_over(*, clocks: "list[Clock]", responsible: User | None, unit: Unit) -> None:
    """Let other hands answer for these clocks. Who answers never moves a date."""
    ids = [clock.pk for clock in clocks]
    Clock.objects.filter(pk__in=ids).update(responsible=responsible, unit=unit)


def _follow(clock: Clock, answer: rules.Answer) -> None:
    """Let the columns follow the ledger, and the next warning follow the dates.

    A moved deadline warns anew, from the rungs of its new dates. Any other line leaves the next rung
    to the sweep, which may not have been there yet.
    """
    moved = answer.due_on != clock.due_on
    goes_on = clock.stopped_on is not None and answer.stopped_on is None
    _write_dates(clock, answer)
    if answer.stopped_on is not None or answer.due_on is None:
        clock.next_rung_on = None
    elif moved:
        clock.cycle += 1
        clock.next_rung_on = rules.rungs(answer)[0][1]
    elif _only_reminded(clock, answer):
        # Its cause and plan are written down: it is reminded of no more.
        clock.next_rung_on = None
    elif goes_on:
        # The same dates and the same warnings: the sweep gives those that were not given before.
        clock.next_rung_on = rules.rungs(answer)[0][1]
    clock.save()


def _only_reminded(clock: Clock, answer: rules.Answer) -> bool:
    """Whether it is explained, and all that it was still to be looked at for was a reminder of that."""
    if answer.explained_on is None or clock.next_rung_on is None:
        return False
    return clock.next_rung_on > rules.rungs(answer)[-1][1]


def _write_dates(clock: Clock, answer: rules.Answer) -> None:
    clock.starts_on = answer.starts_on
    clock.due_on = answer.due_on
    clock.act_by_on = answer.act_by_on
    clock.stopped_on = answer.stopped_on
    clock.ended_as = answer.ended_as
    clock.paused_since = answer.paused_since
    clock.notice_on = answer.notice_on
    clock.explained_on = answer.explained_on
