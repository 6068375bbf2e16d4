"""The citizen's postal address in the letters of a complaint: in the citizen's own, and in no other."""

import pytest

from centre.citizens.models import Citizen
from centre.post.models import Letter
from complaints.models import Complaint
from tests.centre.post.letters import seen_through_the_window, words
from tests.complaints import cases
from tests.complaints.pages import page_of
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Ærø Ødegård-Åström", ("Prøvevej 12", "6100 Haderslev")
MISSING = "Vi kender ingen postadresse"


def registered(house: House, **changes: object) -> Complaint:
    complaint = cases.registered(house)
    Citizen.objects.update(**{"address": "\n".join(ADDRESS), **changes})
    return complaint


def sheets(complaint: Complaint) -> dict[str, Letter]:
    line = complaint.events.get(type="forward")
    found = {"cover": line.cover, "file": line.file, "letter": line.letter}
    return {name: one for name, one in found.items() if one is not None}


@pytest.mark.parametrize("protected", [False, True])
def test_the_citizens_letter_alone_bears_the_address(house: House, protected: bool) -> None:
    complaint = registered(house, protected=protected)
    complaint = cases.forwarded(house, cases.acknowledged(house, complaint))
    made = sheets(complaint)
    assert set(made) == {"cover", "file", "letter"}
    seen = seen_through_the_window(made["letter"].pdf)
    assert seen == [NAME, *(() if protected else ADDRESS)]
    for name in ("cover", "file"):
        for line in ADDRESS:
            assert line not in words(made[name].pdf)
            assert line not in made[name].text


@pytest.mark.parametrize(
    ("changes", "channel", "told"),
    [
        ({"address": ""}, "letter", MISSING),
        ({"address": ""}, "digital_post", ""),
        ({"protected": True}, "letter", "Beskyttet adresse: Brevet"),
        ({}, "letter", ""),
    ],
)
def test_what_a_letter_bears_is_told_before_it_is_sent(
    house: House, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], channel: str,
    told: str,
) -> None:  # fmt: skip
    at_the_doors(monkeypatch, cases.CAME_AT)
    complaint = registered(house, **changes)
    client = logged_in(house.caseworker)
    where = f"{page_of(complaint)}acknowledge/"
    page = text_of(client.post(where, {"acknowledge-channel": channel}))
    flags = [one for one in (MISSING, "Beskyttet adresse: Brevet") if one in page]
    assert flags == [one for one in (told,) if one]
    assert (ADDRESS[0] in page) is (not changes)
