"""A question that was put together once is answered from the rows as they are, and by one's rights."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import CharField, F, OuterRef, UUIDField, Value
from django.db.models.functions import Concat, JSONObject
from django.test.utils import CaptureQueriesContext

from centre.citizens.queries import unlisted
from centre.clocks.models import Clock, ClockEvent
from centre.clocks.queries import numbers
from centre.clocks.queries.risk import tables, totals
from centre.staff.models import Rights, Unit, User
from centre.statement import OneOf, Question, Statement, Told
from intake.models import Inquiry
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


def test_a_question_reads_rows_as_django_does(house: House) -> None:
    many(house, 3)
    lines = ClockEvent.objects.filter(clock=OuterRef("pk")).order_by("number")
    rows = Clock.objects.select_related("citizen", "guarantee__inquiry", "responsible").annotate(
        lines=ArraySubquery(lines.values(data=JSONObject(type="type", on="on")))
    )
    rows = rows.defer(*unlisted("citizen")).order_by("pk")
    mine: list[Any] = list(Question(rows).rows())
    theirs: list[Any] = list(rows)
    assert mine == theirs
    for ours, djangos in zip(mine, theirs, strict=True):
        for one, other in (
            (ours, djangos),
            (ours.citizen, djangos.citizen),
            (ours.guarantee.inquiry, djangos.guarantee.inquiry),
        ):
            assert one is not None
            assert one.__dict__.keys() == other.__dict__.keys()
            assert {k: v for k, v in one.__dict__.items() if k != "_state"} == {
                k: v for k, v in other.__dict__.items() if k != "_state"
            }
        assert ours.lines == djangos.lines
        assert ours._state.db == djangos._state.db
        assert not ours._state.adding
    with CaptureQueriesContext(connection) as asked:
        assert [one.citizen.name for one in mine if one.citizen]
    assert len(asked) == 0


def test_a_question_is_told_its_values_anew(house: House) -> None:
    ids = [one.pk for one in many(house, 3)]
    question = Question(Inquiry.objects.filter(pk=Told("which", UUIDField())))
    assert [question.rows(which=one)[0].pk for one in ids] == ids
    with pytest.raises(KeyError):
        question.rows()


def test_signs_of_the_language_in_a_value_stay_what_they_are(house: House) -> None:
    odd = "100 % 'sure' $1 %s \\ æøå"
    unit = house.adults
    unit.name = odd
    unit.save()
    with_more = Unit.objects.annotate(more=Concat(F("name"), Value("%s %% $1")))
    question = Question(
        with_more.filter(name=odd, key=Told("key", CharField())).exclude(name__contains="%%")
    )
    found: Any = question.rows(key=unit.key)[0]
    assert found.name == odd
    assert found.more == f"{odd}%s %% $1"
    statement = Statement.of(Unit.objects.filter(name=odd).values_list("name", "key"))
    assert statement.rows() == [(odd, unit.key)]


def test_a_question_takes_another_one_in(house: House) -> None:
    wanted = many(house, 3)[:2]
    chosen = Statement.of(Inquiry.objects.filter(pk__in=[one.pk for one in wanted]).values("pk"))
    day = wanted[0].received_on
    question = Question(
        Inquiry.objects.filter(
            OneOf(F("pk"), Told("chosen", UUIDField())), received_on__gt=day - timedelta(days=1)
        )
    )
    assert {one.pk for one in question.rows(chosen=chosen)} == {one.pk for one in wanted}


def test_a_question_that_can_find_nothing_is_not_asked(house: House) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Question(Unit.objects.none()).rows() == []
    assert len(asked) == 0


def test_the_database_plans_a_question_once(house: House) -> None:
    question = Question(Unit.objects.filter(key=Told("key", CharField())))
    for _ in range(7):
        assert question.rows(key=house.adults.key) == [house.adults]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%%staff_unit%%'"
        )
        assert cursor.fetchone()[0] >= 2
