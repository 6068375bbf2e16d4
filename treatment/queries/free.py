"""Whether a counsellor can be met at a time: talks are kept clear of open counselling and absences."""

from collections.abc import Collection
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.rows import find
from centre.staff.models import User
from treatment.models import Session


def talks(
    counsellor_ids: Collection[int], since: datetime, until: datetime
) -> list[tuple[int, datetime, datetime]]:
    """The planned talks of some counsellors that share a moment with a stretch of time: whose, and when."""
    rows = Session.objects.planned().filter(
        counsellor__in=counsellor_ids, during__overlap=DateTimeTZRange(since, until)
    )
    return [(one.counsellor_id, one.during.lower, one.during.upper) for one in rows]


# All that may stand in the way, asked at once for each talk that is planned.
_IN_THE_WAY = """
SELECT
    EXISTS (SELECT FROM staff_absence WHERE user_id = %(who)s AND during @> %(day)s::date),
    EXISTS (
        SELECT FROM staff_closure
        WHERE (unit_id IS NULL OR unit_id = %(unit)s) AND "on" = %(day)s::date
    ),
    (
        SELECT min(starts_at) FROM intake_slot
        WHERE closed_at IS NULL AND counsellor_id = %(who)s AND during && %(during)s::tstzrange
    )
"""


def hindrance(counsellor: User, during: DateTimeTZRange, *, unit_id: int) -> str:
    """Why the counsellor cannot be met then, in a sentence; empty when nothing stands in the way."""
    day = danish_day(during.lower)
    [(away, closed, open_at)] = find(
        _IN_THE_WAY, who=counsellor.pk, unit=unit_id, day=day, during=during
    )
    told = {"who": counsellor, "day": date_format(day, "l j. F")}
    if away:
        return _("%(who)s is away on %(day)s. Choose another day.") % told
    if closed:
        return _("The centre is closed on %(day)s. Choose another day.") % told
    if open_at is not None:
        at = time_format(localtime(open_at), "H.i")
        return _(
            "%(who)s has open counselling on %(day)s at %(at)s. Choose another time, or close that one in "
            "the calendar first."
        ) % {**told, "at": at}
    return ""
