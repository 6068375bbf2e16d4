"""The page of one request: what was asked, by when, what now, its parts, and all that happened."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from centre.drafts.door import drafted
from centre.post.queries import lacks_address, sheet, shown
from centre.refusal import Refused
from centre.rights.forms import ActForm
from centre.rights.queries import letters as kept
from centre.rights.queries import request as queries
from centre.rights.queries.compiled import LANGUAGE
from centre.rights.queries.drafts import act_form
from centre.rights.views.acts import ACTS, LATE, YOUNG, Act, Doing, Sheets
from centre.rights.views.opened import opened
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import Offered, show
from centre.staff.rules import Door

# What a page's buttons and the page itself tell, and the hashes of an earlier look.
OURS = ("csrfmiddlewaretoken", "send", "back")


class Ready(Offered[Act, ActForm]):
    """An act of a request's page; one that sends something shows it first."""

    @property
    def shows(self) -> bool:
        return self.act.sheets is not None


@require_GET
@door(Door.WORK_CASES)
def request(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    case = opened(request, pk, "page", now())
    return show(request, "rights/request.html", _page(case))


@require_POST
@door(Door.WORK_CASES)
@sensitive_post_parameters()
def act(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do one act; what cannot be done is said on the same page with everything typed kept."""
    at = now()
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    case = opened(request, pk, f"act {verb}", at)
    people = queries.people(request.user, case.request, case.today)
    form = chosen.form(request.POST, case=case, people=people, prefix=verb)
    conflict = False
    if "back" not in request.POST and form.is_valid():
        doing = Doing(case, form.cleaned_data, request.user, at, people)
        try:
            if chosen.sheets is not None and "send" not in request.POST:
                return _seen(request, case, form, _fitting(chosen, doing))
            with drafted(request, act_form(verb), str(pk), at=at):
                told = chosen.run(doing)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, told)
            return HttpResponseRedirect(reverse("rights:request", args=[pk]))
    page = _page(case, failed=(verb, form))
    return show(request, "rights/request.html", page, form=form, conflict=conflict)


def _fitting(chosen: Act, doing: Doing) -> Sheets:
    """What would be sent, where the act is the person's to do: a file is shown to nobody else."""
    if chosen.sheets is None or not chosen.fits(doing.case):
        raise Refused(_("The request was changed by somebody else. Nothing was saved."))
    return chosen.sheets(doing)


def _seen(request: StaffRequest, case: queries.Case, form: ActForm, sheets: Sheets) -> HttpResponse:
    """What is sent as it will be had; a second press sends this and nothing else."""
    citizen = case.request.citizen
    made = [
        (name, heading, sheet(text, citizen=citizen, language=LANGUAGE))
        for name, heading, text in sheets
    ]
    answers = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS and not name.removeprefix(f"{form.prefix}-").startswith("seen_")
        for value in values
    ]
    hashes = [(form.add_prefix(f"seen_{name}"), one.seen) for name, _heading, one in made]
    context = {
        "rights": case.request,
        "citizen": citizen,
        "sheets": [{"heading": heading, "text": shown(one.text)} for _name, heading, one in made],
        "lacks_address": not case.request.by_somebody_else
        and lacks_address(citizen, form.cleaned_data.get("channel", "")),
        "answers": [*answers, *hashes],
    }
    return show(request, "rights/seen.html", context)


def _page(case: queries.Case, failed: tuple[str, ActForm] | None = None) -> dict[str, Any]:
    offered = _offered(case, failed)
    return {
        "case": case,
        "rights": case.request,
        "citizen": case.request.citizen,
        "acts": [one for one in offered if one.lead or one.open],
        "more_acts": [one for one in offered if not (one.lead or one.open)],
        "may_open_file": kept.may_open_file(case.user, case.request, case.beyond),
    }


def _offered(case: queries.Case, failed: tuple[str, ActForm] | None) -> list[Ready]:
    """What can be done now, and what was tried and went wrong."""
    people = queries.people(case.user, case.request, case.today)
    offered = []
    for verb, one in ACTS.items():
        wrong = failed is not None and failed[0] == verb
        if not wrong and not one.fits(case):
            continue
        form = failed[1] if failed and wrong else one.form(case=case, people=people, prefix=verb)
        url = reverse("rights:act", args=[case.request.pk, verb])
        lead = _leads(case, verb)
        offered.append(Ready(verb, one, form, url, act_form(verb), open=wrong, lead=lead))
    return offered


def _leads(case: queries.Case, verb: str) -> bool:
    """Whether an act is what brings the request on: drawn first, and open."""
    if verb == YOUNG:
        return case.young_waits
    if verb == LATE:
        return case.request.clock.explained_on is None
    return case.step == verb or (verb == "ready" and not case.waits)
