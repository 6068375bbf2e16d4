"""Months of the log of readings: dropped by protocol and stated; what somebody merely drops is named."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now

from centre.calendar import add_months
from centre.guard import WEB_ROLE
from centre.records.actions import seal
from centre.records.choices import MONTH_DROPPED
from centre.records.door import open_one
from centre.records.models import AuditEntry, DroppedMonth, ReadEntry
from centre.records.queries import head
from centre.retention.actions.carry_out import carry_out
from centre.retention.choices import Hindrance, Kind
from centre.retention.queries.preview import due_months
from centre.rows import insert
from tests.centre.records.sealed import found, told
from tests.centre.records.test_door import Request
from tests.centre.records.test_months import lies_in, months, open_month
from tests.centre.retention.cases import approved, drafted, hold
from tests.centre.retention.constraints import approval, line, protocol
from tests.centre.retention.test_records import advised
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
# Two months that are past whatever day it is, and one that is young on the day of the disposal.
FIRST, SECOND, YOUNG = (moment(f"2023-{month}-15 13.37") for month in ("02", "03", "05"))
ON = moment("2025-04-01 09.00")
SEALED_AT = YOUNG + timedelta(days=2)


@pytest.fixture
def log(house: House) -> House:
    """Lines of three months, sealed, each month with a table of its own."""
    for at in (FIRST, SECOND, YOUNG):
        open_month(f"{at:%Y-%m-%d}")
        told(house, times=2, at=at)
    seal(at=SEALED_AT)
    assert found() == []
    return house


def dropped(house: House, *, at: datetime = ON) -> list[tuple[str, str]]:
    one = approved(house, drafted(house, Kind.LOG, at=at), at=at)
    carry_out(at=at)
    return [(line.outcome, line.why) for line in one.lines.all()]


def by_hand(statement: str) -> None:
    """As the owner of the database, who holds no key."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_a_month_may_go_when_its_last_day_is_old_enough(log: House) -> None:
    assert due_months(date(2025, 2, 28)) == []
    assert due_months(date(2025, 3, 1)) == [date(2023, 2, 1)]
    assert due_months(date(2025, 4, 1)) == [date(2023, 2, 1), date(2023, 3, 1)]


def test_months_that_were_disposed_of_are_stated_and_the_chain_holds(log: House) -> None:
    assert dropped(log) == [("done", ""), ("done", "")]
    assert not {"2023_02", "2023_03"} & months()
    assert ReadEntry.objects.filter(at__lt=moment("2023-04-01 00.00")).count() == 0
    assert ReadEntry.objects.count() == 2
    said = list(DroppedMonth.objects.order_by("first_on"))
    assert [(one.first_on, len(one.entries)) for one in said] == [
        (date(2023, 2, 1), 2), (date(2023, 3, 1), 2),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action=MONTH_DROPPED).count() == 2
    assert found() == []
    before = head()
    seal(at=ON + timedelta(days=1))
    assert found(before) == []


def test_the_worker_drops_them_as_the_web_role(log: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        one = approved(log, drafted(log, Kind.LOG, at=ON), at=ON)
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        try:
            assert carry_out(at=ON) == {"done": 2, "closed": 1}
        finally:
            cursor.execute("RESET ROLE")
    assert one.lines.filter(outcome="done").count() == 2
    assert found() == []


def test_the_lines_of_a_month_without_a_table_of_its_own_go_too(house: House) -> None:
    told(house, times=2, at=FIRST)
    told(house, times=1, at=YOUNG)
    seal(at=SEALED_AT)
    assert lies_in(YOUNG) == "other"
    assert dropped(house)[0] == ("done", "")
    assert ReadEntry.objects.count() == 1
    assert found() == []


@pytest.mark.parametrize("how", ["drops the table", "removes the lines"])
def test_a_month_that_somebody_merely_drops_is_named_line_by_line(log: House, how: str) -> None:
    lost = {str(pk) for pk in ReadEntry.objects.filter(at=FIRST).values_list("pk", flat=True)}
    if how == "drops the table":
        by_hand("DROP TABLE records_readentry_2023_02")
    else:
        by_hand(
            "ALTER TABLE records_readentry_2023_02 DISABLE TRIGGER USER;"
            " DELETE FROM records_readentry_2023_02"
        )
    assert {(where, damage) for where, damage, _which in found()} == {("reading", "was removed")}
    assert {which for _where, _damage, which in found()} == lost


def forge_statement() -> None:
    """A statement as the house writes it, put in by who holds no key: with a mark of nothing."""
    by_hand(
        "INSERT INTO records_droppedmonth (id, first_on, entries, line, made_at, mark)"
        " SELECT gen_random_uuid(), '2023-02-01', array_agg(id), gen_random_uuid(), now(),"
        " decode(repeat('00', 34), 'hex') FROM records_readentry_2023_02;"
        " DROP TABLE records_readentry_2023_02"
    )


def test_a_statement_that_the_trail_does_not_tell_vouches_for_nothing(log: House) -> None:
    forge_statement()
    told_of = found()
    assert told_of[0][0] == "month"
    assert [damage for _where, damage, _which in told_of[1:]] == ["was removed", "was removed"]


def test_nor_does_one_with_a_line_of_the_trail_that_bears_no_mark(log: House) -> None:
    forge_statement()
    by_hand(
        "INSERT INTO records_auditentry (id, at, action, row, row_id, detail, mark)"
        f" SELECT gen_random_uuid(), now(), '{MONTH_DROPPED}', 'x', id::text,"
        """ '{"digest": "00"}', decode(repeat('00', 34), 'hex') FROM records_droppedmonth"""
    )
    assert {damage for _where, damage, _which in found()} >= {
        "was removed",
        "says that a month was disposed of, and no sealed line of the trail tells it",
    }


def test_a_statement_that_lines_are_added_to_vouches_for_nothing_any_more(log: House) -> None:
    dropped(log)
    seal(at=ON + timedelta(days=1))
    by_hand(
        "ALTER TABLE records_droppedmonth DISABLE TRIGGER USER;"
        " ALTER TABLE records_readentry DISABLE TRIGGER USER;"
        " UPDATE records_droppedmonth SET entries = entries ||"
        " (SELECT array_agg(id) FROM records_readentry) WHERE first_on = '2023-02-01';"
        " DELETE FROM records_readentry"
    )
    told_of = found()
    assert ("month", "2023-02") in {(where, which) for where, _damage, which in told_of}
    # The two that were removed by hand, and the two that nothing vouches for now.
    assert [damage for _where, damage, _which in told_of].count("was removed") == 4


def test_the_line_of_the_trail_that_vouches_cannot_go_unseen(log: House) -> None:
    dropped(log)
    seal(at=ON + timedelta(days=1))
    by_hand(
        "ALTER TABLE records_auditentry DISABLE TRIGGER USER;"
        f" DELETE FROM records_auditentry WHERE action = '{MONTH_DROPPED}'"
    )
    wheres = [where for where, _damage, _which in found()]
    assert (wheres.count("month"), wheres.count("trail"), wheres.count("reading")) == (2, 2, 4)


@pytest.mark.parametrize("damage", ["a line is removed", "a line is changed", "a line is put in"])
def test_a_disposal_hides_nothing(log: House, damage: str) -> None:
    entry = ReadEntry.objects.filter(at=FIRST).first()
    assert entry is not None
    by_hand("ALTER TABLE records_readentry_2023_02 DISABLE TRIGGER USER")
    if damage == "a line is removed":
        by_hand(f"DELETE FROM records_readentry_2023_02 WHERE id = '{entry.pk}'")
    elif damage == "a line is changed":
        by_hand(f"UPDATE records_readentry_2023_02 SET rows = 77 WHERE id = '{entry.pk}'")
    else:
        insert(_twin(entry))
    before = {(where, which) for where, _damage, which in found()}
    outcomes = dropped(log)
    if damage == "a line is removed":
        # What is there goes; what was gone before stays named.
        assert outcomes[0] == ("done", "")
        assert ("reading", str(entry.pk)) in {(where, which) for where, _d, which in found()}
    else:
        assert outcomes[0] == ("left_out", Hindrance.NOT_AS_SEALED)
        assert before <= {(where, which) for where, _d, which in found()}
    assert outcomes[1] == ("done", "")


def _twin(entry: ReadEntry) -> ReadEntry:
    """A line that waits for its seal, two years late."""
    return ReadEntry(at=entry.at, by=entry.by, role="x", purpose="x", row="x")


def test_a_month_that_somebody_on_hold_was_read_in_is_left(log: House) -> None:
    one = advised(log)
    citizen = one.citizen
    assert citizen is not None
    open_one(
        type(citizen).objects.all(), citizen.pk, reader=Request(log.caseworker), purpose="file",
        at=SECOND,
    )  # fmt: skip
    seal(at=SEALED_AT + timedelta(days=1))
    hold(log, citizen)
    assert dropped(log) == [("done", ""), ("left_out", Hindrance.HOLD)]


def test_a_run_that_was_killed_and_run_again_states_a_month_once(log: House) -> None:
    dropped(log)
    assert carry_out(at=ON) == {}
    assert DroppedMonth.objects.count() == 2
    assert due_months(ON.date()) == []


def test_no_month_of_the_last_half_year_goes_whatever_the_list_says(house: House) -> None:
    """The floor of the database, by its own clock."""
    young = add_months(now().date().replace(day=1), -2)
    one = drafted_for(house, young)
    with pytest.raises(DatabaseError, match="no approved line"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT drop_month(%s)", [one])


def test_more_lines_than_are_stated_do_not_go(log: House) -> None:
    line = drafted_for(log, date(2023, 2, 1))
    with pytest.raises(DatabaseError, match="other lines"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT drop_month(%s)", [line])
    assert "2023_02" in months()


def drafted_for(house: House, first: date) -> str:
    """An approved line for a month, put there without the house's own look at it."""
    one = protocol(house, kind="log", **approval(house))
    made = line(
        house, protocol=one, subject=None, named=False, last_entry_on=first,
        disposable_on=add_months(first, 25),
    )  # fmt: skip
    return str(made.pk)
