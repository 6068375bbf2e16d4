"""The guarantees behind a number of the risk board."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.clocks.queries import Place
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.models import Guarantee
from intake.queries import compliance as queries
from intake.queries.clocks import with_citizens

COLUMNS = (
    (_("Citizen"), ""),
    (_("Deadline"), ""),
    (_("Received"), "nowrap"),
    (_("Last day"), "nowrap"),
    (_("By law"), "glance"),
    (_("As we promised"), ""),
)
HEADINGS = {
    ("law", True): _("Guarantee kept by law"),
    ("law", False): _("Guarantee not kept by law"),
    ("promised", True): _("Guarantee kept as promised"),
    ("promised", False): _("Guarantee not kept as promised"),
}


@require_GET
@door(Door.ASSIGN_OTHERS)
def guarantees(request: StaffRequest) -> HttpResponse:
    at = now()
    which = "law" if request.GET.get("answer") == "law" else "promised"
    kept = request.GET.get("kept") != "no"
    after = Place.read(request.GET.get("after", ""))
    found = queries.answered(request.user, danish_day(at), which=which, kept=kept, after=after)
    open_list(
        [one.row for one in found.rows],
        model=Guarantee,
        reader=request,
        purpose="guarantees",
        at=at,
    )
    older = f"?answer={which}&kept={'yes' if kept else 'no'}&after={found.older}"
    context = {
        "heading": HEADINGS[which, kept],
        "count": found.count,
        "caption": _("Guarantees, the earliest deadline first"),
        "sorted": 3,
        "columns": COLUMNS,
        "rows": _rows(found.rows),
        "older_url": older if found.older else "",
    }
    return show(request, "clocks/deadlines.html", context)


def _rows(page: list[queries.Answered]) -> list[tuple[list[Any], str, str]]:
    who = with_citizens([one.row.inquiry_id for one in page])
    rows: list[tuple[list[Any], str, str]] = []
    for one in page:
        clock = one.row.clock
        cells = [
            who[one.row.inquiry_id],
            clock.get_kind_display(),
            date_format(one.row.inquiry.received_on, "j. N Y"),
            date_format(clock.due_on, "j. N Y") if clock.due_on else "–",
            one.law.of_law,
            one.promised.label,
        ]
        url = reverse("intake:inquiry", args=[one.row.inquiry_id])
        rows.append((cells, url, str(clock.get_kind_display())))
    return rows
