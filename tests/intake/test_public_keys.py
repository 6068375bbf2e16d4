"""Codes and references after the house's secret was changed: the old ones still open, for a while."""

from datetime import time
from typing import Any
from uuid import UUID, uuid4

import pytest

from centre.receipt import code_for, code_hash, fits, reference_for, secret_of
from intake.models import Booking
from tests.factories import House
from tests.intake.public import Visitor, receipt_of, slot_at, text_of

OLD, NEW, OTHER = b"the old secret", b"the new secret", b"nobody's secret"


def kept(key: UUID, secret: bytes) -> tuple[bytes, str, str]:
    """What is stored of a code, the code, and its reference."""
    code, reference = code_for(key, secret), reference_for(key, secret)
    return code_hash(code, reference, secret), code, reference


def test_a_code_opens_under_the_secret_it_was_made_with_and_under_no_other() -> None:
    stored, code, reference = kept(uuid4(), OLD)
    assert fits(stored, code, reference, [NEW, OLD])
    assert fits(stored, code, reference, [OLD])
    assert not fits(stored, code, reference, [NEW, OTHER])
    assert not fits(stored, "ABCD2345", reference, [NEW, OLD])


def test_the_secret_of_a_reference_is_found_again_or_it_is_todays() -> None:
    key = uuid4()
    assert secret_of(key, reference_for(key, OLD), [NEW, OLD]) == OLD
    assert secret_of(key, "", [NEW, OLD]) == NEW


@pytest.fixture
def booked(house: House, monkeypatch: pytest.MonkeyPatch) -> tuple[Visitor, tuple[str, str]]:
    """Somebody who looks at their receipt while the secret is changed."""
    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house))
    visitor.send()
    return visitor, receipt_of(visitor.goes_to("/tid/kvittering/"))


def changed(settings: Any, *, keep_old: bool) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep_old else []
    settings.SECRET_KEY = "another-" + "y" * 50


@pytest.mark.django_db
@pytest.mark.parametrize(("keep_old", "answer"), [(True, 303), (False, 422)])
def test_an_old_receipt_opens_as_long_as_the_old_key_is_kept(
    booked: tuple[Visitor, tuple[str, str]],
    settings: Any,
    keep_old: bool,
    answer: int,
) -> None:
    visitor, (reference, code) = booked
    changed(settings, keep_old=keep_old)
    page = visitor.post("/aftale/", reference=reference, code=code)
    assert page.status_code == answer


@pytest.mark.django_db
def test_a_receipt_that_is_shown_again_shows_the_code_that_opens(
    booked: tuple[Visitor, tuple[str, str]], settings: Any
) -> None:
    visitor, receipt = booked
    changed(settings, keep_old=True)
    assert receipt_of(visitor.get("/tid/kvittering/")) == receipt


@pytest.mark.django_db
def test_a_moved_time_keeps_its_old_code(
    booked: tuple[Visitor, tuple[str, str]], settings: Any, house: House
) -> None:
    visitor, (reference, code) = booked
    changed(settings, keep_old=True)
    later = slot_at(house, at=time(13))
    visitor.post("/aftale/", reference=reference, code=code)
    visitor.post("/aftale/flyt/?how=in_person", slot=later.pk)
    visitor.post("/aftale/", reference=reference, code=code)
    assert "kl. 13.00" in text_of(visitor.goes_to("/aftale/din/"))
    assert Booking.objects.filter(status="booked").get().slot == later
