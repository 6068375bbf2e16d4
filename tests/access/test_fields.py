"""Field by field: what a role reads on any page, and what a form takes of all that may be sent."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from centre.staff.choices import Role
from centre.staff.models import User
from centre.vault import sealed_columns
from intake.models import Inquiry
from tests.access.addresses import RULES, address, somebody
from tests.access.conftest import Filled
from tests.desk import logged_in, register_data
from tests.factories import House, UserFactory

pytestmark = pytest.mark.django_db
# What a secretary reads: who it is and how to reach them, never what is said or decided (ux E.2).
SECRETARYS = {
    "citizen.name", "citizen.phone", "citizen.email", "citizen.address", "inquiry.note",
    "contact_attempt.note", "booking.needs", "guardian.name", "guardian.address",
    "complaint.text", "complaint.name", "complaint.contact", "letter.title",
}  # fmt: skip
# Only the people whose work it is: held apart from a secretary's by the same pages.
TREATING = {"decision.grounds", "assessment.text", "goal.words"}
ROWS_OF_A_CASE = (
    "intake.Inquiry", "intake.Booking", "citizens.Citizen", "clocks.Clock", "intake.Guarantee",
    "staff.User",
)  # fmt: skip
# A letter and a folder of them are packed; who opens them is asked of their addresses.
READABLE = ("text/", "application/json", "image/svg")
# A word that stands on any page tells nothing of whom it was written about.
SHORTEST = 8


@pytest.fixture
def house(filled: Filled) -> House:
    return filled.house


def kept() -> Iterator[tuple[str, str]]:
    """Every sealed word of every row in clear, with the column it stands in."""
    for model, fields in sealed_columns().items():
        for row in model._default_manager.all():
            for field in fields:
                value = getattr(row, field.attname)  # type: ignore[attr-defined]
                if isinstance(value, str) and len(value) >= SHORTEST:
                    yield field.context, value


def digits(word: str) -> str:
    """The last eight of a number; nothing of what is no number."""
    return "" if re.search(r"[^\d +]", word) else re.sub(r"\D", "", word)[-8:]


def read_by(
    user: User, rows: dict[str, Any], words: set[tuple[str, str]] | None = None
) -> dict[str, str]:
    """The columns of which some word stands on a page that this person opens, and on which page."""
    client, found = logged_in(user), dict[str, str]()
    words = set(kept()) if words is None else words
    for name, rule in RULES.items():
        if "GET" not in rule.methods or name in ("health", "post:caught"):
            continue
        answer = client.get(address(name, rows))
        if answer.status_code == 200 and answer["Content-Type"].startswith(READABLE):
            page = html.unescape(answer.content.decode())
            for column, word in words:
                if word in page:
                    found.setdefault(column, name)
    return found


@pytest.mark.threat("T11")
def test_each_role_reads_its_own_fields_and_no_others(filled: Filled) -> None:
    house, rows = filled.house, filled.rows
    words = set(kept())
    theirs = {digits(word) for column, word in words if column in SECRETARYS} - {""}
    # A telephone number that was agreed upon is the one that a secretary reads anyway.
    hidden = {one for one in words if one[0] in SECRETARYS or digits(one[1]) not in theirs}
    secretary = read_by(house.secretary, rows, hidden)
    assert {column: page for column, page in secretary.items() if column not in SECRETARYS} == {}
    caseworker = read_by(house.caseworker, rows)
    assert set(caseworker) >= TREATING
    assert "citizen.name" in secretary


@pytest.mark.threat("T11")
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.QUALITY])
def test_who_keeps_the_house_running_reads_of_nobody(filled: Filled, role: Role) -> None:
    who = UserFactory(username=f"nobodys-{role}", role=role, unit=None)
    assert read_by(who, filled.rows) == {}


@pytest.mark.threat("T11")
def test_another_units_caseworker_reads_of_nobody(filled: Filled) -> None:
    assert read_by(filled.house.youth_worker, filled.rows) == {}


def sent_beside(*apps_: str, own: Iterable[str] = ()) -> dict[str, str]:
    """A value for every column of these apps' tables, beside what a form asks for."""
    columns = {
        word
        for model in apps.get_models()
        if model._meta.label in apps_
        for field in model._meta.concrete_fields
        for word in (field.name, field.attname)
    }
    more = dict.fromkeys(columns, "1") | {
        "is_superuser": "on", "is_staff": "on", "role": "administrator", "status": "ended",
        "anonymous": "on", "received_at": "2020-01-01", "registered_at": "2020-01-01",
        "cycle": "9", "opened_at": "2020-01-01", "leader": "on",
    }  # fmt: skip
    found = {name: value for name, value in more.items() if name not in own}
    # More fields than any form has are refused before they are looked at, and would show nothing.
    assert 20 < len(found) < 150
    return found


@pytest.mark.threat("T12")
def test_a_registration_takes_nothing_that_it_did_not_ask_for(house: House) -> None:
    client = logged_in(house.caseworker)
    form = client.get("/staff/inquiries/new/").context["form"]
    told = register_data(received_on_year="2025")
    made = []
    for key, more in (
        ("21111111-1111-4111-8111-111111111111", {}),
        (
            "31111111-1111-4111-8111-111111111111",
            sent_beside(*ROWS_OF_A_CASE, own={*told, *form.fields, "responsible"}),
        ),
    ):
        before = set(Inquiry.objects.values_list("pk", flat=True))
        sent = {**more, **told, "form_key": key}
        answer = client.post("/staff/inquiries/new/", sent)
        assert answer.status_code == 302, answer.context["form"].errors
        made.append(Inquiry.objects.exclude(pk__in=before).values().get())
    own = {"id", "form_key", "registered_at", "citizen_id"}
    plain, stuffed = ({name: one for name, one in row.items() if name not in own} for row in made)
    assert stuffed == plain


def marks_of_authority() -> list[str]:
    """Whoever works here with which rights, and what the council decided: no page of a caseworker's."""
    found = []
    with connection.cursor() as cursor:
        for table in ("staff_user", "staff_unit", "standard_qualitystandard"):
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found.append(cursor.fetchone()[0])
    return found


@pytest.mark.threat("T12")
@pytest.mark.parametrize("role", ["caseworker", "secretary", "doctor", "stranger"])
def test_nobody_gives_themselves_rights_by_sending_more(filled: Filled, role: str) -> None:
    who = None if role == "stranger" else somebody(filled.house, role)
    client = Client() if who is None else logged_in(who)
    before = marks_of_authority()
    for name, rule in RULES.items():
        if "POST" in rule.methods and name not in ("staff:login", "staff:logout"):
            answer = client.post(
                address(name, filled.rows), sent_beside("staff.User", "staff.Unit")
            )
            assert answer.status_code != 400, name
    assert marks_of_authority() == before


@pytest.mark.threat("T12")
def test_a_citizens_form_takes_nothing_that_it_did_not_ask_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from intake.models import Booking
    from tests.intake.public import Visitor, hidden_of, slot_at

    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house))
    hidden = hidden_of(visitor.page)
    before = set(Booking.objects.values_list("pk", flat=True))
    visitor.post("/tid/tjek/", **sent_beside(*ROWS_OF_A_CASE, own=hidden), **hidden)
    made = Booking.objects.exclude(pk__in=before).get()
    assert made.status == "booked"
    assert made.inquiry is not None
    assert made.inquiry.anonymous
    assert made.inquiry.citizen_id is None
    assert made.inquiry.status == "new"
