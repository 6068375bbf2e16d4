"""Whose records there are, since when nothing was written, and what keeps them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.calendar import danish_day
from centre.citizens.models import Citizen, Consent
from centre.clocks.models import Clock
from centre.journal.models import Note
from centre.retention.choices import Hindrance, Kind
from centre.retention.queries.periods import period_on
from centre.retention.queries.preview import counted
from centre.retention.queries.records import Record, due, records
from intake.models import Inquiry
from reporting.models import RegisterDelivery
from tests import factories
from tests.centre.retention.cases import LATER, delivered, ended_clocks, hold, treated, whole_life
from tests.complaints import cases as complaints
from tests.factories import House
from tests.treatment import cases as treatment
from treatment.models import Course

pytestmark = pytest.mark.django_db
TODAY = danish_day(LATER)


def of(citizen: Citizen) -> list[Record]:
    return records({citizen.pk}, TODAY)


def only(citizen: Citizen) -> Record:
    (one,) = of(citizen)
    return one


def due_of(kind: str) -> list[Record]:
    return due(kind, period_on(TODAY), TODAY)


def advised(house: House, **changes: Any) -> Inquiry:
    """Somebody who got advice, and whose inquiry is ended."""
    one = factories.inquiry(
        house, received_at=treatment.ASKED_AT, wish="counselling", topic="other", **changes
    )
    Inquiry.objects.filter(pk=one.pk).update(
        status="advised", closed_at=treatment.AT, closed_by=house.caseworker
    )
    ended_clocks()
    return one


def test_a_whole_life_of_drug_treatment_is_one_social_record(house: House) -> None:
    citizen = whole_life(house)
    delivered(house)
    one = only(citizen)
    assert (one.regime, one.hindrance, one.named) == (Kind.SOCIAL, "", True)
    notes = Note.objects.filter(citizen=citizen).values_list("thread", flat=True)
    assert one.matters == {*citizen.inquiries.values_list("pk", flat=True), *notes}
    # The last that was written: the complaint was taken back.
    assert one.last_entry_on == danish_day(complaints.LATER)
    assert due_of(Kind.SOCIAL) == [one]
    assert due_of(Kind.HEALTH) == []


@pytest.mark.parametrize(("area", "regime"), [("alcohol", Kind.HEALTH), ("drugs", Kind.SOCIAL)])
def test_what_the_health_law_gives_is_a_health_record(
    house: House, area: str, regime: Kind
) -> None:
    assert only(treated(house, area).inquiry.citizen).regime == regime  # type: ignore[arg-type]


def test_where_a_doctor_wrote_it_is_a_patient_record(house: House) -> None:
    one = treated(house)
    Course.objects.filter(pk=one.pk).update(counsellor=house.doctor)
    assert only(one.inquiry.citizen).regime == Kind.HEALTH  # type: ignore[arg-type]


def test_two_matters_of_one_citizen_stand_under_their_own_regimes(house: House) -> None:
    health = treated(house, "alcohol").inquiry
    social = advised(house)
    Inquiry.objects.filter(pk=social.pk).update(citizen=health.citizen)
    found = {one.regime: one for one in of(health.citizen)}  # type: ignore[arg-type]
    assert found[Kind.HEALTH].matters == {health.pk}
    assert found[Kind.SOCIAL].matters == {social.pk}


def test_a_consent_of_last_year_counts_for_everything_of_the_citizen(house: House) -> None:
    one = advised(house)
    assert one.citizen is not None
    late = LATER - timedelta(days=300)
    Consent.objects.create(
        citizen=one.citizen, kind="custody_holder", given_on=danish_day(late),
        recorded_by=house.caseworker, recorded_at=late,
    )  # fmt: skip
    assert only(one.citizen).last_entry_on == danish_day(late)
    assert due_of(Kind.SOCIAL) == []


def test_a_case_without_a_name_is_a_record_of_its_own(house: House) -> None:
    one = advised(house, person=None)
    (found,) = records({one.pk}, TODAY)
    assert (found.subject, found.named) == (one.pk, False)
    assert found.matters == {one.pk}


def open_inquiry(house: House, citizen: Citizen) -> None:
    citizen.inquiries.update(status="in_contact", closed_at=None, closed_by=None)


def running_clock(house: House, citizen: Citizen) -> None:
    one = Clock.objects.filter(citizen=citizen).first()
    assert one is not None
    Clock.objects.filter(pk=one.pk).update(stopped_on=None, ended_as="")


def open_complaint(house: House, citizen: Citizen) -> None:
    complaints.registered(house, inquiry_id=citizen.inquiries.get().pk, about="case_handling")


def on_hold(house: House, citizen: Citizen) -> None:
    hold(house, citizen)


def held_until_today(house: House, citizen: Citizen) -> None:
    hold(house, citizen, until=TODAY)


def undelivered(house: House, citizen: Citizen) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_registerdelivery DISABLE TRIGGER USER")
    RegisterDelivery.objects.filter(register="smdb").update(
        first_on=treatment.TODAY + timedelta(days=1)
    )


def open_course(house: House, citizen: Citizen) -> None:
    Course.objects.filter(citizen=citizen).update(status="running", ended_on=None)


@pytest.mark.parametrize(
    ("keeps", "why"),
    [
        (open_inquiry, Hindrance.OPEN_CASE),
        (open_course, Hindrance.OPEN_CASE),
        (running_clock, Hindrance.RUNNING_CLOCK),
        (open_complaint, Hindrance.OPEN_COMPLAINT),
        (on_hold, Hindrance.HOLD),
        (held_until_today, Hindrance.HOLD),
        (undelivered, Hindrance.UNDELIVERED),
    ],
)
def test_it_is_kept_however_old_while(
    house: House, keeps: Callable[[House, Citizen], None], why: Hindrance
) -> None:
    citizen = treated(house).inquiry.citizen
    assert citizen is not None
    ended_clocks()
    delivered(house)
    assert len(due_of(Kind.SOCIAL)) == 1
    keeps(house, citizen)
    assert {one.hindrance for one in of(citizen)} == {why}
    assert due_of(Kind.SOCIAL) == []
    (count,) = [one for one in counted(TODAY) if one.kind == Kind.SOCIAL]
    assert (count.may_go, count.kept, dict(count.because)) == (0, 1, {why: 1})


def test_a_hold_whose_last_day_is_past_keeps_nothing(house: House) -> None:
    one = advised(house)
    assert one.citizen is not None
    hold(house, one.citizen, until=TODAY - timedelta(days=1))
    assert [found.subject for found in due_of(Kind.SOCIAL)] == [one.citizen_id]


def test_counting_asks_as_often_for_many_as_for_one(house: House) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            counted(TODAY)
        return len(caught)

    advised(house)
    first = asked()
    for _more in range(4):
        advised(house)
    assert asked() == first < 70
    assert sum(one.may_go for one in counted(TODAY)) == 5


def test_it_is_counted_by_kind_and_year_of_the_last_entry(house: House) -> None:
    advised(house)
    advised(house)
    treated(house, "alcohol")
    ended_clocks()
    delivered(house)
    told = [(one.kind, one.year, one.may_go) for one in counted(TODAY)]
    assert told == [(Kind.HEALTH, 2027, 1), (Kind.SOCIAL, 2026, 2)]
