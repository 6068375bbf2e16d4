"""Whom the deadlines of inquiries are about: initials and age group, never a name or number."""

from collections.abc import Sequence
from functools import partial
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.choices import AgeGroup
from centre.citizens.queries import unlisted
from centre.clocks.models import Clock, ClockQuerySet
from centre.clocks.queries import Subject, Subjects
from intake.choices import About
from intake.models import Inquiry, LookUpReview
from intake.queries.steps import step_words, with_steps


def _read_with(clocks: ClockQuerySet) -> ClockQuerySet:
    """The inquiry behind each deadline, and all that its next step is read from."""
    inquiry = "guarantee__inquiry"
    found = with_steps(clocks, inquiry=inquiry, citizen=f"{inquiry}__citizen")
    found = found.select_related(f"{inquiry}__citizen", "look_up_review__look_up__citizen")
    who = (f"{inquiry}__citizen", "look_up_review__look_up__citizen")
    unread = (f"{inquiry}__note", "look_up_review__look_up__text")
    return cast("ClockQuerySet", found.defer(*unread, *(n for one in who for n in unlisted(one))))


def _subject(clock: Clock) -> Subject | None:
    """One person has one next step on all their deadlines."""
    review = getattr(clock, "look_up_review", None)
    if review is not None:
        return _of_a_look_up(review)
    guarantee = getattr(clock, "guarantee", None)
    if guarantee is None:
        return None
    inquiry = guarantee.inquiry
    return Subject(
        words=short(inquiry),
        url=reverse("intake:inquiry", args=[inquiry.pk]),
        received_on=inquiry.received_on,
        next_step=partial(step_words, clock, inquiry=inquiry),
    )


def _of_a_look_up(review: LookUpReview) -> Subject:
    return Subject(
        words=_("%(who)s, look-up") % {"who": review.look_up.citizen.initials},
        url=reverse("intake:look_up_review", args=[review.look_up_id]),
        next_step=lambda _today: _("Review the look-up"),
    )


SUBJECTS = Subjects(_read_with, _subject)


def short(inquiry: Inquiry) -> str:
    """What a list may show of a person: initials, or that they are anonymous, and the age group.

    Who asks for somebody else was asked how old that person is: the age is not the caller's.
    """
    who = _("Anonymous") if inquiry.citizen is None else inquiry.citizen.initials
    if inquiry.age_group == AgeGroup.UNKNOWN:
        return who
    age = _age(inquiry)
    if inquiry.about in (About.RELATIVE, About.PROFESSIONAL):
        return _("%(who)s, about somebody else: %(age)s") % {"who": who, "age": age}
    return f"{who}, {age}"


def who(inquiry: Inquiry) -> str:
    """The heading of a page about one person: the name, or that there is none."""
    if inquiry.citizen is None:
        return _("Anonymous")
    return inquiry.citizen.name or _("Without a name")


def _age(inquiry: Inquiry) -> str:
    """The age group as short as a row needs it."""
    if inquiry.age_group == AgeGroup.FROM_30:
        return _("30+")
    return str(AgeGroup(inquiry.age_group).label).lower()


def with_citizens(inquiry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What a list may show of the people behind some inquiries, in one query."""
    found = Inquiry.objects.filter(pk__in=inquiry_ids).select_related("citizen")
    return {one.pk: short(one) for one in found}
