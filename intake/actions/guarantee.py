"""What happens to a guarantee: facts are recorded, and the right ones stop the clock."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.choices import ConsentKind
from centre.citizens.models import Citizen, Consent
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType, Kind
from centre.clocks.rules import LedgerError
from centre.records.actions import note
from centre.staff.models import User
from centre.standard.law import national_rule
from intake.actions.inquiry import mark_started
from intake.choices import Fact
from intake.models import Guarantee, GuaranteeFact
from intake.rules.guarantee import (
    GUARANTEE_KINDS,
    WAIVED_BY_FREE_CHOICE,
    stops_the_clock,
)
from intake.rules.status import Refused


def _locked(guarantee_id: UUID) -> Guarantee:
    return (
        Guarantee.objects.select_related("inquiry__unit", "inquiry__citizen", "clock__standard")
        .select_for_update(of=("self",))
        .get(pk=guarantee_id)
    )


@transaction.atomic
def record_fact(*, guarantee_id: UUID, fact: Fact, on: date, by: User, at: datetime) -> Guarantee:
    """Record that something happened on a day; the first treatment contact stops the clock by law.

    Raises Refused for a day before the inquiry or in the future, and for a fact recorded before.
    """
    guarantee = _locked(guarantee_id)
    if on < guarantee.inquiry.received_on:
        raise Refused(_("This cannot have happened before the inquiry was received."))
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    _check_consents(guarantee, fact)
    try:
        with transaction.atomic():
            GuaranteeFact.objects.create(
                guarantee=guarantee, fact=fact, on=on, recorded_by=by, recorded_at=at
            )
    except IntegrityError:
        raise Refused(_("This is already recorded.")) from None
    note(
        action="guarantee.fact",
        row=guarantee,
        by=by,
        at=at,
        citizen_id=guarantee.inquiry.citizen_id,
        fact=fact,
        on=on.isoformat(),
    )
    if fact in stops_the_clock(guarantee.kind):
        stop_guarantee(guarantee=guarantee, on=on, by=by, at=at)
    return guarantee


def stop_guarantee(*, guarantee: Guarantee, on: date, by: User, at: datetime) -> None:
    """Stop the clock of a guarantee; called from above when a course begins."""
    if guarantee.clock.stopped_on is not None:
        return
    _write(guarantee, EventType.STOP, on=on, by=by, at=at)
    if guarantee.kind not in (Kind.DOCTORS_TALK, Kind.INPATIENT):
        mark_started(guarantee.inquiry, by=by, at=at)


@transaction.atomic
def waive(*, guarantee_id: UUID, on: date, new_start_on: date, by: User, at: datetime) -> Guarantee:
    """The citizen chose another provider after visitation; the deadline is set aside (C07).

    Raises Refused where the law knows no such waiver, never for alcohol (SUL § 141), and before the
    citizen is visitated: there is nothing of the same kind to choose yet (SEL § 101 stk. 5).
    """
    guarantee = _locked(guarantee_id)
    rule = national_rule(GUARANTEE_KINDS[guarantee.kind], guarantee.inquiry.received_on)
    if guarantee.kind not in WAIVED_BY_FREE_CHOICE or rule is None or rule.waiver_basis is None:
        raise Refused(_("Free choice does not set this deadline aside by law."))
    visitated = guarantee.facts.filter(
        fact__in=(Fact.VISITATION_HELD, Fact.DECIDED), on__lte=on, withdrawn_at__isnull=True
    )
    if not visitated.exists():
        raise Refused(
            _("Record the assessment talk or the decision first: free choice comes after.")
        )
    reason = _("Begins with the chosen provider on %(day)s.") % {"day": new_start_on.isoformat()}
    _write(
        guarantee,
        EventType.WAIVE,
        on=on,
        by=by,
        at=at,
        reason=reason,
        basis=str(rule.waiver_basis),
    )
    return guarantee


@transaction.atomic
def release(*, guarantee_id: UUID, on: date, reason: str, by: User, at: datetime) -> Guarantee:
    """The guarantee binds no more, for a reason of the list: withdrawn, declined, dead …"""
    guarantee = _locked(guarantee_id)
    _write(guarantee, EventType.RELEASE, on=on, by=by, at=at, reason=reason)
    return guarantee


@transaction.atomic
def explain_breach(
    *, guarantee_id: UUID, cause: str, plan: str, by: User, at: datetime
) -> Guarantee:
    """Record why the deadline was not kept and what happens now: the reminders rest.

    The same words twice a day are one line. Raises Refused without a plan, and while the deadline
    can still be kept.
    """
    guarantee = _locked(guarantee_id)
    if not plan.strip():
        raise Refused(_("Write what happens now and when."))
    due_on = guarantee.clock.due_on
    if due_on is None or danish_day(at) <= due_on:
        raise Refused(_("The deadline is not past yet."))
    told = guarantee.clock.events.filter(type=EventType.EXPLAIN, on=danish_day(at), cause=cause)
    if any(one.reason == plan for one in told):
        return guarantee
    _write(
        guarantee,
        EventType.EXPLAIN,
        on=danish_day(at),
        by=by,
        at=at,
        cause=cause,
        reason=plan,
    )
    return guarantee


@transaction.atomic
def record_letter(*, guarantee_id: UUID, on: date, by: User, at: datetime) -> Guarantee:
    """The citizen was told in writing that the deadline may not be met (RSL § 3 stk. 3).

    Twice for a day is once.
    """
    guarantee = _locked(guarantee_id)
    if guarantee.clock.events.filter(type=EventType.NOTICE, on=on).exists():
        return guarantee
    _write(guarantee, EventType.NOTICE, on=on, by=by, at=at)
    return guarantee


@transaction.atomic
def record_consent(
    *, guarantee_id: UUID, kind: ConsentKind, on: date, by: User, at: datetime
) -> Guarantee:
    """A consent that the law demands before a young person's treatment (BL § 33 stk. 2).

    When the last one needed is in, the fact is recorded by itself with the day of that one.
    """
    guarantee = _locked(guarantee_id)
    citizen = guarantee.inquiry.citizen
    if citizen is None:
        raise Refused(_("An anonymous person can give no consent in writing."))
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    known = citizen.consents.filter(kind=kind, withdrawn_on__isnull=True).exists()
    recorded = guarantee.facts.filter(fact=Fact.CONSENTS_GIVEN, withdrawn_at__isnull=True).exists()
    if known and (recorded or kind not in needed_consents(guarantee)):
        raise Refused(_("This consent is already recorded."))
    if not known:
        # One given for an earlier inquiry still holds and is not given twice.
        _keep_consent(citizen, kind, on=on, by=by, at=at)
    given = _consents_given(guarantee)
    needed = needed_consents(guarantee)
    if needed and needed <= given.keys() and not recorded:
        days = [given[one] for one in needed]
        day = max([*days, guarantee.inquiry.received_on])
        record_fact(guarantee_id=guarantee.pk, fact=Fact.CONSENTS_GIVEN, on=day, by=by, at=at)
    return guarantee


def _keep_consent(citizen: Citizen, kind: ConsentKind, *, on: date, by: User, at: datetime) -> None:
    try:
        with transaction.atomic():
            Consent.objects.create(
                citizen=citizen, kind=kind, given_on=on, recorded_by=by, recorded_at=at
            )
    except IntegrityError:
        raise Refused(_("This consent is already recorded.")) from None
    note(
        action="consent.record",
        row=citizen,
        by=by,
        at=at,
        citizen_id=citizen.pk,
        kind=kind,
    )


def needed_consents(guarantee: Guarantee) -> set[str]:
    """Whose consent the law demands: the custody holder's, and the young person's own from 15."""
    if guarantee.kind != Kind.YOUTH_DRUG:
        return set()
    own = {ConsentKind.YOUNG_PERSON.value} if guarantee.inquiry.age_group == "15_17" else set()
    return {ConsentKind.CUSTODY_HOLDER.value} | own


def _consents_given(guarantee: Guarantee) -> dict[str, date]:
    citizen = guarantee.inquiry.citizen
    if citizen is None:
        return {}
    in_force = citizen.consents.filter(withdrawn_on__isnull=True)
    return dict(in_force.values_list("kind", "given_on"))


def _check_consents(guarantee: Guarantee, fact: Fact) -> None:
    missing = needed_consents(guarantee) - _consents_given(guarantee).keys()
    if missing and fact in (Fact.TREATMENT_INITIATED, Fact.CONSENTS_GIVEN):
        raise Refused(_("Treatment cannot begin before the consents the law demands are recorded."))


def _write(
    guarantee: Guarantee,
    type: EventType,
    *,
    on: date,
    by: User,
    at: datetime,
    cause: str = "",
    reason: str = "",
    basis: str = "",
) -> None:
    try:
        guarantee.clock = ledger.write(
            clock_id=guarantee.clock_id,
            type=type,
            on=on,
            by=by,
            at=at,
            cause=cause,
            reason=reason,
            basis=basis,
        )
    except LedgerError as error:
        raise Refused(_(str(error))) from error
