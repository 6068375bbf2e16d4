"""Error pages: plain words, a telephone number, no database, nothing about the person."""

import sys
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.staff.pages import landing
from centre.standard.loader import StandardError, load_shipped
from centre.standard.words import grouped, in_pairs

# What is longer is a text that somebody wrote, and is shown.
SHORT = 40
FORM_ONLY = 405
# Never shown again, whatever else stood in the form.
SECRETS = {"password", "code", "old", "new"}


@lru_cache
def _council(municipality: str) -> dict[str, str]:
    """The council's telephone and site from the shipped file: the database may be what broke."""
    try:
        contact = load_shipped(municipality).contact
    except StandardError:
        # The file may be what broke; the page must stand all the same.
        return {"phone": in_pairs(settings.CONTACT_PHONE)}
    numbers = [grouped(one.number) for one in contact.phones]
    site = {"web": contact.web, "site": f"https://{contact.web}"} if contact.web else {}
    return {"phone": next(iter(numbers), in_pairs(settings.CONTACT_PHONE)), **site}


def _page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "error_number": getattr(request, "request_id", ""),
        "front_page": "/staff/" if request.path.startswith("/staff/") else "/",
        **_council(settings.MUNICIPALITY),
        **more,
    }
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, **_inside(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, **_inside(request))


def _inside(request: HttpRequest) -> dict[str, Any]:
    """Who works here goes back to a first page of their own and asks a colleague.

    The telephone of the citizens is no help to them, and the desk is not every role's first page.
    """
    user = getattr(request, "user", None)
    if not request.path.startswith("/staff/") or user is None or not user.is_authenticated:
        return {}
    return {"works_here": True, "front_page": landing(user), "phone": "", "web": ""}


def form_only(request: HttpRequest) -> HttpResponse:
    return _page(request, FORM_ONLY)


def too_many(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody caught. A session that cannot be read is the database away: that is a 503."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return unavailable(request) if away else _page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away. What one of the staff had sent stands in the page, to be sent again.

    A citizen's answers are in the browser already (story C-47).
    """
    return _page(request, 503, **_written(request))


def _written(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form of the staff as they came; never those of a login."""
    fields = _fields(request)
    if not fields:
        return {}
    return {
        "hidden_fields": [one for one in fields if len(one[1]) <= SHORT],
        "texts": [one for one in fields if len(one[1]) > SHORT and one[0] != "csrfmiddlewaretoken"],
        "csrf": request.POST.get("csrfmiddlewaretoken", ""),
    }


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST" or not request.path.startswith("/staff/"):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (UnreadablePostError, RequestDataTooBig, MultiPartParserError):
        return []
    return [] if any(name in SECRETS for name, _value in fields) else fields


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: say so, promise nothing was saved.

    A login in another tab makes the forms of this one old, its own login form too. What stood in a
    form of ours is shown, to be copied; it is not offered to be sent again, for somebody else may be
    logged in by now. A browser that keeps no cookies is not sent in a circle.
    """
    if not _is_from_here(request):
        return _page(request, 403)
    login = reverse("staff:login")
    if request.path == login and settings.CSRF_COOKIE_NAME in request.COOKIES:
        messages.info(request, _("This page had grown old. Log in once more."))
        return HttpResponseRedirect(f"{login}?{urlencode({'next': request.POST.get('next', '')})}")
    fields = [one for one in _fields(request) if one[0] != "csrfmiddlewaretoken"]
    texts = [value for _name, value in fields if _is_text(value)]
    return _page(request, 403, texts=texts, **_inside(request))


def _is_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent it: the browser says so, and no other site can."""
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}"


def _is_text(value: str) -> bool:
    """Whether somebody wrote it: words, no key and no choice."""
    return len(value) > SHORT or " " in value.strip()
