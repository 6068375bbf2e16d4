"""The follow-ups that wait (S15): the soonest first, mine or the unit's."""

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
from centre.clocks import words
from centre.clocks.queries.desk import Place
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, who_of
from centre.staff.rules import Door
from followup.choices import Show
from followup.models import FollowUp
from followup.queries import waiting as queries
from intake.queries.clocks import short

COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Left"), "glance"),
    (gettext_lazy("Which"), "nowrap"),
    (gettext_lazy("Call on"), "nowrap"),
    (gettext_lazy("Discharged"), "nowrap"),
    (gettext_lazy("Attempts"), "num"),
    (gettext_lazy("How"), ""),
    (gettext_lazy("Responsible"), ""),
)


@require_GET
@door(Door.ASSESS)
def due(request: StaffRequest) -> HttpResponse:
    at = now()
    today = danish_day(at)
    who = who_of(request)
    shown = Show.ALL if request.GET.get("show") == Show.ALL else Show.SOON
    after = Place.read(request.GET.get("after", ""))
    page = queries.page(request.user, today, who=who, show=shown, after=after)
    open_list(page.rows, model=FollowUp, reader=request, purpose="follow-ups", at=at)
    older = f"?who={who}&show={shown}&after={page.older}" if page.older else ""
    context: dict[str, Any] = {
        "who": who,
        "shown": shown,
        "shows": list(Show),
        "columns": COLUMNS,
        "rows": [_row(one, today) for one in page.rows],
        "older_url": older,
    }
    return show(request, "followup/due.html", context)


def _row(one: Any, today: date) -> tuple[list[Any], str, str]:
    chip = words.chip(one.clock, today)
    cells = [
        short(one.course.inquiry),
        words.drawn(chip.state, chip.words),
        one.get_month_display(),
        date_format(one.stand_on, "D. j. N"),
        date_format(one.discharge.discharged_on, "j. N Y"),
        str(one.tries),
        one.discharge.get_follow_up_route_display(),
        str(one.responsible) if one.responsible else _("Nobody"),
    ]
    return cells, reverse("followup:call", args=[one.pk]), str(one.get_month_display())
