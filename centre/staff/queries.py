"""Who works here, as lists for forms."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Expression, Func, Q, QuerySet, Value
from django.db.models.functions import Collate, Lower, Replace
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.rows import find
from centre.staff.choices import Role
from centre.staff.models import Absence, Closure, Unit, User

# Those who may answer for an inquiry.
RESPONSIBLE = (Role.CASEWORKER, Role.DOCTOR, Role.NURSE, Role.LEADER)
MOST = 200


def colleagues(unit_id: int | None, today: date) -> QuerySet[User]:
    """Those who may answer for an inquiry of a unit: its own people, and leaders of all units."""
    working = User.objects.filter(is_active=True, role__in=RESPONSIBLE).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    )
    if unit_id is not None:
        working = working.filter(Q(unit_id=unit_id) | Q(unit_id__isnull=True))
    return working.order_by(danish("first_name"), danish("last_name"), "id")[:MOST]


def everybody(today: date) -> QuerySet[User]:
    """All who work here, whatever they do."""
    working = User.objects.filter(is_active=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    )
    return working.order_by(danish("first_name"), danish("last_name"), "id")[:MOST]


def leaders_of(unit_ids: set[int], today: date) -> list[User]:
    """Who leads any of the units: their own leaders and those of all; without one, every leader."""
    found = User.objects.filter(role=Role.LEADER, is_active=True).order_by("id")
    leaders = [one for one in found if one.works_here_on(today)]
    return [one for one in leaders if one.unit_id is None or one.unit_id in unit_ids] or leaders


def danish(field: str) -> Expression:
    """A name as the Danish alphabet sorts it: … x y z æ ø å, large and small alike, aa as å.

    Written out, for the database that comes with the house knows no Danish order: the three letters
    become the three signs that follow z.
    """
    name = Replace(Lower(field), Value("aa"), Value("å"))
    letters = Func(name, Value("æäøöåüÆÄØÖÅÜ"), Value("{{||}y{{||}y"), function="translate")
    return Collate(letters, "C")


def counsellors(user: User, today: date) -> list[User]:
    """Those whose times and absences a person may arrange: the own unit's, a leader's all."""
    people = colleagues(user.unit_id, today)
    return [one for one in people if one.unit_id is not None]


# Asked at once: it is asked for each talk that is planned.
_AWAY_OR_CLOSED = """
SELECT
    EXISTS (SELECT FROM staff_absence WHERE user_id = %(who)s AND during @> %(day)s::date),
    EXISTS (
        SELECT FROM staff_closure
        WHERE (unit_id IS NULL OR unit_id = %(unit)s) AND "on" = %(day)s::date
    )
"""


def hindrance(person: User, day: date, *, unit_id: int) -> str:
    """Why somebody can meet nobody on a day, in a sentence; empty when nothing stands in the way."""
    told = {"who": person, "day": date_format(day, "l j. F")}
    if not person.works_here_on(day):
        return _("%(who)s no longer works here on %(day)s. Choose an earlier day.") % told
    [(away, closed)] = find(_AWAY_OR_CLOSED, who=person.pk, unit=unit_id, day=day)
    if away:
        return _("%(who)s is away on %(day)s. Choose another day.") % told
    if closed:
        return _("The centre is closed on %(day)s. Choose another day.") % told
    return ""


def units() -> QuerySet[Unit]:
    """All units by name."""
    return Unit.objects.order_by(danish("name"), "id")


def unit_by_key(key: str) -> Unit | None:
    """The unit with the key that a standard uses; None where it is not set up here."""
    return Unit.objects.filter(key=key).first()


def closures(today: date, *, unit_id: int | None) -> QuerySet[Closure]:
    """The closed days from today on that a person's unit feels."""
    coming = Closure.objects.filter(on__gte=today).select_related("unit", "recorded_by")
    if unit_id is not None:
        coming = coming.filter(Q(unit_id=unit_id) | Q(unit_id__isnull=True))
    return coming.order_by("on", "id")[:MOST]


def may_reopen(user: User, closure_id: int) -> bool:
    """Whether a closed day is the person's to open: the own unit's, or any for one of no unit.

    One that is gone already is nobody's: whoever asks is told that the day is open.
    """
    closure = Closure.objects.filter(pk=closure_id).first()
    return closure is None or user.unit_id is None or closure.unit_id == user.unit_id


def may_end_absence(user: User, absence_id: int) -> bool:
    """Whether an absence is the person's to take back: of the own unit, or any for one of no unit."""
    absence = Absence.objects.filter(pk=absence_id).select_related("user").first()
    return absence is None or user.unit_id is None or absence.user.unit_id == user.unit_id


@dataclass(frozen=True)
class Away:
    """Who is away, from the first to the last day, both included."""

    id: int
    user: User
    first_on: date
    last_on: date


def absences(today: date, *, unit_id: int | None) -> list[Away]:
    """Who is away today or later, soonest first."""
    away = Absence.objects.filter(during__endswith__gt=today).select_related("user")
    if unit_id is not None:
        away = away.filter(user__unit_id=unit_id)
    return [
        Away(one.pk, one.user, one.during.lower, one.during.upper - timedelta(days=1))
        for one in away.order_by("during", "id")[:MOST]
    ]
