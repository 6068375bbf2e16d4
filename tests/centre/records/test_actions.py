"""The trail of what was done."""

import pytest

from centre.records.actions import note
from centre.records.models import AuditEntry
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 13.37")


def test_a_line_says_who_did_what_to_which_row(house: House) -> None:
    note(action="unit.test", row=house.adults, by=house.leader, at=AT, number=3)
    line = AuditEntry.objects.get()
    assert (line.at, line.by, line.action) == (AT, house.leader, "unit.test")
    assert (line.row, line.row_id, line.detail) == (
        "staff.Unit",
        str(house.adults.pk),
        {"number": 3},
    )


@pytest.mark.threat("T26")
def test_of_an_anonymous_persons_act_only_the_half_day_is_kept(house: House) -> None:
    note(action="unit.test", row=house.adults, by=None, at=AT, anonymous=True)
    assert AuditEntry.objects.get().at == moment("2026-12-10 12.00")


@pytest.mark.threat("T26")
def test_the_order_of_the_lines_does_not_show_in_their_numbers(house: House) -> None:
    for _ in range(20):
        note(action="unit.test", row=house.adults, by=None, at=AT)
    ids = [line.pk for line in AuditEntry.objects.order_by("pk")]
    assert {one.version for one in ids} == {4}
