"""The further talks of a course that has ended: how many are given, and how many were held."""

from followup.models import SupportTalk
from followup.rules.call import Talks
from treatment.models import Course, Discharge
from treatment.rules.discharge import follow_up_rule


def discharge_of(course: Course) -> Discharge | None:
    """The discharge in force of a course."""
    return Discharge.objects.current().filter(course=course).last()


def talks_given(course: Course) -> Talks | None:
    """By the standard of the course, which has ended; None where it promises none."""
    rule = follow_up_rule(course.standard.content, course.area)
    if rule is None or not (rule.extra_talks or rule.supporting_talks):
        return None
    limit = rule.extra_talks
    held = list(SupportTalk.objects.filter(course=course).values_list("held_on", flat=True))
    return Talks(
        most=limit.max_talks if limit else None,
        months=limit.within_months if limit else None,
        held=held,
    )


def held(course: Course) -> list[SupportTalk]:
    """Those that were held, in order."""
    return list(SupportTalk.objects.filter(course=course).select_related("by"))
