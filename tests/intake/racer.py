"""One process of the race for a seat: `python -m tests.intake.racer SLOT CLIENTS THREADS FIRST`.

Each client has its own cookie and network, each thread its own connection. Prints the statuses.
"""

import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import django

if TYPE_CHECKING:
    from intake.rules.journey import Answers

CONNECTIONS_READY_SECONDS = 3


def complete_answers(slot_id: int, starts_at: str, at: datetime) -> "Answers":
    """Somebody who has answered everything and sees the check page."""
    from intake.rules.journey import Answers

    return replace(
        Answers.begun(uuid4(), at - timedelta(minutes=1)),
        at=int(at.timestamp()),
        about="self",
        age_group="30_plus",
        topic="alcohol",
        slot=slot_id,
        starts_at=starts_at,
        minutes=45,
        how="in_person",
        contact="anonymous",
    )


def press(number: int, slot_id: int, slot_starts_at: str, press_at: float) -> int:
    """One client: ready in time, then the button; the answer's status."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.utils.timezone import now

    from intake.views import check, cookie

    answers = complete_answers(slot_id, slot_starts_at, now())
    client = Client(
        raise_request_exception=False,
        HTTP_HOST="localhost",
        REMOTE_ADDR=f"10.{number // 250}.{number % 250}.1",
    )
    sealed = cookie.sealed(answers.kept(), context=cookie.CONTEXT)
    client.cookies[settings.FORM_COOKIE_NAME] = sealed
    connection.ensure_connection()
    time.sleep(max(0.0, press_at - time.time()))
    page = client.post("/tid/tjek/", {"seen": check.fingerprint(answers)})
    return int(page.status_code)


def main(slot_id: int, clients: int, threads: int, first: int) -> None:
    """Let all clients of this process press the button as nearly at once as can be."""
    django.setup()
    from intake.models import Slot

    slot_starts_at = Slot.objects.get(pk=slot_id).starts_at.isoformat()
    press_at = time.time() + CONNECTIONS_READY_SECONDS
    with ThreadPoolExecutor(threads) as pool:
        waiting = [
            pool.submit(press, number, slot_id, slot_starts_at, press_at)
            for number in range(first, first + clients)
        ]
        statuses = Counter(one.result() for one in waiting)
    print(json.dumps(statuses))
    sys.stdout.flush()
    # Connections of the pool's threads end with the process.
    os._exit(0)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
