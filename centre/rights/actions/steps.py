"""What every act on a request does: take its row, go through a door, leave a line."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.queries import has_died
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.rules import LedgerError
from centre.post.actions import send_letter
from centre.post.actions.letter import locked_citizen
from centre.post.letters.text import Text
from centre.post.models import Letter
from centre.post.rules import NotSent
from centre.records.actions import note
from centre.refusal import Refused
from centre.rights.choices import Asker, Event, Outcome, Right, Status
from centre.rights.models import RequestEvent, RightsRequest
from centre.rights.queries.compiled import LANGUAGE
from centre.rights.queries.request import decides, guardian_named
from centre.rights.rules.authority import is_adult, is_known, is_refused
from centre.rights.rules.status import may_go
from centre.staff.models import User
from centre.staff.rules import Door


def changed() -> Refused:
    return Refused(_("The request was changed by somebody else. Nothing was saved."))


def locked(request_id: UUID) -> RightsRequest:
    """A request with what its acts need, its own row locked."""
    rows = RightsRequest.objects.select_related("unit", "citizen", "standard", "clock")
    return rows.defer("standard__text").select_for_update(of=("self",)).get(pk=request_id)


def move(request: RightsRequest, status: Status) -> None:
    """The one door through a request's status; whoever calls saves it."""
    if not may_go(request.right, request.status, status):
        raise changed()
    request.status = status


def save(request: RightsRequest, *names: str, **changes: Any) -> None:
    """Write the columns that an act changed."""
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=["status", *names, *changes])


def tell(
    request: RightsRequest,
    type: Event,
    *,
    by: User,
    at: datetime,
    words: str = "",
    letter: Letter | None = None,
    **detail: Any,
) -> RequestEvent:
    """Leave a line in the request's own history and one in the audit trail."""
    line = RequestEvent.objects.create(
        request=request,
        number=request.events.count() + 1,
        type=type,
        words=words,
        letter=letter,
        by=by,
        at=at,
    )
    note(
        action=f"rights.{type}",
        row=request,
        by=by,
        at=at,
        citizen_id=request.citizen_id,
        right=request.right,
        status=request.status,
        **detail,
    )
    return line


def send(
    request: RightsRequest,
    text: Text,
    *,
    kind: str,
    channel: str,
    previewed: str | None,
    by: User,
    at: datetime,
) -> Letter:
    """A letter about the request, as it was seen. Raises NotSent."""
    citizen = locked_citizen(request.citizen)
    # An address in it was worded by the row as it was read: protected since, it must not go out.
    if citizen is not None and citizen.protected != request.citizen.protected:
        raise NotSent(_("The letter has changed since you saw it. Look at it again."))
    return send_letter(
        kind=kind,
        citizen=request.citizen,
        unit=request.unit,
        text=text,
        channel=channel,
        previewed=previewed,
        by=by,
        at=at,
        language=LANGUAGE,
    )


def write(request: RightsRequest, type: EventType, *, by: User, at: datetime, **told: Any) -> None:
    """A line in the ledger of its deadline. Raises Refused."""
    try:
        ledger.write(clock_id=request.clock_id, type=type, on=danish_day(at), by=by, at=at, **told)
    except LedgerError as error:
        raise Refused(_(str(error))) from error


def end(
    request: RightsRequest,
    outcome: Outcome,
    *,
    letter: Letter,
    grounds: str,
    by: User,
    at: datetime,
    file: Letter | None = None,
) -> None:
    """It is answered: the clock stops, and the copies of what stands in the file go."""
    move(request, Status.ANSWERED)
    save(
        request, outcome=outcome, grounds=grounds, letter=letter, file=file, answered_at=at,
        answered_by=by, others="", hidden="",
    )  # fmt: skip
    forget(request)
    write(request, EventType.STOP, by=by, at=at)
    tell(request, Event.ANSWER, by=by, at=at, letter=letter, outcome=outcome)


def forget(request: RightsRequest) -> None:
    """What was copied to be looked through is kept no longer than that: the file given is kept whole."""
    request.pieces.update(content="", hidden="")


def check_authority(request: RightsRequest, today: date) -> None:
    """Whether it may still be asked for: at the asking, and again before anything is given. Raises Refused.

    On the day a young person comes of age all that parents may ask for ends, and so it does for a parent
    who has custody no more (domain 6). What somebody asked for who has died since is given to nobody: what
    those they leave behind may see is another question, which is not asked here.
    """
    if has_died(request.citizen_id):
        raise Refused(_("The citizen has died: nothing is given on this request."))
    if request.asker != Asker.GUARDIAN:
        return
    if is_adult(request.citizen.age_on(today), request.citizen.age_group):
        raise Refused(
            _("The citizen has come of age: only they can ask, or somebody they let act for them.")
        )
    if guardian_named(request.citizen, request.asker_name) is None:
        raise Refused(
            _("Nobody of this name stands in the file as having custody. Write that down first.")
        )


def check_young(request: RightsRequest, by: User, today: date) -> None:
    """Whether the young person was asked before somebody with custody is answered. Raises Refused."""
    age = request.citizen.age_on(today)
    if request.asker != Asker.GUARDIAN:
        return
    if not is_known(age, request.young_said):
        raise Refused(_("Ask the young person first, and write down what they say."))
    if is_refused(age, request.young_said) and not decides(by):
        raise Refused(_("The young person says no to it. A leader decides."))


def check_may_read(by: User) -> None:
    """What stands in a file is no secretary's reading (ux E.2). Raises Refused."""
    if not by.may(Door.ASSESS):
        raise Refused(_("Somebody who may read the whole file does this."))


def is_access(request: RightsRequest) -> None:
    if request.right != Right.ACCESS:
        raise changed()
