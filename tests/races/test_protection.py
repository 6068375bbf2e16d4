"""An address is protected at the moment a decision is sent: neither the letter nor a copy bears one."""

from contextlib import AbstractContextManager
from typing import Any

import pytest

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
from tests.races.crowd import holding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOME = "Prøvevej 12\n6100 Haderslev"
PERSON = Person(name="Åse Ægir", address=HOME)
MOTHER = Holder("Gry Ægir", HOME, gets_letters=True)


def written_meanwhile(**told: Any) -> AbstractContextManager[None]:
    """Another hand has written the citizen's row."""
    return holding(lambda: put_right(**told))


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
