"""The end of the chain of the logs is told outside, where nobody of the house can take it back."""

from datetime import timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from centre.post.actions import send_waiting, tell_witness
from centre.post.models import Message
from centre.records.actions import note, seal
from centre.records.queries import Head, faults, head
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 06.10")


@pytest.fixture(autouse=True)
def sealed(house: House, settings: Settings) -> None:
    settings.LOG_WITNESS = "vidne@kommune.example"
    note(action="unit.test", row=house.adults, by=house.leader, at=AT)
    seal(at=AT)


@pytest.mark.threat("T23")
def test_the_witness_is_mailed_the_end_and_with_it_sees_that_it_was_cut_off() -> None:
    assert tell_witness(at=AT) == 1
    assert send_waiting(at=AT)["sent"] == 1
    (letter,) = mail.outbox
    assert letter.to == ["vidne@kommune.example"]
    (line,) = [one for one in letter.body.splitlines() if ":" in one and " " not in one]
    assert Head.read(line) == head()
    assert list(faults(Head(Head.read(line).number + 1, Head.read(line).digest))) != []


def test_told_twice_a_day_it_is_mailed_once_and_the_next_day_again() -> None:
    for at in (AT, AT + timedelta(hours=1), AT + timedelta(days=1)):
        tell_witness(at=at)
    assert Message.objects.count() == 2


def test_without_a_witness_nothing_is_mailed(settings: Settings) -> None:
    settings.LOG_WITNESS = ""
    assert tell_witness(at=AT) == 0
    assert not Message.objects.exists()
