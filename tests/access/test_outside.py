"""Seen from outside: what a stranger's request, an address, a method or a doubled field can do."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from intake.models import Booking, Inquiry
from tests.access.addresses import RULES, address, patterns, public_names
from tests.access.conftest import Filled
from tests.desk import logged_in
from tests.factories import House
from tests.intake.public import Visitor, slot_at

pytestmark = pytest.mark.django_db


@pytest.mark.threat("T32")
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_a_method_that_no_page_has_is_refused(filled: Filled, method: str) -> None:
    client, taken = logged_in(filled.house.leader), {}
    for name, path, _one in patterns():
        if "<" in path and name not in RULES:
            continue
        where = address(name, filled.rows) if name in RULES else "/" + path
        answer = client.generic(method, where, b"a=1", headers={"x-told": "echoed"})
        if answer.status_code not in (403, 404, 405):
            taken[name] = answer.status_code
        assert b"echoed" not in answer.content
    assert taken == {}


@pytest.mark.threat("T32")
def test_the_health_page_tells_a_stranger_what_is_missing_and_nothing_else(house: House) -> None:
    answer = Client().get("/health/")
    assert answer.status_code in (200, 503)
    for word in ("postgres://", "redis", "/tmp", "traedesten_", "python", "django", "Error"):
        assert word not in answer.content.decode(), word


@pytest.mark.threat("T4", "T35")
def test_no_public_address_carries_anything(house: House) -> None:
    """Neither a number nor a code: what is passed on or left in a list of visited pages opens nothing."""
    assert [path for name, path, _one in patterns() if name in public_names() and "<" in path] == []
    stranger = Client()
    for path in ("/tid/aftale.ics", "/tid/kvittering/", "/aftale/din/", "/klag/kvittering/"):
        for query in ("", "?code=AAAA-AAAA&reference=AAAAAA", "?token=1", "?id=1"):
            answer = stranger.get(path + query)
            assert answer.status_code in (302, 303, 404, 410), path


@pytest.mark.threat("T35")
def test_a_page_of_the_staff_is_opened_by_no_word_in_its_address(filled: Filled) -> None:
    stranger = Client()
    for name, rule in RULES.items():
        if "GET" in rule.methods and "stranger" not in rule.roles and name != "post:caught":
            for query in ("?token=1", "?key=1", "?sesame=1", "?user=leader"):
                answer = stranger.get(address(name, filled.rows) + query)
                assert answer.headers["Location"].startswith("/staff/login/"), name


@pytest.mark.threat("T31")
@pytest.mark.parametrize(("sent", "status"), [(["evil", "self"], 303), (["self", "evil"], 422)])
def test_a_field_that_is_sent_twice_is_judged_as_it_is_used(
    house: House, sent: list[str], status: int
) -> None:
    assert Client().post("/tid/", {"about": sent}).status_code == status


@pytest.mark.threat("T26", "T27")
def test_nothing_joins_what_one_browser_did_without_and_with_a_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same person, browser and network, minutes apart: no value is drawn for both."""
    before = set(Inquiry.objects.values_list("pk", flat=True))
    visitor = Visitor(monkeypatch)
    visitor.client.defaults |= {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "Fugl/1"}
    visitor.walk(slot_at(house))
    visitor.send()
    assert visitor.goes_to("/tid/kvittering/").status_code == 200
    hidden = Inquiry.objects.exclude(pk__in=before).get()
    later = slot_at(house, at=time(13))
    # The form's own cookie is gone with the receipt; the one against forgery stays in the browser.
    again = Visitor(monkeypatch, visitor.at + timedelta(minutes=5))
    again.client.defaults |= visitor.client.defaults
    token = visitor.client.cookies.get(settings.CSRF_COOKIE_NAME)
    again.client.cookies[settings.CSRF_COOKIE_NAME] = token.value if token else ""
    again.walk(later, name="Kim Ærø", phone="20 00 00 77")
    again.send()
    assert again.goes_to("/tid/kvittering/").status_code == 200
    named = Inquiry.objects.exclude(pk__in=before | {hidden.pk}).get()
    assert hidden.anonymous and hidden.citizen_id is None
    assert named.citizen_id is not None
    assert drawn_for(hidden) & drawn_for(named) == set()


def drawn_for(inquiry: Inquiry) -> set[Any]:
    """Whatever is unlike in any two: numbers, hashes, sealed words, moments finer than half a day."""
    rows = [inquiry, *Booking.objects.filter(inquiry=inquiry)]
    values = {getattr(row, one.attname) for row in rows for one in row._meta.concrete_fields}
    shared = {inquiry.unit_id}
    return {
        value
        for value in values - shared
        if isinstance(value, UUID | bytes | memoryview)
        or (isinstance(value, datetime) and (value.minute or value.second))
        or (isinstance(value, str) and len(value) == 6 and value.isupper())
    }
