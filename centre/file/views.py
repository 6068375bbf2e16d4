"""The file of one citizen (S6): who, what now, and all that happened in every app."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from centre.file import queries
from centre.file.actions import NumberTakenError, name_custody, put_right
from centre.file.choices import Kind
from centre.file.forms import CustodyForm, PersonForm
from centre.paging import Place
from centre.records.door import open_one
from centre.refusal import Overtaken
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.proof import proved
from centre.staff.rules import Door

# A sheet of paper shows no second page by a click.
PRINTED = 100


@dataclass(frozen=True)
class Asked:
    """What of the timeline an address asks for; what it does not know it passes over."""

    only: str
    after: Place | None

    @classmethod
    def read(cls, request: StaffRequest) -> "Asked":
        only = request.GET.get("only", "")
        after = Place.read(request.GET.get("after", ""))
        return cls(only if only in Kind.values else "", after)

    def query(self, after: Place | None = None, only: str | None = None) -> str:
        """The same question from another place or of another kind, as it stands in an address."""
        told = {"only": self.only if only is None else only, "after": after}
        return "?" + urlencode({name: one for name, one in told.items() if one}, safe="~")


@require_GET
@door(Door.WORK_CASES)
def citizen(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return show(request, "file/citizen.html", _page(request, pk, "file", now()))


@require_GET
@door(Door.WORK_CASES)
def contact(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The file with the number of somebody whose address is protected: a reading of its own."""
    page = _page(request, pk, "protected contact", now())
    return show(request, "file/citizen.html", {**page, "unmasked": True})


@require_GET
@door(Door.WORK_CASES)
@proved
def printed(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    page = _page(request, pk, "print file", now(), most=PRINTED)
    return show(request, "file/print.html", page)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def who(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down who it is: the name, the number, how to reach them. A look-up opens it to nobody.

    It shows what a protected address hides, and is logged as the reading of that.
    """
    at = now()
    scope = queries.own_citizens(request.user, at)
    found = open_one(scope, pk, reader=request, purpose="protected contact", at=at)
    form, conflict = PersonForm(request.POST or None, citizen=found), False
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            put_right(citizen_id=pk, person=form.person, seen=seen, by=request.user, at=at)
        except NumberTakenError:
            form.add_error("cpr", _("Somebody else here has this number. Search for it first."))
        except Overtaken as refusal:
            form.overtaken(refusal)
            conflict = True
        else:
            messages.success(request, _("Name and contact are saved."))
            return HttpResponseRedirect(reverse("file:citizen", args=[pk]))
    return show(request, "file/who.html", {"citizen": found}, form=form, conflict=conflict)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def custody(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down who has custody of a young citizen, and who of them gets letters.

    Their address may be the citizen's own: it is logged as the reading of what protection hides.
    """
    at = now()
    scope = queries.own_citizens(request.user, at).filter(anonymous=False)
    found = open_one(scope, pk, reader=request, purpose="protected contact", at=at)
    form = CustodyForm(request.POST or None, known=list(found.guardians.all()))
    conflict = False
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            name_custody(citizen_id=pk, holders=form.holders, seen=seen, by=request.user, at=at)
        except Overtaken as refusal:
            form.overtaken(refusal)
            conflict = True
        else:
            messages.success(request, _("Who has custody is saved."))
            return HttpResponseRedirect(reverse("file:citizen", args=[pk]))
    return show(request, "file/custody.html", {"citizen": found}, form=form, conflict=conflict)


def _page(
    request: StaffRequest,
    pk: uuid.UUID,
    purpose: str,
    at: datetime,
    most: int = queries.PAGE,
) -> dict[str, Any]:
    """Everything on the page; the door checks the scope and logs the reading."""
    asked = Asked.read(request)
    scope = queries.citizens(request.user, at)
    found = open_one(scope, pk, reader=request, purpose=purpose, at=at)
    whose = queries.Whose(found.pk, after=asked.after, only=asked.only, most=most)
    file = queries.file_of(request.user, whose, at)
    return {
        "header": queries.header(request.user, found, at),
        "citizen": found,
        "file": file,
        "at": at,
        "asked": asked,
        "kinds": [("", asked.query(only=""))] + [(one, asked.query(only=one)) for one in Kind],
        "here": asked.query(asked.after),
        "older_url": asked.query(file.older) if file.older else "",
        "newer_url": asked.query() if asked.after else "",
    }
