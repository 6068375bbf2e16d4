"""All requests about citizens' own data, the one that has waited longest first."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.clocks.queries import Place
from centre.clocks.words import chip, drawn
from centre.records.door import open_list
from centre.rights.choices import Show
from centre.rights.models import RightsRequest
from centre.rights.queries import request as queries
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, who_of
from centre.staff.rules import Door

COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Deadline"), "glance"),
    (gettext_lazy("Received"), "nowrap"),
    (gettext_lazy("What"), ""),
    (gettext_lazy("Status"), ""),
    (gettext_lazy("Responsible"), ""),
)


@require_GET
@door(Door.WORK_CASES)
def requests(request: StaffRequest) -> HttpResponse:
    at = now()
    who, shown = who_of(request), _show(request)
    page = queries.page(
        request.user, who=who, show=shown, after=Place.read(request.GET.get("after", ""))
    )
    open_list(page.rows, model=RightsRequest, reader=request, purpose="rights", at=at)
    context = {
        "who": who,
        "shown": shown,
        "shows": list(Show),
        "columns": COLUMNS,
        "rows": [_row(one, danish_day(at)) for one in page.rows],
        "older_url": f"?who={who}&show={shown}&after={page.older}" if page.older else "",
    }
    return show(request, "rights/requests.html", context)


def _show(request: StaffRequest) -> str:
    asked = request.GET.get("show", Show.OPEN)
    return asked if asked in Show.values else Show.OPEN


def _row(one: RightsRequest, today: date) -> tuple[list[Any], str, str]:
    received = date_format(one.received_on, "j. N Y")
    found = chip(one.clock, today)
    cells = [
        one.citizen.initials,
        drawn(found.state, found.words),
        received,
        str(one.get_right_display()),
        str(one.get_status_display()),
        str(one.responsible or _("Nobody")),
    ]
    return (
        cells,
        reverse("rights:request", args=[one.pk]),
        _("received %(day)s") % {"day": received},
    )
