"""Who gives a file had no hand in it: neither collected it nor looked at a part or hid something."""

import pytest

from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.rights.actions import make_ready
from centre.rights.choices import Status
from centre.rights.models import RightsRequest
from centre.staff.models import User
from tests import factories
from tests.centre.rights.cases import (
    LATER,
    asked,
    citizen_of,
    collected,
    family,
    fresh,
    given,
    looked_through,
)
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def by_three(house: House, collects: User, looks: User, readies: User) -> RightsRequest:
    request = collected(asked(house, citizen_of(family(house))), collects)
    looked_through(request, looks)
    make_ready(request_id=request.pk, names_staff=False, words="", by=readies, at=LATER)
    return fresh(request)


def test_who_collected_it_does_not_give_it(house: House) -> None:
    made = by_three(house, house.colleague, house.caseworker, house.caseworker)
    with pytest.raises(Refused, match="Somebody else gives it"):
        given(house, made, by=house.colleague)
    assert given(house, made, by=house.leader).status == Status.ANSWERED


@pytest.mark.threat("T37")
def test_who_looked_at_a_part_does_not_give_it_though_another_looked_after(house: House) -> None:
    request = collected(asked(house, citizen_of(family(house))), house.caseworker)
    looked_through(request, house.colleague)
    looked_through(request, house.caseworker, Visitation={}, Decision={"hidden": "drikker"})
    make_ready(request_id=request.pk, names_staff=False, words="", by=house.caseworker, at=LATER)
    made = fresh(request)
    with pytest.raises(Refused, match="Somebody else gives it"):
        given(house, made, by=house.colleague)


def test_where_all_had_a_hand_in_it_another_than_who_said_it_is_ready_gives_it(
    house: House,
) -> None:
    made = by_three(house, house.colleague, house.caseworker, house.caseworker)
    pair = (house.caseworker.pk, house.colleague.pk)
    User.objects.exclude(pk__in=pair).update(is_active=False)
    with pytest.raises(Refused, match="Somebody else gives it"):
        given(house, made, by=house.caseworker)
    assert given(house, made, by=house.colleague).status == Status.ANSWERED


def test_looking_at_a_part_leaves_a_line_without_its_words(house: House) -> None:
    request = collected(asked(house, citizen_of(family(house))), house.caseworker)
    looked_through(request, house.colleague, Decision={"hidden": "drikker"})
    lines = list(AuditEntry.objects.filter(action="rights.look"))
    assert lines and {one.by_id for one in lines} == {house.colleague.pk}
    assert {one.citizen_id for one in lines} == {request.citizen_id}
    assert {one for line in lines for one in line.detail} == {"number", "given", "hidden"}
    assert "drikker" not in str([one.detail for one in lines])


def test_the_tile_and_its_list_are_of_those_in_which_one_has_no_hand(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who only collected it, or looked at one part, is no other pair of eyes."""
    at_the_doors(monkeypatch, LATER)
    request = collected(asked(house, citizen_of(family(house))), house.leader)
    looked_through(request, house.caseworker)
    last = factories.UserFactory(username="third", unit=house.adults)
    make_ready(request_id=request.pk, names_staff=False, words="", by=last, at=LATER)
    url = "/staff/rights/?who=unit&show=ready"
    seen = {
        user.username: (len(rows_of(user, url)), tile(user, url))
        for user in (house.leader, house.caseworker, last, house.colleague)
    }
    without = {name for name, found in seen.items() if found == (0, None)}
    assert without == {house.leader.username, house.caseworker.username, "third"}
    assert seen[house.colleague.username] == (1, 1)


def rows_of(user: User, url: str) -> list[object]:
    return list(logged_in(user).get(url).context["rows"])


def tile(user: User, url: str) -> int | None:
    tiles = logged_in(user).get("/staff/").context["tiles"]
    return next((one.count for one in tiles if one.url == url), None)
