"""The rules of a decision as tables: themes, offers, provisions, complaints, free choice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.citizens.choices import AgeGroup
from centre.standard.loader import load_shipped
from centre.standard.schema import Standard
from intake.choices import About as Who
from intake.choices import Area, Outcome, Referrer, Setting, Theme, Topic, Way, Wish
from intake.rules.basis import decides_the_stay, legal_basis
from intake.rules.decision import (
    About,
    Choice,
    DecisionDraft,
    choice_faults,
    complain_by,
    consents_for,
    faults,
    free_choice,
    guidance_for,
    must_be_approved,
    usual_way,
    ways_for,
)
from intake.rules.guarantee import Request
from intake.rules.offers import (
    decided_elsewhere,
    most_sessions,
    offers_that_fit,
    sessions_of,
    usual_offer,
)
from intake.rules.visitation import (
    Written,
    areas_of,
    missing_themes,
    required_themes,
)
from tests.intake.guarantees import COUNCILS

ON = date(2026, 12, 15)
SIX = {"use", "social", "health", "work_education", "housing", "other"}
STANDARDS = {key: load_shipped(key) for key in COUNCILS}
ADULTS = (AgeGroup.FROM_18, AgeGroup.FROM_30, AgeGroup.UNKNOWN)
YOUNG = (AgeGroup.UNDER_15, AgeGroup.FROM_15)


def keys(
    council: str, area: str, age: str, setting: str = Setting.OUTPATIENT, **rest: bool
) -> list[str]:
    fitting = offers_that_fit(
        STANDARDS[council], area=area, age_group=age, setting=setting, on=ON, **rest
    )
    return [one.key for one in fitting]


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
    missing = missing_themes(required, written)
    for theme in required:
        one = written.get(theme)
        told = one is not None and (one.text.strip() != "" or one.later)
        assert (theme in missing) != told
    assert set(missing) <= set(required)


def request(**changes: object) -> Request:
    told = {
        "received_on": ON,
        "about": Who.SELF,
        "referrer": Referrer.SELF,
        "age_group": AgeGroup.FROM_30,
        "topic": Topic.BOTH,
        "wish": Wish.TREATMENT,
        "anonymous": False,
    }
    return Request(**{**told, **changes})  # type: ignore[arg-type]


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


# --- What a decision needs -----------------------------------------------------------------------


def draft(**changes: object) -> DecisionDraft:
    given = {
        "area": Area.DRUGS,
        "outcome": Outcome.GRANTED,
        "offer": "individual",
        "grounds": "Samtaler kan hjælpe dig.",
    }
    return DecisionDraft(**{**given, **changes})  # type: ignore[arg-type]


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
    assert usual_way(nameless=True, has_cpr=False) == Way.HANDED_OVER
    assert usual_way(nameless=False, has_cpr=True) == Way.DIGITAL_POST
    assert usual_way(nameless=False, has_cpr=False) == Way.LETTER


# --- Complaint -----------------------------------------------------------------------------------


@pytest.mark.promise(140)
@pytest.mark.parametrize("council", ["fredericia", "rebild", "haderslev", "skanderborg"])
@pytest.mark.parametrize("area", Area)
def test_the_board_decides_on_social_decisions_alone(council: str, area: Area) -> None:
    told = guidance_for(STANDARDS[council], area)
    assert (told.body == "ankestyrelsen") is (area == Area.DRUGS)
    assert told.possible is (area in (Area.DRUGS, Area.SUBSTITUTION))
    assert told.weeks == (4 if area == Area.DRUGS else None)
    if not told.possible:
        assert told.route is None


def test_aabenraa_is_silent_and_the_law_applies() -> None:
    told = guidance_for(STANDARDS["aabenraa"], Area.DRUGS)
    assert (told.possible, told.weeks, told.route) == (True, 4, None)


def test_the_citizens_adviser_is_named_where_the_council_has_one() -> None:
    advisers = {key: guidance_for(STANDARDS[key], Area.ALCOHOL).adviser for key in COUNCILS}
    assert [key for key, one in advisers.items() if one is not None] == ["skanderborg"]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        # The vectors of domain 1.1.
        (date(2026, 11, 27), date(2026, 12, 28)),
        (date(2027, 2, 25), date(2027, 3, 30)),
        (date(2027, 4, 9), date(2027, 5, 7)),
        (date(2027, 5, 8), date(2027, 6, 7)),
        (date(2026, 12, 1), date(2026, 12, 29)),
    ],
)
def test_the_last_day_to_complain_moves_past_closed_days(received: date, last: date) -> None:
    assert complain_by(STANDARDS["haderslev"], Area.DRUGS, received) == last
    assert complain_by(STANDARDS["haderslev"], Area.ALCOHOL, received) is None


# --- Free choice ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("council", "area", "age", "setting", "waives"),
    [
        ("aabenraa", Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, True),
        ("aabenraa", Area.DRUGS, AgeGroup.FROM_15, Setting.OUTPATIENT, None),
        ("aabenraa", Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, False),
        ("fredericia", Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, None),
        ("rebild", Area.ALCOHOL, AgeGroup.FROM_30, Setting.INPATIENT, None),
        ("haderslev", Area.DRUGS, AgeGroup.FROM_18, Setting.INPATIENT, True),
        ("skanderborg", Area.SUBSTITUTION, AgeGroup.FROM_30, Setting.OUTPATIENT, True),
        ("skanderborg", Area.ANONYMOUS_DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, None),
    ],
)
def test_free_choice_is_the_laws_and_the_councils_and_never_waives_alcohol(
    council: str, area: str, age: str, setting: str, waives: bool | None
) -> None:
    right = free_choice(STANDARDS[council], area, age, setting, ON)
    assert (right.waives if right is not None else None) is waives


CHOSEN = Choice(chosen_on=ON, provider="Et andet sted", starts_on=date(2027, 1, 4))


@pytest.mark.promise(45)
def test_a_stay_is_never_chosen_for_outpatient_help() -> None:
    for council in ("fredericia", "rebild", "haderslev", "skanderborg"):
        right = free_choice(
            STANDARDS[council], Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, ON
        )
        assert choice_faults(CHOSEN, right, Setting.OUTPATIENT, ON) == []
        stay = Choice(**{**vars(CHOSEN), "setting": Setting.INPATIENT})
        wrong = choice_faults(stay, right, Setting.OUTPATIENT, ON)
        assert [fault.field for fault in wrong] == ["setting"]


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Choice(provider="Et sted"), "provider"),
        (Choice(chosen_on=date(2026, 12, 14), provider="Et sted", starts_on=ON), "chosen_on"),
        (Choice(provider="Et sted", chosen_on=ON, starts_on=ON, limited_why="Nej"), "provider"),
    ],
)
def test_a_choice_is_whole_and_comes_after(choice: Choice, field: str) -> None:
    right = free_choice(
        STANDARDS["haderslev"], Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, ON
    )
    assert [one.field for one in choice_faults(choice, right, Setting.OUTPATIENT, ON)] == [field]


def test_a_choice_is_limited_only_where_it_may_be() -> None:
    why = Choice(limited_why="Du har brug for at være tæt på din familie.")
    standard: Standard = STANDARDS["skanderborg"]
    drugs = free_choice(standard, Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, ON)
    alcohol = free_choice(standard, Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, ON)
    assert choice_faults(why, drugs, Setting.OUTPATIENT, ON) == []
    assert [one.field for one in choice_faults(why, alcohol, Setting.OUTPATIENT, ON)] == [
        "limited_why"
    ]
    assert choice_faults(why, None, Setting.OUTPATIENT, ON) != []
