"""Two hundred people press the button for one seat at once: real processes, real connections."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import time, timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from centre.calendar import danish_day
from intake.models import Booking, Inquiry
from tests import factories
from tests.factories import House

PROCESSES, CLIENTS, THREADS = 4, 50, 10


def here() -> dict[str, str]:
    """The environment of a process that works on this test's database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    return {**os.environ, "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_clients_one_wins_and_all_others_get_a_kind_answer(house: House) -> None:
    """C-06."""
    slot = factories.slot(house, on=danish_day(now()) + timedelta(days=3), at=time(9))
    racers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.intake.racer",
                *(str(part) for part in (slot.pk, CLIENTS, THREADS, process * CLIENTS)),
            ],
            env=here(),
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for process in range(PROCESSES)
    ]
    statuses: Counter[str] = Counter()
    for racer in racers:
        told, errors = racer.communicate(timeout=120)
        assert racer.returncode == 0, errors[:6000]
        statuses.update(json.loads(told.splitlines()[-1]))
    assert statuses == {"303": 1, "409": PROCESSES * CLIENTS - 1}
    assert Booking.objects.count() == Inquiry.objects.count() == 1
