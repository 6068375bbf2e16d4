"""A letter as it was sent, and the demo's mail catcher: what citizens and staff would have received."""

import uuid

from csp.decorators import csp_exempt
from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from centre.post import queries
from centre.records.door import open_one
from centre.staff.doors import StaffRequest, door, logged_in
from centre.staff.pages import show
from centre.staff.rules import Door


# A browser's own reader of PDFs brings styles and a plug-in that the rules for our pages refuse.
@csp_exempt()  # type: ignore[arg-type]
@require_GET
@door(Door.WORK_CASES)
def letter(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    rows = queries.letters(request.user, at)
    found = open_one(rows, pk, reader=request, purpose="letter", at=at)
    answer = HttpResponse(found.pdf, content_type="application/pdf")
    # The name a download is kept under tells of nobody.
    answer["Content-Disposition"] = 'inline; filename="brev.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@logged_in
def caught(request: StaffRequest) -> HttpResponse:
    if not queries.is_caught():
        raise Http404
    return show(request, "post/caught.html", {"mails": queries.caught()})
