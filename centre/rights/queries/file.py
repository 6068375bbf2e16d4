"""What a citizen has asked about their own data, for the file: what waits, and what the citizen holds wrong."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.words import chip
from centre.file.choices import Kind
from centre.file.queries import Act, Card, Entry, Part, Step, Whose
from centre.rights.choices import Event, Outcome, Right
from centre.rights.models import RequestEvent, RightsRequest
from centre.rights.queries.request import step_of, whole
from centre.staff.models import User
from centre.staff.rules import Door

MOST = 25
BESIDE = (Outcome.MAINTAINED, Outcome.SUPPLEMENTED)


def part(user: User, whose: Whose, at: datetime) -> Part:
    """Nothing on the page of one inquiry: a request is about all that is kept of somebody."""
    if whose.citizen_id is None:
        return Part()
    seen = RightsRequest.objects.for_user(user).filter(citizen=whose.citizen_id)
    waiting = list(whole(seen.open()).order_by("received_on", "id")[:MOST])
    return Part(
        steps=[step for one in waiting if (step := _step(one, at)) is not None],
        cards=[_card(one, at) for one in waiting],
        entries=_entries(user, whose),
        acts=_acts(whose),
    )


def _step(one: RightsRequest, at: datetime) -> Step | None:
    step = step_of(one)
    if step is None:
        return None
    return Step(
        step.label, _url(one), one.clock.act_by_on, chip(one.clock, danish_day(at)), _heading(one)
    )


def _card(one: RightsRequest, at: datetime) -> Card:
    facts = [
        (_("Status"), str(one.get_status_display())),
        (_("Responsible"), str(one.responsible or _("Nobody"))),
    ]
    return Card(_heading(one), _url(one), facts, chip(one.clock, danish_day(at)))


def _heading(one: RightsRequest) -> str:
    told = {"what": one.get_right_display(), "day": date_format(one.received_on, "j. F Y")}
    return _("%(what)s, %(day)s") % told


def _url(one: RightsRequest) -> str:
    return reverse("rights:request", args=[one.pk])


def _entries(user: User, whose: Whose) -> list[Entry]:
    """What the citizen holds wrong follows the file: whoever opens it reads it, of whichever unit."""
    rows = RequestEvent.objects.filter(request__citizen=whose.citizen_id)
    rows = rows.select_related("by", "request")
    return [
        Entry(
            one.at,
            str(one.by),
            f"{one.request.get_right_display()}: {str(one.get_type_display()).lower()}",
            _words(one) if user.may(Door.ASSESS) else "",
            _url(one.request) if _opens(user, one.request) else "",
            icon="voice" if one.request.right == Right.CORRECTION else "info",
            id=one.pk,
            kind=Kind.CHANGE,
        )
        for one in whose.latest(rows, Kind.CHANGE)
    ]


def _opens(user: User, one: RightsRequest) -> bool:
    return user.leads_all_units or one.unit_id == user.unit_id


def _words(one: RequestEvent) -> str:
    request = one.request
    if request.right != Right.CORRECTION or one.type != Event.ANSWER:
        return ""
    told = str(request.get_outcome_display())
    if request.outcome not in BESIDE:
        return f"{told}. {request.about}"
    view = {"where": request.about, "words": request.words}
    return told + ".\n" + _("%(where)s. The citizen says: %(words)s") % view


def _acts(whose: Whose) -> list[Act]:
    if whose.citizen_id is None or not whose.is_own:
        return []
    return [
        Act(_("Wants to see the file"), reverse("rights:access", args=[whose.citizen_id]), True),
        Act(
            _("Says that something is wrong"),
            reverse("rights:correction", args=[whose.citizen_id]),
            True,
        ),
    ]
