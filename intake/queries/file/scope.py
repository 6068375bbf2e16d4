"""Whose file a person may open, and which inquiries it holds for them. Every app narrows by it."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, UUIDField, Value, When

from centre.citizens.models import Citizen
from centre.file.queries import Whose
from centre.records.models import LookUp
from centre.staff.models import User
from centre.staff.rules import Door
from intake.models import Inquiry
from intake.models.inquiry import InquiryQuerySet


def citizens(user: User, at: datetime) -> QuerySet[Citizen]:
    """Those with an inquiry that the person may open at a moment.

    `look_up_id` names the look-up with a reason where it opens anything that the person's own work
    does not: then the file is read, and nothing is done in it.
    """
    theirs = Inquiry.objects.filter(citizen=OuterRef("pk"))
    opened = LookUp.objects.running(user, at).filter(citizen=OuterRef("pk"))
    by_reason = Case(
        When(Exists(theirs.beyond(user)), then=Subquery(opened.values("pk")[:1])),
        default=None,
        output_field=UUIDField(),
    )
    seen = Exists(theirs.for_user(user, at))
    return Citizen.objects.filter(seen).annotate(look_up_id=by_reason)


def cases(user: User, at: datetime | None = None) -> InquiryQuerySet:
    """What makes a citizen somebody's business: each with its citizen, its unit, and at a moment the
    look-up that alone opens it.
    """
    found = Inquiry.objects.for_user(user, at).filter(citizen__isnull=False)
    if at is None or user.leads_all_units or not user.may(Door.WORK_CASES):
        return found.annotate(look_up_id=Value(None, output_field=UUIDField()))
    return found


def inquiries_of(user: User, whose: Whose, at: datetime) -> InquiryQuerySet:
    """The inquiries of a file that the person may see at a moment."""
    return Inquiry.objects.filter(pk__in=[one.pk for one in _asked(user, whose, at)])


def own_inquiries_of(user: User, whose: Whose, at: datetime) -> list[Any]:
    """Those of them that the person may act on, the latest first: a look-up lets in to look."""
    rows = _asked(user, whose, at)
    return [one.pk for one in rows if getattr(one, "look_up_id", None) is None]


def _asked(user: User, whose: Whose, at: datetime) -> list[Inquiry]:
    """Asked for once a page: each part of it narrows by them, and the scope is a long question."""
    key = ("inquiries", user.pk, at)
    if key not in whose.found:
        rows = Inquiry.objects.for_user(user, at)
        if whose.inquiry_id is not None:
            rows = rows.filter(pk=whose.inquiry_id)
        else:
            rows = rows.filter(citizen=whose.citizen_id)
        whose.found[key] = list(rows.order_by("-received_at", "id").only("pk"))
    found: list[Inquiry] = whose.found[key]
    return found


def answers_for(user: User, citizen: Any) -> InquiryQuerySet:
    """The inquiries of a citizen of an outer query for which the person answers, or has answered."""
    return Inquiry.objects.filter(responsible=user, citizen=citizen)
