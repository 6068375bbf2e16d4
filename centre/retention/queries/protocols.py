"""Protocols and their lines, by number: whose they are is told at the door, to those who may see it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from centre.paging import Place, latest_first
from centre.retention.choices import REGIMES, Outcome
from centre.retention.models import Line, Protocol, Tally
from centre.staff.models import User

PAGE = 25
LINES = 50
YEARS = 200


def protocols(after: Place | None) -> QuerySet[Protocol]:
    """The latest first, with how many lines went and how many were left out."""
    rows = Protocol.objects.select_related("drafted_by", "approved_by", "withdrawn_by").annotate(
        done=Count("lines", filter=Q(lines__outcome=Outcome.DONE)),
        left_out=Count("lines", filter=Q(lines__outcome=Outcome.LEFT_OUT)),
    )
    return latest_first(rows, after, at="drafted_at")


def protocol(protocol_id: UUID) -> Protocol | None:
    return protocols(None).filter(pk=protocol_id).first()


def lines(one: Protocol, after: int) -> tuple[list[Line], int | None]:
    """One page of the list, and after which number the next begins."""
    rows = list(one.lines.filter(number__gt=after).order_by("number")[: LINES + 1])
    more = rows[LINES - 1].number if len(rows) > LINES else None
    return rows[:LINES], more


def left_out_why(one: Protocol) -> Sequence[tuple[str, int]]:
    """Why lines were left out, by number."""
    rows = one.lines.filter(outcome=Outcome.LEFT_OUT).order_by("why")
    return list(rows.values_list("why").annotate(n=Count("pk")))


def subjects(one: Protocol) -> list[UUID]:
    """The numbers of the citizens on the list."""
    rows = one.lines.filter(named=True, subject__isnull=False)
    return [pk for pk in rows.values_list("subject", flat=True) if pk is not None]


def is_of_people(one: Protocol) -> bool:
    return one.kind in REGIMES


def may_approve_it(user: User, one: Protocol) -> bool:
    return one.drafted_by_id != user.pk


def tallies() -> QuerySet[Tally]:
    """The numbers that stay."""
    return Tally.objects.order_by("-year", "what")[:YEARS]
