"""“Complain or praise”: a citizen finds the right place, complains without a name, and sees how far it is."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest import MonkeyPatch

from centre.receipt import code_for
from centre.records.models import ReadEntry
from centre.standard.models import QualityStandard
from complaints.actions import acknowledge, answer, pass_on
from complaints.models import Complaint
from complaints.views import public
from tests.complaints import cases
from tests.conftest import moment
from tests.factories import SECRET, House
from tests.intake.public import heading_of, text_of
from tests.promises import COUNCILS
from tests.there import there

pytestmark = pytest.mark.django_db
NOW = moment("2027-01-04 09.30")
TEXT = "Jeg blev talt hårdt til. Mit nummer er 010190-1234."


@pytest.fixture
def clock(monkeypatch: MonkeyPatch) -> Any:
    """What the doors see on the clock; `clock(seconds)` moves it."""
    seen = {"at": NOW}
    monkeypatch.setattr(public, "now", lambda: seen["at"])

    def move(seconds: int) -> None:
        seen["at"] += timedelta(seconds=seconds)

    return move


def ask(about: str, area: str, language: str = "") -> Any:
    return Client().get(f"{language}/klag/", {"about": about, "area": area})


def look_up(reference: str, code: str = "AAAA-2222") -> Any:
    return Client().post("/klag/se/", {"reference": reference, "code": code})


def ticket_in(page: str) -> str:
    return there(re.search(r'name="ticket" value="([^"]+)"', page)).group(1)


def send(clock: Any, browser: Client | None = None, **changes: Any) -> tuple[Client, Any]:
    """Open the form, write for a while, and send it."""
    browser = browser or Client()
    where = (
        f"/klag/skriv/?about={changes.pop('about', 'staff')}&area={changes.pop('area', 'alcohol')}"
    )
    page = browser.get(where).content.decode()
    ticket = changes.pop("ticket", None) or ticket_in(page)
    clock(changes.pop("seconds", 60))
    return browser, browser.post(where, {"text": TEXT, "ticket": ticket, **changes})


# --- The guide ----------------------------------------------------------------------------------


@pytest.mark.promise(140)
@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_every_council_says_where_a_decision_on_drugs_is_complained_about(
    council: QualityStandard, clock: Any
) -> None:
    told = text_of(ask("social_decision", "drugs"))
    assert "inden 4 uger" in told
    assert "Ankestyrelsen" in told
    assert "skrive, ringe eller komme forbi" in told


@pytest.mark.promise(140)
@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_no_council_sends_a_decision_on_alcohol_to_the_appeals_board(
    council: QualityStandard, clock: Any
) -> None:
    told = text_of(ask("social_decision", "alcohol"))
    assert "Ankestyrelsen" not in told
    assert "Loven giver ingen anden myndighed" in told
    assert "Lederen ser på klagen og svarer dig" in told
    assert "bede os om en anden behandling" in told


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_health_is_the_patients_boards_and_nothing_is_written_here(
    council: QualityStandard, clock: Any
) -> None:
    page = ask("health_treatment", "substitution")
    assert "Styrelsen for Patientklager" in text_of(page)
    assert "2 år" in text_of(page) and "borger.dk" in text_of(page)
    assert "/klag/skriv/" not in page.content.decode()
    answer = Client().get("/klag/skriv/?about=health_treatment&area=substitution")
    assert answer.status_code == 303


@pytest.mark.promise(141, "skanderborg")
@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_skanderborg_says_who_helps_and_names_its_adviser(
    council: QualityStandard, clock: Any
) -> None:
    told = text_of(ask("staff", "alcohol"))
    assert "Familie, en ven, en forening eller en advokat kan hjælpe dig." in told
    assert "Borgerrådgiverens kontor" in told


@pytest.mark.promise(142, "fredericia")
@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_fredericia_links_to_the_inspectorate_and_nobody_sees_who_goes_there(
    council: QualityStandard, clock: Any
) -> None:
    page = ask("provider_conditions", "drugs").content.decode()
    # A plain link to their own page: no address of ours in between could count who clicked.
    assert 'href="https://www.socialtilsynsyd.dk" rel="noreferrer"' in page
    assert ReadEntry.objects.count() == 0


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_young_are_shown_to_those_who_decided(council: QualityStandard, clock: Any) -> None:
    assert "Børnesocialrådgivningen" in text_of(ask("social_decision", "young"))


def test_the_guide_speaks_english_keeps_nothing_and_sets_no_cookie(
    council: QualityStandard, clock: Any
) -> None:
    page = ask("social_decision", "drugs", language="/en")
    assert heading_of(page) == "This is how you complain"
    assert not page.cookies


def test_a_question_without_an_answer_is_asked_again_in_words(
    council: QualityStandard, clock: Any
) -> None:
    page: Any = Client().get("/klag/", {"about": "staff"})
    assert page.status_code == 422
    assert "Vælg, hvilken hjælp det handler om" in text_of(page)


# --- The complaint online -----------------------------------------------------------------------


def test_somebody_complains_without_a_name_and_sees_the_answer_with_both_words(
    house: House, clock: Any
) -> None:
    browser, sent = send(clock)
    assert sent.status_code == 303
    receipt = browser.get("/klag/kvittering/")
    found = Complaint.objects.get()
    assert (found.anonymous, found.citizen, found.name, found.contact) == (True, None, "", "")
    assert "010190-1234" not in found.text and "talt hårdt" in found.text
    code = re.findall(r'receipt-code">([^<]+)<', receipt.content.decode())
    assert code[0] == found.reference
    acknowledge(complaint_id=found.pk, channel="handed_over", by=house.leader, at=NOW)
    answer(
        complaint_id=found.pk,
        words="Det er vi kede af.",
        channel="handed_over",
        by=house.leader,
        at=NOW,
    )
    page = look_up(code[0].lower(), code[1])
    assert "Det er vi kede af." in text_of(page)
    assert "talt hårdt" not in text_of(page)


def test_a_complaint_over_a_decision_asks_for_a_name_and_starts_its_clock(
    house: House, clock: Any
) -> None:
    _browser, page = send(clock, about="social_decision", area="drugs")
    assert page.status_code == 422
    assert "så vi kan finde din sag" in text_of(page)
    assert "talt hårdt" in text_of(page)
    _browser, sent = send(
        clock,
        about="social_decision",
        area="drugs",
        name="Ærø Ødegård",
        contact="20 00 00 01",
        letter_reference="1A2B3C4D",
    )
    assert sent.status_code == 303
    found = Complaint.objects.select_related("clock").get()
    assert found.clock is not None and found.clock.act_by_on == found.clock.due_on
    assert (found.name, found.letter_reference) == ("Ærø Ødegård", "1A2B3C4D")


def test_the_same_form_sent_twice_is_one_complaint_with_one_receipt(
    house: House, clock: Any
) -> None:
    browser = Client()
    page = browser.get("/klag/skriv/?about=staff&area=alcohol").content.decode()
    ticket = ticket_in(page)
    send(clock, browser, ticket=ticket)
    first = browser.get("/klag/kvittering/").content
    send(clock, browser, ticket=ticket)
    assert Complaint.objects.count() == 1
    assert browser.get("/klag/kvittering/").content == first


@pytest.mark.threat("T5")
@pytest.mark.parametrize(
    "changes", [{"seconds": 1}, {"website": "http://x"}, {"ticket": "made up"}]
)
def test_what_a_machine_sends_is_not_kept_and_nothing_typed_is_lost(
    house: House, clock: Any, changes: dict[str, Any]
) -> None:
    _browser, page = send(clock, **changes)
    assert Complaint.objects.count() == 0
    assert "talt hårdt" in text_of(page)


@pytest.mark.threat("T5")
def test_the_fourth_complaint_of_a_network_within_the_hour_is_told_to_call(
    house: House, clock: Any
) -> None:
    answers = [send(clock)[1].status_code for _again in range(4)]
    assert answers == [303, 303, 303, 429]


@pytest.mark.threat("T4")
def test_a_wrong_code_and_an_unknown_reference_get_the_same_answer_and_five_tries(
    house: House, clock: Any
) -> None:
    known = cases.anonymous(house).reference
    pages = [look_up(one) for one in (known, "ZZZZZZ")]
    assert text_of(pages[0]).replace(known, "") == text_of(pages[1]).replace("ZZZZZZ", "")
    tries = [look_up(known).status_code for _try in range(4)]
    assert tries[-1] == 429


def test_a_receipt_is_shown_to_nobody_without_the_forms_cookie(house: House, clock: Any) -> None:
    assert Client().get("/klag/kvittering/").headers["Location"] == "/klag/se/"
    browser, _sent = send(clock)
    assert settings.FORM_COOKIE_NAME in browser.cookies
    browser.get("/")
    assert browser.get("/klag/kvittering/").status_code == 303


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_the_guide_answers_every_question(council: QualityStandard, clock: Any) -> None:
    from complaints.forms.public import ABOUTS, AREAS

    for about, _words in ABOUTS:
        for area, _told in AREAS:
            assert ask(about, area).status_code == 200


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_who_waits_for_help_is_told_of_no_letter_that_there_is_not(
    council: QualityStandard, clock: Any
) -> None:
    told = text_of(ask("guarantee_not_kept", "drugs"))
    assert "Du kan gøre det nu." in told
    assert "Sidste dag" not in told and "dit brev" not in told
    assert "efter, at du fik planen" in text_of(ask("treatment_plan", "drugs"))


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_skanderborg_says_which_file_goes_to_whom(council: QualityStandard, clock: Any) -> None:
    social = text_of(ask("access_to_file", "drugs"))
    assert "Ole Lund Kirkegaards Stræde 2F" in social and "Der er ingen frist." in social
    assert "Ankestyrelsen" in social
    for area in ("alcohol", "substitution"):
        record = text_of(ask("access_to_file", area))
        assert "Styrelsen for Patientklager" in record and "Ankestyrelsen" not in record


@pytest.mark.parametrize("council", ["aabenraa"], indirect=True)
def test_where_the_standard_is_silent_the_centres_own_address_is_told(
    council: QualityStandard, clock: Any
) -> None:
    contact = council.content.contact
    for about, area in (("social_decision", "drugs"), ("staff", "alcohol")):
        assert str(contact.street) in text_of(ask(about, area))
    assert "Lederen" in text_of(ask("staff", "alcohol"))


def test_who_writes_for_somebody_else_is_kept_apart_from_whose_case_it_is(
    house: House, clock: Any
) -> None:
    send(
        clock,
        about="social_decision",
        area="drugs",
        name="Ærø Ødegård",
        contact="20 00 00 01",
        helper_name="Åse Lyng",
    )
    found = Complaint.objects.get()
    assert (found.name, found.helper_name, found.represents) == ("Ærø Ødegård", "Åse Lyng", False)


def test_a_receipt_tells_of_mail_only_who_gets_some(house: House, clock: Any) -> None:
    for contact, told in (("20 00 00 01", False), ("aeroe@example.test", True)):
        browser, _sent = send(clock, name="Ærø Ødegård", contact=contact)
        receipt: Any = browser.get("/klag/kvittering/")
        assert ("sender dig en mail" in text_of(receipt)) == told


def test_where_it_belongs_is_told_to_who_gets_no_letter(
    house: House, clock: Any, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [SECRET.decode()]
    complaint = cases.registered(
        house, web=True, about="health_treatment", area="substitution", name="Ærø"
    )
    pass_on(complaint_id=complaint.pk, channel="letter", by=house.leader, at=NOW)
    code = code_for(complaint.form_key, SECRET)
    told = text_of(look_up(complaint.reference, code))
    assert "Styrelsen for Patientklager" in told and "et brev" not in told
