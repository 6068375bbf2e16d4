"""What gunicorn and Celery write by themselves: they too keep people out of the log."""

import subprocess
import sys

import pytest
from django.conf import settings

SECRET = "Ærø Ødegård 050520-9996"
CELERY = f"""
import django
django.setup()
from config.celery import app
app.log.setup_logging_subsystem(loglevel="WARNING")

@app.task(name="broken")
def broken(note):
    raise ValueError("row: {SECRET}")

broken.apply(["{SECRET}"])
"""
GUNICORN = f"""
import logging
from gunicorn.config import Config
from config.logs import WebLog
config = Config()
config.set("logger_class", "config.logs.WebLog")
log = config.logger_class(config)
assert type(log) is WebLog
log.warning("Invalid request from ip={{ip}}: {{error}}".format(ip="203.0.113.77", error="{SECRET}"))
try:
    raise ValueError("{SECRET}")
except ValueError:
    log.exception("Error handling request %s", "/tid/?name=%C3%86r%C3%B8%20050520-9996")
log.info("Listening at: %s", "http://127.0.0.1:8000")
"""


def said_by(program: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout + answer.stderr


@pytest.mark.threat("T7")
@pytest.mark.parametrize("program", [CELERY, GUNICORN], ids=["celery", "gunicorn"])
def test_an_error_is_told_by_its_class_and_never_by_its_words(program: str) -> None:
    said = said_by(program)
    assert "ValueError" in said
    for part in (*SECRET.split(), "050520", "203.0.113.77"):
        assert part not in said


@pytest.mark.threat("T7")
def test_a_broken_request_is_told_without_who_sent_it_or_what() -> None:
    said = said_by(GUNICORN)
    assert "Invalid request\n" in said
    assert "Listening at: http://127.0.0.1:8000" in said


def test_a_worker_at_warning_says_nothing_of_tasks_that_went_well() -> None:
    quiet = CELERY.replace("raise ValueError", "return ValueError")
    assert said_by(quiet) == ""
