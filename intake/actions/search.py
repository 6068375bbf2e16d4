"""Opening the file of somebody in another unit, with a reason that the unit's leader reads and reviews."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.records.actions import give_reason, note
from centre.records.models import LookUp
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.queries import leaders_of
from centre.standard.queries import in_force
from intake.choices import Verdict
from intake.models import Inquiry, LookUpReview
from intake.queries.search import leads_alone, look_ups_of, told_key
from intake.rules import look_up as rules


@transaction.atomic
def look_up(*, citizen_id: UUID, reason: str, text: str, by: User, at: datetime) -> Inquiry:
    """Open a citizen of another unit for an hour; the leaders there are told at once, and review it soon.

    Returns the citizen's newest inquiry. Raises Refused where no reason opens anything: for an
    anonymous person, within the own unit, for a role that sees no cases, or where no leader but the
    one who asks could be told of it.
    """
    beyond = list(
        Inquiry.objects.all()
        .beyond(by)
        .filter(citizen=citizen_id)
        .order_by("-received_at", "id")
        .select_related("citizen")
    )
    if not beyond:
        raise Refused(_("There is nothing here that a reason can open. Search again."))
    leaders = [
        one for one in leaders_of({one.unit_id for one in beyond}, danish_day(at)) if one != by
    ]
    if not leaders:
        raise Refused(_("Nobody leads here who could be told of it, so it cannot be opened."))
    made, new = give_reason(citizen_id=citizen_id, reason=reason, text=text, by=by, at=at)
    if new:
        _tell(leaders, made, at)
        _await_review(made, beyond[0], leaders, at)
    return beyond[0]


def _await_review(made: LookUp, inquiry: Inquiry, leaders: list[User], at: datetime) -> None:
    """Start the leader's deadline, in the unit that the citizen turned to last, or where the leader is."""
    today = danish_day(at)
    near = [one for one in leaders if one.unit_id in (inquiry.unit_id, None)]
    leader = min(near or leaders, key=lambda one: (one.unit_id is None, one.pk))
    (clock,) = ledger.start(
        plans=[rules.review(today)],
        standard=in_force(today),
        # Who is of no unit is near to all of them.
        unit=inquiry.unit if near or leader.unit is None else leader.unit,
        citizen=made.citizen,
        responsible=leader,
        by=made.by,
        at=at,
    )
    LookUpReview.objects.create(look_up=made, clock=clock)


@transaction.atomic
def review(
    *, look_up_id: UUID, verdict: Verdict, words: str, by: User, at: datetime
) -> LookUpReview:
    """Write down what a leader found of a look-up; its deadline stops. Words are needed for a bad one.

    Raises LookUp.DoesNotExist for one that is none of the leader's, and Refused for one that asks for
    no review, for one's own where somebody else leads, or one that is reviewed already: what was found
    is not written over.
    """
    made = look_ups_of(by).get(pk=look_up_id)
    found = LookUpReview.objects.select_for_update(of=("self",)).filter(look_up=made).first()
    if found is None:
        raise Refused(_("This look-up was made before there were reviews. It needs none."))
    own = made.by_id == by.pk
    if own and not leads_alone(by, made, danish_day(at)):
        raise Refused(_("Nobody reviews their own look-up. Ask another leader to do it."))
    if found.verdict:
        raise Refused(_("It has been reviewed already."))
    found.verdict, found.words = verdict, words
    found.reviewed_by, found.reviewed_at = by, at
    found.save(update_fields=["verdict", "words", "reviewed_by", "reviewed_at"])
    ledger.write(clock_id=found.clock_id, type=EventType.STOP, on=danish_day(at), by=by, at=at)
    note(
        action="records.look_up_review",
        row=found,
        by=by,
        at=at,
        citizen_id=made.citizen_id,
        verdict=verdict,
        **({"alone": True} if own else {}),
    )
    return found


def _tell(leaders: list[User], made: LookUp, at: datetime) -> None:
    """At once, at night too: those who lead the units concerned, in words that name nobody."""
    post(
        Envelope(
            text=Text.LOOK_UP, once_key=told_key(made.pk, leader.pk), due_at=at, to_user=leader
        )
        for leader in leaders
    )
