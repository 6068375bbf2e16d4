"""The sweep: every warning that is true is given once, however late the sweep comes.

Set-based: one statement a batch, whatever the number of clocks. It finds clocks by their next rung
with `<=`, so a missed week is caught up; rows locked by another sweep are skipped; the unique rung
makes two sweeps give one warning.
"""

import uuid
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from centre.calendar import danish_day, is_working_day, next_working_day_after
from centre.clocks import rules
from centre.clocks.choices import FOLLOW_UPS
from centre.clocks.models import Clock, Sweep
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.post.rules import within_hours
from centre.records.actions import note
from centre.staff.choices import Role
from centre.staff.models import User

# Small enough that no row stays locked for a second (performance goal 6).
BATCH = 8_000
# One pulse each 20 seconds is worth looking at for a week.
IDLE_KEPT = timedelta(days=7)

_STATEMENT = """
WITH due AS MATERIALIZED (
    SELECT id, starts_on, due_on, act_by_on, cycle, explained_on, responsible_id, unit_id
    FROM clocks_clock
    -- Calls to the dead are let lie (`but_calls_to_the_dead`): the next pull ends them. Asked of the
    -- due ones alone, so that a sweep with nothing due stays one look into an index.
    WHERE next_rung_on <= %(today)s AND NOT (
        kind = ANY (%(follow_ups)s::text[])
        AND EXISTS (
            SELECT 1 FROM citizens_death AS death
            WHERE death.citizen_id = clocks_clock.citizen_id AND death.taken_back_at IS NULL))
    ORDER BY next_rung_on, id
    LIMIT %(batch)s
    FOR NO KEY UPDATE SKIP LOCKED
), step AS (
    SELECT due.*, -before AS rung, LEAST(due_on - before, act_by_on) AS true_since
    FROM due CROSS JOIN unnest(%(ladder)s::int[]) AS ladder(before)
), reached AS (
    SELECT id, cycle, rung, true_since, responsible_id, unit_id
    FROM step
    WHERE true_since <= %(today)s AND (true_since > starts_on OR rung = 0)
    UNION ALL
    SELECT id, cycle, %(today)s::date - due_on, %(today)s::date, responsible_id, unit_id
    FROM due
    WHERE %(working)s AND due_on < %(today)s AND explained_on IS NULL
), made AS (
    INSERT INTO clocks_alert (clock_id, cycle, rung, true_since, made_at)
    SELECT id, cycle, rung, true_since, %(at)s FROM reached
    ON CONFLICT ON CONSTRAINT alert_once_a_rung DO NOTHING
    RETURNING clock_id, rung
), moved AS (
    -- By a list of ids: a join with `due` may be planned as a reading of the whole table, every batch.
    UPDATE clocks_clock AS clock
    SET next_rung_on = COALESCE(
        LEAST({rungs_to_come}), CASE WHEN explained_on IS NULL THEN %(next_working)s::date END)
    WHERE clock.id = ANY (ARRAY(SELECT id FROM due))
    RETURNING 1
)
SELECT due.responsible_id, due.unit_id, made.rung > 0, count(*),
       (SELECT count(*) FROM moved)
FROM due LEFT JOIN made ON made.clock_id = due.id
GROUP BY 1, 2, 3
"""
# The day on which a rung's warning becomes true, in plain words of the row's own columns: a look into
# `step`, or into a list of the rungs, would be a query of its own for every clock.
_TRUE_SINCE = "LEAST(due_on - {before}, act_by_on)"
_TO_COME = f"CASE WHEN {_TRUE_SINCE} > %(today)s THEN {_TRUE_SINCE} END"
_SWEEP = _STATEMENT.format(
    rungs_to_come=", ".join(_TO_COME.format(before=before) for before in rules.LADDER)
)


@dataclass
class Counts:
    """What one sweep did."""

    clocks: int = 0
    alerts: int = 0
    messages: int = 0


def sweep(
    *, at: datetime, started_at: datetime, finished_at: datetime | None = None
) -> dict[str, int]:
    """Give every warning that is true at the moment `at`, and leave a row as the heartbeat.

    Twice in a row adds nothing. `started_at` is the moment of the caller's clock, which differs from
    `at` when somebody asks what a sweep of another day would do. Returns the counts.
    """
    counts = Counts()
    while True:
        looked_at = _one_batch(at, counts)
        if looked_at < BATCH:
            break
    _leave_pulse(at, started_at, finished_at or started_at, counts)
    return asdict(counts)


@transaction.atomic
def _one_batch(at: datetime, counts: Counts) -> int:
    today = danish_day(at)
    with connection.cursor() as cursor:
        cursor.execute(
            _SWEEP,
            {
                "today": today,
                "at": at,
                "batch": BATCH,
                "follow_ups": list(FOLLOW_UPS),
                "ladder": list(rules.LADDER),
                "working": is_working_day(today),
                "next_working": next_working_day_after(today),
            },
        )
        rows = cursor.fetchall()
    looked_at = rows[0][4] if rows else 0
    told = [
        (user_id, unit_id, late, count)
        for user_id, unit_id, late, count, _ in rows
        if late is not None
    ]
    counts.clocks += looked_at
    counts.alerts += sum(count for *_who, count in told)
    counts.messages += _tell(told, at)
    return looked_at


def _tell(told: "list[tuple[int | None, int, bool, int]]", at: datetime) -> int:
    """One neutral message a person: the responsible one, the leaders if nobody is, both if overdue.

    Whoever no longer works here answers for nothing; a unit without a leader has all of them.
    """
    if not told:
        return 0
    answering = {user_id for user_id, *_rest in told if user_id is not None}
    staff = _who_may_be_told(answering, danish_day(at))
    leaders = [one for one in staff.values() if one.role == Role.LEADER]
    waiting: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for user_id, unit_id, late, count in told:
        receivers = {user_id} & staff.keys() if user_id is not None else set()
        if late or not receivers:
            own = [one for one in leaders if one.unit_id in (None, unit_id)]
            receivers |= {one.pk for one in own or leaders}
        for receiver in receivers:
            waiting[receiver][late] += count
    batch = uuid.uuid4()
    return post(
        Envelope(
            text=Text.OVERDUE if late else Text.ALERTS,
            once_key=f"alerts:{batch}:{user_id}",
            due_at=within_hours(at),
            to_user=staff[user_id],
            facts={"soon": soon, "late": late},
        )
        for user_id, (soon, late) in waiting.items()
    )


def _who_may_be_told(answering: set[int], today: date) -> dict[int, User]:
    asked = Q(pk__in=answering) | Q(role=Role.LEADER)
    people = User.objects.filter(asked, is_active=True).order_by("id")
    return {one.pk: one for one in people if one.works_here_on(today)}


@transaction.atomic
def _leave_pulse(at: datetime, started_at: datetime, finished_at: datetime, counts: Counts) -> None:
    pulse = Sweep.objects.create(
        as_of=at, started_at=started_at, finished_at=finished_at, **asdict(counts)
    )
    if counts.alerts:
        note(action="clocks.sweep", row=pulse, by=None, at=at, **asdict(counts))


def forget_idle_sweeps(*, at: datetime) -> int:
    """Remove the pulses of a week ago that gave no warning; returns how many. Warnings stay for ever."""
    old = Sweep.objects.filter(alerts=0, finished_at__lt=at - IDLE_KEPT)
    return old.delete()[0]


def recompute(*, chunk: int = 2_000) -> list[str]:
    """Recompute every open clock from its ledger; returns the ids that differ, which must be none.

    A clock that no sweep would ever look at again differs too. Nothing is mended: a difference is a
    fault that somebody must understand first.
    """
    different: list[str] = []
    open_clocks = Clock.objects.open().prefetch_related("events").order_by("id")
    for clock in open_clocks.iterator(chunk_size=chunk):
        answer = rules.compute([event.line for event in clock.events.all()], clock.rule)
        watched = clock.due_on is None or clock.explained_on or clock.next_rung_on
        if not watched or answer != clock.answer:
            different.append(str(clock.pk))
    return different
