"""Holds of a citizen, and protocols with their lines, as lists."""

from uuid import UUID

from django.db.models import QuerySet

from centre.retention.models import Hold

MOST = 50


def holds_of(citizen_id: UUID) -> QuerySet[Hold]:
    """The newest first, those that were lifted too."""
    rows = Hold.objects.filter(citizen=citizen_id).select_related("placed_by", "lifted_by")
    return rows.order_by("-placed_at", "id")[:MOST]


def hold_of(citizen_id: UUID, hold_id: UUID) -> Hold | None:
    """One of this citizen's."""
    return Hold.objects.filter(citizen=citizen_id, pk=hold_id).first()
