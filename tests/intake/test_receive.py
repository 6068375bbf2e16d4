"""Writing an inquiry down: the clocks start by themselves, from the day it was received."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from centre.calendar import half_day_of
from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from centre.clocks.choices import Source
from centre.clocks.models import Clock, ClockEvent
from centre.records.models import AuditEntry
from centre.standard.actions import load_standard
from centre.standard.models import QualityStandard
from intake.actions.receive import receive_inquiry
from intake.choices import About, Channel, Topic, Wish
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment, shipped
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
COUNCILS = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
EACH = pytest.mark.parametrize("council", COUNCILS, indirect=True)


def clocks_of(inquiry: Inquiry) -> dict[str, Clock]:
    return {one.kind: one.clock for one in inquiry.guarantees.select_related("clock")}


@EACH
@pytest.mark.promise(33, *COUNCILS)
def test_asking_for_drug_treatment_starts_fourteen_days(
    council: QualityStandard, house: House
) -> None:
    clocks = clocks_of(factories.inquiry(house, received_at=AT, topic=Topic.DRUGS))
    clock = clocks["social_drug"]
    assert (clock.starts_on, clock.due_on, clock.act_by_on) == (
        date(2026, 12, 10),
        date(2026, 12, 24),
        date(2026, 12, 23),
    )
    assert (clock.basis, clock.source, clock.standard) == (
        "SEL § 101 stk. 4",
        Source.LAW,
        council,
    )
    assert clocks["doctors_talk"].due_on == clock.due_on


@EACH
@pytest.mark.promise(34)
def test_asking_for_alcohol_treatment_starts_fourteen_days(
    council: QualityStandard, house: House
) -> None:
    (clock,) = clocks_of(factories.inquiry(house, received_at=AT)).values()
    assert (clock.kind, clock.due_on, clock.basis) == (
        "alcohol",
        date(2026, 12, 24),
        "SUL § 141 stk. 2",
    )
    assert clock.standard == council


@pytest.mark.parametrize(
    ("received", "starts_on"),
    [("2026-12-10 23.59", date(2026, 12, 10)), ("2026-12-11 00.00", date(2026, 12, 11))],
)
def test_the_day_of_an_inquiry_is_the_danish_one(
    house: House, received: str, starts_on: date
) -> None:
    inquiry = factories.inquiry(house, received_at=moment(received))
    assert inquiry.received_on == starts_on
    assert clocks_of(inquiry)["alcohol"].starts_on == starts_on


def test_the_clock_counts_from_the_day_it_was_received_not_written_down(house: House) -> None:
    inquiry = factories.inquiry(house, received_at=AT, registered_at=AT + timedelta(days=5))
    assert clocks_of(inquiry)["alcohol"].due_on == date(2026, 12, 24)


def test_a_new_standard_in_the_middle_of_a_case_moves_no_old_promise(house: House) -> None:
    before = factories.inquiry(house, received_at=AT)
    old = clocks_of(before)["alcohol"]
    text = shipped("haderslev")
    changed = text.replace(
        text[text.index("valid_from =") :].split("\n", 1)[0], "valid_from = 2026-12-12", 1
    )
    newer = load_standard(text=changed, name="haderslev", at=AT)[0]
    assert newer.valid_from == date(2026, 12, 12)
    late = factories.inquiry(
        house, received_at=AT + timedelta(days=1), registered_at=AT + timedelta(days=4)
    )
    after = factories.inquiry(house, received_at=AT + timedelta(days=4))
    assert Clock.objects.get(pk=old.pk).standard == old.standard != newer
    assert clocks_of(late)["alcohol"].standard == old.standard
    assert clocks_of(after)["alcohol"].standard == newer


def test_the_same_form_twice_is_one_inquiry(house: House) -> None:
    wanted = factories.wanted()

    def send() -> tuple[Inquiry, bool]:
        return receive_inquiry(
            wanted=wanted, channel=Channel.PHONE, unit=house.adults, received_at=AT, by=None, at=AT
        )

    (first, was_first), (second, was_second) = send(), send()
    assert first == second
    assert (was_first, was_second) == (True, False)
    assert Inquiry.objects.count() == Citizen.objects.count() == Clock.objects.count() == 1


def test_an_inquiry_of_the_future_is_refused_and_leaves_nothing(house: House) -> None:
    with pytest.raises(IntegrityError, match="inquiry_not_received_in_the_future"):
        factories.inquiry(house, received_at=AT, registered_at=AT - timedelta(minutes=1))
    assert not Citizen.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"wish": Wish.COUNSELLING, "topic": Topic.OTHER},
        {"about": About.RELATIVE},
        {"wish": Wish.UNKNOWN},
    ],
)
def test_a_talk_starts_no_clock(house: House, asked: dict[str, Any]) -> None:
    factories.inquiry(house, received_at=AT, **asked)
    assert not Clock.objects.exists()


@pytest.mark.threat("T27")
def test_of_an_anonymous_person_nothing_is_kept_but_the_half_day(house: House) -> None:
    at = moment("2026-12-10 13.37")
    receive_inquiry(
        wanted=factories.wanted(person=None),
        channel=Channel.WEB,
        unit=house.adults,
        received_at=at,
        by=None,
        at=at,
    )
    inquiry = Inquiry.objects.get()
    noon = half_day_of(at)
    assert inquiry.citizen is None
    moments = [
        inquiry.received_at,
        inquiry.registered_at,
        *ClockEvent.objects.values_list("at", flat=True),
        *AuditEntry.objects.values_list("at", flat=True),
    ]
    assert set(moments) == {noon}
    assert Clock.objects.get().citizen is None


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_rebild_promises_the_anonymous_drug_user_a_clock_of_its_own(house: House) -> None:
    inquiry = factories.inquiry(
        house, received_at=AT, topic=Topic.DRUGS, person=None, age_group=AgeGroup.FROM_18
    )
    (clock,) = clocks_of(inquiry).values()
    assert (clock.kind, clock.source, clock.due_on) == (
        "anonymous_drug",
        Source.LOCAL,
        date(2026, 12, 24),
    )


@pytest.mark.threat("T25")
def test_the_trail_says_what_began_and_nothing_of_what_was_told(house: House) -> None:
    inquiry = factories.inquiry(house, received_at=AT, note="Drikker hver dag")
    line = AuditEntry.objects.get(action="inquiry.receive")
    assert (line.by, line.citizen_id) == (house.caseworker, inquiry.citizen_id)
    assert line.detail == {"channel": "phone", "clocks": ["alcohol"]}


# --- Persons -------------------------------------------------------------------------------------


def test_a_known_number_is_the_same_citizen_with_the_newest_address(house: House) -> None:
    first = factories.inquiry(
        house,
        received_at=AT,
        person=Person(name="Åse", cpr="050520-9996", phone="+4520000001", email="aase@example.dk"),
    )
    second = factories.inquiry(
        house,
        received_at=AT,
        person=Person(name="Åse Ægir", cpr="0505209996", phone="+4520000002", protected=True),
    )
    third = factories.inquiry(house, received_at=AT, person=Person(cpr="0505209996"))
    assert first.citizen_id == second.citizen_id == third.citizen_id
    citizen = Citizen.objects.get()
    assert (citizen.name, citizen.phone, citizen.email) == (
        "Åse Ægir",
        "+4520000002",
        "aase@example.dk",
    )
    assert citizen.protected


def test_two_without_a_number_are_two_even_with_the_same_name(house: House) -> None:
    for _ in range(2):
        factories.inquiry(house, received_at=AT, person=Person(name="Åse", phone="+4520000001"))
    assert Citizen.objects.count() == 2


def test_leave_to_speak_to_the_machine_belongs_to_the_number_it_was_given_for(
    house: House,
) -> None:
    def give(**told: Any) -> Citizen:
        factories.inquiry(house, received_at=AT, person=Person(cpr="0505209996", **told))
        return Citizen.objects.get()

    assert give(phone="+4520000001", may_leave_message=True).may_leave_message
    assert give(name="Åse").may_leave_message
    assert not give(phone="+4520000002").may_leave_message
