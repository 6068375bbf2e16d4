"""Giving a way to look at the inbox a name, changing and removing it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.guard import broken
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import Unit, User
from intake.models import SavedFilter
from intake.queries.filters import may_remove

MOST = 30


def save_filter(
    *, name: str, query: str, shared_with: Unit | None, by: User, at: datetime
) -> SavedFilter:
    """Keep a filter under a name; the same once more is the one that is there.

    Raises Refused when the name is taken, or when the person has as many as a list can show.
    """
    own = SavedFilter.objects.filter(saved_by=by)
    same = own.filter(name=name, query=query, shared_with=shared_with)
    try:
        with transaction.atomic():
            if own.count() >= MOST and not same.exists():
                raise Refused(_("You have %(count)d filters. Remove one first.") % {"count": MOST})
            made = SavedFilter.objects.create(
                saved_by=by, name=name, query=query, shared_with=shared_with, saved_at=at
            )
            note(
                action="filter.save",
                row=made,
                by=by,
                at=at,
                query=query,
                shared_with=made.shared_with_id,
            )
            return made
    except IntegrityError as error:
        again = same.first()
        if again is None:
            raise Refused(_sentence(error)) from error
        return again


def change_filter(
    *, filter_id: UUID, name: str, shared_with: Unit | None, by: User, at: datetime
) -> SavedFilter:
    """Call an own filter something else, share it, or keep it to oneself again."""
    try:
        with transaction.atomic():
            found = _locked(filter_id)
            if found.saved_by_id != by.pk:
                raise Refused(_("Only its owner can change a filter."))
            found.name, found.shared_with = name, shared_with
            found.save(update_fields=["name", "shared_with"])
            note(action="filter.change", row=found, by=by, at=at, shared_with=found.shared_with_id)
            return found
    except IntegrityError as error:
        raise Refused(_sentence(error)) from error


@transaction.atomic
def remove_filter(*, filter_id: UUID, by: User, at: datetime) -> None:
    """Remove an own filter, or as a leader one that the unit shares."""
    found = _locked(filter_id)
    if not may_remove(by, found):
        raise Refused(_("Only its owner or the leader can remove a filter."))
    note(
        action="filter.remove",
        row=found,
        by=by,
        at=at,
        owner=found.saved_by_id,
        shared_with=found.shared_with_id,
    )
    found.delete()


def _locked(filter_id: UUID) -> SavedFilter:
    found = SavedFilter.objects.select_for_update().filter(pk=filter_id).first()
    if found is None:
        raise Refused(_("The filter is not here any more."))
    return found


def _sentence(error: IntegrityError) -> str:
    """The sentence of the rule that the database kept."""
    for one in SavedFilter._meta.constraints:
        if one.name == broken(error):
            return str(one.violation_error_message)
    raise error
