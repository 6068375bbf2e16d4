"""How to break the constraints of complaints, beside those of `tests/constraints.py`."""

import uuid
from datetime import UTC, date, datetime, timedelta

from complaints.models import Complaint, ComplaintEvent
from tests.centre.clocks import tools
from tests.complaints import cases
from tests.constraints import DAY, UNKNOWN, breaks, changed, unknown_word
from tests.factories import House


def own(house: House) -> Complaint:
    """One over a decision."""
    return cases.registered(house)


def nameless(house: House) -> Complaint:
    return cases.anonymous(house)


def event(complaint: Complaint, **changes: object) -> ComplaintEvent:
    given = {"number": 9, "type": "close", "on": date(2027, 1, 5), "at": cases.CAME_AT}
    return ComplaintEvent.objects.create(complaint=complaint, **{**given, **changes})


for _field in ("area", "about", "channel", "helper", "language"):
    unknown_word(f"complaint_{_field}_known", _field, nameless)


@breaks("complaint_track_known")
def _(house: House) -> None:
    changed(nameless(house), track=UNKNOWN)


@breaks("complaint_reassessed_known")
def _(house: House) -> None:
    changed(own(house), reassessed=UNKNOWN)


@breaks("complaint_outcome_known")
def _(house: House) -> None:
    changed(own(house), outcome=UNKNOWN, outcome_on=date(2027, 2, 1), forwarded_on=date(2027, 1, 5))


@breaks("complaint_closing_known")
def _(house: House) -> None:
    changed(
        own(house),
        status="closed",
        closing=UNKNOWN,
        closed_at=cases.CAME_AT,
        closed_by=house.caseworker,
    )


@breaks("complaint_not_received_in_the_future")
def _(house: House) -> None:
    changed(own(house), registered_at=cases.CAME_AT - timedelta(seconds=1))


@breaks("complaint_received_on_is_the_danish_day")
def _(house: House) -> None:
    # 23.30 UTC on the 3rd is the 4th in Denmark: the UTC date is what must be refused.
    late = datetime(2027, 1, 3, 23, 30, tzinfo=UTC)
    complaint = own(house)
    changed(complaint, received_at=late)
    changed(complaint, received_at=late, received_on=late.date())


@breaks("complaint_says_something")
def _(house: House) -> None:
    changed(own(house), text="")


@breaks("complaint_late_by_a_letter")
def _(house: House) -> None:
    changed(nameless(house), late=True)


@breaks("complaint_over_a_decision_of_an_inquiry")
def _(house: House) -> None:
    changed(own(house), inquiry=None)


@breaks("complaint_anonymous_leads_to_nobody")
def _(house: House) -> None:
    changed(nameless(house), name="Ærø Ødegård-Åström")


@breaks("complaint_appealed_under_a_name")
def _(house: House) -> None:
    changed(nameless(house), track="appeal", clock=tools.clock(house, DAY))


@breaks("complaint_looked_at_again_by_a_day")
def _(house: House) -> None:
    changed(own(house), clock=None)


@breaks("complaint_goes_its_own_way")
def _(house: House) -> None:
    changed(nameless(house), status="in_reassessment")


@breaks("complaint_upheld_by_a_new_decision")
def _(house: House) -> None:
    changed(own(house), reassessed="upheld")


@breaks("complaint_asked_when_partly_upheld")
def _(house: House) -> None:
    changed(own(house), reply_clock=tools.clock(house, DAY))


@breaks("complaint_helper_address_of_somebody")
def _(house: House) -> None:
    changed(own(house), helper_address="Torvet 1\n8660 Skanderborg")


@breaks("complaint_sent_on_with_its_file")
def _(house: House) -> None:
    changed(own(house), status="forwarded")


@breaks("complaint_decided_after_it_was_sent_on")
def _(house: House) -> None:
    changed(
        own(house),
        outcome="confirmed",
        outcome_on=date(2027, 1, 4),
        forwarded_on=date(2027, 1, 5),
    )


@breaks("complaint_decided_says_how")
def _(house: House) -> None:
    changed(own(house), status="decided", forwarded_on=date(2027, 1, 5))


@breaks("complaint_decided_anew_when_sent_back")
def _(house: House) -> None:
    changed(own(house), anew_clock=tools.clock(house, DAY))


@breaks("complaint_closed_says_how_and_by_whom")
def _(house: House) -> None:
    changed(own(house), status="closed")


@breaks("complaint_event_numbered_once")
def _(house: House) -> None:
    event(own(house), number=1)


@breaks("complaint_event_type_known")
def _(house: House) -> None:
    event(own(house), type=UNKNOWN)


@breaks("complaint_event_sent_on_with_its_file")
def _(house: House) -> None:
    event(own(house), type="forward", id=uuid.uuid4())
