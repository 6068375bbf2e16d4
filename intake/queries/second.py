"""The look-ups that wait for a second person: whose yes it takes, and what stands on the desk of whom."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_moment
from centre.citizens.models import Citizen
from centre.clocks.queries import Listing, Section
from centre.records.choices import Answer
from centre.records.models import Insider, LookUpRequest, Tie
from centre.records.rules import ANSWERED_WITHIN
from centre.staff.models import User
from centre.staff.queries import colleagues, leaders_of
from centre.staff.rules import Door
from intake.models import Inquiry

MOST = 25
SHOWN = timedelta(days=90)


def beyond_of(user: User, citizen_id: UUID) -> list[Inquiry]:
    """What of a citizen a reason would open to the person, the newest first."""
    rows = Inquiry.objects.all().beyond(user).filter(citizen=citizen_id)
    return list(rows.order_by("-received_at", "id").select_related("citizen", "unit"))


def is_guarded(citizen: Citizen) -> bool:
    """Whether a reason opens nothing before a second person agrees."""
    return citizen.protected or Tie.objects.in_force().filter(citizen=citizen).exists()


def to_answer(user: User) -> QuerySet[LookUpRequest]:
    """The requests that the person may answer: of citizens in their own work, and never their own.

    By work, not by a look-up of their own; and a secretary judges no reason (ux E.2).
    """
    rows = LookUpRequest.objects.select_related("by__unit", "citizen", "answered_by")
    if not user.may(Door.ASSESS):
        return rows.none()
    theirs = Inquiry.objects.for_user(user).filter(citizen=OuterRef("citizen"))
    return rows.exclude(by=user).filter(Exists(theirs))


def second_persons(beyond: list[Inquiry], by: User, today: date) -> list[User]:
    """Who is told that a second person is asked for: who leads there, and who answers for the citizen.

    Where that is nobody, all who work with the citizens of those units.
    """
    units = {one.unit_id for one in beyond}
    citizen_id = beyond[0].citizen_id
    ties = list(Tie.objects.in_force().filter(citizen=citizen_id))
    named = Insider.objects.in_force().filter(citizen=citizen_id).values("user")
    answering = Inquiry.objects.filter(citizen=citizen_id, unit__in=units).values("responsible")
    near = User.objects.filter(Q(pk__in=answering) | Q(pk__in=named), unit__in=units)
    leaders = [one for one in leaders_of(units, today) if one.unit_id in (None, *units)]
    found = _fit([*leaders, *near.order_by("pk")], ties, by, today)
    if found or ties:
        return found
    everybody = [one for unit in sorted(units) for one in colleagues(unit, today)]
    return _fit(everybody, ties, by, today)


def _fit(people: list[User], ties: list[Tie], by: User, today: date) -> list[User]:
    """Each once, but who asks, and whom it concerns."""
    not_they = {by.pk, *(one.user_id for one in ties)}
    return [
        one
        for one in dict.fromkeys(people)
        if one.pk not in not_they and one.works_here_on(today) and one.may(Door.ASSESS)
    ]


def not_opened(user: User, *, at: datetime) -> list[LookUpRequest]:
    """For the leader's list: what was lately refused, or answered by nobody."""
    over = Q(answer=Answer.REFUSED) | Q(answer="", at__lte=at - ANSWERED_WITHIN)
    rows = to_answer(user).filter(over, at__gt=at - SHOWN)
    return list(rows.order_by("-at", "id")[:MOST])


def _lately(today: date) -> datetime:
    """The desk shows a day, and what was asked in the last hour before it."""
    return danish_moment(today, time(0)) - ANSWERED_WITHIN


def _asked_of(user: User, today: date) -> QuerySet[LookUpRequest]:
    return to_answer(user).filter(answer="", at__gte=_lately(today))


def _own(user: User, today: date) -> QuerySet[LookUpRequest]:
    rows = LookUpRequest.objects.filter(by=user, at__gte=_lately(today))
    return rows.select_related("citizen", "answered_by", "look_up")


def _waits(user: User, today: date, *, who: str) -> QuerySet[LookUpRequest]:
    return LookUpRequest.objects.filter(
        Q(pk__in=_asked_of(user, today).values("pk")) | Q(pk__in=_own(user, today).values("pk"))
    )


def _sections(user: User, today: date, *, who: str) -> list[Section]:
    """What asks for an answer, and what was said to the person's own; none where there is nothing."""
    asked = list(_asked_of(user, today).order_by("at", "id")[:MOST])
    own = list(_own(user, today).order_by("-at", "id")[:MOST])
    found = []
    if asked:
        columns = ((_("Answer by"), "nowrap"), (_("Citizen"), ""), (_("Asked by"), ""))
        rows = [_asked_row(one) for one in asked]
        found.append(Section(_("Waits for a second person: you"), columns, rows, ""))
    if own:
        columns = ((_("Asked"), "nowrap"), (_("Citizen"), ""), (_("Answer"), ""))
        rows = [_own_row(one) for one in own]
        found.append(Section(_("You asked for a second person"), columns, rows, ""))
    return found


Row = tuple[list[Any], str, str]


def _asked_row(one: LookUpRequest) -> Row:
    cells = [_clock(one.answer_by), one.citizen.initials, str(one.by)]
    return cells, reverse("intake:second", args=[one.pk]), str(one.by)


def _own_row(one: LookUpRequest) -> Row:
    """The way into the file where it was agreed to; it is closed again by itself."""
    told = {"who": one.answered_by}
    if one.look_up is not None:
        words = _("Open until %(clock)s; %(who)s agreed") % {
            **told,
            "clock": _clock(one.look_up.ends_at),
        }
        url = reverse("file:citizen", args=[one.citizen_id])
    elif one.answer:
        words = _("%(who)s refused: %(words)s") % {**told, "words": one.words}
        url = reverse("intake:search")
    else:
        words = _("Nobody has answered. It can be answered until %(clock)s.") % {
            "clock": _clock(one.answer_by)
        }
        url = reverse("intake:search")
    return [_clock(one.at), one.citizen.initials, words], url, one.citizen.initials


def _clock(at: datetime) -> str:
    return time_format(localtime(at), "TIME_FORMAT")


LISTING = Listing(_waits, _sections)
