"""What the treatment knows of a citizen, for the file: its courses, what waits, what has happened."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.queries import died_among
from centre.clocks.models import Clock
from centre.clocks.words import chip
from centre.file.choices import Kind
from centre.file.queries import Act, Card, Entry, Part, Step, Whose
from centre.staff.models import User
from centre.staff.rules import Door
from intake.models.inquiry import InquiryQuerySet
from intake.queries.file import inquiries_of, own_inquiries_of
from treatment.models import (
    Course,
    Discharge,
    Handover,
    PlanReview,
    Session,
    SessionNote,
    TreatmentPlan,
)
from treatment.queries.course import grants, without_course
from treatment.rules.cap import Cap
from treatment.rules.status import OPEN_STATUSES

MOST = 20


def answers_for(user: User, citizen: Any) -> QuerySet[Course]:
    """The courses of a citizen of an outer query that the person leads."""
    return Course.objects.filter(counsellor=user, citizen=citizen)


def part(user: User, whose: Whose, at: datetime) -> Part:
    """Nothing for who may not read what is said in treatment (ux E.2)."""
    if not user.may(Door.ASSESS):
        return Part()
    seen = inquiries_of(user, whose, at)
    mine = set(own_inquiries_of(user, whose, at))
    courses, waiting = courses_of(user, whose, at), _to_set_up(user, mine)
    if not courses:
        # All else that is told here belongs to one.
        return Part(steps=waiting)
    going_on = [one for one in courses if one.status in OPEN_STATUSES]
    acting = [one for one in going_on if one.inquiry_id in mine]
    standing = Standing.of(courses)
    return Part(
        steps=[
            *waiting,
            *(step for one in acting for step in _steps(one, standing, at)),
        ],
        cards=[_card(one, standing, at) for one in courses],
        entries=_entries(seen, whose),
        acts=[_act(one) for one in acting[:1]],
        responsible=[one.counsellor for one in going_on],
    )


def courses_of(user: User, whose: Whose, at: datetime) -> list[Any]:
    """The open ones first, then the latest, with the talks to come. Asked for once a page."""
    key = ("courses", user.pk, at)
    if key not in whose.found:
        whose.found[key] = _courses(inquiries_of(user, whose, at))
    found: list[Any] = whose.found[key]
    return found


def _courses(seen: InquiryQuerySet) -> list[Any]:
    rows = Course.objects.filter(inquiry__in=seen).select_related("counsellor", "decision", "unit")
    planned = Session.objects.planned().order_by("starts_at", "id")
    rows = rows.prefetch_related(Prefetch("sessions", planned, to_attr="to_come"))
    ended = F("ended_on").desc(nulls_first=True)
    return list(rows.order_by(ended, "-set_up_at", "id")[:MOST])


@dataclass(frozen=True)
class Standing:
    """What is told of all courses of a file, each by one statement."""

    reviews: Mapping[UUID, Clock]
    attended: Mapping[UUID, int]
    planned: Collection[UUID]
    died: Collection[UUID]

    @classmethod
    def of(cls, courses: list[Any]) -> "Standing":
        ids = [one.pk for one in courses]
        reviews = PlanReview.objects.filter(plan__course__in=ids, clock__stopped_on__isnull=True)
        held = Session.objects.attended().filter(course__in=ids, decision=F("course__decision"))
        plans = TreatmentPlan.objects.filter(course__in=ids, version=1)
        return cls(
            {one.plan.course_id: one.clock for one in reviews.select_related("clock", "plan")},
            dict(held.order_by().values_list("course").annotate(Count("pk"))),
            set(plans.values_list("course", flat=True)),
            died_among({one.citizen_id for one in courses}),
        )

    def cap(self, course: Any) -> Cap:
        granted, until = course.decision.sessions_granted, course.decision.granted_until
        return Cap(granted, until, self.attended.get(course.pk, 0), len(course.to_come))


def _to_set_up(user: User, mine: Collection[UUID]) -> list[Step]:
    """A decision grants treatment, and nobody answers for it yet."""
    rows = without_course(grants(user)).filter(inquiry__in=mine)
    return [
        Step(
            _("Set up the treatment that was granted"),
            reverse("treatment:set_up", args=[one.pk]),
            one.decided_on,
            about=one.offer_name,
        )
        for one in rows.order_by("decided_on", "id")[:MOST]
    ]


def _steps(course: Any, standing: Standing, at: datetime) -> list[Step]:
    today, page = danish_day(at), reverse("treatment:course", args=[course.pk])
    if course.citizen_id in standing.died:
        words = _("The citizen has died: end this treatment")
        return [Step(words, page, today, about=course.offer_name)]
    found = []
    for one in course.to_come:
        if one.starts_at <= at:
            url = reverse("treatment:session", args=[one.pk])
            found.append((_("Write down the talk of %(day)s") % _day(one.held_on), url, today))
    if course.pk not in standing.planned:
        url = reverse("treatment:plan", args=[course.pk])
        found.append((_("Make the treatment plan"), url, today))
    if not course.to_come:
        words = _("Agree on the first talk") if course.begun_on is None else _("Agree on a talk")
        found.append((words, page, today))
    if standing.cap(course).is_near:
        found.append((_("The talks are nearly used: a new visitation"), page, today))
    steps = [Step(words, url, day, about=course.offer_name) for words, url, day in found]
    review = standing.reviews.get(course.pk)
    if review is not None:
        words, url = _("Review the plan"), reverse("treatment:plan", args=[course.pk])
        steps.append(
            Step(words, url, review.act_by_on, chip(review, today), about=course.offer_name)
        )
    return steps


def _card(course: Any, standing: Standing, at: datetime) -> Card:
    cap, review = standing.cap(course), standing.reviews.get(course.pk)
    talks = str(cap.attended)
    if cap.granted is not None:
        talks = _("%(attended)d of %(granted)d") % {
            "attended": cap.attended,
            "granted": cap.granted,
        }
    facts: list[tuple[Any, str]] = [
        (_("Status"), course.get_status_display()),
        (_("Counsellor"), str(course.counsellor)),
        (_("Talks held"), talks),
    ]
    if course.begun_on:
        facts.append((_("Begun"), date_format(course.begun_on, "j. F Y")))
    if course.ended_on:
        facts.append((_("Ended"), date_format(course.ended_on, "j. F Y")))
    ahead = [one for one in course.to_come if one.starts_at > at]
    if ahead:
        moment = date_format(localtime(ahead[0].starts_at), "DATETIME_FORMAT")
        facts.append((_("Next talk"), moment))
    return Card(
        course.offer_name,
        reverse("treatment:course", args=[course.pk]),
        facts,
        chip(review, danish_day(at)) if review else None,
    )


def _act(course: Any) -> Act:
    return Act(_("Write down a talk"), reverse("treatment:unplanned", args=[course.pk]))


def _day(day: date) -> dict[str, str]:
    return {"day": date_format(day, "j. F Y")}


# --- What has happened ---------------------------------------------------------------------------


def _entries(seen: InquiryQuerySet, whose: Whose) -> list[Entry]:
    parts = (_begun, _plans, _talks, _notes, _discharges)
    return [entry for part in parts for entry in part(seen, whose)]


def _begun(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    courses = Course.objects.filter(inquiry__in=seen).select_related("set_up_by", "counsellor")
    for one in whose.latest(courses, Kind.TREATMENT, at="set_up_at"):
        yield Entry(
            one.set_up_at,
            str(one.set_up_by),
            _("Treatment set up: %(offer)s") % {"offer": one.offer_name},
            _("Counsellor: %(who)s") % {"who": one.counsellor},
            reverse("treatment:course", args=[one.pk]),
            id=one.pk,
            kind=Kind.TREATMENT,
        )
    moved = Handover.objects.filter(course__inquiry__in=seen)
    moved = moved.select_related("by", "to_whom", "from_whom")
    for two in whose.latest(moved, Kind.TREATMENT):
        yield Entry(
            two.at,
            str(two.by),
            _("%(from)s handed the treatment over to %(to)s")
            % {"from": two.from_whom, "to": two.to_whom},
            two.reason,
            reverse("treatment:course", args=[two.course_id]),
            id=two.pk,
            kind=Kind.TREATMENT,
        )


def _plans(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = TreatmentPlan.objects.filter(course__inquiry__in=seen).select_related("written_by")
    for one in whose.latest(rows, Kind.TREATMENT, at="written_at"):
        yield Entry(
            one.written_at,
            str(one.written_by),
            _("Treatment plan, version %(number)d") % {"number": one.version},
            one.get_why_display(),
            reverse("treatment:versions", args=[one.course_id]),
            id=one.pk,
            kind=Kind.TREATMENT,
        )


def _talks(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = Session.objects.of(seen).filter(settled_at__isnull=False).select_related("settled_by")
    for one in whose.latest(rows, Kind.TALK, at="settled_at"):
        assert one.settled_at is not None
        moment = date_format(localtime(one.starts_at), "SHORT_DATETIME_FORMAT")
        yield Entry(
            one.settled_at,
            str(one.settled_by),
            _("Talk %(moment)s: %(status)s")
            % {"moment": moment, "status": one.get_attendance_display().lower()},
            one.get_channel_display(),
            reverse("treatment:session", args=[one.pk]),
            id=one.pk,
            kind=Kind.TALK,
        )


def _notes(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = SessionNote.objects.filter(session__course__inquiry__in=seen)
    for one in whose.latest(
        rows.select_related("written_by", "session"), Kind.TALK, at="written_at"
    ):
        told = (
            _("Note corrected: talk of %(day)s") if one.corrects_id else _("Note: talk of %(day)s")
        )
        yield Entry(
            one.written_at,
            str(one.written_by),
            told % _day(one.session.held_on),
            one.text,
            reverse("treatment:session", args=[one.session_id]),
            id=one.pk,
            kind=Kind.TALK,
        )


def _discharges(seen: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    """The end of a course, and what set it right: each is a line of its own."""
    rows = Discharge.objects.filter(course__inquiry__in=seen).select_related("by")
    for one in whose.latest(rows, Kind.TREATMENT):
        told = (
            _("Discharge set right: %(reason)s") if one.corrects_id else _("Discharged: %(reason)s")
        )
        if one.taken_back:
            told = _("Discharge taken back: %(reason)s")
        yield Entry(
            one.at,
            str(one.by),
            told % {"reason": one.get_reason_display().lower()},
            f"{date_format(one.discharged_on, 'j. F Y')}. {one.summary}".strip(),
            reverse("treatment:discharge", args=[one.course_id]),
            id=one.pk,
            kind=Kind.TREATMENT,
        )
