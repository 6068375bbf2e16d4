"""Showing once more who one is: what must stand before an export and a look-up with a reason."""

from datetime import datetime
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from centre.staff.doors import StaffRequest, StaffView, stood_on
from centre.staff.pages import show
from centre.staff.rules import FRESH
from centre.staff.sessions import PROVED

P = ParamSpec("P")
FORBIDDEN = 403


def proved(view: StaffView[P]) -> StaffView[P]:
    """Ask who it is once more, unless they showed it a moment ago: before what leaves the house, and
    before a file is opened with a reason (ux T14). Stands under the door.

    A form that is sent too late comes back whole, to be sent again: nothing in it is lost.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_proved(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return _send_again(request)
        return _prove_first(request.get_full_path())

    return cast("StaffView[P]", guarded)


def proved_file(view: StaffView[P]) -> StaffView[P]:
    """The same for a file: afterwards back to the page with its link, for a browser shows no file."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_proved(request):
            return view(request, *args, **kwargs)
        return _prove_first(stood_on(request) or request.get_full_path())

    return cast("StaffView[P]", guarded)


def is_proved(request: HttpRequest) -> bool:
    """Whether the person of this session has shown a moment ago who they are."""
    told = request.session.get(PROVED, "")
    return bool(told) and now() - datetime.fromisoformat(told) <= FRESH


def _prove_first(goal: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('staff:prove')}?{urlencode({'next': goal})}")


def _send_again(request: StaffRequest) -> HttpResponse:
    """The form as it came, and the way to show who one is in a window beside it."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    page = {"fields": fields, "action": request.get_full_path()}
    answer = show(request, "staff/prove_first.html", page)
    answer.status_code = FORBIDDEN
    return answer
