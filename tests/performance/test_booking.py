import pytest

from tests.bench import booking
from tests.performance.conftest import Morning


@pytest.mark.parametrize(("treatment", "most"), [(False, 5), (True, 10)])
def test_a_booking_takes_few_statements(
    busy: Morning, treatment: bool, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five for a booking; treatment and mail add standard, clock, ledger, guarantee and message."""
    monkeypatch.setattr(booking, "_now", lambda: busy.at)
    assert 4 <= booking.statements(treatment=treatment) <= most
