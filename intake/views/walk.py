"""Working through the inbox: which list somebody came from, and where in it they are."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.urls import reverse

from centre.staff.doors import StaffRequest
from centre.staff.models import User
from centre.staff.pages import whose
from intake.queries.inbox import Place, following
from intake.rules.filter import Filter, read

CARRIED = "list"


@dataclass(frozen=True)
class Walk:
    """A list and a place in it, as addresses and forms carry them from page to page.

    The place is the row's when the list was shown. So what happens to the row meanwhile, by
    one's own hand or a colleague's, does not move the walker (C-31).
    """

    chosen: Filter
    place: Place | None = None

    @property
    def query(self) -> str:
        if self.place is None:
            return self.chosen.query
        return f"{self.chosen.query}&{urlencode({'after': self.place}, safe=':~')}"

    @property
    def back(self) -> str:
        """The address of the list itself."""
        return f"{reverse('intake:inbox')}?{self.chosen.query}"

    def next_url(self, user: User, today: date) -> str:
        """The page of the inquiry that follows; the list where none does."""
        place = None if self.place is None else following(user, self.place, self.chosen, today)
        if place is None:
            return self.back
        inquiry = reverse("intake:inquiry", args=[place.id])
        return f"{inquiry}?{Walk(self.chosen, place).query}"


def walk_of(request: StaffRequest) -> Walk:
    """The walk that a page's address names, or the form that was sent from it."""
    try:
        told = QueryDict(request.POST[CARRIED]) if CARRIED in request.POST else request.GET
    except SuspiciousOperation:
        told = request.GET
    chosen, _wrong = read(told, who=whose(request.user))
    return Walk(chosen, Place.read(told.get("after", "")))
