"""After the index key was changed everybody is found again, however often the command is run."""

import base64
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.citizens.actions import Person, keep_person, reindex
from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of, named
from tests.conftest import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
CPR = "0505209996"
ASE = Person(name="Åse Ærø", cpr=CPR, phone="+4520000001", email="a@b.dk")


def kept(person: Person) -> Citizen:
    citizen = keep_person(person=person, age_group="30_plus", at=AT)
    assert citizen is not None
    return citizen


def new_key(settings: Any, letter: str = "n") -> None:
    settings.INDEX_KEY = base64.b64encode(letter.encode() * 32).decode()


def found(**by: str) -> int:
    """How many people a search by each of these finds, all of them together."""
    people = Citizen.objects.filter(named(by.pop("name"))) if "name" in by else Citizen.objects
    hashes = {f"{kind}_hash": hash_of(word, purpose=f"citizen.{kind}") for kind, word in by.items()}
    return people.filter(**hashes).count()


def run() -> dict[str, int]:
    told = StringIO()
    call_command("reindex", stdout=told)
    counts: dict[str, int] = json.loads(told.getvalue())
    return counts


def test_everybody_is_found_again_under_the_new_key(settings: Any) -> None:
    kept(ASE)
    kept(Person(phone="+4520000002"))
    ways = ({"name": "ase"}, {"cpr": CPR}, {"phone": "+4520000001"}, {"email": "a@b.dk"})
    assert [found(**way) for way in ways] == [1, 1, 1, 1]
    new_key(settings)
    assert [found(**way) for way in ways] == [0, 0, 0, 0]
    assert run() == {"changed": 2, "right": 0, "twice": 0}
    assert [found(**way) for way in ways] == [1, 1, 1, 1]
    # What was never told has no hash under any key.
    assert Citizen.objects.get(name_hashes=[]).cpr_hash is None
    # And the citizen who comes again is the same one.
    assert kept(ASE).pk == Citizen.objects.get(cpr_hash=hash_of(CPR, purpose="citizen.cpr")).pk


def test_run_again_it_writes_nothing(settings: Any) -> None:
    kept(ASE)
    new_key(settings)
    run()
    with CaptureQueriesContext(connection) as asked:
        assert run() == {"changed": 0, "right": 1, "twice": 0}
    assert not [one for one in asked if one["sql"].startswith("UPDATE")]


def test_a_run_that_was_ended_half_way_is_gone_on_with(settings: Any) -> None:
    """Half of the people under each key: it is read what is sealed, not what was hashed."""
    for number in range(7):
        kept(Person(name=f"Li Nr{number}", phone=f"+452000000{number}"))
    new_key(settings)
    first = Citizen.objects.order_by("pk")[:4]
    Citizen.objects.exclude(pk__in=[one.pk for one in first]).update(name_hashes=[1])
    told = reindex(batch=3)
    assert (told.changed, told.right) == (7, 0)
    for key, changed in (("n", 0), ("i", 7), ("n", 7)):
        new_key(settings, key)
        assert reindex(batch=3).changed == changed
    assert found(name="li") == 7


def test_statements_grow_with_the_batches_and_not_with_the_people(settings: Any) -> None:
    counts = []
    for number in range(2):
        for person in range(10):
            kept(Person(name=f"Bo {number}{person}", phone=f"+452000{number}0{person:02d}"))
        new_key(settings, "nm"[number])
        with CaptureQueriesContext(connection) as asked:
            reindex()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_was_registered_twice_meanwhile_is_named_and_everybody_else_is_done(
    settings: Any,
) -> None:
    first, other = kept(ASE), kept(Person(name="Bo", phone="+4520000002"))
    new_key(settings)
    second = kept(ASE)
    assert second.pk != first.pk
    with pytest.raises(CommandError, match=str(first.pk)):
        run()
    assert found(phone="+4520000002") == 1
    assert found(cpr=CPR) == 1
    second.delete()
    assert run()["changed"] == 1
    assert {found(cpr=CPR), found(name="bo")} == {1}
    assert other.pk


def test_without_the_key_that_opens_them_nothing_is_written(settings: Any) -> None:
    citizen = kept(ASE)
    before = Citizen.objects.filter(pk=citizen.pk).values_list("phone_hash", "name_hashes").get()
    new_key(settings)
    settings.FIELD_KEYS = f"9:{base64.b64encode(b'x' * 32).decode()}"
    with pytest.raises(CommandError, match="FIELD_KEYS") as refused:
        run()
    assert "Åse" not in str(refused.value) and CPR not in str(refused.value)
    assert (
        before
        == Citizen.objects.filter(pk=citizen.pk).values_list("phone_hash", "name_hashes").get()
    )
