"""The sentence of a clock and its chip."""

from datetime import date

import pytest
from django.utils import translation

from centre.clocks import rules, words
from centre.clocks.choices import EventType, Kind, Side, Source, Span
from centre.clocks.models import Clock


def a_clock(*events: rules.Event, **changes: object) -> Clock:
    """A clock with the dates that the engine gives to these events."""
    given: dict[str, object] = {
        "kind": Kind.ALCOHOL,
        "length": 14,
        "span": Span.DAYS,
        "side": Side.AUTHORITY,
        "source": Source.LAW,
        "basis": "SUL § 141",
        **changes,
    }
    clock = Clock(**given)
    answer = rules.compute(events, clock.rule)
    for name in ("starts_on", "due_on", "act_by_on", "stopped_on", "ended_as", "paused_since"):
        setattr(clock, name, getattr(answer, name))
    clock.notice_on, clock.explained_on = answer.notice_on, answer.explained_on
    return clock


def started(on: date) -> rules.Event:
    return rules.Event(EventType.START, on)


SENTENCES = [
    (
        a_clock(started(date(2026, 12, 1))),
        (
            "Request received Tuesday 1. December 2026, 14 calendar days (SUL § 141), "
            "due Tuesday 15. December 2026."
        ),
    ),
    (
        a_clock(started(date(2026, 12, 10))),
        (
            "Request received Thursday 10. December 2026, 14 calendar days (SUL § 141), "
            "due Thursday 24. December 2026, which is a closed day: act by Wednesday 23. December 2026."
        ),
    ),
    (
        a_clock(
            started(date(2026, 12, 1)),
            kind=Kind.INPATIENT,
            length=8,
            span=Span.WEEKS,
            source=Source.LOCAL,
            basis="Fredericia Kommune",
        ),
        (
            "Request received Tuesday 1. December 2026, 8 weeks (promised by Fredericia Kommune), "
            "due Tuesday 26. January 2027."
        ),
    ),
    (
        a_clock(started(date(2026, 12, 1)), rules.Event(EventType.PAUSE, date(2026, 12, 4))),
        (
            "Request received Tuesday 1. December 2026, 14 calendar days (SUL § 141), "
            "paused since Friday 4. December 2026, so the deadline rests."
        ),
    ),
    (
        a_clock(started(date(2026, 12, 1)), rules.Event(EventType.STOP, date(2026, 12, 8))),
        (
            "Request received Tuesday 1. December 2026, 14 calendar days (SUL § 141), "
            "due Tuesday 15. December 2026. It stopped on Tuesday 8. December 2026."
        ),
    ),
    (
        a_clock(
            started(date(2026, 8, 31)),
            kind=Kind.FOLLOW_UP_6,
            length=6,
            span=Span.MONTHS,
            basis="BEK 1691/2023 § 4 stk. 2",
        ),
        (
            "Discharged Monday 31. August 2026, 6 months (BEK 1691/2023 § 4 stk. 2), "
            "due Sunday 28. February 2027, which is a closed day: act by Friday 26. February 2027."
        ),
    ),
    (
        a_clock(
            started(date(2026, 12, 1)),
            kind=Kind.REASSESSMENT,
            length=4,
            span=Span.WEEKS,
            basis="RSL § 66",
        ),
        (
            "Complaint received Tuesday 1. December 2026, 4 weeks (RSL § 66), "
            "due Tuesday 29. December 2026."
        ),
    ),
]


@pytest.mark.parametrize(("clock", "expected"), SENTENCES)
def test_the_sentence_says_where_each_date_comes_from(clock: Clock, expected: str) -> None:
    with translation.override("en"):
        assert words.sentence(clock) == expected


CHIPS = [
    (date(2026, 12, 1), "running", "14 days left"),
    (date(2026, 12, 10), "at_risk", "5 days left"),
    (date(2026, 12, 15), "at_risk", "Act today"),
    (date(2026, 12, 16), "breached", "1 day past the deadline"),
]


@pytest.mark.parametrize(("today", "state", "said"), CHIPS)
def test_the_chip_says_how_long_is_left(today: date, state: str, said: str) -> None:
    with translation.override("en"):
        chip = words.chip(a_clock(started(date(2026, 12, 1))), today)
    assert (chip.state, chip.words) == (state, said)


def test_the_chip_of_an_ended_clock_says_how_it_ended() -> None:
    clock = a_clock(started(date(2026, 12, 1)), rules.Event(EventType.STOP, date(2026, 12, 17)))
    with translation.override("en"):
        chip = words.chip(clock, date(2027, 1, 1))
    assert (chip.state, chip.words, chip.act_by_on) == ("kept_late", "Kept, but late", None)


def test_on_a_closed_last_day_the_chip_says_that_the_last_open_day_is_gone() -> None:
    with translation.override("en"):
        chip = words.chip(a_clock(started(date(2026, 12, 10))), date(2026, 12, 24))
    assert (chip.state, chip.words) == ("at_risk", "The last open day has passed")


def test_three_deadlines_of_one_day_are_told_in_one_list() -> None:
    day = date(2026, 12, 10)
    told = [words.Promised(what, day, day) for what in ("Lægesamtale", "Stoffer", "Medicin")]
    with translation.override("da"):
        assert words.promised(told) == "Lægesamtale, stoffer og medicin: frist 10. december 2026."
        assert words.promised(told[:1]) == "Lægesamtale: frist 10. december 2026."
