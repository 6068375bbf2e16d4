"""The inbox: open inquiries, fewest days left first."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.clocks.words import chip_of_days, drawn
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, whose
from centre.staff.rules import Door
from intake.choices import Channel, Show, Topic
from intake.forms.filter import LABELS, FilterForm
from intake.models import Inquiry
from intake.queries import filters
from intake.queries import inbox as queries
from intake.queries.clocks import short
from intake.queries.inquiry import may_take
from intake.queries.steps import step_words, talks_of
from intake.rules.filter import Filter, group_of, known, read
from intake.views.walk import Walk

COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Left"), "glance"),
    (gettext_lazy("Received"), "nowrap"),
    (gettext_lazy("How it came"), "nowrap"),
    (gettext_lazy("Group"), "nowrap"),
    (gettext_lazy("About"), "nowrap"),
    (gettext_lazy("Booked time"), "nowrap"),
    (gettext_lazy("Responsible"), ""),
    (gettext_lazy("Next step"), ""),
)
# A word for each: the citizen's own words for it are a line of their own on the page of the inquiry.
ABOUT = {
    Topic.ALCOHOL: Topic.ALCOHOL.label,
    Topic.DRUGS: pgettext_lazy("a list", "Drugs"),
    Topic.BOTH: Topic.BOTH.label,
    Topic.OTHER: gettext_lazy("Something else"),
    Topic.UNKNOWN: gettext_lazy("Not known yet"),
}


@require_GET
@door(Door.WORK_CASES)
def inbox(request: StaffRequest) -> HttpResponse:
    at = now()
    today = danish_day(at)
    offered = filters.offered(request.user, today)
    chosen, left_out = told(request, offered)
    after = queries.Place.read(request.GET.get("after", ""))
    page = queries.page(request.user, chosen, today=today, after=after)
    open_list(page.rows, model=Inquiry, reader=request, purpose="inbox", at=at)
    context = {
        "chosen": chosen,
        "mine": chosen.mine.query,
        "units": chosen.but(who="unit").query,
        "left_out": ", ".join(str(LABELS[name]).lower() for name in left_out),
        "shows": [(one, chosen.but(show=one.value).query) for one in Show],
        "form": FilterForm(chosen, offered),
        "saved": offered.saved,
        "columns": COLUMNS,
        "rows": [_row(request, one, today, chosen) for one in page.rows],
        "count": "" if after else _counted(page),
        "older_url": f"?{chosen.query}&after={page.older}" if page.older else "",
    }
    return show(request, "intake/staff/inbox.html", context)


def told(request: StaffRequest, offered: filters.Offered) -> tuple[Filter, list[str]]:
    """The filter in the address, and what it names that is no choice or not here any more."""
    chosen, wrong = read(request.GET, who=whose(request.user))
    chosen, gone = known(chosen, offered.here)
    return chosen, wrong + gone


def _counted(page: queries.Page) -> str:
    """How many there are, where one page shows them all; nothing is counted that is not shown."""
    count = {"count": len(page.rows)}
    if page.older:
        return _("The first %(count)d are shown.") % count
    return ngettext("%(count)d inquiry", "%(count)d inquiries", len(page.rows)) % count


def _row(
    request: StaffRequest, inquiry: Any, today: date, chosen: Filter
) -> tuple[list[Any], str, str]:
    walk = Walk(chosen, queries.place_of(inquiry))
    cells = [
        short(inquiry),
        _left(inquiry, today),
        date_format(inquiry.received_on, "j. N"),
        Channel(inquiry.channel).label,
        group_of(inquiry.about, inquiry.age_group).label,
        ABOUT[Topic(inquiry.topic)],
        _booked(inquiry),
        _responsible(request, inquiry, walk),
        step_words(inquiry, today),
    ]
    received = date_format(inquiry.received_on, "j. F")
    url = reverse("intake:inquiry", args=[inquiry.pk])
    return cells, f"{url}?{walk.query}", _("received %(day)s") % {"day": received}


def _responsible(request: StaffRequest, inquiry: Any, walk: Walk) -> str | SafeString:
    """Who answers for it; where nobody does, a button for those who could."""
    if inquiry.responsible is not None:
        return str(inquiry.responsible)
    if not may_take(request.user, inquiry):
        return _("Nobody")
    context = {
        "url": reverse("intake:act", args=[inquiry.pk, "take"]),
        "walk": walk,
        "row_words": f"{short(inquiry)}, {date_format(inquiry.received_on, 'j. F')}",
        "csrf_token": get_token(request),
    }
    return render_to_string("intake/staff/take.html", context)


def _booked(inquiry: Any) -> str:
    """The booked time that is nearest; one that was closed still stands until somebody has called."""
    talk_at, closed_at = talks_of(inquiry)
    booked_at = talk_at or closed_at
    if booked_at is None:
        return ""
    local = localtime(booked_at)
    return f"{date_format(local, 'j. N')} {time_format(local, 'TIME_FORMAT')}"


def _left(inquiry: Any, today: date) -> str | SafeString:
    """The days left as a chip; words where no deadline runs."""
    if inquiry.act_by_on == queries.NEVER:
        return _("No deadline")
    chip = chip_of_days(inquiry.act_by_on, inquiry.due_on, today)
    return drawn(chip.state, chip.words)
