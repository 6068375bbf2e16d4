"""The check can fail: whatever is broken in the rows of five weeks, it is named."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from complaints.choices import Reassessed
from followup.actions import pull
from intake.choices import BookingStatus, InquiryStatus
from intake.models import Booking, Decision, Inquiry
from reporting.live import beat, digest, year
from reporting.live.check.after import Check
from reporting.live.check.fault import Fault, Shown
from reporting.live.check.sql import rows
from reporting.live.lives import complaining, discharging, reassessing
from reporting.live.shown import shown
from reporting.live.world import Life
from reporting.rules.measures import BY_KEY
from tests.conftest import never_committed, take_into_use
from tests.reporting.broken import BROKEN, GUARDS
from tests.reporting.broken_figures import FIGURE_GUARDS, FIGURES
from tests.reporting.test_live import FIRST, LAST, PEOPLE
from treatment.models import Course

pytestmark = pytest.mark.django_db


class Lived:
    """Five weeks of Haderslev, and what the check says of them now."""

    def __init__(self) -> None:
        take_into_use("haderslev")
        self.check = Check()
        self.world = year.begin(
            first=FIRST, last=LAST, citizens=PEOPLE, seed=3, secret=b"only for the tests"
        )
        for offset in range((LAST - FIRST).days + 1):
            year.live_day(self.world, FIRST + timedelta(days=offset))
            assert self.faults(FIRST + timedelta(days=offset)) == []
        self._complain()
        self._discharge()
        assert self.faults() == []
        assert self.figures() == []
        assert self.check.nothing_changed(LAST) == []
        assert year.twice(LAST) == []

    def _complain(self) -> None:
        """Of so few people few complain: these are over what was granted on drugs, and all end otherwise."""
        at = year.end_of(LAST) - timedelta(hours=3)
        given = Decision.objects.in_force().filter(area="drugs").order_by("form_key")
        for decision, outcome in zip(given, (*Reassessed, None), strict=False):
            life = Life(world=self.world, number=0, chance=self.world.chance("complain", outcome))
            complaint = complaining.complain(life, decision, at)
            reassessing.acknowledge(life, complaint.pk, at)
            if outcome is not None:
                reassessing.reassess(life, complaint.pk, at + timedelta(hours=1), outcome)

    def _discharge(self) -> None:
        """Five weeks are too short for most treatments: some end on the last day."""
        at = year.end_of(LAST) - timedelta(hours=1)
        for number, course in enumerate(Course.objects.running().order_by("form_key")[:8]):
            life = Life(world=self.world, number=number, chance=self.world.chance("end", number))
            discharging.discharge(life, course.pk, at, stopped_coming=False)
        pull(at=at)

    def shows(self, day: date = LAST) -> Shown:
        return shown(self.world.staff.leader, year.end_of(day), rows=day == LAST)

    def faults(self, day: date = LAST, **shows: Any) -> list[Fault]:
        return self.check.after(day, replace(self.shows(day), **shows))

    def figures(self) -> list[Fault]:
        return year.look_ahead(self.check, self.world, LAST)

    def whats(self, **shows: Any) -> set[str]:
        return {one.what for one in self.faults(**shows)}


@pytest.fixture(scope="module")
def five_weeks(django_db_setup: None, django_db_blocker: Any) -> Iterator[Lived]:
    with never_committed(django_db_blocker):
        yield Lived()


@pytest.fixture
def weeks(five_weeks: Lived, django_db_blocker: Any) -> Iterator[Lived]:
    """The same weeks, to break something in: it is whole again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        run("SET CONSTRAINTS ALL IMMEDIATE")
        # The database refuses most of this by itself: let it in all the same.
        run("SET LOCAL session_replication_role = replica")
        yield five_weeks
        transaction.set_rollback(True)


def run(sql: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)


def one(sql: str) -> Any:
    return rows(f"{sql} LIMIT 1")[0].id


OPEN = (
    "SELECT * FROM clocks_clock WHERE stopped_on IS NULL AND kind = 'alcohol' "
    "AND due_on > '2026-12-27' ORDER BY id"
)


def test_the_weeks_hold_what_the_breaking_is_about(weeks: Lived) -> None:
    assert {InquiryStatus.STARTED, InquiryStatus.NEW} <= set(
        Inquiry.objects.values_list("status", flat=True)
    )
    assert BookingStatus.BOOKED in set(Booking.objects.values_list("status", flat=True))
    assert Clock.objects.breached(LAST).exists()
    assert Citizen.objects.exists()


def test_a_shifted_due_date_is_named(weeks: Lived) -> None:
    whose = one(OPEN)
    run("UPDATE clocks_clock SET due_on = due_on + 1 WHERE id = %(whose)s", whose=whose)
    found = weeks.faults()
    [fault] = [fault for fault in found if fault.what == "due_on of a clock"]
    assert (fault.day, fault.whose) == (LAST, str(whose))
    assert isinstance(fault.expected, date)
    assert fault.found == fault.expected + timedelta(days=1)
    assert "the clocks of a wish" in {fault.what for fault in found}


def test_a_wish_without_its_clock_is_named(weeks: Lived) -> None:
    whose = one("SELECT clock_id AS id FROM intake_guarantee WHERE kind = 'alcohol' ORDER BY id")
    for table in ("intake_guaranteefact", "intake_guarantee"):
        key = "guarantee_id IN (SELECT id FROM intake_guarantee WHERE clock_id = %(whose)s)"
        run(
            f"DELETE FROM {table} WHERE {key if 'fact' in table else 'clock_id = %(whose)s'}",
            whose=whose,
        )
    assert {"the clocks of a wish", "owners of a clock"} <= weeks.whats()


def test_a_clock_that_nobody_asked_for_is_named(weeks: Lived) -> None:
    run(
        "UPDATE intake_inquiry SET wish = 'counselling' WHERE id = "
        "(SELECT inquiry_id FROM intake_guarantee ORDER BY id LIMIT 1)"
    )
    assert "the clocks of a wish" in weeks.whats()


def test_a_clock_that_says_it_ended_without_a_line_is_named(weeks: Lived) -> None:
    run(
        "UPDATE clocks_clock SET stopped_on = starts_on, ended_as = 'stop', next_rung_on = NULL "
        "WHERE id = %(whose)s",
        whose=one(OPEN),
    )
    assert {"stopped_on of a clock", "the state of a clock"} <= weeks.whats()


def test_a_warning_that_is_missing_early_or_given_twice_is_named(weeks: Lived) -> None:
    written = "INSERT INTO clocks_alert (clock_id, cycle, rung, true_since, made_at)"
    first = "WHERE id = (SELECT min(id) FROM clocks_alert)"
    for act in (
        f"DELETE FROM clocks_alert {first}",
        f"{written} SELECT id, cycle, 0, act_by_on, '2026-12-20' FROM ({OPEN} LIMIT 1) AS early",
        f"{written} SELECT clock_id, cycle + 1, rung, true_since, made_at FROM clocks_alert {first}",
        f"UPDATE clocks_alert SET made_at = made_at + interval '1 hour' {first}",
    ):
        with transaction.atomic():
            assert run(act) == 1
            assert [fault.what for fault in weeks.faults() if fault.what == "a warning"] == [
                "a warning"
            ], act
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("states", "the state of a clock"),
        ("tables", "a line of the leader's tables"),
        ("measures", "a measure"),
        ("answers", "the rows behind a measure"),
    ],
)
def test_a_page_that_shows_something_else_is_named(weeks: Lived, part: str, what: str) -> None:
    told = dict(getattr(weeks.shows(), part))
    told[min(told)] = "something else"
    assert weeks.whats(**{part: told}) == {what}


# In one test, and so in one process: who lives five weeks for a few of these lives them too often.
def test_each_thing_that_is_broken_is_named(weeks: Lived) -> None:
    silent = []
    for name, (act, what) in BROKEN.items():
        with transaction.atomic():
            _let(act)
            assert run(act) == 1, name
            if what not in weeks.whats():
                silent.append(name)
            transaction.set_rollback(True)
    assert silent == []


def test_each_measure_is_held_against_what_was_done(weeks: Lived) -> None:
    assert FIGURES.keys() == BY_KEY.keys()
    for key, act in FIGURES.items():
        with transaction.atomic():
            for table, name in FIGURE_GUARDS:
                run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            assert run(act) == 1, key
            found = weeks.figures()
            assert {one.what for one in found} == {"a figure"}, key
            assert key in {one.whose.split(" ")[0].rstrip(":") for one in found}
            transaction.set_rollback(True)


def test_what_is_done_a_second_time_is_named(weeks: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(at: datetime) -> None:
        run("UPDATE clocks_clock SET basis = basis || '!'")

    monkeypatch.setattr(beat, "again", again)
    [fault] = year.twice(LAST)
    assert fault.what == "what is done twice"


def _let(act: str) -> None:
    for part, guards in GUARDS.items():
        for table, name in guards if part in act else ():
            run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def test_a_line_of_a_ledger_that_was_changed_is_named(weeks: Lived) -> None:
    run(
        "UPDATE clocks_clockevent SET basis = 'another law' WHERE id = "
        "(SELECT id FROM clocks_clockevent LIMIT 1)"
    )
    [fault] = weeks.check.nothing_changed(LAST)
    assert fault.what == "a row of clocks_clockevent"


def test_the_digest_sees_a_row_that_is_not_the_same(weeks: Lived) -> None:
    before = digest.digest()
    run(
        "UPDATE clocks_clock SET basis = 'another law' "
        "WHERE id = (SELECT id FROM clocks_clock LIMIT 1)"
    )
    assert digest.digest() != before
