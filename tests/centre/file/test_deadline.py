"""The page of one deadline: of every app alike, with cause and plan where it was not kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from centre.clocks.choices import Cause, EventType
from centre.clocks.models import Clock
from centre.clocks.words import day_words
from centre.records.models import AuditEntry
from intake.actions.search import look_up
from tests import factories
from tests.centre.rights.cases import asked, citizen_of, family
from tests.complaints.cases import acknowledged
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
LATE = moment("2027-03-15 10.00")
TOLD = {"cause": Cause.CAPACITY, "plan": "Anna fra vikarbureauet tager den på fredag."}


def complaints(house: House) -> tuple[Clock, str]:
    complaint = acknowledged(house)
    assert complaint.clock is not None
    return complaint.clock, reverse("complaints:complaint", args=[complaint.pk])


def own_data(house: House) -> tuple[Clock, str]:
    request = asked(house, citizen_of(family(house)))
    return request.clock, reverse("rights:request", args=[request.pk])


def guarantees(house: House) -> tuple[Clock, str]:
    inquiry = factories.inquiry(house, received_at=moment("2027-01-04 09.00"))
    return inquiry.guarantees.get().clock, reverse("intake:inquiry", args=[inquiry.pk])


Kind = Callable[[House], tuple[Clock, str]]
KINDS = pytest.mark.parametrize("kind", [complaints, own_data, guarantees])


@KINDS
def test_cause_and_plan_are_written_of_a_deadline_of_any_app(
    house: House, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, matter = kind(house)
    at_the_doors(monkeypatch, LATE)
    client, url = logged_in(house.caseworker), reverse("file:deadline", args=[clock.pk])
    # An inquiry and a request have acts of their own for it.
    if kind is complaints:
        assert url in client.get(matter).content.decode()
    page = client.get(url).content.decode()
    assert clock.due_on is not None
    assert day_words(clock.due_on) in page and "data-draft" in page
    for _twice in range(2):
        answer = client.post(url, TOLD)
        assert (answer.status_code, answer.headers["Location"]) == (302, matter)
    line = clock.events.get(type=EventType.EXPLAIN)
    assert (line.cause, line.reason, line.by) == (TOLD["cause"], TOLD["plan"], house.caseworker)
    clock.refresh_from_db()
    assert clock.explained_on == LATE.date() and clock.stopped_on is None
    assert TOLD["plan"] in client.get(url).content.decode()
    assert TOLD["plan"] not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


@KINDS
def test_before_it_is_past_there_is_nothing_to_explain(
    house: House, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, matter = kind(house)
    at_the_doors(monkeypatch, moment(f"{clock.due_on} 23.00"))
    client, url = logged_in(house.caseworker), reverse("file:deadline", args=[clock.pk])
    assert url not in client.get(matter).content.decode()
    assert "data-draft" not in client.get(url).content.decode().split('id="drafts"')[0]
    answer = client.post(url, TOLD)
    assert answer.status_code == 409 and TOLD["plan"] in answer.content.decode()
    assert not clock.events.filter(type=EventType.EXPLAIN).exists()


def test_without_a_cause_or_a_plan_nothing_is_kept_and_nothing_typed_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, _matter = complaints(house)
    at_the_doors(monkeypatch, LATE)
    client, url = logged_in(house.caseworker), reverse("file:deadline", args=[clock.pk])
    answer = client.post(url, {"cause": "", "plan": "Ring til 010190-1234 på fredag"})
    assert answer.status_code == 422 and "på fredag" in answer.content.decode()
    assert not clock.events.filter(type=EventType.EXPLAIN).exists()
    client.post(url, {"cause": Cause.OTHER, "plan": "Ring til 010190-1234 på fredag"})
    assert "010190" not in clock.events.get(type=EventType.EXPLAIN).reason


def test_another_unit_reads_it_only_with_a_reason_and_writes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, _matter = guarantees(house)
    at_the_doors(monkeypatch, LATE)
    stranger = house.youth_worker
    client, url = logged_in(stranger), reverse("file:deadline", args=[clock.pk])
    assert clock.citizen_id is not None
    assert client.get(url).status_code == 404
    look_up(
        citizen_id=clock.citizen_id, reason="contact", text="Ringede.", by=stranger,
        at=LATE - timedelta(minutes=5),
    )  # fmt: skip
    before = readings()
    assert client.get(url).status_code == 200 and readings() == before + 1
    assert client.post(url, TOLD).status_code == 409
    assert not clock.events.filter(type=EventType.EXPLAIN).exists()


def test_the_citizens_own_deadline_is_explained_by_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, _matter = guarantees(house)
    Clock.objects.filter(pk=clock.pk).update(side="citizen")
    at_the_doors(monkeypatch, LATE)
    url = reverse("file:deadline", args=[clock.pk])
    assert logged_in(house.caseworker).post(url, TOLD).status_code == 409


def test_what_the_plan_says_is_for_those_who_assess(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, _matter = guarantees(house)
    at_the_doors(monkeypatch, LATE)
    url = reverse("file:deadline", args=[clock.pk])
    logged_in(house.caseworker).post(url, TOLD)
    page = logged_in(house.secretary).get(url).content.decode()
    assert TOLD["plan"] not in page and str(Cause.CAPACITY.label) in page
