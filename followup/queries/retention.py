"""Follow-up's part of what is kept how long: the calls after a treatment, and further talks."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from centre.clocks.models import Alert, Clock, ClockEvent
from centre.retention.choices import Hindrance, Kind
from centre.retention.queries.parts import (
    Entry,
    Part,
    Rows,
    Whose,
    by_health_staff,
    clocks_with,
    told,
)
from followup.models import OPEN, CallAttempt, EarlierEnd, FollowUp, SupportTalk
from treatment.queries.retention import OF_COURSE

OF_CALL = ("follow_up__course__inquiry", "follow_up__course__inquiry__citizen")


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    social: dict[str, Any] = {"whose": whose, "regime": Kind.SOCIAL}
    waits = {
        Hindrance.OPEN_CASE: OPEN,
        Hindrance.RUNNING_CLOCK: Q(clock__stopped_on__isnull=True),
    }
    for day in ("made_at", "ended_at"):
        yield from told(
            FollowUp.objects.all(), *OF_COURSE, day, **social,
            health=by_health_staff("ended_by"), hinders=waits,
        )  # fmt: skip
    for rows, where in (
        (EarlierEnd.objects.all(), OF_CALL),
        (CallAttempt.objects.all(), OF_CALL),
        (SupportTalk.objects.all(), OF_COURSE),
    ):
        yield from told(rows, *where, "at", **social, health=by_health_staff("by"))


def _of_matters(matters: Collection[UUID]) -> Rows:
    return (
        FollowUp.objects.filter(course__inquiry__in=matters),
        EarlierEnd.objects.filter(follow_up__course__inquiry__in=matters),
        CallAttempt.objects.filter(follow_up__course__inquiry__in=matters),
        SupportTalk.objects.filter(course__inquiry__in=matters),
        *clocks_with(Clock.objects.filter(follow_up__course__inquiry__in=matters)),
    )


PART = Part(
    removes=frozenset({FollowUp, EarlierEnd, CallAttempt, SupportTalk, Clock, ClockEvent, Alert}),
    counted={FollowUp: "ended_on"},
    entries=_entries,
    of_matters=_of_matters,
)
