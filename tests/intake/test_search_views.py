"""The search's pages: sent by POST, logged, and a reason that opens one page to read."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.urls import reverse

from centre.citizens.actions import Person
from centre.citizens.rules import fold
from centre.post.actions import send_waiting
from centre.post.models import Message
from centre.records.door import sought
from centre.records.models import AuditEntry, LookUp, ReadEntry
from centre.staff.choices import Role
from intake.models import ContactAttempt, Inquiry
from tests import factories
from tests.access.addresses import RULES, address
from tests.access.rows import rows_behind
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
NAME = "Ærø Ødegård-Åström"
REASON = "Borgeren ringede til mig selv om natten."
SEARCH, REASONED = "/staff/search/", "/staff/search/reason/"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def theirs(house: House) -> Inquiry:
    """Of the adults' unit."""
    return factories.inquiry(
        house, received_at=AT - timedelta(days=1), person=Person(name=NAME, phone="+4520304077")
    )


def search(client: Any, text: str) -> Any:
    return client.post(SEARCH, {"text": text})


def target(client: Any, text: str = "20304077") -> str:
    told: str = search(client, text).context["target"]
    return told


def reasoned(client: Any, **changes: str) -> Any:
    told = {"target": changes.pop("target", "") or target(client), "sent": "1"}
    return client.post(REASONED, {**told, "reason": "contact", "text": REASON, **changes})


def page_of(inquiry: Inquiry) -> str:
    return reverse("intake:inquiry", args=[inquiry.pk])


@pytest.mark.threat("T2")
def test_a_hit_shows_initials_and_flags_and_no_name(house: House) -> None:
    person = Person(name=NAME, phone="+4520304077", protected=True)
    factories.inquiry(house, received_at=AT, person=person, age_group="15_17")
    page = search(logged_in(house.caseworker), "ærø").content.decode()
    for words in ("ÆØ", "15–17", "Beskyttet adresse", "Under 18", "Ny"):
        assert words in page
    for words in ("Ødegård", "Åström", "20304077", "20 30 40 77"):
        assert words not in page
    assert 'value="ærø"' in page


@pytest.mark.threat("T7")
def test_what_is_searched_for_stands_in_no_address(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.caseworker)
    page = client.get(SEARCH, {"text": "ærø"})
    assert page.context["found"] is None
    assert "ærø" not in page.content.decode()
    assert search(client, "ærø").headers["Cache-Control"] == "no-store"


@pytest.mark.threat("T2")
def test_each_search_is_one_line_with_kind_rows_and_a_hash(house: House, theirs: Inquiry) -> None:
    mine, other = logged_in(house.caseworker), logged_in(house.youth_worker)
    for client, text, purpose, rows in (
        (mine, "ODEGAARD", "search name", 1),
        (mine, "20 30 40 77", "search phone", 1),
        (mine, "Jensen", "search reference name", 0),
        (other, "Ærø", "search name", 0),
        (other, NAME, "search name beyond", 0),
        (other, "+4520304077", "search phone beyond", 0),
    ):
        before = set(ReadEntry.objects.values_list("pk"))
        search(client, text)
        (new,) = set(ReadEntry.objects.values_list("pk")) - before
        line = ReadEntry.objects.get(pk=new[0])
        assert (line.purpose, line.rows, line.citizen) == (purpose, rows, None)
    # The inspection's question: was she sought by name, and by whom?
    asked = ReadEntry.objects.filter(criterion_hash=sought(fold("Oedegaard")))
    assert [line.by for line in asked] == [house.caseworker]


@pytest.mark.threat("T25")
def test_nothing_readable_of_a_search_is_kept(house: House, theirs: Inquiry) -> None:
    search(logged_in(house.caseworker), "Ødegård")
    line = ReadEntry.objects.get()
    kept = " ".join(str(value) for value in ReadEntry.objects.values_list().get())
    assert "degård" not in kept.lower() and "odegard" not in kept
    assert bytes(line.criterion_hash or b"") == sought("odegard")


def test_a_wrong_search_is_told_and_finds_and_logs_nothing(house: House) -> None:
    page = search(logged_in(house.caseworker), "1234")
    assert page.status_code == 422
    assert readings() == 0
    assert "error-summary" in page.content.decode()


@pytest.mark.threat("T2")
def test_of_another_unit_the_page_tells_that_somebody_is_there(
    house: House, theirs: Inquiry
) -> None:
    page = search(logged_in(house.youth_worker), NAME.lower()).content.decode()
    assert "Slå op med en begrundelse" in page
    for words in ("ÆØ", "Ødegård", str(theirs.pk), str(theirs.citizen_id), "30 eller derover"):
        assert words not in page


def test_the_page_before_the_reason_says_who_is_told(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.youth_worker)
    page = client.post(REASONED, {"target": target(client)})
    words = page.content.decode()
    for told in ("bliver logget", "leder", "60 minutter"):
        assert told in words
    assert page.status_code == 200
    assert not LookUp.objects.exists() and not page.context["form"].is_bound


@pytest.mark.threat("T1")
@pytest.mark.parametrize("missing", ["reason", "text"])
def test_without_a_reason_and_its_words_nothing_opens(
    house: House, theirs: Inquiry, missing: str
) -> None:
    client = logged_in(house.youth_worker)
    for nothing in ("", "   "):
        page = reasoned(client, **{missing: nothing})
        assert page.status_code == 422
        assert REASON in page.content.decode() or missing == "text"
    assert not LookUp.objects.exists()
    assert client.get(page_of(theirs)).status_code == 404


def test_a_reason_opens_the_page_for_an_hour_with_a_banner(
    house: House, theirs: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(house.youth_worker)
    assert client.get(page_of(theirs)).status_code == 404
    answer = reasoned(client)
    assert answer.headers["Location"] == page_of(theirs)
    page = client.get(page_of(theirs)).content.decode()
    assert NAME in page and "10.30" in page and "Borgeren henvendte sig til mig" in page
    shown = page.split("<main")[1].split("</main>")[0]
    assert "<form" not in shown and "/book/" not in shown
    at_the_doors(monkeypatch, AT + timedelta(minutes=60))
    assert client.get(page_of(theirs)).status_code == 404
    assert logged_in(house.youth_worker).get(page_of(theirs)).status_code == 404


def test_even_a_talk_that_is_over_is_only_shown(house: House) -> None:
    slot = factories.slot(house, on=AT.date())
    booked = factories.booking(slot, at=AT - timedelta(days=2), person=Person(name=NAME)).booking
    own = logged_in(house.caseworker).get(page_of(booked.inquiry)).content.decode()
    assert "/attendance/" in own
    client = logged_in(house.youth_worker)
    reasoned(client, target=target(client, booked.reference))
    page = client.get(page_of(booked.inquiry)).content.decode()
    assert NAME in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_the_log_names_the_look_up_that_opened_the_page(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.youth_worker)
    reasoned(client)
    client.get(page_of(theirs))
    logged_in(house.caseworker).get(page_of(theirs))
    lines = ReadEntry.objects.filter(purpose="inquiry")
    assert {line.by: line.look_up for line in lines} == {
        house.youth_worker: LookUp.objects.get(),
        house.caseworker: None,
    }
    assert {line.citizen_id for line in lines} == {theirs.citizen_id}


@pytest.mark.threat("T1")
def test_a_reason_opens_no_other_address_and_changes_nothing(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.youth_worker)
    reasoned(client)
    rows = {**rows_behind(house), "inquiry": theirs}
    tried = 0
    for name, rule in RULES.items():
        if rule.person not in ("inquiry", "booking"):
            continue
        for method in rule.methods - ({"GET"} if name == "intake:inquiry" else set()):
            for verb in ("attempt", "assign", "close"):
                path = address(name, rows, verb=verb)
                answer = client.get(path) if method == "GET" else client.post(path, {})
                assert answer.status_code == 404, (name, method)
                tried += 1
    assert tried >= 5
    for path in ("/staff/?who=unit", "/staff/inquiries/?who=unit", "/staff/calendar/"):
        page = client.get(path).content.decode()
        assert "ÆØ" not in page and str(theirs.pk) not in page, path
    assert not ContactAttempt.objects.exists()


@pytest.mark.threat("T1")
def test_the_leader_is_told_at_once_in_neutral_words(house: House, theirs: Inquiry) -> None:
    own = factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)
    factories.UserFactory(username="youths", role=Role.LEADER, unit=house.youth)
    gone = factories.UserFactory(username="gone", role=Role.LEADER, unit=house.adults)
    gone.ends_on = AT.date()
    gone.save()
    client = logged_in(house.youth_worker)
    reasoned(client)
    reasoned(client, target=target_of(house, theirs))
    assert {one.to_user for one in Message.objects.all()} == {own, house.leader}
    assert send_waiting(at=AT)["sent"] == 2
    for letter in mail.outbox:
        words = f"{letter.subject} {letter.body}"
        for telling in ("Ærø", "Ødegård", "Johanne", REASON, "borger", "behandl", "http"):
            assert telling.lower() not in words.lower()


def target_of(house: House, inquiry: Inquiry) -> str:
    return signing.dumps(str(inquiry.citizen_id), salt=f"look-up:{house.youth_worker.pk}")


def test_sent_twice_it_is_one_look_up(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.youth_worker)
    one = target(client)
    for _again in range(3):
        assert reasoned(client, target=one).headers["Location"] == page_of(theirs)
    assert LookUp.objects.count() == 1
    assert AuditEntry.objects.filter(action="records.look_up").count() == 1
    assert Message.objects.count() == 1


def test_the_way_to_the_reason_is_the_searchers_own(house: House, theirs: Inquiry) -> None:
    one = target(logged_in(house.youth_worker))
    other = factories.UserFactory(username="other", unit=house.youth)
    for client, told in (
        (logged_in(other), one),
        (logged_in(house.youth_worker), one[:-2] + "xx"),
        (logged_in(house.youth_worker), str(theirs.citizen_id)),
        (logged_in(house.youth_worker), " "),
    ):
        answer = reasoned(client, target=told)
        assert (answer.status_code, answer.headers["Location"]) == (302, SEARCH)
    assert not LookUp.objects.exists()


def test_a_number_in_the_reason_is_masked(house: House, theirs: Inquiry) -> None:
    reasoned(logged_in(house.youth_worker), text="Ringede om 050520-9996 i nat.")
    assert "0520" not in LookUp.objects.get().text


def test_the_leader_reads_the_reasons(house: House, theirs: Inquiry) -> None:
    reasoned(logged_in(house.youth_worker))
    client = logged_in(house.leader)
    assert "/staff/search/reasons/" in client.get(SEARCH).content.decode()
    page = client.get("/staff/search/reasons/").content.decode()
    for words in (
        REASON,
        "Johanne",
        "Borgeren henvendte sig til mig",
        "ÆØ",
        "/staff/search/reasons/",
    ):
        assert words in page
    assert readings(purpose="look-ups", rows=1) == 1
    assert "/staff/search/reasons/" not in logged_in(house.caseworker).get(SEARCH).content.decode()


def test_search_stands_in_the_menu_of_who_works_with_cases(house: House) -> None:
    for user, there in (
        (house.caseworker, True),
        (house.leader, True),
        (house.administrator, False),
    ):
        page = logged_in(user).get("/staff/help/").content.decode()
        assert ('data-shortcut="s" aria-keyshortcuts="Alt+Shift+S"' in page) == there
