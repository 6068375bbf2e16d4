"""The sweep gives every warning that is true, once, however late it comes."""

from collections import Counter
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from centre.calendar import danish_moment
from centre.clocks import rules
from centre.clocks.actions import sweep as sweeping
from centre.clocks.actions.sweep import forget_idle_sweeps, sweep
from centre.clocks.choices import Cause, EventType, Side, Span
from centre.clocks.models import Alert, Clock, Sweep
from centre.clocks.rules import LedgerError
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.staff.choices import Role
from tests.centre.clocks.tools import alerts, clock, write
from tests.factories import House, UserFactory

pytestmark = pytest.mark.django_db
START = date(2026, 12, 1)


def swept(day: date, at: time = time(9)) -> dict[str, int]:
    moment = danish_moment(day, at)
    return sweep(at=moment, started_at=moment)


def told() -> dict[str, tuple[str, Any]]:
    """Who was told what: username → (text, facts)."""
    return {
        message.to_user.username: (message.text, message.facts)
        for message in Message.objects.select_related("to_user")
        if message.to_user is not None
    }


def test_the_four_warnings_come_on_their_days_and_only_once(house: House) -> None:
    one = clock(house, START, responsible=house.caseworker)
    for offset in range(15):
        swept(START + timedelta(days=offset))
    assert alerts(one) == {
        (1, -7, date(2026, 12, 8)),
        (1, -4, date(2026, 12, 11)),
        (1, -2, date(2026, 12, 13)),
        (1, 0, date(2026, 12, 15)),
    }
    assert Message.objects.count() == 4


def test_twice_in_a_row_adds_nothing_but_a_heartbeat(house: House) -> None:
    clock(house, START)
    assert swept(date(2026, 12, 11))["alerts"] == 2
    assert swept(date(2026, 12, 11)) == {"clocks": 0, "alerts": 0, "messages": 0}
    assert Sweep.objects.count() == 2
    assert Message.objects.count() == 1


def test_a_pulse_is_left_even_when_there_is_nothing_to_warn_of(house: House) -> None:
    began, ended = danish_moment(START, time(8)), danish_moment(START, time(8, 1))
    sweep(at=began, started_at=began, finished_at=ended)
    pulse = Sweep.objects.get()
    assert (pulse.started_at, pulse.finished_at, pulse.alerts) == (began, ended, 0)
    assert not AuditEntry.objects.filter(action="clocks.sweep").exists()


def test_ten_missed_days_are_caught_up_with_the_days_they_became_true(house: House) -> None:
    one = clock(house, START)
    swept(date(2026, 12, 5))
    assert alerts(one) == set()
    swept(date(2026, 12, 15))
    assert {(rung, on.day) for _cycle, rung, on in alerts(one)} == {
        (-7, 8),
        (-4, 11),
        (-2, 13),
        (0, 15),
    }


def test_the_day_of_the_sweep_is_the_danish_one(house: House) -> None:
    one = clock(house, START)
    swept(date(2026, 12, 7), time(23, 59, 30))
    assert alerts(one) == set()
    swept(date(2026, 12, 8), time(0, 0, 30))
    assert alerts(one) == {(1, -7, date(2026, 12, 8))}


def test_in_the_summer_night_the_danish_day_changes_two_hours_before_utc(house: House) -> None:
    one = clock(house, date(2027, 6, 1))
    late = datetime.fromisoformat("2027-06-07T22:00:00+00:00")
    sweep(at=late, started_at=late)
    assert alerts(one) == {(1, -7, date(2027, 6, 8))}


def test_a_warning_goes_to_the_one_who_answers_and_to_nobody_else(house: House) -> None:
    clock(house, START, responsible=house.caseworker)
    swept(date(2026, 12, 8))
    assert told() == {"caseworker": ("alerts", {"soon": 1, "late": 0})}


def test_what_nobody_answers_for_goes_to_the_leaders_of_its_unit(house: House) -> None:
    UserFactory.create(username="adult_leader", role=Role.LEADER, unit=house.adults)
    UserFactory.create(username="youth_leader", role=Role.LEADER, unit=house.youth)
    UserFactory.create(username="old_leader", role=Role.LEADER, unit=house.adults, is_active=False)
    clock(house, START)
    swept(date(2026, 12, 8))
    assert told().keys() == {"leader", "adult_leader"}


def test_an_overdue_clock_goes_to_the_one_who_answers_and_to_the_leaders(house: House) -> None:
    clock(house, START, responsible=house.caseworker)
    swept(date(2026, 12, 15))
    Message.objects.all().delete()
    swept(date(2026, 12, 16))
    late = ("overdue", {"soon": 0, "late": 1})
    assert told() == {"caseworker": late, "leader": late}


@pytest.mark.parametrize("left", [{"is_active": False}, {"ends_on": date(2026, 12, 8)}])
def test_the_clocks_of_one_who_has_left_go_to_the_leaders(
    house: House, left: dict[str, Any]
) -> None:
    gone = UserFactory.create(username="gone", unit=house.adults, **left)
    clock(house, START, responsible=gone)
    swept(date(2026, 12, 8))
    assert told().keys() == {"leader"}


def test_a_unit_without_a_leader_is_watched_by_all_of_them(house: House) -> None:
    house.leader.unit = house.youth
    house.leader.save()
    clock(house, START)
    swept(date(2026, 12, 8))
    assert told().keys() == {"leader"}


def test_one_person_gets_one_message_however_many_deadlines(house: House) -> None:
    for offset in range(5):
        clock(house, START + timedelta(days=offset), responsible=house.caseworker)
    result = swept(date(2026, 12, 12))
    assert result == {"clocks": 5, "alerts": 7, "messages": 1}
    assert told() == {"caseworker": ("alerts", {"soon": 7, "late": 0})}


def test_overdue_repeats_each_working_day_until_cause_and_plan_are_recorded(house: House) -> None:
    one = clock(house, START)
    for offset in range(14, 22):  # Tue 15 to Tue 22 December
        swept(START + timedelta(days=offset))
    late = {rung for _cycle, rung, _on in alerts(one) if rung > 0}
    assert late == {1, 2, 3, 6, 7}
    write(one, EventType.EXPLAIN, date(2026, 12, 22), cause=Cause.NO_SHOW, reason="Ringer fredag")
    for offset in range(22, 40):
        swept(START + timedelta(days=offset))
    assert {rung for _cycle, rung, _on in alerts(one) if rung > 0} == late


def test_a_paused_clock_warns_of_nothing(house: House) -> None:
    one = clock(house, START)
    write(one, EventType.PAUSE, date(2026, 12, 4))
    swept(date(2027, 2, 1))
    assert alerts(one) == set()


def test_warning_and_message_are_born_together_or_not_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = clock(house, START)

    def broken(_envelopes: object) -> int:
        raise IntegrityError("the outbox is full")

    with monkeypatch.context() as broken_post:
        broken_post.setattr(sweeping, "post", broken)
        with pytest.raises(IntegrityError, match="full"), transaction.atomic():
            swept(date(2026, 12, 8))
    assert alerts(one) == set()
    assert Sweep.objects.count() == 0
    assert swept(date(2026, 12, 8)) == {"clocks": 1, "alerts": 1, "messages": 1}


def test_a_message_at_night_waits_for_the_morning(house: House) -> None:
    clock(house, START)
    swept(date(2026, 12, 8), time(3))
    assert Message.objects.get().due_at == danish_moment(date(2026, 12, 8), time(7))


def test_more_clocks_than_one_batch_are_all_looked_at(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    for _ in range(5):
        clock(house, START, responsible=house.caseworker)
    assert swept(date(2026, 12, 8)) == {"clocks": 5, "alerts": 5, "messages": 3}


# --- The statement in the database says what the pure rules say ----------------------------------

STEPS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.one_of(
            st.just("sweep"),
            st.just("sweep"),
            st.sampled_from([one for one in EventType if one != EventType.START]),
        ),
        st.integers(-3, 0),
    ),
    min_size=1,
    max_size=9,
)
CLOCKS = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.integers(1, 30),
        st.sampled_from([Span.DAYS, Span.WORKING_DAYS]),
        st.sampled_from(Side),
    ),
    min_size=1,
    max_size=3,
)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), CLOCKS, STEPS)
# Explained on the day of the last warning: there is nothing to be reminded of on the next.
@example(
    date(2026, 1, 1),
    [(0, 1, Span.DAYS, Side.AUTHORITY)],
    [(1, "sweep", 0), (0, EventType.EXPLAIN, 0), (0, "sweep", 0)],
)
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_the_warnings_are_those_of_the_rules(
    house: House,
    start: date,
    clocks: list[tuple[int, int, Span, Side]],
    steps: list[tuple[int, str, int]],
) -> None:
    with transaction.atomic():
        running = [
            clock(house, start - timedelta(days=before), length=length, span=span, side=side)
            for before, length, span, side in clocks
        ]
        _walk(running, start, steps)
        transaction.set_rollback(True)


def _walk(running: list[Clock], start: date, steps: list[tuple[int, str, int]]) -> None:
    expected: dict[Clock, set[tuple[int, int, date]]] = {one: set() for one in running}
    today = start
    for days, what, back in steps:
        today += timedelta(days=days)
        if what == "sweep":
            swept(today)
        for one in running:
            if what != "sweep":
                _try_to_write(one, EventType(what), today, back)
            now = Clock.objects.get(pk=one.pk)
            if what == "sweep":
                expected[one] |= {
                    (now.cycle, rung, on) for rung, on in rules.rungs_true_on(now.answer, today)
                }
                assert now.next_rung_on == rules.next_rung_on(now.answer, today)
            assert alerts(one) == expected[one]
    given_ = Counter(Alert.objects.values_list("clock_id", "cycle", "rung"))
    assert all(count == 1 for count in given_.values())
    assert sweeping.recompute() == []


def _try_to_write(one: Clock, type: EventType, today: date, back: int) -> None:
    rest: dict[str, Any] = {"at": danish_moment(today, time(12))}
    if type == EventType.EXTEND:
        rest["until"] = today + timedelta(days=9)
    if type == EventType.EXPLAIN:
        rest |= {"cause": Cause.OTHER, "reason": "plan"}
    with suppress(LedgerError):
        write(one, type, today + timedelta(days=back), **rest)


def test_idle_pulses_are_forgotten_after_a_week_and_warnings_never() -> None:
    at = danish_moment(date(2026, 12, 31), time(4, 20))
    for days_ago, warnings in ((8, 0), (8, 2), (6, 0)):
        then = at - timedelta(days=days_ago)
        Sweep.objects.create(as_of=then, started_at=then, finished_at=then, alerts=warnings)
    assert forget_idle_sweeps(at=at) == 1
    assert forget_idle_sweeps(at=at) == 0
    assert sorted(Sweep.objects.values_list("alerts", flat=True)) == [0, 2]
