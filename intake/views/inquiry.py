"""The page of one inquiry: who, which deadlines, what next, and all that happened."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.records.door import open_one
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.pages import show
from centre.staff.queries import colleagues
from centre.staff.rules import Door
from intake.forms.desk import ActForm
from intake.queries import inbox
from intake.queries import inquiry as queries
from intake.rules.status import Refused
from intake.views.acts import ACTS, Act, Doing


@dataclass(frozen=True)
class Offered:
    """One act ready to be drawn."""

    verb: str
    act: Act
    form: ActForm
    url: str
    open: bool = False


@require_GET
@door(Door.WORK_CASES)
def inquiry(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    case = _open(request, pk, "inquiry", at)
    return show(request, "intake/staff/inquiry.html", _page(request, case, _people(case)))


def _open(request: StaffRequest, pk: uuid.UUID, purpose: str, at: datetime) -> queries.Case:
    rows = queries.in_scope(request.user)
    found = open_one(rows, pk, reader=request, purpose=purpose, at=at)
    return queries.case(found, danish_day(at))


def _people(case: queries.Case) -> list[User]:
    return list(colleagues(case.inquiry.unit_id, case.today))


@require_POST
@door(Door.WORK_CASES)
def act(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do one act; what cannot be done is said on the same page with everything typed kept."""
    at = now()
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    case = _open(request, pk, f"act {verb}", at)
    people = _people(case)
    form = _form(verb, chosen, case, people, request)
    conflict = False
    if form.is_valid():
        try:
            told = chosen.run(Doing(case, form.cleaned_data, request.user, at, people))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, told)
            return HttpResponseRedirect(_next(request, pk, case))
    page = _page(request, case, people, failed=(verb, form))
    return show(request, "intake/staff/inquiry.html", page, form=form, conflict=conflict)


def _next(request: StaffRequest, pk: uuid.UUID, case: queries.Case) -> str:
    """“Save and next” opens the inquiry that stood after this one when the page was opened."""
    following = None
    if "next" in request.POST:
        following = inbox.after(request.user, case.inquiry, request.POST.get("who", "mine"))
        if following is None:
            return reverse("intake:inbox")
    return reverse("intake:inquiry", args=[following or pk])


def _form(
    verb: str, chosen: Act, case: queries.Case, people: list[User], request: StaffRequest | None
) -> ActForm:
    return chosen.form(
        request.POST if request else None,
        case=case,
        people=people,
        prefix=verb,
        initial={"form_key": uuid.uuid4()},
    )


def _page(
    request: StaffRequest,
    case: queries.Case,
    people: list[User],
    failed: tuple[str, ActForm] | None = None,
) -> dict[str, Any]:
    offered = []
    for verb, one in ACTS.items():
        wrong = failed is not None and failed[0] == verb
        if not wrong and not one.fits(case):
            continue
        form = failed[1] if failed and wrong else _form(verb, one, case, people, None)
        url = reverse("intake:act", args=[case.inquiry.pk, verb])
        offered.append(Offered(verb, one, form, url, open=wrong))
    citizen = case.inquiry.citizen
    return {
        "case": case,
        "inquiry": case.inquiry,
        "citizen": citizen,
        "acts": [one for one in offered if one.act.main],
        "more_acts": [one for one in offered if not one.act.main],
        "entries": case.timeline,
        "similar": queries.similar(request.user, case.inquiry),
        "who": request.GET.get("who") or request.POST.get("who", "mine"),
    }
