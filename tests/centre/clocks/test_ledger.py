"""What writing into the ledger does to a clock."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from centre.calendar import danish_moment
from centre.clocks.actions import ledger
from centre.clocks.actions.sweep import recompute, sweep
from centre.clocks.choices import Cause, EventType, State
from centre.clocks.models import Clock, ClockEvent
from centre.clocks.rules import LedgerError
from centre.records.models import AuditEntry
from tests.centre.clocks.tools import alerts, clock, write
from tests.factories import House

pytestmark = pytest.mark.django_db
START = date(2026, 12, 1)


def test_a_new_clock_has_its_dates_its_first_line_and_its_first_warning(house: House) -> None:
    one = Clock.objects.get(pk=clock(house, START).pk)
    assert (one.due_on, one.act_by_on) == (date(2026, 12, 15), date(2026, 12, 15))
    assert one.next_rung_on == date(2026, 12, 8)
    line = one.events.get()
    assert (line.number, line.type, line.on, line.basis) == (1, "start", START, "SUL § 141 stk. 2")


def test_a_clock_registered_three_weeks_late_is_breached_at_once_and_fully_warned_of(
    house: House,
) -> None:
    at = danish_moment(date(2026, 12, 22), time(10))
    one = clock(house, START, at=at)
    assert one.state_on(date(2026, 12, 22)) == State.BREACHED
    sweep(at=at, started_at=at)
    assert {rung for _cycle, rung, _on in alerts(one)} == {-7, -4, -2, 0, 7}


def test_each_line_is_numbered_kept_and_audited_and_the_dates_follow(house: House) -> None:
    one = clock(house, START)
    write(one, EventType.PAUSE, date(2026, 12, 4))
    found = write(one, EventType.RESUME, date(2026, 12, 7), reason="Rejst til familie")
    assert found.due_on == date(2026, 12, 18)
    assert list(one.events.values_list("number", "type")) == [
        (1, "start"),
        (2, "pause"),
        (3, "resume"),
    ]
    assert one.events.get(number=3).reason == "Rejst til familie"
    audited = AuditEntry.objects.filter(row_id=str(one.pk)).order_by("at", "action")
    assert [entry.action for entry in audited] == ["clock.pause", "clock.resume"]
    assert "familie" not in str([entry.detail for entry in audited])


def test_a_line_that_cannot_be_leaves_nothing_behind(house: House) -> None:
    one = clock(house, START)
    with pytest.raises(LedgerError):
        write(one, EventType.RESUME, date(2026, 12, 2))
    assert one.events.count() == 1
    assert not AuditEntry.objects.filter(row_id=str(one.pk)).exists()
    assert Clock.objects.get(pk=one.pk).due_on == date(2026, 12, 15)


def test_a_line_of_tomorrow_is_refused(house: House) -> None:
    one = clock(house, START)
    with pytest.raises(LedgerError, match="not come yet"):
        write(one, EventType.STOP, date(2026, 12, 3), at=danish_moment(date(2026, 12, 2), time(23)))


def test_the_day_of_a_line_is_the_danish_one(house: House) -> None:
    one = clock(house, START)
    just_after_midnight = danish_moment(date(2026, 12, 3), time(0, 0, 30))
    assert just_after_midnight.date() == date(2026, 12, 2)
    found = write(one, EventType.STOP, date(2026, 12, 3), at=just_after_midnight)
    assert found.stopped_on == date(2026, 12, 3)


@pytest.mark.parametrize("type", [EventType.STOP, EventType.WAIVE, EventType.RELEASE])
def test_an_ended_clock_says_how_and_warns_no_more(house: House, type: EventType) -> None:
    one = clock(house, START)
    found = write(one, type, date(2026, 12, 20))
    assert (found.ended_as, found.next_rung_on) == (type, None)
    at = danish_moment(date(2027, 1, 4), time(9))
    assert sweep(at=at, started_at=at)["alerts"] == 0


def test_a_clock_stopped_while_paused_shows_no_pause_any_more(house: House) -> None:
    one = clock(house, START)
    write(one, EventType.PAUSE, date(2026, 12, 4))
    found = write(one, EventType.STOP, date(2026, 12, 30))
    assert found.state_on(date(2027, 1, 30)) == State.KEPT


def test_a_letter_does_not_hide_a_warning_that_no_sweep_has_given_yet(house: House) -> None:
    one = clock(house, START)
    write(one, EventType.NOTICE, date(2026, 12, 11))
    at = danish_moment(date(2026, 12, 11), time(10))
    sweep(at=at, started_at=at)
    assert {rung for _cycle, rung, _on in alerts(one)} == {-7, -4}


@pytest.mark.parametrize("move", ["extend", "resume", "correct"])
def test_a_moved_deadline_warns_anew(house: House, move: str) -> None:
    one = clock(house, START)
    at = danish_moment(date(2026, 12, 15), time(10))
    sweep(at=at, started_at=at)
    assert len(alerts(one)) == 4
    if move == "extend":
        write(one, EventType.EXTEND, date(2026, 12, 15), until=date(2026, 12, 30))
        due_on = date(2026, 12, 30)
    elif move == "resume":
        write(one, EventType.PAUSE, date(2026, 12, 15))
        write(one, EventType.RESUME, date(2026, 12, 18))
        due_on = date(2026, 12, 18)
    else:
        write(one, EventType.CORRECT, date(2026, 11, 30), at=at)
        due_on = date(2026, 12, 14)
    later = danish_moment(due_on, time(10))
    sweep(at=later, started_at=later)
    cycles = {cycle for cycle, _rung, _on in alerts(one)}
    assert len(cycles) == 2
    assert {rung for cycle, rung, _on in alerts(one) if cycle == max(cycles)} >= {-7, -4, -2, 0}


def test_an_explanation_needs_its_cause_in_the_database_too(house: House) -> None:
    one = clock(house, START)
    with pytest.raises(IntegrityError, match="clock_event_explains_with_cause"):
        with transaction.atomic():
            write(one, EventType.EXPLAIN, date(2026, 12, 20), reason="Ferie")
    found = write(one, EventType.EXPLAIN, date(2026, 12, 20), cause=Cause.CAPACITY, reason="Plan")
    assert found.explained_on == date(2026, 12, 20)


def test_who_answers_never_moves_a_date(house: House) -> None:
    one = clock(house, START)
    before = Clock.objects.get(pk=one.pk).answer
    ledger.hand_over(clocks=[one], responsible=house.colleague, unit=house.youth)
    after = Clock.objects.get(pk=one.pk)
    assert (after.responsible, after.unit) == (house.colleague, house.youth)
    assert after.answer == before


def test_recomputing_finds_no_difference_and_mends_none(house: House) -> None:
    sound, changed, forgotten = (clock(house, START) for _ in range(3))
    write(sound, EventType.PAUSE, date(2026, 12, 4))
    assert recompute() == []
    Clock.objects.filter(pk=changed.pk).update(due_on=date(2027, 1, 1))
    Clock.objects.filter(pk=forgotten.pk).update(next_rung_on=None)
    assert set(recompute()) == {str(changed.pk), str(forgotten.pk)}
    assert Clock.objects.get(pk=changed.pk).due_on == date(2027, 1, 1)


def test_a_ledger_line_can_be_neither_changed_nor_removed(house: House) -> None:
    one = clock(house, START)
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        ClockEvent.objects.filter(clock=one).update(on=START)
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        one.events.all().delete()
