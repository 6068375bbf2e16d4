"""The consents that a young person's treatment needs."""

from datetime import date, timedelta

import pytest

from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup, ConsentKind
from centre.citizens.models import Consent
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.standard.models import QualityStandard
from intake.actions.guarantee import (
    record_consent,
)
from intake.choices import Compliance, Fact
from tests.factories import House
from tests.intake.guarantees import AT, DAY, answers, clock_of, consent, guarantee, happened, young

pytestmark = pytest.mark.django_db


def test_from_fifteen_the_young_person_must_agree_too(house: House) -> None:
    one = young(house)
    for kind in (None, ConsentKind.CUSTODY_HOLDER):
        if kind:
            consent(one, kind, 2, house)
        with pytest.raises(Refused):
            happened(one, Fact.TREATMENT_INITIATED, 5, house)
        with pytest.raises(Refused):
            happened(one, Fact.CONSENTS_GIVEN, 5, house)
    consent(one, ConsentKind.YOUNG_PERSON, 6, house)
    fact = one.facts.get(fact=Fact.CONSENTS_GIVEN)
    assert fact.on == DAY + timedelta(days=6)
    happened(one, Fact.TREATMENT_INITIATED, 7, house)
    assert clock_of(one).stopped_on == DAY + timedelta(days=7)


def test_under_fifteen_the_holder_of_custody_agrees_alone(house: House) -> None:
    one = young(house, AgeGroup.UNDER_15)
    consent(one, ConsentKind.CUSTODY_HOLDER, 1, house)
    assert one.facts.filter(fact=Fact.CONSENTS_GIVEN).exists()


def test_more_consents_than_the_law_demands_may_be_recorded(house: House) -> None:
    one = young(house, AgeGroup.UNDER_15)
    for kind in ConsentKind:
        consent(one, kind, 1, house)
    assert Consent.objects.count() == len(ConsentKind)
    assert one.facts.count() == 1


def test_a_grown_persons_leave_to_be_referred_is_no_fact_of_the_guarantee(house: House) -> None:
    one = guarantee(house)
    consent(one, ConsentKind.REFERRAL, 1, house)
    assert Consent.objects.count() == 1
    assert not one.facts.exists()


def test_a_consent_is_recorded_once(house: House) -> None:
    one = young(house)
    consent(one, ConsentKind.CUSTODY_HOLDER, 1, house)
    consent(one, ConsentKind.YOUNG_PERSON, 1, house)
    with pytest.raises(Refused):
        consent(one, ConsentKind.CUSTODY_HOLDER, 1, house)
    assert AuditEntry.objects.filter(action="consent.record").count() == 2


def test_consents_of_an_earlier_inquiry_still_hold(house: House) -> None:
    person = Person(name="Åse", cpr="0505209996")
    first, second = young(house, person=person), young(house, person=person)
    consent(first, ConsentKind.CUSTODY_HOLDER, 1, house)
    consent(first, ConsentKind.YOUNG_PERSON, 2, house)
    consent(second, ConsentKind.CUSTODY_HOLDER, 4, house)
    assert Consent.objects.count() == 2
    assert second.facts.get(fact=Fact.CONSENTS_GIVEN).on == DAY + timedelta(days=2)


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_where_all_consents_are_here_already_a_new_inquiry_waits_for_none(
    council: QualityStandard, house: House
) -> None:
    """Rebild counts from the consents: those of an earlier inquiry hold, so from the new request."""
    person = Person(name="Åse", cpr="0505209996")
    first = young(house, person=person)
    consent(first, ConsentKind.CUSTODY_HOLDER, -3, house)
    half = young(house, person=person)
    assert not half.facts.exists()
    consent(first, ConsentKind.YOUNG_PERSON, 0, house)
    second = young(house, person=person)
    assert second.facts.get(fact=Fact.CONSENTS_GIVEN).on == DAY
    assert answers(second, council, DAY + timedelta(days=14))[1] == Compliance.RUNNING
    assert answers(second, council, DAY + timedelta(days=15))[1] == Compliance.BREACHED
    with pytest.raises(Refused):
        consent(second, ConsentKind.CUSTODY_HOLDER, 1, house)


def test_a_consent_that_was_taken_back_begins_nothing(house: House) -> None:
    person = Person(name="Åse", cpr="0505209996")
    first = young(house, AgeGroup.UNDER_15, person=person)
    consent(first, ConsentKind.CUSTODY_HOLDER, 0, house)
    Consent.objects.update(withdrawn_on=DAY)
    assert not young(house, AgeGroup.UNDER_15, person=person).facts.exists()


def test_a_consent_given_before_the_inquiry_counts_from_the_inquiry(house: House) -> None:
    one = young(house, AgeGroup.UNDER_15)
    consent(one, ConsentKind.CUSTODY_HOLDER, -20, house)
    assert one.facts.get(fact=Fact.CONSENTS_GIVEN).on == DAY


def test_nobody_agrees_tomorrow_or_without_a_name(house: House) -> None:
    with pytest.raises(Refused):
        record_consent(
            guarantee_id=young(house).pk,
            kind=ConsentKind.CUSTODY_HOLDER,
            on=DAY + timedelta(days=1),
            by=house.caseworker,
            at=AT,
        )
    with pytest.raises(Refused):
        consent(young(house, person=None), ConsentKind.CUSTODY_HOLDER, 1, house)


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
@pytest.mark.promise(36, "rebild")
def test_rebild_promises_a_young_person_fourteen_days_from_the_last_consent(
    council: QualityStandard, house: House
) -> None:
    one = young(house)
    assert answers(one, council, date(2027, 1, 20))[1] == Compliance.NOT_STARTED
    consent(one, ConsentKind.CUSTODY_HOLDER, 8, house)
    consent(one, ConsentKind.YOUNG_PERSON, 10, house)
    happened(one, Fact.TREATMENT_INITIATED, 24, house)
    assert answers(one, council, date(2027, 6, 1)) == (Compliance.KEPT_LATE, Compliance.KEPT)
