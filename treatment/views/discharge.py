"""The end of a course (S14): written, set right, and taken back within a day."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.drafts.door import drafted
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from treatment.actions import discharge as actions
from treatment.choices import CourseStatus, DischargeReason, FollowUpRoute
from treatment.forms.course import NothingForm
from treatment.forms.discharge import DischargeForm, initial_of
from treatment.models import Discharge
from treatment.queries import discharge as queries
from treatment.queries import drafts
from treatment.queries.course import Case
from treatment.rules.discharge import DischargeContent
from treatment.views.course import opened


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def discharge(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A course that runs is ended here; of one that has ended it is read how."""
    case = opened(request, pk, "discharge")
    if case.course.begun_on is None:
        raise Http404
    if case.course.status == CourseStatus.ENDED and request.method == "GET":
        return _told(request, case)
    plan = case.plan
    form = _form(
        request,
        case,
        {
            "discharged_on": case.today,
            "reason": DischargeReason.DEAD if case.death else "",
            "follow_up_route": plan.follow_up_route if plan else "",
            "follow_up_detail": plan.follow_up_detail if plan else "",
        },
    )
    return _saved(request, case, form) or _shown(request, case, form, drafts.DISCHARGE)


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def correct(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The same form, filled with what was written, makes a new discharge in the old one's place."""
    case = opened(request, pk, "discharge")
    held = queries.ended(case.course, case.at)
    if held is None:
        raise Http404
    wrong = held.discharge
    seen = request.POST.get("corrects") or str(wrong.pk)
    form = _form(request, case, initial_of(queries.content_of(wrong)))
    saved = _saved(request, case, form, corrects=seen)
    return saved or _shown(request, case, form, drafts.CORRECTION, corrects=seen)


def _form(request: StaffRequest, case: Case, initial: dict[str, Any]) -> DischargeForm:
    return DischargeForm(
        request.POST or None,
        goals=queries.goals_asked(case.course),
        standing=queries.standing_of(case.course, case.at),
        initial=initial,
    )


def _saved(
    request: StaffRequest, case: Case, form: DischargeForm, *, corrects: str = ""
) -> HttpResponse | None:
    """Where to go on; None when nothing was saved, with the reason in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = _save(request, case, form, corrects)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _sentence(case, made))
    return HttpResponseRedirect(reverse("treatment:discharge", args=[case.course.pk]))


def _save(request: StaffRequest, case: Case, form: DischargeForm, corrects: str) -> Discharge:
    told = {"content": form.content, "form_key": form.cleaned_data["form_key"]}
    draft = drafts.CORRECTION if corrects else drafts.DISCHARGE
    with drafted(request, draft, str(case.course.pk), at=case.at):
        if not corrects:
            return actions.discharge(course_id=case.course.pk, by=request.user, at=case.at, **told)
        return actions.correct_discharge(
            discharge_id=_number(corrects, case), by=request.user, at=case.at, **told
        )


def _number(text: str, case: Case) -> uuid.UUID:
    """The discharge that the form was opened for, of this course."""
    try:
        number = uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error
    if not queries.is_of(number, case.course):
        raise Http404
    return number


def _sentence(case: Case, made: Discharge) -> str:
    if not queries.calls_after(case.course, queries.content_of(made)):
        return _("The treatment has ended. No follow-up is due.")
    return _("The treatment has ended. The follow-ups come on the list within ten minutes.")


def _shown(
    request: StaffRequest, case: Case, form: DischargeForm, draft: str, *, corrects: str = ""
) -> HttpResponse:
    refused = form.is_bound and bool(form.non_field_errors())
    example = DischargeContent(
        case.today, DischargeReason.COMPLETED, follow_up_route=FollowUpRoute.PHONE
    )
    page = _page(case) | {
        "draft": draft,
        "subject": case.course.pk,
        "corrects": corrects,
        "calls": queries.calls_after(case.course, example),
        "invites": queries.invites(case.course),
    }
    return show(request, "treatment/discharge.html", page, form=form, conflict=refused)


def _told(request: StaffRequest, case: Case, failed: NothingForm | None = None) -> HttpResponse:
    held = queries.ended(case.course, case.at)
    if held is None:
        raise Http404
    form = failed or NothingForm()
    page = _page(case) | {"ended": held, "take_back_form": form}
    conflict = failed is not None
    return show(request, "treatment/ended.html", page, form=failed, conflict=conflict)


def _page(case: Case) -> dict[str, Any]:
    return {"case": case, "course": case.course, "citizen": case.course.citizen}


@require_POST
@door(Door.ASSESS)
def take_back(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """It was a mistake: the course goes on."""
    case = opened(request, pk, "discharge")
    form = NothingForm(request.POST)
    held = queries.ended(case.course, case.at)
    back = HttpResponseRedirect(reverse("treatment:course", args=[pk]))
    if held is None or not form.is_valid():
        return back
    try:
        actions.take_back(
            discharge_id=held.discharge.pk,
            form_key=form.cleaned_data["form_key"],
            by=request.user,
            at=case.at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _told(request, case, form)
    messages.success(request, _("The discharge is taken back. The treatment goes on."))
    return back
