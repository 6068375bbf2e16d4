"""What holds for every clock, whatever happens to it."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from centre.calendar import is_working_day
from centre.clocks import rules
from centre.clocks.choices import EventType, Side, Span
from centre.clocks.rules import Answer, Event, LedgerError, Rule, compute


def running(start: date, rule: Rule) -> Answer:
    return compute([Event(EventType.START, start)], rule)


days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
clock_rules = st.one_of(
    st.builds(Rule, st.integers(1, 40), st.just(Span.DAYS), st.sampled_from(Side.values)),
    st.builds(Rule, st.integers(1, 9), st.just(Span.WEEKS), st.sampled_from(Side.values)),
    st.builds(Rule, st.integers(1, 24), st.just(Span.MONTHS), st.sampled_from(Side.values)),
    st.builds(Rule, st.integers(1, 15), st.just(Span.WORKING_DAYS), st.sampled_from(Side.values)),
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Event]:
    """Lines as they could be written: some of them will be refused, which is fine."""
    start = draw(days)
    lines = [Event(EventType.START, start)]
    for kind in draw(st.lists(st.sampled_from(EventType), max_size=6)):
        on = start + timedelta(days=draw(st.integers(-5, 60)))
        until = on + timedelta(days=draw(st.integers(1, 90))) if kind == EventType.EXTEND else None
        lines.append(Event(kind, on, until))
    return lines


def accepted(lines: Sequence[Event], rule: Rule) -> Answer:
    try:
        return compute(lines, rule)
    except LedgerError:
        assume(False)
        raise


@given(days, clock_rules)
def test_the_day_to_act_is_a_working_day_and_the_authoritys_never_late(
    start: date, rule: Rule
) -> None:
    found = running(start, rule)
    assert found.due_on is not None and found.act_by_on is not None
    assert is_working_day(found.act_by_on)
    if rule.side == Side.AUTHORITY:
        assert found.act_by_on <= found.due_on == rule.end_of(start)
    else:
        assert found.act_by_on == found.due_on >= rule.end_of(start)


@given(days, st.integers(1, 60), clock_rules)
def test_a_later_start_is_never_due_earlier(start: date, later: int, rule: Rule) -> None:
    first, second = running(start, rule), running(start + timedelta(days=later), rule)
    assert first.due_on is not None and second.due_on is not None
    assert first.due_on <= second.due_on


@given(ledgers(), clock_rules)
def test_only_a_corrected_start_can_make_the_time_shorter(lines: list[Event], rule: Rule) -> None:
    found = accepted(lines, rule)
    plain = running(found.starts_on, rule)
    assert found.due_on is None or (plain.due_on is not None and found.due_on >= plain.due_on)
    if not found.corrected:
        assert found.starts_on == lines[0].on


@given(ledgers(), clock_rules)
def test_a_line_that_moves_no_date_never_changes_the_deadline(
    lines: list[Event], rule: Rule
) -> None:
    before = accepted(lines, rule)
    after = accepted([*lines, Event(EventType.NOTICE, before.starts_on)], rule)
    assert (after.due_on, after.act_by_on) == (before.due_on, before.act_by_on)


@given(days, clock_rules)
def test_the_ladder_climbs_within_the_clocks_own_time(start: date, rule: Rule) -> None:
    found = running(start, rule)
    steps = rules.rungs(found)
    assert found.act_by_on is not None
    assert [rung for rung, _on in steps] == sorted(rung for rung, _on in steps)
    assert [on for _rung, on in steps] == sorted(on for _rung, on in steps)
    assert all(on <= found.act_by_on for _rung, on in steps)
    assert all(on > start for rung, on in steps if rung != 0)
    assert steps[-1] == (0, found.act_by_on)


@given(ledgers(), clock_rules, st.integers(0, 120))
def test_looking_only_on_the_days_named_misses_no_warning(
    lines: list[Event], rule: Rule, watched: int
) -> None:
    found = accepted(lines, rule)
    every_day: set[tuple[int, date]] = set()
    named: set[tuple[int, date]] = set()
    look_on: date | None = found.starts_on
    for offset in range(watched + 1):
        today = found.starts_on + timedelta(days=offset)
        every_day |= set(rules.rungs_true_on(found, today))
        if look_on is not None and look_on <= today:
            named |= set(rules.rungs_true_on(found, today))
            look_on = rules.next_rung_on(found, today)
            assert look_on is None or look_on > today
    assert named == every_day
