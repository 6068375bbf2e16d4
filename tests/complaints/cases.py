"""Complaints for tests, walked to a state through the real actions."""

import uuid
from datetime import date, datetime
from typing import Any

from centre.staff.models import User
from complaints.actions import (
    Told,
    acknowledge,
    assign,
    reassess,
    record_outcome,
    record_reply,
    register_complaint,
)
from complaints.choices import About, Channel, Reassessed
from complaints.models import Complaint
from complaints.rules.result import Result, Seen
from intake.choices import Area, Outcome
from intake.models import Decision
from intake.rules.decision import DecisionDraft
from tests.conftest import moment
from tests.factories import SECRET, House
from tests.intake import cases as intake_cases

# A letter of the 15th by ordinary post counts as received on the 23rd: the last day is 20 January.
CAME_AT = moment("2027-01-04 09.30")
LAST_DAY = date(2027, 1, 20)
LATER = moment("2027-01-12 11.00")
TEXT = "Jeg vil gerne have flere samtaler end dem, I har givet mig."
SEEN_WRONG = Seen(file="0" * 64)
REASONS = "Vi har talt om det igen. De samtaler, du har fået, er nok til at begynde med."


def fresh(complaint: Complaint) -> Complaint:
    """As it stands now."""
    rows = Complaint.objects.select_related("clock", "reply_clock", "anew_clock", "inquiry")
    return rows.get(pk=complaint.pk)


def events(complaint: Complaint) -> list[str]:
    """The lines of its history, by what they are."""
    return [one.type for one in complaint.events.all()]


def refusal(house: House, area: str = Area.DRUGS, **changes: Any) -> Decision:
    """A decision that gives nothing."""
    return intake_cases.sent(house, area, outcome=Outcome.REFUSED, **changes)


def told(**changes: Any) -> Told:
    given: dict[str, Any] = {
        "about": About.DECISION,
        "area": Area.DRUGS,
        "text": TEXT,
        "channel": Channel.ORAL,
        "form_key": uuid.uuid4(),
    }
    return Told(**{**given, **changes})


def registered(
    house: House,
    decision: Decision | None = None,
    *,
    received_at: datetime = CAME_AT,
    at: datetime | None = None,
    **changes: Any,
) -> Complaint:
    """A complaint over a decision that a caseworker wrote down, unless told otherwise."""
    if decision is None and "inquiry_id" not in changes and "web" not in changes:
        decision = refusal(house)
    changes.pop("web", None)
    by = changes.pop("by", house.caseworker)
    inquiry_id = changes.pop("inquiry_id", None)
    unit = changes.pop("unit", house.adults)
    if decision is not None:
        changes.setdefault("area", decision.area)
    return register_complaint(
        told=told(**changes),
        received_at=received_at,
        unit=unit,
        decision_id=decision.pk if decision is not None else None,
        inquiry_id=inquiry_id,
        secret=SECRET,
        by=by,
        at=at or received_at,
    ).complaint


def anonymous(house: House, **changes: Any) -> Complaint:
    """Somebody online who gives no name, about how they were treated."""
    given: dict[str, Any] = {
        "about": About.STAFF,
        "area": Area.ALCOHOL,
        "channel": Channel.WEB,
        "anonymous": True,
        "by": None,
        "web": True,
    }
    return registered(house, **{**given, **changes})


def online(house: House, **changes: Any) -> Complaint:
    """Somebody online under a name, whose case nobody has found yet."""
    given: dict[str, Any] = {
        "channel": Channel.WEB,
        "name": "Ærø Ødegård",
        "contact": "20 00 00 01, aeroe@example.test",
        "by": None,
        "web": True,
    }
    return registered(house, **{**given, **changes})


def acknowledged(house: House, complaint: Complaint | None = None, **changes: Any) -> Complaint:
    complaint = complaint or registered(house, **changes)
    return acknowledge(
        complaint_id=complaint.pk, channel="digital_post", by=house.caseworker, at=CAME_AT
    )


def assigned(house: House, complaint: Complaint, to: User) -> Complaint:
    return assign(complaint_id=complaint.pk, to=to, by=house.leader, at=LATER)


def grant(complaint: Complaint, **changes: Any) -> DecisionDraft:
    """A new decision that gives what was refused."""
    decision = complaint.decision
    assert decision is not None
    return intake_cases.draft(decision.visitation, decision.area, **changes)


def result(outcome: str, complaint: Complaint | None = None, **changes: Any) -> Result:
    given: dict[str, Any] = {"outcome": outcome, "reasons": REASONS, "channel": "digital_post"}
    if outcome != Reassessed.MAINTAINED and complaint is not None and complaint.decision:
        given["draft"] = grant(complaint)
    return Result(**{**given, **changes})


def reassessed(
    house: House,
    outcome: str,
    complaint: Complaint | None = None,
    at: datetime = LATER,
    **changes: Any,
) -> Complaint:
    complaint = complaint or acknowledged(house)
    return reassess(
        complaint_id=complaint.pk,
        result=result(outcome, complaint, **changes),
        by=house.caseworker,
        at=at,
    )


def stands(house: House, complaint: Complaint, on: date, at: datetime) -> Complaint:
    """The citizen goes on with a complaint that was partly upheld."""
    return record_reply(
        complaint_id=complaint.pk,
        stands=True,
        on=on,
        result=result(Reassessed.MAINTAINED),
        by=house.caseworker,
        at=at,
    )


def forwarded(house: House, complaint: Complaint | None = None) -> Complaint:
    return reassessed(house, Reassessed.MAINTAINED, complaint)


def decided(house: House, outcome: str) -> Complaint:
    return record_outcome(
        complaint_id=forwarded(house).pk,
        outcome=outcome,
        on=date(2027, 3, 1),
        by=house.caseworker,
        at=moment("2027-03-02 09.00"),
    )
