"""Opening the file of somebody in another unit, with a reason that the unit's leader reads and reviews."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.records.actions import note
from centre.records.models import LookUp, LookUpRequest
from centre.records.rules import needs_second
from centre.refusal import Refused
from centre.staff.models import User
from intake.actions.opening import open_with
from intake.actions.second import ask
from intake.choices import Verdict
from intake.models import Inquiry, LookUpReview
from intake.queries.search import is_own, leads_alone, look_ups_of
from intake.queries.second import beyond_of, is_guarded


@transaction.atomic
def look_up(
    *, citizen_id: UUID, reason: str, text: str, by: User, at: datetime
) -> Inquiry | LookUpRequest:
    """Open a citizen of another unit for an hour; the leaders there are told at once, and review it soon.

    Returns the citizen's newest inquiry; or, for a protected citizen and for a colleague, what waits
    for a second person, unless life or health is in danger. Raises Refused where no reason opens
    anything: for an anonymous person, what is the own work already or the own matter, for a role that
    sees no cases, or where no leader but the one who asks could be told of it.
    """
    # Whoever protects or marks the citizen at the same moment waits, or is waited for.
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    beyond = beyond_of(by, citizen_id)
    if not beyond:
        raise Refused(_("There is nothing here that a reason can open. Search again."))
    guarded = is_guarded(citizen)
    inside = LookUp.objects.running(by, at).filter(citizen=citizen).exists()
    if needs_second(reason, guarded=guarded) and not inside:
        asked, _new = ask(beyond, citizen_id=citizen_id, reason=reason, text=text, by=by, at=at)
        return asked
    open_with(beyond, reason=reason, text=text, by=by, at=at, soon=guarded)
    return beyond[0]


@transaction.atomic
def review(
    *, look_up_id: UUID, verdict: Verdict, words: str, by: User, at: datetime
) -> LookUpReview:
    """Write down what a leader found of a look-up; its deadline stops. Words are needed for a bad one.

    Raises LookUp.DoesNotExist for one that is none of the leader's, and Refused for one that asks for
    no review, for what they opened or agreed to themselves where somebody else leads, or one that is
    reviewed already: what was found is not written over.
    """
    made = look_ups_of(by).get(pk=look_up_id)
    found = LookUpReview.objects.select_for_update(of=("self",)).filter(look_up=made).first()
    if found is None:
        raise Refused(_("This look-up was made before there were reviews. It needs none."))
    own = is_own(made, by)
    if own and not leads_alone(by, made, danish_day(at)):
        raise Refused(
            _(
                "Nobody reviews what they opened or agreed to themselves. Ask another leader to do it."
            )
        )
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
