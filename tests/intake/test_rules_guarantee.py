"""Which guarantees an inquiry starts in each council, and whether they were kept: two truths."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec
import pytest

from centre.citizens.choices import MINORS, AgeGroup
from centre.clocks.choices import Kind, Source, Span, State
from centre.clocks.rules import Rule
from centre.standard.loader import load_text
from centre.standard.schema import Standard
from intake.choices import About, Compliance, Fact, Referrer, ReleaseReason, Topic, Wish
from intake.rules.guarantee import (
    WAIVED_BY_FREE_CHOICE,
    Request,
    as_promised,
    by_law,
    clocks_for,
    promise_of,
    releases,
    stops_the_clock,
    wants_treatment,
)
from tests.conftest import shipped

COUNCILS = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
DAY = date(2026, 12, 10)
DUE = date(2026, 12, 24)

BASIS = {
    Kind.SOCIAL_DRUG: "SEL § 101 stk. 4",
    Kind.ALCOHOL: "SUL § 141 stk. 2",
    Kind.DOCTORS_TALK: "SUL § 142 stk. 1-2",
    Kind.MEDICAL: "SUL § 142 stk. 6",
    Kind.YOUTH_DRUG: "BL § 33 stk. 1",
}


@lru_cache
def standard(key: str) -> Standard:
    return load_text(shipped(key), name=key)


def request(**changes: Any) -> Request:
    given: dict[str, Any] = {
        "received_on": DAY,
        "about": About.SELF,
        "referrer": Referrer.SELF,
        "age_group": AgeGroup.FROM_30,
        "topic": Topic.ALCOHOL,
        "wish": Wish.TREATMENT,
        "anonymous": False,
    }
    return Request(**{**given, **changes})


A, D, B = {"topic": Topic.ALCOHOL}, {"topic": Topic.DRUGS}, {"topic": Topic.BOTH}
YOUNG, CHILD = {"age_group": AgeGroup.FROM_15}, {"age_group": AgeGroup.UNDER_15}
NAMELESS = {"anonymous": True}
MEDICAL, INPATIENT = {"wants_medical": True}, {"wants_inpatient": True}
PARENT = {"about": About.RELATIVE, "referrer": Referrer.FAMILY}
REFERRED = {"about": About.PROFESSIONAL, "citizen_agrees": True}
DRUG = [Kind.SOCIAL_DRUG, Kind.DOCTORS_TALK]
YOUTH = [Kind.YOUTH_DRUG, Kind.DOCTORS_TALK]

# What the law gives in every council alike.
EVERYWHERE = [
    (A, [Kind.ALCOHOL]),
    (D, DRUG),
    (B, [Kind.ALCOHOL, *DRUG]),
    (D | MEDICAL, [*DRUG, Kind.MEDICAL]),
    (A | MEDICAL, [Kind.ALCOHOL]),
    (A | NAMELESS, [Kind.ALCOHOL]),
    (A | YOUNG, [Kind.ALCOHOL]),
    (A | CHILD, [Kind.ALCOHOL]),
    (D | YOUNG, YOUTH),
    (D | CHILD, YOUTH),
    (D | YOUNG | NAMELESS, YOUTH),
    (A | NAMELESS | MEDICAL, [Kind.ALCOHOL]),
    (D | YOUNG | NAMELESS | MEDICAL, [*YOUTH, Kind.MEDICAL]),
    # A stay is granted to grown people (SEL §§ 101 and 107).
    (D | YOUNG | INPATIENT, YOUTH),
    (B | CHILD | INPATIENT, [Kind.ALCOHOL, *YOUTH]),
    (A | PARENT | CHILD, [Kind.ALCOHOL]),
    (B | YOUNG | MEDICAL, [Kind.ALCOHOL, *YOUTH, Kind.MEDICAL]),
    (D | {"age_group": AgeGroup.UNKNOWN}, DRUG),
    (D | {"about": About.UNSAID}, DRUG),
    # A relative's talk is the relative's; a parent asks for a child.
    (D | PARENT, []),
    (D | PARENT | YOUNG, YOUTH),
    (D | PARENT | CHILD | {"referrer": Referrer.SELF}, YOUTH),
    (D | PARENT | YOUNG | {"referrer": Referrer.DOCTOR}, []),
    (A | PARENT, []),
    # A professional's inquiry counts when the citizen wants it.
    (A | REFERRED, [Kind.ALCOHOL]),
    (A | REFERRED | {"citizen_agrees": False}, []),
    (D | REFERRED | {"referrer": Referrer.DOCTOR}, DRUG),
    # No wish for treatment, no guarantee.
    (A | {"wish": Wish.COUNSELLING}, []),
    (D | {"wish": Wish.UNKNOWN}, []),
    (D | INPATIENT | {"wish": Wish.COUNSELLING}, []),
    ({"topic": Topic.OTHER}, []),
    ({"topic": Topic.UNKNOWN}, []),
]


@pytest.mark.parametrize("key", COUNCILS)
@pytest.mark.parametrize(("asked", "kinds"), EVERYWHERE)
def test_the_law_starts_the_same_clocks_in_every_council(
    key: str, asked: dict[str, Any], kinds: list[Kind]
) -> None:
    plans = clocks_for(request(**asked), standard(key))
    assert [plan.kind for plan in plans] == kinds
    for plan in plans:
        assert (plan.source, plan.basis) == (Source.LAW, BASIS[Kind(plan.kind)])
        assert (plan.starts_on, plan.length, plan.span) == (DAY, 14, Span.DAYS)


@pytest.mark.parametrize("key", COUNCILS)
@pytest.mark.parametrize("age_group", [AgeGroup.FROM_18, AgeGroup.FROM_30, AgeGroup.UNKNOWN])
def test_anonymous_drug_treatment_has_a_clock_only_where_the_council_promises_one(
    key: str, age_group: AgeGroup
) -> None:
    plans = clocks_for(request(**D, **NAMELESS, age_group=age_group), standard(key))
    if key == "rebild":
        (plan,) = plans
        assert (plan.kind, plan.source, plan.basis) == (
            Kind.ANONYMOUS_DRUG,
            Source.LOCAL,
            "Rebild Kommune",
        )
        assert Rule(plan.length, plan.span).end_of(DAY) == DUE
    else:
        assert plans == []


@pytest.mark.parametrize("key", COUNCILS)
@pytest.mark.parametrize(
    ("topic", "promised_in"),
    [
        (D, ["fredericia"]),
        (B, ["fredericia"]),
        # Fredericia's eight weeks are for "døgnbehandling jf. SEL § 101", which is no alcohol.
        (A, []),
        ({"topic": Topic.OTHER}, []),
    ],
)
def test_an_application_for_inpatient_treatment_has_a_clock_only_in_fredericia_and_for_drugs(
    key: str, topic: dict[str, Any], promised_in: list[str]
) -> None:
    plans = clocks_for(request(**topic, **INPATIENT), standard(key))
    found = [plan for plan in plans if plan.kind == Kind.INPATIENT]
    if key in promised_in:
        (plan,) = found
        assert (plan.source, plan.basis) == (Source.LOCAL, "Fredericia Kommune")
        assert Rule(plan.length, plan.span).end_of(DAY) == DAY + timedelta(weeks=8)
    else:
        assert found == []


@pytest.mark.parametrize("key", COUNCILS)
def test_nobody_applies_for_inpatient_treatment_without_a_name(key: str) -> None:
    plans = clocks_for(request(**A, **INPATIENT, **NAMELESS), standard(key))
    assert [plan.kind for plan in plans] == [Kind.ALCOHOL]


@pytest.mark.parametrize(
    ("received_on", "kind", "basis"),
    [
        (date(2019, 12, 31), Kind.SOCIAL_DRUG, "SEL § 101 stk. 2"),
        (date(2020, 1, 1), Kind.SOCIAL_DRUG, "SEL § 101 stk. 4"),
        (date(2019, 12, 31), Kind.YOUTH_DRUG, "SEL § 101 stk. 3"),
        (date(2021, 6, 1), Kind.YOUTH_DRUG, "SEL § 101"),
        (date(2023, 12, 31), Kind.YOUTH_DRUG, "SEL § 101"),
        (date(2024, 1, 1), Kind.YOUTH_DRUG, "BL § 33 stk. 1"),
        (date(2015, 1, 1), Kind.DOCTORS_TALK, "SUL § 142 stk. 1-2"),
    ],
)
def test_the_law_is_cited_as_it_was_numbered_on_the_day(
    received_on: date, kind: Kind, basis: str
) -> None:
    age = AgeGroup.FROM_15 if kind == Kind.YOUTH_DRUG else AgeGroup.FROM_30
    plans = clocks_for(request(**D, received_on=received_on, age_group=age), standard("haderslev"))
    assert next(plan.basis for plan in plans if plan.kind == kind) == basis


def test_a_wish_told_by_another_is_a_wish_only_with_consent() -> None:
    assert wants_treatment(request(**REFERRED))
    assert not wants_treatment(request(about=About.PROFESSIONAL))
    assert not wants_treatment(request(**PARENT))


# --- By law and as promised ----------------------------------------------------------------------


def on(offset: int) -> date:
    return DAY + timedelta(days=offset)


def promised(
    key: str, kind: Kind, facts: Mapping[Fact, date], *, today: date, state: State = State.RUNNING
) -> Compliance:
    return as_promised(
        promise=promise_of(standard(key), kind, AgeGroup.UNKNOWN, facts),
        requested_on=DAY,
        facts={str(fact): day for fact, day in facts.items()},
        state=state,
        today=today,
    )


OFFER, TALKS, BEGUN = Fact.TREATMENT_OFFERED, Fact.TALKS_OFFERED, Fact.TREATMENT_INITIATED
PLAN, VISIT, AGREED = Fact.PLAN_MADE, Fact.VISITATION_HELD, Fact.FIRST_MEETING_AGREED
REBILD = {PLAN: on(9), VISIT: on(5), AGREED: on(14)}
DECISION = {VISIT: on(5), Fact.DECIDED: on(14)}


@pytest.mark.parametrize("kind", [Kind.SOCIAL_DRUG, Kind.ALCOHOL])
@pytest.mark.parametrize(
    ("key", "facts", "expected"),
    [
        # Aabenraa and the law end alike: with treatment begun.
        ("aabenraa", {BEGUN: on(14)}, Compliance.KEPT),
        ("aabenraa", {BEGUN: on(15)}, Compliance.KEPT_LATE),
        ("aabenraa", {OFFER: on(3), **DECISION}, Compliance.BREACHED),
        # Fredericia: the citizen received an offer.
        ("fredericia", {OFFER: on(14)}, Compliance.KEPT),
        ("fredericia", {OFFER: on(15)}, Compliance.KEPT_LATE),
        ("fredericia", {BEGUN: on(10)}, Compliance.KEPT),
        ("fredericia", {OFFER: on(20), BEGUN: on(13)}, Compliance.KEPT),
        ("fredericia", {TALKS: on(3)}, Compliance.BREACHED),
        # Rebild: plan, visitation and a first meeting agreed, all three.
        ("rebild", REBILD, Compliance.KEPT),
        ("rebild", {**REBILD, AGREED: on(15)}, Compliance.KEPT_LATE),
        ("rebild", {PLAN: on(9), VISIT: on(5)}, Compliance.BREACHED),
        ("rebild", {PLAN: on(9), VISIT: on(5), BEGUN: on(12)}, Compliance.KEPT),
        ("rebild", {BEGUN: on(3)}, Compliance.BREACHED),
        # Haderslev: talks or treatment offered.
        ("haderslev", {TALKS: on(14)}, Compliance.KEPT),
        ("haderslev", {OFFER: on(14)}, Compliance.KEPT),
        ("haderslev", {TALKS: on(15)}, Compliance.KEPT_LATE),
        ("haderslev", {TALKS: on(15), BEGUN: on(2)}, Compliance.KEPT),
        ("haderslev", {VISIT: on(1)}, Compliance.BREACHED),
        # Skanderborg: assessed and decided.
        ("skanderborg", DECISION, Compliance.KEPT),
        ("skanderborg", {**DECISION, Fact.DECIDED: on(15)}, Compliance.KEPT_LATE),
        ("skanderborg", {Fact.DECIDED: on(3)}, Compliance.BREACHED),
        ("skanderborg", {OFFER: on(3), TALKS: on(3)}, Compliance.BREACHED),
    ],
)
def test_each_council_keeps_its_own_word(
    key: str, facts: dict[Fact, date], expected: Compliance, kind: Kind
) -> None:
    assert promised(key, kind, facts, today=on(30)) == expected


@pytest.mark.parametrize("key", COUNCILS)
def test_a_promise_is_not_broken_before_its_last_day_is_over(key: str) -> None:
    assert promised(key, Kind.ALCOHOL, {}, today=DUE) == Compliance.RUNNING
    assert promised(key, Kind.ALCOHOL, {}, today=DUE + timedelta(days=1)) == Compliance.BREACHED


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.RUNNING, Compliance.RUNNING),
        (State.AT_RISK, Compliance.RUNNING),
        (State.PAUSED, Compliance.RUNNING),
        (State.BREACHED, Compliance.BREACHED),
        (State.KEPT, Compliance.KEPT),
        (State.KEPT_LATE, Compliance.KEPT_LATE),
        (State.WAIVED, Compliance.WAIVED),
        (State.RELEASED, Compliance.RELEASED),
    ],
)
def test_by_law_the_clock_answers_and_a_local_one_says_nothing_of_the_law(
    state: State, expected: Compliance
) -> None:
    assert by_law(Source.LAW, state) == expected
    assert by_law(Source.LOCAL, state) == Compliance.NONE


def test_a_council_may_keep_its_word_and_break_the_law() -> None:
    facts = {OFFER: on(10)}
    assert promised("fredericia", Kind.SOCIAL_DRUG, facts, today=on(20)) == Compliance.KEPT
    assert by_law(Source.LAW, State.BREACHED) == Compliance.BREACHED


@pytest.mark.parametrize("state", [State.WAIVED, State.RELEASED])
def test_what_was_set_aside_binds_the_council_no_more_but_what_was_kept_stays_kept(
    state: State,
) -> None:
    open_ = promised("haderslev", Kind.SOCIAL_DRUG, {}, today=on(60), state=state)
    kept = promised("haderslev", Kind.SOCIAL_DRUG, {TALKS: on(5)}, today=on(60), state=state)
    assert (open_, kept) == (Compliance(state.value), Compliance.KEPT)


def test_rebild_counts_for_a_young_person_from_the_last_consent() -> None:
    given = {Fact.CONSENTS_GIVEN: on(10)}

    def rebild(facts: dict[Fact, date], today: date) -> Compliance:
        return promised("rebild", Kind.YOUTH_DRUG, facts, today=today)

    assert rebild({}, on(60)) == Compliance.NOT_STARTED
    assert rebild(given, on(24)) == Compliance.RUNNING
    assert rebild(given, on(25)) == Compliance.BREACHED
    assert rebild({**given, BEGUN: on(24)}, on(60)) == Compliance.KEPT
    assert rebild({**given, BEGUN: on(25)}, on(60)) == Compliance.KEPT_LATE
    # One given before the request does not make the promise shorter.
    early = {Fact.CONSENTS_GIVEN: on(-10), BEGUN: on(14)}
    assert rebild(early, on(60)) == Compliance.KEPT


@pytest.mark.parametrize("key", ["aabenraa", "fredericia", "skanderborg"])
def test_the_others_count_for_a_young_person_from_the_request(key: str) -> None:
    assert promised(key, Kind.YOUTH_DRUG, {}, today=on(15)) == Compliance.BREACHED


def test_a_council_that_is_silent_promises_nothing_of_its_own() -> None:
    assert promised("haderslev", Kind.YOUTH_DRUG, {}, today=on(60)) == Compliance.NONE
    assert promised("aabenraa", Kind.DOCTORS_TALK, {}, today=on(60)) == Compliance.NONE


def test_skanderborg_offers_the_doctors_talk_where_the_law_wants_it_held() -> None:
    offered = {Fact.DOCTORS_TALK_OFFERED: on(14)}
    assert promised("skanderborg", Kind.DOCTORS_TALK, offered, today=on(30)) == Compliance.KEPT
    assert promised("haderslev", Kind.DOCTORS_TALK, offered, today=on(30)) == Compliance.BREACHED
    held = {Fact.DOCTORS_TALK_HELD: on(14)}
    assert promised("skanderborg", Kind.DOCTORS_TALK, held, today=on(30)) == Compliance.KEPT


def test_fredericia_decides_on_inpatient_treatment_within_eight_weeks() -> None:
    decided = {Fact.DECIDED: on(56)}
    assert promised("fredericia", Kind.INPATIENT, decided, today=on(90)) == Compliance.KEPT
    late = {Fact.DECIDED: on(57)}
    assert promised("fredericia", Kind.INPATIENT, late, today=on(90)) == Compliance.KEPT_LATE


@pytest.mark.parametrize("kind", Kind)
def test_the_laws_clock_is_stopped_by_the_event_of_the_law(kind: Kind) -> None:
    expected = {
        Kind.DOCTORS_TALK: Fact.DOCTORS_TALK_HELD,
        Kind.INPATIENT: Fact.DECIDED,
    }.get(kind, Fact.TREATMENT_INITIATED)
    assert stops_the_clock(kind) == (expected,)


def test_free_choice_sets_aside_drug_and_medical_treatment_only() -> None:
    assert set(WAIVED_BY_FREE_CHOICE) == {Kind.SOCIAL_DRUG, Kind.MEDICAL}


# --- Whom a promise is made to, and what ends one -------------------------------------------------


def test_rebild_breaks_no_promise_of_a_doctors_talk_that_nobody_asked_for() -> None:
    """Rebild's is for who wishes it; Haderslev's and Skanderborg's are for all."""
    talk = Kind.DOCTORS_TALK
    assert promised("rebild", talk, {}, today=on(30)) == Compliance.NONE
    for key in ("haderslev", "skanderborg"):
        assert promised(key, talk, {}, today=on(30)) == Compliance.BREACHED


def test_in_rebild_the_promise_of_the_doctors_talk_counts_from_the_day_it_was_asked_for() -> None:
    talk, asked = Kind.DOCTORS_TALK, {Fact.DOCTORS_TALK_ASKED: on(5)}
    answers = [promised("rebild", talk, asked, today=on(day)) for day in (5, 19, 20)]
    assert answers == [Compliance.RUNNING, Compliance.RUNNING, Compliance.BREACHED]
    for held, answer in ((19, Compliance.KEPT), (20, Compliance.KEPT_LATE)):
        facts = {**asked, Fact.DOCTORS_TALK_HELD: on(held)}
        assert promised("rebild", talk, facts, today=on(30)) == answer
    # Where it is promised to all, asking moves nothing.
    assert promised("haderslev", talk, asked, today=on(15)) == Compliance.BREACHED


@pytest.mark.parametrize("age", AgeGroup.values)
def test_the_young_have_the_promise_made_to_the_young(age: str) -> None:
    content = standard("skanderborg")
    young = next(one for one in content.clocks if one.kind == "youth_alcohol")
    others = [one for one in content.clocks if one.kind != "youth_alcohol"]
    changed = msgspec.structs.replace(
        content, clocks=(*others, msgspec.structs.replace(young, days=7))
    )
    promise = promise_of(changed, Kind.ALCOHOL, age)
    assert promise is not None
    assert promise.days == (7 if age in MINORS else 14)


def test_a_deadline_is_released_only_for_a_reason_of_its_kind() -> None:
    every = set(ReleaseReason) - {ReleaseReason.REFUSED}
    talk, away = ReleaseReason.DECLINED_TALK, ReleaseReason.ADMITTED
    for kind in Kind:
        missing = every - set(releases(kind))
        assert set(releases(kind, refused=True)) - set(releases(kind)) == {ReleaseReason.REFUSED}
        if kind == Kind.DOCTORS_TALK:
            assert missing == {away}
        else:
            assert missing == ({talk} if kind == Kind.ALCOHOL else {talk, away})
