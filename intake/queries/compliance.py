"""The answers by law and as promised, given by the database: `intake.rules.guarantee` as SQL.

The rules are the truth; a test compares every answer given here with theirs. In SQL, since a board
counts a year of guarantees each time it is opened.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection

from centre.calendar import add_months, danish_day
from centre.citizens.choices import MINORS, AgeGroup
from centre.clocks.choices import Kind
from centre.clocks.queries import Place
from centre.clocks.queries.desk import FAR
from centre.staff.models import User
from centre.standard.models import QualityStandard
from centre.standard.rules import shown_by
from centre.standard.schema import ClockRule, StartEvent
from intake.choices import Compliance, Fact
from intake.models import Guarantee
from intake.queries.calendar import STANDING, THIRD
from intake.rules.guarantee import ASKED, GUARANTEE_KINDS, promise_of

PERIOD_MONTHS = 12
PAGE = 25
WEEKS_OF_TIMES = 4
# The talk and the decision are promises of their own, not the wait for treatment.
NOT_TREATMENT = (Kind.DOCTORS_TALK, Kind.INPATIENT)
KEPT = (Compliance.KEPT,)
NOT_KEPT = (Compliance.KEPT_LATE, Compliance.BREACHED)

# `ended` is centre.clocks.rules.state_on, `kept` is kept_on, `due` is promised_due_on and `promised`
# is as_promised, each branch in the order it has there.
ANSWERED = """
WITH promise AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(promises)s::jsonb) AS promise (standard_id bigint,
        kind text, young boolean, length interval, from_request boolean, from_consents boolean,
        after_request boolean, after_consents boolean, events int)
), stop AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(stops)s::jsonb) AS stop (standard_id bigint,
        kind text, young boolean, event text, fact text)
), asked AS MATERIALIZED (
    SELECT id, received_on, anonymous, wish, topic, age_group = ANY (%(minors)s::text[]) AS young
    FROM intake_inquiry
    WHERE received_on >= %(since)s AND (%(unit)s::bigint IS NULL OR unit_id = %(unit)s)
), guarantee AS MATERIALIZED (
    SELECT own.id, own.kind, asked.young, asked.received_on, clock.standard_id, clock.source,
        clock.starts_on, clock.stopped_on, COALESCE(clock.due_on, %(far)s::date) AS place,
        CASE WHEN clock.ended_as = 'waive' THEN 'waived'
             WHEN clock.ended_as = 'release' THEN 'released'
             WHEN clock.paused_since IS NOT NULL OR clock.due_on IS NULL
                 OR clock.act_by_on IS NULL THEN 'running'
             WHEN clock.stopped_on <= clock.due_on THEN 'kept'
             WHEN clock.stopped_on IS NOT NULL THEN 'kept_late'
             WHEN clock.due_on < %(today)s THEN 'breached'
             ELSE 'running' END AS ended
    FROM asked
    JOIN intake_guarantee AS own ON own.inquiry_id = asked.id
    JOIN clocks_clock AS clock ON clock.id = own.clock_id
    WHERE own.kind <> ALL (%(not_treatment)s::text[])
), known AS MATERIALIZED (
    SELECT guarantee.id, guarantee.standard_id, guarantee.kind, guarantee.young, fact.fact,
        fact."on" AS day
    FROM guarantee
    JOIN intake_guaranteefact AS fact ON fact.guarantee_id = guarantee.id
        AND fact.withdrawn_at IS NULL
), shown AS (
    SELECT id, event, min(day) AS day
    FROM known JOIN stop USING (standard_id, kind, young, fact)
    GROUP BY id, event
), kept AS (
    SELECT id, count(*) AS events, max(day) AS day FROM shown GROUP BY id
), answered AS MATERIALIZED (
    SELECT guarantee.*,
        CASE WHEN source = 'law' THEN ended ELSE 'none' END AS law,
        CASE WHEN promise.kind IS NULL THEN 'none'
             WHEN kept.events = promise.events AND (due.day IS NULL OR kept.day <= due.day)
                 THEN 'kept'
             WHEN kept.events = promise.events THEN 'kept_late'
             WHEN ended IN ('waived', 'released') THEN ended
             WHEN due.day IS NULL THEN 'not_started'
             WHEN due.day < %(today)s THEN 'breached'
             ELSE 'running' END AS promised
    FROM guarantee
    LEFT JOIN promise ON promise.standard_id = guarantee.standard_id
        AND promise.kind = guarantee.kind AND promise.young = guarantee.young
    LEFT JOIN kept ON kept.id = guarantee.id
    LEFT JOIN known AS consents ON consents.id = guarantee.id
        AND consents.fact = %(consents)s
    CROSS JOIN LATERAL (
        -- LEAST and GREATEST pass over nulls: one start is enough, but no wait may be missing.
        SELECT LEAST(CASE WHEN from_request THEN starts_on END,
                     CASE WHEN from_consents THEN consents.day END) AS day
    ) AS first
    CROSS JOIN LATERAL (
        SELECT CASE WHEN first.day IS NOT NULL AND (NOT after_consents OR consents.day IS NOT NULL)
            THEN (GREATEST(first.day, CASE WHEN after_request THEN starts_on END,
                           CASE WHEN after_consents THEN consents.day END) + length)::date
            END AS day
    ) AS due
)
"""
_PAGE = """
SELECT id, place, law, promised,
    (SELECT count(*) FROM answered WHERE CASE %(which)s WHEN 'law' THEN law ELSE promised END
        = ANY (%(wanted)s::text[]))
FROM answered
WHERE CASE %(which)s WHEN 'law' THEN law ELSE promised END = ANY (%(wanted)s::text[])
    AND (%(after_on)s::date IS NULL OR (place, id) > (%(after_on)s::date, %(after_id)s::uuid))
ORDER BY place, id LIMIT %(limit)s
"""
_COUNTS = """
SELECT count(*) FILTER (WHERE law = 'kept'),
    count(*) FILTER (WHERE law IN ('kept_late', 'breached')),
    count(*) FILTER (WHERE promised = 'kept'),
    count(*) FILTER (WHERE promised IN ('kept_late', 'breached')),
    count(*) FILTER (WHERE law = 'waived'),
    count(*) FILTER (WHERE law = 'released'),
    count(*) FILTER (WHERE law = 'running'),
    count(*) FILTER (WHERE ended IN ('kept', 'kept_late')),
    count(*) FILTER (WHERE stopped_on IS NULL),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY stopped_on - starts_on)
        FILTER (WHERE ended IN ('kept', 'kept_late')),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY stopped_on - starts_on)
        FILTER (WHERE ended IN ('kept', 'kept_late')),
    (SELECT count(*) FROM asked
     WHERE anonymous AND NOT young AND wish = 'treatment' AND topic IN ('drugs', 'both')),
    (SELECT count(*) FROM asked WHERE wish <> 'treatment'),
    (SELECT starts_at FROM intake_slot AS slot
     WHERE closed_at IS NULL AND starts_at > %(at)s AND starts_at < %(until)s
         AND (%(all_times)s OR unit_id = %(unit)s)
         AND capacity > (SELECT count(*) FROM intake_booking
                         WHERE slot_id = slot.id AND status = ANY (%(standing)s::text[]))
     ORDER BY starts_at, id OFFSET %(before)s LIMIT 1)
FROM answered
"""


@dataclass(frozen=True)
class Answered:
    """One guarantee with both answers on a day."""

    row: Guarantee
    law: Compliance
    promised: Compliance


@dataclass(frozen=True)
class Answers:
    """A page of guarantees, how many there are in all, and where the next page begins."""

    rows: list[Answered]
    count: int = 0
    older: Place | None = None


@dataclass(frozen=True)
class Counted:
    """The treatment guarantees asked for in the last twelve months, and what stands beside them.

    `rest` are those kept late or not kept; `middle` and `ninetieth` are days of waiting of the
    `waited`, who have begun; `third_at` is the third free time of the coming four weeks.
    """

    law_kept: int
    law_rest: int
    promised_kept: int
    promised_rest: int
    waived: int
    released: int
    running: int
    waited: int
    waiting: int
    middle: float | None
    ninetieth: float | None
    anonymous: int
    advice: int
    third_at: datetime | None


def answered(
    user: User, today: date, *, which: str, kept: bool, after: Place | None = None
) -> Answers:
    """Exactly the rows behind one number of the board, a page of them, the soonest deadline first."""
    wanted = {
        **values(user, today),
        "which": which,
        "wanted": [one.value for one in (KEPT if kept else NOT_KEPT)],
        "after_on": after.on if after else None,
        "after_id": after.id if after else None,
        "limit": PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED + _PAGE, wanted)
        found: list[tuple[UUID, date, str, str, int]] = cursor.fetchall()
    page = found[:PAGE]
    whole = Guarantee.objects.select_related("clock", "inquiry").in_bulk([one[0] for one in page])
    return Answers(
        rows=[
            Answered(whole[pk], Compliance(law), Compliance(promised))
            for pk, _place, law, promised, _count in page
        ],
        count=found[0][-1] if found else 0,
        older=Place(page[-1][1], page[-1][0]) if len(found) > PAGE else None,
    )


def counted(user: User, at: datetime) -> Counted:
    """Every number of the board in one row, however many guarantees there are."""
    wanted = {
        **values(user, danish_day(at)),
        "at": at,
        "until": at + timedelta(weeks=WEEKS_OF_TIMES),
        # The guarantees beside it are those of all units too, for who belongs to none.
        "all_times": user.unit_id is None,
        "standing": [status.value for status in STANDING],
        "before": THIRD - 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED + _COUNTS, wanted)
        return Counted(*cursor.fetchone())


def values(user: User, today: date, *, since: date | None = None) -> dict[str, Any]:
    """What `ANSWERED` is asked with: the guarantees asked for since a day, twelve months ago unless told."""
    promises, stops = _promises()
    return {
        "promises": json.dumps(promises),
        "stops": json.dumps(stops),
        "since": since or add_months(today, -PERIOD_MONTHS),
        "today": today,
        "unit": user.unit_id,
        "far": FAR,
        "not_treatment": [kind.value for kind in NOT_TREATMENT],
        "consents": Fact.CONSENTS_GIVEN.value,
        "minors": [age.value for age in MINORS],
    }


def _promises() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What any version promises, and the facts that show each event that ends a promise."""
    promises, stops = [], []
    for version in QualityStandard.objects.defer("text").order_by("id"):
        for kind, age in product(GUARANTEE_KINDS, (*MINORS[:1], AgeGroup.UNKNOWN)):
            rule = promise_of(version.content, kind, age)
            if rule is None:
                continue
            key = {"standard_id": version.pk, "kind": kind, "young": age in MINORS}
            promises.append({**key, **_columns(rule)})
            stops += [
                {**key, "event": event, "fact": fact}
                for event in set(rule.stop_when)
                for fact in shown_by(event)
            ]
    return promises, stops


def _columns(rule: ClockRule) -> dict[str, Any]:
    return {
        "length": f"{rule.months or 0} months {rule.weeks or 0} weeks {rule.days or 0} days",
        "from_request": _any_request(rule.start_any),
        "from_consents": Fact.CONSENTS_GIVEN in rule.start_any,
        "after_request": _any_request(rule.start_after),
        "after_consents": Fact.CONSENTS_GIVEN in rule.start_after,
        "events": len(set(rule.stop_when)),
    }


def _any_request(events: tuple[StartEvent, ...]) -> bool:
    return any(event in ASKED for event in events)
