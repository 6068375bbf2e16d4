"""The answer to the last button was lost on its way: what the citizen does next tells the truth."""

from datetime import time
from typing import Any

import pytest
from django.conf import settings

from intake.models import Booking, Inquiry
from intake.views.pages import in_words
from tests.factories import House
from tests.intake.public import Visitor, receipt_of, slot_at, text_of

pytestmark = pytest.mark.django_db


def jar_of(visitor: Visitor) -> str:
    return visitor.client.cookies[settings.FORM_COOKIE_NAME].value


def answer_lost(visitor: Visitor, jar: str) -> None:
    """The browser never saw the answer: it still holds what it held before."""
    visitor.client.cookies[settings.FORM_COOKIE_NAME] = jar


def test_another_time_after_a_lost_answer_shows_the_time_that_is_really_booked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = slot_at(house), slot_at(house, time(11))
    visitor = Visitor(monkeypatch)
    visitor.walk(first)
    jar = jar_of(visitor)
    visitor.send()
    answer_lost(visitor, jar)
    visitor.post("/tid/vaelg/", slot=second.pk)
    visitor.get("/tid/tjek/")
    visitor.send()
    page = visitor.goes_to("/tid/kvittering/")
    booking = Booking.objects.get()
    assert booking.slot == first
    assert in_words(first.starts_at) in text_of(page)
    assert in_words(second.starts_at) not in text_of(page)
    assert receipt_of(page)[0] == booking.reference


def test_a_call_whose_answer_was_lost_does_not_stand_in_the_way_of_a_booking(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = slot_at(house)
    visitor = Visitor(monkeypatch)
    visitor.walk(slot, name="Ærø", phone="20 00 00 01")
    booked = jar_of(visitor)
    visitor.post("/tid/ring/", call="yes")
    visitor.get("/tid/tjek/")
    called = jar_of(visitor)
    visitor.send()
    answer_lost(visitor, called)
    visitor.get("/tid/tjek/")
    visitor.send()
    assert Inquiry.objects.count() == 1
    answer_lost(visitor, booked)
    visitor.get("/tid/tjek/")
    visitor.send()
    assert visitor.page.status_code == 303
    assert Booking.objects.get().slot == slot


@pytest.mark.threat("T26")
def test_what_counts_tries_does_not_tell_from_where_a_booking_came(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house))
    visitor.send()
    key = Booking.objects.get().form_key
    store: Any = cache._cache.get_client()  # type: ignore[attr-defined]
    names = [name.decode() for name in store.scan_iter(match="td:*")]
    assert any("anonymous_bookings" in name for name in names)
    assert not [name for name in names if key.hex in name or str(key) in name]
