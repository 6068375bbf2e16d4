"""Whether a counsellor can be met at a time: talks are kept clear of open counselling and absences."""

from collections.abc import Collection
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.staff.models import Absence, Closure, Unit, User
from intake.models import Slot
from intake.models.booking import PUBLISHED
from treatment.models import Session


def talks(
    counsellor_ids: Collection[int], since: datetime, until: datetime
) -> list[tuple[int, datetime, datetime]]:
    """The planned talks of some counsellors that share a moment with a stretch of time: whose, and when."""
    rows = Session.objects.planned().filter(
        counsellor__in=counsellor_ids, during__overlap=DateTimeTZRange(since, until)
    )
    return [(one.counsellor_id, one.during.lower, one.during.upper) for one in rows]


def hindrance(counsellor: User, during: DateTimeTZRange, *, unit: Unit) -> str:
    """Why the counsellor cannot be met then, in a sentence; empty when nothing stands in the way."""
    starts_at = during.lower
    day = danish_day(starts_at)
    told = {"who": counsellor, "day": date_format(day, "l j. F")}
    if Absence.objects.filter(user=counsellor, during__contains=day).exists():
        return _("%(who)s is away on %(day)s. Choose another day.") % told
    if Closure.objects.filter(Q(unit=None) | Q(unit=unit), on=day).exists():
        return _("The centre is closed on %(day)s. Choose another day.") % told
    slot = Slot.objects.filter(PUBLISHED, counsellor=counsellor, during__overlap=during).first()
    if slot is not None:
        at = time_format(localtime(slot.starts_at), "H.i")
        return _(
            "%(who)s has open counselling on %(day)s at %(at)s. Choose another time, or close that one in "
            "the calendar first."
        ) % {**told, "at": at}
    return ""
