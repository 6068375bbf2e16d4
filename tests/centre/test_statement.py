"""A question that was put together once is answered from the rows as they are, and by one's rights."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.clocks.queries import numbers
from centre.clocks.queries.risk import tables, totals
from centre.staff.models import Rights, Unit, User
from centre.statement import Statement
from intake.queries.filters import offered
from tests.factories import House
from tests.intake.test_inbox_queries import TODAY, many

pytestmark = pytest.mark.django_db


def waiting(user: User) -> int:
    """What the unit's tiles count, all together."""
    return sum(one.count for one in numbers(user, TODAY, who="unit", show="all").tiles)


def people(user: User) -> set[str]:
    return {one.words for one in offered(user, TODAY).people}


def test_what_can_never_find_anything_is_not_asked(house: House) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Statement.of(Unit.objects.none().values_list("key")).rows() == []
    assert len(asked) == 0


def test_the_answer_is_that_of_now(house: House) -> None:
    assert waiting(house.caseworker) == 0
    many(house, 3)
    assert waiting(house.caseworker) > 0


@pytest.mark.threat("T3")
def test_who_moves_to_another_unit_is_answered_for_that_one(house: House) -> None:
    many(house, 3)
    user = house.caseworker
    assert waiting(user) > 0
    assert str(house.colleague) in people(user)
    user.unit = house.youth
    assert waiting(user) == 0
    assert str(house.colleague) not in people(user)
    user.role, user.unit = "leader", None
    assert waiting(user) > 0


def test_the_board_counts_the_unit_that_one_leads_now(house: House) -> None:
    many(house, 3)
    late = TODAY.replace(year=TODAY.year + 1)
    assert totals(tables(house.leader, late)[0])["late"] == 3
    house.leader.unit = house.youth
    assert totals(tables(house.leader, late)[0])["late"] == 0


@pytest.mark.threat("T3")
def test_who_is_shut_out_is_offered_no_work(house: House) -> None:
    many(house, 3)
    house.caseworker.is_active = False
    assert waiting(house.caseworker) == 0


def test_two_people_of_equal_rights_but_their_number_ask_for_their_own(house: House) -> None:
    many(house, 3)
    mine, theirs = (
        sum(one.count for one in numbers(user, TODAY, who="mine", show="all").tiles)
        for user in (house.caseworker, house.colleague)
    )
    assert mine > theirs == 0


def test_somebody_with_rights_is_nobody_in_particular(house: House) -> None:
    found = house.caseworker.rights
    assert found == Rights(house.caseworker.pk, "caseworker", house.adults.pk, True)
    assert (found.person.username, found.person.unit_id) == ("", house.adults.pk)
