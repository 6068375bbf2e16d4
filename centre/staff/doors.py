"""The guard at every staff page: logged in, and a role that opens the door."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLResolver, get_resolver

from centre.staff.models import User
from centre.staff.rules import Door

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that has passed a door: its user is one of the staff."""

    user: User
    request_id: str


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


class AnyView(Protocol[P]):
    """A view as the addresses call it."""

    def __call__(
        self, request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase: ...


def _log_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the login and back; after a form that was sent too late, back to the page it stood on.

    Most addresses of forms answer no GET. Where the browser names no page, the address is kept.
    """
    back = request.get_full_path()
    if request.method == "POST":
        back = stood_on(request) or back
    return redirect_to_login(back)


def stood_on(request: HttpRequest) -> str:
    """The path of our own page that the request came from; empty where the browser names none."""
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() else ""


def door(needed: Door) -> Callable[[StaffView[P]], AnyView[P]]:
    """Let in who is logged in and whose role opens the door; others log in or see the 403 page."""

    def guard(view: StaffView[P]) -> AnyView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _log_in_first(request)
            if not request.user.may(needed):
                raise PermissionDenied
            return view(cast("StaffRequest", request), *args, **kwargs)

        cast("Any", guarded).door = needed
        return cast("AnyView[P]", guarded)

    return guard


def logged_in(view: StaffView[P]) -> AnyView[P]:
    """Let in everybody of the staff, whatever the role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _log_in_first(request)
        return view(cast("StaffRequest", request), *args, **kwargs)

    cast("Any", guarded).door = "logged in"
    return cast("AnyView[P]", guarded)


def open_to_all(view: AnyView[P]) -> AnyView[P]:
    """Say on purpose that a staff address needs no login: logging in and out."""
    cast("Any", view).door = "open"
    return view


def without_door() -> Iterator[str]:
    """The addresses of the staff whose view says not who may open it: there must be none."""
    yield from _without_door(get_resolver(), "")


def _without_door(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _without_door(one, path)
        elif path.startswith("staff/") and not hasattr(one.callback, "door"):
            yield path
