"""The staff's pages about complaints: one page to write it down, the list, what now, and what is sent."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest import MonkeyPatch

from centre.citizens.actions import Person
from centre.clocks.queries import worklist
from centre.file.queries import Whose, file_of
from complaints.models import Complaint
from intake.choices import Area
from intake.models import Decision
from tests.complaints import cases
from tests.complaints.cases import TEXT
from tests.complaints.pages import KEY, NOW, data, hidden_of, page_of
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.intake import cases as intake_cases
from tests.intake.public import text_of
from tests.there import there

pytestmark = pytest.mark.django_db
LIST = "/staff/complaints/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


def register(house: House, decision: Decision, **changes: Any) -> Any:
    where = f"{reverse('complaints:register')}?inquiry={decision.inquiry_id}"
    return logged_in(house.caseworker).post(
        where, data(decision=str(decision.pk), **changes), follow=True
    )


# --- Writing it down ----------------------------------------------------------------------------


def test_a_told_complaint_is_written_down_on_one_page_and_its_deadline_told(house: House) -> None:
    decision = cases.refusal(house)
    told = text_of(register(house, decision))
    assert "Genvurdér afgørelsen senest tirsdag 9. februar 2027" in told
    complaint = Complaint.objects.get()
    assert (complaint.decision_id, complaint.area) == (decision.pk, Area.DRUGS)
    assert complaint.reference in told


def test_what_happens_then_is_told_to_the_staff_as_staff(house: House) -> None:
    complaint = cases.anonymous(house)
    told = text_of(logged_in(house.leader).get(page_of(complaint)))
    assert "Lederen ser på klagen og svarer på den." in told
    assert "svarer dig" not in told


def test_a_late_complaint_is_saved_marked_and_told(house: House) -> None:
    decision = cases.refusal(house)
    Decision.objects.filter(pk=decision.pk).update(complain_by_on="2027-01-11")
    told = text_of(register(house, decision))
    assert "Den kom efter brevets sidste dag: den er modtaget alligevel." in told
    assert "Kom efter brevets sidste dag" in told


def test_over_an_alcohol_decision_no_deadline_and_no_board_is_told(house: House) -> None:
    decision = cases.refusal(house, Area.ALCOHOL)
    told = text_of(register(house, decision))
    assert "Der er ingen frist." in told
    assert "Ingen anden myndighed kan ændre denne afgørelse." in told
    # What it is about names the kind of treatment: it is not said twice.
    assert "alkoholbehandling, alkoholbehandling" not in told
    assert "Ankestyrelsen" not in told


@pytest.mark.promise(141, "skanderborg")
@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_whoever_helps_is_written_down_with_what_they_may_do(house: House) -> None:
    decision = cases.refusal(house)
    told = text_of(
        register(house, decision, helper="lawyer", helper_name="Åse Lyng", represents="on")
    )
    assert "Åse Lyng (en advokat)" in told and "Har fuldmagt" in told


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(house: House) -> None:
    decision = cases.refusal(house)
    page = register(house, decision, received_on_year="2028")
    assert page.status_code == 422
    assert "Klagen kan ikke være modtaget i fremtiden." in text_of(page)
    assert TEXT in page.content.decode()
    assert Complaint.objects.count() == 0


def test_the_same_form_saved_twice_is_one_complaint(house: House) -> None:
    decision = cases.refusal(house)
    register(house, decision)
    assert "allerede gemt" in text_of(register(house, decision))
    assert Complaint.objects.count() == 1


def test_a_letter_by_its_reference_finds_the_decision(house: House) -> None:
    decision = cases.refusal(house)
    client = logged_in(house.caseworker)
    where = reverse("complaints:register")
    answers = data(area="drugs", letter_reference=str(decision.pk)[:8].upper(), name="")
    client.post(where, answers)
    assert Complaint.objects.get().decision_id == decision.pk
    page = client.post(
        where, data(area="drugs", letter_reference="00000000", form_key=KEY[:-1] + "3")
    )
    assert page.status_code == 409
    assert "Intet brev, som du kan åbne, har denne reference." in text_of(page)


# --- The list -----------------------------------------------------------------------------------


def test_the_list_is_read_by_as_many_queries_whatever_its_length(house: House) -> None:
    client = logged_in(house.leader)
    cases.registered(house)
    client.get(LIST)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(LIST)
        return len(found)

    first = asked()
    for _more in range(4):
        cases.anonymous(house)
    assert asked() == first
    assert readings(purpose="complaints") == 3


@pytest.mark.threat("T11")
def test_what_is_said_of_staff_is_read_by_the_leader_and_not_by_colleagues(house: House) -> None:
    complaint = cases.anonymous(house)
    assert "Hvordan personalet opførte sig" in text_of(logged_in(house.leader).get(LIST))
    assert logged_in(house.leader).get(page_of(complaint)).status_code == 200
    assert logged_in(house.colleague).get(page_of(complaint)).status_code == 404


def test_another_units_complaint_is_not_found(house: House) -> None:
    complaint = cases.registered(house)
    assert logged_in(house.youth_worker).get(page_of(complaint)).status_code == 404


def test_the_desk_and_the_file_carry_a_complaints_deadline(house: House) -> None:
    complaint = cases.acknowledged(house)
    rows = worklist(house.leader, NOW.date(), who="unit")
    subjects = [one for one in rows.subjects.values() if "klage" in one.words]
    assert [one.url for one in subjects] == [page_of(complaint)]
    assert subjects[0].next_step(NOW.date()) == "Genvurdér afgørelsen"
    assert complaint.citizen_id is not None
    file = file_of(house.caseworker, Whose(citizen_id=complaint.citizen_id), NOW)
    assert "Genvurdér afgørelsen" in [str(one.words) for one in file.steps]
    assert any("Klage af 4. januar 2027" in str(one.heading) for one in file.cards)
    assert any("new/?inquiry=" in one.url for one in file.acts)


# --- What now -----------------------------------------------------------------------------------


def test_what_cannot_be_done_is_said_on_the_page_with_everything_typed_kept(house: House) -> None:
    complaint = cases.acknowledged(house)
    client = logged_in(house.caseworker)
    page = client.post(f"{page_of(complaint)}more-time/", more_time("1", "2"))
    assert page.status_code == 422
    assert "Vælg en dag efter 1. februar 2027" in text_of(page)
    assert "Vi venter på lægen." in page.content.decode()


def more_time(day: str, month: str) -> dict[str, str]:
    return {
        "more-time-why": "Vi venter på lægen.",
        "more-time-until_day": day,
        "more-time-until_month": month,
        "more-time-until_year": "2027",
        "more-time-channel": "letter",
    }


@pytest.mark.parametrize(
    ("verb", "answers", "words"),
    [
        ("acknowledge", {"acknowledge-channel": "letter"}, "Vi har fået din klage"),
        ("more-time", more_time("15", "2"), "Vi venter på lægen."),
    ],
)
def test_a_letter_is_seen_as_the_citizen_gets_it_and_nothing_is_done_before(
    house: House, verb: str, answers: dict[str, str], words: str
) -> None:
    complaint = cases.registered(house) if verb == "acknowledge" else cases.acknowledged(house)
    client = logged_in(house.caseworker)
    where, before = f"{page_of(complaint)}{verb}/", complaint.events.count()
    shown = client.post(where, answers)
    assert "Det her sendes" in text_of(shown) and words in text_of(shown)
    assert complaint.events.count() == before
    back = client.post(where, {**hidden_of(shown), "back": "1"})
    assert back.status_code == 200
    assert complaint.events.count() == before
    client.post(where, {**hidden_of(shown), "send": "1"})
    letter = there(complaint.events.last()).letter
    assert letter is not None
    assert letter.sha256 == hidden_of(shown)[f"{verb}-seen_letter"]


def test_a_letter_that_is_another_than_was_seen_is_not_sent(house: House) -> None:
    complaint = cases.registered(house)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}acknowledge/"
    hidden = hidden_of(client.post(where, {"acknowledge-channel": "letter"}))
    wrong = {**hidden, "acknowledge-seen_letter": "0" * 64, "send": "1"}
    page = client.post(where, wrong)
    assert page.status_code == 409
    assert "siden du så det" in text_of(page)
    assert complaint.events.count() == 1


def test_what_nobody_gets_as_a_letter_is_done_at_once(house: House) -> None:
    complaint = cases.anonymous(house)
    client = logged_in(house.leader)
    page = client.post(f"{page_of(complaint)}acknowledge/", {}, follow=True)
    assert "Det er noteret" in text_of(page)


def test_a_case_without_a_letter_is_found_by_its_number_and_then_by_its_decision(
    house: House,
) -> None:
    person = Person("Ærø Ødegård-Åström", cpr="0101901234")
    visitation = intake_cases.assessed(house, Area.DRUGS, person=person)
    decision = cases.refusal(house, visitation=visitation)
    complaint = cases.online(house)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}connect/"
    nothing = client.post(where, {})
    assert nothing.status_code == 422
    assert "Skriv referencen eller CPR-nummeret" in text_of(nothing)
    unknown = client.post(where, {"connect-cpr": "020290-1234"})
    assert "Ingen sag, som du kan åbne, har dette nummer." in text_of(unknown)
    client.post(where, {"connect-cpr": "010190-1234"})
    complaint.refresh_from_db()
    assert (complaint.inquiry_id, complaint.decision_id) == (decision.inquiry_id, None)
    assert "Hvilken afgørelse handler den om?" in text_of(client.get(page_of(complaint)))
    told = text_of(client.post(where, {"connect-decision": str(decision.pk)}, follow=True))
    assert "Klagen handler om denne afgørelse." in told


def test_a_helper_without_power_of_attorney_is_told_nothing_of_the_case(house: House) -> None:
    complaint = cases.registered(house, helper="family", helper_name="Åse Lyng")
    told = text_of(logged_in(house.caseworker).get(page_of(complaint)))
    assert "fortæl intet om sagen, før borgeren har sagt ja" in told


def test_who_assesses_nobody_looks_at_no_decision_again(house: House) -> None:
    complaint = cases.acknowledged(house)
    client = logged_in(house.secretary)
    assert client.get(page_of(complaint)).status_code == 200
    assert client.get(f"{page_of(complaint)}reassess/").status_code == 403


@pytest.mark.threat("T11")
def test_the_grounds_in_the_history_are_for_those_who_assess(house: House) -> None:
    page = page_of(cases.forwarded(house))
    assert cases.REASONS in text_of(logged_in(house.caseworker).get(page))
    told = text_of(logged_in(house.secretary).get(page))
    assert "Sendt til Ankestyrelsen" in told
    assert cases.REASONS not in told


def test_the_page_of_a_complaint_takes_as_many_queries_whatever_happened(house: House) -> None:
    complaint = cases.acknowledged(house)
    client = logged_in(house.caseworker)
    client.get(page_of(complaint))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(page_of(complaint))
        return len(found)

    first = asked()
    for to in (house.colleague, house.caseworker, house.colleague, house.caseworker):
        cases.assigned(house, complaint, to)
    assert asked() <= first
