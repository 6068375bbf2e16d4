"""Which discharges lack a follow-up, and which follow-ups are right no more: as sets, for the pull."""

from functools import lru_cache
from itertools import product

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from centre.citizens.queries import deaths
from centre.standard.models import QualityStandard
from centre.statement import Statement
from followup.choices import Month, Outcome
from followup.models import OPEN, FollowUp
from followup.models import FollowUpQuerySet as FollowUps
from intake.choices import Area
from treatment.choices import DischargeReason, FollowUpRoute
from treatment.models import Course, Discharge
from treatment.models.discharge import DischargeQuerySet
from treatment.rules.discharge import follow_ups


def lacking() -> DischargeQuerySet:
    """The discharges in force that promise a follow-up which does not stand on the list.

    What was done after the day of the discharge counts, though the discharge was set right since.
    Nobody is called who is dead by now, or in this kind of treatment again.
    """
    return _lacking(_standards()).all()


def _standards() -> tuple[int, ...]:
    return tuple(QualityStandard.objects.order_by("pk").values_list("pk", flat=True))


@lru_cache(maxsize=8)
def _lacking(standards: tuple[int, ...]) -> DischargeQuerySet:
    """Put together once for the standards there are, not each time that is pulled; asked anew each time."""
    rows = Discharge.objects.current().alias(
        **{_has(month): Exists(_there(month)) for month in Month.values}
    )
    rows = rows.filter(~Exists(deaths("course__citizen")), ~Exists(_again("discharged_on")))
    return rows.filter(_promised(standards))


def _has(month: int) -> str:
    return f"has_{month}"


def _there(month: int) -> FollowUps:
    done = Q(ended_on__gte=OuterRef("discharged_on")) & ~Q(outcome=Outcome.CORRECTED)
    rows = FollowUp.objects.filter(course=OuterRef("course"), month=month)
    return rows.filter(Q(discharge=OuterRef("pk")) | done)


def stale() -> FollowUps:
    """The open follow-ups whose discharge holds no more, or whose citizen has died or come back.

    And those that the house closed for a death that was set right since.
    """
    held = Discharge.objects.current().filter(pk=OuterRef("discharge"))
    woken = Q(outcome=Outcome.DEAD, ended_by__isnull=True)
    rows = FollowUp.objects.filter(OPEN | woken).annotate(
        held=Exists(held),
        dead=Exists(deaths("course__citizen")),
        again=Exists(_again("discharge__discharged_on")),
    )
    needless = Q(held=False) | Q(dead=True) | Q(again=True)
    return rows.filter((OPEN & needless) | (woken & Q(dead=False)))


def _again(discharged_on: str) -> QuerySet[Course]:
    """The courses of this kind that the citizen has begun since the discharge (domain C12)."""
    area = OuterRef("course__area")
    whose = Q(citizen=OuterRef("course__citizen")) | Q(
        citizen__isnull=True, inquiry=OuterRef("course__inquiry")
    )
    rows = Course.objects.filter(whose, area=area, begun_on__gte=OuterRef(discharged_on))
    return rows.exclude(pk=OuterRef("course"))


def _promised(standards: tuple[int, ...]) -> Q:
    """What the standards under which courses were set up promise, as one condition."""
    found = Q(pk__in=[])
    for standard in standards:
        for area, reason, named, reached, months in promises(standard):
            lacks = Q()
            for month in months:
                lacks |= Q(**{_has(month): False})
            found |= lacks & Q(
                ~Q(follow_up_route=FollowUpRoute.NONE) if reached else Q(follow_up_route="none"),
                course__standard=standard,
                course__area=area,
                course__citizen__isnull=not named,
                reason__in=reason,
            )
    return found


Promise = tuple[str, tuple[str, ...], bool, bool, tuple[int, ...]]


@lru_cache(maxsize=32)
def promises(standard_id: int) -> tuple[Promise, ...]:
    """Area, reasons, with a name or without, with a way to be reached or without, and the months.

    A standard never changes once it is loaded, so it is read once.
    """
    content = QualityStandard.objects.get(pk=standard_id).content
    found: dict[tuple[str, bool, bool, tuple[int, ...]], list[str]] = {}
    for area, reason, named, reached in product(
        Area.values, DischargeReason.values, (True, False), (True, False)
    ):
        route = FollowUpRoute.PHONE if reached else FollowUpRoute.NONE
        rows = follow_ups(content, area, reason, named=named, route=route)
        if rows:
            months = tuple(one.months for one in rows)
            found.setdefault((area, named, reached, months), []).append(reason)
    return tuple(
        (area, tuple(reasons), named, reached, months)
        for (area, named, reached, months), reasons in found.items()
    )


def courses_to_see_to() -> QuerySet[Course]:
    """The courses with something to pull or to set right, each once."""
    return Course.objects.filter(pk__in=_to_see_to(_standards()))


@lru_cache(maxsize=8)
def _to_see_to(standards: tuple[int, ...]) -> RawSQL:
    """The same question each morning, nearly always answered by nothing: it is written out once."""
    with_lack = Q(pk__in=_lacking(standards).values("course"))
    with_stale = Q(pk__in=stale().values("course"))
    question = Statement.of(Course.objects.filter(with_lack | with_stale).values("pk"))
    return RawSQL(question.sql, question.values)  # noqa: S611 - Django's own words  # nosec B611
