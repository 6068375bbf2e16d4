"""The dry run (A6): what is old enough, counted; the lists drawn up so far; the numbers that stay."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.paging import Place
from centre.refusal import Refused
from centre.retention import words
from centre.retention.actions import protocol as actions
from centre.retention.actions.survey import survey
from centre.retention.choices import REGIMES
from centre.retention.forms import DraftForm
from centre.retention.models import Survey
from centre.retention.queries import periods, preview, protocols
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door

COUNTS = (
    (gettext_lazy("Kind"), ""),
    (gettext_lazy("Year of the last entry"), "num"),
    (gettext_lazy("May be deleted"), "num"),
    (gettext_lazy("Kept all the same"), "num"),
    (gettext_lazy("Why"), ""),
)


@require_GET
@door(Door.APPROVE_DISPOSAL)
def overview(request: StaffRequest) -> HttpResponse:
    return _page(request, DraftForm(), now())


@require_POST
@door(Door.DISPOSE)
def count(request: StaffRequest) -> HttpResponse:
    survey(at=now())
    messages.success(request, _("Counted. Nothing was deleted."))
    return HttpResponseRedirect(reverse("retention:overview"))


@require_POST
@door(Door.DISPOSE)
def draft(request: StaffRequest) -> HttpResponse:
    """Freeze a list: it deletes nothing before somebody else has approved it."""
    at, form = now(), DraftForm(request.POST)
    if form.is_valid():
        try:
            made = actions.draft(**form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            form.add_error("kind", str(refusal))
        else:
            messages.success(request, _("The list is drawn up. Somebody else must approve it."))
            return HttpResponseRedirect(reverse("retention:protocol", args=[made.pk]))
    return _page(request, form, at)


def _page(request: StaffRequest, form: DraftForm, at: datetime) -> HttpResponse:
    after = Place.read(request.GET.get("after", ""))
    rows = list(protocols.protocols(after)[: protocols.PAGE + 1])
    shown, more = rows[: protocols.PAGE], len(rows) > protocols.PAGE
    last = preview.last_survey()
    page: dict[str, Any] = {
        "period": periods.period_on(danish_day(at)),
        "survey": last,
        "columns": COUNTS,
        "rows": _counts(last, may_open=request.user.may(Door.DISPOSE)) if last else [],
        "protocols": shown,
        "older": f"?after={Place(shown[-1].drafted_at, shown[-1].pk)}" if more else "",
        "tallies": [
            (one.year, words.tally_words(one.what), words.few(one.number))
            for one in protocols.tallies()
        ],
        "may_draft": request.user.may(Door.DISPOSE),
    }
    return show(request, "retention/overview.html", page, form=form)


def _counts(last: Survey, *, may_open: bool) -> list[tuple[list[Any], str, str]]:
    return [
        (
            [
                words.kind_words(one["kind"]),
                one["year"],
                one["may_go"],
                one["kept"],
                words.because_words(one["because"]),
            ],
            reverse("retention:listed", args=[one["kind"], one["year"]])
            if may_open and one["kind"] in REGIMES and one["may_go"]
            else "",
            str(one["year"]),
        )
        for one in last.counts
    ]
