"""A kept connection: whether the server still lives is seen before a request relies on it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centre.rows import find
from centre.staff.models import Unit
from config.database.base import KEPT_AFTER
from tests.factories import House

pytestmark = pytest.mark.django_db(transaction=True)


def the_backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_connection_that_nobody_ended_is_usable_without_a_question() -> None:
    the_backend()
    assert connection.is_usable()


def test_a_connection_that_the_server_ended_is_not_usable_and_is_made_anew() -> None:
    ended = the_backend()
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
        other.db.close()
    assert not connection.is_usable()
    kept: Any = connection
    kept.health_check_enabled, kept.health_check_done = True, False
    assert the_backend() != ended


def test_a_notice_that_waits_to_be_read_is_no_lost_connection() -> None:
    the_backend()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN something")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("NOTIFY something")
    other.close()
    assert connection.is_usable()


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


def test_a_statement_by_hand_that_is_asked_again_and_again_is_kept_with_its_plan() -> None:
    connection.close()
    asked = "SELECT id FROM staff_unit WHERE key = %(key)s OR name = %(key)s"
    for number in range(KEPT_AFTER + 1):
        assert find(asked, key=f"unit {number}") == []
    assert kept() == ["SELECT id FROM staff_unit WHERE key = $1 OR name = $1"]


def test_what_django_builds_is_not_kept() -> None:
    connection.close()
    for number in range(KEPT_AFTER + 1):
        assert not Unit.objects.filter(key=f"unit {number}").exists()
    assert kept() == []


def test_a_public_page_asks_for_the_standard_once(client: Client, house: House) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    read = [one for one in asked.captured_queries if "standard_qualitystandard" in one["sql"]]
    assert len(read) == 1
