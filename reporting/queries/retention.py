"""The registers' word on what may go: nothing that one of them is still to be told. And what was found odd
in the log of somebody's readings, which goes with them.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from centre.retention.choices import Hindrance
from centre.retention.queries.parts import Entry, Part, Rows, Whose, told
from followup.models import FollowUp
from intake.choices import Area, Topic, Wish
from intake.models import Inquiry
from intake.queries.retention import OURS
from reporting.choices import RegisterName
from reporting.models import OddAnswer, OddReading, RegisterDelivery
from treatment.models import Course
from treatment.queries.retention import OF_COURSE

# As `reporting.queries.deliveries` reads them. Anonymous people are told of to nobody.
OF_AREA: Final = {
    Area.ALCOHOL: RegisterName.NAB,
    Area.DRUGS: RegisterName.SMDB,
    Area.SUBSTITUTION: RegisterName.SMDB,
}


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    for area, register in OF_AREA.items():
        courses = Course.objects.filter(area=area, begun_on__isnull=False, citizen__anonymous=False)
        yield from _untold(courses, "begun_on", register, OURS, whose)
        ended = courses.filter(ended_on__isnull=False)
        yield from _untold(ended, "ended_on", register, OURS, whose)
    drugs = (Area.DRUGS, Area.SUBSTITUTION)
    asked = Inquiry.objects.filter(
        wish=Wish.TREATMENT, topic__in=(Topic.DRUGS, Topic.BOTH), citizen__anonymous=False
    )
    yield from _untold(asked, "received_on", RegisterName.SMDB, ("pk", "citizen"), whose)
    calls = FollowUp.objects.exclude(outcome__in=("", "corrected"))
    calls = calls.filter(course__area__in=drugs, course__citizen__anonymous=False)
    yield from _untold(calls, "ended_on", RegisterName.SMDB, OF_COURSE, whose)


def _untold(
    rows: QuerySet[Any, Any], day: str, register: str, where: tuple[str, str], whose: Whose
) -> Iterator[Entry]:
    """Those whose day lies in no delivery to the register."""
    delivered = RegisterDelivery.objects.filter(
        register=register, first_on__lte=OuterRef(day), last_on__gte=OuterRef(day)
    )
    rows = rows.filter(~Exists(delivered))
    yield from told(rows, *where, day, whose=whose, hinders={Hindrance.UNDELIVERED: Q()})


def _of_matters(_matters: Collection[UUID]) -> Rows:
    return ()


def _of_identity(citizen: UUID) -> Rows:
    return (
        OddReading.objects.filter(citizen=citizen),
        OddAnswer.objects.filter(reading__citizen=citizen),
    )


PART = Part(
    removes=frozenset({OddReading, OddAnswer}),
    entries=_entries,
    of_matters=_of_matters,
    of_identity=_of_identity,
)
