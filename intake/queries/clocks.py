"""Whom the deadlines of inquiries are about: initials and age group, never a name or number."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.choices import AgeGroup
from centre.clocks.models import Clock
from centre.clocks.queries import Subject
from intake.models import Guarantee, Inquiry
from intake.queries.steps import step_words, with_steps


def subjects(clocks: Sequence[Clock]) -> dict[UUID, Subject]:
    """The inquiry behind each deadline, in one query: one person has one next step on all rows."""
    ids = [clock.pk for clock in clocks]
    found = with_steps(
        Guarantee.objects.filter(clock__in=ids), inquiry="inquiry", citizen="inquiry__citizen"
    ).select_related("inquiry__citizen")
    return {
        one.clock_id: Subject(
            words=short(one.inquiry),
            url=reverse("intake:inquiry", args=[one.inquiry_id]),
            received_on=one.inquiry.received_on,
            next_step=partial(step_words, one, inquiry=one.inquiry),
        )
        for one in found
    }


def short(inquiry: Inquiry) -> str:
    """What a list may show of a person: initials, or that they are anonymous, and the age group."""
    who = _("Anonymous") if inquiry.citizen is None else inquiry.citizen.initials
    return f"{who}, {_age(inquiry)}" if inquiry.age_group != AgeGroup.UNKNOWN else who


def _age(inquiry: Inquiry) -> str:
    """The age group as short as a row needs it."""
    if inquiry.age_group == AgeGroup.FROM_30:
        return _("30+")
    return inquiry.get_age_group_display().lower()


def with_citizens(inquiry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What a list may show of the people behind some inquiries, in one query."""
    found = Inquiry.objects.filter(pk__in=inquiry_ids).select_related("citizen")
    return {one.pk: short(one) for one in found}
