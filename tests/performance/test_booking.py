import pytest

from tests.bench import booking
from tests.performance.conftest import Morning


@pytest.mark.parametrize(("treatment", "most"), [(False, 10), (True, 11)])
def test_a_booking_takes_few_statements(
    busy: Morning, treatment: bool, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten for a booking; a wish for treatment adds its clock, ledger, guarantee and standard."""
    monkeypatch.setattr(booking, "_now", lambda: busy.at)
    assert 4 <= booking.statements(treatment=treatment) <= most
