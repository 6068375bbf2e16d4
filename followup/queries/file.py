"""What comes after treatment, for the file: the calls to make, what was tried, what they ended with."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.words import chip
from centre.file.choices import Kind
from centre.file.queries import Card, Entry, Part, Step, Whose
from centre.staff.models import User
from centre.staff.rules import Door
from followup.models import CallAttempt, FollowUp, SupportTalk
from intake.models.inquiry import InquiryQuerySet
from intake.queries.file import inquiries_of

MOST = 20


def part(user: User, whose: Whose, at: datetime) -> Part:
    """Nothing for who may not read what is said in treatment (ux E.2)."""
    if not user.may(Door.ASSESS):
        return Part()
    seen, mine = inquiries_of(user, whose, at), inquiries_of(user, whose)
    rows = FollowUp.objects.of(mine).open().select_related("course", "clock", "responsible")
    waiting = list(rows.order_by("stand_on", "id")[:MOST])
    return Part(
        steps=[_step(one, at) for one in waiting[:1]],
        cards=[_card(one, at) for one in waiting],
        entries=[*_ended(seen, whose), *_tried(seen, whose), *_talks(seen, whose)],
        responsible=[one.responsible for one in waiting if one.responsible],
    )


def _step(one: FollowUp, at: datetime) -> Step:
    return Step(
        _("Follow up: %(when)s") % {"when": one.get_month_display().lower()},
        reverse("followup:call", args=[one.pk]),
        one.clock.act_by_on,
        chip(one.clock, danish_day(at)),
        about=one.course.offer_name,
    )


def _card(one: FollowUp, at: datetime) -> Card:
    return Card(
        _("Follow-up: %(when)s") % {"when": one.get_month_display().lower()},
        reverse("followup:call", args=[one.pk]),
        [
            (_("After"), one.course.offer_name),
            (_("Responsible"), str(one.responsible) if one.responsible else _("Nobody")),
        ],
        chip(one.clock, danish_day(at)),
    )


def _ended(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = FollowUp.objects.of(seen).filter(ended_at__isnull=False).select_related("ended_by")
    for one in whose.latest(rows, Kind.TREATMENT, at="ended_at"):
        assert one.ended_at is not None
        asked = [one.get_result_display(), one.get_goal_kept_display()]
        told = "".join(f"{words}. " for words in asked if words)
        yield Entry(
            one.ended_at,
            str(one.ended_by) if one.ended_by else "",
            _("Follow-up %(when)s: %(outcome)s")
            % {
                "when": one.get_month_display().lower(),
                "outcome": one.get_outcome_display().lower(),
            },
            f"{told}{one.note}".strip(),
            reverse("followup:call", args=[one.pk]),
            id=one.pk,
            kind=Kind.TREATMENT,
        )


def _tried(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = CallAttempt.objects.filter(follow_up__course__inquiry__in=seen).select_related("by")
    for one in whose.latest(rows, Kind.TREATMENT):
        yield Entry(
            one.at,
            str(one.by),
            _("Follow-up tried %(day)s: %(result)s")
            % {
                "day": date_format(one.tried_on, "j. F Y"),
                "result": one.get_result_display().lower(),
            },
            one.note,
            reverse("followup:call", args=[one.follow_up_id]),
            id=one.pk,
            kind=Kind.TREATMENT,
        )


def _talks(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = SupportTalk.objects.filter(course__inquiry__in=seen).select_related("by")
    for one in whose.latest(rows, Kind.TALK):
        yield Entry(
            one.at,
            str(one.by),
            _("Talk %(number)d after the treatment, %(day)s")
            % {"number": one.number, "day": date_format(one.held_on, "j. F Y")},
            one.note,
            reverse("followup:talks", args=[one.course_id]),
            id=one.pk,
            kind=Kind.TALK,
        )
