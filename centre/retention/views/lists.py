"""A list by name, through the door; a protocol by number; its approval and its end."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.records.door import open_list
from centre.refusal import Refused
from centre.retention import words
from centre.retention.actions import protocol as actions
from centre.retention.choices import Hindrance, Status
from centre.retention.forms import ApproveForm
from centre.retention.models import Line, Protocol
from centre.retention.queries import preview, protocols
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door

LINES = (
    (gettext_lazy("Line"), "nowrap"),
    (gettext_lazy("Last entry"), "nowrap"),
    (gettext_lazy("May be deleted from"), "nowrap"),
    (gettext_lazy("Outcome"), ""),
    (gettext_lazy("Rows"), "num"),
)


@require_GET
@door(Door.DISPOSE)
def listed(request: StaffRequest, kind: str, year: int) -> HttpResponse:
    """Whose records of a kind and year may go: those whose file the reader opens, the rest by number."""
    at = now()
    seen, others = preview.listed(request.user, kind, year, today=danish_day(at), at=at)
    heading = _("%(kind)s with their last entry in %(year)d") % {
        "kind": words.kind_words(kind),
        "year": year,
    }
    return _named(request, list(seen[: preview.MOST]), others, heading, at)


@require_GET
@door(Door.DISPOSE)
def names(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The people of a protocol."""
    at, one = now(), _protocol(pk)
    subjects = protocols.subjects(one)
    seen = list(preview.names_of(request.user, subjects, at)[: preview.MOST])
    heading = _("%(kind)s on the list") % {"kind": words.kind_words(one.kind)}
    return _named(request, seen, one.number_of_lines - len(seen), heading, at)


def _named(
    request: StaffRequest, seen: Sequence[Citizen], others: int, heading: str, at: datetime
) -> HttpResponse:
    people = open_list(seen, model=Citizen, reader=request, purpose="retention", at=at)
    return show(
        request,
        "retention/names.html",
        {"people": people, "others": others, "heading": heading},
    )


def _protocol(pk: uuid.UUID) -> Protocol:
    one = protocols.protocol(pk)
    if one is None:
        raise Http404
    return one


@require_GET
@door(Door.APPROVE_DISPOSAL)
def protocol(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _protocol(pk), ApproveForm())


@require_POST
@door(Door.APPROVE_DISPOSAL)
def approve(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The second person's word. From here on the house carries it out."""
    one, form = _protocol(pk), ApproveForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    try:
        actions.approve(protocol_id=pk, **form.cleaned_data, by=request.user, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Approved. It is carried out within a quarter of an hour."))
    return HttpResponseRedirect(reverse("retention:protocol", args=[pk]))


@require_POST
@door(Door.APPROVE_DISPOSAL)
def withdraw(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    one = _protocol(pk)
    try:
        actions.withdraw(protocol_id=one.pk, by=request.user, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. What was not deleted yet stays."))
    return HttpResponseRedirect(reverse("retention:protocol", args=[pk]))


def _cells(line: Line) -> list[Any]:
    outcome = str(line.get_outcome_display()) if line.outcome else _("Waits")
    why = f": {line.get_why_display()}" if line.why else ""
    days = [date_format(day, "j. F Y") for day in (line.last_entry_on, line.disposable_on)]
    return [line.number, *days, f"{outcome}{why}", line.rows]


def _page(request: StaffRequest, one: Protocol, form: ApproveForm) -> HttpResponse:
    after = request.GET.get("after", "")
    lines, more = protocols.lines(one, int(after) if after.isdecimal() and len(after) < 10 else 0)
    page: dict[str, Any] = {
        "protocol": one,
        "period": words.period_words(one.months),
        "columns": LINES,
        "rows": [(_cells(line), "", "") for line in lines],
        "older": f"?after={more}" if more else "",
        "because": [(Hindrance(why).label, n) for why, n in protocols.left_out_why(one)],
        "waits": one.status == Status.DRAFTED,
        "open": one.status in (Status.DRAFTED, Status.APPROVED),
        "may_approve": protocols.may_approve_it(request.user, one),
        "may_see_names": request.user.may(Door.DISPOSE) and protocols.is_of_people(one),
    }
    return show(request, "retention/protocol.html", page, form=form)
