"""Named filters of the inbox: keep the one that is on, share, change and remove (ux A.6)."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.calendar import danish_day
from centre.refusal import Refused
from centre.staff import queries as staff
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions.filter import change_filter, remove_filter, save_filter
from intake.forms.filter import ALONE, FilterForm, SaveFilterForm
from intake.models import SavedFilter
from intake.queries import filters as queries
from intake.rules.filter import known
from intake.views.walk import walk_of

PAGE = "intake/staff/filters.html"


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def filters(request: StaffRequest) -> HttpResponse:
    """The named filters, and a name for the one that the address or the form carries."""
    at = now()
    form = SaveFilterForm(request.POST or None, **_people(request), prefix="save")
    page = _page(request, at)
    if request.method == "POST" and form.is_valid():
        try:
            made = save_filter(
                name=form.cleaned_data["name"],
                query=page["chosen"].query,
                shared_with=form.unit,
                by=request.user,
                at=at,
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The filter “%(name)s” is saved.") % {"name": made.name})
            return HttpResponseRedirect(f"{reverse('intake:inbox')}?{made.query}")
    return show(request, PAGE, {**page, "save_form": form}, form=form)


@require_POST
@door(Door.WORK_CASES)
def change(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    form = SaveFilterForm(request.POST, **_people(request), prefix=str(pk))
    if form.is_valid():
        try:
            change_filter(
                filter_id=pk,
                name=form.cleaned_data["name"],
                shared_with=form.unit,
                by=request.user,
                at=at,
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The filter is changed."))
            return HttpResponseRedirect(reverse("intake:filters"))
    page = _page(request, at, failed=(pk, form))
    return show(request, PAGE, page, form=form)


@require_POST
@door(Door.WORK_CASES)
def remove(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        remove_filter(filter_id=pk, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The filter is removed."))
    return HttpResponseRedirect(reverse("intake:filters"))


def _people(request: StaffRequest) -> dict[str, Any]:
    return {"user": request.user, "units": list(staff.units())}


def _page(
    request: StaffRequest, at: datetime, failed: tuple[uuid.UUID, SaveFilterForm] | None = None
) -> dict[str, Any]:
    offered = queries.offered(request.user, danish_day(at))
    chosen, _gone = known(walk_of(request).chosen, offered.here)
    people = _people(request)
    rows = []
    for one in queries.saved_filters(request.user):
        wrong = failed[1] if failed and failed[0] == one.pk else None
        rows.append(_row(request, one, wrong, people))
    return {
        "chosen": chosen,
        "sentence": FilterForm(chosen, offered).sentence,
        "save_form": SaveFilterForm(**people, prefix="save"),
        "rows": rows,
    }


def _row(
    request: StaffRequest, one: SavedFilter, wrong: SaveFilterForm | None, people: dict[str, Any]
) -> dict[str, Any]:
    told = {"name": one.name, "shared_with": one.shared_with_id or ALONE}
    own = one.saved_by_id == request.user.pk
    return {
        "filter": one,
        "own": own,
        "form": (wrong or SaveFilterForm(**people, initial=told, prefix=str(one.pk)))
        if own
        else None,
        "may_remove": queries.may_remove(request.user, one),
        "open": wrong is not None,
    }
