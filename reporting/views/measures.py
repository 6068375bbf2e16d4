"""The leader's figures: what is at risk first, then each measure with its goal, its months and its rows."""

import csv
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from centre.calendar import danish_day
from centre.cells import inert
from centre.clocks.models import Clock
from centre.clocks.queries import Place, risk
from centre.clocks.queries.rows import COLUMNS as DEADLINES
from centre.clocks.queries.rows import rows_of
from centre.records.door import open_list
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.proof import proved, proved_file
from centre.staff.rules import Door
from centre.standard.queries import in_force
from intake.choices import Area
from intake.models import Inquiry
from reporting import words
from reporting.queries import board as queries
from reporting.queries.cards import cards
from reporting.queries.sheet import lines
from reporting.rules.goals import goals_of
from reporting.rules.measures import BY_KEY, WHOLE, Measure, Part, Shape, shown_to
from reporting.rules.period import month_of, period_before, read_month
from reporting.rules.published import told

FILTERS = ("month", "answer", "area")
COLUMNS = (
    (gettext_lazy("Citizen"), ""),
    (gettext_lazy("Treatment"), ""),
    (gettext_lazy("Day"), "nowrap"),
    (gettext_lazy("Answer"), "glance"),
    (gettext_lazy("Days"), "num"),
)


def _sees_rows(request: StaffRequest) -> bool:
    return request.user.may(Door.ASSIGN_OTHERS)


def _area(request: StaffRequest) -> str:
    """The kind of treatment that the address names; all for anything else."""
    area = request.GET.get("area", "")
    return area if area in Area.values else ""


def _page(request: StaffRequest, at: datetime, *, exact: bool, only: str = "") -> dict[str, Any]:
    """What the page, its print and its file are made of: the same figures."""
    today, area = danish_day(at), _area(request)
    standard, period = in_force(today).content, period_before(today)
    found = queries.counted(request.user, today, period=period, standard=standard, area=area)
    measures = [one for one in shown_to(goals_of(standard)) if only in ("", one.key)]
    shown = cards(measures, found, standard, exact=exact, area=area)
    return {
        "at": at,
        "area": area,
        "area_words": words.area_words(area),
        "areas": [("", words.area_words("")), *((one, words.area_words(one)) for one in Area)],
        "period": period,
        "exact": exact,
        "cards": shown,
        "parts": [
            (words.part_words(part), [one for one in shown if one.measure.part is part])
            for part in Part
        ],
        "silent": words.goals_without_figure(standard, measures) if not only else [],
    }


@require_GET
@door(Door.SEE_RISK)
def board(request: StaffRequest) -> HttpResponse:
    at = now()
    today, exact = danish_day(at), _sees_rows(request)
    context = _page(request, at, exact=exact)
    totals = risk.totals(risk.tables(request.user, today)[0])
    context["risk"] = {
        state: str(count) if exact else told(count) for state, count in totals.items()
    }
    if exact:
        first = risk.first_few(request.user, today)
        open_list(first.rows, model=Clock, reader=request, purpose="measures at risk", at=at)
        context |= {"columns": DEADLINES, "rows": rows_of(first, today)}
    return show(request, "reporting/board.html", context)


@require_GET
@door(Door.SEE_RISK)
def measure(request: StaffRequest, key: str) -> HttpResponse:
    """One figure: its definition, its chart, and the same as a table."""
    context = _page(request, now(), exact=_sees_rows(request), only=key)
    if not context["cards"]:
        raise Http404
    return show(request, "reporting/measure.html", {**context, "card": context["cards"][0]})


@require_GET
@door(Door.SEE_RISK)
@proved
def paper(request: StaffRequest) -> HttpResponse:
    """As it is printed: small numbers hidden, and written in the log."""
    at = now()
    context = _page(request, at, exact=False)
    _log(request, at, "measures print")
    return show(request, "reporting/paper.html", context)


@require_GET
@door(Door.SEE_RISK)
@proved_file
def export(request: StaffRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    at = now()
    page = _page(request, at, exact=False)
    _log(request, at, "measures file")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="measures.csv"'
    # Excel reads UTF-8 only with this mark (ux C-18).
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    found = lines(page["cards"], period=page["period"], at=at, area=page["area"])
    writer.writerows([inert(cell) for cell in line] for line in found)
    return response


def _log(request: StaffRequest, at: datetime, what: str) -> None:
    """Who took the figures out, and with which filter; nobody's row is among them."""
    purpose = f"{what}: {_area(request)}" if _area(request) else what
    open_list([], model=Inquiry, reader=request, purpose=purpose, at=at)


@require_GET
@door(Door.ASSIGN_OTHERS)
def rows(request: StaffRequest, key: str) -> HttpResponse:
    """Exactly the rows that a number counts."""
    at = now()
    counted = BY_KEY.get(key)
    if counted is None:
        raise Http404
    wanted = _wanted(request, counted, danish_day(at))
    found = queries.cases(request.user, danish_day(at), counted, **wanted)
    seen: list[Any] = [one.about for one in found.rows]
    open_list(seen, model=Inquiry, reader=request, purpose="measure rows", at=at)
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    context = {
        "measure": counted,
        "count": found.count,
        "period": wanted["period"],
        "told": [words.answer_words(counted, one) for one in wanted["answers"]],
        "area": wanted["area"] and words.area_words(wanted["area"]),
        "columns": COLUMNS if counted.shape is Shape.DAYS else COLUMNS[:-1],
        "rows": [_row(one, counted) for one in found.rows],
        "older_url": f"?{urlencode({**asked, 'after': str(found.older)})}" if found.older else "",
    }
    return show(request, "reporting/rows.html", context)


def _wanted(request: StaffRequest, counted: Measure, today: date) -> dict[str, Any]:
    """What the address asks for; anything it does not know is as if it were not said."""
    whole = period_before(today)
    month = read_month(request.GET.get("month", ""), whole)
    answer = request.GET.get("answer", "")
    known = {*WHOLE, *counted.left_out}
    return {
        "answers": [answer] if answer in known else list(WHOLE),
        "period": month_of(month) if month else whole,
        "standard": in_force(today).content,
        "area": _area(request),
        "after": Place.read(request.GET.get("after", "")),
    }


def _row(one: queries.Case, counted: Measure) -> tuple[list[Any], str, str]:
    cells: list[Any] = [
        one.words or _("Anonymous"),
        words.area_words(one.area) if one.area else "",
        date_format(one.on, "j. N Y"),
        words.answer_words(counted, one.answer),
    ]
    if counted.shape is Shape.DAYS:
        cells.append("" if one.days is None else one.days)
    url = ""
    if isinstance(one.about, Inquiry):
        url = reverse("intake:inquiry", args=[one.about.pk])
    elif one.about and one.about.citizen_id:
        url = reverse("file:citizen", args=[one.about.citizen_id])
    return cells, url, str(counted.words)
