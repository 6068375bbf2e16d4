"""Several hands on one decision at the same moment: one is sent, one is in force.

Of somebody without a name, who is told: a process that was forked beside others prints no letter.
"""

import pytest

from centre.records.models import AuditEntry
from intake.actions.decision import prepare_decision
from intake.actions.sending import send_decision
from intake.choices import DecisionStatus, Way
from intake.models import Decision
from tests.factories import House
from tests.intake import cases
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 4


def test_of_hands_that_send_at_once_one_decision_is_given(house: House) -> None:
    told = cases.prepared(house, visitation=cases.assessed(house, person=None), way=Way.TOLD)

    def press(_number: int) -> str:
        sent = send_decision(
            decision_id=told.pk, channel=Way.TOLD, previewed=None,
            by=house.caseworker, at=cases.DECIDED_AT,
        )  # fmt: skip
        return str(sent.status)

    outcomes = at_once(press, processes=HANDS)
    assert [(one.answer, one.error) for one in outcomes] == [("sent", "")] * HANDS
    assert AuditEntry.objects.filter(action="decision.send").count() == 1


def test_of_hands_that_prepare_at_once_one_decision_is_prepared(house: House) -> None:
    assessed = cases.assessed(house)
    drafts = [cases.draft(assessed) for _number in range(HANDS)]

    def press(number: int) -> str:
        made = prepare_decision(
            visitation_id=assessed.pk,
            draft=drafts[number],
            by=house.caseworker,
            at=cases.DECIDED_AT,
        )
        return str(made.status)

    outcomes = at_once(press, processes=HANDS)
    assert sorted(one.error for one in outcomes) == ["", *["Refused"] * (HANDS - 1)]
    assert Decision.objects.get().status == DecisionStatus.PREPARED
