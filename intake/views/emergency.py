"""The list for the paper: whom to call when the screen is dark (S21)."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.models import Booking
from intake.queries.calendar import on_emergency_list


@require_GET
@door(Door.BOOK)
def emergency(request: StaffRequest) -> HttpResponse:
    at = now()
    rows = on_emergency_list(request.user, danish_day(at))
    open_list(rows, model=Booking, reader=request, purpose="emergency list", at=at)
    context = {"bookings": rows, "at": at}
    return show(request, "intake/staff/emergency.html", context)
