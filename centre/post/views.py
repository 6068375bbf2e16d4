"""A letter as it was sent, and the demo's mail catcher: what citizens and staff would have received."""

import uuid

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from centre.post import queries
from centre.post.letters.answer import as_pdf
from centre.records.door import open_one
from centre.staff.doors import StaffRequest, door, logged_in
from centre.staff.pages import show
from centre.staff.rules import Door


@require_GET
@door(Door.WORK_CASES)
def letter(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    rows = queries.letters(request.user, at)
    found = open_one(rows, pk, reader=request, purpose="letter", at=at)
    return as_pdf(found.pdf)


@require_GET
@logged_in
def caught(request: StaffRequest) -> HttpResponse:
    if not queries.is_caught():
        raise Http404
    return show(request, "post/caught.html", {"mails": queries.caught()})
