"""Which guarantees an inquiry starts, and whether they were kept: by law and as promised (domain 1.2).

The law's clock and the council's promise are two truths. The law's stop is always the first treatment
contact attended; the promise stops where the council's standard says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from centre.citizens.choices import MINORS
from centre.clocks.choices import Kind, Side, Source, Span, State
from centre.clocks.rules import Plan, Rule, ends
from centre.standard.law import NationalRule, national_rule
from centre.standard.rules import guarantee_promise, kept_on, started_on
from centre.standard.schema import Area, ClockRule, GuaranteeKind, Standard, StartEvent, StopEvent
from intake.choices import About, Compliance, Fact, Referrer, ReleaseReason, Topic, Wish

# Free choice may set these aside; the alcohol guarantee knows no such waiver (SUL § 141).
WAIVED_BY_FREE_CHOICE = (Kind.SOCIAL_DRUG, Kind.MEDICAL)
# The standard's words, so that a value of ours can be handed over as one of them.
GUARANTEE_KINDS: Mapping[str, GuaranteeKind] = {word: word for word in get_args(GuaranteeKind)}
STOP_EVENTS: Mapping[str, StopEvent] = {word: word for word in get_args(StopEvent)}
# What a request may ask for a stay for; nobody applies for one for a reason that is not told.
AREAS: Mapping[str, frozenset[Area]] = {
    Topic.ALCOHOL: frozenset({"alcohol"}),
    Topic.DRUGS: frozenset({"drugs"}),
    Topic.BOTH: frozenset({"alcohol", "drugs"}),
}
# Every inquiry is a request, wherever in the council it was made, and an application if it asks for a stay.
ASKED: tuple[StartEvent, ...] = ("request", "request_at_children_unit", "application_received")


@dataclass(frozen=True)
class Request:
    """What was asked for, as far as the law cares."""

    received_on: date
    about: str
    referrer: str
    age_group: str
    topic: str
    wish: str
    anonymous: bool
    wants_medical: bool = False
    wants_inpatient: bool = False
    citizen_agrees: bool = False


def wants_treatment(request: Request) -> bool:
    """Whether this is a person's own wish for treatment, or told on their behalf.

    A relative's talk is the relative's and starts nothing, but for a parent's request for a child
    (BL § 33). A professional's inquiry counts when it is a referral with the citizen's wish.
    """
    if request.wish != Wish.TREATMENT:
        return False
    if request.about == About.RELATIVE:
        return request.age_group in MINORS and request.referrer in (
            Referrer.FAMILY,
            Referrer.SELF,
        )
    if request.about == About.PROFESSIONAL:
        return request.citizen_agrees
    return True


def kinds_for(request: Request) -> list[Kind]:
    """The guarantees that such a request concerns, whether or not law or council promise them."""
    if not wants_treatment(request):
        return []
    kinds: list[Kind] = []
    if request.topic in (Topic.ALCOHOL, Topic.BOTH):
        kinds.append(Kind.ALCOHOL)
    if request.topic in (Topic.DRUGS, Topic.BOTH):
        kinds += _drug_kinds(request)
    if request.wants_inpatient and not request.anonymous:
        kinds.append(Kind.INPATIENT)
    return kinds


def _drug_kinds(request: Request) -> list[Kind]:
    """The social treatment, and what the Health Act gives beside it.

    SEL § 101 a is for adults; a minor's request counts under BL § 33 until somebody knows better. It
    takes the 14 days of § 101 from somebody without a name, but not those of SUL § 142 stk. 6, which
    excepts nobody. The doctor's talk is offered to them too (stk. 1), before treatment; with no day
    for the treatment there is none for the talk.
    """
    medical = [Kind.MEDICAL] if request.wants_medical else []
    if request.anonymous and request.age_group not in MINORS:
        return [Kind.ANONYMOUS_DRUG, *([Kind.DOCTORS_TALK] if medical else []), *medical]
    first = Kind.YOUTH_DRUG if request.age_group in MINORS else Kind.SOCIAL_DRUG
    return [first, Kind.DOCTORS_TALK, *medical]


def clocks_for(request: Request, standard: Standard) -> list[Plan]:
    """The clocks the request starts on the day it was received: the law's, else the council's own.

    Where the law gives no deadline and the council promises none, no clock starts: anonymous drug
    treatment has no guarantee (SEL § 101 a) but where a council promises one of its own.
    """
    plans = []
    for kind in kinds_for(request):
        if kind == Kind.INPATIENT and not _has_stays_for(request, standard):
            continue
        plan = _by_law(kind, request.received_on) or _by_promise(kind, request, standard)
        if plan is not None:
            plans.append(plan)
    return plans


def _has_stays_for(request: Request, standard: Standard) -> bool:
    """Whether the council gives stays for what was asked for: Fredericia's are for drugs alone.

    A stay is granted by SEL §§ 101 and 107, which are for those over 18 (domain C14). Where a child
    is to live is the children's unit's to decide, in its own time.
    """
    areas = standard.inpatient.areas if standard.inpatient else ()
    asked = AREAS.get(request.topic, frozenset()) & set(areas)
    return bool(asked) and request.age_group not in MINORS


def _by_law(kind: Kind, day: date) -> Plan | None:
    rule = national_rule(GUARANTEE_KINDS[kind], day)
    if rule is None or not rule.exists:
        return None
    length, span = _length(rule)
    side = Side.CITIZEN if rule.binds == "citizen" else Side.AUTHORITY
    return Plan(kind, day, length, span, side, Source.LAW, str(rule.basis))


def _by_promise(kind: Kind, request: Request, standard: Standard) -> Plan | None:
    promise, day = promise_of(standard, kind, request.age_group), request.received_on
    if promise is None or (
        promise.days is None and promise.weeks is None and promise.months is None
    ):
        return None
    length, span = _length(promise)
    return Plan(kind, day, length, span, Side.AUTHORITY, Source.LOCAL, standard.identity.council)


def _length(rule: NationalRule | ClockRule) -> tuple[int, str]:
    for length, span in (
        (rule.days, Span.DAYS),
        (rule.weeks, Span.WEEKS),
        (rule.months, Span.MONTHS),
    ):
        if length is not None:
            return length, span
    raise ValueError("a clock rule without a length")


def promise_of(
    standard: Standard, kind: str, age_group: str, facts: Collection[str] = ()
) -> ClockRule | None:
    """What the council itself promises about this guarantee; None where its standard is silent.

    The law knows one alcohol guarantee for all ages; a council may promise the young something else.
    By law the doctor's talk is offered to everybody (SUL § 142 stk. 1), but Rebild promises it to who
    wishes it: nothing is promised until the facts say that the citizen asked.
    """
    if kind == Kind.ALCOHOL and age_group in MINORS:
        kind = "youth_alcohol"
    if kind not in GUARANTEE_KINDS:
        return None
    promise = guarantee_promise(standard, GUARANTEE_KINDS[kind])
    unasked = Fact.DOCTORS_TALK_ASKED not in facts
    if promise is None or (promise.on_request_only and unasked):
        return None
    return promise


def on_request_only(standard: Standard, kind: str) -> bool:
    """Whether the council promises this to those alone who ask for it, so that asking is a fact."""
    promise = (
        guarantee_promise(standard, GUARANTEE_KINDS[kind]) if kind in GUARANTEE_KINDS else None
    )
    return promise is not None and promise.on_request_only


def promised_due_on(
    promise: ClockRule, requested_on: date, facts: Mapping[str, date]
) -> date | None:
    """The last day of the council's own promise; None until everything that starts it is there."""
    if promise.on_request_only:
        # What is only for those who ask counts from the day they did.
        requested_on = facts.get(Fact.DOCTORS_TALK_ASKED, requested_on)
    events: dict[StartEvent, date] = dict.fromkeys(ASKED, requested_on)
    if Fact.CONSENTS_GIVEN in facts:
        events["consents_given"] = facts[Fact.CONSENTS_GIVEN]
    starts_on = started_on(promise, events)
    if starts_on is None:
        return None
    length, span = _length(promise)
    return ends(Rule(length, span).end_of(starts_on), Side.AUTHORITY)[0]


def promise_kept_on(promise: ClockRule, facts: Mapping[str, date]) -> date | None:
    """The day on which all that the council promised had happened; None while something is missing."""
    return kept_on(
        promise.stop_when,
        {STOP_EVENTS[fact]: on for fact, on in facts.items() if fact in STOP_EVENTS},
    )


_BY_STATE = {
    State.RUNNING: Compliance.RUNNING,
    State.AT_RISK: Compliance.RUNNING,
    State.PAUSED: Compliance.RUNNING,
    State.BREACHED: Compliance.BREACHED,
    State.KEPT: Compliance.KEPT,
    State.KEPT_LATE: Compliance.KEPT_LATE,
    State.WAIVED: Compliance.WAIVED,
    State.RELEASED: Compliance.RELEASED,
}


def by_law(source: str, state: State) -> Compliance:
    """The answer by law: the clock's own, or none where the law gives no guarantee."""
    return _BY_STATE[state] if source == Source.LAW else Compliance.NONE


def as_promised(
    *,
    promise: ClockRule | None,
    requested_on: date,
    facts: Mapping[str, date],
    state: State,
    today: date,
) -> Compliance:
    """The answer as the council promised it, on a day. A waived or released clock binds nobody."""
    if promise is None:
        return Compliance.NONE
    due_on = promised_due_on(promise, requested_on, facts)
    kept_on = promise_kept_on(promise, facts)
    if kept_on is not None:
        return Compliance.KEPT if due_on is None or kept_on <= due_on else Compliance.KEPT_LATE
    if state in (State.WAIVED, State.RELEASED):
        return _BY_STATE[state]
    if due_on is None:
        return Compliance.NOT_STARTED
    return Compliance.BREACHED if today > due_on else Compliance.RUNNING


def releases(kind: str, *, refused: bool = False) -> tuple[ReleaseReason, ...]:
    """The reasons for which a guarantee of this kind may bind no more.

    Only the doctor's talk is declined as such. Admission and integrated treatment end the deadline
    for alcohol alone (SUL § 141 stk. 1). That help was refused is one where a decision in force says so.
    """
    only = {
        ReleaseReason.DECLINED_TALK: Kind.DOCTORS_TALK,
        ReleaseReason.ADMITTED: Kind.ALCOHOL,
    }
    fitting = (one for one in ReleaseReason if only.get(one, kind) == kind)
    return tuple(one for one in fitting if refused or one != ReleaseReason.REFUSED)


def stops_the_clock(kind: str) -> tuple[Fact, ...]:
    """The facts that stop the clock: by law the first treatment contact attended (domain C01)."""
    if kind == Kind.DOCTORS_TALK:
        return (Fact.DOCTORS_TALK_HELD,)
    if kind == Kind.INPATIENT:
        return (Fact.DECIDED,)
    return (Fact.TREATMENT_INITIATED,)
