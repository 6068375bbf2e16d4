"""The CPR number stands in the letter to the appeals board, which finds the person by it, and in no other."""

from collections.abc import Iterator

import pytest

from centre.citizens.actions import Person
from centre.post.models import Letter
from complaints.actions import name_helper
from complaints.choices import Reassessed
from tests.centre.post.letters import words
from tests.complaints import cases
from tests.complaints.pages import page_of
from tests.desk import logged_in
from tests.factories import House
from tests.intake import cases as intake_cases
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db
NAME, CPR = "Ærø Ødegård-Åström", "0505209996"


def spellings(cpr: str) -> Iterator[str]:
    yield cpr
    yield f"{cpr[:6]}-{cpr[6:]}"
    yield f"{cpr[:6]} {cpr[6:]}"


def forwarded(house: House, cpr: str) -> dict[str, Letter]:
    """Every letter there is of a complaint that went to the board, and its decision's."""
    visitation = intake_cases.assessed(house, "drugs", person=Person(name=NAME, cpr=cpr))
    complaint = cases.registered(house, cases.refusal(house, visitation=visitation))
    name_helper(
        complaint_id=complaint.pk, helper="lawyer", helper_name="Åse Lyng", helper_address="",
        represents=True, by=house.caseworker, at=cases.CAME_AT,
    )  # fmt: skip
    complaint = cases.forwarded(house, cases.acknowledged(house, complaint))
    cover = complaint.events.get(type="forward").cover
    return {
        "cover" if one == cover else str(number): one
        for number, one in enumerate(Letter.objects.order_by("sent_at", "id"))
    }


@pytest.mark.parametrize(("cpr", "written"), [(CPR, "050520-9996"), ("0505207AB1", "050520-7AB1")])
def test_the_board_alone_reads_the_number(house: House, cpr: str, written: str) -> None:
    letters = forwarded(house, cpr)
    # The decision, the receipt and its copy, the file, and what the citizen is told with its copy.
    assert len(letters) == 7
    assert f"CPR-nummer {written}" in words(letters.pop("cover").pdf)
    for one in letters.values():
        for spelling in spellings(cpr):
            assert spelling not in words(one.pdf)
            assert spelling not in one.text


def test_a_case_without_a_number_is_sent_on_without_one(house: House) -> None:
    complaint = cases.forwarded(house)
    cover = complaint.events.get(type="forward").cover
    assert cover is not None
    assert "CPR" not in words(cover.pdf)


@pytest.mark.threat("T38")
def test_an_upheld_complaint_tells_the_number_to_nobody(house: House) -> None:
    visitation = intake_cases.assessed(house, "drugs", person=Person(name=NAME, cpr=CPR))
    complaint = cases.registered(house, cases.refusal(house, visitation=visitation))
    cases.reassessed(house, Reassessed.UPHELD, cases.acknowledged(house, complaint))
    sent = list(Letter.objects.all())
    assert len(sent) == 4
    assert not [one for one in sent for each in spellings(CPR) if each in words(one.pdf)]


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("73767676", "73 76 76 76"),
        ("+4573767676, aase@example.dk", "73 76 76 76, aase@example.dk"),
        ("+46701234567", "+46701234567"),
    ],
)
def test_the_number_of_whoever_complains_is_read_in_pairs(
    house: House, contact: str, shown: str
) -> None:
    complaint = cases.online(house, contact=contact)
    page = text_of(logged_in(house.caseworker).get(page_of(complaint)))
    assert f"Kan kontaktes {shown}" in page
