"""What has left the house on paper or as a file: by whom, when, how much, what for (ux L21)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_moment
from centre.paging import Place, latest_first
from centre.records.models import ReadEntry
from centre.staff.models import User
from centre.staff.rules import Door

PAGE = 50
# What the log says of whatever leaves the house; of a longer purpose the rest is its filter.
EXPORTS: Final[dict[str, Promise]] = {
    "print file": _("A citizen’s file, printed"),
    "emergency list": _("The emergency list, printed"),
    "risk file": _("The risk board as a file"),
    "measures file": _("Measures as a file"),
    "measures print": _("Measures, printed"),
    "register nab delivery": _("Delivery to NAB"),
    "register smdb delivery": _("Delivery to SMDB"),
    "register tdi delivery": _("Delivery to TDI"),
    "plan print": _("A treatment plan, printed"),
}


@dataclass(frozen=True)
class Export:
    """One line of the log of exports; of a file the number of citizens is one."""

    line: ReadEntry
    words: Promise | str
    filter: str


@dataclass(frozen=True)
class Exports:
    rows: list[Export]
    older: Place | None = None


def exports(user: User, month: date, *, after: Place | None = None) -> Exports:
    """A page of a month, the newest first; of the own unit's people for a leader of one unit."""
    until = (month + timedelta(days=32)).replace(day=1)
    rows = ReadEntry.objects.filter(at__gte=_start(month), at__lt=_start(until))
    wanted = Q()
    for purpose in EXPORTS:
        wanted |= Q(purpose=purpose) | Q(purpose__startswith=f"{purpose}: ")
    rows = rows.filter(wanted).select_related("by")
    if user.may(Door.SEE_LOOK_UPS) and user.unit_id is not None:
        rows = rows.filter(by__unit=user.unit_id)
    found = list(latest_first(rows, after)[: PAGE + 1])
    shown = [_export(one) for one in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Exports(shown, Place(last.at, last.pk) if last else None)


def _export(line: ReadEntry) -> Export:
    purpose, _colon, narrowed = line.purpose.partition(": ")
    return Export(line, EXPORTS[purpose], narrowed)


def _start(day: date) -> datetime:
    return danish_moment(day, time(0))
