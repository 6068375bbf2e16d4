"""The pictures of the README, taken from the invented centre: `PICTURES=1 make test ARGS="-k picture"`."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import now
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_day
from centre.staff.choices import DEMO_PASSWORD

PICTURES = Path(settings.BASE_DIR) / "docs" / "pictures"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_desk_of_the_demo_makes_a_picture(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    call_command("demo", "--as-of", danish_day(now()).isoformat(), stdout=StringIO())
    # As in a house that runs: the last check is no longer ago than the timetable has it.
    call_command("sweep", stdout=StringIO())
    page.goto(f"{live_server.url}/staff/login/")
    page.fill("[name=username]", "caseworker")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("table.worklist tbody tr")
    assert page.locator("table.worklist tbody tr").count() > 5
    picture = page.screenshot()
    assert len(picture) > 20_000
    if os.environ.get("PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "desk.png").write_bytes(picture)


def test_the_readme_shows_only_pictures_that_are_there() -> None:
    readme = (Path(settings.BASE_DIR) / "README.md").read_text()
    assert (PICTURES / "desk.png").exists() == ("docs/pictures/desk.png" in readme)
