"""Numbers as Danes read them."""

import pytest

from centre.citizens.models import Citizen
from centre.standard.words import in_pairs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("73767676", "73 76 76 76"),
        ("7376 7676", "73 76 76 76"),
        ("73-76-76-76", "73 76 76 76"),
        ("73 76 76 76", "73 76 76 76"),
        ("+4573767676", "73 76 76 76"),
        ("+45 73 76 76 76", "73 76 76 76"),
        ("004573767676", "73 76 76 76"),
        ("Ring på 73767676.", "Ring på 73 76 76 76."),
        ("73767676, aase@example.dk", "73 76 76 76, aase@example.dk"),
        ("73767676 eller 20304050", "73 76 76 76 eller 20 30 40 50"),
        # Not a Danish number, or no number at all.
        ("+46701234567", "+46701234567"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("73 767 676", "73 76 76 76"),
        ("116111", "116111"),
        ("28.11.2026", "28.11.2026"),
        ("28-11-2026", "28-11-2026"),
        ("737676761", "737676761"),
        ("050520-9996", "050520-9996"),
        ("20304050@example.dk", "20304050@example.dk"),
        ("aase20304050@example.dk", "aase20304050@example.dk"),
        ("aase@20304050.dk", "aase@20304050.dk"),
        ("", ""),
    ],
)
def test_a_danish_number_is_written_in_pairs_and_nothing_else_is_touched(
    written: str, read: str
) -> None:
    assert in_pairs(written) == read
    assert Citizen(phone=written).phone_in_pairs == read
