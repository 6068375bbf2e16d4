"""What later code asks of a standard: promises, hours, units, routes, caps. Pure: no clock, no tables."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import cast

import msgspec

from centre.calendar import add_months
from centre.standard import law
from centre.standard.schema import (
    AgeGroup,
    Area,
    ClockRule,
    ComplaintAbout,
    ComplaintRoute,
    DischargeStatus,
    FreeChoice,
    GuaranteeKind,
    Interval,
    Offer,
    Recipient,
    Standard,
    StartEvent,
    StopEvent,
    TargetGroup,
    Unit,
    Weekday,
    WeekHours,
    YouthRoute,
)

WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
REVISION_YEARS = 2
MONTHS_A_YEAR = 12
ADULT = 18

# What has happened says more than its name: treatment that has begun was also offered.
_IMPLIED_BY: dict[StopEvent, tuple[StopEvent, ...]] = {
    "treatment_offered": ("treatment_initiated",),
    "talks_offered": (
        "treatment_offered",
        "first_meeting_agreed",
        "first_talk_held",
        "treatment_initiated",
    ),
    "first_meeting_agreed": ("first_talk_held", "treatment_initiated"),
    "doctors_talk_offered": ("doctors_talk_held",),
}


class Length(msgspec.Struct, frozen=True):
    """How long a promise runs; exactly one of the three is more than 0."""

    days: int = 0
    weeks: int = 0
    months: int = 0


# --- promises about time ------------------------------------------------------------------------


def guarantee_promise(standard: Standard, kind: GuaranteeKind) -> ClockRule | None:
    """The council's own promise for a guarantee; None when it makes none and only the law applies.

    A promise on alcohol treatment holds for the young too, unless the standard gives them their own, or
    the centre may not treat them for alcohol: Haderslev is approved from 18, Aabenraa waits for its
    approval. There the law alone binds, which knows no age (SUL § 141).
    """
    found = _clock_of(standard, kind)
    if found is None and kind == "youth_alcohol" and treats_age(standard, "alcohol", ADULT - 1):
        return _clock_of(standard, "alcohol")
    return found


def _clock_of(standard: Standard, kind: str) -> ClockRule | None:
    return next((clock for clock in standard.clocks if clock.kind == kind), None)


def started_on(promise: ClockRule, events: Mapping[StartEvent, date]) -> date | None:
    """The day the council's own promise starts; None while something it waits for is missing."""
    first = [events[event] for event in promise.start_any if event in events]
    waits = [events.get(event) for event in promise.start_after]
    known = [day for day in waits if day is not None]
    if not first or len(known) < len(waits):
        return None
    return max(min(first), *known) if known else min(first)


def shown_by(event: StopEvent) -> tuple[StopEvent, ...]:
    """The facts that show that the event has happened: its own, and those that say more."""
    return (event, *_IMPLIED_BY.get(event, ()))


def kept_on(stop_when: Iterable[StopEvent], facts: Mapping[StopEvent, date]) -> date | None:
    """The day the last of the events had happened; None while one is missing.

    An event counts from the earliest fact that shows it, so an offer is shown by treatment begun.
    """
    days: list[date] = []
    for event in stop_when:
        shown = [facts[by] for by in shown_by(event) if by in facts]
        if not shown:
            return None
        days.append(min(shown))
    return max(days, default=None)


def promised_length(standard: Standard, kind: law.ClockKind) -> Length | None:
    """How long the council gives itself for any kind of clock; None when it says nothing.

    The law's own length, which then applies, is `centre.standard.law.national_rule`.
    """
    if kind in _LATER:
        return _LATER[kind](standard)
    clock = guarantee_promise(standard, cast("GuaranteeKind", kind))
    if clock is None:
        return None
    return Length(days=clock.days or 0, weeks=clock.weeks or 0, months=clock.months or 0)


def _months(months: int | None) -> Length | None:
    return Length(months=months) if months else None


def _plan_review(standard: Standard) -> Length | None:
    return _months(standard.plan.review_months if standard.plan else None)


def _follow_up(standard: Standard, months: int) -> Length | None:
    promised = any(months in rule.months for rule in standard.follow_up)
    return Length(months=months) if promised else None


def _doctor_review(standard: Standard) -> Length | None:
    care = standard.substitution
    return _months(care.doctor_review_months if care else None)


def _urine_test(standard: Standard) -> Length | None:
    tests = standard.substitution.urine_tests if standard.substitution else None
    return _months(tests.every_months if tests else None)


def _revision(standard: Standard) -> Length | None:
    years = standard.identity.revision_years
    return _months(years * MONTHS_A_YEAR if years else None)


def _complaint(standard: Standard, field: str) -> Length | None:
    route = complaint_route(standard, "social_decision", "drugs")
    weeks: int | None = getattr(route, field, None)
    return Length(weeks=weeks) if weeks else None


_LATER: dict[str, Callable[[Standard], Length | None]] = {
    "plan_review": _plan_review,
    "follow_up_1": lambda standard: _follow_up(standard, 1),
    "follow_up_6": lambda standard: _follow_up(standard, 6),
    "complaint_deadline": lambda standard: _complaint(standard, "deadline_weeks"),
    "reassessment": lambda standard: _complaint(standard, "reassess_weeks"),
    "doctor_review": _doctor_review,
    "urine_test": _urine_test,
    "standard_revision": _revision,
}


def next_revision(standard: Standard) -> date:
    """The day by which the standard must be revised: the stated day or two years, whichever first."""
    identity = standard.identity
    years = identity.revision_years or REVISION_YEARS
    latest = add_months(identity.valid_from, MONTHS_A_YEAR * years)
    stated = identity.next_revision_on
    return min(stated, latest) if stated else latest


def in_force(standard: Standard, on: date) -> bool:
    """Whether the standard's own dates cover the day; a newer standard still takes its place."""
    identity = standard.identity
    return identity.valid_from <= on and (identity.valid_to is None or on <= identity.valid_to)


# --- who, when and where ------------------------------------------------------------------------


def hours_on(hours: WeekHours | None, weekday: int) -> tuple[Interval, ...]:
    """The stretches of a weekday (0 is Monday, as `date.weekday`); empty when closed or unsaid."""
    stretches: tuple[Interval, ...] = getattr(hours, WEEKDAYS[weekday]) if hours else ()
    return stretches


def unit_for_age_group(standard: Standard, group: AgeGroup) -> Unit:
    """The unit that takes inquiries from an age group; every file has exactly one for each."""
    return next(unit for unit in standard.units if group in unit.takes)


def unit_by_key(standard: Standard, key: str) -> Unit | None:
    """The unit with the key; None when the standard has no such unit any longer."""
    return next((unit for unit in standard.units if unit.key == key), None)


def treats_age(standard: Standard, area: Area, age: int) -> bool:
    """Whether the centre is approved to treat somebody of this age; not asked for those over 18.

    An approval that is only awaited does not count. Where the standard treats young people and
    names no age, none is added to it.
    """
    if age >= ADULT:
        return True
    youth = standard.youth
    if area == "anonymous_drugs" or youth is None or not youth.treated:
        return False
    if area == "alcohol":
        youngest = youth.alcohol_from_age
        waiting = youth.alcohol_pending_from_age is not None
        return not waiting if youngest is None else age >= youngest
    return youth.drugs_from_age is None or age >= youth.drugs_from_age


def youth_route(standard: Standard, area: Area, age: int) -> YouthRoute | None:
    """Who decides about someone under 18; None when the standard gives no rule."""
    routes = standard.youth.routes if standard.youth else ()
    return next((r for r in routes if r.area == area and r.age_from <= age <= r.age_to), None)


def target_group(standard: Standard, key: str) -> TargetGroup | None:
    """The target group with the key; None when the standard has no such group."""
    return next((group for group in standard.target_groups if group.key == key), None)


def offers_for(
    standard: Standard, *, on: date, group: str | None = None, area: Area | None = None
) -> list[Offer]:
    """The offers of the day, in the order of the file; those that have ended are left out."""
    return [
        offer
        for offer in standard.offers
        if (offer.ends_on is None or on <= offer.ends_on)
        and (group is None or not offer.for_groups or group in offer.for_groups)
        and (area is None or area in offer.areas)
    ]


def offer_by_key(standard: Standard, key: str) -> Offer | None:
    """The offer with the key, ended or not; None when the standard has no such offer."""
    return next((offer for offer in standard.offers if offer.key == key), None)


# --- rights -------------------------------------------------------------------------------------


def free_choice_for(standard: Standard, area: Area) -> FreeChoice | None:
    """The standard's words on free choice for a kind of treatment; None when it says nothing."""
    return next((choice for choice in standard.free_choice if choice.area == area), None)


def free_choice_waives(kind: GuaranteeKind, on: date) -> bool:
    """Whether choosing another place sets the deadline aside; the law decides, never for alcohol."""
    rule = law.national_rule(kind, on)
    return rule is not None and rule.waiver == "free_choice"


def complaint_route(standard: Standard, about: ComplaintAbout, area: Area) -> ComplaintRoute | None:
    """Where a complaint goes by the standard; None when it says nothing and the law applies."""
    for route in standard.complaints:
        if about in route.about and area in route.areas:
            return route
    return None


def centre_office(standard: Standard) -> Recipient:
    """The centre itself, for whatever the standard names no other office for."""
    contact = standard.contact
    return Recipient(
        name=standard.identity.centre_name,
        street=contact.street,
        postcode=contact.postcode,
        city=contact.city,
        phones=tuple(one.number for one in contact.phones[:1]),
    )


def follow_up_months(standard: Standard, area: Area) -> tuple[int, ...]:
    """The months after discharge at which contact is made; the law's for drugs if the text is silent."""
    for rule in standard.follow_up:
        if rule.area == area:
            return rule.months
    return law.FOLLOW_UP.months if area in law.FOLLOW_UP.areas else ()


def follow_up_statuses(standard: Standard, area: Area) -> tuple[DischargeStatus, ...]:
    """The discharges that are followed up; the law's four when the standard names none."""
    for rule in standard.follow_up:
        if rule.area == area and rule.statuses:
            return rule.statuses
    return law.FOLLOW_UP.statuses
