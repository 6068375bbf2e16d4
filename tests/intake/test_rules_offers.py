"""Which provision a decision is made under, and which offers fit, as tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.citizens.choices import AgeGroup
from intake.choices import Area, Setting
from intake.rules.basis import legal_basis
from intake.rules.offers import (
    decided_elsewhere,
    most_sessions,
    offers_that_fit,
    sessions_of,
    usual_offer,
)
from tests.intake.guarantees import COUNCILS
from tests.intake.offered import ON, STANDARDS, keys

# --- By which provision --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "age", "setting", "words"),
    [
        (Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, "SEL § 101 stk. 1-2"),
        (Area.DRUGS, AgeGroup.UNKNOWN, Setting.DAY, "SEL § 101 stk. 1-2"),
        (
            Area.DRUGS,
            AgeGroup.FROM_18,
            Setting.INPATIENT,
            "SEL § 101 stk. 1-2, jf. § 107 stk. 2 nr. 2",
        ),
        (Area.DRUGS, AgeGroup.FROM_15, Setting.OUTPATIENT, "BL § 33 stk. 1-2"),
        (Area.DRUGS, AgeGroup.UNDER_15, Setting.OUTPATIENT, "BL § 33 stk. 1-2"),
        (Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, "SUL § 141 stk. 1"),
        (Area.ALCOHOL, AgeGroup.FROM_15, Setting.OUTPATIENT, "SUL § 141 stk. 1"),
        (Area.ALCOHOL, AgeGroup.FROM_30, Setting.INPATIENT, "SUL § 141 stk. 1"),
        (Area.SUBSTITUTION, AgeGroup.FROM_30, Setting.OUTPATIENT, "SUL § 142 stk. 3"),
        (Area.ANONYMOUS_DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, "SEL § 101 a stk. 4"),
    ],
)
def test_each_decision_names_its_provision(area: str, age: str, setting: str, words: str) -> None:
    assert legal_basis(area, age, setting, ON).words == words


def test_a_provision_is_dated_and_the_young_had_another_one_before() -> None:
    before = legal_basis(Area.DRUGS, AgeGroup.FROM_15, Setting.OUTPATIENT, date(2023, 12, 31))
    after = legal_basis(Area.DRUGS, AgeGroup.FROM_15, Setting.OUTPATIENT, date(2024, 1, 1))
    assert (before.words, after.words) == ("SEL § 101", "BL § 33 stk. 1-2")
    assert after.valid_from == date(2024, 1, 1)
    with pytest.raises(LookupError):
        legal_basis(Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, date(2019, 12, 31))


# --- Which offers fit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("council", "area", "age", "fitting"),
    [
        ("aabenraa", Area.DRUGS, AgeGroup.UNDER_15, []),
        ("aabenraa", Area.ALCOHOL, AgeGroup.FROM_15, []),
        ("fredericia", Area.ALCOHOL, AgeGroup.FROM_30, ["individual", "family"]),
        ("rebild", Area.ALCOHOL, AgeGroup.FROM_30, ["individual_alcohol", "family", "antabus"]),
        ("rebild", Area.SUBSTITUTION, AgeGroup.FROM_30, ["substitution"]),
        ("haderslev", Area.DRUGS, AgeGroup.FROM_15, []),
        ("haderslev", Area.ALCOHOL, AgeGroup.UNDER_15, []),
        (
            "haderslev",
            Area.DRUGS,
            AgeGroup.FROM_18,
            ["individual", "group", "online", "detox", "move"],
        ),
        ("haderslev", Area.DRUGS, AgeGroup.FROM_30, ["individual", "group", "online", "detox"]),
        ("skanderborg", Area.ALCOHOL, AgeGroup.UNDER_15, ["youth_13_14"]),
        (
            "skanderborg",
            Area.DRUGS,
            AgeGroup.FROM_30,
            ["individual", "family", "stabilising", "online"],
        ),
        (
            "skanderborg",
            Area.DRUGS,
            AgeGroup.FROM_18,
            ["clarifying", "move", "individual_youth", "online_youth"],
        ),
    ],
)
def test_only_what_fits_treatment_and_age_is_offered(
    council: str, area: str, age: str, fitting: list[str]
) -> None:
    found = [key for key in keys(council, area, age) if key != "medical_alcohol"]
    found = [key for key in found if not (area == Area.ALCOHOL and key == "detox")]
    assert found == fitting


@pytest.mark.parametrize(
    ("council", "area", "stays"),
    [
        ("aabenraa", Area.ALCOHOL, ["inpatient"]),
        ("fredericia", Area.ALCOHOL, []),
        ("fredericia", Area.DRUGS, ["inpatient"]),
        ("rebild", Area.DRUGS, []),
        ("haderslev", Area.DRUGS, ["inpatient"]),
        ("skanderborg", Area.ALCOHOL, ["inpatient"]),
    ],
)
def test_a_stay_is_granted_where_the_council_has_one(
    council: str, area: str, stays: list[str]
) -> None:
    assert keys(council, area, AgeGroup.FROM_30, Setting.INPATIENT) == stays


@pytest.mark.parametrize("council", COUNCILS)
def test_without_a_name_nothing_is_granted_that_needs_one(council: str) -> None:
    found = keys(council, Area.ALCOHOL, AgeGroup.FROM_30, anonymous=True)
    assert found
    assert not {"inpatient", "medical_alcohol", "antabus", "detox"} & set(found)


def test_the_anonymous_offer_of_a_council_is_for_adults() -> None:
    assert keys("rebild", Area.ANONYMOUS_DRUGS, AgeGroup.FROM_30, anonymous=True) == [
        "group",
        "anonymous_drugs",
    ]
    assert keys("rebild", Area.ANONYMOUS_DRUGS, AgeGroup.FROM_15, anonymous=True) == []


@given(
    council=st.sampled_from(COUNCILS),
    area=st.sampled_from(list(Area)),
    age=st.sampled_from(list(AgeGroup)),
    setting=st.sampled_from(list(Setting)),
    anonymous=st.booleans(),
)
def test_what_fits_is_always_for_the_treatment_and_never_ended(
    council: str, area: Area, age: AgeGroup, setting: Setting, anonymous: bool
) -> None:
    for offer in offers_that_fit(
        STANDARDS[council], area=area, age_group=age, setting=setting, on=ON, anonymous=anonymous
    ):
        assert area in offer.areas
        assert offer.ends_on is None or offer.ends_on >= ON
        assert offer.granted_by not in ("children_unit", "youth_crime_board")
        assert (offer.kind == "substitution") <= (area == Area.SUBSTITUTION)
        most, proposed = most_sessions(offer), sessions_of(offer)
        assert most is None or proposed == most


def test_a_home_with_children_begins_with_the_familys_offer() -> None:
    fitting = offers_that_fit(
        STANDARDS["skanderborg"],
        area=Area.DRUGS,
        age_group=AgeGroup.FROM_30,
        setting=Setting.OUTPATIENT,
        on=ON,
    )
    with_children, without = (usual_offer(fitting, children_at_home=yes) for yes in (True, False))
    assert with_children is not None
    assert without is not None
    assert (with_children.key, without.key) == ("family", "individual")
    assert usual_offer([], children_at_home=True) is None


@pytest.mark.parametrize(
    ("council", "area", "age", "elsewhere"),
    [
        ("skanderborg", Area.DRUGS, AgeGroup.FROM_15, True),
        ("skanderborg", Area.DRUGS, AgeGroup.UNDER_15, True),
        ("skanderborg", Area.ALCOHOL, AgeGroup.FROM_15, False),
        ("skanderborg", Area.DRUGS, AgeGroup.FROM_18, False),
        ("aabenraa", Area.DRUGS, AgeGroup.FROM_15, False),
        ("rebild", Area.DRUGS, AgeGroup.FROM_15, False),
    ],
)
def test_where_the_childrens_unit_decides_the_centre_does_not(
    council: str, area: str, age: str, elsewhere: bool
) -> None:
    assert decided_elsewhere(STANDARDS[council], area, age) is elsewhere
