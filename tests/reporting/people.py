"""A small house for the registers: people of every kind, with rows as the actions would have left them."""

import uuid
from datetime import date, time, timedelta
from typing import Any

from centre.calendar import danish_day, danish_moment
from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of
from centre.clocks.actions.ledger import start
from centre.clocks.rules import Plan
from centre.standard.models import QualityStandard
from followup.models import FollowUp
from intake.models import Decision, FreeChoice, Inquiry, Profile, SubstanceUse, Visitation
from tests.factories import House
from treatment.models import Course, Discharge

CPR = "0101910009"
WOMAN = "6505209996"
JANUARY = date(2026, 1, 5)
# Each substance with its route and frequency, the one that matters most first.
Uses = tuple[tuple[str, str, str], ...]


def fixed(name: str) -> uuid.UUID:
    """The same key each time, so that a file is the same byte for byte."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


def citizen(name: str, cpr: str = "", **changes: Any) -> Citizen:
    return Citizen.objects.create(
        pk=fixed(f"citizen {name}"),
        name=name,
        cpr=cpr,
        cpr_hash=hash_of(cpr, purpose="citizen.cpr"),
        created_on=JANUARY,
        **changes,
    )


def course(
    house: House,
    name: str,
    who: Citizen | None,
    *,
    area: str = "drugs",
    begun_on: date = JANUARY,
    ended_on: date | None = None,
    offer: str = "",
    provider: str = "",
    uses: Uses = (("7.1", "smoke", "daily"),),
    profile: dict[str, Any] | None = None,
    **ending: Any,
) -> Course:
    """A course of talks that began, from a request a week before; with a profile unless it is told None."""
    offer = offer or talks_of(QualityStandard.objects.latest("id"))
    inquiry = asked(house, name, who, area=area, on=begun_on - timedelta(days=7))
    visitation = assessed(house, inquiry, uses, profile)
    decision = granted(house, visitation, area=area, offer=offer, provider=provider)
    made = Course.objects.create(
        pk=fixed(f"course {name}"),
        inquiry=inquiry,
        decision=decision,
        citizen=who,
        unit=house.adults,
        counsellor=house.caseworker,
        standard=decision.standard,
        area=area,
        offer=offer,
        offer_name="Samtaler",
        status="ended" if ended_on else "running",
        requested_on=inquiry.received_on,
        decided_on=inquiry.received_on,
        begun_on=begun_on,
        ended_on=ended_on,
        set_up_at=inquiry.received_at,
        set_up_by=house.caseworker,
    )
    if ended_on:
        discharged(house, made, ended_on, **ending)
    return made


def talks_of(standard: QualityStandard) -> str:
    """What a council calls its talks one to one."""
    return next(one.key for one in standard.content.offers if one.kind == "individual")


def discharged(house: House, made: Course, on: date, **changes: Any) -> Discharge:
    given = {"reason": "completed", "result": "free", "follow_up_route": "none", **changes}
    return Discharge.objects.create(
        course=made, discharged_on=on, at=made.set_up_at, by=house.caseworker, **given
    )


def followed_up(house: House, made: Course, month: int, *, on: date, **ending: Any) -> FollowUp:
    """The call some months after its end, and what it ended with; still open with an empty outcome."""
    discharge = made.discharges.get()
    given = {"outcome": "reached", **ending}
    (clock,) = start(
        plans=[
            Plan(
                kind=f"follow_up_{month}",
                starts_on=discharge.discharged_on,
                length=month,
                span="months",
                side="authority",
                source="law",
                basis="BEK 1691/2023 § 4",
            )
        ],
        standard=made.standard,
        unit=made.unit,
        citizen=made.citizen,
        responsible=None,
        by=house.caseworker,
        at=made.set_up_at,
    )
    if given["outcome"]:
        given |= {"ended_on": on, "ended_at": made.set_up_at, "ended_by": house.caseworker}
    return FollowUp.objects.create(
        discharge=discharge,
        course=made,
        month=month,
        clock=clock,
        unit=made.unit,
        stand_on=on,
        made_at=made.set_up_at,
        **given,
    )


def asked(house: House, name: str, who: Citizen | None, *, area: str, on: date) -> Inquiry:
    at = danish_moment(on, time(10))
    return Inquiry.objects.create(
        pk=fixed(f"inquiry {name}"),
        citizen=who,
        unit=house.adults,
        received_at=at,
        received_on=on,
        registered_at=at,
        channel="phone",
        referrer="doctor",
        about="self",
        topic="alcohol" if area == "alcohol" else "drugs",
        wish="treatment",
        anonymous=who is None,
    )


def assessed(
    house: House, inquiry: Inquiry, uses: Uses, profile: dict[str, Any] | None
) -> Visitation:
    visitation = Visitation.objects.create(
        inquiry=inquiry,
        begun_at=inquiry.received_at,
        begun_by=house.caseworker,
        children_at_home=1,
    )
    if profile is not None:
        Profile.objects.create(visitation=visitation, **profile)
    for rank, (substance, route, frequency) in enumerate(uses, start=1):
        SubstanceUse.objects.create(
            visitation=visitation,
            rank=rank,
            substance=substance,
            route=route,
            frequency=frequency,
            age_at_first_use=15,
        )
    return visitation


def granted(
    house: House, visitation: Visitation, *, area: str, offer: str, provider: str
) -> Decision:
    at, by = visitation.begun_at, house.caseworker
    on = danish_day(at)
    decision = Decision.objects.create(
        inquiry=visitation.inquiry,
        visitation=visitation,
        standard=QualityStandard.objects.latest("id"),
        area=area,
        outcome="granted",
        offer=offer,
        offer_name="Samtaler",
        basis="SEL § 101 stk. 1",
        basis_from=on,
        grounds="Fordi",
        status="sent",
        nameless=True,
        prepared_at=at,
        prepared_by=by,
        decided_on=on,
        sent_at=at,
        sent_by=by,
        presumed_received_on=on,
    )
    if provider:
        FreeChoice.objects.create(
            decision=decision,
            told_on=on,
            chosen_on=on,
            provider=provider,
            starts_on=on + timedelta(days=7),
            recorded_at=at,
            recorded_by=by,
        )
    return decision


ANSWERED: dict[str, Any] = {
    "treated_before": "elsewhere",
    "lives_with": "parents",
    "housing": "stable",
    "labour": "student",
    "education": "primary",
    "substitution": "never",
    "injecting": "long_ago",
    "units_a_week": 12,
    "days_drinking": 8,
}
