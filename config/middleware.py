"""What surrounds every request: a number to speak of it by, kind answers when things break, and limits."""

import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from centre.forms.uploads import PATIENCE, largest_file
from config import errors

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)
# A browser that sends these words says truly where a request comes from; no page can forge them.
OURS = {"same-origin", "none"}
KNOWN_METHODS = ("GET", "HEAD", "OPTIONS", "POST")
# What stands around the fields of a form: names and boundaries.
FRAME = 100_000


class SafeAnswers:
    """What a browser is told of every answer, also of one that was given before any page was asked.

    Outermost: a refused host, a redirect to https and a file of styles pass nothing else.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.ANSWER_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RequestId:
    """Give each request a random number: on the error page, in the log, in the read log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class KindAnswers:
    """A database that is away is a page with a telephone number, not a crash; no page is blank."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # A form that came back with a fault stands at its own address: opened again, that was blank.
        if answer.status_code == errors.FORM_ONLY and request.method == "GET":
            answer.content = errors.form_only(request).content
            answer.headers["Content-Type"] = "text/html; charset=utf-8"
            answer.headers["Content-Length"] = str(len(answer.content))
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            log.error("database away: %s", type(error).__name__, extra={"request": request})
            return errors.unavailable(request)
        if isinstance(error, DatabaseError):
            log.error("database error: %s", type(error).__name__, extra={"request": request})
        return None


class KnownMethods:
    """Pages are looked at and forms are sent; whatever else a request may be called is refused."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in KNOWN_METHODS:
            return HttpResponseNotAllowed(KNOWN_METHODS)
        return self.get_response(request)


class StaffFromHere:
    """The staff's pages are asked for by themselves, or opened by a person: nothing else may.

    Another site may lead somebody here by a link. It may not send a form here, though it had a token,
    nor have a page of ours drawn, loaded or framed in its own (ASVS 3.5.8).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if request.path.startswith("/staff/") and _comes_from_elsewhere(request):
            raise PermissionDenied


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    told = request.headers
    if told.get("Sec-Fetch-Site", "none") in OURS:
        return False
    opened = told.get("Sec-Fetch-Mode") == "navigate" and told.get("Sec-Fetch-Dest") == "document"
    return not opened or request.method not in ("GET", "HEAD")


class SmallBodies:
    """Refuse what is too large before a byte of it is read: Django counts fields, and no files."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_told: Any) -> None:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + FRAME + PATIENCE * largest_file(view)
        told = str(request.META.get("CONTENT_LENGTH") or "0")
        if told.isdecimal() and int(told) > most:
            raise RequestDataTooBig
