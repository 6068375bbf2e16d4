"""Who works here (A1): when somebody's work ends, and who goes on with it."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from centre.account import queries
from centre.account.actions import leave as actions
from centre.account.actions.session import end_sessions
from centre.account.forms import EndForm, HandOnForm
from centre.calendar import danish_day
from centre.drafts.queries import left_of
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.pages import show
from centre.staff.proof import proved
from centre.staff.queries import colleagues
from centre.staff.rules import Door

COLUMNS = (
    (gettext_lazy("Name"), ""),
    (gettext_lazy("Role"), "nowrap"),
    (gettext_lazy("Unit"), "nowrap"),
    (gettext_lazy("Works here no more from"), "nowrap"),
)


@require_GET
@door(Door.SETTINGS)
def people(request: StaffRequest) -> HttpResponse:
    found = queries.people(request.user, danish_day(now()))
    page = {"columns": COLUMNS, "rows": [_row(one) for one in found]}
    return show(request, "staff/people.html", page)


def _row(one: User) -> tuple[list[Any], str, str]:
    until = date_format(one.ends_on, "j. F Y") if one.ends_on else ""
    cells = [str(one), str(one.get_role_display()), str(one.unit or ""), until]
    return cells, reverse("staff:person", args=[one.pk]), str(one)


@require_GET
@door(Door.SETTINGS)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    at = now()
    one = _person(request, pk)
    return _page(
        request,
        one,
        at,
        EndForm(today=danish_day(at)),
        HandOnForm(people=_takers(request, one, at)),
    )


def _person(request: StaffRequest, pk: int) -> User:
    found = queries.person(request.user, pk)
    if found is None:
        raise Http404
    return found


def _takers(request: StaffRequest, one: User, at: datetime) -> list[User]:
    """Who may be given the work: those of the person's unit; nobody where one gives out no work."""
    if not request.user.may(Door.ASSIGN_OTHERS):
        return []
    found = colleagues(one.unit_id, danish_day(at))
    return [each for each in found if each.pk != one.pk and each.may(Door.WORK_CASES)]


def _page(
    request: StaffRequest, one: User, at: datetime, end: EndForm, on: HandOnForm
) -> HttpResponse:
    may_hand_on = request.user.may(Door.ASSIGN_OTHERS)
    today = danish_day(at)
    page = {
        "person": one,
        "facts": _facts(one),
        "gone": not one.works_here_on(today),
        "sessions": len(queries.sessions(one, at=at, own_key=None)),
        "may_hand_on": may_hand_on,
        "work": _work(request.user, one) if may_hand_on else [],
        "drafts": left_of(request.user, one, today),
        "end_form": end,
        "hand_on_form": on,
    }
    bad = next((form for form in (end, on) if form.is_bound and form.errors), None)
    return show(request, "staff/person.html", page, form=bad)


def _facts(one: User) -> list[tuple[str, str, str, str]]:
    until = date_format(one.ends_on, "j. F Y") if one.ends_on else _("No day is set")
    told = [
        (_("User name"), one.get_username()),
        (_("Role"), str(one.get_role_display())),
        (_("Unit"), str(one.unit) if one.unit else _("All units")),
        (_("Works here no more from"), until),
    ]
    return [(label, value, "", "") for label, value in told]


def _work(by: User, one: User) -> list[tuple[Any, int]]:
    """What is in the person's hands: a word and a count, never whom it is about."""
    return [(work.words, len(work.held(by, one))) for work in actions.works()]


@require_POST
@door(Door.SETTINGS)
@proved
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Set the first day on which somebody works here no more; today shuts out at once."""
    at = now()
    one = _person(request, pk)
    form = EndForm(request.POST, today=danish_day(at))
    if form.is_valid():
        try:
            actions.end_employment(
                user_id=one.pk, ends_on=form.cleaned_data["ends_on"], by=request.user, at=at
            )
        except Refused as refusal:
            form.add_error("ends_on", str(refusal))
        else:
            messages.success(request, _ended(one, form.cleaned_data["ends_on"], danish_day(at)))
            return HttpResponseRedirect(reverse("staff:person", args=[one.pk]))
    return _page(request, one, at, form, HandOnForm(people=_takers(request, one, at)))


def _ended(one: User, ends_on: date, today: date) -> str:
    if ends_on <= today:
        return _("%(who)s is shut out now, in every browser.") % {"who": one}
    told = {"who": one, "day": date_format(ends_on, "j. F Y")}
    return _("%(who)s is shut out from %(day)s.") % told


@require_POST
@door(Door.SETTINGS)
@proved
def stays(request: StaffRequest, pk: int) -> HttpResponse:
    one = _person(request, pk)
    try:
        actions.take_back_end(user_id=one.pk, by=request.user, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("%(who)s works here still.") % {"who": one})
    return HttpResponseRedirect(reverse("staff:person", args=[one.pk]))


@require_POST
@door(Door.SETTINGS)
def log_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Every browser of somebody: a telephone is lost, or a computer was left open.

    No proof is asked: it must be quick, it takes nothing but a new login, and it leaves a line.
    """
    one = _person(request, pk)
    ended = end_sessions(user=one, by=request.user, at=now())
    told = ngettext("Logged out in %(count)d browser.", "Logged out in %(count)d browsers.", ended)
    messages.success(request, told % {"count": ended})
    return HttpResponseRedirect(reverse("staff:person", args=[one.pk]))


@require_POST
@door(Door.ASSIGN_OTHERS)
def hand_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Give all the work that is left in somebody's hands to a colleague."""
    at = now()
    one = _person(request, pk)
    form = HandOnForm(request.POST, people=_takers(request, one, at))
    if not form.is_valid():
        return _page(request, one, at, EndForm(today=danish_day(at)), form)
    handed = actions.hand_on(of=one, to=form.chosen, by=request.user, at=at)
    told = ngettext(
        "%(count)d case went on to %(who)s.", "%(count)d cases went on to %(who)s.", handed.done
    )
    messages.success(request, told % {"count": handed.done, "who": form.chosen})
    for sentence, count in handed.stays.items():
        stay = ngettext("%(count)d stays: %(why)s", "%(count)d stay: %(why)s", count)
        messages.warning(request, stay % {"count": count, "why": sentence})
    return HttpResponseRedirect(reverse("staff:person", args=[one.pk]))
