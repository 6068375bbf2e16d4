"""The treatment plan (S10): written, reviewed, compared by version, and printed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from centre.drafts.door import drafted
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from treatment.actions.plan import Outdated, agree_plan
from treatment.forms.plan import PlanForms
from treatment.queries import drafts
from treatment.queries import plan as queries
from treatment.queries.course import Case
from treatment.rules.plan import differences
from treatment.views.course import opened
from treatment.words import shown


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def plan(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Write a version: the first, or the next with the present one to begin from."""
    case = opened(request, pk, "plan")
    forms = _forms(request, case)
    refusal: Refused | None = None
    if request.method == "POST" and forms.is_valid():
        try:
            return _agree(request, case, forms)
        except Refused as error:
            refusal = error
    page = _page(case, forms)
    if isinstance(refusal, Outdated):
        page |= _side_by_side(case, forms)
    elif refusal is not None:
        forms.plan.add_error(None, str(refusal))
    page["form_failed"] = bool(forms.failed)
    page["forms_failed"] = forms.failed
    return show(request, "treatment/plan.html", page, form=forms.plan, conflict=refusal is not None)


def _forms(request: StaffRequest, case: Case) -> PlanForms:
    data = request.POST if request.method == "POST" else None
    content = queries.content_of(case.plan) if case.plan else None
    return PlanForms(
        data,
        standard=case.course.standard.content,
        content=content,
        base_version=_base(data, case),
        today=case.today,
    )


def _base(data: Any, case: Case) -> int:
    """The version the writer saw; a first plan that came meanwhile makes no second first one."""
    latest = case.plan.version if case.plan else 0
    if data is None:
        return latest
    try:
        return min(int(data.get("base_version", latest)), latest)
    except ValueError:
        return latest


def _agree(request: StaffRequest, case: Case, forms: PlanForms) -> HttpResponse:
    course, data = case.course, forms.plan.cleaned_data
    with drafted(request, drafts.PLAN, str(course.pk), at=case.at):
        made = agree_plan(
            course_id=course.pk,
            base_version=data["base_version"],
            content=forms.content,
            form_key=data["form_key"],
            by=request.user,
            at=case.at,
        )
    told = _("Version %(number)d of the plan is saved.") % {"number": made.version}
    messages.success(request, told)
    return HttpResponseRedirect(reverse("treatment:course", args=[course.pk]))


def _side_by_side(case: Case, forms: PlanForms) -> dict[str, Any]:
    """Both plans, difference by difference. The form keeps mine, ready to be the next version."""
    assert case.plan is not None
    theirs, mine = queries.content_of(case.plan), forms.content
    again = PlanForms(
        None,
        standard=case.course.standard.content,
        content=mine,
        base_version=case.plan.version,
        today=case.today,
        written=True,
    )
    found = {"theirs": case.plan, "differences": shown(differences(theirs, mine))}
    return _page(case, again) | found


def _page(case: Case, forms: PlanForms) -> dict[str, Any]:
    return {
        "case": case,
        "course": case.course,
        "citizen": case.course.citizen,
        "forms": forms,
        "draft": drafts.PLAN,
    }


@require_GET
@door(Door.ASSESS)
def versions(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """All versions, the latest first, each with what it changed."""
    case = opened(request, pk, "plan versions")
    if case.plan is None:
        raise Http404
    found = queries.versions(case.course)
    page = {
        "case": case,
        "course": case.course,
        "citizen": case.course.citizen,
        "versions": queries.with_differences(found),
    }
    return show(request, "treatment/versions.html", page)


@require_GET
@door(Door.ASSESS)
def paper(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The plan on A4, as the citizen takes it home. Printing is written in the log."""
    case = opened(request, pk, "plan print")
    if case.plan is None:
        raise Http404
    page = {"case": case, "course": case.course, "citizen": case.course.citizen, "at": now()}
    return show(request, "treatment/paper.html", page)
