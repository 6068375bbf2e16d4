"""Error pages: plain words, a telephone number, no database, nothing about the person."""

import sys
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from centre.standard.loader import StandardError, load_shipped
from centre.standard.words import grouped, in_pairs

# What is longer is a text that somebody wrote, and is shown.
SHORT = 40


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
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


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
    if request.method != "POST" or not request.path.startswith("/staff/"):
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (UnreadablePostError, RequestDataTooBig, MultiPartParserError):
        return {}
    if any(name == "password" for name, _value in fields):
        return {}
    return {
        "hidden_fields": [one for one in fields if len(one[1]) <= SHORT],
        "texts": [one for one in fields if len(one[1]) > SHORT and one[0] != "csrfmiddlewaretoken"],
        "csrf": request.POST.get("csrfmiddlewaretoken", ""),
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: say so, promise nothing was saved."""
    return _page(request, 403)
