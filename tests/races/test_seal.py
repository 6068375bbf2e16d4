"""Sealing while the house writes: each line in one seal, whoever seals, and no false alarm meanwhile."""

from datetime import timedelta

import pytest

from centre.records.actions import note, seal
from centre.records.models import AuditEntry, Seal, Unsealed
from centre.records.queries import faults
from tests.conftest import moment
from tests.factories import House
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-10 09.30")
LINES = 20


def test_many_write_seal_and_look_at_once_and_every_line_is_sealed_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Many seals, so that the sealers meet at each.
    monkeypatch.setattr("centre.records.actions.LINES", 3)

    def part(number: int) -> int:
        for line in range(LINES):
            at = AT + timedelta(seconds=line)
            note(action="unit.test", row=house.adults, by=house.leader, at=at, number=number)
            if number % 2:
                seal(at=at)
            elif line % 5 == 0:
                assert [str(one) for one in faults()] == []
        return number

    outcomes = at_once(part, processes=4, threads=2)
    assert [one.error for one in outcomes] == [""] * 8
    seal(at=AT + timedelta(minutes=5))
    assert not Unsealed.objects.exists()
    sealed = [pk for one in Seal.objects.all() for pk in one.entries]
    assert len(sealed) == len(set(sealed)) == AuditEntry.objects.count() == 8 * LINES
    assert [str(one) for one in faults()] == []
