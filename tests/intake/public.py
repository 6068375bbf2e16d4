"""A citizen at the public pages: walks the questions as a browser without JavaScript would."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext, override

from intake.models import Slot
from intake.views import check, front, journey, manage, receipt
from tests import factories
from tests.conftest import moment
from tests.factories import House

# A Monday at nine; the times of the tests lie on the days after it.
NOW = moment("2026-12-07 09.00")
TUESDAY = date(2026, 12, 8)
DOORS = (journey, check, receipt, manage, front)


@contextmanager
def clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Iterator[None]:
    """What the doors see on the clock: nobody else looks at it."""
    with monkeypatch.context() as patch:
        for door in DOORS:
            if hasattr(door, "now"):
                patch.setattr(door, "now", lambda: at)
        yield


class Visitor:
    """One browser. `at` is its moment; each page that is sent takes ten seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: datetime = NOW) -> None:
        self.client = Client()
        self.monkeypatch = monkeypatch
        self.at = at
        self.page: Any = None

    def get(self, path: str, **query: Any) -> Any:
        with clock(self.monkeypatch, self.at):
            self.page = self.client.get(path, query)
        return self.page

    def post(self, path: str, **data: Any) -> Any:
        self.at += timedelta(seconds=10)
        with clock(self.monkeypatch, self.at):
            self.page = self.client.post(path, data)
        return self.page

    def goes_to(self, path: str) -> Any:
        """Follow the redirect of the last answer, which must lead to this path."""
        assert self.page.status_code == 303, text_of(self.page)
        assert self.page.headers["Location"] == path
        return self.get(path)

    def walk(self, slot: Slot | None = None, **changes: Any) -> Any:
        """Answer everything up to the check page; anonymous unless a name is among the changes."""
        said = {
            "about": "self",
            "age_group": "30_plus",
            "topic": "alcohol",
            "contact": "named" if "name" in changes else "anonymous",
            **changes,
        }
        self.get("/tid/")
        self.post("/tid/", about=said["about"])
        self.post("/tid/alder/", age_group=said["age_group"])
        if said["age_group"] in ("under_15", "15_17"):
            self.post("/tid/ung/")
        ticked = {name: "on" for name in ("treatment", "medical") if said.get(name)}
        self.post("/tid/emne/", topic=said["topic"], **ticked)
        if "agrees" in said:
            self.post("/tid/aftale/", agrees=said["agrees"])
        if slot is not None:
            self.post(f"/tid/vaelg/?how={said.get('how', 'in_person')}", slot=slot.pk)
        self.post("/tid/kontakt/", contact=said["contact"])
        if "name" in said:
            told = {
                name: said[name] for name in ("name", "phone", "email", "message") if name in said
            }
            self.post("/tid/oplysninger/", **told)
        return self.get("/tid/tjek/")

    def send(self) -> Any:
        """Press the one button of the check page as it was last shown."""
        return self.post("/tid/tjek/", **hidden_of(self.page))


def hidden_of(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the check page."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())
    assert found, "the check page is not shown"
    return {"seen": found[1]}


def text_of(page: HttpResponse) -> str:
    """The words of a page, on one line."""
    inner = re.sub(r"<(script|style)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", inner).split())


def heading_of(page: HttpResponse) -> str:
    """The page's one h1."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), flags=re.DOTALL)
    assert len(found) == 1
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def receipt_of(page: HttpResponse) -> tuple[str, str]:
    """Reference and code of a receipt."""
    found = re.findall(r'class="receipt-code">([^<]+)<', page.content.decode())
    assert len(found) == 2
    return found[0], found[1]


def slot_at(house: House, at: time = time(9), on: date = TUESDAY, **changes: Any) -> Slot:
    """A published time on the Tuesday after the tests' Monday."""
    return factories.slot(house, on=on, at=at, **changes)


def said(words: str) -> str:
    """What the page says in Danish for an English message id."""
    with override("da"):
        return gettext(words)
