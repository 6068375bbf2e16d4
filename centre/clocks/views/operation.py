"""Whether the house runs (A8)."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from centre.clocks.queries.operation import operation as ask
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door

# What the health check names, in words for the page.
PARTS = {
    "database": _("the database"),
    "broker": _("the broker"),
    "worker": _("the worker"),
    "beat": _("the timetable (beat)"),
}


@require_GET
@door(Door.SETTINGS)
def operation(request: StaffRequest) -> HttpResponse:
    found = ask(now())
    missing = [PARTS.get(one, _("a recent check of the deadlines")) for one in found.missing]
    return show(request, "clocks/operation.html", {"operation": found, "missing": missing})
