"""What is asked once more before a file is given: who asks, who is named in it, what was really read."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from centre.file.actions import name_custody
from centre.post.models import Letter
from centre.records.actions import record_death
from centre.refusal import Overtaken, Refused
from centre.rights.actions import look_at, refuse
from centre.rights.choices import Asker, Status
from centre.rights.queries.compiled import masker_for
from centre.rights.queries.shown import drawn
from tests.centre.rights.cases import (
    ASKED_AT,
    FATHER,
    HOLDERS,
    LATER,
    MOTHER,
    asked,
    citizen_of,
    collected,
    family,
    fresh,
    given,
    heard,
    ready,
)
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SEEN: dict[str, Any] = {"authority_seen_on": ASKED_AT.date()}
HOME = "Bakkevej 7\n6100 Haderslev"


def test_a_form_of_before_says_nothing_of_another_part_under_its_number(house: House) -> None:
    request = collected(asked(house, citizen_of(family(house))), house.caseworker)
    read = request.pieces.get(source="post.Letter")
    made = collected(request, house.colleague, LATER + timedelta(minutes=1))
    now = made.pieces.get(number=read.number)
    assert now.version == read.version and now.pk != read.pk
    with pytest.raises(Overtaken) as told:
        look_at(
            request_id=made.pk, number=read.number, version=read.version, seen=read.pk,
            ground="", hidden="", everywhere="", by=house.caseworker, at=LATER,
        )  # fmt: skip
    assert told.value.theirs == now
    now.refresh_from_db()
    assert now.waits


def test_a_parent_who_has_custody_no_more_is_given_nothing(house: House) -> None:
    citizen = citizen_of(family(house))
    request = asked(
        house, citizen, asker=Asker.GUARDIAN, asker_name=MOTHER, asker_address="Skovvej 4", **SEEN
    )
    made = ready(house, heard(house, request))
    name_custody(citizen_id=citizen.pk, holders=HOLDERS[1:], by=house.caseworker, at=LATER)
    with pytest.raises(Refused, match="custody"):
        given(house, made)
    assert fresh(made).status == Status.READY


def test_what_somebody_asked_for_who_has_died_is_given_to_nobody_and_can_be_ended(
    house: House,
) -> None:
    citizen = citizen_of(family(house))
    made = ready(house, asked(house, citizen))
    record_death(
        citizen_id=citizen.pk, told_in="file", told_of=uuid.uuid4(), by=house.leader, at=LATER
    )
    with pytest.raises(Refused, match="has died"):
        given(house, made)
    with pytest.raises(Refused, match="has died"):
        asked(house, citizen)
    refuse(
        request_id=made.pk,
        words="Borgeren er død.",
        channel="handed_over",
        by=house.leader,
        at=LATER,
    )
    assert fresh(made).status == Status.ANSWERED


@pytest.mark.threat("T37")
def test_a_protected_home_is_hidden_from_whoever_else_asks_and_not_from_the_citizen(
    house: House,
) -> None:
    citizen = citizen_of(family(house))
    citizen.address, citizen.protected = HOME, True
    citizen.save()
    own = masker_for(collected(asked(house, citizen), house.caseworker))
    theirs = masker_for(
        collected(
            asked(house, citizen, asker=Asker.GUARDIAN, asker_name=FATHER, **SEEN), house.caseworker
        )
    )
    text = "Hun bor nu på Bakkevej 7 igen."
    assert own.masked(text, "—", contacts=True) == text
    assert "Bakkevej" not in theirs.masked(text, "—", contacts=True)


@pytest.mark.threat("T37")
def test_who_asked_before_is_hidden_and_read_by_whoever_looks_through(house: House) -> None:
    citizen = citizen_of(family(house))
    before = asked(
        house, citizen, asker=Asker.REPRESENTATIVE, asker_name="Ulla Fjord",
        asker_address="Havnegade 3\n6200 Aabenraa", authority_seen_on=ASKED_AT.date(),
    )  # fmt: skip
    refuse(request_id=before.pk, words="Ikke nu.", channel="letter", by=house.leader, at=LATER)
    assert Letter.objects.filter(citizen=citizen, kind="file_access").count() == 1
    request = collected(asked(house, citizen), house.caseworker)
    sheet = request.pieces.get(source="post.Letter", letter__kind="file_access")
    read = [part for line in drawn(request, sheet) for part in line.parts]
    hidden = "".join(text for text, gone in read if gone)
    shown = "".join(text for text, gone in read if not gone)
    assert "Havnegade 3" in hidden and "Ulla Fjord" in hidden
    assert "Havnegade" not in shown and "Fjord" not in shown


def test_whoever_is_named_since_makes_the_file_anew(house: House) -> None:
    citizen = citizen_of(family(house))
    made = ready(house, asked(house, citizen))
    moved = replace(HOLDERS[0], address="Engvej 2\n6100 Haderslev")
    name_custody(citizen_id=citizen.pk, holders=(moved, HOLDERS[1]), by=house.caseworker, at=LATER)
    with pytest.raises(Refused, match="has changed"):
        given(house, made)
