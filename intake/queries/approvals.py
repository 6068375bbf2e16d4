"""The desk's lists of decisions that wait for the leader, and of those that came back."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.citizens.queries import unlisted
from centre.clocks.queries import Listing, Section, Tally, Tile
from centre.staff.models import Rights, User
from centre.staff.rules import Door
from centre.statement import Question
from intake.models import Decision
from intake.queries.clocks import short
from intake.queries.decision import came_back, to_approve

MOST = 25
TO_APPROVE = "to-approve"
# Sealed texts that no list shows: they would be opened for nothing.
UNREAD = ("grounds", "why_not_less", "guidance", "returned_why")


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """The desk's tile, for whoever may approve: the letters wait, and their list stands far down."""
    if not user.may(Door.APPROVE):
        return Tally({}, lambda _counts: [])
    url = f"{reverse('clocks:desk')}?who={who}#{TO_APPROVE}"

    def tiles(counts: Mapping[str, int]) -> list[Tile]:
        waiting = counts["to_approve"]
        return [Tile(_("Decisions to approve"), waiting, url)] if waiting else []

    return Tally({"to_approve": to_approve(user)}, tiles)


def _waits(user: User, _today: date, *, who: str) -> QuerySet[Decision]:
    """Both lists as one set: nothing is in two of them."""
    return Decision.objects.filter(
        Q(pk__in=to_approve(user).values("pk")) | Q(pk__in=came_back(user).values("pk"))
    )


def _sections(user: User, today: date, *, who: str) -> list[Section]:
    """Refusals and stays to look at, and those that came back; none where nothing waits."""
    headings = (
        (_("Decisions to approve"), TO_APPROVE),
        (_("Decisions that came back from the leader"), ""),
    )
    found = [
        (*heading, question.rows())
        for heading, question in zip(headings, _questions(user.rights), strict=True)
    ]
    return [_section(heading, anchor, rows) for heading, anchor, rows in found if rows]


@lru_cache(maxsize=256)
def _questions(rights: Rights) -> list[Question[Decision]]:
    """What is asked for somebody with these rights; made from nothing else."""
    person = rights.person
    unread = (*UNREAD, "inquiry__note", *unlisted("inquiry__citizen"))
    return [Question(rows(person).defer(*unread)[:MOST]) for rows in (to_approve, came_back)]


def _section(heading: str, anchor: str, rows: list[Decision]) -> Section:
    columns = (
        (_("Prepared"), "nowrap"),
        (_("Citizen"), ""),
        (_("Decision"), ""),
        (_("Prepared by"), ""),
    )
    return Section(
        heading=heading,
        columns=columns,
        rows=[_row(one) for one in rows],
        empty_words="",
        anchor=anchor,
    )


def _row(one: Decision) -> tuple[list[Any], str, str]:
    what = f"{one.get_area_display()}: {one.get_outcome_display().lower()}"
    moment = date_format(localtime(one.prepared_at), "D. j. N G.i")
    cells = [moment, short(one.inquiry), what, str(one.prepared_by)]
    return cells, reverse("intake:decision", args=[one.pk]), short(one.inquiry)


LISTING = Listing(_waits, _sections)
