"""A council's days on a virtual clock: the same for the same seed, and true by a second counting."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from centre import calendar
from centre.citizens.models import Citizen
from centre.clocks.models import Alert, Clock
from intake.choices import BookingStatus, Channel, InquiryStatus
from intake.models import Booking, Inquiry
from reporting.live import digest, year
from reporting.live.check import days
from reporting.live.check.after import Check
from reporting.live.check.fault import Fault, Shown
from reporting.live.check.sql import rows
from reporting.live.shown import shown
from tests.conftest import take_into_use
from tests.promises import COUNCILS

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 27)
PEOPLE = 40


# --- it lives ---------------------------------------------------------------------------------


def lived(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    """What the command says of some days of a council, which are then undone."""
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "MUNICIPALITY", settings.MUNICIPALITY)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", settings.EMAIL_BACKEND)
    said = StringIO()
    call_command("live", "--json", *words, stdout=said)
    told: dict[str, Any] = json.loads(said.getvalue())
    return told


@pytest.mark.django_db
@pytest.mark.parametrize("key", COUNCILS)
def test_a_month_in_each_council_is_without_a_fault(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = lived(
        monkeypatch,
        *("--municipality", key, "--from", FIRST.isoformat(), "--to", LAST.isoformat()),
        *("--citizens", str(PEOPLE), "--check"),
    )
    assert told["faults"] == []
    assert told["days"] == 35
    assert Inquiry.objects.count() > PEOPLE * 0.9
    assert set(Inquiry.objects.values_list("channel", flat=True)) >= {Channel.WEB, Channel.PHONE}
    assert Alert.objects.exists()
    assert not Clock.objects.filter(starts_on__gt=LAST).exists()


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_seed(seed: int) -> str:
        with transaction.atomic():
            told = lived(
                monkeypatch,
                *("--from", "2026-11-23", "--to", "2026-12-06", "--citizens", "20"),
                *("--seed", str(seed)),
            )
            transaction.set_rollback(True)
        return str(told["digest"])

    assert of_seed(7) == of_seed(7) != of_seed(8)


@pytest.mark.django_db
def test_it_is_refused_where_people_are_or_demo_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--from", "2026-11-23", "--to", "2026-11-25", "--citizens", "5")
    lived(monkeypatch, *words)
    with pytest.raises(CommandError, match="inquiries in this database already"):
        lived(monkeypatch, *words)
    monkeypatch.setattr(settings, "DEMO", False)
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("live", *words)


@pytest.mark.django_db
def test_a_fault_is_printed_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", settings.EMAIL_BACKEND)
    found = Fault(FIRST, "due_on of a clock", "an-id", FIRST, LAST)
    monkeypatch.setattr(Check, "after", lambda *_of: [found])
    said = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("live", "--from", "2026-11-23", "--to", "2026-11-23", "--check", stdout=said)
    assert f"{FIRST} due_on of a clock an-id: expected {FIRST}, found {LAST}" in said.getvalue()


def test_two_calendars_that_know_nothing_of_each_other_agree_on_every_day() -> None:
    day = date(1990, 1, 1)
    while day.year < 2100:
        assert days.closed(day) == calendar.is_closed_for_deadlines(day), day
        day += timedelta(days=1)
    for months in (1, 6, -12):
        assert days.months_after(date(2028, 8, 31), months) == calendar.add_months(
            date(2028, 8, 31), months
        )


# --- and the check can fail -------------------------------------------------------------------


class Lived:
    """Five weeks of Skanderborg, and what the check says of them now."""

    def __init__(self) -> None:
        take_into_use("skanderborg")
        self.check = Check()
        self.world = year.begin(
            first=FIRST, last=LAST, citizens=PEOPLE, seed=3, secret=b"only for the tests"
        )
        for offset in range((LAST - FIRST).days + 1):
            year.live_day(self.world, FIRST + timedelta(days=offset))
            assert self.faults(FIRST + timedelta(days=offset)) == []
        assert self.check.nothing_changed(LAST) == []

    def shows(self, day: date = LAST) -> Shown:
        return shown(self.world.staff.leader, year.end_of(day), rows=day == LAST)

    def faults(self, day: date = LAST, **shows: Any) -> list[Fault]:
        return self.check.after(day, replace(self.shows(day), **shows))

    def whats(self, **shows: Any) -> set[str]:
        return {one.what for one in self.faults(**shows)}


@pytest.fixture(scope="module")
def five_weeks(django_db_setup: None, django_db_blocker: Any) -> Iterator[Lived]:
    before = settings.MUNICIPALITY
    with django_db_blocker.unblock(), transaction.atomic():
        yield Lived()
        transaction.set_rollback(True)
    settings.MUNICIPALITY = before


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


OPEN = "SELECT * FROM clocks_clock WHERE stopped_on IS NULL AND due_on > '2026-12-27' ORDER BY id"


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
    assert fault.found == fault.expected + timedelta(days=1)  # type: ignore[operator]
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


BROKEN: dict[str, tuple[str, str]] = {
    "a seat for two": (
        (
            "UPDATE intake_booking SET slot_id = (SELECT min(slot_id) FROM intake_booking WHERE "
            "status = 'attended'), seat = 2 WHERE id = (SELECT id FROM intake_booking "
            "WHERE status = 'booked' ORDER BY slot_id DESC LIMIT 1)"
        ),
        "bookings of a time",
    ),
    "a booking that nothing was said of": (
        (
            "UPDATE intake_booking SET status = 'no_show' WHERE id = "
            "(SELECT id FROM intake_booking WHERE status = 'booked' LIMIT 1)"
        ),
        "the status of a booking",
    ),
    "a receipt that was never written": (
        (
            "DELETE FROM post_message WHERE id = "
            "(SELECT id FROM post_message WHERE once_key LIKE 'receipt:%' LIMIT 1)"
        ),
        "what was told of a booking",
    ),
    "a reminder of a time that is given back": (
        (
            "UPDATE post_message SET state = 'waiting', sent_at = NULL, due_at = '2027-01-01', "
            "expires_at = '2027-01-02' WHERE id = (SELECT message.id FROM post_message AS message "
            "JOIN intake_booking AS booking ON once_key = 'reminder:' || booking.id "
            "WHERE booking.status <> 'booked' LIMIT 1)"
        ),
        "a reminder of a time",
    ),
    "a message sent before its time": (
        (
            "UPDATE post_message SET sent_at = due_at - interval '1 hour' WHERE id = "
            "(SELECT id FROM post_message WHERE state = 'sent' LIMIT 1)"
        ),
        "a message",
    ),
    "an inquiry that moved by itself": (
        (
            "UPDATE intake_inquiry SET status = 'in_contact' WHERE id = "
            "(SELECT id FROM intake_inquiry WHERE status = 'new' LIMIT 1)"
        ),
        "the status of an inquiry",
    ),
    "a person of whom nothing tells why": (
        (
            "UPDATE intake_inquiry SET citizen_id = NULL WHERE id = "
            "(SELECT id FROM intake_inquiry WHERE citizen_id IS NOT NULL LIMIT 1)"
        ),
        "a citizen",
    ),
    "a guarantee with another's clock": (
        (
            "UPDATE clocks_clock SET unit_id = (SELECT max(id) FROM staff_unit) "
            "WHERE id = (SELECT clock_id FROM intake_guarantee ORDER BY id LIMIT 1)"
        ),
        "a guarantee",
    ),
    "something that has not happened yet": (
        (
            "UPDATE intake_contactattempt SET tried_at = '2027-02-01' WHERE id = "
            "(SELECT id FROM intake_contactattempt LIMIT 1)"
        ),
        "a moment to come",
    ),
    "a counsellor in two places": (
        (
            "WITH chosen AS (SELECT min(id) AS id, counsellor_id FROM intake_slot "
            "WHERE closed_at IS NULL GROUP BY counsellor_id LIMIT 1) "
            "INSERT INTO intake_slot (unit_id, counsellor_id, during, starts_at, capacity, in_person, "
            "phone, video, place) SELECT unit_id, slot.counsellor_id, during, starts_at + interval "
            "'1 second', 1, true, true, false, '' FROM intake_slot AS slot JOIN chosen USING (id)"
        ),
        "a counsellor in two places",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_thing_that_is_broken_is_named(weeks: Lived, name: str) -> None:
    act, what = BROKEN[name]
    _let(act)
    assert run(act) == 1
    assert what in weeks.whats()


def _let(act: str) -> None:
    """The database would refuse this by itself: let it in all the same."""
    if "INSERT INTO intake_slot" in act:
        for name in ("slot_counsellor_in_one_place", "slot_starts_when_it_says"):
            run(f"ALTER TABLE intake_slot DROP CONSTRAINT {name}")


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
