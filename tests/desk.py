"""What the tests of the staff site share: who is logged in, what time it is, what was logged."""

import sys
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from centre.records.models import ReadEntry
from centre.staff.models import User
from centre.staff.sessions import PROVED

DOORS = (
    "intake.views.",
    "centre.clocks.views.",
    "centre.drafts.views",
    "centre.file.views",
    "centre.journal.views.",
    "centre.post.views",
    "centre.account.views.",
    "centre.rights.views.",
    "centre.standard.views",
    "treatment.views.",
    "followup.views.",
    "complaints.views.",
    "reporting.views.",
)


def logged_in(user: User) -> Any:
    """A browser in which the person is logged in; its answers carry more than HttpResponse tells."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[PROVED] = now().isoformat()
    session.save()
    return client


def as_shown(form: Any) -> dict[str, str]:
    """What a browser would send of a form as it stands on the page."""
    values = {one.html_name: one.value() for one in form}
    return {name: "on" if one is True else str(one) for name, one in values.items() if one}


def at_the_doors(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """What the views read from the clock; everything below them is told."""
    import config.urls  # noqa: F401 - loads every view

    for name, module in list(sys.modules.items()):
        if name.startswith(DOORS) and hasattr(module, "now"):
            monkeypatch.setattr(module, "now", lambda: moment)


def readings(**which: Any) -> int:
    """How many lines the read log holds."""
    return ReadEntry.objects.filter(**which).count()


def register_data(**changes: Any) -> dict[str, Any]:
    """A filled registration of an inquiry by phone, received on 10 December 2026 at 9.30."""
    return {
        "channel": "phone",
        "about": "self",
        "age_group": "30_plus",
        "topic": "alcohol",
        "wish": "treatment",
        "received_on_day": "10",
        "received_on_month": "12",
        "received_on_year": "2026",
        "received_time": "9.30",
        "referrer": "self",
        "name": "Ærø Ødegård-Åström",
        "phone": "20 00 00 01",
        "form_key": "11111111-1111-4111-8111-111111111111",
        **changes,
    }
