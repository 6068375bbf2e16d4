"""The anonymity promise, as rows: an anonymous booking leaves exactly what is told, and nothing else."""

import logging
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models

from centre.calendar import DENMARK
from intake.models import Booking
from tests.factories import House
from tests.intake.public import NOW, Visitor, slot_at

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"
BROWSER = "Kanariefugl/7.7"


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database holds it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            names = [column.name for column in cursor.description or ()]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def new_rows(before: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    after = rows()
    fresh = {table: [row for row in after[table] if row not in before[table]] for table in after}
    return {table: those for table, those in fresh.items() if those}


@pytest.fixture
def left(
    monkeypatch: pytest.MonkeyPatch, house: House, caplog: pytest.LogCaptureFixture
) -> dict[str, list[dict[str, Any]]]:
    """What an anonymous visitor of this address and browser leaves behind."""
    caplog.set_level(logging.DEBUG)
    slot = slot_at(house)
    before = rows()
    visitor = Visitor(monkeypatch)
    visitor.client.defaults |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER}
    visitor.walk(slot)
    visitor.post("/tid/behov/", needs="Tolk")
    visitor.goes_to("/tid/tjek/")
    visitor.send()
    visitor.goes_to("/tid/kvittering/")
    return new_rows(before)


@pytest.mark.threat("T26")
@pytest.mark.promise(11)
@pytest.mark.parametrize(
    "council", ["aabenraa", "fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_only_the_booking_its_inquiry_and_one_line_of_the_trail_are_made(
    council: Any, left: dict[str, list[dict[str, Any]]]
) -> None:
    assert {table: len(those) for table, those in left.items()} == {
        "intake_booking": 1,
        "intake_inquiry": 1,
        "records_auditentry": 1,
        # Only that the line above is in no seal yet.
        "records_unsealed": 1,
    }


@pytest.mark.threat("T26")
def test_the_rows_hold_exactly_the_list_of_the_promise(
    left: dict[str, list[dict[str, Any]]],
) -> None:
    """Slot, group, topic, needs, the code's hash, the half-day (ux E.4)."""
    booking, inquiry = left["intake_booking"][0], left["intake_inquiry"][0]
    told = {name for name, value in booking.items() if value not in (None, "", False)}
    assert told == {
        "id",
        "slot_id",
        "seat",
        "inquiry_id",
        "status",
        "channel",
        "reference",
        "code_hash",
        "needs",
        "language",
        "form_key",
    }
    told = {name for name, value in inquiry.items() if value not in (None, "", False, b"")}
    assert {name for name in told if not isinstance(inquiry[name], memoryview)} == {
        "id",
        "unit_id",
        "received_at",
        "received_on",
        "registered_at",
        "channel",
        "referrer",
        "about",
        "age_group",
        "topic",
        "wish",
        "anonymous",
        "status",
        "form_key",
    }
    assert inquiry["citizen_id"] is None


@pytest.mark.threat("T26")
def test_no_moment_is_finer_than_half_a_day(left: dict[str, list[dict[str, Any]]]) -> None:
    moments = [
        value.astimezone(DENMARK)
        for those in left.values()
        for row in those
        for value in row.values()
        if isinstance(value, datetime)
    ]
    assert moments
    assert all((one.hour, one.minute, one.second) in ((0, 0, 0), (12, 0, 0)) for one in moments)
    assert NOW not in moments


@pytest.mark.threat("T26")
def test_neither_address_nor_browser_lies_in_rows_log_or_cache(
    left: dict[str, list[dict[str, Any]]], caplog: pytest.LogCaptureFixture
) -> None:
    store = cache._cache.get_client()  # type: ignore[attr-defined]
    kept = b"".join(key + (store.get(key) or b"") for key in store.scan_iter(match="td:*"))
    # Asked of the tables as text too, so that nothing hides in a column nobody reads.
    everything = repr(rows()) + caplog.text + kept.decode("latin-1")
    assert ADDRESS not in everything
    assert BROWSER not in everything


@pytest.mark.threat("T26")
def test_the_code_is_nowhere_in_the_database(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    from tests.intake.public import receipt_of

    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house))
    visitor.send()
    _reference, code = receipt_of(visitor.goes_to("/tid/kvittering/"))
    plain = code.replace("-", "")
    for table in rows().values():
        for row in table:
            for value in row.values():
                raw = bytes(value) if isinstance(value, memoryview) else str(value).encode()
                assert plain.encode() not in raw


def test_deleting_a_booking_of_nobody_needs_no_other_table(
    left: dict[str, list[dict[str, Any]]],
) -> None:
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Booking
    ]
    assert pointing == ["intake.Booking.moved_from"]


@pytest.mark.threat("T26")
def test_no_address_of_a_visitor_lies_in_the_cache(
    monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    visitor = Visitor(monkeypatch)
    visitor.client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    visitor.walk(slot_at(house))
    visitor.send()
    store = cache._cache.get_client()  # type: ignore[attr-defined]
    kept = [key + (store.get(key) or b"") for key in store.scan_iter(match="td:*")]
    assert any(b"anonymous_bookings" in one for one in kept)
    assert not any(b"203.0.113.77" in one for one in kept)
