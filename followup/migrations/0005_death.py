from typing import Any, ClassVar

from django.db import migrations
from django.db.models import F


def told_before(apps: Any, _editor: Any) -> None:
    """What this floor and those below it know of deaths: told where it was told, by whom, and when.

    What the house closed by itself follows from another, and so does what ended along with another.
    """
    told = []
    made = apps.get_model("citizens", "Death")
    for citizen, told_in, row, at, by in (*_discharged(apps), *_called(apps), *_released(apps)):
        told.append(
            made(citizen_id=citizen, told_in=told_in, told_of=row, told_at=at, told_by_id=by)
        )
    made.objects.bulk_create(told)


def _discharged(apps: Any) -> Any:
    rows = apps.get_model("treatment", "Discharge").objects
    held = rows.filter(reason="dead", taken_back=False, course__citizen__isnull=False)
    held = held.exclude(pk__in=rows.filter(corrects__isnull=False).values("corrects"))
    for one in held.select_related("course"):
        yield one.course.citizen_id, "discharge", one.course_id, one.at, one.by_id


def _called(apps: Any) -> Any:
    rows = apps.get_model("followup", "FollowUp").objects
    told = rows.filter(outcome="dead", ended_by__isnull=False, along_with__isnull=True)
    for one in told.filter(course__citizen__isnull=False).select_related("course"):
        yield one.course.citizen_id, "follow_up", one.pk, one.ended_at, one.ended_by_id


def _released(apps: Any) -> Any:
    """By the last line of each clock that is released; its reason is sealed, so each is opened here."""
    lines = apps.get_model("clocks", "ClockEvent").objects.filter(
        type="release", clock__ended_as="release"
    )
    named = lines.filter(clock__guarantee__inquiry__citizen__isnull=False, by__isnull=False)
    told = named.annotate(
        guarantee_id=F("clock__guarantee"), citizen_id=F("clock__guarantee__inquiry__citizen")
    )
    for one in told.order_by("clock", "-number").distinct("clock"):
        if one.reason == "dead":
            yield one.citizen_id, "guarantee", one.guarantee_id, one.at, one.by_id


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("followup", "0004_set_right"),
        ("treatment", "0003_citizen_in_one_place"),
        ("intake", "0011_death"),
        ("clocks", "0004_open_of_a_citizen"),
        ("citizens", "0004_death"),
    ]
    operations: ClassVar = [migrations.RunPython(told_before, migrations.RunPython.noop)]
