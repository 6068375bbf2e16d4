"""The rules of a decision as tables: themes, offers, provisions, complaints, free choice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.citizens.choices import AgeGroup
from intake.choices import About as Who
from intake.choices import Area, Outcome, Referrer, Setting, Theme, Topic, Way, Wish
from intake.rules.basis import decides_the_stay
from intake.rules.decision import (
    About,
    DecisionDraft,
    consents_for,
    faults,
    must_be_approved,
    usual_way,
    ways_for,
)
from intake.rules.guarantee import Request
from intake.rules.visitation import (
    Written,
    areas_of,
    missing_themes,
    required_themes,
)
from tests.intake.offered import ON, SIX, STANDARDS

# --- What an assessment covers -------------------------------------------------------------------


@pytest.mark.promise(39)
@pytest.mark.parametrize(
    ("council", "area", "own"),
    [
        ("aabenraa", Area.DRUGS, set()),
        ("aabenraa", Area.ALCOHOL, {"use"}),
        ("fredericia", Area.DRUGS, set()),
        ("fredericia", Area.ALCOHOL, {"use", "social", "health"}),
        ("rebild", Area.DRUGS, set()),
        ("rebild", Area.ALCOHOL, SIX - {"other"}),
        ("haderslev", Area.DRUGS, {"goals", "support"}),
        ("haderslev", Area.ALCOHOL, {"use", "goals", "support"}),
        ("skanderborg", Area.DRUGS, set()),
        ("skanderborg", Area.ALCOHOL, SIX - {"other"}),
    ],
)
def test_law_and_council_each_ask_about_their_themes(
    council: str, area: str, own: set[str]
) -> None:
    needed = set(required_themes((area,), STANDARDS[council]))
    assert needed == (SIX | own if area == Area.DRUGS else own)


WRITINGS = st.builds(Written, text=st.sampled_from(["", "  ", "Noget."]), later=st.booleans())


@given(written=st.dictionaries(st.sampled_from(list(Theme)), WRITINGS))
def test_a_decision_waits_for_nothing_but_a_required_theme_that_is_empty(
    written: dict[Theme, Written],
) -> None:
    required = required_themes((Area.DRUGS,), STANDARDS["haderslev"])
    missing = missing_themes(required, {theme.value: one for theme, one in written.items()})
    for theme in required:
        one = written.get(theme)
        told = one is not None and (one.text.strip() != "" or one.later)
        assert (theme in missing) != told
    assert set(missing) <= set(required)


def request(**changes: Any) -> Request:
    told: dict[str, Any] = {
        "received_on": ON,
        "about": Who.SELF,
        "referrer": Referrer.SELF,
        "age_group": AgeGroup.FROM_30,
        "topic": Topic.BOTH,
        "wish": Wish.TREATMENT,
        "anonymous": False,
    }
    return Request(**{**told, **changes})


@pytest.mark.parametrize(
    ("changes", "areas"),
    [
        ({}, (Area.ALCOHOL, Area.DRUGS)),
        ({"topic": Topic.ALCOHOL, "wants_medical": True}, (Area.ALCOHOL,)),
        ({"topic": Topic.DRUGS, "wants_medical": True}, (Area.DRUGS, Area.SUBSTITUTION)),
        ({"topic": Topic.DRUGS, "anonymous": True}, (Area.ANONYMOUS_DRUGS,)),
        (
            {"topic": Topic.DRUGS, "anonymous": True, "age_group": AgeGroup.FROM_15},
            (Area.DRUGS,),
        ),
        ({"topic": Topic.OTHER, "wish": Wish.COUNSELLING}, ()),
        ({"wish": Wish.UNKNOWN}, ()),
    ],
)
def test_what_was_asked_for_says_what_is_decided_on(
    changes: dict[str, object], areas: tuple[Area, ...]
) -> None:
    assert areas_of(request(**changes)) == areas


# --- What a decision needs -----------------------------------------------------------------------


def draft(**changes: Any) -> DecisionDraft:
    given: dict[str, Any] = {
        "area": Area.DRUGS,
        "outcome": Outcome.GRANTED,
        "offer": "individual",
        "grounds": "Samtaler kan hjælpe dig.",
    }
    return DecisionDraft(**{**given, **changes})


ADULT = About((Area.DRUGS, Area.ALCOHOL), AgeGroup.FROM_30)


def fields(one: DecisionDraft, about: About = ADULT, council: str = "haderslev") -> list[str]:
    return [fault.field for fault in faults(one, about, STANDARDS[council], ON)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"area": Area.SUBSTITUTION}, ["area"]),
        ({"grounds": "  "}, ["grounds"]),
        ({"offer": ""}, ["offer"]),
        ({"offer": "inpatient"}, ["offer"]),
        ({"offer": "move"}, ["offer"]),
        ({"sessions_granted": 0}, ["sessions_granted"]),
        ({"sessions_granted": 201}, ["sessions_granted"]),
        ({"granted_until": ON}, ["granted_until"]),
        ({"outcome": Outcome.PARTLY}, ["guidance"]),
        ({"outcome": Outcome.PARTLY, "guidance": "Ring."}, []),
        ({"outcome": Outcome.REFUSED, "guidance": "Ring."}, ["offer"]),
        ({"outcome": Outcome.REFUSED, "offer": ""}, ["guidance"]),
        ({"setting": Setting.INPATIENT, "offer": "inpatient"}, ["why_not_less"]),
        ({"setting": Setting.INPATIENT, "offer": "inpatient", "why_not_less": "Fordi."}, []),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, object], wrong: list[str]) -> None:
    assert fields(draft(**changes)) == wrong


@pytest.mark.parametrize(
    ("sessions", "wrong"), [(10, []), (11, ["sessions_granted"]), (None, ["sessions_granted"])]
)
def test_rebild_grants_ten_talks_at_a_time(sessions: int | None, wrong: list[str]) -> None:
    one = draft(offer="individual_drugs", sessions_granted=sessions)
    assert fields(one, council="rebild") == wrong


def test_who_else_decides_is_named() -> None:
    young = About((Area.DRUGS,), AgeGroup.FROM_15)
    found = faults(draft(offer="move"), young, STANDARDS["skanderborg"], ON)
    assert "Børnesocialrådgivningen" in found[0].words
    nameless = About((Area.DRUGS,), AgeGroup.FROM_15, anonymous=True)
    assert fields(draft(), nameless, "rebild")[0] == "area"


@pytest.mark.parametrize(
    "about",
    [
        About((Area.ALCOHOL,), AgeGroup.FROM_15),
        About((Area.ALCOHOL,), AgeGroup.FROM_30, anonymous=True),
    ],
)
def test_a_stay_is_for_adults_under_a_name(about: About) -> None:
    one = draft(area=Area.ALCOHOL, setting=Setting.INPATIENT, offer="inpatient", why_not_less="x")
    assert fields(one, about, "skanderborg")[0] == "setting"


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("setting", Setting)
def test_refusals_and_stays_are_seen_by_the_leader(outcome: Outcome, setting: Setting) -> None:
    expected = outcome == Outcome.REFUSED or setting == Setting.INPATIENT
    assert must_be_approved(outcome, setting) is expected
    assert decides_the_stay(outcome, setting) is (expected or outcome == Outcome.PARTLY)


@pytest.mark.parametrize(
    ("council", "area", "age", "needed"),
    [
        ("haderslev", Area.DRUGS, AgeGroup.FROM_30, set()),
        ("fredericia", Area.DRUGS, AgeGroup.UNDER_15, {"custody_holder"}),
        ("fredericia", Area.DRUGS, AgeGroup.FROM_15, {"custody_holder", "young_person"}),
        ("fredericia", Area.ALCOHOL, AgeGroup.FROM_15, set()),
        ("rebild", Area.ALCOHOL, AgeGroup.FROM_15, {"custody_holder", "young_person"}),
    ],
)
def test_a_grant_to_the_young_rests_on_consents(
    council: str, area: str, age: str, needed: set[str]
) -> None:
    assert consents_for(area, age, STANDARDS[council]) == needed


def test_nobody_posts_to_who_has_no_name() -> None:
    assert ways_for(nameless=True) == (Way.HANDED_OVER, Way.TOLD)
    assert Way.TOLD not in ways_for(nameless=False)

    def usual(*, nameless: bool = False, has_cpr: bool = False, has_died: bool = False) -> Way:
        return usual_way(nameless=nameless, has_cpr=has_cpr, has_died=has_died)

    assert usual(nameless=True) == usual(has_cpr=True, has_died=True) == Way.HANDED_OVER
    assert usual(has_cpr=True) == Way.DIGITAL_POST
    assert usual() == Way.LETTER
