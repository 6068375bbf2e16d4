"""The demo's mail catcher shows what would have been sent, and exists in a demo only."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from centre.post.queries import FILE_BACKEND, caught
from tests.desk import logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", FILE_BACKEND)
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path), raising=False)
    return tmp_path


def send(subject: str, body: str) -> None:
    line = get_connection(FILE_BACKEND)
    EmailMessage(
        subject, body, "no-reply@localhost", ["borger@example.com"], connection=line
    ).send()


def page(house: House) -> Any:
    return logged_in(house.caseworker).get("/staff/caught-mail/")


def test_a_caught_mail_is_read_as_its_receiver_would(folder: Path) -> None:
    send("Din aftale", "Du har en aftale tirsdag den 1. december 2026 kl. 10.00. Æ Ø Å")
    (mail,) = caught()
    assert (mail.to, mail.subject) == ("borger@example.com", "Din aftale")
    assert mail.body == "Du har en aftale tirsdag den 1. december 2026 kl. 10.00. Æ Ø Å"


def test_the_page_shows_them_and_says_so_when_there_is_none(house: House, folder: Path) -> None:
    assert page(house).context["mails"] == []
    send("Din aftale", "<b>Æ</b>")
    assert "&lt;b&gt;Æ&lt;/b&gt;" in page(house).content.decode()


def test_there_is_no_catcher_outside_a_demo(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    assert page(house).status_code == 404


def test_the_moment_is_in_danish_words_and_danish_time(house: House, folder: Path) -> None:
    raw = (
        "Subject: Din aftale\nTo: borger@example.com\nDate: Tue, 01 Dec 2026 06:05:00 -0000\n\nHej"
    )
    (folder / "one.log").write_text(raw)
    assert "1.12.2026 kl. 7.05" in page(house).content.decode()
