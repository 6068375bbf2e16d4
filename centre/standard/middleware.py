"""One state of the standard for each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from centre.standard.queries import one_answer

Answer = Callable[[HttpRequest], HttpResponse]


class OneStandard:
    """Read the standard at most once for a request, however many parts of the page ask for it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_answer():
            return self.get_response(request)
