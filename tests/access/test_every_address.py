"""Every address × every role × own and other unit. A new address without a rule fails here."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.access.addresses import (
    EVERYBODY,
    RULES,
    address,
    patterns,
    public_names,
    somebody,
    verbs,
)
from tests.access.conftest import Filled
from tests.desk import logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
# What a reading leaves behind: the log of readings and the session's last moment.
READING = {"records_readentry", "records_unsealed", "staff_login"}
# Open to a stranger, to a demo only, or leading out or in: they have tests of their own.
OTHERWISE = {
    "health", "post:caught", "staff:logout", "staff:council", "staff:council_back", "staff:council_ended",
    "staff:code", "staff:set_up", "staff:end_sessions",
}  # fmt: skip
# The council's provider sends it: what it says is signed, and it has no cookie of ours.
WITHOUT_TOKEN = {"staff:council_ended"}
OPENED = {200, 204, 302, 303, 409, 410, 422}


@pytest.fixture
def house(filled: Filled) -> House:
    return filled.house


@pytest.fixture
def rows(filled: Filled) -> dict[str, Any]:
    return filled.rows


def browser(house: House, role: str) -> Any:
    return Client() if role == "stranger" else logged_in(somebody(house, role))


def ask(client: Any, method: str, path: str) -> Any:
    return client.get(path) if method == "GET" else client.post(path, {})


@pytest.mark.threat("T10")
def test_every_address_has_a_rule_or_is_the_publics() -> None:
    staffs = {name for name, path, _one in patterns() if path.startswith(("staff/", "health/"))}
    assert staffs == RULES.keys()
    assert len(public_names()) > 15


@pytest.mark.threat("T10")
def test_an_address_is_behind_the_door_that_its_rule_says() -> None:
    """`door` is written on the view itself, so none can be forgotten."""
    for name, path, one in patterns():
        if path.startswith("staff/"):
            door = getattr(one.callback, "door", None)
            assert (door is not None) or "stranger" in RULES[name].roles, name


@pytest.mark.threat("T10", "T16")
@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("name", sorted(RULES.keys() - OTHERWISE))
def test_a_role_opens_what_its_rule_says_and_nothing_else(
    house: House, rows: dict[str, Any], name: str, role: str
) -> None:
    rule, path = RULES[name], address(name, rows)
    client = browser(house, role)
    for method in ("GET", "POST"):
        answer = ask(client, method, path)
        if method not in rule.methods:
            assert answer.status_code == 405
        elif role in rule.roles:
            # The doctor's unit is another one: there the person is not found.
            expected = {404} if rule.person and role == "doctor" else OPENED
            assert answer.status_code in expected, (method, answer.status_code)
            assert not answer.get("Location", "").startswith("/staff/login/")
        elif role == "stranger":
            assert answer.headers["Location"].startswith("/staff/login/?next=/staff/")
        else:
            assert answer.status_code == 403


@pytest.mark.threat("T1", "T10")
@pytest.mark.parametrize("verb", [*verbs(), "nothing"])
def test_another_units_person_is_not_found_whatever_is_asked(
    house: House, rows: dict[str, Any], verb: str
) -> None:
    client = logged_in(house.youth_worker)
    before = counted()
    for name, rule in RULES.items():
        if rule.person:
            # Where no caseworker at all gets in, nothing is told of the person either.
            expected = 404 if "caseworker" in rule.roles else 403
            for method in rule.methods:
                answer = ask(client, method, address(name, rows, verb=verb))
                assert answer.status_code == expected, (name, method)
    assert counted() == before


def counted() -> dict[str, int]:
    """How many rows each table holds."""
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.db_table not in READING
    }


def marked() -> dict[str, str]:
    """A mark of each table's whole content, so that a changed row shows too."""
    found = {}
    with connection.cursor() as cursor:
        for table in counted():
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.threat("T19")
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_looking_changes_nothing(house: House, rows: dict[str, Any], role: str) -> None:
    client = browser(house, role)
    before = marked()
    for name, path, _one in patterns():
        if "<" in path and name not in RULES:
            continue
        where = address(name, rows) if name in RULES else "/" + path
        for look in (client.get, client.head, client.options):
            look(where)
    assert marked() == before


def test_no_public_page_leaves_a_session_or_a_cookie_but_the_forms_own(house: House) -> None:
    allowed = {settings.FORM_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for name, path, _one in patterns():
        if name in public_names():
            client = Client()
            client.get("/" + path)
            assert set(client.cookies) <= allowed, path


@pytest.mark.threat("T32")
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80"])
def test_a_foreign_host_is_refused_everywhere(house: House, host: str) -> None:
    for _name, path, _one in patterns():
        answer = Client().get("/" + path.replace("<int:pk>", "1"), HTTP_HOST=host)
        assert answer.status_code in (400, 404, 405), path
        assert host not in answer.content.decode()


@pytest.mark.threat("T19")
def test_nothing_is_taken_without_the_forms_own_token(house: House, rows: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.leader)
    client.get("/tid/")
    before = marked()
    for name, path, _one in patterns():
        where = address(name, rows) if name in RULES else "/" + path
        if name not in WITHOUT_TOKEN:
            answer = client.post(where, {"about": "self", "came": "yes"})
            assert answer.status_code == 403, path
    assert marked() == before
