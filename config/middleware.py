"""What surrounds every request: a number to speak of it by, and kind answers when things break."""

import logging
import uuid
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from config import errors

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


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
