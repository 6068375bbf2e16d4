"""“Complain or praise” (P11): where a complaint belongs, the complaint online, and how far it is.

Nothing is kept of what somebody asks here; the only cookie is the form's own, after sending.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from centre import limits
from centre.calendar import danish_day
from centre.forms import cookie
from centre.forms.http import render_form
from centre.forms.receipt import LookUpForm
from centre.receipt import code_for, secret_of, shown
from centre.refusal import Refused
from centre.standard.queries import in_force
from centre.standard.words import office_lines
from complaints.actions import Receipt, Told, register_complaint
from complaints.choices import Channel, Helper, Track
from complaints.forms.public import GuideForm, WriteForm
from complaints.queries import complaint as queries
from complaints.rules.contact import address_in
from complaints.rules.routing import Way, way_for
from complaints.words import ways
from complaints.words.status import status_words
from intake.queries.slots import unit_to_call

SEE_OTHER = 303
CONFLICT = 409
TOO_MANY = 429
CODES = limits.Codes("complaint")
# So many complaints an hour from one network; the numbers are settings (ux T4-T6).
COMPLAINTS = ("COMPLAINTS", 3)
TICKET = "complaint.ticket"
RECEIPT = "complaint.receipt"


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Two questions, then a clear answer for this council."""
    asked = "about" in request.GET or "area" in request.GET
    form = GuideForm(request.GET if asked else None)
    context: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        way = _way(form, now())
        query = urlencode({name: form.cleaned_data[name] for name in ("about", "area")})
        context = {
            "way": way,
            "office": list(ways.where_lines(way)),
            "deadline": list(ways.deadline_lines(way)),
            "manner": list(ways.manner_lines(way)),
            "after": list(ways.after_lines(way)),
            "instead": list(ways.instead_lines(way)),
            "help": list(ways.help_lines(way)),
            "adviser": list(office_lines(way.adviser)) if way.adviser is not None else [],
            "elsewhere": ways.elsewhere_words(way),
            "web": (way.office.web if way.office is not None else None) or "",
            "adviser_web": (way.adviser.web if way.adviser is not None else None) or "",
            "write_url": ""
            if way.track == Track.ELSEWHERE
            else f"{reverse('complain_write')}?{query}",
        }
    return render_form(request, "complaints/public/guide.html", context, form=form)


def _way(form: GuideForm, at: datetime) -> Way:
    standard = in_force(danish_day(at)).content
    about = form.cleaned_data["about"]
    return way_for(standard, about, form.area_chosen, young=form.young)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The complaint itself; the same form twice is one complaint."""
    at = now()
    asked = GuideForm(request.GET)
    if not asked.is_valid():
        return _see_other("complain")
    way = _way(asked, at)
    if way.track == Track.ELSEWHERE:
        return _see_other("complain", asked)
    data = request.POST if request.method == "POST" else None
    initial = {"ticket": cookie.sealed(_ticket(at), context=TICKET)}
    form = WriteForm(data, under_a_name=way.track == Track.APPEAL, initial=initial)
    context = {"way": way, "query": request.GET.urlencode(), "named": way.track == Track.APPEAL}
    ticket = cookie.opened(form.data.get("ticket", ""), context=TICKET) if data else None
    if data is None or not form.is_valid():
        return render_form(request, "complaints/public/write.html", context, form=form)
    if ticket is None or form.looks_like_a_machine() or _too_quick(ticket, at):
        return render(
            request, "complaints/public/write.html", {**context, "form": form, "wait": True}
        )
    if not limits.may_send(*COMPLAINTS, request, at=at, token=str(ticket["key"])):
        return render(request, "complaints/public/limited.html", status=TOO_MANY)
    return _send(request, form, asked, UUID(str(ticket["key"])), at)


def _ticket(at: datetime) -> dict[str, object]:
    """What a form carries: its key, and when it was opened."""
    return {"key": uuid4().hex, "at": int(at.timestamp())}


def _too_quick(ticket: dict[str, object], at: datetime) -> bool:
    return at.timestamp() - float(str(ticket["at"])) < limits.least_seconds()


def _send(
    request: HttpRequest, form: WriteForm, asked: GuideForm, key: UUID, at: datetime
) -> HttpResponse:
    standard = in_force(danish_day(at)).content
    try:
        receipt = register_complaint(
            told=_told(form, asked, key),
            received_at=at,
            unit=unit_to_call(standard, "15_17" if asked.young else "30_plus"),
            secret=cookie.secret(),
            by=None,
            at=at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        context = {"query": request.GET.urlencode(), "form": form}
        return render(request, "complaints/public/write.html", context, status=CONFLICT)
    return _kept(_see_other("complain_receipt"), receipt)


def _told(form: WriteForm, asked: GuideForm, key: UUID) -> Told:
    data = form.cleaned_data
    return Told(
        about=asked.cleaned_data["about"],
        area=asked.area_chosen,
        text=data["text"],
        channel=Channel.WEB,
        name=data["name"],
        contact=data["contact"],
        letter_reference=data.get("letter_reference", ""),
        helper=Helper.OTHER if data.get("helper_name") else "",
        helper_name=data.get("helper_name", ""),
        anonymous=not (data["name"] or data["contact"]),
        young=asked.young,
        language=(get_language() or "da")[:2],
        form_key=key,
    )


def _kept(response: HttpResponse, receipt: Receipt) -> HttpResponse:
    """What the receipt needs, in the form's own cookie for an hour."""
    values: dict[str, object] = {
        "key": receipt.complaint.form_key.hex,
        "reference": receipt.reference,
    }
    cookie.put(response, cookie.sealed(values, context=RECEIPT))
    return response


@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Reference and code, to whoever holds the cookie; to others the look-up page."""
    values = cookie.opened(request.COOKIES.get(settings.FORM_COOKIE_NAME, ""), context=RECEIPT)
    if values is None:
        return _see_other("complain_look_up")
    key, reference = UUID(str(values["key"])), str(values["reference"])
    # The secret that was in use when it was sent: it may have been changed since.
    secret = secret_of(key, reference, cookie.secrets())
    found = queries.complaint_by_reference(reference)
    context = {
        "reference": reference,
        "code": shown(code_for(key, secret)),
        "lines": status_words(found) if found is not None else [],
        "mailed": found is not None and bool(address_in(found.contact)),
    }
    return render(request, "complaints/public/receipt.html", context)


@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """How far a complaint is, with both words of its receipt; unknown and wrong get the same answer."""
    at = now()
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render_form(request, "complaints/public/look_up.html", form=form)
    reference = form.cleaned_data["reference"]
    if not CODES.may_try(request, reference, at=at):
        return render(request, "tries.html", status=TOO_MANY)
    found = form.opened(queries.complaint_by_reference)
    if found is None:
        return render_form(request, "complaints/public/look_up.html", form=form)
    CODES.was_right(request, reference, at=at)
    context = {
        "reference": reference,
        "lines": status_words(found),
        "answer": queries.answer_to(found),
    }
    return render(request, "complaints/public/status.html", context)


def _see_other(name: str, asked: GuideForm | None = None) -> HttpResponse:
    """After a POST the browser is sent on, so that reloading sends nothing twice."""
    url = reverse(name)
    if asked is not None:
        url += "?" + urlencode({one: asked.cleaned_data[one] for one in ("about", "area")})
    return HttpResponse(status=SEE_OTHER, headers={"Location": url})
