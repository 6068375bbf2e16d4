"""Requests about a citizen's own data, walked to a state through the real actions."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from centre.calendar import danish_moment
from centre.citizens.actions import Holder
from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from centre.file.actions import name_custody
from centre.post.choices import LetterChannel
from centre.rights.actions import Asking, collect, give, look_at, make_ready, record_young, register
from centre.rights.actions.answer import Sent
from centre.rights.choices import Channel, Right, YoungSaid
from centre.rights.models import RightsRequest
from centre.staff.models import User
from intake.models import Decision
from tests.conftest import moment
from tests.factories import House
from tests.intake.cases import sent

# The decision's letter goes out on the 15th; the citizen asks on a Monday.
ASKED_AT = moment("2027-01-04 09.30")
LATER = moment("2027-01-06 11.00")
MOTHER, FATHER = "Karen Ødegård-Holm", "Bo Thorsen"
HOLDERS = (
    Holder(MOTHER, "Skovvej 4\n6100 Haderslev", False),
    Holder(FATHER, "Kirkegade 9\n6200 Aabenraa", False),
)
GROUNDS = "Din mor Karen siger, at Bo's bror drikker. Ring til hende på 22 33 44 55."


def family(house: House, area: str = "drugs", **changes: Any) -> Decision:
    """Somebody young with a decision, whose parents stand in the file and in what was written."""
    decision = sent(house, area, grounds=GROUNDS, **changes)
    citizen = citizen_of(decision)
    # As it was told; without a CPR number nobody knows better.
    citizen.age_group = AgeGroup.FROM_15
    citizen.save(update_fields=["age_group"])
    name_custody(
        citizen_id=citizen.pk, holders=HOLDERS, by=house.caseworker, at=decision.prepared_at
    )
    return decision


def citizen_of(decision: Decision) -> Citizen:
    assert decision.inquiry.citizen_id is not None
    return Citizen.objects.get(pk=decision.inquiry.citizen_id)


def asking(**changes: Any) -> Asking:
    given: dict[str, Any] = {
        "right": Right.ACCESS,
        "channel": Channel.ORAL,
        "wants_file": True,
        "wants_log": True,
        "form_key": uuid.uuid4(),
    }
    if changes.get("right") == Right.CORRECTION:
        given |= {
            "wants_file": False,
            "wants_log": False,
            "about": "Afgørelsen af 15. december",
            "words": "Jeg drikker ikke hver dag.",
        }
    return Asking(**{**given, **changes})


def asked(
    house: House, citizen: Citizen, *, received_at: datetime = ASKED_AT, **changes: Any
) -> RightsRequest:
    by: User = changes.pop("by", house.caseworker)
    unit = changes.pop("unit", house.adults)
    at = changes.pop("at", received_at)
    return register(
        citizen_id=citizen.pk,
        asking=asking(**changes),
        received_at=received_at,
        unit=unit,
        by=by,
        at=at,
    )[0]


def heard(
    house: House, request: RightsRequest, said: str = YoungSaid.AGREES, words: str = ""
) -> RightsRequest:
    """The young person was asked, on the day it came."""
    at = request.received_at
    record_young(request_id=request.pk, said=said, words=words, by=house.caseworker, at=at)
    return fresh(request)


def fresh(request: RightsRequest) -> RightsRequest:
    rows = RightsRequest.objects.select_related("clock", "citizen", "standard", "letter", "file")
    return rows.get(pk=request.pk)


def collected(request: RightsRequest, by: User, at: datetime = LATER) -> RightsRequest:
    collect(request_id=request.pk, by=by, at=at)
    return fresh(request)


def looked_through(
    request: RightsRequest, by: User, at: datetime = LATER, **said: dict[str, Any]
) -> None:
    """Every part that somebody wrote freely in; `said` of a part by its source, as `Decision`."""
    for piece in request.pieces.all():
        told = said.get(piece.source.split(".")[1], {})
        if not piece.waits and not told:
            continue
        look_at(
            request_id=request.pk,
            number=piece.number,
            version=piece.version,
            seen=piece.pk,
            by=by,
            at=at,
            **{"ground": piece.ground, "hidden": "", "everywhere": "", **told},
        )


def ready(house: House, request: RightsRequest, at: datetime = LATER, **said: Any) -> RightsRequest:
    names_staff = said.pop("names_staff", False)
    words = said.pop("words", "")
    made = collected(request, house.caseworker, at)
    looked_through(made, house.caseworker, at, **said)
    make_ready(
        request_id=request.pk, names_staff=names_staff, words=words, by=house.caseworker, at=at
    )
    return fresh(request)


def given(
    house: House, request: RightsRequest, at: datetime = LATER, *, by: User | None = None
) -> RightsRequest:
    give(
        request_id=request.pk,
        sent=Sent(LetterChannel.LETTER),
        by=by or house.colleague,
        at=at,
    )
    return fresh(request)


def days_later(days: int) -> datetime:
    return danish_moment(ASKED_AT.date() + timedelta(days=days), time(10))
