"""What is sent is seen first: the sheets of an act, and all that was filled in to come back with them."""

from collections.abc import Sequence

from django.http import HttpResponse

from centre.post.queries import lacks_address, shown
from centre.staff.doors import StaffRequest
from centre.staff.pages import show
from complaints.forms.staff import ActForm
from complaints.queries.complaint import Case
from complaints.queries.preview import Sheet

# What a page's buttons and the page itself tell, and the hashes of an earlier look.
OURS = ("csrfmiddlewaretoken", "send", "back")


def wants_to_see(request: StaffRequest) -> bool:
    """Whether the button was not yet the one under the letters."""
    return "send" not in request.POST


def seen(request: StaffRequest, case: Case, form: ActForm, sheets: Sequence[Sheet]) -> HttpResponse:
    """The letters as the citizen will have them; a second press sends these and no others."""
    hashes = {form.add_prefix(f"seen_{one.name}"): one.seen for one in sheets}
    answers = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS and not name.removeprefix(f"{form.prefix}-").startswith("seen_")
        for value in values
    ]
    context = {
        "complaint": case.complaint,
        "sheets": [
            {"heading": one.heading, "text": shown(one.text), "copies": one.copies}
            for one in sheets
        ],
        "citizen": case.complaint.citizen,
        "lacks_address": lacks_address(
            case.complaint.citizen, form.cleaned_data.get("channel", "")
        ),
        "answers": [*answers, *hashes.items()],
    }
    return show(request, "complaints/staff/seen.html", context)
