"""Whoever acts for the citizen gets a copy of each letter, and the letter says so (FVL § 8)."""

from typing import Any

import pytest
from django.db import connection

from centre.citizens.models import Citizen
from centre.post.models import Letter
from centre.records.models import AuditEntry
from centre.refusal import Refused
from complaints.actions import acknowledge, name_helper, withdraw
from complaints.choices import Reassessed
from complaints.models import Complaint
from tests.centre.post.letters import seen_through_the_window, words
from tests.complaints import cases
from tests.complaints.cases import CAME_AT, LATER, events, fresh
from tests.complaints.pages import hidden_of, page_of
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db
CITIZEN, HOME = "Ærø Ødegård-Åström", ("Prøvevej 12", "6100 Haderslev")
ACTING, OFFICE = "Åse Lyng", ("Advokathuset", "Torvet 1", "8660 Skanderborg")
HELPED: dict[str, Any] = {
    "helper": "lawyer",
    "helper_name": ACTING,
    "helper_address": "\n".join(OFFICE),
    "represents": True,
}
MISSING = "Vi kender ingen postadresse til kopien"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, CAME_AT)


def helped(house: House, **changes: Any) -> Complaint:
    complaint = cases.registered(house, **{**HELPED, **changes})
    Citizen.objects.update(address="\n".join(HOME))
    return complaint


def letter_of(complaint: Complaint, type: str) -> Letter:
    letter = complaint.events.get(type=type).letter
    assert letter is not None
    return letter


def set_helper(house: House, complaint: Complaint, **changes: Any) -> Complaint:
    told = {**HELPED, **changes}
    return name_helper(complaint_id=complaint.pk, by=house.caseworker, at=LATER, **told)


# --- The copy -----------------------------------------------------------------------------------


@pytest.mark.parametrize("protected", [False, True])
def test_the_copy_goes_to_who_acts_for_the_citizen_without_the_citizens_address(
    house: House, protected: bool
) -> None:
    complaint = helped(house)
    Citizen.objects.update(protected=protected)
    letter = letter_of(cases.acknowledged(house, complaint), "acknowledge")
    (copy,) = letter.copies.all()
    assert seen_through_the_window(copy.pdf) == [ACTING, *OFFICE]
    printed = words(copy.pdf)
    assert f"Kopi af vores brev til {CITIZEN}" in printed
    assert cases.TEXT in printed
    assert all(line not in printed for line in HOME)
    assert HOME[0] not in copy.text
    for name in ("kind", "citizen", "unit", "channel", "written_on", "sent_at", "by"):
        assert getattr(copy, name) == getattr(letter, name), name


def test_the_citizens_letter_names_who_gets_the_copy_and_not_where(house: House) -> None:
    letter = letter_of(cases.acknowledged(house, helped(house)), "acknowledge")
    assert seen_through_the_window(letter.pdf) == [CITIZEN, *HOME]
    printed = words(letter.pdf)
    assert f"Kopi til – {ACTING}" in printed
    assert "Kopi af vores brev" not in printed
    assert all(line not in printed for line in OFFICE)
    line = AuditEntry.objects.get(action="post.send_letter", row_id=str(letter.pk))
    assert line.detail["copies"] == 1


def test_the_appeals_boards_own_letters_are_nobodys_copy(house: House) -> None:
    complaint = cases.forwarded(house, cases.acknowledged(house, helped(house)))
    line = complaint.events.get(type="forward")
    assert line.letter is not None and line.cover is not None and line.file is not None
    assert [one.copies.count() for one in (line.letter, line.cover, line.file)] == [1, 0, 0]
    for one in (line.cover, line.file):
        assert all(told not in words(one.pdf) for told in (*HOME, *OFFICE))


def test_a_new_decision_over_a_complaint_goes_to_them_too(house: House) -> None:
    complaint = cases.acknowledged(house, helped(house))
    complaint = cases.reassessed(house, Reassessed.UPHELD, complaint)
    assert complaint.new_decision is not None and complaint.new_decision.letter is not None
    (copy,) = complaint.new_decision.letter.copies.all()
    assert seen_through_the_window(copy.pdf) == [ACTING, *OFFICE]
    assert letter_of(complaint, "reassess").copies.count() == 1


@pytest.mark.parametrize("changes", [{"represents": False}, {"helper": "", "helper_name": "",
    "helper_address": "", "represents": False}])  # fmt: skip
def test_who_may_not_act_gets_nothing(house: House, changes: dict[str, Any]) -> None:
    letter = letter_of(cases.acknowledged(house, helped(house, **changes)), "acknowledge")
    assert not Letter.objects.filter(copy_of__isnull=False).exists()
    assert "Kopi til" not in words(letter.pdf)
    line = AuditEntry.objects.get(action="post.send_letter", row_id=str(letter.pk))
    assert "copies" not in line.detail


# --- Seen before it is sent ---------------------------------------------------------------------


def seen(house: House, complaint: Complaint, verb: str = "acknowledge") -> Any:
    client = logged_in(house.caseworker)
    return client.post(f"{page_of(complaint)}{verb}/", {f"{verb}-channel": "letter"})


def test_where_the_copy_goes_is_seen_and_a_change_since_stops_the_letter(house: House) -> None:
    complaint = helped(house)
    page = seen(house, complaint)
    assert f"En kopi går til {ACTING} ({', '.join(OFFICE)})" in text_of(page)
    assert "ingen postadresse" not in text_of(page)
    hashed = hidden_of(page)["acknowledge-seen_letter"]
    sent: dict[str, Any] = {"channel": "letter", "by": house.caseworker, "at": CAME_AT}
    set_helper(house, complaint, helper_address="Havnen 2\n8660 Skanderborg")
    with pytest.raises(Refused, match="siden du så det"):
        acknowledge(complaint_id=complaint.pk, previewed=hashed, **sent)
    set_helper(house, complaint)
    acknowledge(complaint_id=complaint.pk, previewed=hashed, **sent)
    assert letter_of(complaint, "acknowledge").copies.count() == 1


def test_a_copy_without_an_address_is_sent_and_said_to_lack_it(house: House) -> None:
    complaint = helped(house, helper_address="")
    client = logged_in(house.caseworker)
    assert MISSING in text_of(client.get(page_of(complaint)))
    assert "(vi kender ingen postadresse)" in text_of(seen(house, complaint))
    letter = letter_of(cases.acknowledged(house, complaint), "acknowledge")
    (copy,) = letter.copies.all()
    assert seen_through_the_window(copy.pdf) == [ACTING]
    page = client.get(page_of(complaint)).content.decode()
    assert f"/staff/letters/{copy.pk}/" in page


# --- Who it is ----------------------------------------------------------------------------------


def test_who_acts_is_written_down_later_and_taken_back(house: House) -> None:
    complaint = cases.registered(house)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}helper/"
    told = {f"helper-{name}": value for name, value in HELPED.items()}
    page = text_of(client.post(where, {**told, "helper-represents": "on"}, follow=True))
    assert "går også til hjælperen" in page
    assert all(line in page for line in (ACTING, *OFFICE))
    del told["helper-represents"]
    assert "får ingen kopier" in text_of(client.post(where, told, follow=True))
    found = fresh(complaint)
    assert (found.helper_name, found.represents) == (ACTING, False)
    assert events(found) == ["register", "helper", "helper"]


@pytest.mark.parametrize(
    "told", [{"helper": "lawyer"}, {"represents": "on"}, {"helper_address": "Torvet 1\n8660 By"}]
)
def test_nobody_acts_without_a_name_and_what_was_typed_stays(
    house: House, told: dict[str, str]
) -> None:
    complaint = cases.registered(house)
    answers = {f"helper-{name}": value for name, value in told.items()}
    page = logged_in(house.caseworker).post(f"{page_of(complaint)}helper/", answers)
    assert page.status_code == 422
    assert "Skriv, hvem der hjælper." in text_of(page)
    assert told.get("helper_address", "") in page.content.decode()
    assert events(complaint) == ["register"]


def test_the_same_helper_twice_is_one_line(house: House) -> None:
    complaint = helped(house)
    set_helper(house, complaint)
    assert events(complaint) == ["register"]
    for _again in range(2):
        set_helper(house, complaint, helper_name="Bo Bæk")
    assert events(complaint) == ["register", "helper"]


def test_of_a_closed_complaint_and_of_nobody_no_helper_is_written_down(house: House) -> None:
    closed = cases.registered(house)
    withdraw(complaint_id=closed.pk, words="", by=house.caseworker, at=CAME_AT)
    for complaint, why in ((closed, "afsluttet"), (cases.anonymous(house), "sit navn")):
        with pytest.raises(Refused, match=why):
            set_helper(house, complaint)
    with pytest.raises(Refused, match="hvem der hjælper"):
        set_helper(house, cases.registered(house), helper_name="")


def test_where_they_live_stands_in_no_row_in_clear(house: House) -> None:
    complaint = cases.acknowledged(house, helped(house))
    with connection.cursor() as cursor:
        for table, of in (("complaints_complaint", "id"), ("complaints_complaintevent",
                          "complaint_id"), ("post_letter", "citizen_id")):  # fmt: skip
            key = complaint.citizen_id if of == "citizen_id" else complaint.pk
            cursor.execute(f"SELECT t::text FROM {table} t WHERE {of} = %s", [key])
            rows = " ".join(row[0] for row in cursor.fetchall())
            assert rows
            for line in (*OFFICE, *HOME, ACTING):
                assert line not in rows and line.encode().hex() not in rows


# --- Under a protected address ------------------------------------------------------------------

KIN: dict[str, Any] = {
    "helper": "family",
    "helper_name": "Gry Ægir",
    "helper_address": "\n".join(HOME),
}


def at_home(house: House, **changes: Any) -> Complaint:
    complaint = helped(house, **{**KIN, **changes})
    Citizen.objects.update(protected=True)
    return complaint


@pytest.mark.parametrize("helper", ["family", "friend", "other"])
def test_a_helper_who_may_live_there_gets_a_copy_without_an_address(
    house: House, helper: str
) -> None:
    complaint = at_home(house, helper=helper)
    client = logged_in(house.caseworker)
    for page in (client.get(page_of(complaint)), seen(house, complaint)):
        told = page.content.decode()
        assert all(line not in told for line in HOME)
        assert "ingen postadresse" not in text_of(page)
    assert "Skjult: beskyttet adresse" in text_of(client.get(page_of(complaint)))
    letter = letter_of(cases.acknowledged(house, complaint), "acknowledge")
    (copy,) = letter.copies.all()
    assert seen_through_the_window(copy.pdf) == [KIN["helper_name"]]
    assert HOME[0] not in words(copy.pdf)


@pytest.mark.parametrize("helper", ["association", "lawyer", "adviser"])
def test_a_helper_at_an_office_keeps_the_address(house: House, helper: str) -> None:
    complaint = at_home(house, helper=helper, helper_address="\n".join(OFFICE))
    page = text_of(logged_in(house.caseworker).get(page_of(complaint)))
    assert all(line in page for line in OFFICE)
    letter = letter_of(cases.acknowledged(house, complaint), "acknowledge")
    (copy,) = letter.copies.all()
    assert seen_through_the_window(copy.pdf) == [KIN["helper_name"], *OFFICE]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({}, KIN["helper_address"]),
        ({"helper-helper_address": "Havnen 2\n8660 Skanderborg"}, "Havnen 2\n8660 Skanderborg"),
        ({"helper-helper_name": "Egon Bæk"}, ""),
    ],
)
def test_what_is_not_shown_of_a_helper_is_not_taken_away_by_saving(
    house: House, typed: dict[str, str], kept: str
) -> None:
    complaint = at_home(house)
    client = logged_in(house.caseworker)
    told = {"helper-helper": "family", "helper-helper_name": KIN["helper_name"]}
    answer = client.post(f"{page_of(complaint)}helper/", {**told, **typed})
    assert answer.status_code == 302
    assert (fresh(complaint).helper_address, fresh(complaint).represents) == (kept, False)
