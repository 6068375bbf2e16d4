"""Where a complaint goes: every way the standard names is shown, and none that is not there."""

import pytest
from django.utils.translation import override

from centre.standard.expect import page_of
from centre.standard.loader import load_shipped
from tests.intake.guarantees import COUNCILS, DAY


def lines(key: str) -> list[str]:
    with override("en"):
        return [
            line for one in page_of(load_shipped(key), today=DAY).complaints for line in one.lines
        ]


@pytest.mark.parametrize("key", COUNCILS)
def test_every_address_phone_and_mail_of_a_recipient_is_shown(key: str) -> None:
    shown = "\n".join(lines(key)).replace(" ", "")
    for route in load_shipped(key).complaints:
        to = route.recipient
        if to is None or not route.possible:
            continue
        for part in (to.street, to.postcode, to.city, to.email, *to.phones):
            assert (part or "").replace(" ", "") in shown


@pytest.mark.parametrize("key", COUNCILS)
def test_one_calls_only_where_a_number_stands(key: str) -> None:
    said = lines(key)
    for route in load_shipped(key).complaints:
        to = route.recipient
        if to is None or not route.possible:
            continue
        if route.digital and not route.oral:
            way = f"Do it online: {to.name}."
        else:
            way = f"Write or call: {to.name}." if to.phones else f"Write to: {to.name}."
        assert way in said


def test_the_ways_differ_between_the_councils() -> None:
    assert "Write or call: Rusmiddelteamet." in lines("rebild")
    assert "Write to: Rusmiddelcentret." in lines("haderslev")
    assert "Do it online: Styrelsen for Patientklager." in lines("skanderborg")
    assert "Write or call: Borgerrådgiverens kontor, Kulturhuset." in lines("skanderborg")
