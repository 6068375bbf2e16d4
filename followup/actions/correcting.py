"""What a follow-up ended with is set right: by other words, or it was closed by mistake and waits again.

As a discharge is: what was written stays readable, and what holds is written anew.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from centre.citizens.choices import ToldIn
from centre.refusal import Refused
from centre.staff.models import User
from followup.actions.closing import close, closed_once, locked_call
from followup.actions.ending import wait_again
from followup.models import EarlierEnd, FollowUp
from followup.rules.call import CallContent
from intake.actions.death import taken_back_with
from treatment.actions.once import once


def correct_outcome(
    *,
    follow_up_id: UUID,
    seen: int,
    content: CallContent,
    form_key: UUID,
    by: User,
    at: datetime,
) -> FollowUp:
    """Let a follow-up have ended with something else; its clock, and the others it ended, follow.

    `seen` is how often it had been set right when the user saw it. Whoever wanted help asked on the day
    of the call, not today. Raises Refused when somebody was quicker, for what the house found out by
    itself, and for what cannot be.
    """

    def act() -> FollowUp:
        one = _closed(follow_up_id, seen)
        asked_at, along = _said_at(one, content), one.outcome != content.outcome
        _wake(one, by=by, at=at, taken_back=False, along=along)
        close(one, content, form_key, by=by, at=at, asked_at=asked_at)
        return one

    return closed_once(act, follow_up_id, content, form_key)


def take_back(*, follow_up_id: UUID, seen: int, form_key: UUID, by: User, at: datetime) -> FollowUp:
    """It was closed by mistake: it waits for its call again, by the deadline it always had.

    The same form twice is one. Raises Refused as `correct_outcome` does.
    """

    def act() -> FollowUp:
        one = _closed(follow_up_id, seen)
        _wake(one, by=by, at=at, taken_back=True, along=True)
        one.form_key = form_key
        one.save(update_fields=["form_key"])
        return one

    return once(
        FollowUp.objects.all(),
        form_key,
        act,
        same=lambda one: (one.pk, one.outcome) == (follow_up_id, ""),
    )


def _closed(follow_up_id: UUID, seen: int) -> FollowUp:
    one = locked_call(follow_up_id, whole_person=True)
    if not one.outcome or one.earlier.count() != seen:
        raise Refused(_("Somebody else has set this right meanwhile."))
    if one.ended_by_id is None:
        raise Refused(_("What this follow-up ended with cannot be set right here."))
    return one


def _wake(one: FollowUp, *, by: User, at: datetime, taken_back: bool, along: bool) -> None:
    """Set its end aside, and those of the others that ended along with it."""
    reason = _("Closed by mistake: it runs again from its first day.")
    wait_again(one, by=by, at=at, reason=reason, taken_back=taken_back)
    if along:
        taken_back_with(ToldIn.FOLLOW_UP, [one.pk], by=by, at=at)
        rows = FollowUp.objects.filter(along_with=one).select_related("course", "clock")
        for other in rows.order_by("pk").select_for_update(of=("self",)):
            wait_again(other, by=by, at=at, reason=reason, taken_back=True)


def _said_at(one: FollowUp, content: CallContent) -> datetime | None:
    """When the call was written down first: what was said in it was said then."""
    ends: list[FollowUp | EarlierEnd] = [one, *one.earlier.all()]
    return min(
        (each.ended_at for each in ends if each.ended_at and each.ended_on == content.held_on),
        default=None,
    )
