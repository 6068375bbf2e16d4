"""What a leader does with the drafts of those who left: give them on or throw them away, unread."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centre.calendar import danish_day
from centre.drafts import actions, queries
from centre.drafts.actions import AlreadyWriting, Overtaken
from centre.drafts.forms import HandOnForm
from centre.drafts.models import Draft
from centre.staff import queries as staff
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.rules import Door


def forms_of(user: User, drafts: Sequence[Draft], today: date) -> list[HandOnForm]:
    """The forms that stand at the drafts of the list, in their order."""
    people = _people(user, today) if drafts else []
    return [
        HandOnForm(
            initial={"draft": one.pk, "seen": one.version},
            people=people,
            auto_id=f"id_{one.pk}_%s",
        )
        for one in drafts
    ]


def _people(user: User, today: date) -> list[User]:
    return [one for one in staff.colleagues(user.unit_id, today) if one.may(Door.WORK_CASES)]


def _left(request: StaffRequest, form: HandOnForm, today: date) -> Draft | None:
    """The draft that was chosen, out of those the leader answers for."""
    data = form.cleaned_data
    if not (data.get("draft") and data.get("seen")):
        return None
    return queries.left_behind(request.user, today).filter(pk=data["draft"]).first()


@require_POST
@door(Door.ASSIGN_OTHERS)
def hand_on(request: StaffRequest) -> HttpResponse:
    at = now()
    form = HandOnForm(request.POST, people=_people(request.user, danish_day(at)))
    valid = form.is_valid()
    draft = _left(request, form, danish_day(at))
    if draft is None:
        messages.warning(request, _("The draft is no longer there."))
    elif not valid:
        messages.warning(request, _("Choose who goes on with the draft. It is still here."))
    elif not queries.may_open(form.chosen, draft.form, draft.subject):
        told = _("%(who)s may not open the page of that draft. Choose somebody else.")
        messages.warning(request, told % {"who": form.chosen})
    else:
        _hand_on(request, draft, form, at)
    return HttpResponseRedirect(reverse("drafts:mine"))


def _hand_on(request: StaffRequest, draft: Draft, form: HandOnForm, at: datetime) -> None:
    to, seen = form.chosen, form.cleaned_data["seen"]
    try:
        actions.hand_on(draft_id=draft.pk, version=seen, to=to, by=request.user, at=at)
    except AlreadyWriting:
        told = _("%(who)s is writing in that form already. Choose somebody else, or wait.")
        messages.warning(request, told % {"who": to})
    except Overtaken:
        messages.warning(request, _("The draft is no longer there."))
    else:
        messages.success(request, _("%(who)s goes on with the draft.") % {"who": to})


@require_POST
@door(Door.ASSIGN_OTHERS)
def discard(request: StaffRequest) -> HttpResponse:
    at = now()
    form = HandOnForm(request.POST, people=())
    form.is_valid()
    draft = _left(request, form, danish_day(at))
    try:
        if draft is None:
            raise Overtaken(None)
        seen = form.cleaned_data["seen"]
        actions.discard_left(draft_id=draft.pk, version=seen, by=request.user, at=at)
    except Overtaken:
        messages.warning(request, _("The draft is no longer there."))
    else:
        messages.success(request, _("The draft is discarded."))
    return HttpResponseRedirect(reverse("drafts:mine"))
