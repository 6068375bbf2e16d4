"""A complaint is counted once, however often its case is decided."""

from datetime import date

import pytest

from centre.standard.models import QualityStandard
from reporting.queries import board
from reporting.rules.figures import Share
from reporting.rules.period import period_before
from tests.complaints import cases
from tests.factories import House

pytestmark = pytest.mark.django_db
TODAY = date(2027, 5, 3)


def test_a_case_that_the_appeals_board_sends_back_is_no_second_complaint(
    council: QualityStandard, house: House
) -> None:
    complaint = cases.decided(house, "remitted")
    assert complaint.anew_clock is not None and complaint.anew_clock.due_on == date(2027, 3, 29)
    found = board.counted(
        house.leader, TODAY, period=period_before(TODAY), standard=council.content
    )
    assert found["complaint"].whole.share == Share(1, 1)
