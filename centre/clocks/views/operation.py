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
    "disk": _("room on the web server's disk"),
    "time": _("one time for the web server and the database"),
}
UNKNOWN = {
    "disk": _("room on the web server's disk"),
    "time": _("the database's clock"),
    "queue": _("the queue"),
    "backup": _("the last backup"),
    "restore": _("the last restore that was tried"),
}


@require_GET
@door(Door.SETTINGS)
def operation(request: StaffRequest) -> HttpResponse:
    found = ask(now())
    absent = [*found.missing, *found.around.wrong]
    page = {
        "operation": found,
        "missing": [PARTS.get(one, _("a recent check of the deadlines")) for one in absent],
        "unknown": ", ".join(str(UNKNOWN[one]) for one in found.around.unknown),
        # What a dead database or broker leaves open is not known either.
        "broker": "broker" not in found.missing,
        "worker": "worker" not in found.missing,
    }
    return show(request, "clocks/operation.html", page)
