"""The treatment's part of the desk: the talks of the day, to be written down with two clicks."""

from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_moment
from centre.citizens.queries import deaths, unlisted
from centre.clocks.queries import Listing, Section
from centre.staff.models import Rights, User
from centre.staff.rules import Door
from centre.statement import Question
from intake.models import Inquiry
from intake.queries.clocks import short
from treatment.choices import Attendance
from treatment.models import Session
from treatment.models.session import SessionQuerySet

MOST = 60


def _waits(user: User, today: date, *, who: str) -> SessionQuerySet:
    """Today's talks, and those of earlier days that nobody has written down.

    None for who writes no talks down.
    """
    if not user.may(Door.ASSESS):
        return Session.objects.none()
    midnight = danish_moment(today + timedelta(days=1), time(0))
    rows = Session.objects.of(Inquiry.objects.for_user(user))
    if who == "mine":
        rows = rows.filter(counsellor=user)
    waits = Q(attendance=Attendance.PLANNED, starts_at__lt=midnight)
    return rows.filter(waits | Q(held_on=today))


def talks_of_day(user: User, today: date, *, who: str) -> list[Any]:
    """They themselves, the earliest first, each with whether its citizen has died."""
    return _talks(user.rights, today, who).rows()


@lru_cache(maxsize=256)
def _talks(rights: Rights, today: date, who: str) -> Question[Session]:
    """What is asked for somebody with these rights on a day; made from nothing else."""
    rows = _waits(rights.person, today, who=who)
    rows = rows.select_related("course__inquiry__citizen", "counsellor")
    rows = rows.annotate(died=Exists(deaths("citizen"))).order_by("starts_at", "id")
    unread = ("course__inquiry__note", *unlisted("course__inquiry__citizen"))
    return Question(rows.defer(*unread)[:MOST])


def _sections(user: User, today: date, *, who: str) -> list[Section]:
    rows = [_row(one, today) for one in talks_of_day(user, today, who=who)]
    columns: list[tuple[Any, str]] = [
        (_("Time"), "nowrap"),
        (_("Citizen"), ""),
        (_("How"), ""),
        (_("Attendance"), "nowrap"),
    ]
    if who == "unit":
        columns.insert(2, (_("With"), ""))
    else:
        rows = [(_without_who(cells), url, words) for cells, url, words in rows]
    return [
        Section(
            heading=_("Treatment talks today"),
            columns=columns,
            rows=rows,
            empty_words="",
        )
    ]


def _without_who(cells: list[Any]) -> list[Any]:
    return [*cells[:2], *cells[3:]]


def _row(session: Any, today: date) -> tuple[list[Any], str, str]:
    local = localtime(session.starts_at)
    moment = time_format(local, "TIME_FORMAT")
    if session.held_on != today:
        moment = f"{date_format(local, 'D. j. N')} {moment}"
    who = short(session.course.inquiry)
    url = reverse("treatment:session", args=[session.pk])
    cells = [moment, who, str(session.counsellor), session.get_channel_display()]
    return [*cells, _attendance(session, url, who)], url, who


def _attendance(session: Any, url: str, who: str) -> Any:
    """How it went, or the two ways to write it down."""
    if session.attendance != Attendance.PLANNED:
        return session.get_attendance_display()
    if session.died:
        page = reverse("treatment:course", args=[session.course_id])
        return format_html(
            '<a href="{}">{}</a>', page, _("The citizen has died: end this treatment")
        )
    return format_html(
        '<a href="{0}?attendance=attended">{1}<span class="sr-only">: {3}</span></a> '
        '<a href="{0}?attendance=no_show">{2}<span class="sr-only">: {3}</span></a>',
        url,
        _("Came"),
        _("Did not come"),
        who,
    )


LISTING = Listing(_waits, _sections)
