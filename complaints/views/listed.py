"""All complaints (S16): received, what about, deadline, how far, who answers for it, who decides."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.clocks.queries import Place
from centre.clocks.words import chip, drawn
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, who_of
from centre.staff.rules import Door
from complaints.choices import Show, Track
from complaints.models import Complaint
from complaints.queries import complaint as queries

COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Deadline"), "glance"),
    (gettext_lazy("Received"), "nowrap"),
    (gettext_lazy("About"), ""),
    (gettext_lazy("Status"), ""),
    (gettext_lazy("Decides in the end"), ""),
    (gettext_lazy("Responsible"), ""),
)
INSTANCES = {
    Track.APPEAL: gettext_lazy("Ankestyrelsen"),
    Track.SERVICE: gettext_lazy("The leader"),
    Track.ELSEWHERE: gettext_lazy("Another authority"),
}


@require_GET
@door(Door.WORK_CASES)
def complaints(request: StaffRequest) -> HttpResponse:
    at = now()
    who, shown = who_of(request), _show(request)
    page = queries.page(
        request.user, who=who, show=shown, after=Place.read(request.GET.get("after", ""))
    )
    open_list(page.rows, model=Complaint, reader=request, purpose="complaints", at=at)
    context = {
        "who": who,
        "shown": shown,
        "shows": list(Show),
        "columns": COLUMNS,
        "rows": [_row(one, danish_day(at)) for one in page.rows],
        "older_url": f"?who={who}&show={shown}&after={page.older}" if page.older else "",
    }
    return show(request, "complaints/staff/complaints.html", context)


def _show(request: StaffRequest) -> str:
    asked = request.GET.get("show", Show.OPEN)
    return asked if asked in Show.values else Show.OPEN


def _row(one: Complaint, today: date) -> tuple[list[Any], str, str]:
    received = date_format(one.received_on, "j. N Y")
    about = str(one.get_about_display())
    cells = [
        queries.short(one),
        _deadline(one, today),
        _("%(day)s, late") % {"day": received} if one.late else received,
        about,
        str(one.get_status_display()),
        str(INSTANCES[Track(one.track)]),
        str(one.responsible or _("Nobody")),
    ]
    url = reverse("complaints:complaint", args=[one.pk])
    return cells, url, _("received %(day)s") % {"day": received}


def _deadline(one: Complaint, today: date) -> str | SafeString:
    clock = queries.running(one)
    if clock is None:
        return _("No deadline")
    found = chip(clock, today)
    return drawn(found.state, found.words)
