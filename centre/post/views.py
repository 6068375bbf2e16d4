"""The demo's mail catcher: what citizens and staff would have received."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from centre.post import queries
from centre.staff.doors import StaffRequest, logged_in
from centre.staff.pages import show


@require_GET
@logged_in
def caught(request: StaffRequest) -> HttpResponse:
    if not queries.is_caught():
        raise Http404
    return show(request, "post/caught.html", {"mails": queries.caught()})
