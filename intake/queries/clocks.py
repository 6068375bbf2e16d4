"""Whom the deadlines of inquiries are about: initials and age group, never a name or number."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from centre.clocks.choices import Kind
from centre.clocks.models import Clock
from centre.clocks.queries import Subject
from intake.choices import InquiryStatus
from intake.models import Guarantee, Inquiry


def subjects(clocks: Sequence[Clock]) -> dict[UUID, Subject]:
    """The inquiry behind each deadline, in one query."""
    found = Guarantee.objects.filter(clock__in=[clock.pk for clock in clocks])
    return {
        one.clock_id: Subject(
            words=short(one.inquiry),
            url=reverse("intake:inquiry", args=[one.inquiry_id]),
            received_on=one.inquiry.received_on,
            next_step=next_step(one.inquiry, one.kind),
        )
        for one in found.select_related("inquiry__citizen")
    }


def short(inquiry: Inquiry) -> str:
    """What a list may show of a person: initials, or that they are anonymous, and the age group."""
    who = _("Anonymous") if inquiry.citizen is None else inquiry.citizen.initials
    return f"{who}, {inquiry.get_age_group_display().lower()}" if _age_known(inquiry) else who


def _age_known(inquiry: Inquiry) -> bool:
    return inquiry.age_group != "unknown"


def next_step(inquiry: Inquiry, kind: str = "") -> str:
    """What brings an inquiry on, in a few words."""
    if inquiry.status == InquiryStatus.NEW:
        return _("Meet at the booked time") if inquiry.channel == "web" else _("Call back")
    if kind == Kind.DOCTORS_TALK:
        return _("Doctor's talk")
    if kind == Kind.INPATIENT:
        return _("Decide on inpatient treatment")
    return _("First treatment contact")


def with_citizens(inquiry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What a list may show of the people behind some inquiries, in one query."""
    found = Inquiry.objects.filter(pk__in=inquiry_ids).select_related("citizen")
    return {one.pk: short(one) for one in found}
