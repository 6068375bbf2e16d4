"""What all staff pages share: the menu, the session's warning, and an honest status."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.forms.http import UNPROCESSABLE
from centre.staff.doors import StaffRequest
from centre.staff.models import User
from centre.staff.rules import Door

CONFLICT = 409
OneAct = TypeVar("OneAct")
OneForm = TypeVar("OneForm", bound=BaseForm)


@dataclass(frozen=True)
class Item:
    """One line of the menu. `key` goes with Alt+Shift."""

    words: Promise | str
    url: str
    current: bool
    key: str = ""
    count: int = 0


@dataclass(frozen=True)
class _Entry:
    words: Promise
    name: str
    door: Door | None
    key: str = ""
    # It is about the house and not about the work of the day.
    house: bool = False


@dataclass(frozen=True)
class Menu:
    """The lines side by side, and those that stand under one word where all of them would be too many."""

    lines: list[Item]
    house: list[Item]

    @property
    def in_house(self) -> bool:
        """Whether the page one is on stands under that word."""
        return any(one.current for one in self.house)


@dataclass(frozen=True)
class Offered(Generic[OneAct, OneForm]):
    """One act of a page, ready to be drawn."""

    verb: str
    act: OneAct
    form: OneForm
    url: str
    # The name under which it keeps a draft; empty where nothing is written in it.
    draft: str = ""
    open: bool = False
    # It is what brings the matter on now: drawn first, and open.
    lead: bool = False


# Addresses by name: the menu spans the floors, no import does.
MENU = (
    _Entry(_("My desk"), "clocks:desk", Door.WORK_CASES),
    _Entry(_("Inbox"), "intake:inbox", Door.WORK_CASES),
    _Entry(_("New inquiry"), "intake:register", Door.WORK_CASES, "n"),
    _Entry(_("Search"), "intake:search", Door.WORK_CASES, "s"),
    _Entry(_("Search the notes"), "journal:search", Door.ASSESS),
    _Entry(_("Follow-ups"), "followup:due", Door.ASSESS),
    _Entry(_("Calendar"), "intake:calendar", Door.BOOK),
    _Entry(_("Complaints"), "complaints:complaints", Door.WORK_CASES),
    _Entry(_("Own data"), "rights:requests", Door.WORK_CASES),
    _Entry(_("Risk board"), "clocks:risk", Door.SEE_RISK),
    _Entry(_("Measures"), "reporting:measures", Door.SEE_RISK),
    _Entry(_("Opening hours"), "intake:hours", Door.SETTINGS, house=True),
    _Entry(_("Staff"), "staff:people", Door.SETTINGS, house=True),
    _Entry(_("Operation"), "clocks:operation", Door.SETTINGS, house=True),
    _Entry(_("Retention"), "retention:overview", Door.APPROVE_DISPOSAL, house=True),
    _Entry(_("The log"), "reporting:log", Door.SEE_LOG, house=True),
)
# So many lines stand side by side on the narrowest screen of an office, 1280 pixels.
SIDE_BY_SIDE = 11


def menu(user: User, path: str) -> Menu:
    """The pages a person's role opens; the one whose address the path begins with is current.

    Every address begins with the desk's: the desk is current on its own page alone.
    """
    entries = [one for one in MENU if one.door is None or user.may(one.door)]
    urls = [reverse(one.name) for one in entries]
    desk = reverse("clocks:desk")
    inside = [url for url in urls if path == url or (url != desk and path.startswith(url))]
    here = max(inside, key=len, default="")
    items = [
        Item(one.words, url, url == here, one.key) for one, url in zip(entries, urls, strict=True)
    ]
    if len(items) <= SIDE_BY_SIDE:
        return Menu(items, [])
    of_house = [entry.house for entry in entries]
    return Menu(
        [one for one, house in zip(items, of_house, strict=True) if not house],
        [one for one, house in zip(items, of_house, strict=True) if house],
    )


def landing(user: User) -> str:
    """The first page of the menu: where a person lands after logging in."""
    mine = (reverse(one.name) for one in MENU if one.door is None or user.may(one.door))
    return next(mine, reverse("staff:help"))


def whose(user: User) -> str:
    """Mine or the unit's. Who answers for nobody in person, a leader or a secretary, begins with all."""
    own = user.may(Door.ASSESS) and not user.may(Door.ASSIGN_OTHERS)
    return "mine" if own else "unit"


def who_of(request: StaffRequest) -> str:
    """Whose work the address names; without a word in it, as the person begins."""
    return "unit" if request.GET.get("who", whose(request.user)) == "unit" else "mine"


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    form: BaseForm | None = None,
    conflict: bool = False,
) -> HttpResponse:
    """Render a staff page: 200; 422 when its form is wrong; 409 when somebody else was first."""
    failed = form is not None and form.is_bound and bool(form.errors)
    page: dict[str, Any] = {"form_failed": failed, **(context or {})}
    if form is not None:
        page["form"] = form
    if request.user.is_authenticated:
        page["nav"] = menu(request.user, request.path)
        page["help_is_here"] = request.path == reverse("staff:help")
        page["session"] = _session(request)
    status = CONFLICT if conflict else UNPROCESSABLE if failed else 200
    return render(request, template, page, status=status)


def _session(request: HttpRequest) -> dict[str, Any]:
    """What the page's script must know to warn in time, and to let one log in again beside the page."""
    return {
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "ends_in": getattr(request, "ends_in", settings.SESSION_COOKIE_AGE),
        "author": request.user.pk,
        "stay_url": reverse("staff:stay"),
        "there_url": reverse("staff:there"),
        "prove_url": reverse("staff:prove"),
        "login_url": f"{reverse('staff:login')}?next={reverse('staff:proved')}",
    }
