"""The promise to who stays anonymous: what they told for the talk goes with its day, and a count is left."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from centre.calendar import danish_moment
from centre.citizens.actions import Person
from centre.post.actions import forget_addresses, send_waiting
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.retention.actions.carry_out import carry_out
from centre.retention.models import Line, Protocol, Tally
from intake.actions.book import cancel, move
from intake.actions.forget import forget_needs
from intake.actions.inquiry import close
from intake.choices import InquiryStatus
from intake.models import Booking, Inquiry
from tests import factories
from tests.centre.retention.cases import LATER, approved, drafted
from tests.centre.retention.test_carry_out import sealed_values
from tests.constraints import AT, DAY
from tests.factories import House

pytestmark = pytest.mark.django_db
NEEDS = "Jeg bruger kørestol og hedder Sangfugl"
MAIL = "sangfugl@example.dk"
ON = DAY + timedelta(days=3)
MIDNIGHT = danish_moment(ON + timedelta(days=1), AT.min.time())


def booked(house: House, **changes: Any) -> Booking:
    given: dict[str, Any] = {"person": None, "wish": "counselling", "topic": "other", **changes}
    slot = factories.slot(house, on=ON, at=given.pop("hour", AT.time().replace(9, 0)))
    one = factories.booking(slot, at=AT, **given).booking
    Booking.objects.filter(pk=one.pk).update(needs=NEEDS)
    return Booking.objects.get(pk=one.pk)


def dump() -> str:
    """Every row of the database as text, and every sealed value opened."""
    found = [sealed_values()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_what_an_anonymous_visitor_needs_is_kept_to_the_end_of_the_day(house: House) -> None:
    one = booked(house)
    assert forget_needs(at=MIDNIGHT - timedelta(seconds=1)) == 0
    assert "Sangfugl" in dump()
    before = AuditEntry.objects.count()
    assert forget_needs(at=MIDNIGHT) == 1
    assert "Sangfugl" not in dump()
    assert forget_needs(at=MIDNIGHT) == 0
    one.refresh_from_db()
    assert (one.needs, one.status) == ("", "booked")
    assert AuditEntry.objects.count() == before


def test_what_somebody_named_needs_is_a_part_of_their_case(house: House) -> None:
    one = booked(house, person=Person(name="Ærø"))
    assert forget_needs(at=MIDNIGHT + timedelta(days=400)) == 0
    one.refresh_from_db()
    assert one.needs == NEEDS


def test_a_time_that_was_given_back_or_moved_keeps_nothing_from_then_on(house: House) -> None:
    cancelled, moved = booked(house), booked(house, hour=AT.time().replace(11, 0))
    other = factories.slot(house, on=ON, at=AT.time().replace(13, 0))
    cancel(booking_id=cancelled.pk, by=None, at=AT)
    new = move(
        booking_id=moved.pk, slot_id=other.pk, channel="in_person", by=None, at=AT,
        form_key=moved.pk,
    )  # fmt: skip
    assert forget_needs(at=AT) == 2
    assert Booking.objects.get(pk=new.pk).needs == NEEDS


def test_deleting_an_anonymous_booking_leaves_only_a_count(house: House) -> None:
    """E.4 to its end: the seat, the topic, the half-day and the code's hash go with the case."""
    one = booked(house)
    forget_needs(at=MIDNIGHT)
    close(inquiry_id=one.inquiry_id, status=InquiryStatus.ADVISED, by=house.caseworker, at=MIDNIGHT)
    made = approved(house, drafted(house))
    carry_out(at=LATER)
    assert made.lines.get().outcome == "done"
    assert not Booking.objects.exists()
    assert not Inquiry.objects.exists()
    assert list(Tally.objects.values_list("year", "what", "number")) == [(2026, "inquiry", 1)]
    told = dump()
    assert one.reference not in told
    assert bytes(one.code_hash).hex() not in told
    # The protocol knows a number that nothing else has but the sealed trail.
    assert Line.objects.get().subject == one.inquiry_id
    assert Protocol.objects.get().number_of_lines == 1


def test_an_address_is_emptied_when_its_letter_is_sent_and_its_time_is_past(house: House) -> None:
    slot = factories.slot(house, on=ON)
    person = Person(name="Ærø", email=MAIL)
    factories.booking(slot, at=AT, person=person)
    send_waiting(at=AT)
    assert Message.objects.filter(state="sent").exists()
    assert forget_addresses(at=slot.starts_at) == 0
    send_waiting(at=slot.starts_at + timedelta(minutes=1))
    assert forget_addresses(at=slot.starts_at + timedelta(days=1, minutes=1)) == 2
    assert {one.to_address for one in Message.objects.all()} == {""}
    assert forget_addresses(at=LATER) == 0


def test_one_that_somebody_must_look_at_keeps_its_address_for_a_month(house: House) -> None:
    Message.objects.create(
        text="receipt", once_key="x", due_at=AT, state="uncertain", to_address=MAIL
    )
    assert forget_addresses(at=AT + timedelta(days=30)) == 0
    assert forget_addresses(at=AT + timedelta(days=30, minutes=1)) == 1


def test_one_that_still_waits_keeps_its_address(house: House) -> None:
    Message.objects.create(text="receipt", once_key="x", due_at=AT, to_address=MAIL)
    assert forget_addresses(at=AT + timedelta(days=300)) == 0
