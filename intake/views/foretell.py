"""Which deadlines an inquiry would start, told while it is being written down (ux B.5 S3)."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from centre.calendar import danish_day
from centre.clocks import words
from centre.staff.doors import StaffRequest, door
from centre.staff.rules import Door
from intake.forms.inquiry import ForetellForm
from intake.queries.foretell import deadlines


@require_POST
@door(Door.WORK_CASES)
def foretell(request: StaffRequest) -> HttpResponse:
    """One sentence; nothing while too little is known. It holds no person, and nothing is kept."""
    form = ForetellForm(request.POST)
    told = ""
    if form.is_valid() and form.cleaned_data["received_on"] <= danish_day(now()):
        told = words.promised(deadlines(form.asked))
    return HttpResponse(told, content_type="text/plain; charset=utf-8")
