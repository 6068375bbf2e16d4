"""Keeping what somebody writes, giving it back to them alone, and the list of what waits.

What a page's script asks is answered in JSON, and by POST where it holds words: no word of a draft
and no name stands in an address. The script follows no redirect: who is logged out by now is told so.
"""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.drafts import actions, queries, words
from centre.drafts.actions import Overtaken
from centre.drafts.models import Draft
from centre.drafts.rules import Hand, content_of, is_name
from centre.drafts.views.left import forms_of
from centre.forms.http import UNPROCESSABLE
from centre.limits import Limit, take
from centre.records.door import open_list, open_one
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import CONFLICT, show
from centre.staff.rules import Door

GONE, TOO_MANY = 410, 429
# A page saves every five seconds at most; three pages at once and some haste are within it.
SAVINGS = Limit("drafts", 60, 60)


def _told(draft: Draft | None, at: Any) -> dict[str, Any]:
    """What a page may know of a draft before its author asks for the words."""
    if draft is None:
        return {"version": "", "saved": ""}
    saved = words.moment(draft.saved_at, danish_day(at))
    return {"form": draft.form, "version": str(draft.version), "saved": saved}


def _place(request: StaffRequest) -> tuple[str, str]:
    """The form and what it is about. Raises Http404 where its page is not open to the person."""
    form, subject = request.POST.get("form", ""), request.POST.get("subject", "")
    if not queries.may_open(request.user, form, subject):
        raise Http404
    return form, subject


@require_GET
@door(Door.WORK_CASES)
def waiting(request: StaffRequest) -> HttpResponse:
    """Which forms of a page have a draft; and a new token, which the old page needs after a login."""
    at = now()
    subject, forms = request.GET.get("subject", ""), request.GET.getlist("form")
    if not all(is_name(one) for one in (subject, *forms)):
        raise Http404
    found = queries.waiting(request.user, subject, forms[: len(queries.kinds())])
    return JsonResponse(
        {
            "author": str(request.user.pk),
            "token": get_token(request),
            "drafts": [_told(draft, at) for draft in found],
        }
    )


@require_POST
@door(Door.WORK_CASES)
def save(request: StaffRequest) -> HttpResponse:
    """Keep what the page holds: 200, or 409 when another page wrote what this one has not seen."""
    at = now()
    hand = Hand.read(request.POST)
    try:
        content = content_of(request.POST.get("content", ""))
    except ValueError:
        return JsonResponse({}, status=UNPROCESSABLE)
    if not hand.tab or request.POST.get("author", "") != str(request.user.pk):
        return JsonResponse({}, status=UNPROCESSABLE)
    form, subject = _place(request)
    if not take(SAVINGS, str(request.user.pk), at=at):
        return JsonResponse({}, status=TOO_MANY)
    try:
        draft = actions.save(
            form=form, subject=subject, content=content, hand=hand, by=request.user, at=at
        )
    except Overtaken as other:
        return JsonResponse(_told(other.draft, at), status=CONFLICT)
    return JsonResponse(_told(draft, at))


@require_POST
@door(Door.WORK_CASES)
def read(request: StaffRequest) -> HttpResponse:
    """Give the words back. They are the author's own, but of a citizen: the reading is logged."""
    at = now()
    if not request.POST.get("form"):
        return JsonResponse({}, status=UNPROCESSABLE)
    form, subject = _place(request)
    found = queries.one(request.user, form, subject)
    if found is None:
        return JsonResponse({}, status=GONE)
    rows = queries.to_read(request.user, form, subject)
    try:
        draft = open_one(rows, found.pk, reader=request, purpose="draft", at=at)
    except Http404:
        # Saved for good or discarded in another tab, between the two questions.
        return JsonResponse({}, status=GONE)
    return JsonResponse({**_told(draft, at), "content": json.loads(draft.content)})


@require_POST
@door(Door.WORK_CASES)
def discard(request: StaffRequest) -> HttpResponse:
    """Throw a draft away, from the list or from its form; also one whose page is closed by now."""
    at = now()
    form, subject = request.POST.get("form", ""), request.POST.get("subject", "")
    if not (is_name(form) and is_name(subject)):
        raise Http404
    seen = Hand.read(request.POST).seen
    from_list = "list" in request.POST
    try:
        actions.discard(form=form, subject=subject, version=seen, by=request.user, at=at)
    except Overtaken as other:
        if not from_list:
            return JsonResponse(_told(other.draft, at), status=CONFLICT)
        messages.warning(request, _("The draft was written on meanwhile. It is still here."))
    else:
        if not from_list:
            return JsonResponse(_told(None, at))
        messages.success(request, _("The draft is discarded."))
    return HttpResponseRedirect(reverse("drafts:mine"))


@require_GET
@door(Door.WORK_CASES)
def mine(request: StaffRequest) -> HttpResponse:
    """What one has begun to write (S20); a leader sees what those who left have begun, too."""
    at = now()
    today = danish_day(at)
    lines, left = queries.lines(request.user), queries.lines_left(request.user, today)
    drafts = [one.draft for one in (*lines, *left)]
    open_list(drafts, model=Draft, reader=request, purpose="drafts", at=at)
    forms = forms_of(request.user, [one.draft for one in left], today)
    context = {
        "rows": [(one, words.moment(one.draft.saved_at, today)) for one in lines],
        "left": [
            (one, words.moment(one.draft.saved_at, today), form)
            for one, form in zip(left, forms, strict=True)
        ],
    }
    return show(request, "drafts/mine.html", context)
