"""A bird that sings when it gets out: an invented person must stand in no log, page, mail or row."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.file.queries.told import custody_told, marks_of, who_told
from centre.post.actions import send_letter, send_waiting
from centre.post.letters.text import Recipient
from config.logs import Line
from intake.actions import receive
from tests.centre.post import letters
from tests.desk import logged_in, register_data
from tests.factories import House
from tests.intake.public import Visitor, slot_at

pytestmark = pytest.mark.django_db
PERSON = {"name": "Kanarie Ødegård", "phone": "20 30 40 77", "cpr": "650520-9996"}
MAIL = "kanarie@example.dk"
NOTE = "Sangfuglens hemmelige note"
ADDRESS = "Kanarievænget 77\n9998 Fugleby"
SONGS = ("Kanarie", "Ødegård", "20304077", "20 30 40 77", "6505209996", "650520-9996", NOTE,
         "Kanarievænget", "Fugleby")  # fmt: skip
NAMED = {"name": PERSON["name"], "phone": PERSON["phone"], "email": MAIL}


def sung(text: str) -> list[str]:
    return [song for song in (*SONGS, MAIL) if song in text]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the house writes, through its own handler with its own filters."""
    heard = io.StringIO()
    ours = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Line)]
    assert len(ours) == 1
    handler: Any = ours[0]
    before = handler.setStream(heard)
    yield heard
    handler.setStream(before)


def sent_letter(house: House, one: Citizen) -> None:
    """A letter to the bird, its address in the window."""
    at = now()
    made = send_letter(
        kind="decision", citizen=one, unit=house.adults, channel="letter", previewed=None,
        text=letters.letter(recipient=Recipient(one.name), written_on=danish_day(at)),
        by=house.caseworker, at=at,
    )  # fmt: skip
    assert "Kanarievænget 77" in letters.words(made.pdf)


def everything_kept() -> str:
    """Every row of every table as text, and every key and value of the cache."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            found += [row[0] for row in cursor.fetchall()]
    store = cache._cache.get_client()  # type: ignore[attr-defined]
    found += [f"{key!r} {store.get(key)!r}" for key in store.scan_iter(match="td:*")]
    return "\n".join(found)


@pytest.fixture
def lived(house: House, monkeypatch: pytest.MonkeyPatch, log: io.StringIO) -> Visitor:
    """The bird books, is registered by the staff, moves and cancels; its letters leave."""
    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house), treatment=True, message="on", **NAMED)
    visitor.send()
    visitor.goes_to("/tid/kvittering/")
    client = logged_in(house.caseworker)
    sent = register_data(**PERSON, note=NOTE, received_on_year="2025")
    assert client.post("/staff/inquiries/new/", sent).status_code == 302
    client.get("/staff/inquiries/?who=unit")
    for one in Citizen.objects.all():
        named = {"name": one.name, "phone": one.phone, "email": one.email, "address": ADDRESS}
        named["seen"] = marks_of(who_told(one))
        assert client.post(f"/staff/citizens/{one.pk}/who/", named).status_code == 302
        wrong = client.post(f"/staff/citizens/{one.pk}/who/", {**named, "address": "Fugleby"})
        assert wrong.status_code == 422
        holder = {"name_1": PERSON["name"], "address_1": ADDRESS, "gets_letters_1": "on"}
        holder["seen"] = marks_of(custody_told([]))
        assert client.post(f"/staff/citizens/{one.pk}/custody/", holder).status_code == 302
        one.refresh_from_db()
        sent_letter(house, one)
    for one in Citizen.objects.all():
        for more in ("", "contact/", "print/"):
            assert client.get(f"/staff/citizens/{one.pk}/{more}").status_code == 200
    other = logged_in(house.youth_worker)
    for text in (PERSON["name"], PERSON["phone"], PERSON["cpr"], MAIL):
        client.post("/staff/search/", {"text": text})
        target = other.post("/staff/search/", {"text": text}).context["target"]
        reason = {"target": target, "reason": "contact", "text": f"{NOTE} {PERSON['name']}"}
        # The second search finds it open already.
        other.post("/staff/search/reason/", {**reason, "sent": "1"})
    send_waiting(at=visitor.at)
    return visitor


@pytest.mark.threat("T7", "T22")
def test_no_row_and_no_key_holds_the_person_in_clear(lived: Visitor) -> None:
    assert sung(everything_kept()) == []


@pytest.mark.threat("T7")
def test_no_letter_holds_more_of_the_person_than_its_address(lived: Visitor) -> None:
    leader = ["leader@example.dk"]
    assert leader in [letter.to for letter in mail.outbox]
    assert [letter.to for letter in mail.outbox if letter.to != leader] == [[MAIL]]
    for letter in mail.outbox:
        assert sung(f"{letter.subject} {letter.body} {letter.from_email}") == []


@pytest.mark.threat("T7")
def test_no_cookie_holds_the_person_in_clear(lived: Visitor) -> None:
    assert sung(str(lived.client.cookies)) == []


@pytest.mark.threat("T7")
def test_a_day_of_work_leaves_no_person_in_the_log(lived: Visitor, log: io.StringIO) -> None:
    assert sung(log.getvalue()) == []


def broken_by(error: Exception) -> Any:
    def note(**_line: Any) -> None:
        raise error

    return note


@pytest.mark.threat("T7")
@pytest.mark.parametrize("fault", ["its words", "a constraint"])
def test_a_crash_tells_its_number_and_nothing_of_the_person(
    house: House, monkeypatch: pytest.MonkeyPatch, log: io.StringIO, fault: str
) -> None:
    if fault == "its words":
        monkeypatch.setattr(receive, "note", broken_by(ValueError(f"{PERSON} {NOTE} {MAIL}")))
    else:
        told = receive._told
        monkeypatch.setattr(receive, "_told", lambda wanted: told(replace(wanted, wish=NOTE[:12])))
    staff = logged_in(house.caseworker)
    staff.raise_request_exception = False
    sent = register_data(**PERSON, note=NOTE, received_on_year="2025")
    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house), **NAMED)
    visitor.client.raise_request_exception = False
    for page in (staff.post("/staff/inquiries/new/", sent), visitor.send()):
        assert page.status_code == 500
        assert sung(page.content.decode()) == []
        number = re.search(r"\b[0-9a-f]{12}\b", page.content.decode())
        assert number is not None
        assert number[0] in log.getvalue()
    assert "Error at " in log.getvalue()
    assert sung(log.getvalue()) == []
    assert sung(everything_kept()) == []


@pytest.mark.threat("T7")
def test_what_is_refused_tells_nothing_of_the_person(house: House, log: io.StringIO) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sent = {**NAMED, "note": NOTE, "contact": "named"}
    answers = [
        client.get(f"/tid/{PERSON['name']}/?navn={PERSON['name']}"),
        client.post("/tid/oplysninger/", sent),
        client.post("/staff/login/", {"username": PERSON["cpr"], "password": NOTE}),
        client.get("/tid/", headers={"host": f"{MAIL}.example"}),
        client.get("/tid/oplysninger/", {"navn": PERSON["name"], "n": PERSON["cpr"]}),
    ]
    plain = Client(raise_request_exception=False)
    answers += [
        plain.post("/staff/login/", {"username": PERSON["cpr"], "password": NOTE}),
        plain.post("/aftale/", {**sent, "filler": "x" * 2_000_000}),
        plain.post("/aftale/", {"reference": PERSON["cpr"], "code": NOTE}),
    ]
    assert [one.status_code for one in answers] == [404, 403, 403, 400, 410, 422, 413, 422]
    assert sung(log.getvalue()) == []
    # The name that was tried stands in its own field of the form again, nowhere else.
    shown = "".join(one.content.decode() for one in answers[:5])
    assert sung(shown) == []


def test_where_a_visitor_looked_and_erred_is_not_in_the_log(house: House, log: io.StringIO) -> None:
    client = Client()
    for path in ("/tid/nowhere/", "/tid/tjek/"):
        assert client.get(path).status_code in (404, 410)
    client.post("/aftale/", {"reference": "", "code": ""})
    assert log.getvalue() == ""
    logged_in(house.doctor).get("/staff/hours/")
    assert "Forbidden" in log.getvalue()
