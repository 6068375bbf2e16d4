"""Several hands on one decision at the same moment: one is sent, one is in force."""

import pytest

from centre.calendar import danish_day
from centre.post.models import Letter
from intake.actions.decision import prepare_decision
from intake.actions.sending import send_decision
from intake.choices import DecisionStatus
from intake.models import Decision
from intake.queries.letter import sheet_of
from tests.factories import House
from tests.intake import cases
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 3


def test_of_hands_that_send_at_once_one_letter_goes_out(house: House) -> None:
    one = cases.prepared(house)
    # As in a house that has been open for a while: the letter's template and fonts are read.
    sheet_of(one, danish_day(cases.DECIDED_AT))

    def press(_number: int) -> str:
        sent = send_decision(
            decision_id=one.pk, channel=one.way, previewed=None,
            by=house.caseworker, at=cases.DECIDED_AT,
        )  # fmt: skip
        return str(sent.status)

    outcomes = at_once(press, processes=HANDS)
    assert [(one.answer, one.error) for one in outcomes] == [("sent", "")] * HANDS
    assert Letter.objects.count() == 1


def test_of_hands_that_prepare_at_once_one_decision_is_prepared(house: House) -> None:
    one = cases.assessed(house)
    drafts = [cases.draft(one) for _number in range(HANDS)]

    def press(number: int) -> str:
        made = prepare_decision(
            visitation_id=one.pk, draft=drafts[number], by=house.caseworker, at=cases.DECIDED_AT
        )
        return str(made.status)

    outcomes = at_once(press, processes=HANDS)
    assert sorted(one.error for one in outcomes) == ["", *["Refused"] * (HANDS - 1)]
    assert Decision.objects.get().status == DecisionStatus.PREPARED
