"""The leader's risk board: what will break before what broke, and every number with its rows."""

import csv
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.cells import inert
from centre.clocks.models import Clock
from centre.clocks.queries import desk as lists
from centre.clocks.queries import risk as queries
from centre.clocks.queries.rows import COLUMNS, rows_of
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.proof import proved_file
from centre.staff.rules import Door

FILTERS = ("kind", "responsible", "cause")
HEADINGS = {
    "soon": gettext_lazy("Will break within 3 open days"),
    "late": gettext_lazy("Past the deadline"),
}


@require_GET
@door(Door.SEE_RISK)
def risk(request: StaffRequest) -> HttpResponse:
    at = now()
    today = danish_day(at)
    named = request.user.may(Door.WORK_CASES)
    tables = queries.tables(request.user, today)
    context: dict[str, Any] = {
        "at": at,
        "named": named,
        "totals": queries.totals(tables[0]),
        "tables": tables,
        "measures": queries.measures(request.user, at),
    }
    if named:
        pages = queries.first_pages(request.user, today)
        seen = [clock for page in pages.values() for clock in page.rows]
        open_list(seen, model=Clock, reader=request, purpose="risk board", at=at)
        context["lists"] = _lists(pages, today)
        context["columns"] = COLUMNS
    return show(request, "clocks/risk.html", context)


def _lists(pages: dict[str, lists.Page], today: date) -> list[dict[str, Any]]:
    url = reverse("clocks:deadlines")
    return [
        {
            "heading": HEADINGS[state],
            "rows": rows_of(page, today),
            "more_url": f"{url}?state={state}" if page.older else "",
        }
        for state, page in pages.items()
    ]


@require_GET
@door(Door.ASSIGN_OTHERS)
def deadlines(request: StaffRequest) -> HttpResponse:
    """The rows behind one number."""
    at = now()
    today = danish_day(at)
    state = "late" if request.GET.get("state") == "late" else "soon"
    wanted = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    after = lists.Place.read(request.GET.get("after", ""))
    found = queries.rows(request.user, today, state=state, wanted=wanted)
    page = lists.page_of(found, after)
    open_list(page.rows, model=Clock, reader=request, purpose="deadlines", at=at)
    older = urlencode({"state": state, **wanted, "after": str(page.older)}) if page.older else ""
    context = {
        "heading": HEADINGS[state],
        "count": found.count(),
        "caption": _("Deadlines, the soonest first"),
        "sorted": 2,
        "columns": COLUMNS,
        "rows": rows_of(page, today),
        "older_url": f"?{older}" if older else "",
    }
    return show(request, "clocks/deadlines.html", context)


@require_GET
@door(Door.SEE_RISK)
@proved_file
def export(request: StaffRequest) -> HttpResponse:
    """The numbers as they may leave the house: small ones hidden, and written in the log."""
    at = now()
    open_list([], model=Clock, reader=request, purpose="risk file", at=at)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="overview.csv"'
    # Excel reads UTF-8 only with this mark (ux C-18).
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    for table in queries.tables(request.user, danish_day(at)):
        writer.writerow([inert(str(table.heading)), _("To come"), _("Past")])
        writer.writerows([inert(one.words), *counts] for one, *counts in table.printed)
    return response
