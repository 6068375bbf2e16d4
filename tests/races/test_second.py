"""Two who answer one look-up at once, and a file that is closed while somebody asks for it."""

from datetime import timedelta

import pytest

from centre.citizens.actions import Person
from centre.post.choices import Text
from centre.post.models import Message
from centre.records.models import LookUp, LookUpRequest
from intake.actions.search import look_up
from intake.actions.second import answer
from intake.models import Inquiry
from reporting.actions.odd import answer as judge
from reporting.actions.odd import go_through
from reporting.models import LogLook, OddAnswer, OddReading
from tests import factories
from tests.conftest import moment
from tests.factories import House
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-10 09.30")
HANDS = 4


def theirs(house: House) -> Inquiry:
    person = Person(name="Ærø Ødegård", protected=True)
    return factories.inquiry(house, received_at=AT - timedelta(days=1), person=person)


def asked(house: House, inquiry: Inquiry) -> LookUpRequest:
    assert inquiry.citizen_id is not None
    made = look_up(
        citizen_id=inquiry.citizen_id, reason="contact", text="Ring.", by=house.youth_worker, at=AT
    )
    assert isinstance(made, LookUpRequest)
    return made


def test_of_hands_that_answer_at_once_one_answer_stands(house: House) -> None:
    made = asked(house, theirs(house))
    people = (house.caseworker, house.colleague, house.leader, house.caseworker)

    def press(number: int) -> str:
        said = "granted" if number % 2 else "refused"
        found = answer(
            request_id=made.pk,
            answer=said,  # type: ignore[arg-type]
            words="Nej.",
            by=people[number],
            at=AT + timedelta(minutes=1),
        )
        return str(found.answer)

    outcomes = at_once(press, processes=HANDS)
    assert sorted(one.error for one in outcomes) == ["", *["Refused"] * (HANDS - 1)]
    made.refresh_from_db()
    assert LookUp.objects.count() == (1 if made.answer == "granted" else 0)
    assert Message.objects.filter(text=Text.ANSWERED).count() == 1


def test_clicks_at_once_ask_once(house: House) -> None:
    inquiry = theirs(house)
    outcomes = at_once(lambda _number: str(asked(house, inquiry).pk), processes=HANDS)
    assert len({one.answer for one in outcomes}) == LookUpRequest.objects.count() == 1


def test_two_beats_go_through_a_day_once(house: House) -> None:
    at_once(lambda _number: go_through(at=AT), processes=HANDS)
    assert LogLook.objects.filter(kind="month").count() == 1
    days = LogLook.objects.filter(kind="day").values_list("on", flat=True)
    assert len(days) == len(set(days)) > 0


def test_of_leaders_who_judge_at_once_one_finding_stands(house: House) -> None:
    one = OddReading.objects.create(
        kind="idle", by=house.caseworker, from_at=AT, until_at=AT, number=10, found_at=AT
    )
    outcomes = at_once(
        lambda _number: str(
            judge(
                reading_id=one.pk,
                verdict="explained",  # type: ignore[arg-type]
                words="",
                by=house.leader,
                at=AT,
            ).verdict
        ),
        processes=HANDS,
    )
    assert sorted(one.error for one in outcomes) == ["", *["Refused"] * (HANDS - 1)]
    assert OddAnswer.objects.count() == 1
