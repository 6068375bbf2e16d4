"""An address is protected at the moment a decision is sent: neither the letter nor a copy bears one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from centre.citizens.actions import Holder, Person
from centre.citizens.choices import AgeGroup, ConsentKind
from centre.file.actions import name_custody, put_right
from centre.refusal import Refused
from complaints.actions import acknowledge
from intake.actions.sending import send_decision
from intake.choices import Area
from tests.centre.post.letters import seen_through_the_window
from tests.complaints import cases as complaints
from tests.complaints.cases import LATER
from tests.factories import House
from tests.intake import cases
from tests.races.crowd import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOME = "Prøvevej 12\n6100 Haderslev"
PERSON = Person(name="Åse Ægir", address=HOME)
MOTHER = Holder("Gry Ægir", HOME, gets_letters=True)
# Somebody waits for what this transaction has written.
WAITS = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND locktype = 'transactionid' AND transactionid = pg_current_xact_id()::xid
"""


def is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])


@contextmanager
def written_meanwhile(**told: Any) -> Iterator[None]:
    """Another hand has written the citizen's row, and lets go once somebody waits for it."""
    written, waited = threading.Event(), []

    def write() -> None:
        try:
            with transaction.atomic():
                put_right(**told)
                written.set()
                waited.append(until(is_waited_for))
        finally:
            connection.close()

    other = threading.Thread(target=write)
    other.start()
    assert written.wait(10)
    yield
    other.join(60)
    assert waited == [True]


@pytest.mark.parametrize("council", ["aabenraa"], indirect=True)
def test_a_decision_that_is_sent_while_the_address_is_protected_bears_none(house: House) -> None:
    base = cases.assessed(house, Area.DRUGS, age_group=AgeGroup.FROM_15, person=PERSON)
    citizen = base.inquiry.citizen_id
    assert citizen is not None
    by: dict[str, Any] = {"by": house.caseworker, "at": cases.DECIDED_AT}
    name_custody(citizen_id=citizen, holders=[MOTHER], **by)
    cases.consents(house, base.inquiry, (ConsentKind.CUSTODY_HOLDER, ConsentKind.YOUNG_PERSON))
    decision = cases.prepared(house, Area.DRUGS, visitation=base, way="letter")
    hidden = Person(**{**vars(PERSON), "protected": True})
    with written_meanwhile(citizen_id=citizen, person=hidden, **by):
        sent = send_decision(decision_id=decision.pk, channel="letter", previewed=None, **by)
    assert sent.letter is not None
    (copy,) = sent.letter.copies.all()
    assert seen_through_the_window(sent.letter.pdf) == ["Åse Ægir"]
    assert seen_through_the_window(copy.pdf) == ["Gry Ægir"]


def test_an_answer_that_is_sent_while_the_address_is_protected_is_not_sent(house: House) -> None:
    complaint = complaints.registered(
        house, helper="family", helper_name="Gry Ægir", helper_address=HOME, represents=True
    )
    citizen = complaint.citizen
    assert citizen is not None
    hidden = Person(name=citizen.name, phone=citizen.phone, cpr=citizen.cpr, protected=True)
    by: dict[str, Any] = {"by": house.caseworker, "at": LATER}
    with (
        written_meanwhile(citizen_id=citizen.pk, person=hidden, **by),
        pytest.raises(Refused, match="siden du så det"),
    ):
        acknowledge(complaint_id=complaint.pk, channel="letter", previewed=None, **by)
    assert not complaint.events.filter(letter__isnull=False).exists()
