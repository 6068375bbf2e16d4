"""`kill -9` of web, worker, beat and broker while citizens book: nothing that was answered is lost."""

import http.client
import json
import re
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.utils.timezone import now

from intake.rules.journey import Answers
from intake.views import cookie
from tests.intake.racer import complete_answers
from tests.races.crowd import until
from tests.races.house import RunningHouse, running
from tests.there import there

pytestmark = pytest.mark.slow
CLIENTS = 3
ROUNDS = ("worker", "web", "broker", "beat", "web", "worker")
# Nobody is turned away: the test is one network with very many citizens.
NO_LIMITS = json.dumps({"NAMED_BOOKINGS": 10**6, "ANONYMOUS_BOOKINGS": 10**6, "LEAST_SECONDS": 0})
ROOMY = 30_000
FOLLOWED = """
SELECT b.form_key, count(DISTINCT b.id), count(DISTINCT i.id), count(DISTINCT g.clock_id),
       count(DISTINCT m.id)
FROM intake_booking b
JOIN intake_inquiry i ON i.id = b.inquiry_id
LEFT JOIN intake_guarantee g ON g.inquiry_id = i.id
LEFT JOIN post_message m ON m.once_key = 'receipt:' || b.id
WHERE b.slot_id = ANY(%s) GROUP BY 1
"""


@dataclass
class Citizen:
    """Books one time after the other; asks again with the same form until there is an answer."""

    house: RunningHouse
    slot: int
    starts_at: str
    stop: threading.Event
    answered: set[UUID] = field(default_factory=set)
    asked_again: int = 0
    strange: list[int] = field(default_factory=list)

    def live(self) -> None:
        while not self.stop.is_set():
            self._book(self._answers())

    def _answers(self) -> Answers:
        told = complete_answers(self.slot, self.starts_at, now())
        return replace(told, contact="named", treatment=True, name="Ærø", email="borger@example.dk")

    def _book(self, answers: Answers) -> None:
        jar = {settings.FORM_COOKIE_NAME: cookie.sealed(answers.kept(), context=cookie.CONTEXT)}
        while not self.stop.is_set():
            try:
                status = self._send(dict(jar))
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 303:
                self.answered.add(answers.form_key)
                return
            if status not in (0, 500, 503):
                self.strange.append(status)
                return
            self.asked_again += 1
            time.sleep(0.1)

    def _send(self, jar: dict[str, str]) -> int:
        page, text = self._ask("GET", jar)
        if page.status != 200:
            return int(page.status)
        token = re.search(rf"{settings.CSRF_COOKIE_NAME}=([^;]+)", page.headers["Set-Cookie"])
        jar[settings.CSRF_COOKIE_NAME] = there(token)[1]
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|seen)" value="([^"]+)"', text))
        return int(self._ask("POST", jar, urlencode(fields))[0].status)

    def _ask(self, method: str, jar: dict[str, str], body: str = "") -> tuple[Any, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=15)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, "/tid/tjek/", body or None, headers)
            answer = line.getresponse()
            cookies = "; ".join(answer.headers.get_all("Set-Cookie") or [])
            answer.headers.replace_header("Set-Cookie", cookies) if cookies else None
            return answer, answer.read().decode()
        finally:
            line.close()


def roomy_times(line: "psycopg.Connection[Any]") -> list[tuple[int, str]]:
    """One time for each client, with room for all that it will ever book."""
    rows = line.execute(
        """
        INSERT INTO intake_slot (unit_id, counsellor_id, during, starts_at, capacity, in_person,
                                 phone, video, place)
        SELECT unit_id, id, tstzrange(at, at + interval '5 minutes'), at, %s, true, true, true, ''
        FROM (SELECT unit_id, id, date_trunc('day', now()) + interval '3 days'
                     + id * interval '7 minutes' AS at
              FROM staff_user WHERE unit_id IS NOT NULL AND takes_open_counselling
              ORDER BY id LIMIT 1) who
        RETURNING id, starts_at
        """,
        [ROOMY],
    ).fetchall()
    return [(number, at.isoformat()) for number, at in rows] * CLIENTS


def booked(citizens: list[Citizen]) -> int:
    """How many bookings were answered so far."""
    return sum(len(one.answered) for one in citizens)


def test_whatever_is_killed_no_answered_booking_clock_or_letter_is_lost() -> None:
    with (
        running(PUBLIC_LIMITS=NO_LIMITS) as house,
        psycopg.connect(house.database, autocommit=True) as line,
    ):
        stop = threading.Event()
        times = roomy_times(line)
        citizens = [Citizen(house, slot, at, stop) for slot, at in times]
        threads = [threading.Thread(target=one.live) for one in citizens]
        for one in threads:
            one.start()
        try:
            for name in ROUNDS:
                assert until(lambda name=name: bool(house.children(name)), seconds=30), name  # type: ignore[misc]
                before = booked(citizens)
                assert until(lambda before=before: booked(citizens) > before + 2, seconds=30)  # type: ignore[misc]
                assert house.kill(name) > 0
            killed_at = now()
            before = booked(citizens)
            assert until(lambda: booked(citizens) > before, seconds=30)
        finally:
            stop.set()
            for one in threads:
                one.join(30)
        answered = set().union(*(one.answered for one in citizens))
        assert [one.strange for one in citizens] == [[]] * CLIENTS
        assert sum(one.asked_again for one in citizens) > 0, "no kill was felt"
        found = {row[0]: row[1:] for row in line.execute(FOLLOWED, [[one for one, _at in times]])}
        # One booking, one inquiry, the clock of alcohol treatment, one receipt in the outbox.
        assert {key: found.get(key) for key in answered} == dict.fromkeys(answered, (1, 1, 1, 1))
        assert set(found.values()) == {(1, 1, 1, 1)}, "half a booking"
        swept = "SELECT count(*) FROM clocks_sweep WHERE finished_at > %s"
        assert until(lambda: line.execute(swept, [killed_at]).fetchone() != (0,), seconds=45)
        sent = "SELECT count(*) FROM post_message WHERE state = 'sent' AND sent_at > %s"
        assert until(lambda: line.execute(sent, [killed_at]).fetchone() != (0,), seconds=30)
