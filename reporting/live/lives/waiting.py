"""Between the wish and the first treatment contact: what is told to the guarantees on the way."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from centre.calendar import add_working_days, danish_day
from centre.citizens.choices import MINORS, ConsentKind
from centre.clocks.choices import Kind
from centre.staff.models import User
from intake.actions import guarantee as guarantees
from intake.choices import Fact, InquiryStatus, ReleaseReason
from intake.models import Guarantee, Inquiry
from intake.queries.request import needed_consents
from intake.rules.guarantee import WAIVED_BY_FREE_CHOICE, on_request_only
from reporting.live.lives import ending
from reporting.live.world import Life

# Why somebody is treated nowhere after all, and how often.
NEVER = {
    ReleaseReason.WITHDRAWN: 8,
    ReleaseReason.MOVED_AWAY: 1,
    ReleaseReason.DEAD: 1,
    ReleaseReason.NOT_TARGET_GROUP: 1,
    ReleaseReason.ADMITTED: 1,
}
ENDED_AS = {ReleaseReason.NOT_TARGET_GROUP: InquiryStatus.REFERRED}


def begin(life: Life, inquiry: Inquiry, at: datetime) -> None:
    """Reached: the way to the first contact begins, or the wish is gone before."""
    treated_elsewhere = inquiry.age_group in MINORS and not _treats_minors(life)
    if treated_elsewhere or _consents_that_nobody_can_give(inquiry):
        life.then(at, 1, 5, partial(_never, life, inquiry.pk, ReleaseReason.NOT_TARGET_GROUP))
    elif life.likely(0.12):
        reason = life.chance.choices(list(NEVER), list(NEVER.values()))[0]
        life.then(at, 1, 8, partial(_never, life, inquiry.pk, reason))
    else:
        life.then(at, 1, 4, partial(_assessed, life, inquiry.pk))
        life.then(at, 1, 5, partial(_doctors_talk, life, inquiry.pk))
        life.then(at, 1, 6, partial(_consents, life, inquiry.pk))


def _treats_minors(life: Life) -> bool:
    youth = life.world.standard.youth
    return youth is not None and youth.treated


def _consents_that_nobody_can_give(inquiry: Inquiry) -> bool:
    return inquiry.anonymous and any(needed_consents(one) for one in _guarantees(inquiry))


def _guarantees(inquiry: Inquiry) -> list[Guarantee]:
    found = inquiry.guarantees.filter(clock__stopped_on=None).select_related("clock")
    return list(found.order_by("kind"))


def _never(life: Life, inquiry_id: UUID, reason: ReleaseReason, at: datetime) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    status = ENDED_AS.get(reason, InquiryStatus.WITHDRAWN)
    ending.end(life, inquiry, reason, status, at)


def _told(
    life: Life, inquiry_id: UUID, facts: tuple[Fact, ...], at: datetime, *, but: tuple[Kind, ...]
) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    by, today = ending.who(life, inquiry), danish_day(at)
    for one in _guarantees(inquiry):
        if one.kind in but:
            continue
        known = set(one.facts.filter(withdrawn_at=None).values_list("fact", flat=True))
        for fact in facts:
            if fact not in known:
                guarantees.record_fact(guarantee_id=one.pk, fact=fact, on=today, by=by, at=at)


NOT_THE_TREATMENT = (Kind.DOCTORS_TALK, Kind.INPATIENT)


def _assessed(life: Life, inquiry_id: UUID, at: datetime) -> None:
    _told(life, inquiry_id, (Fact.VISITATION_HELD,), at, but=NOT_THE_TREATMENT)
    life.then(at, 0, 3, partial(_decided, life, inquiry_id))


def _decided(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """Decided and offered; one in twenty of those who may choose goes elsewhere."""
    facts = (Fact.DECIDED, Fact.TREATMENT_OFFERED, Fact.FIRST_MEETING_AGREED)
    _told(life, inquiry_id, facts, at, but=(Kind.DOCTORS_TALK,))
    inquiry = ending.as_it_stands(inquiry_id)
    if life.likely(0.05):
        for one in _guarantees(inquiry):
            if one.kind in WAIVED_BY_FREE_CHOICE:
                _chosen_elsewhere(one, ending.who(life, inquiry), at)
    late = life.likely(0.12)
    life.then(at, 6 if late else 0, 14 if late else 4, partial(_began, life, inquiry_id))


def _chosen_elsewhere(one: Guarantee, by: User, at: datetime) -> None:
    day: date = danish_day(at)
    begins = add_working_days(day, 10)
    guarantees.waive(guarantee_id=one.pk, on=day, new_start_on=begins, by=by, at=at)


def _began(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """The first talk is attended, once those whose consent is needed have given it."""
    inquiry = ending.as_it_stands(inquiry_id)
    waits_for = [one for one in _guarantees(inquiry) if _missing(one)]
    if waits_for and inquiry.citizen is not None:
        life.then(at, 1, 3, partial(_began, life, inquiry_id))
        return
    facts = (Fact.PLAN_MADE, Fact.FIRST_TALK_HELD, Fact.TREATMENT_INITIATED)
    _told(life, inquiry_id, facts, at, but=NOT_THE_TREATMENT)


def _missing(one: Guarantee) -> set[str]:
    citizen = one.inquiry.citizen
    given = citizen.consents.values_list("kind", flat=True) if citizen is not None else ()
    return set(needed_consents(one)) - set(given)


def _consents(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """The parents say yes, and the young person; one of the two a few days later."""
    inquiry = ending.as_it_stands(inquiry_id)
    missing = sorted({kind for one in _guarantees(inquiry) for kind in _missing(one)})
    if not missing or inquiry.citizen is None:
        return
    one = next(one for one in _guarantees(inquiry) if missing[0] in _missing(one))
    guarantees.record_consent(
        guarantee_id=one.pk,
        kind=ConsentKind(missing[0]),
        on=danish_day(at),
        by=ending.who(life, inquiry),
        at=at,
    )
    life.then(at, 0, 3, partial(_consents, life, inquiry_id))


def _doctors_talk(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """The doctor's talk is offered to all who ask for help with drugs; some decline."""
    inquiry = ending.as_it_stands(inquiry_id)
    own = [one for one in _guarantees(inquiry) if one.kind == Kind.DOCTORS_TALK]
    if not own:
        return
    by = ending.who(life, inquiry)
    asked = on_request_only(own[0].clock.standard.content, Kind.DOCTORS_TALK) and life.likely(0.4)
    facts = (
        (Fact.DOCTORS_TALK_ASKED, Fact.DOCTORS_TALK_OFFERED)
        if asked
        else (Fact.DOCTORS_TALK_OFFERED,)
    )
    for fact in facts:
        guarantees.record_fact(guarantee_id=own[0].pk, fact=fact, on=danish_day(at), by=by, at=at)
    life.then(at, 1, 7, partial(_talked, life, own[0].pk, inquiry_id, not asked))


def _talked(
    life: Life, guarantee_id: UUID, inquiry_id: UUID, may_decline: bool, at: datetime
) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    if guarantee_id not in {one.pk for one in _guarantees(inquiry)}:
        return
    by, today = ending.who(life, inquiry), danish_day(at)
    if may_decline and life.likely(0.3):
        reason = ReleaseReason.DECLINED_TALK
        guarantees.release(guarantee_id=guarantee_id, on=today, reason=reason, by=by, at=at)
    else:
        fact = Fact.DOCTORS_TALK_HELD
        guarantees.record_fact(guarantee_id=guarantee_id, fact=fact, on=today, by=by, at=at)
