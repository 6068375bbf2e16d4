"""A session and whose it is are read together, and only ever the person whom the session names."""

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from centre.staff.models import Login, User
from centre.staff.sessions import SessionStore, person_read
from centre.staff.tasks import forget
from tests.desk import logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
HELP = "/staff/help/"


def test_a_page_reads_the_session_and_its_person_in_one_statement(house: House) -> None:
    client = logged_in(house.caseworker)
    client.get(HELP)
    with CaptureQueriesContext(connection) as asked:
        client.get(HELP)
    assert len(asked) == 1, asked.captured_queries


def test_a_session_stands_beside_its_person_until_the_logout(house: House) -> None:
    client = logged_in(house.caseworker)
    assert Login.objects.get().user == house.caseworker
    client.post("/staff/logout/")
    assert not Login.objects.exists()


def test_sessions_that_have_ended_go_in_one_statement_and_no_other_goes(house: House) -> None:
    client, ended = logged_in(house.caseworker), [logged_in(house.leader) for _each in range(3)]
    keys = [one.session.session_key for one in ended]
    Login.objects.filter(session_key__in=keys).update(expire_date=now())
    with CaptureQueriesContext(connection) as asked:
        assert [forget(), forget()] == [3, 0]
    assert sum("DELETE" in one["sql"] for one in asked.captured_queries) == 2
    assert Login.objects.get().user == house.caseworker
    assert client.get(HELP).status_code == 200


def test_the_sealed_number_decides_who_it_is_and_not_the_column(house: House) -> None:
    client = logged_in(house.caseworker)
    Login.objects.update(user=house.leader)
    assert client.get(HELP).context["user"] == house.caseworker


@pytest.mark.threat("T3")
def test_what_changes_about_a_person_holds_at_the_next_page(house: House) -> None:
    client = logged_in(house.caseworker)
    User.objects.filter(pk=house.caseworker.pk).update(role="leader", unit=None)
    assert client.get(HELP).context["user"].leads_all_units
    User.objects.filter(pk=house.caseworker.pk).update(is_active=False)
    assert client.get(HELP).status_code == 302


def test_the_person_of_a_session_is_handed_out_once_and_to_nobody_else(house: House) -> None:
    kept: SessionBase = logged_in(house.caseworker).session
    key = str(kept.session_key)
    SessionStore(key).load()
    assert person_read(house.caseworker.pk) == house.caseworker
    assert person_read(house.caseworker.pk) is None
    SessionStore(key).load()
    assert person_read(house.leader.pk) is None
    SessionStore(key).load()
    SessionStore("0" * 32).load()
    assert person_read(house.caseworker.pk) is None


@pytest.mark.threat("T14")
def test_an_unknown_key_is_not_taken_over(client: Client, house: House) -> None:
    planted = SessionStore("0" * 32)
    assert planted.load() == {}
    assert planted.session_key is None
