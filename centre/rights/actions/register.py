"""Writing down what a citizen asks, however it came: the day it came counts, and its deadline starts."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.guard import broken
from centre.refusal import Refused
from centre.rights.actions import steps
from centre.rights.choices import Asked, Asker, Event, Status
from centre.rights.models import RightsRequest
from centre.rights.rules.deadline import plan_for
from centre.rights.rules.status import OPEN
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.standard.queries import in_force

# What makes two forms the same one.
SAID = (
    "right", "channel", "asker", "asker_name", "wants_file", "wants_log", "asked", "words", "about",
)  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """What was asked, by whom and how."""

    right: str
    channel: str
    asker: str = Asker.CITIZEN
    asker_name: str = ""
    asker_address: str = ""
    authority_seen_on: date | None = None
    wants_file: bool = False
    wants_log: bool = False
    asked: str = Asked.BOTH
    words: str = ""
    about: str = ""
    form_key: UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def register(
    *,
    citizen_id: UUID,
    asking: Asking,
    received_at: datetime,
    unit: Unit,
    by: User,
    at: datetime,
) -> tuple[RightsRequest, bool]:
    """Write a request down and start its deadline; the same form twice is one, answered with False.

    Whoever writes it down answers for it where they may read the whole file; else the leader says who.
    Raises Refused: when it would have come in the future, for a parent who is not written down as one
    or whose child has come of age, where all records are deleted, and for the same form with other answers.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    known = RightsRequest.objects.filter(form_key=asking.form_key).first()
    if known is not None:
        return _same(known, citizen, asking), False
    if received_at > at:
        raise Refused(_("The request cannot have been received in the future."))
    if citizen.disposed_on is not None:
        raise Refused(_("Nothing is left to ask about: the records are deleted."))
    made = _made(citizen, asking, received_at, unit, by=by, at=at)
    _check_asker(made, danish_day(at))
    try:
        with transaction.atomic():
            made.clock = _clock(made, by=by, at=at)
            made.save(force_insert=True)
    except IntegrityError as error:
        if broken(error) != "rights_rightsrequest_form_key_key":
            raise
        return _same(RightsRequest.objects.get(form_key=asking.form_key), citizen, asking), False
    steps.tell(made, Event.REGISTER, by=by, at=at)
    return made, True


def _made(
    citizen: Citizen, asking: Asking, received_at: datetime, unit: Unit, *, by: User, at: datetime
) -> RightsRequest:
    received_on = danish_day(received_at)
    return RightsRequest(
        **{name: getattr(asking, name) for name in (*SAID, "asker_address", "authority_seen_on")},
        citizen=citizen,
        unit=unit,
        responsible=by if by.may(Door.ASSESS) and by.unit_id in (None, unit.pk) else None,
        standard=in_force(received_on),
        received_at=received_at,
        received_on=received_on,
        registered_at=at,
        registered_by=by,
        form_key=asking.form_key,
    )


def _clock(made: RightsRequest, *, by: User, at: datetime) -> Clock:
    return ledger.start(
        plans=[plan_for(made.right, made.received_on)],
        standard=made.standard,
        unit=made.unit,
        citizen=made.citizen,
        responsible=made.responsible,
        by=by,
        at=at,
    )[0]


def _check_asker(made: RightsRequest, today: date) -> None:
    """Somebody else shows that they may ask; a parent is one who stands in the file as that."""
    if made.authority_seen_on is not None and made.authority_seen_on > today:
        raise Refused(_("This day has not come yet."))
    steps.check_authority(made, today)


def _same(first: RightsRequest, citizen: Citizen, asking: Asking) -> RightsRequest:
    same = all(getattr(first, name) == getattr(asking, name) for name in SAID)
    if not same or first.citizen_id != citizen.pk:
        raise Refused(
            _("This form was saved before with other answers. Open the request and write anew.")
        )
    return first


@transaction.atomic
def assign(*, request_id: UUID, to: User, by: User, at: datetime) -> RightsRequest:
    """Let somebody answer for the request and its deadline. No date moves. Twice is once."""
    request = steps.locked(request_id)
    if request.responsible_id == to.pk:
        return request
    if request.status not in OPEN:
        raise Refused(_("This request is finished."))
    if not (to.works_here_on(danish_day(at)) and to.may(Door.ASSESS)):
        raise Refused(_("That colleague cannot answer for it."))
    if to.unit_id is not None and to.unit_id != request.unit_id:
        raise Refused(_("That colleague works in another unit."))
    if not by.may_give_work_to(to):
        raise Refused(_("Only a leader can assign to somebody outside the unit."))
    steps.save(request, responsible=to)
    ledger.hand_over(clocks=[request.clock], responsible=to, unit=request.unit)
    steps.tell(request, Event.ASSIGN, by=by, at=at, to=to.pk)
    return request


@transaction.atomic
def withdraw(*, request_id: UUID, words: str, by: User, at: datetime) -> RightsRequest:
    """The citizen no longer asks. Twice is once."""
    request = steps.locked(request_id)
    if request.status == Status.WITHDRAWN:
        return request
    steps.move(request, Status.WITHDRAWN)
    steps.save(request, others="", hidden="")
    steps.forget(request)
    steps.write(request, EventType.RELEASE, reason=words, by=by, at=at)
    steps.tell(request, Event.WITHDRAW, words=words, by=by, at=at)
    return request
