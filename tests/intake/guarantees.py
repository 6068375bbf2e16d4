"""Guarantees for tests, walked to a state through the real actions."""

from datetime import date, datetime, timedelta
from typing import Any

from centre.citizens.choices import AgeGroup, ConsentKind
from centre.clocks.models import Clock
from centre.standard.models import QualityStandard
from intake.actions.guarantee import record_consent, record_fact
from intake.choices import Fact, Topic
from intake.models import Guarantee
from intake.rules.guarantee import as_promised, by_law, promise_of
from tests import factories
from tests.conftest import moment
from tests.factories import House

AT = moment("2026-12-10 09.30")
DAY = date(2026, 12, 10)
COUNCILS = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


def guarantee(house: House, kind: str = "social_drug", **changes: Any) -> Guarantee:
    changes.setdefault("topic", Topic.ALCOHOL if kind == "alcohol" else Topic.DRUGS)
    inquiry = factories.inquiry(house, received_at=AT, **changes)
    return inquiry.guarantees.get(kind=kind)


def young(house: House, age_group: AgeGroup = AgeGroup.FROM_15, **changes: Any) -> Guarantee:
    return guarantee(house, "youth_drug", age_group=age_group, **changes)


def happened(one: Guarantee, fact: Fact, days: int, house: House) -> Guarantee:
    return record_fact(
        guarantee_id=one.pk,
        fact=fact,
        on=DAY + timedelta(days=days),
        by=house.caseworker,
        at=later(days),
    )


def consent(one: Guarantee, kind: ConsentKind, days: int, house: House) -> Guarantee:
    return record_consent(
        guarantee_id=one.pk,
        kind=kind,
        on=DAY + timedelta(days=days),
        by=house.caseworker,
        at=later(max(days, 0)),
    )


def clock_of(one: Guarantee) -> Clock:
    return Clock.objects.get(pk=one.clock_id)


def answers(one: Guarantee, standard: QualityStandard, today: date) -> tuple[str, str]:
    """By law and as promised, as a page reads them."""
    clock = clock_of(one)
    facts = dict(one.facts.filter(withdrawn_at=None).values_list("fact", "on"))
    state = clock.state_on(today)
    promised = as_promised(
        promise=promise_of(standard.content, one.kind, one.inquiry.age_group, facts),
        requested_on=one.inquiry.received_on,
        facts=facts,
        state=state,
        today=today,
    )
    return by_law(clock.source, state), promised
