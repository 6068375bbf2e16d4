"""Who gave an e-mail address is told that something happened, in words that tell nobody else what."""

import pytest

from centre.post import words
from centre.post.choices import Text
from centre.post.letters.text import LetterText, thawed
from centre.post.models import Message
from centre.refusal import Refused
from complaints.actions import acknowledge, answer, connect, pass_on
from complaints.choices import About
from complaints.rules.contact import address_in
from intake.actions.death import tell_of_death
from intake.choices import Area
from tests.complaints import cases
from tests.complaints.cases import CAME_AT, LATER
from tests.desk import logged_in
from tests.factories import House
from tests.intake import cases as intake_cases
from tests.there import there

pytestmark = pytest.mark.django_db


def posted() -> list[tuple[str, str]]:
    return [(one.text, one.to_address) for one in Message.objects.order_by("due_at", "text")]


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("aeroe@example.test", "aeroe@example.test"),
        ("20 00 00 01, aeroe@example.test", "aeroe@example.test"),
        ("mail: <aeroe@example.test>", "aeroe@example.test"),
        ("aeroe@example.test.", "aeroe@example.test"),
        ("20 00 00 01", ""),
        ("ring efter kl. 16", ""),
        ("@", ""),
        # Which of the two is read by nobody else, nobody knows.
        ("a@example.test eller b@example.test", ""),
    ],
)
def test_an_address_is_found_in_what_was_written(contact: str, address: str) -> None:
    assert address_in(contact) == address


def test_a_receipt_goes_to_the_address_once_and_to_nobody_who_gave_none(house: House) -> None:
    complaint = cases.online(house)
    cases.online(house, form_key=complaint.form_key)
    cases.online(house, contact="20 00 00 01")
    cases.anonymous(house)
    assert posted() == [(Text.NOTED, "aeroe@example.test")]


def test_an_answer_that_is_no_letter_is_told_by_mail(house: House) -> None:
    complaint = cases.online(house, about=About.STAFF, language="en")
    acknowledge(complaint_id=complaint.pk, channel="letter", by=house.leader, at=CAME_AT)
    for _twice in range(2):
        answer(complaint_id=complaint.pk, words="Tak.", channel="letter", by=house.leader, at=LATER)
    assert [text for text, _to in posted()] == [Text.NOTED, Text.NEWS]
    assert {one.language for one in Message.objects.all()} == {"en"}


def test_who_gets_a_letter_gets_no_mail_beside_it(house: House) -> None:
    inquiry = intake_cases.asked(house, Area.DRUGS)
    complaint = cases.online(house, about=About.HEALTH_TREATMENT)
    connect(complaint_id=complaint.pk, inquiry_id=inquiry.pk, by=house.caseworker, at=CAME_AT)
    pass_on(complaint_id=complaint.pk, channel="digital_post", by=house.caseworker, at=LATER)
    assert [text for text, _to in posted()] == [Text.NOTED]


@pytest.mark.threat("T8", "T36")
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("text", [Text.NOTED, Text.NEWS])
def test_the_mail_says_neither_what_it_is_about_nor_where_it_comes_from(
    text: str, language: str
) -> None:
    told = " ".join(words.letter(text, language, {})).lower()
    for word in (
        "klag",
        "complain",
        "rus",
        "alkohol",
        "stof",
        "drug",
        "behandling",
        "treat",
        "://",
    ):
        assert word not in told
    assert ("kode" if language == "da" else "code") in told


def test_nothing_is_mailed_of_a_case_whose_citizen_has_died_and_the_page_says_so(
    house: House,
) -> None:
    inquiry = intake_cases.asked(house, Area.DRUGS)
    complaint = cases.online(house, about=About.STAFF)
    connect(complaint_id=complaint.pk, inquiry_id=inquiry.pk, by=house.leader, at=CAME_AT)
    acknowledge(complaint_id=complaint.pk, channel="handed_over", by=house.leader, at=CAME_AT)
    assert inquiry.citizen_id is not None
    tell_of_death(
        citizen_id=inquiry.citizen_id,
        told_in="file",
        told_of=inquiry.citizen_id,
        by=house.leader,
        at=CAME_AT,
    )
    answer(
        complaint_id=complaint.pk, words="Tak.", channel="handed_over", by=house.leader, at=LATER
    )
    assert Text.NEWS not in [text for text, _to in posted()]
    page = logged_in(house.leader).get(f"/staff/complaints/{complaint.pk}/").content.decode()
    assert "Borgeren er død" in page
    assert "Tag stilling til, om nogen fører klagen videre" in page


def test_after_a_death_a_complaints_letters_are_handed_to_the_estate_and_the_board_gets_its_own(
    house: House,
) -> None:
    complaint = cases.registered(house)
    citizen = there(complaint.citizen)
    tell_of_death(
        citizen_id=citizen.pk, told_in="file", told_of=citizen.pk, by=house.leader, at=CAME_AT
    )
    for channel in ("digital_post", "letter", "secure_mail"):
        with pytest.raises(Refused, match="Der sendes intet brev til hjemmet"):
            acknowledge(complaint_id=complaint.pk, channel=channel, by=house.caseworker, at=CAME_AT)
    assert not complaint.events.filter(type="acknowledge").exists()
    url = f"/staff/complaints/{complaint.pk}/"
    page = logged_in(house.caseworker).get(url).content.decode()
    assert '<option value="handed_over" selected>' in page
    acknowledge(complaint_id=complaint.pk, channel="handed_over", by=house.caseworker, at=CAME_AT)
    with pytest.raises(Refused, match="Der sendes intet brev til hjemmet"):
        cases.reassessed(house, "maintained", complaint)
    done = cases.reassessed(house, "maintained", complaint, channel="handed_over")
    line = done.events.get(type="forward")
    to = {}
    for name in ("cover", "letter"):
        text = thawed(there(getattr(line, name)).text)
        assert isinstance(text, LetterText)
        to[name] = (there(text.recipient).name, getattr(line, name).channel)
    assert to == {
        "cover": ("Ankestyrelsen", "secure_mail"),
        "letter": (f"Boet efter {citizen.name}", "handed_over"),
    }
