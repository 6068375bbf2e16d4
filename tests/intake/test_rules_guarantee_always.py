"""What holds for every request that a form allows, in every council, whatever happens to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from centre.citizens.choices import MINORS, AgeGroup
from centre.clocks import words
from centre.clocks.choices import EventType, Kind, Side, Source, State
from centre.clocks.models import Clock
from centre.clocks.rules import Event, Plan, Rule, compute, ends
from centre.standard.law import national_rule
from centre.standard.loader import load_shipped, shipped_keys
from centre.standard.rules import free_choice_waives
from intake.choices import About, Compliance, Fact, Referrer, Topic, Wish
from intake.rules.guarantee import (
    GUARANTEE_KINDS,
    WAIVED_BY_FREE_CHOICE,
    Request,
    as_promised,
    by_law,
    clocks_for,
    kinds_for,
    promise_of,
    promised_due_on,
    stops_the_clock,
    wants_treatment,
)

# The form takes days from 2000 on; from 2015 on every guarantee of today stands in the law.
ALL_IN_THE_LAW = date(2015, 1, 1)
FOURTEEN = timedelta(days=14)


# Read before the first example, which else would be the slow one.
STANDARDS = {key: load_shipped(key) for key in shipped_keys()}
councils = st.sampled_from(sorted(STANDARDS))
requests = st.builds(
    Request,
    received_on=st.dates(date(2000, 1, 1), date(2032, 12, 31)),
    about=st.sampled_from(About.values),
    referrer=st.sampled_from(Referrer.values),
    age_group=st.sampled_from(AgeGroup.values),
    topic=st.sampled_from(Topic.values),
    wish=st.sampled_from([Wish.TREATMENT, Wish.TREATMENT, *Wish.values]),
    anonymous=st.booleans(),
    wants_medical=st.booleans(),
    wants_inpatient=st.booleans(),
    citizen_agrees=st.booleans(),
)
states = st.sampled_from(State)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Request, str, Plan, dict[str, date]]:
    """A deadline that a request started, and what may have been recorded of it."""
    one, council = draw(requests), draw(councils)
    asked = replace(
        one, wish=Wish.TREATMENT, about=About.SELF, topic=draw(st.sampled_from(Topic.values[:3]))
    )
    if asked.anonymous and asked.topic == Topic.DRUGS:
        asked = replace(asked, anonymous=False)
    plan = draw(st.sampled_from(clocks_for(asked, STANDARDS[council]) or [_some(council)]))
    days = st.integers(0, 60).map(lambda late: plan.starts_on + timedelta(days=late))
    facts = draw(st.dictionaries(st.sampled_from(Fact.values), days))
    return asked, council, plan, facts


def _some(council: str) -> Plan:
    """For days before any law gave a deadline."""
    asked = Request(
        date(2026, 12, 10),
        About.SELF,
        Referrer.SELF,
        AgeGroup.FROM_30,
        Topic.BOTH,
        Wish.TREATMENT,
        False,
    )
    return clocks_for(asked, STANDARDS[council])[0]


@given(requests, councils)
def test_a_request_starts_each_deadline_once_and_on_its_own_day(
    asked: Request, council: str
) -> None:
    plans = clocks_for(asked, STANDARDS[council])
    kinds = [plan.kind for plan in plans]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= set(kinds_for(asked))
    assert bool(kinds_for(asked)) <= wants_treatment(asked)
    for plan in plans:
        assert plan.starts_on == asked.received_on
        assert plan.side == Side.AUTHORITY
        rule = national_rule(GUARANTEE_KINDS[plan.kind], asked.received_on)
        law = str(rule.basis) if rule is not None and rule.exists else None
        assert plan.source == (Source.LAW if law else Source.LOCAL)
        assert plan.basis == (law or STANDARDS[council].identity.council)
        assert Rule(plan.length, plan.span).end_of(plan.starts_on) >= asked.received_on + FOURTEEN


@given(requests, councils)
def test_age_and_name_decide_by_which_law(asked: Request, council: str) -> None:
    kinds = {plan.kind for plan in clocks_for(asked, STANDARDS[council])}
    if asked.age_group in MINORS:
        assert not kinds & {Kind.SOCIAL_DRUG, Kind.ANONYMOUS_DRUG, Kind.INPATIENT}
    else:
        assert Kind.YOUTH_DRUG not in kinds
        assert not (asked.anonymous and kinds & {Kind.SOCIAL_DRUG, Kind.INPATIENT})
    if asked.received_on >= ALL_IN_THE_LAW:
        local = {
            plan.kind
            for plan in clocks_for(asked, STANDARDS[council])
            if plan.source == Source.LOCAL
        }
        own = {"rebild": {Kind.ANONYMOUS_DRUG}, "fredericia": {Kind.INPATIENT}}
        assert local <= own.get(council, set())


@given(requests, councils)
def test_to_ask_for_more_takes_no_deadline_away_and_moves_none(
    asked: Request, council: str
) -> None:
    before = clocks_for(asked, STANDARDS[council])
    for more in (
        replace(asked, wants_medical=True),
        replace(asked, wants_inpatient=True),
        replace(asked, citizen_agrees=True),
    ):
        after = clocks_for(more, STANDARDS[council])
        assert all(plan in after for plan in before)
    if asked.topic in (Topic.ALCOHOL, Topic.DRUGS):
        both = clocks_for(replace(asked, topic=Topic.BOTH), STANDARDS[council])
        assert all(plan in both for plan in before)


@given(requests, councils)
def test_the_council_changes_nothing_that_the_law_gives(asked: Request, council: str) -> None:
    by_the_law = [
        plan for plan in clocks_for(asked, STANDARDS[council]) if plan.source == Source.LAW
    ]
    others = (clocks_for(asked, other) for other in STANDARDS.values())
    for plans in others:
        assert [plan for plan in plans if plan.source == Source.LAW] == by_the_law


@given(st.sampled_from(sorted(GUARANTEE_KINDS)), st.dates(date(2000, 1, 1), date(2032, 12, 31)))
def test_a_waiver_is_never_for_alcohol_and_always_has_its_law(kind: str, day: date) -> None:
    word = GUARANTEE_KINDS[kind]
    waives = free_choice_waives(word, day)
    rule = national_rule(word, day)
    assert not (waives and kind in (Kind.ALCOHOL, "youth_alcohol"))
    assert waives <= (kind in WAIVED_BY_FREE_CHOICE)
    assert not waives or (rule is not None and rule.waiver_basis is not None)


@given(histories(), states, st.integers(0, 90))
def test_the_answer_as_promised_hangs_on_facts_and_the_answer_by_law_on_the_clock(
    history: tuple[Request, str, Plan, dict[str, date]], state: State, after: int
) -> None:
    asked, council, plan, facts = history
    promise = promise_of(STANDARDS[council], plan.kind, asked.age_group)
    today = plan.starts_on + timedelta(days=after)

    def told(known: dict[str, date], where: State) -> Compliance:
        return as_promised(
            promise=promise,
            requested_on=plan.starts_on,
            facts=known,
            state=where,
            today=today,
        )

    answer = told(facts, state)
    if promise is None:
        assert answer == Compliance.NONE
        return
    assert answer != Compliance.NONE
    # How the clock of the law stands says nothing of the promise, but that nobody is bound any more.
    open_ = told(facts, State.RUNNING)
    kept = open_ in (Compliance.KEPT, Compliance.KEPT_LATE)
    if kept or state not in (State.WAIVED, State.RELEASED):
        assert answer == open_
    else:
        assert answer == by_law(Source.LAW, state)


@given(histories(), st.sampled_from(Fact.values), st.integers(0, 60))
def test_what_happens_later_never_undoes_a_kept_promise_nor_begins_it_earlier(
    history: tuple[Request, str, Plan, dict[str, date]], fact: str, late: int
) -> None:
    asked, council, plan, facts = history
    promise = promise_of(STANDARDS[council], plan.kind, asked.age_group)
    if promise is None:
        return
    last = max([plan.starts_on, *facts.values()])
    more = {fact: last + timedelta(days=late), **facts}
    due, due_then = (promised_due_on(promise, plan.starts_on, known) for known in (facts, more))
    assert due is None or due == due_then
    first = Rule(plan.length, plan.span).end_of(plan.starts_on)
    assert due_then is None or due_then >= first
    before, after = (
        as_promised(
            promise=promise,
            requested_on=plan.starts_on,
            facts=known,
            state=State.RUNNING,
            today=last + timedelta(days=late),
        )
        for known in (facts, more)
    )
    assert before != Compliance.KEPT or after == Compliance.KEPT
    assert before != Compliance.KEPT_LATE or after == Compliance.KEPT_LATE


# The first words of a language are read from its catalogue.
@settings(deadline=None)
@given(histories(), st.sampled_from(["da", "en"]), st.integers(0, 90))
def test_every_deadline_can_be_explained_as_it_begins_and_as_it_ends(
    history: tuple[Request, str, Plan, dict[str, date]], language: str, after: int
) -> None:
    _asked, _council, plan, facts = history
    events = [Event(EventType.START, plan.starts_on)]
    stopped = next((facts[fact] for fact in stops_the_clock(plan.kind) if fact in facts), None)
    if stopped is not None:
        events.append(Event(EventType.STOP, stopped))
    clock = Clock(
        kind=plan.kind,
        length=plan.length,
        span=plan.span,
        side=plan.side,
        source=plan.source,
        basis=plan.basis,
    )
    answer = compute(events, clock.rule)
    for name in ("starts_on", "due_on", "act_by_on", "stopped_on", "ended_as", "paused_since"):
        setattr(clock, name, getattr(answer, name))
    assert answer.due_on is not None
    assert (answer.due_on, answer.act_by_on) == ends(answer.due_on, Side.AUTHORITY)
    with translation.override(language):
        told = words.sentence(clock)
        chip = words.chip(clock, plan.starts_on + timedelta(days=after))
        assert plan.basis in told
        assert words.day_words(plan.starts_on) in told
        assert words.day_words(answer.due_on) in told
        assert (stopped is not None) == (chip.act_by_on is None)
        assert stopped is None or words.day_words(stopped) in told
        assert "%" not in told + chip.words


@pytest.mark.parametrize("council", sorted(STANDARDS))
@pytest.mark.parametrize("age", AgeGroup.values)
def test_the_alcohol_promise_is_made_to_the_young_only_where_they_may_be_treated(
    council: str, age: str
) -> None:
    not_treated = age in MINORS and council in ("aabenraa", "haderslev")
    assert (promise_of(STANDARDS[council], Kind.ALCOHOL, age) is None) == not_treated
