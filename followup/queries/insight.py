"""What comes after treatment, as documents that can be given to the citizen."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from centre.citizens.models import Citizen
from centre.file.queries import Whose
from centre.post.letters.text import Block, Facts, Heading
from centre.post.words import day
from centre.rights.queries import Found, Insight, Told
from centre.staff.models import User
from followup.models import FollowUp, SupportTalk
from intake.models.inquiry import InquiryQuerySet
from intake.queries.file import inquiries_of
from intake.queries.insight import regime_of


def _found(user: User, citizen: Citizen, at: datetime) -> Found:
    seen = inquiries_of(user, Whose(citizen_id=citizen.pk), at)
    return Found([*_calls(seen), *_talks(seen)])


def _calls(seen: InquiryQuerySet) -> Iterator[Told]:
    rows = FollowUp.objects.of(seen).select_related("course")
    rows = rows.prefetch_related("attempts", "earlier").order_by("stand_on", "id")
    for one in rows:
        yield Told(
            FollowUp._meta.label,
            one.pk,
            _("Follow-up %(when)s") % {"when": str(one.get_month_display()).lower()},
            regime_of(one.course.area),
            tuple(_call(one)),
            one.ended_on or one.stand_on,
            free=True,
        )


def _call(one: FollowUp) -> Iterator[Block]:
    rows = [
        (_("Outcome"), str(one.get_outcome_display()) if one.outcome else _("Not made yet")),
        (_("Result"), str(one.get_result_display()) if one.result else ""),
        (_("Goal kept"), str(one.get_goal_kept_display()) if one.goal_kept else ""),
        (_("Note"), one.note),
    ]
    yield Facts(tuple(row for row in rows if row[1]))
    told = [
        (day(each.tried_on), f"{each.get_result_display()}\n{each.note}".strip())
        for each in one.attempts.all()
    ]
    told += [
        (day(each.ended_on), f"{each.get_outcome_display()}\n{each.note}".strip())
        for each in one.earlier.all()
    ]
    if told:
        yield Heading(_("Before that"))
        yield Facts(tuple(told))


def _talks(seen: InquiryQuerySet) -> Iterator[Told]:
    rows = SupportTalk.objects.filter(course__inquiry__in=seen.values("pk"))
    for one in rows.select_related("course").order_by("held_on", "id"):
        note = one.note or _("Nothing is written in it.")
        yield Told(
            SupportTalk._meta.label,
            one.pk,
            _("Talk %(number)d after the treatment") % {"number": one.number},
            regime_of(one.course.area),
            (Facts(((_("Note"), note),)),),
            one.held_on,
            free=bool(one.note),
        )


INSIGHT = Insight(_found)
