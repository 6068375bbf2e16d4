import pytest

from tests.bench import booking
from tests.performance.conftest import Morning


@pytest.mark.parametrize(("treatment", "number"), [(False, 2), (True, 3)])
def test_a_booking_takes_few_statements(
    busy: Morning, treatment: bool, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time with its seats, and all rows at once; what wants treatment also reads the standard."""
    monkeypatch.setattr(booking, "_now", lambda: busy.at)
    assert booking.statements(treatment=treatment) == number
