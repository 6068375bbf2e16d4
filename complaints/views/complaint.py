"""The page of one complaint: what was said, by when, what now, and all that happened."""

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
from centre.records.door import open_one
from centre.records.models import LookUp
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.pages import Offered, show
from centre.staff.rules import Door
from complaints.choices import NextStep
from complaints.forms.staff import ActForm
from complaints.queries import complaint as queries
from complaints.queries.drafts import act_form
from complaints.queries.preview import to_citizen
from complaints.views.acts import ACTS, Act, Doing
from complaints.views.seen import seen, wants_to_see
from complaints.words.letters import way_of
from complaints.words.ways import after_lines, where_lines

# A citizen's answer that comes late is sent on too: the appeals board says whether it counts.
LOOK_AGAIN = (NextStep.REASSESS, NextStep.REPLY, NextStep.UNANSWERED)


class Ready(Offered[Act, ActForm]):
    """An act of a complaint's page; one that writes a letter may show it first."""

    @property
    def shows(self) -> bool:
        """Whether the button shows a letter first."""
        return self.act.letter is not None and self.form.case.named


def opened(
    request: StaffRequest, pk: uuid.UUID, purpose: str, at: datetime, *, look_ups: bool = False
) -> queries.Case:
    """The complaint in the reader's scope. A look-up with a reason lets in to look, not to act."""
    rows = queries.in_scope(request.user, at if look_ups else None)
    found = open_one(rows, pk, reader=request, purpose=purpose, at=at)
    return queries.case(request.user, found, danish_day(at))


@require_GET
@door(Door.WORK_CASES)
def complaint(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    case = opened(request, pk, "complaint", now(), look_ups=True)
    return show(request, "complaints/staff/complaint.html", _page(case))


@require_POST
@door(Door.WORK_CASES)
def act(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do one act; what cannot be done is said on the same page with everything typed kept."""
    at = now()
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    case = opened(request, pk, f"act {verb}", at)
    people = queries.people(request.user, case.complaint, case.today)
    form = _form(verb, chosen, case, people, request)
    conflict = False
    if "back" not in request.POST and form.is_valid():
        doing = Doing(case, form.cleaned_data, request.user, at, people)
        try:
            if chosen.letter is not None and case.named and wants_to_see(request):
                return seen(request, case, form, [to_citizen(case.complaint, chosen.letter(doing))])
            with drafted(request, act_form(verb), str(pk), at=at):
                told = chosen.run(doing)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, told)
            return HttpResponseRedirect(reverse("complaints:complaint", args=[pk]))
    page = _page(case, failed=(verb, form))
    return show(request, "complaints/staff/complaint.html", page, form=form, conflict=conflict)


def _form(
    verb: str, chosen: Act, case: queries.Case, people: list[User], request: StaffRequest | None
) -> ActForm:
    return chosen.form(request.POST if request else None, case=case, people=people, prefix=verb)


def _page(case: queries.Case, failed: tuple[str, ActForm] | None = None) -> dict[str, Any]:
    look_up: LookUp | None = getattr(case.complaint, "look_up_id", None)
    way = way_of(case.complaint)
    return {
        "case": case,
        "complaint": case.complaint,
        "citizen": case.complaint.citizen,
        "office": list(where_lines(way)),
        "after": list(after_lines(way, for_staff=True)),
        "reassess": case.step in LOOK_AGAIN and case.may_assess,
        "look_up": look_up,
        **_sorted([] if look_up else _offered(case, failed)),
    }


def _offered(case: queries.Case, failed: tuple[str, ActForm] | None) -> list[Ready]:
    """What can be done now, and what was tried and went wrong."""
    people = queries.people(case.user, case.complaint, case.today)
    offered = []
    for verb, one in ACTS.items():
        wrong = failed is not None and failed[0] == verb
        if not wrong and not one.fits(case):
            continue
        form = failed[1] if failed and wrong else _form(verb, one, case, people, None)
        url = reverse("complaints:act", args=[case.complaint.pk, verb])
        lead = case.step == verb
        offered.append(Ready(verb, one, form, url, act_form(verb), open=wrong, lead=lead))
    return offered


def _sorted(offered: list[Ready]) -> dict[str, Any]:
    """The act that brings it on first and open; the others behind it."""
    return {
        "acts": [one for one in offered if one.lead or one.open],
        "more_acts": [one for one in offered if not (one.lead or one.open)],
    }
