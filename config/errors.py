"""Error pages: plain words, a telephone number, no database, nothing about the person."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from centre.standard.loader import load_shipped
from centre.standard.words import grouped


@lru_cache
def _phone(municipality: str) -> str:
    """The council's telephone from the shipped file: the database may be what broke."""
    phones = load_shipped(municipality).contact.phones
    return grouped(phones[0].number) if phones else settings.CONTACT_PHONE


def _page(request: HttpRequest, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "error_number": getattr(request, "request_id", ""),
        "phone": _phone(settings.MUNICIPALITY),
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
    return _page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    return _page(request, 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: say so, promise nothing was saved."""
    return _page(request, 403)
