"""Log lines say what happened, never to whom."""

import logging
import sys
import time

import pytest
from django.test import RequestFactory

from config.logs import Line, NotTheVisitor, Scrub, scrubbed


@pytest.mark.threat("T7")
@pytest.mark.parametrize(
    ("text", "kept_out"),
    [
        ("saw 0505209996 today", "0505209996"),
        ("saw 050520-9996 today", "050520-9996"),
        ("replacement 650520AB12", "650520AB12"),
        ("mail to ærø@example.com failed", "ærø@example.com"),
        ("call 20 30 40 50 now", "20 30 40 50"),
        ("call +4520304050 now", "4520304050"),
        ("call 20304050 now", "20304050"),
    ],
)
def test_what_looks_like_a_person_is_masked(text: str, kept_out: str) -> None:
    assert kept_out not in scrubbed(text)


@pytest.mark.parametrize(
    "text", ["2026-12-24 sweep 12 clocks", "GET /staff/ 200 15 ms", "port 8000"]
)
def test_dates_and_counts_stay_readable(text: str) -> None:
    assert scrubbed(text) == text


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("x", logging.INFO, __file__, 1, message, arguments, None)


@pytest.mark.threat("T7")
def test_a_query_string_is_cut_from_an_address() -> None:
    line = record('"GET /staff/search/?q=%s HTTP/1.1" 200', "Ærø")
    Scrub().filter(line)
    assert "Ærø" not in line.getMessage()
    assert "/staff/search/" in line.getMessage()


def test_what_breaks_its_lines_is_one_line_in_the_log() -> None:
    line = record("Cannot connect: %s\nTrying again in 8 seconds\n\n", "no route")
    Scrub().filter(line)
    assert line.getMessage() == "Cannot connect: no route Trying again in 8 seconds"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Copenhagen"])
def test_the_moment_is_the_same_in_every_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    line = record("swept")
    line.created, line.msecs = 1_792_890_000.25, 250.0  # in the hour that comes twice
    try:
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("TZ", zone)
            time.tzset()
            assert Line().format(line).startswith("2026-10-25T01:00:00.250Z INFO")
    finally:
        time.tzset()


@pytest.mark.threat("T7")
def test_an_error_is_logged_by_its_class_and_place_without_its_words() -> None:
    try:
        raise ValueError("Ærø Ødegård 0505209996")
    except ValueError:
        told = Line().formatException(sys.exc_info())
    assert told.startswith("ValueError at test_logs.py:")
    assert "Ærø" not in told
    assert "0505209996" not in told


def test_what_the_health_page_answers_is_no_fault_of_it() -> None:
    for status, told in ((503, False), (500, True)):
        line = record("Service Unavailable: %s", "/health/")
        line.request, line.status_code = RequestFactory().get("/health/"), status
        assert NotTheVisitor().filter(line) is told
