"""By the council's own login: there, back, and out when it is ended there."""

import logging
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from centre.account import provider, queries
from centre.account.actions import arrival
from centre.account.mapping import MappingError, roles_of
from centre.account.provider import Arrived, Away, Turned, Way
from centre.account.views import entry
from centre.calendar import danish_day
from centre.limits import Limit, address_of, network_of, take
from centre.staff.doors import open_to_all
from centre.staff.models import User
from centre.staff.pages import landing, show

log = logging.getLogger(__name__)
# A whole town hall behind one address logs in at eight.
WAYS = Limit("council-login", 600, 900)
NAME_MOST = 150


@open_to_all
@require_GET
def there(request: HttpRequest) -> HttpResponse:
    """To the provider. A link, not a form: our pages let no form lead to another house."""
    at = now()
    if not settings.OIDC_ISSUER:
        return HttpResponseRedirect(reverse("staff:login"))
    goal, user = entry.goal_of(request), request.user
    proof = "proof" in request.GET
    if user.is_authenticated and not proof:
        return HttpResponseRedirect(entry.where_to(user, goal))
    if proof and not user.is_authenticated:
        return HttpResponseRedirect(reverse("staff:login"))
    # A picture or a frame on another's page is nobody who wants to log in.
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return HttpResponse(status=400)
    if not take(WAYS, network_of(address_of(request), at=at), at=at):
        return _sorry(request, _("There have been many tries. Wait a quarter of an hour."))
    way = Way(goal, user.pk if proof else None, at)
    try:
        answer = provider.send_to(request, way, back=_back_url(request))
    except Away as why:
        log.warning("the provider is away: %s", why, extra={"request": request})
        return _away(request)
    if not user.is_authenticated:
        request.session.set_expiry(int(provider.WAY_LASTS.total_seconds()))
    return answer


@open_to_all
@require_GET
@sensitive_variables()
def back(request: HttpRequest) -> HttpResponse:
    """From the provider. Whatever comes of it, the address with the code is left at once."""
    at = now()
    if not settings.OIDC_ISSUER:
        return HttpResponseRedirect(reverse("staff:login"))
    try:
        way, arrived = provider.came_back(request, at=at)
    except Away as why:
        log.warning("the provider is away: %s", why, extra={"request": request})
        return _away(request)
    except Turned as why:
        entry.refused(request, f"provider, {why}")
        return _sorry(request, _("The login was not finished. Try once more from the beginning."))
    if way.proof_of is not None:
        return _proved(request, way, arrived, at)
    return _enter(request, way, arrived, at)


def _enter(request: HttpRequest, way: Way, arrived: Arrived, at: datetime) -> HttpResponse:
    user = _arrived(request, arrived, at)
    if user is None:
        return _no_role(request)
    entry.let_in(
        request,
        user,
        at=at,
        proved_at=arrived.logged_in_at,
        provider_session=arrival.kept_as(arrived.session),
    )
    return HttpResponseRedirect(way.goal or landing(user))


def _arrived(request: HttpRequest, arrived: Arrived, at: datetime) -> User | None:
    """The person with the role and unit of this login; None, and out everywhere, who has none."""
    try:
        who = _vouched(arrived)
        if who is None:
            # Out here first: the row of this very session is among those that end.
            logout(request)
            arrival.turn_away(issuer=settings.OIDC_ISSUER, subject=arrived.subject, at=at)
            entry.refused(request, "no role")
            return None
        user = arrival.arrive(who=who, at=at)
    except (MappingError, arrival.NoSuchUnit) as fault:
        log.warning(
            "the mapping lets nobody in: %s", type(fault).__name__, extra={"request": request}
        )
        return None
    if not user.works_here_on(danish_day(at)):
        entry.refused(request, "has left", user)
        return None
    return user


def _no_role(request: HttpRequest) -> HttpResponse:
    return _sorry(
        request,
        _("You have no role here. Ask your leader: the council's own login must give you one."),
    )


def _vouched(arrived: Arrived) -> arrival.Vouched | None:
    """Who it is and what the mapping gives them; None when that is nothing."""
    told = arrived.claims
    given = roles_of(settings.OIDC_MAPPING).given_to(told)
    if given is None:
        return None
    first, last = _text(told, "given_name"), _text(told, "family_name")
    if not (first or last):
        first, _space, last = _text(told, "name").rpartition(" ")
    return arrival.Vouched(
        issuer=settings.OIDC_ISSUER,
        subject=arrived.subject,
        username=_text(told, "preferred_username"),
        first_name=first,
        last_name=last,
        email=_mail(told),
        role=given.role,
        unit_key=given.unit,
    )


def _text(told: dict[str, object], name: str) -> str:
    value = told.get(name)
    return " ".join(value.split())[:NAME_MOST] if isinstance(value, str) else ""


def _mail(told: dict[str, object]) -> str:
    """Where warnings are sent; nobody is known by it."""
    address = _text(told, "email")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return "" if told.get("email_verified") is False else address


def _proved(request: HttpRequest, way: Way, arrived: Arrived, at: datetime) -> HttpResponse:
    """A fresh login of the same person, and of nobody else."""
    user = request.user
    same = (
        isinstance(user, User)
        and user.pk == way.proof_of
        and queries.is_known_as(user, settings.OIDC_ISSUER, arrived.subject)
    )
    if not same:
        entry.refused(request, "proof of somebody else")
        messages.warning(request, _("That was not the login of the one who is logged in here."))
        return HttpResponseRedirect(reverse("staff:prove"))
    # Ten new hours: with the role of this login, not of the one they began with.
    person = _arrived(request, arrived, at)
    if person is None:
        return _no_role(request)
    entry.renew(request, person, at=at)
    # A redirect would be the provider's still: the browser would keep the forms' cookie to itself, the
    # page would be given another, and what is being written in other windows could not be sent.
    goal = way.goal or reverse("staff:proved")
    return show(request, "staff/back_here.html", {"goal": goal})


@csrf_exempt
@open_to_all
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def ended(request: HttpRequest) -> HttpResponse:
    """The provider tells that a session is over. What it sends is signed; there is no cookie (1.0, 2.5)."""
    at = now()
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        subject, session = provider.ended_at_provider(request.POST.get("logout_token", ""), at=at)
    except (Turned, Away) as why:
        log.warning("a logout token was refused: %s", why, extra={"request": request})
        return HttpResponse(status=400)
    arrival.ended_elsewhere(issuer=settings.OIDC_ISSUER, subject=subject, session=session, at=at)
    return HttpResponse(status=200)


def _back_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("staff:council_back"))


def _away(request: HttpRequest) -> HttpResponse:
    return _sorry(
        request,
        _("The council's own login does not answer right now. Try again in a few minutes."),
    )


def _sorry(request: HttpRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return HttpResponseRedirect(reverse("staff:login"))
