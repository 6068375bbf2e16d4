"""The main journeys and tasks as the database's web role, which owns nothing: nothing needed is refused."""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.clocks.models import Alert
from centre.clocks.tasks import forget_idle_sweeps, recompute, sweep
from centre.drafts.models import Draft
from centre.drafts.tasks import forget_old
from centre.guard import WEB_ROLE
from centre.post.models import Message
from centre.post.tasks import forget_addresses, send_waiting
from centre.retention.tasks import carry_out, count
from centre.staff.tasks import forget as forget_logins
from intake.models import Booking, Inquiry, Slot
from intake.tasks import forget_needs, publish_slots
from tests.access.addresses import GET, RULES, address
from tests.access.rows import rows_behind
from tests.centre.drafts.tools import Page
from tests.desk import logged_in, register_data
from tests.factories import House
from tests.intake.public import Visitor, slot_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_the_web(house: House) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        cursor.execute("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.threat("T23")
def test_the_web_owns_no_table(as_the_web: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        )
        assert cursor.fetchone() == (0,)


def test_a_citizen_books_moves_and_cancels(
    house: House, as_the_web: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, other = slot_at(house), slot_at(house, time(11))
    visitor = Visitor(monkeypatch)
    visitor.walk(slot, name="Ærø", phone="20 00 00 01", email="borger@example.dk", treatment=True)
    visitor.send()
    page = visitor.goes_to("/tid/kvittering/").content.decode()
    reference, code = re.findall(r'class="receipt-code">([^<]+)<', page)
    visitor.post("/aftale/", reference=reference, code=code)
    visitor.goes_to("/aftale/din/")
    visitor.post("/aftale/flyt/?how=in_person", slot=other.pk)
    visitor.post("/aftale/aflys/")
    assert sorted(Booking.objects.values_list("status", flat=True)) == ["cancelled", "moved"]
    assert Inquiry.objects.get().guarantees.count() == 1


def test_the_staff_does_a_days_work(house: House, as_the_web: None) -> None:
    rows = rows_behind(house)
    client = logged_in(house.leader)
    for name, rule in RULES.items():
        if rule.methods >= GET and "leader" in rule.roles and name not in ("health", "post:caught"):
            assert client.get(address(name, rows)).status_code in (200, 302), name
    client = logged_in(house.caseworker)
    page = client.post("/staff/inquiries/new/", register_data(received_on_year="2025"))
    assert page.status_code == 302
    for verb, data in (
        ("assign", {"to": str(house.colleague.pk)}),
        (
            "attempt",
            {"outcome": "reached", "channel": "phone", "form_key": str(rows["inquiry"].pk)},
        ),
    ):
        sent = {f"{verb}-{name}": value for name, value in data.items()}
        answer = client.post(address("intake:act", rows, verb=verb), sent)
        assert answer.status_code == 302, answer.content.decode()[:3000]


def test_a_search_leads_to_a_look_up_with_a_reason(house: House, as_the_web: None) -> None:
    logged_in(house.caseworker).post(
        "/staff/inquiries/new/", register_data(received_on_year="2025")
    )
    client = logged_in(house.youth_worker)
    target = client.post("/staff/search/", {"text": "20 00 00 01"}).context["target"]
    reason = {"target": target, "reason": "contact", "text": "Ringede.", "sent": "1"}
    opened = client.post("/staff/search/reason/", reason)
    assert client.get(opened.headers["Location"]).status_code == 200


def test_every_task_of_the_timetable_runs(house: House, as_the_web: None) -> None:
    old = now() - timedelta(days=21)
    late = register_data(
        received_on_day=str(old.day),
        received_on_month=str(old.month),
        received_on_year=str(old.year),
    )
    logged_in(house.caseworker).post("/staff/inquiries/new/", late)
    assert publish_slots() > 0
    assert Slot.objects.exists()
    assert sweep()["alerts"] == Alert.objects.count() > 0
    assert sweep()["alerts"] == 0
    Message.objects.update(due_at=now())
    assert send_waiting()["sent"] > 0
    assert recompute() == []
    assert forget_idle_sweeps() == 0
    assert (forget_needs(), forget_addresses(), count(), carry_out()) == (0, 0, 0, {})
    assert forget_logins() == 0
    Page(house.caseworker).write("Ringede", at=old)
    Page(house.caseworker, form="inquiry.attempt").write("Ringede", at=now() - timedelta(days=31))
    assert forget_old() == {"warned": 1, "forgotten": 0}
    Draft.objects.update(warned_on=danish_day(old))
    assert forget_old() == {"warned": 0, "forgotten": 1}


def test_an_inquiry_of_three_weeks_ago_is_late_at_once_and_told_once(
    house: House, as_the_web: None
) -> None:
    old = danish_day(now()) - timedelta(days=21)
    late = register_data(
        received_on_day=str(old.day),
        received_on_month=str(old.month),
        received_on_year=str(old.year),
    )
    client: Any = logged_in(house.caseworker)
    assert client.post("/staff/inquiries/new/", late).status_code == 302
    clock = Inquiry.objects.get().guarantees.get().clock
    assert clock.due_on == old + timedelta(days=14)
    assert clock.state_on(danish_day(now())) == "breached"
    first = sweep()
    assert (first["clocks"], first["messages"]) == (1, 1)
    for _again in range(3):
        assert sweep() == {"clocks": 0, "alerts": 0, "messages": 0}
