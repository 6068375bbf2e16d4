"""Whether a counsellor can be met at a time: talks are kept clear of open counselling and absences."""

from collections.abc import Collection
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.refusal import Refused
from centre.staff import queries as staff
from centre.staff.models import User
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


class TimeInTheWay(Refused):
    """A time of open counselling that must be closed before the hour can be promised."""

    def __init__(self, words: str, slot_id: int) -> None:
        super().__init__(words)
        self.slot_id = slot_id


def hindrance(counsellor: User, during: DateTimeTZRange, *, unit_id: int) -> Refused | None:
    """Why the counsellor cannot be met then; None when nothing stands in the way."""
    day = danish_day(during.lower)
    words = staff.hindrance(counsellor, day, unit_id=unit_id)
    if words:
        return Refused(words)
    slot = (
        Slot.objects.filter(PUBLISHED, counsellor=counsellor, during__overlap=during)
        .order_by("starts_at")
        .first()
    )
    if slot is None:
        return None
    told = {
        "who": counsellor,
        "day": date_format(day, "l j. F"),
        "at": time_format(localtime(slot.starts_at), "H.i"),
    }
    words = _(
        "%(who)s has open counselling on %(day)s at %(at)s. Choose another time, or have that one "
        "closed first."
    )
    return TimeInTheWay(words % told, slot.pk)
