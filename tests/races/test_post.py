"""Workers that die with a letter in their hand, and many that want the same one."""

import uuid
from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from pytest_django import Settings

from centre.post.actions import HAND, Envelope, post, send_waiting
from centre.post.choices import State, Text
from centre.post.models import Message
from centre.post.rules import LEASE
from tests.centre.post.server import Mood, listening
from tests.conftest import moment
from tests.races.crowd import at_once, forked, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-10 09.30")


class EachTenth(Mood):
    """Does as it should but with one letter in ten: refuses it, hangs, or hangs up."""

    def __init__(self, trouble: str) -> None:
        super().__init__()
        self.trouble = trouble
        self.number = count(1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.data, self.drop, self.slow_seconds = "", False, 0.0
        if next(self.number) % 10 == 5:
            self.drop = self.trouble == "hangs up"
            self.slow_seconds = 1.5 if self.trouble == "hangs" else 0.0
            self.data = self.trouble if self.trouble[0].isdigit() else ""
        return await super().handle_DATA(server, session, envelope)


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


@pytest.mark.parametrize("text", [Text.RECEIPT, Text.ALERTS])
def test_four_workers_at_once_send_each_letter_once(settings: Settings, text: Text) -> None:
    fill_outbox(40, text)
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


def test_a_worker_killed_among_reminders_loses_none_and_repeats_no_more_than_a_hand(
    settings: Settings,
) -> None:
    fill_outbox(3 * HAND, Text.ALERTS)

    class Stuck(Mood):
        """Falls asleep in the middle of the second hand."""

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            if len(self.taken) == HAND + HAND // 2:
                self.slow_seconds = 20
            self.has_text.clear()
            return await super().handle_DATA(server, session, envelope)

    with listening(Stuck(), settings) as server:
        worker = forked(lambda: send_waiting(at=AT))
        assert until(lambda: server.slow_seconds > 0 and server.has_text.is_set())
        worker.kill()
        worker.join()
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {State.SENT: HAND, State.SENDING: HAND, State.WAITING: HAND}
    with listening(Mood(), settings) as after:
        assert send_waiting(at=AT)["sent"] == HAND
        assert set(server.ids).isdisjoint(after.ids)
        assert send_waiting(at=AT + LEASE + timedelta(seconds=1))["sent"] == HAND
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    times = Counter(server.ids + after.ids)
    assert len(times) == 3 * HAND
    assert Counter(times.values()) == {1: 3 * HAND - HAND // 2 - 1, 2: HAND // 2 + 1}


@pytest.mark.parametrize("trouble", ["451 not now", "hangs", "hangs up"])
def test_two_workers_and_a_server_in_trouble_with_one_letter_in_ten_lose_none(
    settings: Settings, trouble: str
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    fill_outbox(30, Text.ALERTS)
    fill_outbox(10, Text.RECEIPT)
    with listening(EachTenth(trouble), settings) as server:
        outcomes = at_once(lambda _number: send_waiting(at=AT), processes=2)
        assert [one.error for one in outcomes] == [""] * 2
        after = at_once(lambda _number: send_waiting(at=AT + timedelta(hours=1)), processes=2)
        assert [one.error for one in after] == [""] * 2
        send_waiting(at=AT + timedelta(hours=2))
    states = Counter(Message.objects.values_list("text", "state"))
    assert states[Text.ALERTS, State.SENT] == 30
    doubtful = states[Text.RECEIPT, State.UNCERTAIN]
    assert states[Text.RECEIPT, State.SENT] + doubtful == 10
    assert doubtful == 0 or not trouble[0].isdigit()
    # Every letter came; a receipt once at most; a reminder twice only where nobody could know.
    times = Counter(server.ids)
    receipts = Message.objects.filter(text=Text.RECEIPT).values_list("pk", flat=True)
    assert len(times) == 40
    assert {times[f"<{one}@post>"] for one in receipts} == {1}
    assert trouble[0] == "h" or set(times.values()) == {1}


def test_a_server_that_went_away_gets_the_whole_outbox_when_it_is_back(settings: Settings) -> None:
    fill_outbox(2 * HAND, Text.ALERTS)
    with listening(Mood(), settings):
        pass
    outcomes = at_once(lambda _number: send_waiting(at=AT), processes=2)
    assert [one.error for one in outcomes] == [""] * 2
    assert sum(one.answer["waiting"] for one in outcomes) == 2 * HAND
    assert set(Message.objects.values_list("state", "attempts")) == {(State.WAITING, 1)}
    with listening(Mood(), settings) as server:
        assert send_waiting(at=AT + timedelta(minutes=1))["sent"] == 2 * HAND
    assert set(Counter(server.ids).values()) == {1}
