"""The page on which a decision is looked at again: asked, every letter seen, then sent."""

import pytest
from pytest import MonkeyPatch

from complaints.choices import Reassessed
from intake.actions.sending import replace_decision
from tests.complaints import cases
from tests.complaints.cases import REASONS
from tests.complaints.pages import KEY, NOW, hidden_of, page_of
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


def test_every_letter_is_seen_before_it_is_sent_and_is_sent_as_it_was_seen(house: House) -> None:
    complaint = cases.acknowledged(house)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}reassess/"
    answers = {
        "outcome": Reassessed.MAINTAINED,
        "reasons": REASONS,
        "channel": "letter",
        "form_key": KEY,
    }
    shown = client.post(where, answers)
    assert shown.status_code == 200
    assert "Brevet til Ankestyrelsen" in text_of(shown)
    assert "Sagens akter" in text_of(shown) and "Det, borgeren fortalte" in text_of(shown)
    hidden = hidden_of(shown)
    done = client.post(where, {**hidden, "send": "1"}, follow=True)
    assert "Akterne og brevene er lavet" in text_of(done)
    line = complaint.events.get(type="forward")
    assert line.file is not None and line.file.sha256 == hidden["seen_file"]


def test_a_new_decision_is_asked_for_when_the_citizen_is_right(house: House) -> None:
    complaint = cases.acknowledged(house)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}reassess/"
    answers = {"outcome": "upheld", "reasons": REASONS, "channel": "letter", "form_key": KEY}
    page = client.post(where, answers)
    assert page.status_code == 422
    assert "Vælg, hvad der bevilges." in text_of(page)
    # A stay is no choice here, for a leader sees it first: the page says where it is decided on.
    assert "Skal det være et døgnophold?" in text_of(page)
    grant = cases.grant(complaint)
    answers |= {"offer": grant.offer, "sessions_granted": "6", "grounds": grant.grounds}
    shown = client.post(where, answers)
    assert "Den nye afgørelse" in text_of(shown) and grant.grounds in text_of(shown)
    hidden = hidden_of(shown)
    done = client.post(where, {**hidden, "send": "1"}, follow=True)
    assert "Bring brevene på vej i dag" in text_of(done)
    complaint.refresh_from_db()
    new = complaint.new_decision
    assert new is not None and new.letter is not None
    assert new.sessions_granted == 6
    assert new.letter.sha256 == hidden["seen_decision"]


def test_a_complaint_that_stands_is_sent_on_as_it_was_seen_and_twice_is_once(house: House) -> None:
    complaint = cases.reassessed(house, Reassessed.PARTLY)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}reassess/"
    shown = client.post(where, {"reasons": REASONS, "channel": "letter", "form_key": KEY})
    hidden = hidden_of(shown)
    for _click in range(2):
        done = client.post(where, {**hidden, "send": "1"}, follow=True)
        assert "Akterne og brevene er lavet" in text_of(done)
    assert cases.events(complaint)[-2:] == ["reply", "forward"]


def test_who_answers_second_keeps_the_text_and_is_told(house: House) -> None:
    complaint = cases.acknowledged(house)
    client = logged_in(house.colleague)
    where = f"{page_of(complaint)}reassess/"
    mine = {"outcome": "maintained", "reasons": "Mine grunde.", "channel": "letter"}
    mine["form_key"] = KEY
    hidden = hidden_of(client.post(where, mine))
    cases.reassessed(house, Reassessed.MAINTAINED, complaint)
    for press in ({**hidden, "send": "1"}, mine):
        page = client.post(where, press)
        assert page.status_code == 409
        assert "ændret af en anden" in text_of(page)
        assert "Mine grunde." in page.content.decode()


def test_a_decision_that_was_sent_since_is_not_overwritten_by_what_is_written_here(
    house: House,
) -> None:
    complaint = cases.acknowledged(house)
    assert complaint.decision is not None
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}reassess/"
    assert "Den nye afgørelse, ved medhold" in text_of(client.get(where))
    grant = cases.grant(complaint)
    answers = {
        "outcome": "upheld",
        "reasons": REASONS,
        "channel": "letter",
        "form_key": KEY,
        "offer": grant.offer,
        "grounds": "Mine egne ord.",
    }
    replace_decision(
        replaced_id=complaint.decision.pk,
        draft=grant,
        channel="digital_post",
        by=house.colleague,
        at=NOW,
    )
    page = client.post(where, {**answers, "send": "1"})
    assert page.status_code == 409
    assert "Mine egne ord." in page.content.decode()
    # Opened anew it asks for no other decision, and takes the one that was sent.
    assert "Den nye afgørelse, ved medhold" not in text_of(client.get(where))


@pytest.mark.threat("T13")
def test_nothing_is_looked_at_again_before_it_is_known_whose_case_it_is(house: House) -> None:
    complaint = cases.online(house)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}reassess/"
    assert client.get(where).headers["Location"] == page_of(complaint)
    answers = {"outcome": "maintained", "reasons": REASONS, "form_key": KEY}
    for press in (answers, {**answers, "send": "1"}):
        page = client.post(where, press)
        assert page.status_code == 409
        assert REASONS in page.content.decode()
