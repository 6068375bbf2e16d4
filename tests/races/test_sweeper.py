"""The real workers: a sweep passes, however long the mail takes."""

import os
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as current
from django.db import connection
from django.utils.timezone import now
from pytest_django import Settings

from centre.clocks.models import Sweep
from centre.clocks.queries import health
from centre.post.actions import Envelope, post
from centre.post.choices import State, Text
from centre.post.models import Message
from config import celery_app
from config.local import places, supervise
from config.local.children import Child
from config.local.leash import leash
from tests.centre.post.server import Mood, listening
from tests.races.crowd import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PROCESSES = 2
START_SECONDS = 90


@contextmanager
def running(child: Child, log: Path) -> Iterator[None]:
    """One of the programs of `make run`, on the test's own database."""
    url = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        "EMAIL_URL": f"smtp://{current.EMAIL_HOST}:{current.EMAIL_PORT}",
    }
    with log.open("ab") as out:
        process = subprocess.Popen(
            child.command,
            env=environment,
            cwd=places.PROJECT,
            stdout=out,
            stderr=out,
            preexec_fn=leash(signal.SIGTERM),
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answering() -> set[str]:
    """The workers that answer, by the first half of their names."""
    answers = celery_app.control.ping(timeout=1.0)
    return {name.partition("@")[0] for answer in answers for name in answer}


def test_a_sweep_passes_when_every_process_of_the_worker_waits_for_the_mail_server(
    settings: Settings, tmp_path: Path
) -> None:
    post(
        Envelope(
            text=Text.RECEIPT,
            once_key=uuid.uuid4().hex,
            due_at=now() - timedelta(minutes=1),
            to_address="borger@example.dk",
        )
        for _ in range(10 * PROCESSES)
    )
    mood = Mood()
    mood.slow_seconds = 9.0
    with listening(mood, settings), ExitStack() as programs:
        for child in (supervise.worker(), supervise.sweeper()):
            programs.enter_context(running(child, tmp_path / "log"))
        assert until(lambda: answering() == {"worker", "sweeper"}, seconds=START_SECONDS)
        for _ in range(3 * PROCESSES):
            celery_app.send_task("centre.post.tasks.send_waiting")
        in_hand = Message.objects.filter(state=State.SENDING)
        assert until(lambda: in_hand.count() == PROCESSES, seconds=START_SECONDS)
        celery_app.send_task("centre.clocks.tasks.sweep")
        assert until(lambda: Sweep.objects.exists(), seconds=8)
        assert in_hand.count() == PROCESSES
        mood.slow_seconds = 0.0


def test_a_sweeper_alone_is_no_worker_and_a_worker_alone_sweeps(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "WAIT_SECONDS", 2.0)
    with listening(Mood(), settings):
        with running(supervise.sweeper(), tmp_path / "log"):
            assert until(lambda: answering() == {"sweeper"}, seconds=START_SECONDS)
            assert "worker" in health.missing(now())
        with running(supervise.worker(), tmp_path / "log"):
            assert until(lambda: answering() == {"worker"}, seconds=START_SECONDS)
            celery_app.send_task("centre.clocks.tasks.sweep")
            assert until(lambda: Sweep.objects.exists())
            assert "worker" not in health.missing(now())
