"""Registering an inquiry that came by phone, at the desk, by letter, mail or referral."""

from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.calendar import danish_day
from centre.drafts.door import drafted
from centre.refusal import Refused
from centre.staff import queries as staff
from centre.staff.doors import StaffRequest, door
from centre.staff.models import Unit, User
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions.receive import receive_inquiry
from intake.forms.inquiry import RegisterForm, ShareForm
from intake.models import Inquiry
from intake.queries import inquiry as queries
from intake.queries.drafts import REGISTER
from intake.views.registered import tell, tell_of_the_first

# The fault of a form whose author wrote in it in another tab too.
ELSEWHERE = "elsewhere"


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def register(request: StaffRequest) -> HttpResponse:
    at = now()
    form, share = _form(request, at), _share(request, at)
    if request.method == "POST" and form.is_valid():
        found = _receive(request, form, share, at)
        if found is not None:
            return _go_on(request, found)
    conflict = form.is_bound and form.has_error(NON_FIELD_ERRORS, ELSEWHERE)
    context = {"share": share, "may_book": request.user.may(Door.BOOK)}
    return show(request, "intake/staff/register.html", context, form=form, conflict=conflict)


def _form(request: StaffRequest, at: datetime) -> RegisterForm:
    return RegisterForm(
        request.POST or None,
        units=staff.units(),
        at=at,
        ask_unit=request.user.unit_id is None,
    )


def _share(request: StaffRequest, at: datetime) -> ShareForm:
    user = request.user
    working = staff.colleagues(user.unit_id, danish_day(at))
    people = [one for one in working if one != user and user.may_give_work_to(one)]
    return ShareForm(request.POST or None, user=user, people=people)


def _unit(request: StaffRequest, form: RegisterForm, at: datetime) -> Unit | None:
    chosen = form.chosen_unit
    if chosen is not None:
        return chosen
    return queries.unit_for(request.user, form.cleaned_data["age_group"], danish_day(at))


def _receive(
    request: StaffRequest, form: RegisterForm, share: ShareForm, at: datetime
) -> Inquiry | None:
    unit = _unit(request, form, at)
    if unit is None:
        form.add_error(None, _("You belong to no unit yet. Ask your leader to set it up."))
        return None
    if not share.is_valid():
        form.add_error(None, _("Choose again who answers for it."))
        return None
    try:
        found, new = _received(request, form, unit, at, answers=_answers(request, share, unit))
    except Refused as refusal:
        form.add_error(None, ValidationError(str(refusal), code=ELSEWHERE))
        return None
    if new:
        tell(request, found, at, here=queries.may_open(request.user, found.pk))
    else:
        tell_of_the_first(request, found, form.wanted)
    return found


def _received(
    request: StaffRequest, form: RegisterForm, unit: Unit, at: datetime, *, answers: User | None
) -> tuple[Inquiry, bool]:
    with drafted(request, REGISTER, "", at=at):
        return receive_inquiry(
            wanted=form.wanted,
            channel=form.cleaned_data["channel"],
            unit=unit,
            received_at=form.cleaned_data["received_at"],
            by=request.user,
            at=at,
            responsible=answers,
        )


def _answers(request: StaffRequest, share: ShareForm, unit: Unit) -> User | None:
    """Who was chosen to answer for it; nobody when it goes to a unit where that person is not."""
    chosen = request.user if share.mine else share.chosen
    return chosen if chosen is not None and chosen.unit_id in (None, unit.pk) else None


def _go_on(request: StaffRequest, found: Inquiry) -> HttpResponse:
    """Lead on; an inquiry of another unit is theirs from here."""
    if not queries.may_open(request.user, found.pk):
        return HttpResponseRedirect(reverse("intake:inbox"))
    books = "book" in request.POST and request.user.may(Door.BOOK)
    goal = "intake:book" if books else "intake:inquiry"
    return HttpResponseRedirect(reverse(goal, args=[found.pk]))
