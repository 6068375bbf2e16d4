"""Whether the house is awake: database, broker, worker, beat, and a sweep not long ago."""

from datetime import datetime

import redis
from django.conf import settings
from django.db import Error, connection
from kombu.exceptions import OperationalError

from centre.clocks.queries.pulse import pulse
from config import celery_app

WAIT_SECONDS = 1.0


def missing(moment: datetime) -> list[str]:
    """What is not there, in words for the one who runs the system; empty when all is well.

    Beat only shows by what it causes: where a worker answers and no sweep comes, beat is missing.
    """
    if not _database_answers():
        return ["database"]
    absent = []
    broker = _broker_answers()
    worker = broker and _worker_answers()
    if not broker:
        absent.append("broker")
    if not worker:
        absent.append("worker")
    watch = pulse(moment)
    if not watch.alive:
        if worker:
            absent.append("beat")
        absent.append(f"a sweep within {settings.SWEEP_SILENCE_MINUTES} minutes")
    return absent


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def skew(moment: datetime) -> int | None:
    """How many seconds the database's clock is ahead of the web server's."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there: datetime = cursor.fetchone()[0]
    except Error:
        return None
    return round((there - moment).total_seconds())


def _broker_answers() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=WAIT_SECONDS, socket_connect_timeout=WAIT_SECONDS
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


def _worker_answers() -> bool:
    try:
        # The sweeper sends no mail, so it is not enough; without a limit the whole wait is waited.
        answers = celery_app.control.ping(timeout=WAIT_SECONDS, limit=2)
    except (OperationalError, redis.RedisError, OSError):
        return False
    return any(not name.startswith("sweeper@") for answer in answers for name in answer)
