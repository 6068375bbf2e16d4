"""Searching for a person, opening one of another unit with a reason, and reading the reasons."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from centre.citizens.choices import MINORS
from centre.limits import Limit, began_at, ends_at, take
from centre.post.actions import tell_of_many_searches
from centre.records.door import open_list
from centre.records.models import LookUpRequest
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.proof import proved
from centre.staff.rules import Door
from intake.actions import search as actions
from intake.forms.search import LookUpForm, SearchForm
from intake.models import Inquiry
from intake.queries import search as queries
from intake.queries.clocks import short

TOO_MANY = 429
# A busy morning on the phone is twenty or thirty; nobody's work is two hundred. Our judgement.
SEARCHES = Limit("searches", 60, 60 * 60)
# How long the way from a search to the reason stays open.
TARGET_SECONDS = 20 * 60
COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Flags"), ""),
    (gettext_lazy("Status"), "nowrap"),
    (gettext_lazy("Received"), "nowrap"),
    (gettext_lazy("Responsible"), "nowrap"),
    (gettext_lazy("Unit"), ""),
)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
@sensitive_post_parameters()
def search(request: StaffRequest) -> HttpResponse:
    """The box, and under it what was found. The answer to a POST stands in no history."""
    at = now()
    asked = request.method == "POST"
    form = SearchForm(request.POST if asked else None)
    page: dict[str, Any] = {"found": None, "columns": COLUMNS, "rows": [], "target": ""}
    limited = asked and form.is_valid() and not take(SEARCHES, str(request.user.pk), at=at)
    if limited:
        form.add_error(None, _too_many(request, at))
    elif asked and form.is_valid():
        page |= _results(request, form.criterion, at)
    page["may_read_reasons"] = request.user.may(Door.SEE_LOOK_UPS)
    answer = show(request, "intake/staff/search.html", page, form=form)
    answer.status_code = TOO_MANY if limited else answer.status_code
    return answer


def _too_many(request: StaffRequest, at: datetime) -> str:
    """Tell the leader, and say kindly when the next search can be made."""
    hour_at = began_at(SEARCHES, at=at)
    tell_of_many_searches(hour_at=hour_at, by=request.user, at=at)
    again = time_format(localtime(ends_at(SEARCHES, at=at)), "TIME_FORMAT")
    return _(
        "You have searched %(most)d times this hour, more than is usual. You can search again at "
        "%(clock)s. Is it urgent, ask a colleague to search. Your leader has been told."
    ) % {"most": SEARCHES.most, "clock": again}


def _results(request: StaffRequest, criterion: queries.Criterion, at: datetime) -> dict[str, Any]:
    found = queries.find(request.user, criterion, at=at)
    # That somebody beyond the own unit was told of is written down too.
    told = ["search", *criterion.kinds, *(["beyond"] if found.beyond else [])]
    open_list(
        found.rows,
        model=Inquiry,
        reader=request,
        purpose=" ".join(told),
        at=at,
        criterion=criterion.text,
    )
    return {
        "found": found,
        "rows": [_row(one) for one in found.rows],
        "target": _sealed(request, found.opens) if found.opens else "",
    }


def _row(inquiry: Inquiry) -> tuple[list[Any], str, str]:
    received = date_format(inquiry.received_on, "j. F Y")
    cells = [
        short(inquiry),
        ", ".join(_flags(inquiry)),
        inquiry.get_status_display(),
        received,
        str(inquiry.responsible) if inquiry.responsible else _("Nobody"),
        str(inquiry.unit),
    ]
    url = reverse("intake:inquiry", args=[inquiry.pk])
    return cells, url, _("received %(day)s") % {"day": received}


def _flags(inquiry: Inquiry) -> list[str]:
    """What must be known before a file is opened, in words."""
    return [
        words
        for true, words in (
            (inquiry.citizen is not None and inquiry.citizen.protected, _("Protected address")),
            (inquiry.age_group in MINORS, _("Under 18")),
            (inquiry.anonymous, _("Anonymous")),
            (getattr(inquiry, "look_up_id", None), _("Opened with a reason")),
        )
        if true
    ]


def _sealed(request: StaffRequest, citizen_id: UUID) -> str:
    """Whom a search pointed at, for this person only: nobody gets to the reason without a search."""
    return signing.dumps(str(citizen_id), salt=f"look-up:{request.user.pk}")


def _target(request: StaffRequest) -> UUID | None:
    try:
        told = signing.loads(
            request.POST.get("target", ""),
            salt=f"look-up:{request.user.pk}",
            max_age=TARGET_SECONDS,
        )
    except signing.BadSignature:
        return None
    return UUID(told)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
@proved
@sensitive_post_parameters()
def look_up(request: StaffRequest) -> HttpResponse:
    """The interruption before a file of another unit: why, and who will read it."""
    citizen_id = _target(request)
    if citizen_id is None:
        if request.method == "POST":
            messages.info(request, _("Search again first: the way from the last search is closed."))
        return HttpResponseRedirect(reverse("intake:search"))
    sent = "sent" in request.POST
    form = LookUpForm(
        request.POST if sent else None, initial={"target": request.POST.get("target", "")}
    )
    if sent and form.is_valid():
        return _open(request, citizen_id, form)
    return show(request, "intake/staff/search_reason.html", form=form)


def _open(request: StaffRequest, citizen_id: UUID, form: LookUpForm) -> HttpResponse:
    given = {"reason": form.cleaned_data["reason"], "text": form.cleaned_data["text"]}
    try:
        opened = actions.look_up(citizen_id=citizen_id, by=request.user, at=now(), **given)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:search"))
    if isinstance(opened, LookUpRequest):
        until = time_format(localtime(opened.answer_by), "TIME_FORMAT")
        words = _(
            "It opens only when a second person agrees. They have been told, and can answer until "
            "%(clock)s. The answer stands on your desk."
        )
        messages.info(request, words % {"clock": until})
        return HttpResponseRedirect(reverse("clocks:desk"))
    messages.success(request, _("Your reason is written down, and the leader has been told."))
    return HttpResponseRedirect(reverse("intake:inquiry", args=[opened.pk]))
