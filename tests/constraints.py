"""How to break each named constraint of the database: one breaker a name, and none may be missing.

A breaker changes one thing in a row that is right, so that no other rule can be what refuses it.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from centre.calendar import danish_moment
from centre.citizens.choices import ConsentKind
from centre.citizens.models import Citizen, Consent
from centre.clocks.models import Alert, Clock, ClockEvent
from centre.drafts.models import Draft
from centre.post.models import Message
from centre.staff.models import Absence, Closure, Unit
from centre.standard.models import QualityStandard
from intake.choices import Attempt, Fact, SlotChannel
from intake.models import Booking, ContactAttempt, Guarantee, GuaranteeFact, Inquiry, Slot
from tests import factories
from tests.centre.clocks import tools
from tests.factories import House

Breaker = Callable[[House], Any]
BREAKERS: dict[str, Breaker] = {}
OURS = ("centre", "intake", "treatment", "followup", "complaints", "reporting")
DAY = date(2026, 12, 10)
AT = danish_moment(DAY, time(9, 30))
UNKNOWN = "?"


def named() -> dict[str, type[models.Model]]:
    """Every named constraint of our tables."""
    return {
        constraint.name: model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for constraint in model._meta.constraints
    }


def breaks(name: str) -> Callable[[Breaker], Breaker]:
    def keep(breaker: Breaker) -> Breaker:
        assert name not in BREAKERS, f"{name} is broken twice"
        BREAKERS[name] = breaker
        return breaker

    return keep


def changed(row: models.Model, **changes: Any) -> int:
    """Write to a row past every rule but the database's own."""
    return type(row)._default_manager.filter(pk=row.pk).update(**changes)


def unknown_word(name: str, field: str, row: Breaker) -> None:
    """A word that is in no list: `<model>_<field>_known`."""
    BREAKERS[name] = lambda house: changed(row(house), **{field: UNKNOWN})


# --- Things that are right -----------------------------------------------------------------------


def inquiry(house: House, **changes: Any) -> Inquiry:
    return factories.inquiry(house, received_at=AT, **changes)


def guarantee(house: House) -> Guarantee:
    return inquiry(house).guarantees.get()


def clock(house: House) -> Clock:
    return guarantee(house).clock


def slot(house: House, **changes: Any) -> Slot:
    return factories.slot(house, on=DAY + timedelta(days=1), **changes)


def booking(house: House) -> Booking:
    return factories.booking(slot(house), at=AT).booking


def citizen(_house: House, **changes: Any) -> Citizen:
    return Citizen.objects.create(created_on=DAY, **changes)


def consent(house: House, **changes: Any) -> Consent:
    given: dict[str, Any] = {
        "kind": ConsentKind.CUSTODY_HOLDER,
        "given_on": DAY,
        "recorded_by": house.caseworker,
        "recorded_at": AT,
    }
    person = changes.pop("citizen", None) or citizen(house)
    return Consent.objects.create(citizen=person, **{**given, **changes})


def event(one: Clock, **changes: Any) -> ClockEvent:
    given: dict[str, Any] = {"number": 9, "type": "notice", "on": DAY, "at": AT}
    return ClockEvent.objects.create(clock=one, **{**given, **changes})


def message(_house: House, **changes: Any) -> Message:
    given: dict[str, Any] = {"text": "alerts", "once_key": uuid.uuid4().hex, "due_at": AT}
    return Message.objects.create(**{**given, **changes})


def attempt(house: House, **changes: Any) -> ContactAttempt:
    given: dict[str, Any] = {
        "channel": SlotChannel.PHONE,
        "outcome": Attempt.REACHED,
        "tried_at": AT,
        "tried_by": house.caseworker,
    }
    return ContactAttempt.objects.create(inquiry=inquiry(house), **{**given, **changes})


def fact(house: House, one: Guarantee | None = None, **changes: Any) -> GuaranteeFact:
    given: dict[str, Any] = {
        "fact": Fact.VISITATION_HELD,
        "on": DAY,
        "recorded_at": AT,
        "recorded_by": house.caseworker,
    }
    return GuaranteeFact.objects.create(guarantee=one or guarantee(house), **{**given, **changes})


def absence(house: House, first: int, last: int) -> Absence:
    during = DateRange(date(2026, 12, first), date(2026, 12, last), "[]")
    return Absence.objects.create(
        user=house.caseworker, during=during, recorded_by=house.leader, recorded_at=AT
    )


def closure(house: House, unit: Unit | None) -> Closure:
    return Closure.objects.create(unit=unit, on=DAY, recorded_by=house.leader, recorded_at=AT)


# --- A word that is in no list -------------------------------------------------------------------

for _field in ("channel", "referrer", "about", "age_group", "topic", "wish", "status"):
    unknown_word(f"inquiry_{_field}_known", _field, lambda house: _advice(house))
for _field in ("kind", "span", "source", "side"):
    unknown_word(f"clock_{_field}_known", _field, clock)
unknown_word("unit_kind_known", "kind", lambda house: house.adults)
unknown_word("user_role_known", "role", lambda house: house.caseworker)
unknown_word("citizen_age_group_known", "age_group", citizen)
unknown_word("consent_kind_known", "kind", consent)
unknown_word("message_state_known", "state", message)
unknown_word("message_text_known", "text", message)
unknown_word("booking_status_known", "status", booking)
unknown_word("booking_channel_known", "channel", booking)
unknown_word("guarantee_fact_known", "fact", fact)


def _advice(house: House) -> Inquiry:
    """A closed inquiry that asks for no treatment, so that one word at a time can be wrong."""
    one = inquiry(house, wish="counselling", topic="other")
    changed(one, status="advised", closed_at=AT, closed_by=house.caseworker)
    return one


@breaks("clock_event_type_known")
def _(house: House) -> None:
    event(clock(house), type=UNKNOWN)


@breaks("attempt_outcome_known")
def _(house: House) -> None:
    attempt(house, outcome=UNKNOWN)


@breaks("attempt_channel_known")
def _(house: House) -> None:
    attempt(house, channel=UNKNOWN)


# --- The ground ----------------------------------------------------------------------------------


@breaks("standard_loaded_once")
def _(_house: House) -> None:
    one = QualityStandard.objects.get()
    one.pk = None
    one.save(force_insert=True)


@breaks("absence_no_overlap")
def _(house: House) -> None:
    absence(house, 7, 11)
    absence(house, 11, 12)


@breaks("closure_once_a_day")
def _(house: House) -> None:
    closure(house, None)
    closure(house, house.adults)
    closure(house, None)


@breaks("citizen_cpr_once")
def _(house: House) -> None:
    citizen(house, cpr_hash=b"x" * 32)
    citizen(house, cpr_hash=b"x" * 32)


@breaks("citizen_anonymous_without_cpr")
def _(house: House) -> None:
    changed(citizen(house, cpr_hash=b"x" * 32), anonymous=True)


@breaks("consent_withdrawn_after_given")
def _(house: House) -> None:
    changed(consent(house), withdrawn_on=DAY - timedelta(days=1))


@breaks("consent_one_in_force")
def _(house: House) -> None:
    first = consent(house, withdrawn_on=DAY)
    consent(house, citizen=first.citizen)
    consent(house, citizen=first.citizen)


@breaks("clock_ends_once_and_says_how")
def _(house: House) -> None:
    changed(clock(house), stopped_on=DAY, next_rung_on=None)


@breaks("clock_due_unless_paused")
def _(house: House) -> None:
    changed(clock(house), due_on=None)


@breaks("clock_ends_after_start")
def _(house: House) -> None:
    day_before = DAY - timedelta(days=1)
    changed(clock(house), stopped_on=day_before, ended_as="stop", next_rung_on=None)


@breaks("clock_ended_warns_no_more")
def _(house: House) -> None:
    changed(clock(house), stopped_on=DAY, ended_as="stop")


@breaks("clock_event_numbered_once")
def _(house: House) -> None:
    event(clock(house), number=1)


@breaks("clock_event_until_only_extends")
def _(house: House) -> None:
    event(clock(house), until=DAY + timedelta(days=1))


@breaks("clock_event_explains_with_cause")
def _(house: House) -> None:
    event(clock(house), type="explain")


@breaks("alert_once_a_rung")
def _(house: House) -> None:
    one = clock(house)
    for _again in range(2):
        Alert.objects.create(clock=one, cycle=1, rung=0, true_since=DAY, made_at=AT)


@breaks("message_sent_has_moment")
def _(house: House) -> None:
    changed(message(house), state="sent")


@breaks("draft_one_a_form")
def _(house: House) -> None:
    for _again in range(2):
        Draft.objects.create(
            saved_by=house.caseworker, saved_at=AT, form="inquiry.register", tab="a" * 32
        )


# --- Intake --------------------------------------------------------------------------------------


@breaks("inquiry_not_received_in_the_future")
def _(house: House) -> None:
    changed(inquiry(house), registered_at=AT - timedelta(seconds=1))


@breaks("inquiry_received_on_is_the_danish_day")
def _(house: House) -> None:
    # 23.30 UTC on the 9th is the 10th in Denmark: the UTC date is what must be refused.
    late = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)
    one = inquiry(house)
    changed(one, received_at=late)
    changed(one, received_at=late, received_on=late.date())


@breaks("inquiry_treatment_names_what_for")
def _(house: House) -> None:
    changed(inquiry(house), topic="unknown")


@breaks("inquiry_referral_with_consent")
def _(house: House) -> None:
    changed(inquiry(house), about="professional")


@breaks("inquiry_anonymous_leads_to_nobody")
def _(house: House) -> None:
    changed(inquiry(house), anonymous=True)


@breaks("inquiry_closed_is_not_open")
def _(house: House) -> None:
    changed(inquiry(house), closed_at=AT, closed_by=house.caseworker)


@breaks("inquiry_closed_says_when_and_by_whom")
def _(house: House) -> None:
    changed(inquiry(house), status="advised")


@breaks("slot_counsellor_in_one_place")
def _(house: House) -> None:
    slot(house)
    slot(house, at=time(9, 44))


@breaks("slot_published_once")
def _(house: House) -> None:
    # A closed one does not overlap any more, but it was published.
    slot(house, closed_at=AT, closed_by=house.leader)
    slot(house)


@breaks("slot_seats_somebody")
def _(house: House) -> None:
    slot(house, capacity=0)


@breaks("slot_starts_when_it_says")
def _(house: House) -> None:
    one = slot(house)
    later = one.starts_at + timedelta(minutes=1)
    changed(one, during=DateTimeTZRange(later, later + timedelta(minutes=45)))


@breaks("slot_can_be_met_somehow")
def _(house: House) -> None:
    changed(slot(house), in_person=False, phone=False, video=False)


@breaks("slot_closed_by_somebody")
def _(house: House) -> None:
    changed(slot(house), closed_at=AT)


@breaks("booking_one_a_seat")
def _(house: House) -> None:
    one = booking(house)
    one.pk, one.reference, one.form_key = uuid.uuid4(), "OTHER2", uuid.uuid4()
    one.save(force_insert=True)


@breaks("booking_overbooked_with_reason")
def _(house: House) -> None:
    changed(booking(house), overbooked=True, overbooked_by=house.leader)


@breaks("booking_seat_counts_from_one")
def _(house: House) -> None:
    changed(booking(house), seat=0)


@breaks("guarantee_once_a_kind")
def _(house: House) -> None:
    one = guarantee(house)
    another = tools.clock(house, DAY)
    Guarantee.objects.create(inquiry=one.inquiry, kind=one.kind, clock=another)


@breaks("guarantee_fact_once")
def _(house: House) -> None:
    first = fact(house, withdrawn_at=AT, withdrawn_by=house.leader)
    fact(house, first.guarantee)
    fact(house, first.guarantee)


@breaks("guarantee_fact_withdrawn_by_somebody")
def _(house: House) -> None:
    changed(fact(house), withdrawn_at=AT)
