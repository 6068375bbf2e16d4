"""The desk: what must be done, soonest first."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.clocks.queries import Numbers, numbers
from centre.clocks.queries import desk as queries
from centre.clocks.queries.rows import COLUMNS, rows_of
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, who_of
from centre.staff.rules import Door


@require_GET
@door(Door.WORK_CASES)
def desk(request: StaffRequest) -> HttpResponse:
    at = now()
    today = danish_day(at)
    who, chosen = who_of(request), request.GET.get("show", "all")
    after = queries.Place.read(request.GET.get("after", ""))
    page = queries.worklist(request.user, today, who=who, show=chosen, after=after)
    open_list(page.rows, model=Clock, reader=request, purpose="desk", at=at)
    counted = numbers(request.user, today, who=who, show=chosen)
    context: dict[str, Any] = {
        "today": today,
        "who": who,
        "show": chosen,
        "known": chosen in queries.SHOWS,
        "tiles": counted.tiles,
        "sections": [] if after else _sections(request, today, who, counted),
        **_table(page, today, who, chosen),
        # Who answers for no deadline, as a secretary, has the unit's one click away (ux A.6).
        "waits_in_unit": not page.rows
        and (who, chosen) == ("mine", "all")
        and queries.waits_in_unit(request.user, today),
    }
    return show(request, "clocks/desk.html", context)


def _sections(
    request: StaffRequest, today: date, who: str, counted: Numbers
) -> list[queries.Section]:
    return queries.sections(request.user, today, who=who, waiting=counted.waiting)


def _table(page: queries.Page, today: date, who: str, chosen: str) -> dict[str, Any]:
    older = f"?who={who}&show={chosen}&after={page.older}" if page.older else ""
    return {
        "columns": COLUMNS,
        "rows": rows_of(page, today),
        "older_url": older,
        "empty_words": _("No deadlines here right now."),
    }
