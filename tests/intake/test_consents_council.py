"""Whose consent each council asks for: the law's beside its own, by age and kind of treatment."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import gettext

from centre.citizens.choices import AgeGroup, ConsentKind
from centre.clocks.choices import Kind
from centre.refusal import Refused
from centre.standard.loader import load_shipped
from centre.standard.models import QualityStandard
from intake.choices import Fact, NextStep, Topic
from intake.models import Inquiry
from intake.rules.consents import consents_needed
from tests import factories
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.guarantees import AT, clock_of, consent, guarantee, happened, later

HOLDER = frozenset({ConsentKind.CUSTODY_HOLDER.value})
BOTH = HOLDER | {ConsentKind.YOUNG_PERSON.value}
NONE: frozenset[str] = frozenset()
# Council: under 15, 15-17. For drugs the law gives the same answer in all five.
ALCOHOL = {
    "aabenraa": (NONE, NONE),
    "fredericia": (NONE, NONE),
    "rebild": (HOLDER, BOTH),
    "haderslev": (NONE, NONE),
    "skanderborg": (HOLDER, HOLDER),
}
# To medicine somebody of 15 consents alone (SUL § 17), but where the council asks for more.
MEDICAL = {key: (HOLDER, older) for key, (_young, older) in ALCOHOL.items()}


@pytest.mark.parametrize("key", ALCOHOL)
def test_law_and_council_together_say_who_must_agree(key: str) -> None:
    standard = load_shipped(key)
    needed = {
        (kind, age): consents_needed(kind, age, standard)
        for kind in Kind.values
        for age in AgeGroup.values
    }
    young, older = ALCOHOL[key]
    expected = {
        (Kind.ALCOHOL, AgeGroup.UNDER_15): young,
        (Kind.ALCOHOL, AgeGroup.FROM_15): older,
        (Kind.YOUTH_DRUG, AgeGroup.UNDER_15): HOLDER,
        (Kind.YOUTH_DRUG, AgeGroup.FROM_15): BOTH,
        (Kind.MEDICAL, AgeGroup.UNDER_15): MEDICAL[key][0],
        (Kind.MEDICAL, AgeGroup.FROM_15): MEDICAL[key][1],
    }
    assert {one: who for one, who in needed.items() if who} == {
        one: who for one, who in expected.items() if who
    }


@pytest.mark.parametrize("key", ALCOHOL)
@pytest.mark.parametrize("age", [AgeGroup.UNDER_15, AgeGroup.FROM_15])
def test_no_council_asks_a_consent_for_alcohol_of_somebody_without_a_name(
    key: str, age: AgeGroup
) -> None:
    standard = load_shipped(key)
    assert consents_needed(Kind.ALCOHOL, age, standard, anonymous=True) == NONE
    # What the law demands is not given up with the name.
    assert consents_needed(Kind.YOUTH_DRUG, age, standard, anonymous=True) >= HOLDER


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_alcohol_treatment_of_a_minor_waits_for_the_custody_holder(
    council: QualityStandard, house: House
) -> None:
    one = guarantee(house, "alcohol", age_group=AgeGroup.FROM_15)
    with pytest.raises(Refused):
        happened(one, Fact.TREATMENT_INITIATED, 2, house)
    consent(one, ConsentKind.CUSTODY_HOLDER, 3, house)
    happened(one, Fact.TREATMENT_INITIATED, 4, house)
    assert clock_of(one).ended_as == "stop"


@pytest.mark.parametrize("council", ["haderslev"], indirect=True)
def test_a_childs_medicine_waits_for_the_custody_holder_and_somebody_of_15_decides_alone(
    council: QualityStandard, house: House
) -> None:
    child = guarantee(house, "medical", age_group=AgeGroup.UNDER_15, wants_medical=True)
    with pytest.raises(Refused):
        happened(child, Fact.TREATMENT_INITIATED, 2, house)
    consent(child, ConsentKind.CUSTODY_HOLDER, 3, house)
    happened(child, Fact.TREATMENT_INITIATED, 4, house)
    older = guarantee(house, "medical", age_group=AgeGroup.FROM_15, wants_medical=True)
    happened(older, Fact.TREATMENT_INITIATED, 2, house)
    assert (clock_of(child).ended_as, clock_of(older).ended_as) == ("stop", "stop")


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_one_consent_may_be_the_last_of_several_treatments(
    council: QualityStandard, house: House
) -> None:
    one = guarantee(house, "alcohol", topic=Topic.BOTH, age_group=AgeGroup.UNDER_15)
    consent(one, ConsentKind.CUSTODY_HOLDER, 3, house)
    facts = [set(each.facts.values_list("fact", "on")) for each in one.inquiry.guarantees.all()]
    given = {(Fact.CONSENTS_GIVEN.value, date(2026, 12, 13))}
    assert sorted(map(len, facts)) == [0, 1, 1]
    assert facts.count(given) == 2


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_page_asks_for_the_consent_and_of_nobody_without_a_name(
    council: QualityStandard, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, later(1))
    told = gettext(
        "Nobody is asked for consent while the citizen is anonymous."
        " Settle it before treatment under a name."
    )

    def page(inquiry: Inquiry) -> Any:
        return logged_in(house.caseworker).get(f"/staff/inquiries/{inquiry.pk}/")

    young: dict[str, Any] = {
        "topic": Topic.ALCOHOL,
        "age_group": AgeGroup.FROM_15,
        "received_at": AT,
    }
    named = page(factories.inquiry(house, responsible=house.caseworker, **young))
    (promise,) = named.context["case"].promises
    assert promise.missing_consents == ["custody_holder"]
    assert not promise.consents_later

    nobody = factories.inquiry(house, responsible=house.caseworker, person=None, **young)
    shown = page(nobody)
    (promise,) = shown.context["case"].promises
    assert (promise.missing_consents, promise.consents_later) == ([], True)
    assert shown.context["case"].step != NextStep.CONSENTS
    assert told in shown.content.decode()
    happened(nobody.guarantees.get(), Fact.TREATMENT_INITIATED, 1, house)
