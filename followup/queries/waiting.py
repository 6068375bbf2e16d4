"""The follow-ups that wait for a call: by the day they stand under, by keyset, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.clocks.queries import Tally, Tile
from centre.clocks.queries.desk import Place
from centre.records.models import kept_from
from centre.staff.models import User
from centre.staff.rules import Door
from followup.choices import Show
from followup.models import CallAttempt, FollowUp, FollowUpQuerySet
from treatment.models import Course

PAGE = 25
# What is due in so many days is on the list by itself; the rest is asked for.
SOON_DAYS = 30


@dataclass(frozen=True)
class Page:
    rows: list[FollowUp]
    older: Place | None = None


def scope(user: User, who: str) -> FollowUpQuerySet:
    """The calls that a person is to make, or all of those that the person may see."""
    rows = FollowUp.objects.to_call()
    if not user.may(Door.ASSESS):
        return rows.none()
    if who != "unit":
        rows = rows.filter(responsible=user)
    # By the course's own key: the calls are found first, and no course that is none of theirs is read.
    kept = Course.objects.filter(citizen__in=kept_from(user))
    rows = rows.exclude(course__in=kept.values("pk"))
    if user.leads_all_units:
        return rows
    return rows.filter(unit=user.unit) if user.unit_id is not None else rows.none()


def due(user: User, today: date, *, who: str, show: str) -> FollowUpQuerySet:
    """Those of the next month, or all."""
    rows = scope(user, who)
    if show == Show.ALL:
        return rows
    return rows.filter(stand_on__lte=today + timedelta(days=SOON_DAYS))


def page(user: User, today: date, *, who: str, show: str, after: Place | None = None) -> Page:
    """One page. It is chosen along an index before anybody's row is joined to it."""
    rows = due(user, today, who=who, show=show)
    if after is not None:
        same_day = rows.filter(stand_on=after.on, id__gt=after.id)
        rows = (rows.filter(stand_on__gt=after.on) | same_day).filter(stand_on__gte=after.on)
    chosen = rows.order_by("stand_on", "id").values("pk")[: PAGE + 1]
    found = list(_whole_rows().filter(pk__in=chosen))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Place(last.stand_on, last.pk) if last else None)


def _whole_rows() -> QuerySet[FollowUp]:
    tries = CallAttempt.objects.filter(follow_up=OuterRef("pk")).order_by()
    counted = tries.values("follow_up").annotate(count=Count("pk")).values("count")
    rows = FollowUp.objects.select_related(
        "course__inquiry__citizen", "discharge", "clock", "responsible"
    )
    # Sealed texts that no list shows: they would be opened for nothing.
    unread = ("note", "discharge__summary", "discharge__follow_up_detail", "course__inquiry__note")
    rows = rows.defer(*unread).annotate(tries=Coalesce(Subquery(counted), 0))
    return rows.order_by("stand_on", "id")


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """The desk's tile: calls to make in the next working week, or overdue; for who may make them."""
    if not user.may(Door.ASSESS):
        return Tally({}, lambda _counts: [])
    rows = scope(user, who).filter(stand_on__lte=today + timedelta(days=7))
    url = f"{reverse('followup:due')}?who={who}"

    def tiles(counts: Mapping[str, int]) -> list[Tile]:
        return [Tile(words=_("Follow-ups this week"), count=counts["follow_ups"], url=url)]

    return Tally({"follow_ups": rows}, tiles)
