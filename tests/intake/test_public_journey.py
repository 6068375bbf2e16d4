"""The public booking, page by page, as a browser without JavaScript sees it."""

import re
from datetime import time
from typing import Any

import pytest
from django.conf import settings

from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.standard.actions import load_standard
from centre.standard.models import QualityStandard
from intake.choices import Wish
from intake.models import Booking, Inquiry, Slot
from tests.conftest import shipped
from tests.factories import House
from tests.intake.public import (
    NOW,
    Visitor,
    heading_of,
    receipt_of,
    said,
    slot_at,
    text_of,
)

pytestmark = pytest.mark.django_db
NAMED = {"name": "Ó Brien-Åse", "phone": "20 30 40 50", "email": "aase@example.dk", "message": "on"}


@pytest.fixture
def slot(house: House) -> Slot:
    return slot_at(house)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(monkeypatch)


@pytest.mark.promise(5, "skanderborg")
@pytest.mark.promise(1)
@pytest.mark.promise(9)
@pytest.mark.parametrize(
    "council", ["aabenraa", "fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_an_anonymous_booking_takes_no_typing_and_ends_in_a_receipt(
    council: QualityStandard, visitor: Visitor, slot: Slot
) -> None:
    how = "phone" if council.key == "rebild" else "in_person"
    visitor.walk(slot, how=how)
    visitor.send()
    page = visitor.goes_to("/tid/kvittering/")
    reference, code = receipt_of(page)
    booking = Booking.objects.get()
    assert booking.reference == reference
    assert len(code) == 9
    assert booking.inquiry.citizen is None
    assert booking.inquiry.anonymous
    assert "tirsdag den 8. december 2026 kl. 9.00" in text_of(page)


def test_no_question_page_has_more_than_one_heading_and_one_group(
    visitor: Visitor, slot: Slot
) -> None:
    seen = []
    visitor.get("/tid/")
    for path, data in (
        ("/tid/", {"about": "self"}),
        ("/tid/alder/", {"age_group": "30_plus"}),
        ("/tid/emne/", {"topic": "alcohol"}),
        ("/tid/vaelg/", {"slot": slot.pk}),
        ("/tid/kontakt/", {"contact": "anonymous"}),
    ):
        page = visitor.get(path)
        heading_of(page)
        seen.append(page.content.decode().count("<fieldset"))
        visitor.post(path, **data)
    assert seen == [1, 1, 1, 1, 1]
    assert visitor.page.headers["Location"] == "/tid/tjek/"


def test_a_named_booking_keeps_every_letter_and_posts_one_neutral_receipt(
    visitor: Visitor, slot: Slot
) -> None:
    page = visitor.walk(slot, **NAMED)
    assert "20 30 40 50" in text_of(page)
    visitor.send()
    citizen = Booking.objects.get().inquiry.citizen
    assert citizen is not None
    assert (citizen.name, citizen.phone, citizen.may_leave_message) == (
        "Ó Brien-Åse",
        "+4520304050",
        True,
    )


@pytest.mark.parametrize(
    ("path", "answered", "instruction"),
    [
        ("/tid/", 0, "Choose who it is about"),
        ("/tid/alder/", 1, "Choose an age, or “Rather not say”"),
        ("/tid/emne/", 2, "Choose what you would like to talk about"),
        ("/tid/vaelg/", 3, "Choose a time"),
        ("/tid/kontakt/", 4, "Choose whether we may know who you are"),
    ],
)
def test_a_page_without_an_answer_says_what_to_do(
    visitor: Visitor, slot: Slot, path: str, answered: int, instruction: str
) -> None:
    visitor.get("/tid/")
    steps: list[tuple[str, dict[str, Any]]] = [
        ("/tid/", {"about": "self"}),
        ("/tid/alder/", {"age_group": "30_plus"}),
        ("/tid/emne/", {"topic": "alcohol"}),
        ("/tid/vaelg/", {"slot": slot.pk}),
    ]
    for where, data in steps[:answered]:
        visitor.post(where, **data)
    page = visitor.post(path)
    assert page.status_code == 422
    assert text_of(page).count(said(instruction)) == 2  # in the summary and at the field
    title = page.content.decode().split("<title>")[1].split("</title>")[0]
    assert title.strip().startswith(said("Error:"))
    assert "error-summary" in page.content.decode()


def test_treatment_must_say_for_what(visitor: Visitor, slot: Slot) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    page = visitor.post("/tid/emne/", topic="unknown", treatment="on")
    assert page.status_code == 422
    assert said("Choose what the treatment is for: alcohol, drugs or both") in text_of(page)
    assert re.search(r'value="unknown"[^>]* checked', page.content.decode())
    assert re.search(r'name="treatment"[^>]* checked', page.content.decode())


def test_a_wrong_telephone_number_is_kept_and_described(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot)
    visitor.post("/tid/kontakt/", contact="named")
    page = visitor.post("/tid/oplysninger/", name="Kim", phone="12 34")
    assert page.status_code == 422
    assert said("The phone number must have 8 digits or a country code") in text_of(page)
    assert 'value="12 34"' in page.content.decode()
    page = visitor.post("/tid/oplysninger/", name="Kim")
    assert said("Enter a phone number or an e-mail address") in text_of(page)


@pytest.mark.parametrize("council", ["aabenraa", "haderslev"], indirect=True)
def test_a_wish_for_treatment_starts_the_clock_at_once(
    council: QualityStandard, visitor: Visitor, slot: Slot
) -> None:
    visitor.walk(slot, treatment=True, **NAMED)
    visitor.send()
    clock = Clock.objects.get()
    assert clock.kind == "alcohol"
    assert str(clock.due_on) == "2026-12-21"


def test_medicine_in_place_of_drugs_starts_the_doctors_clocks(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot, topic="drugs", medical=True, **NAMED)
    visitor.send()
    assert set(Clock.objects.values_list("kind", flat=True)) == {
        "social_drug",
        "doctors_talk",
        "medical",
    }


def test_a_relative_books_a_talk_of_their_own_and_nothing_starts(
    visitor: Visitor, slot: Slot
) -> None:
    """C-22: the named adult they worry about has no case here."""
    visitor.walk(slot, about="relative", treatment=True, **NAMED)
    visitor.send()
    inquiry = Inquiry.objects.get()
    assert inquiry.wish == Wish.COUNSELLING
    assert inquiry.about == "relative"
    assert Citizen.objects.get().name == NAMED["name"]
    assert not Clock.objects.exists()


def test_a_parent_may_ask_for_treatment_of_a_child(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot, about="relative", age_group="15_17", topic="drugs", treatment=True, **NAMED)
    visitor.send()
    assert Inquiry.objects.get().wish == Wish.TREATMENT
    assert Clock.objects.filter(kind="youth_drug").exists()


def test_a_professional_without_consent_gets_advice_only(visitor: Visitor, slot: Slot) -> None:
    """C-23."""
    visitor.get("/tid/")
    page = visitor.walk(slot, about="professional", topic="drugs", treatment=True, agrees="no")
    assert said(
        "The citizen has not agreed yet. In the talk you get advice for yourself."
    ) in text_of(page)
    visitor.send()
    assert Inquiry.objects.get().wish == Wish.COUNSELLING
    assert not Clock.objects.exists()


def test_a_professional_with_consent_refers_and_must_be_reachable(
    visitor: Visitor, slot: Slot
) -> None:
    visitor.walk(slot, about="professional", topic="drugs", treatment=True, agrees="yes")
    assert visitor.page.headers["Location"] == "/tid/oplysninger/"
    visitor.post("/tid/oplysninger/", **NAMED)
    visitor.get("/tid/tjek/")
    visitor.send()
    inquiry = Inquiry.objects.get()
    assert (inquiry.wish, inquiry.citizen_agrees) == (Wish.TREATMENT, True)
    assert Clock.objects.filter(kind="social_drug").exists()


@pytest.mark.parametrize(
    "council", ["aabenraa", "fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_somebody_under_18_is_told_what_their_own_council_says_and_books(
    council: QualityStandard, visitor: Visitor, slot: Slot
) -> None:
    """C-20, the public part: no council promises that parents are not told."""
    youth = council.content.youth
    assert youth is not None
    assert youth.told is not None
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="15_17")
    page = visitor.goes_to("/tid/ung/")
    assert youth.told.text_da in text_of(page)
    for path in ("/", "/forvent/", "/anonym/"):
        page = visitor.get(path)
        assert "får det ikke at vide" not in text_of(page)
        assert (youth.told.text_da in text_of(page)) == (path == "/forvent/")
    visitor.walk(slot, age_group="15_17", how="phone")
    visitor.send()
    assert Inquiry.objects.get().age_group == "15_17"


def test_where_a_standard_says_nothing_to_the_young_the_law_is_told(
    visitor: Visitor, slot: Slot, council: QualityStandard
) -> None:
    silent = re.sub(r"\[youth\.told\].*?(?=\n\[)", "", shipped("haderslev"), flags=re.DOTALL)
    load_standard(text=silent, name="haderslev", at=NOW)
    visitor.get("/tid/")
    visitor.post("/tid/", about="relative")
    visitor.post("/tid/alder/", age_group="15_17")
    page = visitor.goes_to("/tid/ung/")
    assert heading_of(page) == said("This is what we tell those under 18")
    law = "If you want treatment, we talk with you about who has to say yes."
    assert said(law) in text_of(page)


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_under_fifteen_there_is_no_dead_end(
    council: QualityStandard, visitor: Visitor, slot: Slot
) -> None:
    """C-21: another place to turn to, a call, or a time all the same."""
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="under_15")
    page = visitor.goes_to("/tid/ung/")
    assert "Børnesocialrådgivningen" in text_of(page)
    visitor.post("/tid/ring/")
    visitor.post("/tid/emne/", topic="drugs")
    visitor.goes_to("/tid/oplysninger/")
    page = visitor.post("/tid/oplysninger/", name="")
    assert page.status_code == 422
    assert said("Enter your phone number") in text_of(page)
    visitor.post("/tid/oplysninger/", phone="20304050", name="")
    visitor.goes_to("/tid/tjek/")
    visitor.send()
    page = visitor.goes_to("/tid/kvittering/")
    assert heading_of(page) == said("We call you")
    inquiry = Inquiry.objects.get()
    assert inquiry.age_group == "under_15"
    assert inquiry.citizen is not None
    assert inquiry.citizen.phone == "+4520304050"
    assert not Booking.objects.exists()


def test_another_person_opens_one_question_and_then_comes_back_to_the_check(
    visitor: Visitor, slot: Slot
) -> None:
    """C-03."""
    visitor.walk(slot)
    visitor.post("/tid/", about="relative")
    page = visitor.goes_to("/tid/alder/")
    assert heading_of(page) == said("How old is the person?")
    visitor.post("/tid/alder/", age_group="18_29")
    page = visitor.goes_to("/tid/tjek/")
    words = text_of(page)
    assert said("Someone I am close to") in words
    assert said("18–29") in words
    assert "kl. 9.00" in words


def test_needs_are_told_from_the_check_page_with_numbers_masked(
    visitor: Visitor, slot: Slot
) -> None:
    visitor.walk(slot)
    visitor.get("/tid/behov/")
    visitor.post("/tid/behov/", needs="Tolk. Mit nummer er 010190-1234")
    visitor.goes_to("/tid/tjek/")
    visitor.send()
    needs = Booking.objects.get().needs
    assert "Tolk" in needs
    assert "1234" not in needs
    assert visitor.post("/tid/behov/", needs="x").headers["Location"] == "/tid/kvittering/"


def test_needs_over_the_limit_are_kept_and_described(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(slot)
    page = visitor.post("/tid/behov/", needs="æ" * 301)
    assert page.status_code == 422
    assert "æ" * 301 in page.content.decode()


def test_the_fullest_answers_still_fit_into_the_cookie(visitor: Visitor, slot: Slot) -> None:
    visitor.walk(
        slot,
        name="Å" * 200,
        phone="+45 20 30 40 50",
        email="a" * 60 + "@" + ".".join(["b" * 60] * 3) + ".dk",
    )
    visitor.post("/tid/behov/", needs="😀" * 300)
    assert visitor.page.status_code == 303
    assert len(visitor.client.cookies[settings.FORM_COOKIE_NAME].value) < 3900


WHO_RINGS = {
    "phone": (
        "We call you at the time of the talk.",
        "We do not have your phone number, so you call us at the time of the talk.",
    ),
    "video": (
        "A counsellor calls or writes to you before the talk and tells you how the video opens.",
        "We cannot reach you, so call us before the talk: then we tell you how the video opens.",
    ),
}


@pytest.mark.parametrize("how", ["phone", "video"])
@pytest.mark.parametrize("known", [True, False])
def test_the_receipt_says_who_rings_whom(
    visitor: Visitor, house: House, how: str, known: bool
) -> None:
    """The page knows whether there is a number; it does not leave the citizen to guess."""
    visitor.walk(slot_at(house), how=how, **(NAMED if known else {}))
    visitor.send()
    answer = visitor.goes_to("/tid/kvittering/")
    code = re.findall(r'class="receipt-code">([^<]+)<', answer.content.decode())
    page = text_of(answer)
    told = {one: [said(words) in page for words in both] for one, both in WHO_RINGS.items()}
    assert told.pop(how) == [known, not known]
    assert not any(any(others) for others in told.values())
    # Whoever comes back to the time later is told the same of a video.
    visitor.post("/aftale/", reference=code[0], code=code[1])
    later = text_of(visitor.goes_to("/aftale/din/"))
    again = [said(words) in later for words in WHO_RINGS["video"]]
    assert again == [how == "video" and known, how == "video" and not known]


def test_who_refers_without_a_consent_is_not_asked_for_a_name_that_nothing_takes(
    visitor: Visitor, house: House
) -> None:
    """The page for a name is not on that way: it would lead back to where the visitor came from."""
    slots = [slot_at(house, at=time(hour)) for hour in range(8, 12)]
    for slot in slots[:3]:
        person = Visitor(visitor.monkeypatch)
        person.walk(slot)
        person.send()
    visitor.walk(slots[3], about="professional", topic="drugs", treatment=True, agrees="no")
    page = visitor.send()
    assert page.status_code == 429
    assert "/tid/kontakt/" not in page.content.decode()
    assert "/tid/tjek/" in page.content.decode()


def test_a_colleague_free_at_the_same_hour_is_no_other_time_to_move_to(
    visitor: Visitor, house: House
) -> None:
    """Only met in another way is it another talk."""
    visitor.walk(slot_at(house), how="phone")
    visitor.send()
    code = receipt_of(visitor.goes_to("/tid/kvittering/"))
    same = slot_at(house, counsellor=house.colleague)
    other = slot_at(house, at=time(11))
    visitor.post("/aftale/", reference=code[0], code=code[1])
    for how, offered in (("phone", {other.pk}), ("in_person", {same.pk, other.pk})):
        page = visitor.get(f"/aftale/flyt/?how={how}").content.decode()
        assert {int(one) for one in re.findall(r'name="slot" value="(\d+)"', page)} == offered
