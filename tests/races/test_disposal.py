"""A disposal and those who still work: approved by two at once, taken up again, written of meanwhile."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from centre.calendar import danish_day
from centre.citizens.actions import Holder, Person
from centre.citizens.models import Citizen, Consent
from centre.file.actions import name_custody, put_right
from centre.guard import CITIZEN_IS_KEPT, broken
from centre.journal.models import Note
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.retention.actions import carry_out as carrying
from centre.retention.actions.carry_out import carry_out
from centre.retention.actions.protocol import APPROVE, approve
from centre.retention.choices import Hindrance, Outcome, Status
from centre.retention.models import Protocol
from intake.actions.inquiry import reopen
from intake.models import Inquiry
from tests.centre.journal import cases as journal
from tests.centre.retention.cases import LATER, approved, drafted
from tests.centre.retention.test_records import advised
from tests.factories import House
from tests.races.crowd import at_once, holding, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 4
GONE = "records are deleted"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here as they stand in the code."""
    with override("en"):
        yield


def test_of_two_who_approve_at_once_one_has_approved(house: House) -> None:
    advised(house)
    made = drafted(house)
    people = (house.administrator, house.colleague, house.administrator, house.colleague)

    def press(number: int) -> str:
        by = people[number]
        one = approve(protocol_id=made.pk, archive_heeded=True, by=by, at=LATER)
        return str(one.approved_by_id)

    outcomes = at_once(press, processes=HANDS)
    made.refresh_from_db()
    # The second click of whoever was first is once; the other is told that it is done.
    assert sorted(one.error for one in outcomes) == ["", "", "Refused", "Refused"]
    assert {one.answer for one in outcomes if not one.error} == {str(made.approved_by_id)}
    assert AuditEntry.objects.filter(action=APPROVE).count() == 1


def test_two_workers_at_once_dispose_of_each_record_once(house: House) -> None:
    for _three in range(3):
        advised(house)
    made = approved(house)
    outcomes = at_once(lambda _number: carry_out(at=LATER), processes=2)
    assert [one.error for one in outcomes] == ["", ""]
    assert sum(one.answer.get("done", 0) for one in outcomes) == 3
    assert sum(one.answer.get("closed", 0) for one in outcomes) == 1
    assert AuditEntry.objects.filter(action="retention.dispose").count() == 3
    assert not Inquiry.objects.exists()
    assert Protocol.objects.get(pk=made.pk).status == Status.CLOSED


def test_a_case_taken_up_again_at_the_approval_stays_whole_or_is_gone_whole(house: House) -> None:
    """Whoever works in a case is never what fails, unless the case is gone."""
    cases = [advised(house) for _three in range(HANDS - 1)]
    made = drafted(house)

    def act(number: int) -> str:
        if number:
            again = reopen(inquiry_id=cases[number - 1].pk, by=house.caseworker, at=LATER)
            return str(again.status)
        approve(protocol_id=made.pk, archive_heeded=True, by=house.administrator, at=LATER)
        carry_out(at=LATER)
        return ""

    outcomes = at_once(act, processes=HANDS)
    carry_out(at=LATER)
    told = {line.subject: (line.outcome, line.why) for line in made.lines.all()}
    errors = [one.error for one in outcomes if one.error]
    assert set(errors) <= {"DoesNotExist"}
    gone = [one for one in cases if not Inquiry.objects.filter(pk=one.pk).exists()]
    assert len(errors) == len(gone)
    for one in cases:
        left = (Outcome.DONE, "") if one in gone else (Outcome.LEFT_OUT, Hindrance.OPEN_CASE)
        assert told[one.citizen_id] == left


def a_consent(house: House, citizen: Citizen) -> None:
    Consent.objects.create(
        citizen=citizen, kind="referral", given_on=danish_day(LATER),
        recorded_by=house.caseworker, recorded_at=LATER,
    )  # fmt: skip


def a_case(house: House) -> tuple[Inquiry, Citizen]:
    one = advised(house)
    assert one.citizen is not None
    return one, one.citizen


def test_a_consent_that_is_being_written_is_waited_for_and_keeps_the_record(house: House) -> None:
    _case, citizen = a_case(house)
    made = approved(house)
    with holding(lambda: a_consent(house, citizen)):
        carry_out(at=LATER)
    assert made.lines.get().why == Hindrance.NEWER_ENTRY
    citizen.refresh_from_db()
    assert citizen.disposed_on is None
    assert Consent.objects.filter(citizen=citizen).exists()


def test_a_case_taken_up_again_is_waited_for_and_its_page_is_not_what_fails(house: House) -> None:
    """Its line in the trail points at the citizen: held first, each would wait for the other."""
    case, _citizen = a_case(house)
    made = approved(house)
    with holding(lambda: reopen(inquiry_id=case.pk, by=house.caseworker, at=LATER)):
        carry_out(at=LATER)
    assert made.lines.get().why == Hindrance.OPEN_CASE
    assert Inquiry.objects.get(pk=case.pk).status == "in_contact"


def test_a_case_that_somebody_writes_in_for_long_waits_for_the_next_run(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _citizen = a_case(house)
    made = approved(house)
    monkeypatch.setattr(carrying, "PATIENCE", "SET LOCAL lock_timeout = '20ms'")
    ended = threading.Event()

    def write() -> None:
        Inquiry.objects.select_for_update().get(pk=case.pk)
        assert ended.wait(10)

    other = threading.Thread(target=_in_a_transaction, args=(write,))
    other.start()
    assert until(lambda: _is_held(case))
    assert carry_out(at=LATER) == {"in_use": 1}
    ended.set()
    other.join(10)
    assert made.lines.get().outcome == ""
    assert carry_out(at=LATER) == {"done": 1, "closed": 1}


def _in_a_transaction(work: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            work()
    finally:
        connection.close()


def _is_held(case: Inquiry) -> bool:
    with transaction.atomic():
        rows = Inquiry.objects.select_for_update(skip_locked=True)
        return not rows.filter(pk=case.pk).exists()


def consent(house: House, citizen: Citizen) -> None:
    try:
        a_consent(house, citizen)
    except IntegrityError as error:
        raise Refused(broken(error)) from error


def custody(house: House, citizen: Citizen) -> None:
    holders = [Holder("Gry Ægir")]
    name_custody(citizen_id=citizen.pk, holders=holders, by=house.caseworker, at=LATER)


def contact(house: House, citizen: Citizen) -> None:
    told = Person(name="Åse Ægir", phone="+4520304050", address="Prøvevej 12")
    put_right(citizen_id=citizen.pk, person=told, by=house.caseworker, at=LATER)


def a_note(house: House, citizen: Citizen) -> None:
    journal.written(Inquiry(citizen=citizen, unit=house.adults), house.caseworker, text="Ringede.")


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (consent, CITIZEN_IS_KEPT),
        (custody, GONE),
        (contact, GONE),
        (a_note, GONE),
    ],
)
def test_what_is_written_of_somebody_who_is_being_emptied_waits_and_is_refused(
    house: House, write: Callable[[House, Citizen], None], words: str
) -> None:
    _case, citizen = a_case(house)
    approved(house)
    with holding(lambda: carry_out(at=LATER)), pytest.raises(Refused, match=words):
        write(house, citizen)
    emptied = Citizen.objects.get(pk=citizen.pk)
    assert (emptied.disposed_on, emptied.name) == (danish_day(LATER), "")
    assert not Consent.objects.exists()
    assert not Note.objects.exists()
    assert not emptied.guardians.exists()
