"""The log of readings for who leads: what is odd, what was drawn by lot, and what has left the house."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from centre.calendar import add_months, danish_day
from centre.paging import Place
from centre.records.door import open_list, open_one
from centre.records.models import ReadEntry
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from reporting.actions import odd as actions
from reporting.choices import LogShow, OddVerdict
from reporting.forms import OddForm
from reporting.models import OddReading
from reporting.queries import findings as queries
from reporting.queries.exports import Export
from reporting.queries.exports import exports as exports_of

COLUMNS = (
    (gettext_lazy("When"), "nowrap"),
    (gettext_lazy("Who"), ""),
    (gettext_lazy("What is odd"), ""),
    (gettext_lazy("Citizen"), "nowrap"),
    (gettext_lazy("Number"), "num"),
    (gettext_lazy("Found"), ""),
)
NUMBERS = (
    (gettext_lazy("What is odd"), ""),
    (gettext_lazy("Number"), "num"),
    (gettext_lazy("Not looked at yet"), "num"),
    (gettext_lazy("Explained"), "num"),
    (gettext_lazy("Talked about"), "num"),
    (gettext_lazy("Passed on"), "num"),
)
LINES = (
    (gettext_lazy("When"), "nowrap"),
    (gettext_lazy("Citizen"), "nowrap"),
    (gettext_lazy("Page"), ""),
)
EXPORTS = (
    (gettext_lazy("When"), "nowrap"),
    (gettext_lazy("Who"), ""),
    (gettext_lazy("What"), ""),
    (gettext_lazy("Narrowed to"), ""),
    (gettext_lazy("Rows"), "num"),
)


@require_GET
@door(Door.SEE_LOG)
def log(request: StaffRequest) -> HttpResponse:
    """What waits for the leader, the oddest first; for who sees no citizens, how much there is."""
    at = now()
    if not request.user.may(Door.SEE_LOOK_UPS):
        counted = queries.numbers(at - queries.MONTHS_SHOWN)
        rows = [_number(one) for one in counted]
        return show(request, "reporting/log_numbers.html", {"columns": NUMBERS, "rows": rows})
    told = request.GET.get("show", "")
    chosen = LogShow(told) if told in LogShow.values else LogShow.ODD
    after = Place.read(request.GET.get("after", ""))
    found = queries.page(request.user, danish_day(at), show=chosen, after=after)
    open_list(found.rows, model=OddReading, reader=request, purpose=f"log {chosen}", at=at)
    page = {
        "columns": COLUMNS,
        "rows": [_row(one) for one in found.rows],
        "shows": list(LogShow),
        "chosen": chosen,
        "older_url": f"?show={chosen}&after={found.older}" if found.older else "",
        "newer_url": f"?show={chosen}" if after else "",
    }
    return show(request, "reporting/log.html", page)


def _number(one: queries.Number) -> tuple[list[Any], str, str]:
    counts = [one.found, one.open, one.explained, one.talked, one.passed_on]
    return [one.kind.label, *counts], "", str(one.kind.label)


def _row(one: OddReading) -> tuple[list[Any], str, str]:
    answer = getattr(one, "answer", None)
    cells = [
        _moment(one.until_at),
        str(one.by),
        one.get_kind_display(),
        one.citizen.initials if one.citizen else "–",
        one.number,
        answer.get_verdict_display() if answer else "",
    ]
    return cells, reverse("reporting:log_finding", args=[one.pk]), str(one.by)


@require_http_methods(["GET", "POST"])
@door(Door.SEE_LOOK_UPS)
@sensitive_post_parameters()
def finding(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Odd readings with the lines behind them, and what the leader found; that is written once."""
    at = now()
    rows = queries.in_scope(request.user, danish_day(at))
    found = open_one(rows, pk, reader=request, purpose="log finding", at=at)
    form, conflict = OddForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(reading_id=pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            _thank(request, form.cleaned_data["verdict"])
            return HttpResponseRedirect(reverse("reporting:log"))
    page = {**_lines(request, found, at), "open": conflict or not hasattr(found, "answer")}
    return show(request, "reporting/log_finding.html", page, form=form, conflict=conflict)


def _lines(request: StaffRequest, found: OddReading, at: datetime) -> dict[str, Any]:
    """What was found, and the lines behind it; that they are read is a line of the log too."""
    lines = queries.lines_of(found)
    open_list(lines, model=ReadEntry, reader=request, purpose="log lines", at=at)
    named = queries.may_be_named(request.user, lines)
    return {
        "facts": _facts(found),
        "own": found.by_id == request.user.pk,
        "columns": LINES,
        "rows": [_line(one, named) for one in lines],
        "most": queries.LINES if len(lines) == queries.LINES else 0,
    }


def _thank(request: StaffRequest, verdict: str) -> None:
    messages.success(request, _("What you found is written down."))
    if verdict == OddVerdict.PASSED_ON:
        words = _(
            "Tell your data protection officer today: to open a file without a reason may be a "
            "breach, and some must be reported within 72 hours."
        )
        messages.warning(request, words)


def _facts(one: OddReading) -> list[tuple[str, str, str, str]]:
    told = [
        (_("Who"), f"{one.by}, {one.by.unit}" if one.by.unit else str(one.by)),
        (_("What is odd"), str(one.get_kind_display())),
        (_("When"), f"{_moment(one.from_at)} – {_moment(one.until_at)}"),
        (_("Citizen"), one.citizen.initials if one.citizen else "–"),
        (_("Number"), str(one.number)),
    ]
    answer = getattr(one, "answer", None)
    if answer is not None:
        day = date_format(localtime(answer.at), "j. F Y")
        told += [
            (_("Found"), str(answer.get_verdict_display())),
            (_("Found by"), f"{answer.by}, {day}"),
            *([(_("What was found"), answer.words)] if answer.words else []),
        ]
    return [(label, value, "", "") for label, value in told]


def _line(one: ReadEntry, named: set[object]) -> tuple[list[Any], str, str]:
    moment = localtime(one.at)
    day = f"{date_format(moment, 'j. b')} {time_format(moment, 'TIME_FORMAT')}"
    known = one.citizen is not None and one.citizen_id in named
    # The page by the word under which the log keeps it: the inspection's own reading of it is the same.
    return [day, one.citizen.initials if known and one.citizen else "–", one.purpose], "", ""


@require_GET
@door(Door.SEE_LOG)
def exports(request: StaffRequest) -> HttpResponse:
    """Every print, file and delivery of a month: who, when, how many rows, what for. Nobody's name."""
    at = now()
    this = danish_day(at).replace(day=1)
    month = _read_month(request.GET.get("month", ""), this)
    after = Place.read(request.GET.get("after", ""))
    found = exports_of(request.user, month, after=after)
    lines = [one.line for one in found.rows]
    open_list(lines, model=ReadEntry, reader=request, purpose="log exports", at=at)
    page = {
        "month": month,
        "before": _month(add_months(month, -1)),
        "next": _month(add_months(month, 1)) if month < this else "",
        "columns": EXPORTS,
        "rows": [_exported(one) for one in found.rows],
        "older_url": f"?month={_month(month)}&after={found.older}" if found.older else "",
        "newer_url": f"?month={_month(month)}" if after else "",
    }
    return show(request, "reporting/log_exports.html", page)


def _read_month(text: str, this: date) -> date:
    """The month that an address names as 2026-03; this one for anything else, and for one to come."""
    try:
        return min(max(date.fromisoformat(f"{text}-01"), date(2020, 1, 1)), this)
    except ValueError:
        return this


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _exported(one: Export) -> tuple[list[Any], str, str]:
    line = one.line
    return [_moment(line.at), str(line.by), one.words, one.filter, line.rows], "", str(line.by)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
