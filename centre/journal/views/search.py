"""Searching in what is written: in one citizen's file, and in all that is the reader's."""

import uuid
from collections import Counter
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from centre.file.queries import citizens
from centre.journal.forms import SearchForm
from centre.journal.models import Note
from centre.journal.queries import notes as queries
from centre.journal.queries import search as searching
from centre.journal.queries.search import Asked, Found, Text
from centre.limits import Limit, began_at, ends_at, take
from centre.paging import Place
from centre.post.actions import tell_of_many_searches
from centre.records.door import open_list, open_one
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door

TOO_MANY = 429
# As many as searches for people: nobody's work is more. Our judgement.
SEARCHES = Limit("note-searches", 60, 60 * 60)
COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("The note"), ""),
    (gettext_lazy("Written"), "nowrap"),
    (gettext_lazy("By"), ""),
)


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
@sensitive_post_parameters()
def search(request: StaffRequest) -> HttpResponse:
    """In everything that is the reader's. No words of a note are shown: a file is opened one by one."""
    asked = Asked(request.user)
    return _answer(request, "journal/search.html", asked, now(), {"columns": COLUMNS})


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
@sensitive_post_parameters()
def search_file(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """In one citizen's notes, with the words around what was found: a reading of that file."""
    at = now()
    scope = citizens(request.user, at)
    found = open_one(scope, pk, reader=request, purpose="search notes", at=at)
    page = {"citizen": found, "look_up": queries.look_up_of(found)}
    return _answer(request, "journal/search_file.html", Asked(request.user, found.pk, at), at, page)


def _answer(
    request: StaffRequest, template: str, asked: Asked, at: datetime, page: dict[str, Any]
) -> HttpResponse:
    """The box, and under it what was found. The answer to a POST stands in no history."""
    sent = request.method == "POST"
    form = SearchForm(request.POST if sent else None)
    page |= {"found": None, "rows": []}
    limited = sent and form.is_valid() and not take(SEARCHES, str(request.user.pk), at=at)
    if limited:
        form.add_error(None, _too_many(request, at))
    elif sent and form.is_valid():
        page |= _results(request, form, asked, at)
    answer = show(request, template, page, form=form)
    answer.status_code = TOO_MANY if limited else answer.status_code
    return answer


def _too_many(request: StaffRequest, at: datetime) -> str:
    hour_at = began_at(SEARCHES, at=at)
    tell_of_many_searches(hour_at=hour_at, by=request.user, at=at)
    again = time_format(localtime(ends_at(SEARCHES, at=at)), "TIME_FORMAT")
    return _(
        "You have searched %(most)d times this hour, more than is usual. You can search again at "
        "%(clock)s. Is it urgent, ask a colleague to search. Your leader has been told."
    ) % {"most": SEARCHES.most, "clock": again}


def _results(request: StaffRequest, form: SearchForm, asked: Asked, at: datetime) -> dict[str, Any]:
    after = Place.read(form.cleaned_data["after"])
    found = searching.search(asked, form.sought, after)
    whole = asked.citizen_id is not None
    hits = Counter(one.citizen_id for one in found.rows if one.citizen_id and not whole)
    open_list(
        found.rows,
        model=Note,
        reader=request,
        purpose="search notes",
        at=at,
        criterion=form.sought.criterion,
        # That their notes hold these words is told of each; of one file the file itself is logged.
        about=hits,
    )
    return {
        "found": found,
        "rows": [_passage(form, one) if whole else _row(found, one) for one in found.rows],
        "older": str(found.older) if found.older else "",
        "went_on": after is not None,
    }


def _passage(form: SearchForm, one: Text) -> tuple[Text, str]:
    return one, form.sought.passage(one.words)


def _row(found: Found, one: Text) -> tuple[list[Any], str, str]:
    citizen = found.people.get(one.citizen_id) if one.citizen_id else None
    who = citizen.initials if citizen else _("Anonymous")
    written = date_format(localtime(one.at), "SHORT_DATETIME_FORMAT")
    return [who, one.what, written, one.who], one.url, written
