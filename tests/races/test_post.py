"""Workers that die with a letter in their hand, and many that want the same one."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from pytest_django import Settings

from centre.post.actions import Envelope, post, send_waiting
from centre.post.choices import State, Text
from centre.post.models import Message
from centre.post.rules import LEASE
from tests.centre.post.server import Mood, listening
from tests.conftest import moment
from tests.races.crowd import at_once, forked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-10 09.30")


def fill_outbox(count: int, text: Text) -> None:
    post(
        Envelope(
            text=text,
            once_key=uuid.uuid4().hex,
            due_at=AT,
            to_address="borger@example.dk",
            facts={"starts_at": AT.isoformat(), "soon": 1, "late": 0},
        )
        for _number in range(count)
    )


def test_four_workers_at_once_send_each_letter_once(settings: Settings) -> None:
    fill_outbox(40, Text.RECEIPT)
    with listening(Mood(), settings) as server:
        outcomes = at_once(lambda _number: send_waiting(at=AT), processes=4)
    assert [one.error for one in outcomes] == [""] * 4
    assert sum(one.answer["sent"] for one in outcomes) == 40
    assert len(server.ids) == 40
    assert set(Counter(server.ids).values()) == {1}
    assert Message.objects.filter(state=State.SENT).count() == 40


@pytest.mark.parametrize(("text", "sent_in_all"), [(Text.RECEIPT, 1), (Text.ALERTS, 2)])
def test_a_worker_killed_after_the_text_leaves_a_receipt_to_a_person_and_repeats_a_reminder(
    settings: Settings, text: Text, sent_in_all: int
) -> None:
    fill_outbox(1, text)
    mood = Mood()
    mood.slow_seconds = 20
    with listening(mood, settings) as server:
        worker = forked(lambda: send_waiting(at=AT))
        assert server.has_text.wait(10)
        worker.kill()
        worker.join()
    assert Message.objects.get().state == State.SENDING
    with listening(Mood(), settings) as after:
        send_waiting(at=AT + LEASE - timedelta(seconds=1))
        assert after.taken == []
        send_waiting(at=AT + LEASE + timedelta(seconds=1))
    assert len(server.taken) + len(after.taken) == sent_in_all
    expected = State.SENT if text == Text.ALERTS else State.UNCERTAIN
    assert Message.objects.get().state == expected


def test_a_worker_killed_with_a_full_outbox_holds_only_the_letter_in_its_hand(
    settings: Settings,
) -> None:
    fill_outbox(10, Text.RECEIPT)
    mood = Mood()
    mood.slow_seconds = 20
    with listening(mood, settings) as server:
        worker = forked(lambda: send_waiting(at=AT))
        assert server.has_text.wait(10)
        worker.kill()
        worker.join()
    with listening(Mood(), settings) as after:
        assert send_waiting(at=AT)["sent"] == 9
    assert set(server.ids).isdisjoint(after.ids)
