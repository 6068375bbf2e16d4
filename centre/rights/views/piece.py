"""One part of a file that is to be given: read whole, given or left out, with what is hidden in it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from centre.refusal import Overtaken, Refused
from centre.rights.actions import look_at
from centre.rights.choices import Status
from centre.rights.forms import PieceForm
from centre.rights.models import Piece
from centre.rights.queries import request as queries
from centre.rights.queries.shown import drawn
from centre.rights.views.opened import opened
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
@sensitive_post_parameters()
def piece(request: StaffRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Read by who may read the whole file: it may tell of another unit."""
    at = now()
    case = opened(request, pk, "part", at)
    found = queries.piece(case.request, number)
    if found is None or not found.content:
        raise Http404
    if not case.sees_all:
        raise PermissionDenied
    form = PieceForm(request.POST or None, initial=_initial(found))
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            look_at(request_id=pk, number=number, by=request.user, at=at, **form.cleaned_data)
        except Overtaken as refusal:
            form, conflict = _overtaken(form, refusal), True
        except Refused as refusal:
            form.add_error("hidden", str(refusal))
        else:
            messages.success(request, _("What you said of the part is saved."))
            return HttpResponseRedirect(_next(case, number))
    return show(request, "rights/piece.html", _page(case, found), form=form, conflict=conflict)


def _overtaken(form: PieceForm, refusal: Overtaken) -> PieceForm:
    """With the version that stands now: what was typed is kept, and saved when it is sent again."""
    theirs: Any = refusal.theirs
    form.data = {**dict(form.data.items()), "version": str(theirs.version), "seen": str(theirs.pk)}
    form.add_error(None, str(refusal))
    return form


def _initial(found: Piece) -> dict[str, Any]:
    said = {"ground": found.ground, "hidden": found.hidden}
    return {**said, "version": found.version, "seen": found.pk}


def _next(case: queries.Case, number: int) -> str:
    """The next part that nobody has looked at, or the page when all are."""
    waiting = [one.number for one in case.pieces if one.waits and one.number != number]
    later = [one for one in waiting if one > number] or waiting
    if later:
        return reverse("rights:piece", args=[case.request.pk, later[0]])
    return reverse("rights:request", args=[case.request.pk])


def _page(case: queries.Case, found: Piece) -> dict[str, Any]:
    return {
        "case": case,
        "rights": case.request,
        "piece": found,
        "blocks": drawn(case.request, found),
        "open": case.request.status == Status.COLLECTED,
        "of": len(case.pieces),
    }
