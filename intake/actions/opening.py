"""What follows when a file is opened with a reason: the leaders are told at once, and review it soon."""

from datetime import datetime

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.records.actions import give_reason
from centre.records.models import LookUp
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.queries import leaders_of
from centre.standard.queries import in_force
from intake.models import Inquiry, LookUpReview
from intake.queries.search import told_key
from intake.rules import look_up as rules


def leaders_for(beyond: list[Inquiry], by: User, at: datetime) -> list[User]:
    """Who is told of it and can review it. Raises Refused where that is nobody but who asks."""
    units = {one.unit_id for one in beyond}
    leaders = [one for one in leaders_of(units, danish_day(at)) if one != by]
    if not leaders:
        raise Refused(_("Nobody leads here who could be told of it, so it cannot be opened."))
    return leaders


def open_with(
    beyond: list[Inquiry], *, reason: str, text: str, by: User, at: datetime, soon: bool = False
) -> tuple[LookUp, bool]:
    """Open the citizen of these inquiries, newest first, in the caller's transaction.

    `soon`: it opened at once what else waits for a second person, and is reviewed the sooner.
    """
    leaders = leaders_for(beyond, by, at)
    citizen_id = beyond[0].citizen_id
    if citizen_id is None:
        raise ValueError("nobody's file")
    made, new = give_reason(citizen_id=citizen_id, reason=reason, text=text, by=by, at=at)
    if new:
        _tell(leaders, made, at)
        _await_review(made, beyond[0], leaders, at, soon=soon)
    return made, new


def _await_review(
    made: LookUp, inquiry: Inquiry, leaders: list[User], at: datetime, *, soon: bool
) -> None:
    """Start the leader's deadline, in the unit that the citizen turned to last, or where the leader is."""
    today = danish_day(at)
    near = [one for one in leaders if one.unit_id in (inquiry.unit_id, None)]
    leader = min(near or leaders, key=lambda one: (one.unit_id is None, one.pk))
    (clock,) = ledger.start(
        plans=[rules.review(today, soon=soon)],
        standard=in_force(today),
        # Who is of no unit is near to all of them.
        unit=inquiry.unit if near or leader.unit is None else leader.unit,
        citizen=made.citizen,
        responsible=leader,
        by=made.by,
        at=at,
    )
    LookUpReview.objects.create(look_up=made, clock=clock)


def _tell(leaders: list[User], made: LookUp, at: datetime) -> None:
    """At once, at night too: those who lead the units concerned, in words that name nobody."""
    post(
        Envelope(
            text=Text.LOOK_UP, once_key=told_key(made.pk, leader.pk), due_at=at, to_user=leader
        )
        for leader in leaders
    )
