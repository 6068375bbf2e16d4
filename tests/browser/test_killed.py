"""The web programs are killed while a note is saved: pressed again, it is there once and whole (ux C-14)."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Error, Page, Request, expect

from centre.staff.choices import DEMO_PASSWORD
from tests.races.crowd import until
from tests.races.house import RunningHouse, running
from tests.there import there

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTE = ("Ærø ringede sent og var bange. »Kom nu«, sagde Åse. 👍 " * 120)[:5_995] + " slut"
# A talk that the caseworker of the demo has written down, and that has its note.
TALK = """
SELECT s.id FROM treatment_session s JOIN treatment_course c ON c.id = s.course_id
WHERE s.attendance = 'attended' AND c.status = 'running'
  AND c.counsellor_id = (SELECT id FROM staff_user WHERE username = 'caseworker')
ORDER BY s.starts_at DESC LIMIT 1
"""
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"


@contextmanager
def held(database: str, table: str) -> Iterator[None]:
    """Nobody writes into this table until the block ends; whoever tries is caught in the act."""
    with psycopg.connect(database) as line, line.transaction(force_rollback=True):
        line.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        yield


def is_the_sheet(request: Request) -> bool:
    return request.is_navigation_request()


# Where the saving is caught, and whether the note is stored by then.
CAUGHT = (("treatment_sessionnote", False), ("drafts_draft", True))


def test_a_note_whose_saving_was_killed_is_saved_once_by_pressing_again(page: Page) -> None:
    """C-14: the web programs die before it is stored, and after; sent again, it is one note."""
    with running() as house, psycopg.connect(house.database, autocommit=True) as line:
        row = line.execute(TALK).fetchone()
        assert row is not None
        address = f"http://localhost:{house.port}/staff"
        log_in(page, address)
        kept = drafts(page, address)
        for table, stored in CAUGHT:
            before = notes(line, row[0])
            page.goto(f"{address}/sessions/{row[0]}/")
            writes(page, f"{NOTE} {table}")
            with held(house.database, table), page.expect_event("requestfailed", is_the_sheet):
                page.click("#act-note [data-save]", no_wait_after=True)
                assert until(partial(caught, line, table))
                assert house.kill("web")
            assert notes(line, row[0]) == before + stored
            assert until(lambda: is_back(page, house), seconds=30)
            # The same sheet once more, as the browser keeps it.
            page.reload()
            expect(page.locator("main .timeline-words").last).to_have_text(f"{NOTE} {table}")
            assert notes(line, row[0]) == before + 1
            assert drafts(page, address) == kept


def writes(page: Page, note: str) -> None:
    """Write a note, and wait until a draft of it is kept."""
    page.locator("#act-note").evaluate("act => act.open = true")
    page.fill("#act-note textarea", note)
    status = page.locator("#act-note .draft-status")
    expect(status).to_contain_text("Kladde gemt", timeout=10_000)


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("[name=username]", "caseworker")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("form[action$='/logout/']")


def drafts(page: Page, address: str) -> int:
    """How many drafts wait: the demo has some of its own."""
    page.goto(f"{address}/drafts/")
    return page.locator("main form").count()


def notes(line: "psycopg.Connection[Any]", talk: Any) -> int:
    found = line.execute("SELECT count(*) FROM treatment_sessionnote WHERE session_id = %s", [talk])
    return int(there(found.fetchone())[0])


def caught(line: "psycopg.Connection[Any]", table: str) -> bool:
    found = line.execute(WAITS, [f"%{table}%"]).fetchone()
    return bool(found and found[0])


def is_back(page: Page, house: RunningHouse) -> bool:
    try:
        return bool(page.request.get(f"http://localhost:{house.port}/health/").ok)
    except Error:
        return False
