"""Messages leave once, late rather than twice, and say when nobody can know."""

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from centre.post import words
from centre.post.actions import Envelope, Round, post, send_waiting, tidy
from centre.post.choices import State, Text
from centre.post.models import Message
from centre.post.rules import LEASE, MAX_ATTEMPTS
from tests.centre.post.server import Mood, listening
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
STARTS = moment("2026-12-11 13.15")


def waiting(text: Text = Text.RECEIPT, **changes: Any) -> Message:
    """A message to a citizen that is due now."""
    key = uuid.uuid4().hex
    given: dict[str, Any] = {
        "text": text,
        "once_key": key,
        "due_at": AT,
        "to_address": "borger@example.dk",
        "facts": {"starts_at": STARTS.isoformat(), "soon": 1, "late": 1},
    }
    post([Envelope(**{**given, **changes})])
    return Message.objects.get(once_key=changes.get("once_key", key))


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_message_is_sent_once_and_marked_after_the_server_took_it(settings: Settings) -> None:
    message = waiting()
    with listening(Mood(), settings) as server:
        assert send_waiting(at=AT)["sent"] == 1
        assert send_waiting(at=AT + timedelta(days=1))["sent"] == 0
    assert server.ids == [f"<{message.pk}@post>"]
    assert server.taken[0]["To"] == "borger@example.dk"
    sent = again(message)
    assert (sent.state, sent.sent_at, sent.lease_until) == (State.SENT, AT, None)


def test_the_same_cause_told_twice_is_one_message() -> None:
    first = waiting(once_key="receipt:1")
    waiting(once_key="receipt:1", language="en")
    assert Message.objects.get() == first
    assert again(first).language == "da"


def test_a_message_of_a_transaction_that_failed_was_never_there() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        waiting()
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_what_is_not_due_yet_waits(settings: Settings) -> None:
    waiting(due_at=AT + timedelta(seconds=1))
    with listening(Mood(), settings) as server:
        assert send_waiting(at=AT)["sent"] == 0
        assert send_waiting(at=AT + timedelta(seconds=1))["sent"] == 1
    assert len(server.taken) == 1


def test_nothing_is_sent_after_the_moment_it_is_about(settings: Settings) -> None:
    message = waiting(expires_at=AT + timedelta(minutes=5))
    with listening(Mood(), settings) as server:
        send_waiting(at=AT + timedelta(minutes=6))
    assert again(message).state == State.EXPIRED
    assert server.taken == []


@pytest.mark.parametrize(
    "mood",
    [
        {"data": "451 try again later"},
        {"data": "552 too big"},
        {"recipient": "450 greylisted, come again"},
    ],
)
def test_a_server_that_says_not_now_is_asked_again_at_growing_distances(
    settings: Settings, mood: dict[str, Any]
) -> None:
    message, at, distances = waiting(), AT, []
    with listening(Mood(**mood), settings):
        for _try in range(MAX_ATTEMPTS - 1):
            assert send_waiting(at=at)["waiting"] == 1
            due_at = again(message).due_at
            distances.append((due_at - at).total_seconds() / 60)
            assert send_waiting(at=due_at - timedelta(seconds=1))["waiting"] == 0
            at = due_at
        assert distances == [1, 2, 4, 8]
        assert send_waiting(at=at)["parked"] == 1
    assert again(message).state == State.PARKED
    with listening(Mood(), settings) as server:
        send_waiting(at=at + timedelta(days=3))
    assert server.taken == []


def test_a_server_that_recovers_gets_the_letter_once(settings: Settings) -> None:
    message = waiting()
    with listening(Mood(data="451 later"), settings):
        send_waiting(at=AT)
    with listening(Mood(), settings) as server:
        send_waiting(at=AT + timedelta(minutes=1))
    assert len(server.taken) == 1
    assert (again(message).state, again(message).attempts) == (State.SENT, 2)


def test_a_refused_recipient_is_not_asked_about_again(settings: Settings) -> None:
    message = waiting()
    with listening(Mood(recipient="550 no such user"), settings):
        assert send_waiting(at=AT)["parked"] == 1
    assert (again(message).state, again(message).trouble) == (State.PARKED, "address refused")


@pytest.mark.parametrize(
    ("text", "state"), [(Text.RECEIPT, State.UNCERTAIN), (Text.ALERTS, State.WAITING)]
)
def test_a_line_lost_after_the_text_may_be_tried_again_for_reminders_only(
    settings: Settings, text: Text, state: State
) -> None:
    message = waiting(text)
    with listening(Mood(drop=True), settings) as server:
        send_waiting(at=AT)
    assert len(server.taken) == 1
    assert again(message).state == state


def test_a_server_too_slow_to_answer_leaves_a_receipt_uncertain(settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    mood = Mood()
    mood.slow_seconds = 1.5
    message = waiting()
    with listening(mood, settings):
        send_waiting(at=AT)
        assert again(message).state == State.UNCERTAIN
        send_waiting(at=AT + timedelta(hours=1))
    assert len(mood.taken) == 1


def test_a_server_that_is_away_loses_no_receipt(settings: Settings) -> None:
    message = waiting()
    with listening(Mood(), settings):
        pass
    assert send_waiting(at=AT)["waiting"] == 1
    assert again(message).state == State.WAITING


@pytest.mark.parametrize("address", ["", "æ@ø å", "two\nlines@example.dk"])
def test_an_address_nobody_can_write_to_stops_only_its_own_letter(
    settings: Settings, address: str
) -> None:
    broken = waiting(to_address=address)
    sound = waiting(due_at=AT + timedelta(seconds=1))
    with listening(Mood(), settings) as server:
        send_waiting(at=AT + timedelta(seconds=1))
    assert again(broken).state == State.PARKED
    assert server.ids == [f"<{sound.pk}@post>"]


@pytest.mark.parametrize(
    ("text", "state"), [(Text.RECEIPT, State.UNCERTAIN), (Text.OVERDUE, State.WAITING)]
)
def test_the_lease_of_a_dead_worker_runs_out(text: Text, state: State) -> None:
    message = waiting(text)
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING, lease_until=AT + LEASE, attempts=1
    )
    send_waiting(at=AT + LEASE, limit=0)
    assert again(message).state == State.SENDING
    send_waiting(at=AT + LEASE + timedelta(seconds=1), limit=0)
    assert again(message).state == state


def test_a_round_tidies_everything_with_one_statement() -> None:
    """Every worker does so every few seconds, nearly always for nothing."""
    past = AT - timedelta(minutes=1)
    left: dict[State, dict[str, Any]] = {
        State.PARKED: {"text": Text.ALERTS, "attempts": MAX_ATTEMPTS, "expires_at": past},
        State.WAITING: {"text": Text.ALERTS, "attempts": 1, "expires_at": AT + LEASE},
        State.EXPIRED: {"text": Text.ALERTS, "attempts": 1, "expires_at": past},
        State.UNCERTAIN: {"text": Text.RECEIPT, "attempts": MAX_ATTEMPTS, "expires_at": past},
    }
    found = {state: waiting() for state in left}
    for state, changes in left.items():
        Message.objects.filter(pk=found[state].pk).update(
            state=State.SENDING, lease_until=past, **changes
        )
    in_hand = waiting()
    Message.objects.filter(pk=in_hand.pk).update(
        state=State.SENDING, lease_until=AT + LEASE, expires_at=past
    )
    with CaptureQueriesContext(connection) as asked:
        tidy(at=AT)
    assert len(asked) == 1
    told = {state: again(message) for state, message in found.items()}
    assert {state: one.state for state, one in told.items()} == {state: state for state in left}
    assert {one.lease_until for one in told.values()} == {None}
    assert {state for state, one in told.items() if one.trouble} == {State.PARKED}
    assert (again(in_hand).state, again(in_hand).lease_until) == (State.SENDING, AT + LEASE)


def test_a_letter_that_kills_its_workers_is_given_up_after_five(house: House) -> None:
    message = waiting(Text.ALERTS, to_user=house.leader, to_address="")
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING, lease_until=AT, attempts=MAX_ATTEMPTS
    )
    send_waiting(at=AT + timedelta(hours=1))
    assert again(message).state == State.PARKED


def test_a_message_to_the_staff_goes_to_the_address_they_have_now(
    settings: Settings, house: House
) -> None:
    waiting(Text.ALERTS, to_user=house.leader, to_address="")
    house.leader.email = "ny@example.dk"
    house.leader.save()
    with listening(Mood(), settings) as server:
        send_waiting(at=AT)
    assert server.taken[0]["To"] == "ny@example.dk"


class ShortOfBreath(Mood):
    """Hangs up some moments after each letter, as servers do that take few over one line."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        asyncio.get_running_loop().call_later(0.05, server.transport.abort)
        return answer


def test_a_line_lost_between_two_letters_is_no_letter_in_doubt(settings: Settings) -> None:
    messages = [waiting(), waiting()]
    with listening(ShortOfBreath(), settings) as server, Round() as outbox:
        while outbox.send(AT):
            time.sleep(0.3)
    assert sorted(server.ids) == sorted(f"<{one.pk}@post>" for one in messages)
    assert {again(one).state for one in messages} == {State.SENT}


def test_a_letter_is_marked_when_the_next_one_is_taken_and_the_last_at_the_end(
    settings: Settings,
) -> None:
    first, second = waiting(), waiting(due_at=AT + timedelta(seconds=1))
    later = AT + timedelta(minutes=1)
    with listening(Mood(), settings), Round() as outbox:
        outbox.send(AT + timedelta(seconds=1))
        assert (again(first).state, again(second).state) == (State.SENDING, State.WAITING)
        outbox.send(later)
        assert (again(first).state, again(second).state) == (State.SENT, State.SENDING)
    assert (again(second).state, again(second).sent_at) == (State.SENT, later)


def test_a_letter_that_was_sent_is_marked_though_the_next_could_not_be_taken(
    settings: Settings,
) -> None:
    """No receipt becomes uncertain for a fault of the one that comes after it."""
    first, second = waiting(), waiting(due_at=AT + timedelta(seconds=1))
    never = datetime.max.replace(tzinfo=UTC)
    with listening(Mood(), settings) as server:
        with pytest.raises(OverflowError), Round() as outbox:
            outbox.send(AT)
            outbox.send(never)
        assert server.ids == [f"<{first.pk}@post>"]
    assert (again(first).state, again(first).sent_at) == (State.SENT, AT)
    assert again(second).state == State.WAITING


def row_of(*texts: Text) -> list[Message]:
    """Messages that are due in this order."""
    return [
        waiting(text, due_at=AT - timedelta(minutes=len(texts) - number))
        for number, text in enumerate(texts)
    ]


def test_only_what_may_come_twice_is_taken_by_the_handful(settings: Settings) -> None:
    row_of(Text.ALERTS, Text.OVERDUE, Text.RECEIPT, Text.RECEIPT, Text.ALERTS)
    with listening(Mood(), settings), Round() as outbox:
        assert [outbox.send(AT) for _hand in range(5)] == [2, 1, 1, 1, 0]
    assert Message.objects.filter(state=State.SENT).count() == 5


def test_what_is_not_begun_when_time_is_over_waits_as_if_never_taken(settings: Settings) -> None:
    first, *others = row_of(*[Text.ALERTS] * 4)
    with listening(Mood(), settings) as server, Round() as outbox:
        assert outbox.send(AT, go_on=lambda: False) == 4
    assert server.ids == [f"<{first.pk}@post>"]
    assert again(first).state == State.SENT
    for one in others:
        found = again(one)
        assert (found.state, found.attempts, found.due_at) == (State.WAITING, 0, one.due_at)
        assert found.lease_until is None


def test_a_server_in_trouble_is_tried_with_one_letter_at_a_time(settings: Settings) -> None:
    messages = row_of(*[Text.ALERTS] * 4)
    with listening(Mood(drop=True), settings) as server, Round() as outbox:
        assert [outbox.send(AT) for _hand in range(2)] == [4, 1]
        assert len(server.taken) == 2
        server.drop = False
        assert [outbox.send(AT) for _hand in range(3)] == [1, 1, 0]
    assert [again(one).state for one in messages] == [State.WAITING] * 2 + [State.SENT] * 2
    assert [again(one).attempts for one in messages] == [1] * 4


def test_a_server_that_only_says_no_is_well_enough_for_the_next_letter(settings: Settings) -> None:
    row_of(*[Text.ALERTS] * 3)
    with listening(Mood(data="451 later"), settings), Round() as outbox:
        assert [outbox.send(AT) for _hand in range(2)] == [3, 0]
    assert set(Message.objects.values_list("state", "attempts")) == {(State.WAITING, 1)}


def test_a_fault_of_ours_in_one_letter_keeps_what_is_known_of_the_hand(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_of(*[Text.ALERTS] * 4)
    letter, written = words.letter, []

    def faulty(*given: Any) -> tuple[str, str]:
        written.append(given)
        if len(written) == 2:
            raise RuntimeError("a fault of ours")
        return letter(*given)

    monkeypatch.setattr(words, "letter", faulty)
    with (
        listening(Mood(), settings),
        pytest.raises(RuntimeError),
        Round() as outbox,
    ):
        outbox.send(AT)
    states = Message.objects.order_by("due_at").values_list("state", flat=True)
    assert list(states) == [State.SENT, State.SENDING, State.WAITING, State.WAITING]
