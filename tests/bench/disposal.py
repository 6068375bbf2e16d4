"""Goal 14, background: what is old is counted, and what was approved is disposed of, against plain SQL."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from centre.retention.actions.carry_out import LINES, carry_out
from centre.retention.actions.protocol import approve, draft
from centre.retention.models import Line as ProtocolLine
from centre.retention.queries.preview import counted
from centre.staff.models import User
from intake.models import Inquiry
from reporting.models import RegisterDelivery
from tests.bench import data, table
from tests.bench.context import Bench
from tests.bench.table import Line, Runs

# Everything is older than any period then.
YEARS = 25
AT_ONCE = 20
# Those of them that are only added to.
GUARDED = ("clocks_alert", "clocks_clockevent", "followup_callattempt", "treatment_discharge")
# A run of the worker is ended after so many seconds (`centre.retention.tasks`).
LIMIT = 900
_OF_CASE = "(SELECT id FROM intake_inquiry WHERE citizen_id = %(citizen)s)"
_OF_COURSE = "(SELECT id FROM treatment_course WHERE citizen_id = %(citizen)s)"
_OF_CLOCK = "(SELECT id FROM clocks_clock WHERE citizen_id = %(citizen)s)"
BY_HAND = tuple(
    f"DELETE FROM {table} WHERE {column} IN {whose}"  # nosec B608
    for table, column, whose in (
        (
            "followup_callattempt",
            "follow_up_id",
            f"(SELECT id FROM followup_followup WHERE course_id IN {_OF_COURSE})",
        ),
        ("followup_followup", "course_id", _OF_COURSE),
        ("treatment_discharge", "course_id", _OF_COURSE),
        ("treatment_course", "inquiry_id", _OF_CASE),
        ("intake_decision", "inquiry_id", _OF_CASE),
        ("intake_visitation", "inquiry_id", _OF_CASE),
        ("intake_booking", "inquiry_id", _OF_CASE),
        (
            "intake_guaranteefact",
            "guarantee_id",
            f"(SELECT id FROM intake_guarantee WHERE inquiry_id IN {_OF_CASE})",
        ),
        ("intake_guarantee", "inquiry_id", _OF_CASE),
        ("clocks_alert", "clock_id", _OF_CLOCK),
        ("clocks_clockevent", "clock_id", _OF_CLOCK),
        ("clocks_clock", "citizen_id", "(SELECT %(citizen)s)"),
        ("intake_inquiry", "citizen_id", "(SELECT %(citizen)s)"),
    )
)
EMPTIED = """
UPDATE citizens_citizen SET name = '', cpr = '', phone = '', email = '', address = '', cpr_hash = NULL,
    phone_hash = NULL, email_hash = NULL, name_hashes = '{}', age_group = 'unknown', protected = false,
    may_leave_message = false, disposed_on = %(today)s
WHERE id = %(citizen)s
"""
# When anything was last written in each case, of the tables that are filled here.
LAST_ENTRIES = """
SELECT inquiry_id, max(on_day) FROM (
    SELECT id, greatest(received_on, closed_at::date) FROM intake_inquiry
    UNION ALL SELECT inquiry_id, slot.starts_at::date
        FROM intake_booking JOIN intake_slot AS slot ON slot.id = slot_id
    UNION ALL SELECT inquiry_id, greatest(begun_at, finished_at)::date FROM intake_visitation
    UNION ALL SELECT inquiry_id, greatest(prepared_at, sent_at)::date FROM intake_decision
    UNION ALL SELECT inquiry_id, event.at::date FROM intake_guarantee
        JOIN clocks_clockevent AS event USING (clock_id)
    UNION ALL SELECT inquiry_id, recorded_at::date FROM intake_guaranteefact
        JOIN intake_guarantee ON intake_guarantee.id = guarantee_id
    UNION ALL SELECT inquiry_id, greatest(set_up_at::date, begun_on, ended_on) FROM treatment_course
    UNION ALL SELECT inquiry_id, at::date FROM treatment_discharge
        JOIN treatment_course ON treatment_course.id = course_id
    UNION ALL SELECT treatment_course.inquiry_id, greatest(made_at, ended_at)::date FROM followup_followup
        JOIN treatment_course ON treatment_course.id = course_id
) AS entry(inquiry_id, on_day) GROUP BY inquiry_id
"""


def measure(bench: Bench) -> list[Line]:
    """On databases of their own: what is taken here would be missed by others."""
    sizes = {"disposed_few": bench.few, "disposed": bench.inquiries}
    for name, many in sizes.items():
        bench.databases.add(name)
        bench.databases.use(name)
        data.fill(data.Size(many, days_of_slots=1, open_share=0), at=bench.at, today=bench.today)
        _nothing_hinders()
        data.settle()
    return [*_counted(bench), *_disposed(bench)]


def _later(bench: Bench) -> datetime:
    return bench.at.replace(year=bench.at.year + YEARS, day=1)


def _nothing_hinders() -> None:
    """All is told to the registers and no deadline runs. By hand nobody may remove what is only added to."""
    leader = User.objects.get(username="leader")
    for register in ("nab", "smdb"):
        RegisterDelivery.objects.create(
            register=register, first_on=date(2000, 1, 1), last_on=date(2100, 1, 1), records=1,
            left_out=0, faults=0, built_at=datetime(2000, 1, 1).astimezone(), built_by=leader,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clocks_clock SET stopped_on = starts_on, ended_as = 'stop', next_rung_on = NULL"
            " WHERE stopped_on IS NULL"
        )
        # Those that wait for a call.
        cursor.execute("DELETE FROM followup_followup WHERE outcome = ''")


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _counted(bench: Bench) -> list[Line]:
    today = _later(bench).date()
    few, ours, raw = [], [], []
    for _ in range(bench.runs):
        bench.databases.use("disposed_few")
        few.append(_timed(lambda: counted(today)))
        bench.databases.use("disposed")
        ours.append(_timed(lambda: counted(today)))
        raw.append(_timed(_asked_by_hand))
    ratio, growth = table.ratios(ours, raw), table.ratios(ours, few)
    return [
        table.less(
            14, f"what of {bench.inquiries:,} cases is old enough, counted",
            Runs(ours).words("ms"), ratio.median, (40, 15),
            raw=Runs(raw).words("ms"), ratio=ratio.words(""),
        ),
        table.less(
            14, f"— {bench.inquiries:,} against {bench.few:,}", growth.words("×"), growth.median,
            (12, None),
        ),
    ]  # fmt: skip


def _asked_by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LAST_ENTRIES)
        cursor.fetchall()


def _disposed(bench: Bench) -> list[Line]:
    few, ours, raw, done = [], [], [], 0
    for name in ("disposed_few", "disposed"):
        bench.databases.use(name)
        _approved(_later(bench))
    for _ in range(bench.runs):
        bench.databases.use("disposed_few")
        few.append(_carried_out(bench))
        bench.databases.use("disposed")
        ours.append(_carried_out(bench))
        raw.append(_by_hand(bench))
        done = ProtocolLine.objects.filter(outcome="done").count()
    ratio, growth = table.ratios(ours, raw), table.ratios(ours, few)
    whole = Runs(ours).median * LINES / 1000
    return [
        table.less(
            14, "a record disposed of", Runs(ours).words("ms"), ratio.median, (60, 30),
            raw=Runs(raw).words("ms"), ratio=ratio.words(""),
        ),
        table.less(
            14, f"— with {bench.inquiries:,} cases against {bench.few:,}", growth.words("×"),
            growth.median, (2, 1.2),
        ),
        table.less(
            14, f"— a run of {LINES} records, ended after {LIMIT} s", f"{whole:.0f} s", whole,
            (LIMIT / 2, LIMIT / 5),
        ),
        Line(
            14, "— records approved that went whole", f"{done} of {AT_ONCE * bench.runs}",
            verdict=table.holds(done == AT_ONCE * bench.runs),
        ),
    ]  # fmt: skip


def _approved(at: datetime) -> None:
    drafted = draft(kind="social", form_key=uuid4(), by=User.objects.get(username="leader"), at=at)
    other = User.objects.get(username="caseworker1")
    approve(protocol_id=drafted.pk, archive_heeded=True, by=other, at=at)


def _carried_out(bench: Bench) -> float:
    at = _later(bench)
    return _timed(lambda: carry_out(at=at, most=AT_ONCE)) / AT_ONCE


def _by_hand(bench: Bench) -> float:
    """Others than those listed, a transaction each, with the guards off: only the work itself."""
    listed = ProtocolLine.objects.values("subject")
    theirs = Inquiry.objects.exclude(citizen__in=listed).order_by("-received_on", "id")
    subjects = list(theirs.values_list("citizen", flat=True)[:AT_ONCE])
    _guards("DISABLE")
    took = _timed(lambda: _removed(subjects, bench.today)) / AT_ONCE
    _guards("ENABLE")
    return took


def _guards(word: str) -> None:
    with connection.cursor() as cursor:
        for name in GUARDED:
            cursor.execute(f"ALTER TABLE {name} {word} TRIGGER USER")


def _removed(citizens: Sequence[UUID | None], today: date) -> None:
    for citizen in citizens:
        given: dict[str, Any] = {"citizen": citizen, "today": today}
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in (*BY_HAND, EMPTIED):
                cursor.execute(statement, given)
