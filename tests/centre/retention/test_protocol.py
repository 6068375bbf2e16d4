"""A list is drawn up by one, approved by another, and moved by nothing in between."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from centre.calendar import danish_day
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.retention.actions import protocol as actions
from centre.retention.actions.carry_out import carry_out, is_proven
from centre.retention.actions.hold import place_hold
from centre.retention.choices import Hindrance, Kind, Outcome, Status
from centre.retention.models import Hold, Protocol
from centre.retention.queries import periods
from centre.retention.rules.period import Period
from centre.retention.rules.status import PROTOCOL, may_become
from intake.models import Inquiry
from tests.centre.retention.cases import LATER, approved, carried_out, drafted, hold
from tests.centre.retention.test_records import advised
from tests.factories import House

pytestmark = pytest.mark.django_db


def test_a_list_is_frozen_with_the_period_it_was_drawn_up_under(house: House) -> None:
    first, second = advised(house), advised(house)
    made = drafted(house)
    assert (made.status, made.months, made.number_of_lines) == (Status.DRAFTED, 60, 2)
    assert {one.subject for one in made.lines.all()} == {first.citizen_id, second.citizen_id}
    advised(house)
    assert made.lines.count() == 2
    assert Inquiry.objects.count() == 3
    assert carry_out(at=LATER) == {}


def test_the_same_form_twice_is_one_list_and_a_second_list_of_the_kind_waits(house: House) -> None:
    advised(house)
    key = uuid.uuid4()
    assert drafted(house, form_key=key) == drafted(house, form_key=key)
    with pytest.raises(Refused, match="åben liste"):
        drafted(house)
    assert Protocol.objects.count() == 1


def test_where_nothing_is_old_enough_no_list_is_drawn_up(house: House) -> None:
    with pytest.raises(Refused, match="i dag"):
        drafted(house)
    assert not Protocol.objects.exists()


def test_nobody_approves_their_own_list(house: House) -> None:
    advised(house)
    one = drafted(house)
    with pytest.raises(Refused, match="godkender den ikke"):
        actions.approve(protocol_id=one.pk, archive_heeded=True, by=house.leader, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Protocol.objects.filter(pk=one.pk).update(
            status="approved", approved_by=house.leader, approved_at=LATER, archive_heeded=True
        )
    assert carry_out(at=LATER) == {}


def test_what_the_archive_wants_is_handed_over_first(house: House) -> None:
    advised(house)
    with pytest.raises(Refused, match="arkivet"):
        actions.approve(
            protocol_id=drafted(house).pk, archive_heeded=False, by=house.administrator, at=LATER
        )


def test_approved_twice_is_approved_once(house: House) -> None:
    advised(house)
    one = approved(house)
    approved(house, one)
    assert AuditEntry.objects.filter(action="retention.approve").count() == 1
    with pytest.raises(Refused, match="venter ikke"):
        actions.approve(protocol_id=one.pk, archive_heeded=True, by=house.doctor, at=LATER)


def test_a_list_that_somebody_added_to_is_not_approved(house: House) -> None:
    advised(house)
    one = drafted(house)
    one.lines.update(subject=uuid.uuid4())
    with pytest.raises(Refused, match="ikke, som da den blev lavet"):
        approved(house, one)


def test_a_list_that_is_added_to_after_its_approval_is_not_carried_out(house: House) -> None:
    advised(house)
    other = advised(house).citizen_id
    one = approved(house)
    one.lines.filter(number=2).update(subject=uuid.uuid4())
    assert not is_proven(one)
    assert carry_out(at=LATER) == {"unproved": 1}
    assert Inquiry.objects.filter(citizen=other).exists()


def test_a_protocol_that_was_put_in_by_hand_is_not_carried_out(house: House) -> None:
    advised(house)
    one = drafted(house)
    Protocol.objects.filter(pk=one.pk).update(
        status="approved", approved_by=house.administrator, approved_at=LATER, archive_heeded=True
    )
    assert carry_out(at=LATER) == {"unproved": 1}
    assert Inquiry.objects.count() == 1


def test_nor_with_a_line_of_the_trail_whose_key_nobody_holds(house: House) -> None:
    advised(house)
    one = drafted(house)
    Protocol.objects.filter(pk=one.pk).update(
        status="approved", approved_by=house.administrator, approved_at=LATER, archive_heeded=True
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_auditentry (id, at, by_id, action, row, row_id, detail, mark)"
            " VALUES (gen_random_uuid(), now(), %s, 'retention.approve', 'x', %s,"
            " jsonb_build_object('digest', %s::text), decode(repeat('00', 34), 'hex'))",
            [house.administrator.pk, str(one.pk), bytes(one.digest).hex()],
        )
    assert carry_out(at=LATER) == {"unproved": 1}


def test_a_withdrawn_list_deletes_nothing_more(house: House) -> None:
    advised(house)
    one = approved(house)
    for _twice in range(2):
        actions.withdraw(protocol_id=one.pk, by=house.leader, at=LATER)
    assert carry_out(at=LATER) == {}
    line = one.lines.get()
    assert (line.outcome, line.why) == (Outcome.LEFT_OUT, Hindrance.WITHDRAWN)
    assert Inquiry.objects.count() == 1
    with pytest.raises(Refused, match="venter ikke"):
        approved(house, one)


def test_what_is_carried_out_cannot_be_withdrawn(house: House) -> None:
    advised(house)
    one = carried_out(house)
    with pytest.raises(Refused, match="allerede udført"):
        actions.withdraw(protocol_id=one.pk, by=house.leader, at=LATER)


def test_a_changed_period_moves_no_approved_list(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    advised(house)
    one = approved(house)
    longer = Period(date(2020, 1, 1), 50, 50, 600)
    monkeypatch.setattr(periods, "_read", lambda _path: (longer,))
    assert periods.period_on(danish_day(LATER)) == longer
    assert carry_out(at=LATER) == {"done": 1, "closed": 1}
    one.refresh_from_db()
    assert one.months == 60
    advised(house)
    with pytest.raises(Refused, match="i dag"):
        drafted(house)


def test_a_hold_is_placed_once_lifted_once_and_told_in_the_trail(house: House) -> None:
    citizen = advised(house).citizen
    assert citizen is not None
    key = uuid.uuid4()
    assert hold(house, citizen, form_key=key) == hold(house, citizen, form_key=key)
    told = AuditEntry.objects.get(action="retention.hold")
    assert told.detail == {"reason": "court", "until": ""}
    assert Hold.objects.count() == 1


def test_nothing_is_held_of_somebody_of_whom_nothing_is_left(house: House) -> None:
    citizen = advised(house).citizen
    assert citizen is not None
    carried_out(house)
    with pytest.raises(Refused, match="slettet"):
        place_hold(
            citizen_id=citizen.pk, reason="court", words="", until=None, form_key=uuid.uuid4(),
            by=house.leader, at=LATER,
        )  # fmt: skip


def test_the_ways_of_a_protocol_lead_to_an_end() -> None:
    assert {status for status, ways in PROTOCOL.items() if not ways} == {
        Status.CLOSED, Status.WITHDRAWN,
    }  # fmt: skip
    assert not may_become(Status.DRAFTED, Status.CLOSED)
    assert Kind.values == ["health", "social", "log"]
