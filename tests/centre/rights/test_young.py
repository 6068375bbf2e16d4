"""Somebody with custody asks for a young person, who is asked first from 15 (domain 6)."""

from typing import Any

import pytest

from centre.citizens.actions import write
from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from centre.refusal import Refused
from centre.rights.actions import answer_correction, record_young
from centre.rights.choices import Asker, Outcome, YoungSaid
from centre.rights.models import RightsRequest
from centre.rights.rules.authority import is_adult, is_known, must_be_asked
from tests.centre.rights.cases import (
    ASKED_AT,
    LATER,
    MOTHER,
    asked,
    citizen_of,
    family,
    fresh,
    given,
    heard,
    ready,
)
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = pytest.mark.usefixtures("in_english")
# Fifteen on 1 January 2027, three days before somebody asks; fourteen until the 5th, the day after.
FIFTEEN, FOURTEEN = "0101124000", "0501124000"


def young(house: House, cpr: str = "", group: str = AgeGroup.FROM_15) -> Citizen:
    citizen = citizen_of(family(house))
    citizen.age_group = group
    write(citizen, "cpr", cpr)
    citizen.save()
    return citizen


def by_mother(house: House, citizen: Citizen, **changes: Any) -> RightsRequest:
    told: dict[str, Any] = {
        "asker": Asker.GUARDIAN,
        "asker_name": MOTHER,
        "authority_seen_on": ASKED_AT.date(),
    }
    return asked(house, citizen, **told, **changes)


@pytest.mark.parametrize(
    ("age", "group", "adult", "asked_first"),
    [
        (14, AgeGroup.UNKNOWN, False, False),
        (15, AgeGroup.UNKNOWN, False, True),
        (17, AgeGroup.FROM_30, False, True),
        (18, AgeGroup.FROM_15, True, False),
        (None, AgeGroup.UNDER_15, False, True),
        (None, AgeGroup.FROM_15, False, True),
        (None, AgeGroup.UNKNOWN, False, True),
        (None, AgeGroup.FROM_18, True, True),
        (None, AgeGroup.FROM_30, True, True),
    ],
)
def test_who_is_an_adult_and_who_is_asked_first(
    age: int | None, group: str, adult: bool, asked_first: bool
) -> None:
    """The CPR number decides; without one what was told, and whose age nobody knows may be 15."""
    assert is_adult(age, group) is adult
    assert must_be_asked(age) is asked_first


@pytest.mark.parametrize(
    ("age", "said", "known"),
    [
        (14, "", True),
        (15, "", False),
        (15, YoungSaid.AGREES, True),
        (15, YoungSaid.OBJECTS, True),
        (15, YoungSaid.YOUNGER, False),
        (None, "", False),
        (None, YoungSaid.YOUNGER, True),
    ],
)
def test_what_answers_it(age: int | None, said: str, known: bool) -> None:
    assert is_known(age, said) is known


@pytest.mark.django_db
@pytest.mark.threat("T37")
@pytest.mark.parametrize("cpr", [FIFTEEN, "", FOURTEEN])
def test_nothing_is_given_before_the_young_person_is_asked(house: House, cpr: str) -> None:
    """On the day it is given, LATER, all three may be 15: the last has had their birthday since."""
    made = ready(house, by_mother(house, young(house, cpr)))
    with pytest.raises(Refused, match="Ask the young person first"):
        given(house, made)
    heard(house, made, words="Det er fint.")
    assert given(house, made).outcome == Outcome.PARTLY


@pytest.mark.django_db
def test_of_a_child_nobody_is_asked(house: House) -> None:
    made = ready(house, by_mother(house, young(house, "0501184000")))
    assert given(house, made).outcome == Outcome.PARTLY


@pytest.mark.django_db
def test_a_no_is_decided_by_who_leads(house: House) -> None:
    made = ready(house, heard(house, by_mother(house, young(house)), YoungSaid.OBJECTS))
    with pytest.raises(Refused, match="A leader decides"):
        given(house, made)
    assert given(house, made, by=house.leader).outcome == Outcome.PARTLY


@pytest.mark.django_db
def test_a_correction_that_parents_ask_for_waits_for_it_too(house: House) -> None:
    made = by_mother(house, young(house), right="correction")
    told: dict[str, Any] = {
        "request_id": made.pk, "outcome": Outcome.CORRECTED, "words": "Rettet.", "channel": "letter",
        "by": house.caseworker, "at": LATER,
    }  # fmt: skip
    with pytest.raises(Refused, match="Ask the young person first"):
        answer_correction(**told)
    heard(house, made)
    assert answer_correction(**told).outcome == Outcome.CORRECTED


@pytest.mark.django_db
def test_that_somebody_is_younger_is_not_said_against_the_number(house: House) -> None:
    made = by_mother(house, young(house, FIFTEEN))
    with pytest.raises(Refused, match="15 or older"):
        heard(house, made, YoungSaid.YOUNGER)
    other = by_mother(house, young(house, "", AgeGroup.UNDER_15))
    assert heard(house, other, YoungSaid.YOUNGER).young_said == YoungSaid.YOUNGER


@pytest.mark.django_db
def test_of_an_adult_without_a_number_parents_ask_for_nothing(house: House) -> None:
    with pytest.raises(Refused, match="come of age"):
        by_mother(house, young(house, "", AgeGroup.FROM_18))


@pytest.mark.django_db
def test_the_same_answer_twice_is_one_line_and_another_counts_from_then_on(house: House) -> None:
    made = by_mother(house, young(house))
    for said in (YoungSaid.AGREES, YoungSaid.AGREES, YoungSaid.OBJECTS):
        heard(house, made, said)
    assert list(made.events.filter(type="young").values_list("number", flat=True)) == [2, 3]
    assert fresh(made).young_said == YoungSaid.OBJECTS


@pytest.mark.django_db
def test_who_asks_for_themselves_is_asked_nothing_more(house: House) -> None:
    made = asked(house, young(house))
    with pytest.raises(Refused):
        record_young(request_id=made.pk, said="agrees", words="", by=house.caseworker, at=LATER)
    assert given(house, ready(house, made)).outcome == Outcome.PARTLY


@pytest.mark.django_db
def test_the_page_asks_for_it_first_and_offers_the_answer_after(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, LATER)
    made = ready(house, by_mother(house, young(house)))
    client, page = logged_in(house.colleague), f"/staff/rights/{made.pk}/"
    html = client.get(page).content.decode()
    assert "act-young" in html and "act-answer" not in html
    assert client.post(f"{page}young/", {"young-said": "", "young-words": "Ja"}).status_code == 422
    client.post(f"{page}young/", {"young-said": "agrees", "young-words": "Ja"})
    assert "act-answer" in client.get(page).content.decode()
