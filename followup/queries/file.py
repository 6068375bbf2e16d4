"""What comes after treatment, for the file: the calls to make, what was tried, what they ended with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.words import chip
from centre.file.choices import Kind
from centre.file.queries import Card, Entry, Part, Step, Whose
from centre.staff.models import User
from centre.staff.rules import Door
from followup.models import CallAttempt, EarlierEnd, FollowUp, SupportTalk
from intake.models.inquiry import InquiryQuerySet
from intake.queries.file import inquiries_of, own_inquiries_of
from treatment.queries.file import courses_of

MOST = 20


def answers_for(user: User, citizen: Any) -> QuerySet[FollowUp]:
    """The calls to a citizen of an outer query that the person is to make."""
    return FollowUp.objects.to_call().filter(responsible=user, course__citizen=citizen)


def part(user: User, whose: Whose, at: datetime) -> Part:
    """Nothing for who may not read what is said in treatment (ux E.2); all of it comes after a course."""
    if not user.may(Door.ASSESS) or not courses_of(user, whose, at):
        return Part()
    seen = inquiries_of(user, whose, at)
    mine = seen.filter(pk__in=own_inquiries_of(user, whose, at))
    rows = FollowUp.objects.of(mine).to_call().select_related("course", "clock", "responsible")
    waiting = list(rows.order_by("stand_on", "id")[:MOST])
    return Part(
        steps=[_step(one, at) for one in waiting[:1]],
        cards=[_card(one, at) for one in waiting],
        entries=[
            entry for part in (_ended, _set_right, _tried, _talks) for entry in part(seen, whose)
        ],
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
    """What each ended with, and what it had ended with before that was set right: a line each."""
    rows = FollowUp.objects.of(seen).filter(ended_at__isnull=False).select_related("ended_by")
    for one in whose.latest(rows, Kind.TREATMENT, at="ended_at"):
        yield _end(one, one, _("Follow-up %(when)s: %(outcome)s"))
    before = EarlierEnd.objects.filter(follow_up__course__inquiry__in=seen)
    for was in whose.latest(
        before.select_related("ended_by", "follow_up"), Kind.TREATMENT, at="ended_at"
    ):
        told = _("Follow-up %(when)s: %(outcome)s (set right since)")
        yield _end(was, was.follow_up, told)


def _end(said: FollowUp | EarlierEnd, one: FollowUp, words: str) -> Entry:
    assert said.ended_at is not None
    asked = [said.get_result_display(), said.get_goal_kept_display()]
    told = "".join(f"{answer}. " for answer in asked if answer)
    return Entry(
        said.ended_at,
        str(said.ended_by) if said.ended_by else "",
        words
        % {
            "when": one.get_month_display().lower(),
            "outcome": said.get_outcome_display().lower(),
        },
        f"{told}{said.note}".strip(),
        reverse("followup:call", args=[one.pk]),
        id=said.pk,
        kind=Kind.TREATMENT,
    )


def _set_right(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    """Follow-ups that were taken back; one that ended otherwise has the line of its new end."""
    rows = EarlierEnd.objects.filter(follow_up__course__inquiry__in=seen, taken_back=True)
    for one in whose.latest(rows.select_related("by", "follow_up"), Kind.TREATMENT):
        yield Entry(
            one.at,
            str(one.by) if one.by else "",
            _("Follow-up %(when)s taken back: it waits for its call again")
            % {"when": one.follow_up.get_month_display().lower()},
            url=reverse("followup:call", args=[one.follow_up_id]),
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
