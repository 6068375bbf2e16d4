"""The command that invents a centre: the same one for the same seed, and only where nobody is."""

from datetime import date, datetime, time
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from centre.calendar import danish_moment
from centre.clocks.models import Clock
from centre.staff.models import User
from complaints.models import Complaint
from intake.models import Inquiry
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def invent(*words: str) -> None:
    """Invent a centre as it stands today; from now on the settings are its council's."""
    before, settings.DEMO = settings.DEMO, True
    try:
        call_command("demo", "--as-of", TODAY.isoformat(), *words, stdout=StringIO())
    finally:
        settings.DEMO = before


def picture() -> list[Any]:
    """What the centre looks like, without the random numbers of its rows."""
    inquiries = Inquiry.objects.select_related("citizen").order_by("received_at", "form_key")
    clocks = Clock.objects.order_by("starts_on", "kind", "stopped_on", "basis")
    complaints = Complaint.objects.order_by("received_at", "form_key")
    return [
        *((one.received_at, one.status, one.citizen and one.citizen.name) for one in inquiries),
        *clocks.values_list("kind", "due_on", "stopped_on"),
        *complaints.values_list("received_at", "status", "reference"),
    ]


def centre_of(seed: str, *words: str) -> list[Any]:
    """The centre a seed gives, taken down again."""
    with transaction.atomic():
        invent("--seed", seed, *words)
        seen = picture()
        transaction.set_rollback(True)
    return seen


def test_the_same_seed_gives_the_same_centre_with_as_many_people_as_asked_for() -> None:
    first = centre_of("7", "--citizens", "60")
    assert centre_of("7", "--citizens", "60") == first
    assert centre_of("8") != first
    asked = [one[0] for one in first if isinstance(one[0], datetime)]
    assert len(asked) >= 60
    assert max(asked) < danish_moment(TODAY, time(23))


def test_it_is_refused_where_demo_is_off() -> None:
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("demo")
    assert not User.objects.exists()


def test_it_is_refused_where_people_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.inquiry(house, received_at=danish_moment(TODAY, time(9)))
    with pytest.raises(CommandError, match=r"inquiries in this database.*DATABASE_URL"):
        invent()
    monkeypatch.setattr(settings, "EMBEDDED", True)
    with pytest.raises(CommandError, match="make empty MUNICIPALITY=haderslev"):
        invent()
    invent("--if-empty")
    assert Inquiry.objects.count() == 1
