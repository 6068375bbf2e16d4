"""The page of one inquiry: who, which deadlines, what next, and all that happened."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.drafts.door import drafted
from centre.file.queries import Whose, file_of
from centre.paging import Place
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.pages import Offered, show
from centre.staff.rules import Door
from intake.forms.desk import ActForm
from intake.queries import inbox
from intake.queries import inquiry as queries
from intake.queries.drafts import act_form
from intake.queries.search import running_look_up
from intake.views.acts import ACTS, Act, Doing, in_order, is_rare, leading
from intake.views.walk import Walk, walk_of

Ready = Offered[Act, ActForm]


@require_GET
@door(Door.WORK_CASES)
def inquiry(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    case = _open(request, pk, "inquiry", at, look_ups=True)
    return show(request, "intake/staff/inquiry.html", _page(request, case, _people(case), at))


def _open(
    request: StaffRequest, pk: uuid.UUID, purpose: str, at: datetime, *, look_ups: bool = False
) -> queries.Case:
    """The case in the reader's scope. A look-up with a reason lets in to look, not to act."""
    rows = queries.in_scope(request.user, at if look_ups else None)
    found = open_one(rows, pk, reader=request, purpose=purpose, at=at)
    return queries.case(request.user, found, danish_day(at))


def _people(case: queries.Case) -> list[User]:
    return queries.people(case.user, case.inquiry, case.today)


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
            with drafted(request, act_form(verb), str(pk), at=at):
                told = chosen.run(Doing(case, form.cleaned_data, request.user, at, people))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, told)
            return HttpResponseRedirect(_next(request, case))
    page = _page(request, case, people, at, failed=(verb, form))
    return show(request, "intake/staff/inquiry.html", page, form=form, conflict=conflict)


def _next(request: StaffRequest, case: queries.Case) -> str:
    """“Save and next” opens the inquiry that stood after this one when the list was shown."""
    walk = _walk(request, case)
    if "next" not in request.POST:
        return f"{reverse('intake:inquiry', args=[case.inquiry.pk])}?{walk.query}"
    return walk.next_url(request.user, case.today)


def _walk(request: StaffRequest, case: queries.Case) -> Walk:
    walk = walk_of(request)
    return walk if walk.place else Walk(walk.chosen, inbox.place_now(case.inquiry))


def _form(
    verb: str, chosen: Act, case: queries.Case, people: list[User], request: StaffRequest | None
) -> ActForm:
    return chosen.form(
        request.POST if request else None,
        case=case,
        people=people,
        prefix=verb,
    )


def _page(
    request: StaffRequest,
    case: queries.Case,
    people: list[User],
    at: datetime,
    failed: tuple[str, ActForm] | None = None,
) -> dict[str, Any]:
    look_up = running_look_up(case.inquiry)
    walk = _walk(request, case)
    return {
        "look_up": look_up,
        "case": case,
        "inquiry": case.inquiry,
        "citizen": case.inquiry.citizen,
        **_sorted(case, [] if look_up else _offered(case, people, failed)),
        **_file(request, case, walk, at),
        "similar": queries.similar(request.user, case.inquiry),
        "walk": walk,
        "may_book": request.user.may(Door.BOOK),
    }


def _file(request: StaffRequest, case: queries.Case, walk: Walk, at: datetime) -> dict[str, Any]:
    """What every app knows of this one inquiry: of an anonymous one there is no other file."""
    earlier = Place.read(request.GET.get("earlier", ""))
    file = file_of(request.user, Whose(inquiry_id=case.inquiry.pk, after=earlier), at)
    here = reverse("intake:inquiry", args=[case.inquiry.pk])
    return {
        "file": file,
        # What is done here stands on this page as its acts.
        "steps": [one for one in file.steps if not one.url.startswith(here)],
        "older_url": f"?{walk.query}&earlier={file.older}" if file.older else "",
        "newer_url": f"?{walk.query}" if earlier else "",
    }


def _offered(
    case: queries.Case, people: list[User], failed: tuple[str, ActForm] | None
) -> list[Ready]:
    """What can be done now, and what was tried and went wrong."""
    offered = []
    for verb, one in in_order(case):
        wrong = failed is not None and failed[0] == verb
        if not wrong and not one.fits(case):
            continue
        form = failed[1] if failed and wrong else _form(verb, one, case, people, None)
        url = reverse("intake:act", args=[case.inquiry.pk, verb])
        lead = leading(case) == verb
        offered.append(Offered(verb, one, form, url, act_form(verb), open=wrong, lead=lead))
    return offered


def _sorted(case: queries.Case, offered: list[Ready]) -> dict[str, Any]:
    """The acts to draw: the next step's first, the common ones, the rare ones, and taking it."""
    listed = [one for one in offered if one.verb != "take" or one.open]
    return {
        "acts": [one for one in listed if one.lead or not is_rare(one.verb, case)],
        "more_acts": [one for one in listed if not one.lead and is_rare(one.verb, case)],
        "take": next((one for one in offered if one.verb == "take"), None),
    }
