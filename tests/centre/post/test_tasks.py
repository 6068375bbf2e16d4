"""The worker's round: hand by hand, until nothing waits."""

import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import Settings

from centre.post import tasks, words
from centre.post.actions import Envelope, post
from centre.post.choices import State, Text
from centre.post.models import Message
from tests.centre.post.server import Mood, listening

pytestmark = pytest.mark.django_db


def due(count: int) -> None:
    """So many receipts, due since a minute ago."""
    post(
        Envelope(
            text=Text.RECEIPT,
            once_key=uuid.uuid4().hex,
            due_at=now() - timedelta(minutes=1),
            to_address="borger@example.dk",
        )
        for _ in range(count)
    )


def test_a_round_sends_all_that_waits_and_ends(settings: Settings) -> None:
    due(3)
    with listening(Mood(), settings) as server:
        assert tasks.send_waiting()["sent"] == 3
        assert tasks.send_waiting() == {}
    assert len(server.taken) == 3


def test_a_letter_that_cannot_be_written_stops_only_itself(settings: Settings) -> None:
    due(2)
    broken = Message.objects.first()
    assert broken is not None
    Message.objects.filter(pk=broken.pk).update(facts={"starts_at": "tomorrow"})
    with listening(Mood(), settings) as server:
        tasks.send_waiting()
    broken.refresh_from_db()
    assert (broken.state, broken.trouble) == (State.PARKED, "could not be written")
    assert len(server.taken) == 1


def test_a_fault_in_one_letter_leaves_the_others_to_the_next_round(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(3)
    letter = words.letter

    def faulty(*_args: object) -> tuple[str, str]:
        raise RuntimeError("a fault of ours")

    with listening(Mood(), settings) as server:
        monkeypatch.setattr(words, "letter", faulty)
        with pytest.raises(RuntimeError):
            tasks.send_waiting()
        monkeypatch.setattr(words, "letter", letter)
        assert tasks.send_waiting()["sent"] == 2
    assert len(server.taken) == 2
    assert Message.objects.filter(state=State.SENDING).count() == 1


def test_a_round_ends_before_its_time_is_over(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(3)
    monkeypatch.setattr(tasks, "RUN", timedelta(0))
    with listening(Mood(), settings) as server:
        tasks.send_waiting()
    assert server.taken == []
