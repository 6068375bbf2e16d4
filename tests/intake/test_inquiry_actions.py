"""What the desk does with an inquiry."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.choices import Role
from intake.actions.guarantee import release
from intake.actions.inquiry import assign, close, record_attempt, reopen
from intake.choices import Attempt, InquiryStatus, ReleaseReason, SlotChannel, Topic, Wish
from intake.models import ContactAttempt, Inquiry
from tests import factories
from tests.centre.clocks.tools import write
from tests.conftest import moment
from tests.factories import House, UserFactory

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")


@pytest.fixture
def inquiry(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT, topic=Topic.BOTH)


@pytest.fixture
def talk(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT, wish=Wish.COUNSELLING)


def test_whoever_takes_an_inquiry_takes_its_open_clocks(inquiry: Inquiry, house: House) -> None:
    ended = Clock.objects.get(kind="alcohol")
    write(ended, EventType.RELEASE, AT.date())
    assign(inquiry_id=inquiry.pk, to=house.colleague, by=house.leader, at=AT)
    inquiry.refresh_from_db()
    assert inquiry.responsible == house.colleague
    assert set(Clock.objects.open().values_list("responsible", flat=True)) == {house.colleague.pk}
    assert Clock.objects.get(pk=ended.pk).responsible is None
    line = AuditEntry.objects.get(action="inquiry.assign")
    assert line.detail == {"to": house.colleague.pk}


def test_a_colleague_of_another_unit_cannot_be_given_it(inquiry: Inquiry, house: House) -> None:
    with pytest.raises(Refused):
        assign(inquiry_id=inquiry.pk, to=house.youth_worker, by=house.leader, at=AT)
    assert not AuditEntry.objects.filter(action="inquiry.assign").exists()


def test_nobody_without_cases_or_without_employment_can_be_given_it(
    inquiry: Inquiry, house: House
) -> None:
    nobodies = [
        house.administrator,
        UserFactory.create(username="quality", role=Role.QUALITY, unit=None),
        UserFactory.create(username="left", is_active=False, unit=house.adults),
        UserFactory.create(username="leaves", ends_on=AT.date(), unit=house.adults),
    ]
    for nobody in nobodies:
        with pytest.raises(Refused):
            assign(inquiry_id=inquiry.pk, to=nobody, by=house.leader, at=AT)
    assign(inquiry_id=inquiry.pk, to=house.leader, by=house.leader, at=AT)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Attempt.REACHED, InquiryStatus.IN_CONTACT),
        (Attempt.NOT_REACHED, InquiryStatus.NEW),
        (Attempt.MESSAGE_LEFT, InquiryStatus.NEW),
    ],
)
def test_reaching_somebody_moves_a_new_inquiry_on_but_stops_no_clock(
    inquiry: Inquiry, house: House, outcome: Attempt, status: InquiryStatus
) -> None:
    record_attempt(
        inquiry_id=inquiry.pk,
        channel=SlotChannel.PHONE,
        outcome=outcome,
        text="Ringer igen",
        by=house.caseworker,
        at=AT,
    )
    inquiry.refresh_from_db()
    assert inquiry.status == status
    assert Clock.objects.open().count() == 3
    assert "Ringer" not in str(AuditEntry.objects.get(action="inquiry.attempt").detail)


def test_the_same_attempt_sent_twice_is_written_once(inquiry: Inquiry, house: House) -> None:
    key = uuid.uuid4()
    found = [
        record_attempt(
            inquiry_id=inquiry.pk,
            channel=SlotChannel.PHONE,
            outcome=Attempt.REACHED,
            by=house.caseworker,
            at=AT,
            form_key=key,
        )
        for _ in range(2)
    ]
    assert found[0] == found[1] == ContactAttempt.objects.get()
    assert AuditEntry.objects.filter(action="inquiry.attempt").count() == 1


@pytest.mark.parametrize(
    "changed", [{"outcome": Attempt.NOT_REACHED}, {"channel": SlotChannel.VIDEO}, {"text": "Ny"}]
)
def test_the_same_form_with_other_answers_is_refused_in_words(
    inquiry: Inquiry, house: House, changed: dict[str, str]
) -> None:
    told: dict[str, Any] = {
        "inquiry_id": inquiry.pk,
        "channel": SlotChannel.PHONE,
        "outcome": Attempt.MESSAGE_LEFT,
        "by": house.caseworker,
        "at": AT,
        "form_key": uuid.uuid4(),
    }
    record_attempt(**told)
    with pytest.raises(Refused):
        record_attempt(**{**told, **changed})
    assert ContactAttempt.objects.get().outcome == Attempt.MESSAGE_LEFT


def test_an_attempt_after_the_end_is_written_and_opens_nothing(talk: Inquiry, house: House) -> None:
    close(inquiry_id=talk.pk, status=InquiryStatus.ADVISED, by=house.caseworker, at=AT)
    record_attempt(
        inquiry_id=talk.pk,
        channel=SlotChannel.PHONE,
        outcome=Attempt.REACHED,
        by=house.caseworker,
        at=AT,
    )
    talk.refresh_from_db()
    assert talk.status == InquiryStatus.ADVISED


@pytest.mark.threat("T13")
def test_an_inquiry_is_not_ended_while_a_deadline_runs(inquiry: Inquiry, house: House) -> None:
    with pytest.raises(Refused):
        close(inquiry_id=inquiry.pk, status=InquiryStatus.WITHDRAWN, by=house.caseworker, at=AT)
    for one in inquiry.guarantees.all():
        release(
            guarantee_id=one.pk,
            on=AT.date(),
            reason=ReleaseReason.WITHDRAWN,
            by=house.caseworker,
            at=AT,
        )
    ended = close(inquiry_id=inquiry.pk, status=InquiryStatus.WITHDRAWN, by=house.caseworker, at=AT)
    assert (ended.status, ended.closed_at, ended.closed_by) == ("withdrawn", AT, house.caseworker)


@pytest.mark.parametrize("status", [InquiryStatus.NEW, InquiryStatus.ADVISED])
def test_an_ended_inquiry_is_not_ended_again(
    talk: Inquiry, house: House, status: InquiryStatus
) -> None:
    close(inquiry_id=talk.pk, status=InquiryStatus.ADVISED, by=house.caseworker, at=AT)
    with pytest.raises(Refused):
        close(inquiry_id=talk.pk, status=status, by=house.colleague, at=AT)
    talk.refresh_from_db()
    assert talk.closed_by == house.caseworker


def test_taking_it_up_again_moves_neither_its_day_nor_its_clocks(
    talk: Inquiry, house: House
) -> None:
    close(inquiry_id=talk.pk, status=InquiryStatus.REFERRED, by=house.caseworker, at=AT)
    later = AT + timedelta(days=30)
    again = reopen(inquiry_id=talk.pk, by=house.colleague, at=later)
    again.refresh_from_db()
    assert (again.status, again.closed_at, again.closed_by) == ("in_contact", None, None)
    assert (again.received_at, again.received_on) == (AT, AT.date())


def test_an_open_inquiry_cannot_be_taken_up_again(talk: Inquiry, house: House) -> None:
    record_attempt(
        inquiry_id=talk.pk,
        channel=SlotChannel.PHONE,
        outcome=Attempt.REACHED,
        by=house.caseworker,
        at=AT,
    )
    with pytest.raises(Refused):
        reopen(inquiry_id=talk.pk, by=house.caseworker, at=AT)
