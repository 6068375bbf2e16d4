"""For the leader: who opened a file with a reason, and what the leader found of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from centre.calendar import danish_day
from centre.clocks.words import chip, drawn
from centre.paging import Place
from centre.records.door import open_list, open_one
from centre.records.models import LookUp
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions import search as actions
from intake.choices import Verdict
from intake.forms.search import ReviewForm
from intake.queries import search as queries
from intake.queries import second
from intake.views.search import SEARCHES

COLUMNS = (
    (gettext_lazy("When"), "nowrap"),
    (gettext_lazy("Citizen"), "nowrap"),
    (gettext_lazy("Who"), "nowrap"),
    (gettext_lazy("Reason"), ""),
    (gettext_lazy("In their own words"), ""),
    (gettext_lazy("Review"), ""),
)


@require_GET
@door(Door.SEE_LOOK_UPS)
def look_ups(request: StaffRequest) -> HttpResponse:
    """Who opened a file with a reason, and which, the newest first."""
    at = now()
    after = Place.read(request.GET.get("after", ""))
    found = queries.look_ups(request.user, after=after)
    open_list(found.rows, model=LookUp, reader=request, purpose="look-ups", at=at)
    page = {
        "columns": COLUMNS,
        "rows": [_row(one, at) for one in found.rows],
        "older_url": f"?after={found.older}" if found.older else "",
        "newer_url": "?" if after else "",
        "alarms": [] if after else queries.search_alarms(request.user, at=at),
        "most": SEARCHES.most,
        "not_opened": [] if after else second.not_opened(request.user, at=at),
    }
    return show(request, "intake/staff/search_reasons.html", page)


def _row(one: LookUp, at: datetime) -> tuple[list[Any], str, str]:
    moment = date_format(localtime(one.at), "SHORT_DATETIME_FORMAT")
    cells = [
        moment,
        one.citizen.initials,
        str(one.by),
        one.get_reason_display(),
        one.text,
        _state(one, at),
    ]
    return cells, reverse("intake:look_up_review", args=[one.pk]), str(one.by)


def _state(one: LookUp, at: datetime) -> str | SafeString:
    """What was found, or how long is left to look; nothing of one from before there were reviews."""
    review = getattr(one, "review", None)
    if review is None:
        return ""
    if review.verdict:
        return str(review.get_verdict_display())
    told = chip(review.clock, danish_day(at))
    return drawn(told.state, told.words)


@require_http_methods(["GET", "POST"])
@door(Door.SEE_LOOK_UPS)
@sensitive_post_parameters()
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One look-up: what was said, how much was opened, and the leader's finding."""
    at = now()
    rows = queries.look_ups_of(request.user)
    found = open_one(rows, pk, reader=request, purpose="look-up review", at=at)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(look_up_id=pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _thank(request, form.cleaned_data["verdict"])
            return HttpResponseRedirect(reverse("intake:look_ups"))
    page = {
        "look_up": found,
        "facts": _facts(found),
        **_asked(found, request.user, at),
    }
    return show(request, "intake/staff/look_up_review.html", page, form=form)


def _thank(request: StaffRequest, verdict: str) -> None:
    messages.success(request, _("What you found is written down."))
    if verdict == Verdict.UNWARRANTED:
        # The controller's 72 hours run from when it is known (GDPR art. 33).
        messages.warning(
            request,
            _(
                "Tell your data protection officer today: to open a file without a reason may be a "
                "breach, and some must be reported within 72 hours."
            ),
        )


def _facts(one: LookUp) -> list[tuple[str, str, str, str]]:
    """Who, when and why, and what was opened; then what was found, if it was."""
    pages, last = queries.opened_under(one)
    opened = ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages}
    if last is not None:
        clock = time_format(localtime(last), "TIME_FORMAT")
        opened = _("%(pages)s, the last at %(clock)s") % {"pages": opened, "clock": clock}
    told = [
        (_("Who"), f"{one.by}, {one.by.unit}" if one.by.unit else str(one.by)),
        (_("When"), date_format(localtime(one.at), "DATETIME_FORMAT")),
        (_("Reason"), str(one.get_reason_display())),
        (_("In their own words"), one.text),
        (_("Opened"), opened),
    ]
    asked = getattr(one, "request", None)
    if asked is not None:
        told.append((_("Second person"), str(asked.answered_by)))
    found = getattr(one, "review", None)
    if found is not None and found.verdict:
        day = date_format(localtime(found.reviewed_at), "j. F Y")
        told += [
            (_("Review"), str(found.get_verdict_display())),
            (_("Found by"), f"{found.reviewed_by}, {day}"),
            *([(_("What was found"), found.words)] if found.words else []),
        ]
    return [(label, value, "", "") for label, value in told]


def _asked(one: LookUp, reader: User, at: datetime) -> dict[str, Any]:
    """The deadline while nobody has reviewed it, None for one that asks for nothing; and whose it is."""
    found = getattr(one, "review", None)
    if found is None or found.verdict:
        return {"chip": None}
    today = danish_day(at)
    own = queries.is_own(one, reader)
    alone = own and queries.leads_alone(reader, one, today)
    return {"chip": chip(found.clock, today), "is_own": own, "leads_alone": alone}
