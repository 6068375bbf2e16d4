"""The inbox: open inquiries, fewest days left first."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.clocks.words import chip_of_days
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, who_of
from centre.staff.rules import Door
from intake.models import Inquiry
from intake.queries import inbox as queries
from intake.queries.clocks import next_step, short

COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Left"), ""),
    (gettext_lazy("Received"), "nowrap"),
    (gettext_lazy("How it came"), "nowrap"),
    (gettext_lazy("About"), "nowrap"),
    (gettext_lazy("Responsible"), "nowrap"),
    (gettext_lazy("Next step"), "nowrap"),
)
FILTERS = (
    ("all", gettext_lazy("All open")),
    ("new", gettext_lazy("New")),
    ("call", gettext_lazy("To call back")),
    ("unassigned", gettext_lazy("Nobody answers for")),
)


@require_GET
@door(Door.WORK_CASES)
def inbox(request: StaffRequest) -> HttpResponse:
    at = now()
    who, chosen = who_of(request), request.GET.get("show", "all")
    if chosen == "unassigned":
        who = "unit"
    after = queries.Place.read(request.GET.get("after", ""))
    page = queries.page(request.user, who=who, show=chosen, after=after)
    open_list(page.rows, model=Inquiry, reader=request, purpose="inbox", at=at)
    context = {
        "who": who,
        "show": chosen,
        "known": chosen in queries.SHOWS,
        "filters": FILTERS,
        "columns": COLUMNS,
        "rows": [_row(one, danish_day(at), who) for one in page.rows],
        "older_url": f"?who={who}&show={chosen}&after={page.older}" if page.older else "",
        "empty_words": _("No open inquiries here."),
    }
    return show(request, "intake/staff/inbox.html", context)


def _row(inquiry: Any, today: date, who: str) -> tuple[list[Any], str, str]:
    cells = [
        short(inquiry),
        _left(inquiry, today),
        date_format(inquiry.received_on, "j. b"),
        inquiry.get_channel_display(),
        inquiry.get_topic_display(),
        str(inquiry.responsible) if inquiry.responsible else _("Nobody"),
        next_step(inquiry),
    ]
    received = date_format(inquiry.received_on, "j. F")
    url = reverse("intake:inquiry", args=[inquiry.pk])
    return cells, f"{url}?who={who}", _("received %(day)s") % {"day": received}


def _left(inquiry: Any, today: date) -> str:
    """The days left as a chip; words where no deadline runs."""
    if inquiry.act_by_on == queries.NEVER:
        return _("No deadline")
    chip = chip_of_days(inquiry.act_by_on, inquiry.due_on, today)
    return render_to_string(
        "parts/deadline.html", {"chip": {"state": chip.state, "words": chip.words}}
    )
