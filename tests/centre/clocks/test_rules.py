"""The deadline engine: every date of the law's table, and what no ledger may ever do."""

from datetime import date

import pytest

from centre.clocks import rules
from centre.clocks.choices import EventType, Side, Span, State
from centre.clocks.rules import Answer, Event, LedgerError, Rule, compute

FOURTEEN = Rule(14, Span.DAYS)
FOUR_WEEKS_CITIZEN = Rule(4, Span.WEEKS, Side.CITIZEN)
START = date(2026, 12, 1)


def day(text: str) -> date:
    """A day with its weekday beside it, so that a slip in the table shows: `Thu 2026-12-10`."""
    weekday, iso = text.split()
    found = date.fromisoformat(iso)
    assert found.strftime("%a") == weekday, f"{iso} is no {weekday}"
    return found


def answer(*lines: tuple[EventType, date] | Event, rule: Rule = FOURTEEN) -> Answer:
    return compute([line if isinstance(line, Event) else Event(*line) for line in lines], rule)


def running(start: date = START, rule: Rule = FOURTEEN) -> Answer:
    return answer((EventType.START, start), rule=rule)


@pytest.mark.parametrize(
    ("start", "due", "act_by"),
    [
        ("Thu 2026-12-10", "Thu 2026-12-24", "Wed 2026-12-23"),
        ("Fri 2026-12-11", "Fri 2026-12-25", "Wed 2026-12-23"),
        ("Thu 2027-03-11", "Thu 2027-03-25", "Wed 2027-03-24"),
        ("Fri 2027-03-12", "Fri 2027-03-26", "Wed 2027-03-24"),
        ("Sat 2026-11-21", "Sat 2026-12-05", "Fri 2026-12-04"),
        ("Fri 2026-12-18", "Fri 2027-01-01", "Wed 2026-12-30"),
        ("Tue 2026-12-01", "Tue 2026-12-15", "Tue 2026-12-15"),
        ("Tue 2028-02-15", "Tue 2028-02-29", "Tue 2028-02-29"),
    ],
)
def test_the_authority_has_fourteen_strict_days_and_acts_on_the_last_working_one(
    start: str, due: str, act_by: str
) -> None:
    found = running(day(start))
    assert (found.due_on, found.act_by_on) == (day(due), day(act_by))


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("Fri 2026-11-27", "Mon 2026-12-28"),
        ("Thu 2027-02-25", "Tue 2027-03-30"),
        ("Fri 2027-04-09", "Fri 2027-05-07"),
        ("Sat 2027-05-08", "Mon 2027-06-07"),
        ("Tue 2026-12-01", "Tue 2026-12-29"),
    ],
)
def test_the_citizens_four_weeks_move_past_closed_days(received: str, end: str) -> None:
    found = running(day(received), FOUR_WEEKS_CITIZEN)
    assert found.due_on == found.act_by_on == day(end)


@pytest.mark.parametrize(
    ("discharge", "months", "due", "act_by"),
    [
        ("Sun 2027-01-31", 1, "Sun 2027-02-28", "Fri 2027-02-26"),
        ("Sat 2027-01-30", 1, "Sun 2027-02-28", "Fri 2027-02-26"),
        ("Sun 2027-01-31", 6, "Sat 2027-07-31", "Fri 2027-07-30"),
        ("Mon 2026-08-31", 1, "Wed 2026-09-30", "Wed 2026-09-30"),
        ("Mon 2026-08-31", 6, "Sun 2027-02-28", "Fri 2027-02-26"),
        ("Tue 2028-02-29", 1, "Wed 2028-03-29", "Wed 2028-03-29"),
        ("Tue 2028-02-29", 6, "Tue 2028-08-29", "Tue 2028-08-29"),
    ],
)
def test_months_clamp_to_the_end_of_the_month(
    discharge: str, months: int, due: str, act_by: str
) -> None:
    found = running(day(discharge), Rule(months, Span.MONTHS))
    assert (found.due_on, found.act_by_on) == (day(due), day(act_by))


def test_working_days_are_counted_without_the_day_of_the_event() -> None:
    presumed = Rule(6, Span.WORKING_DAYS).end_of(day("Mon 2026-11-23"))
    assert presumed == day("Tue 2026-12-01")
    assert running(presumed, Rule(4, Span.WEEKS)).due_on == day("Tue 2026-12-29")


def test_a_span_nobody_knows_is_refused() -> None:
    with pytest.raises(LedgerError):
        Rule(1, "fortnights").end_of(START)


# --- The ledger ---------------------------------------------------------------------------------


def test_a_pause_moves_the_end_by_the_days_it_lasted() -> None:
    found = answer(
        (EventType.START, START),
        (EventType.PAUSE, date(2026, 12, 4)),
        (EventType.RESUME, date(2026, 12, 7)),
    )
    assert (found.due_on, found.paused_days) == (date(2026, 12, 18), 3)


def test_a_paused_clock_is_due_on_no_day() -> None:
    found = answer((EventType.START, START), (EventType.PAUSE, date(2026, 12, 4)))
    assert (found.due_on, found.act_by_on) == (None, None)
    assert rules.state_on(found, date(2030, 1, 1)) == State.PAUSED


def test_a_clock_that_is_stopped_while_paused_is_judged_by_the_days_it_had_left() -> None:
    lines = [
        (EventType.START, START),
        (EventType.PAUSE, date(2026, 12, 4)),
        (EventType.STOP, date(2026, 12, 30)),
    ]
    found = answer(*lines)
    assert found.paused_since is None
    assert found.due_on == date(2027, 1, 10)
    assert rules.state_on(found, date(2027, 2, 1)) == State.KEPT


def test_a_stop_dated_before_the_pause_ends_the_clock_as_if_it_had_not_rested() -> None:
    found = answer(
        (EventType.START, START),
        (EventType.PAUSE, date(2026, 12, 10)),
        (EventType.STOP, date(2026, 12, 8)),
    )
    assert (found.stopped_on, found.due_on) == (date(2026, 12, 8), date(2026, 12, 15))


def test_an_extension_names_the_new_last_day() -> None:
    found = answer(
        (EventType.START, START),
        Event(EventType.EXTEND, date(2026, 12, 14), until=date(2026, 12, 22)),
    )
    assert (found.due_on, found.act_by_on) == (date(2026, 12, 22), date(2026, 12, 22))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "The clock has not started."),
        ([(EventType.STOP, START)], "The clock has not started."),
        ([(EventType.START, START)] * 2, "The clock has already started."),
        (
            [(EventType.START, START), (EventType.STOP, START), (EventType.PAUSE, START)],
            "The clock has already ended.",
        ),
        (
            [(EventType.START, START), (EventType.WAIVE, START), (EventType.STOP, START)],
            "The clock has already ended.",
        ),
        (
            [(EventType.START, START), (EventType.STOP, date(2026, 11, 30))],
            "Nothing can happen to a clock before it starts.",
        ),
        (
            [
                (EventType.START, START),
                (EventType.PAUSE, date(2026, 12, 3)),
                (EventType.CORRECT, date(2026, 12, 5)),
            ],
            "Nothing can happen to a clock before it starts.",
        ),
        (
            [(EventType.START, START), (EventType.PAUSE, START), (EventType.PAUSE, START)],
            "The clock is already paused.",
        ),
        ([(EventType.START, START), (EventType.RESUME, START)], "The clock is not paused."),
        (
            [
                (EventType.START, START),
                (EventType.PAUSE, date(2026, 12, 5)),
                (EventType.RESUME, date(2026, 12, 4)),
            ],
            "The clock cannot go on before it was paused.",
        ),
        (
            [
                (EventType.START, START),
                (EventType.PAUSE, date(2026, 12, 2)),
                (EventType.RESUME, date(2026, 12, 8)),
                (EventType.PAUSE, date(2026, 12, 7)),
            ],
            "The clock was already paused on this day.",
        ),
        (
            [(EventType.START, START), Event(EventType.EXTEND, date(2026, 12, 10))],
            "An extension needs a later day.",
        ),
        (
            [
                (EventType.START, START),
                Event(EventType.EXTEND, date(2026, 12, 2), until=date(2026, 12, 15)),
            ],
            "An extension needs a later day.",
        ),
    ],
)
def test_events_that_cannot_have_happened_are_refused(
    lines: list[tuple[EventType, date] | Event], message: str
) -> None:
    with pytest.raises(LedgerError, match=message.replace(".", r"\.")):
        answer(*lines)


@pytest.mark.parametrize(
    ("end", "on"),
    [
        (EventType.STOP, date(2026, 12, 2)),
        (EventType.WAIVE, START),
        (EventType.RELEASE, date(2026, 12, 2)),
        (EventType.RELEASE, date(2026, 11, 30)),
    ],
)
def test_no_waiver_is_taken_back_and_an_end_only_to_the_day_it_began(
    end: EventType, on: date
) -> None:
    lines = [(EventType.START, START), (end, date(2026, 12, 5)), (EventType.CORRECT, on)]
    with pytest.raises(LedgerError, match=r"The clock has already ended\."):
        answer(*lines)


@pytest.mark.parametrize("end", [EventType.RELEASE, EventType.STOP])
def test_an_end_that_is_taken_back_leaves_the_dates_as_they_were(end: EventType) -> None:
    before = [(EventType.START, START)]
    mistake = [(end, date(2026, 12, 5)), (EventType.CORRECT, START)]
    assert answer(*before, *mistake) == answer(*before)
    assert answer(*before, *mistake, (EventType.STOP, date(2026, 12, 6))).ended_as == "stop"


@pytest.mark.parametrize("moved_by", ["resume", "extend", "correct"])
def test_what_was_explained_does_not_excuse_a_deadline_that_was_moved(moved_by: str) -> None:
    explained = [(EventType.START, START), (EventType.EXPLAIN, date(2026, 12, 16))]
    moves: dict[str, list[tuple[EventType, date] | Event]] = {
        "resume": [(EventType.PAUSE, date(2026, 12, 16)), (EventType.RESUME, date(2026, 12, 18))],
        "extend": [Event(EventType.EXTEND, date(2026, 12, 16), until=date(2026, 12, 20))],
        "correct": [(EventType.CORRECT, date(2026, 11, 30))],
    }
    assert answer(*explained).explained_on == date(2026, 12, 16)
    assert answer(*explained, *moves[moved_by]).explained_on is None


def test_a_letter_and_an_explanation_may_be_written_after_the_end() -> None:
    found = answer(
        (EventType.START, START),
        (EventType.STOP, date(2026, 12, 20)),
        (EventType.EXPLAIN, date(2026, 12, 21)),
        (EventType.NOTICE, date(2026, 12, 21)),
    )
    assert found.explained_on == found.notice_on == date(2026, 12, 21)
    assert rules.state_on(found, date(2027, 1, 1)) == State.KEPT_LATE


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("Wed 2026-12-09", State.RUNNING),
        ("Thu 2026-12-10", State.AT_RISK),
        ("Tue 2026-12-15", State.AT_RISK),
        ("Wed 2026-12-16", State.BREACHED),
    ],
)
def test_a_running_clock_is_at_risk_for_its_last_three_working_days(
    today: str, state: State
) -> None:
    assert rules.state_on(running(), day(today)) == state


@pytest.mark.parametrize(
    ("type", "on", "state"),
    [
        (EventType.STOP, date(2026, 12, 15), State.KEPT),
        (EventType.STOP, date(2026, 12, 16), State.KEPT_LATE),
        (EventType.WAIVE, date(2026, 12, 20), State.WAIVED),
        (EventType.RELEASE, date(2026, 12, 20), State.RELEASED),
    ],
)
def test_an_ended_clock_is_judged_by_the_day_it_ended(
    type: EventType, on: date, state: State
) -> None:
    assert rules.state_on(answer((EventType.START, START), (type, on)), date(2030, 1, 1)) == state


@pytest.mark.parametrize(
    ("today", "due"),
    [("Thu 2026-12-10", False), ("Fri 2026-12-11", True), ("Wed 2026-12-30", True)],
)
def test_the_letter_is_due_from_day_ten_of_fourteen(today: str, due: bool) -> None:
    assert rules.letter_is_due(running(), day(today)) is due
    told = answer((EventType.START, START), (EventType.NOTICE, date(2026, 12, 9)))
    assert not rules.letter_is_due(told, day(today))


# --- The ladder ---------------------------------------------------------------------------------


def test_the_ladder_of_fourteen_days_warns_on_day_7_10_12_and_14() -> None:
    steps = [(rung, (on - START).days) for rung, on in rules.rungs(running())]
    assert steps == [(-7, 7), (-4, 10), (-2, 12), (0, 14)]


def test_no_warning_lies_after_the_last_working_day() -> None:
    steps = rules.rungs(running(day("Fri 2026-12-11")))
    assert steps == [
        (-7, day("Fri 2026-12-18")),
        (-4, day("Mon 2026-12-21")),
        (-2, day("Wed 2026-12-23")),
        (0, day("Wed 2026-12-23")),
    ]


def test_a_short_clock_has_no_warnings_before_its_start() -> None:
    assert rules.rungs(running(START, Rule(3, Span.DAYS))) == [
        (-2, date(2026, 12, 2)),
        (0, date(2026, 12, 4)),
    ]


def test_an_overdue_clock_reminds_on_working_days_only_until_it_is_explained() -> None:
    late = running()
    friday, saturday = day("Fri 2026-12-18"), day("Sat 2026-12-19")
    assert rules.rungs_true_on(late, friday)[-1] == (3, friday)
    assert rules.rungs_true_on(late, saturday)[-1] == (0, date(2026, 12, 15))
    told = answer((EventType.START, START), (EventType.EXPLAIN, date(2026, 12, 17)))
    assert rules.rungs_true_on(told, friday)[-1] == (0, date(2026, 12, 15))
    assert rules.next_rung_on(late, friday) == day("Mon 2026-12-21")
    assert rules.next_rung_on(told, friday) is None
