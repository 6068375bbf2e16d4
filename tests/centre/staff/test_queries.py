"""Lists of names as the Danish alphabet sorts them, and who leads a unit."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre.staff.choices import Role
from centre.staff.models import Unit, User
from centre.staff.queries import colleagues, danish, leaders_of, units
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 10)
IN_ORDER = [
    "Anna",
    "bo",
    "Børge",
    "Bæk",
    "Zoë",
    "Ægir",
    "Ärla",
    "Ødis",
    "Özlem",
    "Øz",
    "Aage",
    "Åse",
]
SORTED = ["Anna", "bo", "Bæk", "Børge", "Zoë", "Ægir", "Ärla", "Ødis", "Øz", "Özlem", "Aage", "Åse"]


def test_colleagues_stand_in_the_order_of_the_alphabet(house: House) -> None:
    User.objects.update(is_active=False)
    for name in reversed(IN_ORDER):
        factories.UserFactory(first_name=name, unit=house.adults)
    assert [one.first_name for one in colleagues(house.adults.pk, TODAY)] == SORTED


def test_of_one_first_name_the_last_name_decides(house: House) -> None:
    User.objects.update(is_active=False)
    for name in ("Åkjær", "Ærø", "Østergaard", "Zank", "Aabo"):
        factories.UserFactory(first_name="Mette", last_name=name, unit=house.adults)
    found = [one.last_name for one in colleagues(house.adults.pk, TODAY)]
    assert found == ["Zank", "Ærø", "Østergaard", "Aabo", "Åkjær"]


def test_units_stand_in_the_order_of_the_alphabet(house: House) -> None:
    for key in ("Åbent hus", "Ældre", "Øst"):
        factories.UnitFactory(key=key, name=key)
    names = [one.name for one in units()]
    assert names == ["Sundhedsteam", "Ungerådgivningen", "Voksne", "Ældre", "Øst", "Åbent hus"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="abxyzæøåÆØÅ", min_size=1, max_size=4), min_size=2, max_size=6))
def test_the_database_sorts_as_the_alphabet_is_written(db: None, names: list[str]) -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyzæøå"
    Unit.objects.all().delete()
    for number, name in enumerate(names):
        Unit.objects.create(key=str(number), name=name, kind="adult")
    found = list(Unit.objects.order_by(danish("name"), "id").values_list("name", flat=True))

    def key(name: str) -> list[int]:
        return [alphabet.index(letter) for letter in name.lower().replace("aa", "å")]

    assert found == sorted(names, key=key)


def test_a_unit_is_led_by_its_own_leader_and_by_those_of_all(house: House) -> None:
    own = factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)
    other = factories.UserFactory(username="other", role=Role.LEADER, unit=house.youth)
    assert leaders_of({house.adults.pk}, TODAY) == [house.leader, own]
    assert leaders_of({house.adults.pk, house.youth.pk}, TODAY) == [house.leader, own, other]
    # Who has left leads nobody; a unit without a leader has all of them.
    User.objects.filter(pk__in=[own.pk, house.leader.pk]).update(ends_on=TODAY)
    assert leaders_of({house.adults.pk}, TODAY) == [other]
    assert leaders_of({house.adults.pk}, TODAY - timedelta(days=1)) == [house.leader, own]
