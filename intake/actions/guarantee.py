"""What happens to a guarantee: facts are recorded, and the right ones stop the clock."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.choices import ConsentKind, ToldIn
from centre.citizens.models import Citizen, Consent
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType, Kind
from centre.clocks.rules import LedgerError
from centre.guard import broken
from centre.records.actions import note
from centre.refusal import Refused
from centre.rows import insert, together
from centre.staff.models import User
from centre.standard.law import national_rule
from intake.actions.death import taken_back_with, tell_of_death
from intake.actions.inquiry import locked as locked_inquiry
from intake.actions.inquiry import mark_started
from intake.actions.release import run_again
from intake.choices import Fact, InquiryStatus, Outcome, ReleaseReason
from intake.models import Guarantee, GuaranteeFact, Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import needed_consents
from intake.queries.steps import decided_of
from intake.rules.guarantee import (
    GUARANTEE_KINDS,
    WAIVED_BY_FREE_CHOICE,
    releases,
    stops_the_clock,
)


def _locked(guarantee_id: UUID) -> Guarantee:
    return locked(Guarantee.objects.all()).get(pk=guarantee_id)


def _locked_with_its_inquiry(guarantee_id: UUID) -> Guarantee:
    """The inquiry's row before the guarantee's, as a course that begins takes them."""
    locked_inquiry(Guarantee.objects.values_list("inquiry_id", flat=True).get(pk=guarantee_id))
    return _locked(guarantee_id)


def _locked_with_its_citizen(guarantee_id: UUID) -> Guarantee:
    """The citizen's row before the guarantee's, as a decision takes them that is sent."""
    theirs = Citizen.objects.filter(inquiries__guarantees=guarantee_id)
    list(theirs.select_for_update(of=("self",), no_key=True).values_list("pk"))
    return _locked(guarantee_id)


def locked(guarantees: QuerySet[Guarantee]) -> QuerySet[Guarantee]:
    """Guarantees with what their acts need, their own rows locked."""
    rows = guarantees.select_related("inquiry__unit", "inquiry__citizen", "clock")
    return rows.select_for_update(of=("self",))


@transaction.atomic
def record_fact(*, guarantee_id: UUID, fact: Fact, on: date, by: User, at: datetime) -> Guarantee:
    """Record that something happened on a day; the first treatment contact stops the clock by law.

    Raises Refused for a day before the inquiry or in the future, and for a fact recorded before.
    """
    guarantee = _locked_with_its_inquiry(guarantee_id)
    keep_fact(guarantee, fact, on=on, by=by, at=at)
    return guarantee


def keep_fact(guarantee: Guarantee, fact: Fact, *, on: date, by: User, at: datetime) -> None:
    """The same of a locked guarantee, in the caller's transaction."""
    if on < guarantee.inquiry.received_on:
        raise Refused(_("This cannot have happened before the inquiry was received."))
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    _check_consents(guarantee, fact)
    kept = GuaranteeFact(guarantee=guarantee, fact=fact, on=on, recorded_by=by, recorded_at=at)
    try:
        with together():
            insert(kept)
            note(
                action="guarantee.fact",
                row=guarantee,
                by=by,
                at=at,
                citizen_id=guarantee.inquiry.citizen_id,
                fact=fact,
                on=on.isoformat(),
            )
    except IntegrityError:
        raise Refused(_("This is already recorded.")) from None
    if fact in stops_the_clock(guarantee.kind):
        stop_guarantee(guarantee=guarantee, on=on, by=by, at=at)


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
    citizen is visitated: there is nothing of the same kind to choose yet (SEL § 101 stk. 5). The
    same choice twice is one.
    """
    guarantee = _locked(guarantee_id)
    reason = _("Begins with the chosen provider on %(day)s.") % {
        "day": date_format(new_start_on, "j. F Y")
    }
    if _ended(guarantee, EventType.WAIVE, on, reason):
        return guarantee
    rule = national_rule(GUARANTEE_KINDS[guarantee.kind], guarantee.clock.starts_on)
    if guarantee.kind not in WAIVED_BY_FREE_CHOICE or rule is None or rule.waiver_basis is None:
        raise Refused(_("Free choice does not set this deadline aside by law."))
    visitated = guarantee.facts.filter(
        fact__in=(Fact.VISITATION_HELD, Fact.DECIDED), on__lte=on, withdrawn_at__isnull=True
    )
    if not visitated.exists():
        raise Refused(
            _("Record the assessment talk or the decision first: free choice comes after.")
        )
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
    """The guarantee binds no more, for a reason of the list: withdrawn, declined, dead …

    The same words twice are one release. Raises Refused when it has ended in another way, and for a
    reason that is not one for its kind, as a refusal of help that no decision in force has given.
    """
    dead = reason == ReleaseReason.DEAD
    guarantee = (_locked_with_its_citizen if dead else _locked)(guarantee_id)
    if reason not in releases(guarantee.kind, refused=_is_refused(guarantee)):
        raise Refused(_("This reason does not fit this deadline. Choose another."))
    if _ended(guarantee, EventType.RELEASE, on, reason):
        return guarantee
    citizen_id = guarantee.inquiry.citizen_id
    if dead and citizen_id is not None:
        tell_of_death(
            citizen_id=citizen_id, told_in=ToldIn.GUARANTEE, told_of=guarantee_id, by=by, at=at
        )
    _write(guarantee, EventType.RELEASE, on=on, by=by, at=at, reason=reason)
    return guarantee


def _is_refused(guarantee: Guarantee) -> bool:
    return decided_of(guarantee.inquiry_id).get(guarantee.kind) == Outcome.REFUSED


def _ended(guarantee: Guarantee, type: EventType, on: date, reason: str) -> bool:
    """Whether this very end is written already: a second click is told the same as the first."""
    if guarantee.clock.ended_as != type:
        return False
    last = guarantee.clock.events.filter(type=type).last()
    return last is not None and (last.on, last.reason) == (on, reason)


@transaction.atomic
def take_back_release(*, guarantee_id: UUID, by: User, at: datetime) -> Guarantee:
    """It was released by mistake: the clock runs again, and never from a later day.

    Raises Refused when it is not released, and when the inquiry has ended: take that up again first.
    """
    # What was told with it may have been that the citizen died.
    guarantee = _locked_with_its_citizen(guarantee_id)
    if guarantee.clock.ended_as != EventType.RELEASE:
        raise Refused(_("This deadline is not released."))
    # A doctor's talk may still be owed after the treatment has begun (SUL § 142 stk. 1).
    if guarantee.inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        raise Refused(_("Take the inquiry up again first."))
    guarantee.clock = run_again(guarantee.clock, by=by, at=at)
    taken_back_with(ToldIn.GUARANTEE, [guarantee_id], by=by, at=at)
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
    guarantee.clock = ledger.explain(
        clock_id=guarantee.clock_id, cause=cause, plan=plan, by=by, at=at
    )
    return guarantee


@transaction.atomic
def record_letter(*, guarantee_ids: Collection[UUID], on: date, by: User, at: datetime) -> None:
    """The citizen was told in writing that a deadline may not be met (RSL § 3 stk. 3).

    One letter may tell of several. Twice for a day is once.
    """
    for guarantee in locked(Guarantee.objects.filter(pk__in=guarantee_ids).order_by("pk")):
        if not guarantee.clock.events.filter(type=EventType.NOTICE, on=on).exists():
            _write(guarantee, EventType.NOTICE, on=on, by=by, at=at)


@transaction.atomic
def record_consent(
    *, guarantee_id: UUID, kind: ConsentKind, on: date, by: User, at: datetime
) -> Guarantee:
    """A consent that law or council demand before a young person's treatment (BL § 33 stk. 2).

    When the last one needed is in, the fact is recorded by itself with the day of that one, for
    each treatment of the inquiry that waited for it.
    """
    guarantee = _locked_with_its_inquiry(guarantee_id)
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
    _note_all(guarantee.inquiry, by=by, at=at)
    return guarantee


def note_known_consents(inquiry: Inquiry, *, by: User, at: datetime) -> None:
    """Consents of an earlier inquiry still hold: a new one that needs no other begins with them.

    Called in the caller's transaction. Without this nobody would be asked, and a promise that counts
    from the consents (Rebild's) would never begin.
    """
    citizen = inquiry.citizen
    if citizen is not None and citizen.consents.filter(withdrawn_on__isnull=True).exists():
        _note_all(inquiry, by=by, at=at)


def _note_all(inquiry: Inquiry, *, by: User, at: datetime) -> None:
    for one in inquiry.guarantees.filter(clock__stopped_on__isnull=True):
        one.inquiry = inquiry
        _note_consents(one, by=by, at=at)


def _note_consents(guarantee: Guarantee, *, by: User, at: datetime) -> None:
    """One consent may be the last that several treatments wait for: each has its own fact."""
    given, needed = _consents_given(guarantee), needed_consents(guarantee)
    recorded = guarantee.facts.filter(fact=Fact.CONSENTS_GIVEN, withdrawn_at__isnull=True).exists()
    if needed and needed <= given.keys() and not recorded:
        day = max([*(given[one] for one in needed), guarantee.inquiry.received_on])
        record_fact(guarantee_id=guarantee.pk, fact=Fact.CONSENTS_GIVEN, on=day, by=by, at=at)


def _keep_consent(citizen: Citizen, kind: ConsentKind, *, on: date, by: User, at: datetime) -> None:
    try:
        with transaction.atomic():
            Consent.objects.create(
                citizen=citizen, kind=kind, given_on=on, recorded_by=by, recorded_at=at
            )
    except IntegrityError as error:
        if broken(error) != "consent_one_in_force":
            raise
        raise Refused(_("This consent is already recorded.")) from None
    note(
        action="consent.record",
        row=citizen,
        by=by,
        at=at,
        citizen_id=citizen.pk,
        kind=kind,
    )


def _consents_given(guarantee: Guarantee) -> dict[str, date]:
    citizen = guarantee.inquiry.citizen
    if citizen is None:
        return {}
    given = citizen.consents.filter(withdrawn_on__isnull=True)
    return dict(given.values_list("kind", "given_on"))


def _check_consents(guarantee: Guarantee, fact: Fact) -> None:
    if fact not in (Fact.TREATMENT_INITIATED, Fact.CONSENTS_GIVEN):
        return
    if needed_consents(guarantee) - _consents_given(guarantee).keys():
        raise Refused(_("Treatment cannot begin before the needed consents are here."))


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
