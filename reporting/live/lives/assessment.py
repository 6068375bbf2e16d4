"""From the wish to the decision: consents, the doctor's talk, an assessment, a letter."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from centre.calendar import add_working_days, danish_day
from centre.citizens.choices import MINORS, ConsentKind
from centre.citizens.queries import has_died
from centre.clocks.choices import Kind
from intake.actions import choice as choices
from intake.actions import decision as decisions
from intake.actions import guarantee as guarantees
from intake.actions import sending
from intake.choices import (
    DecisionStatus,
    Fact,
    InquiryStatus,
    Outcome,
    ReleaseReason,
)
from intake.models import Decision, Guarantee, Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import needed_consents, request_of
from intake.rules.decision import Choice, must_be_approved
from intake.rules.guarantee import on_request_only
from intake.rules.visitation import areas_of
from reporting.live.lives import complaining, deciding, ending, treatment
from reporting.live.world import Life

# Why somebody is treated nowhere after all, and how often.
NEVER = {
    ReleaseReason.WITHDRAWN: 8,
    ReleaseReason.MOVED_AWAY: 1,
    ReleaseReason.DEAD: 1,
    ReleaseReason.NOT_TARGET_GROUP: 1,
    ReleaseReason.ADMITTED: 1,
}


def begin(life: Life, inquiry: Inquiry, at: datetime) -> None:
    """Reached: the way to a decision begins, or the wish is gone before."""
    complaining.about_us(life, inquiry, at)
    reason = ReleaseReason.WITHDRAWN
    if _helped_elsewhere(life, inquiry, at):
        reason = ReleaseReason.NOT_TARGET_GROUP
    elif life.likely(0.12):
        reason = life.chance.choices(list(NEVER), list(NEVER.values()))[0]
    else:
        life.then(at, 1, 4, partial(_assess, life, inquiry.pk))
        life.then(at, 1, 5, partial(_offer_the_doctor, life, inquiry.pk))
        life.then(at, 1, 6, partial(_consents, life, inquiry.pk))
        return
    life.then(at, 1, 8, partial(_never, life, inquiry.pk, reason))


def _helped_elsewhere(life: Life, inquiry: Inquiry, at: datetime) -> bool:
    """Whether nothing that was asked for can be granted here, or not without a name."""
    if inquiry.anonymous and inquiry.age_group in MINORS:
        return True
    return not any(
        deciding.fitting(life, inquiry, area, at) for area in areas_of(request_of(inquiry))
    )


def _never(life: Life, inquiry_id: UUID, reason: ReleaseReason, at: datetime) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    handed_on = reason == ReleaseReason.NOT_TARGET_GROUP
    status = InquiryStatus.REFERRED if handed_on else InquiryStatus.WITHDRAWN
    if reason == ReleaseReason.DEAD:
        status = InquiryStatus.DIED
    ending.end(life, inquiry, reason, status, at)
    if reason == ReleaseReason.DEAD:
        ending.after_death(life, inquiry.citizen_id, at)


def running(inquiry: Inquiry) -> list[Guarantee]:
    """The guarantees of an inquiry whose clocks still run."""
    found = (
        inquiry.guarantees.filter(clock__stopped_on=None)
        .select_related("clock__standard")
        .defer("clock__standard__text")
    )
    return list(found.order_by("kind"))


# --- the doctor and the consents ----------------------------------------------------------------


def _missing(one: Guarantee) -> set[str]:
    citizen = one.inquiry.citizen
    given = citizen.consents.values_list("kind", flat=True) if citizen is not None else ()
    return set(needed_consents(one)) - set(given)


def _consents(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """The parents say yes, and the young person; one of the two a few days later."""
    inquiry = ending.as_it_stands(inquiry_id)
    missing = sorted({kind for one in running(inquiry) for kind in _missing(one)})
    if not missing or inquiry.citizen is None:
        return
    one = next(one for one in running(inquiry) if missing[0] in _missing(one))
    guarantees.record_consent(
        guarantee_id=one.pk,
        kind=ConsentKind(missing[0]),
        on=danish_day(at),
        by=ending.who(life, inquiry),
        at=at,
    )
    life.then(at, 0, 3, partial(_consents, life, inquiry_id))


def _offer_the_doctor(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """The doctor's talk is offered to all who ask for help with drugs; some decline."""
    inquiry = ending.as_it_stands(inquiry_id)
    own = next((one for one in running(inquiry) if one.kind == Kind.DOCTORS_TALK), None)
    if own is None:
        return
    by = ending.who(life, inquiry)
    asked = on_request_only(own.clock.standard.content, Kind.DOCTORS_TALK) and life.likely(0.4)
    for fact in ((Fact.DOCTORS_TALK_ASKED,) if asked else ()) + (Fact.DOCTORS_TALK_OFFERED,):
        guarantees.record_fact(guarantee_id=own.pk, fact=fact, on=danish_day(at), by=by, at=at)
    life.then(at, 1, 7, partial(_meet_the_doctor, life, own.pk, not asked))


def _meet_the_doctor(life: Life, guarantee_id: UUID, may_decline: bool, at: datetime) -> None:
    own = Guarantee.objects.select_related("clock", "inquiry__unit").get(pk=guarantee_id)
    if own.clock.stopped_on is not None:
        return
    by, today = ending.who(life, own.inquiry), danish_day(at)
    if may_decline and life.likely(0.3):
        reason = ReleaseReason.DECLINED_TALK
        guarantees.release(guarantee_id=own.pk, on=today, reason=reason, by=by, at=at)
    else:
        fact = Fact.DOCTORS_TALK_HELD
        guarantees.record_fact(guarantee_id=own.pk, fact=fact, on=today, by=by, at=at)


# --- the assessment -----------------------------------------------------------------------------


def _assess(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """The talk of assessment, and what is written after it; then each treatment is decided on."""
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        return
    visitation_id = deciding.write_assessment(life, inquiry, at)
    for area in areas_of(request_of(inquiry)):
        if deciding.fitting(life, inquiry, area, at):
            life.then(at, 0, 3, partial(_prepare, life, visitation_id, area))


# --- the decision -------------------------------------------------------------------------------


def _prepare(life: Life, visitation_id: UUID, area: str, at: datetime) -> None:
    """Most are granted; a refusal and a stay go by the leader's table."""
    inquiry = Inquiry.objects.select_related("unit", "responsible", "citizen").get(
        visitations=visitation_id
    )
    if inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        return
    if has_died(inquiry.citizen_id):
        return
    if any(_missing(one) for one in running(inquiry)):
        life.then(at, 1, 3, partial(_prepare, life, visitation_id, area))
        return
    outcome = life.chance.choices(list(Outcome), (92, 3, 5))[0]
    draft = deciding.draft_of(life, inquiry, area, outcome, at)
    by = ending.who(life, inquiry)
    made = decisions.prepare_decision(visitation_id=visitation_id, draft=draft, by=by, at=at)
    give(life, made, at + timedelta(minutes=1))


def give(life: Life, decision: Decision, at: datetime) -> None:
    """Send it, or ask the leader first; a granted one leads to treatment."""
    if must_be_approved(decision.outcome, decision.setting):
        by = decision.prepared_by
        decisions.ask_approval(decision_id=decision.pk, by=by, at=at)
        life.then(at, 0, 2, partial(_approve, life, decision.pk))
        return
    sent = sending.send_decision(
        decision_id=decision.pk,
        channel=decision.way,
        previewed=None,
        by=decision.prepared_by,
        at=at,
    )
    _given(life, sent, at)
    if sent.outcome != Outcome.REFUSED:
        _granted(life, sent, at)


def _approve(life: Life, decision_id: UUID, at: datetime) -> None:
    decision = Decision.objects.select_related("inquiry").get(pk=decision_id)
    if decision.status != DecisionStatus.TO_APPROVE or has_died(decision.inquiry.citizen_id):
        return
    leader = life.world.staff.leader
    sent = sending.approve_and_send(decision_id=decision_id, previewed=None, by=leader, at=at)
    _given(life, sent, at)
    if sent.outcome == Outcome.REFUSED:
        life.then(at, 1, 5, partial(_refused, life, sent.inquiry_id))
    else:
        _granted(life, sent, at)


def _given(life: Life, decision: Decision, at: datetime) -> None:
    deciding.gave(life, decision)
    complaining.over(life, decision, at)


def _refused(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """Nothing is treated here: what still runs is released, unless another treatment was granted."""
    inquiry = ending.as_it_stands(inquiry_id)
    if not Decision.objects.in_force().filter(inquiry=inquiry).exclude(outcome="refused").exists():
        _never(life, inquiry_id, ReleaseReason.NOT_TARGET_GROUP, at)


def _granted(life: Life, decision: Decision, at: datetime) -> None:
    if hasattr(decision, "free_choice") and life.likely(0.06):
        begins = add_working_days(danish_day(at), 10)
        choice = Choice(chosen_on=danish_day(at), provider="Et andet sted", starts_on=begins)
        by = decision.prepared_by
        choices.record_free_choice(decision_id=decision.pk, choice=choice, by=by, at=at)
        life.then(at, 11, 15, partial(_gone, life, decision.inquiry_id))
    else:
        life.then(at, 0, 3, partial(treatment.set_up, life, decision.pk))


def _gone(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """Begun with the provider that was chosen: nothing is left to do here."""
    inquiry = ending.as_it_stands(inquiry_id)
    if not inquiry.courses.exists():
        ending.end(life, inquiry, ReleaseReason.WITHDRAWN, InquiryStatus.REFERRED, at)
