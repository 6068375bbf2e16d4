"""Whoever gets at the broker can wake the house, and nothing else: no message carries an order."""

import inspect
import pickle
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from kombu.entity import Exchange, Queue
from kombu.exceptions import ContentDisallowed

from config.celery import app
from config.timetable import SCHEDULE

pytestmark = pytest.mark.threat("T34")


class Bomb:
    """What Python would run if it unpacked this."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> Any:
        return (Path.touch, (self.place,))


def received(body: bytes, kind: str) -> list[Any]:
    """What the worker's own consumer makes of a message that somebody put into a queue of ours."""
    told: list[Any] = []

    def refused(message: Any, error: Exception) -> None:
        message.ack()
        told.append(error)

    def read(found: Any, message: Any) -> None:
        message.ack()
        told.append(found)

    name = f"forged-{uuid4().hex}"
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        queue: Any = Queue(name, Exchange(name), routing_key=name, auto_delete=True)  # type: ignore[no-untyped-call]
        bound = queue.bind(channel)
        bound.declare()
        app.amqp.Producer(channel).publish(
            body,
            exchange=name,
            routing_key=name,
            content_type=kind,
            content_encoding="binary" if "python" in kind else "utf-8",
            serializer=None,
        )
        consumer = app.amqp.TaskConsumer(
            channel,
            [queue],
            on_decode_error=refused,
        )
        consumer.callbacks = [read]
        with consumer:
            connection.drain_events(timeout=5)
        bound.delete()
    return told


def test_what_python_would_run_is_not_unpacked(tmp_path: Path) -> None:
    place = tmp_path / "ran"
    told = received(pickle.dumps(Bomb(place)), "application/x-python-serialize")
    assert [type(one) for one in told] == [ContentDisallowed]
    assert not place.exists()


def test_json_is_read_as_what_it_says() -> None:
    assert received(b'[["x"], {}, {}]', "application/json") == [[["x"], {}, {}]]


def test_no_task_takes_an_order_and_none_is_there_but_the_timetables() -> None:
    """A forged `send the decision of ...` names nothing: rights and state are asked of the tables."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert set(ours) == {str(one["task"]) for one in SCHEDULE.values()}
    for name, task in ours.items():
        assert list(inspect.signature(task.run).parameters) == [], name


def test_only_json_is_sent_and_taken() -> None:
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.CELERY_TASK_IGNORE_RESULT
