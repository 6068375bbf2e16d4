"""What the tests of the staff's pages about complaints share."""

import re
from typing import Any

from complaints.models import Complaint
from tests.complaints.cases import TEXT
from tests.conftest import moment

NOW = moment("2027-01-12 11.00")
KEY = "22222222-2222-4222-8222-222222222222"


def page_of(complaint: Complaint) -> str:
    return f"/staff/complaints/{complaint.pk}/"


def data(**changes: Any) -> dict[str, Any]:
    return {
        "channel": "oral",
        "about": "social_decision",
        "received_on_day": "12",
        "received_on_month": "1",
        "received_on_year": "2027",
        "text": TEXT,
        "helper": "",
        "helper_name": "",
        "form_key": KEY,
        **changes,
    }


def hidden_of(page: Any) -> dict[str, str]:
    """What a browser sends back with the form, but for the button that is pressed."""
    found = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page.content.decode()))
    return {name: value for name, value in found.items() if name not in ("send", "back")}
