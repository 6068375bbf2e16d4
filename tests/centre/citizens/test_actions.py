"""Keeping a person."""

import pytest

from centre.citizens.actions import Person, keep_person
from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of
from tests.conftest import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 23.30")
LATE = moment("2027-03-01 09.00")


def kept(person: Person | None, age_group: str = "30_plus", late: bool = False) -> Citizen | None:
    return keep_person(person=person, age_group=age_group, at=LATE if late else AT)


def test_whoever_stays_anonymous_gets_no_row_at_all() -> None:
    assert kept(None) is None
    assert not Citizen.objects.exists()


def test_a_person_is_kept_on_the_danish_day_with_a_hash_for_each_way_to_find_them() -> None:
    citizen = kept(Person(name="Åse", cpr="0505209996", phone="+4520000001", email="a@b.dk"))
    assert citizen is not None
    citizen.refresh_from_db()
    assert citizen.created_on.isoformat() == "2026-12-10"
    for name, value in (("cpr", "0505209996"), ("phone", "+4520000001"), ("email", "a@b.dk")):
        assert bytes(getattr(citizen, f"{name}_hash")) == hash_of(value, purpose=f"citizen.{name}")


def test_nothing_is_hashed_to_nothing() -> None:
    assert hash_of("", purpose="citizen.cpr") is None
    citizen = kept(Person(name="Åse"))
    assert citizen is not None
    assert (citizen.cpr_hash, citizen.phone_hash, citizen.email_hash) == (None, None, None)


def test_a_number_that_fails_the_old_check_is_as_good_as_any() -> None:
    # Since 2007 numbers are given that fail modulus 11 (domain 3.1); 9996 is one.
    assert kept(Person(cpr="2911829996")) is not None


def test_a_replacement_number_with_letters_is_kept_and_found() -> None:
    first, second = kept(Person(cpr="0505207AB1")), kept(Person(cpr="050520-7ab1"))
    assert first == second


def test_the_first_day_and_the_protection_of_a_known_citizen_stay() -> None:
    kept(Person(name="Åse", cpr="0505209996", protected=True))
    again = kept(Person(name="Åse Ægir", cpr="0505209996"), age_group="unknown", late=True)
    assert again is not None
    again.refresh_from_db()
    assert (again.name, again.protected, again.age_group) == ("Åse Ægir", True, "30_plus")
    assert again.created_on.isoformat() == "2026-12-10"


def test_an_address_is_kept_until_another_is_told_and_nothing_is_looked_up_by_it() -> None:
    kept(Person(cpr="0505209996", address="Prøvevej 12\n6100 Haderslev"))
    again = kept(Person(name="Åse", cpr="0505209996"))
    assert again is not None
    again.refresh_from_db()
    assert list(again.printed_address) == ["Prøvevej 12", "6100 Haderslev"]
    again.protected = True
    assert list(again.printed_address) == []
    assert not [one.name for one in Citizen._meta.fields if one.name == "address_hash"]


def test_a_new_telephone_number_is_found_and_the_old_one_no_more() -> None:
    kept(Person(cpr="0505209996", phone="+4520000001"))
    kept(Person(cpr="0505209996", phone="+4520000002"))

    def found(phone: str) -> bool:
        return Citizen.objects.filter(phone_hash=hash_of(phone, purpose="citizen.phone")).exists()

    assert (found("+4520000001"), found("+4520000002")) == (False, True)
