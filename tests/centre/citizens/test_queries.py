"""Finding a person by a sealed name, through the table as it is."""

import importlib
import unicodedata
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from centre.citizens.actions import Person, keep_person
from centre.citizens.models import Citizen
from centre.citizens.queries import index_of, named, named_in_full
from tests.conftest import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
NAME = "Ærø Ødegård-Åström"


def kept(name: str, **more: Any) -> Citizen:
    citizen = keep_person(person=Person(name=name, **more), age_group="30_plus", at=AT)
    assert citizen is not None
    return citizen


def found(text: str) -> list[Citizen]:
    return list(Citizen.objects.filter(named(text)))


@pytest.mark.parametrize(
    "text",
    [
        "aero", "ærø", "ÆRØ", "aer", "ødegaard", "ODEGARD", "Oedegaard", "åström", "astrom",
        "A\u030astro\u0308m", "øde", "Åström Ærø", "ødegård-åström", "ast aero ode", NAME.lower(),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    citizen = kept(unicodedata.normalize("NFD", NAME))
    kept("Åse Ægir")
    assert found(text) == [citizen]


@pytest.mark.parametrize("text", ["strom", "ærø jensen", "ae", "gård", "", "-", "æ"])
def test_nobody_is_found_by_the_middle_of_a_word_or_by_no_word(text: str) -> None:
    kept(NAME)
    assert found(text) == []


def test_a_full_name_asks_for_whole_words() -> None:
    citizen = kept(NAME)
    assert list(Citizen.objects.filter(named_in_full("aero odegaard"))) == [citizen]
    for text in ("aer odegaard", "aero ode", ""):
        assert not Citizen.objects.filter(named_in_full(text)).exists()


def test_a_decomposed_name_is_kept_composed() -> None:
    citizen = kept(unicodedata.normalize("NFD", NAME))
    citizen.refresh_from_db()
    assert citizen.name == NAME == unicodedata.normalize("NFC", NAME)


def test_a_new_name_is_found_and_the_old_one_no_more() -> None:
    kept("Åse Ægir", cpr="0505209996")
    kept("", cpr="0505209996")
    assert len(found("ægir")) == 1
    kept("Åse Holm", cpr="0505209996")
    assert (len(found("ægir")), len(found("holm"))) == (0, 1)


def test_nothing_of_a_name_can_be_read_from_its_index() -> None:
    one, other = index_of("Åse Ægir"), index_of("Ægir Åse")
    # The order of the words is not told, and no hash is the plain one.
    assert one == other == sorted(one)
    assert all(-(2**63) <= number < 2**63 for number in one)


def test_another_key_finds_another_index(settings: Any) -> None:
    before = index_of(NAME)
    settings.INDEX_KEY = "b" * 43 + "="
    assert not set(before) & set(index_of(NAME))


def test_who_was_kept_before_there_was_an_index_is_found_after_the_migration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [kept(f"Åse Ægir {number}") for number in range(5)]
    ready = kept("Bo Holm")
    keyed = Citizen.objects.get(pk=ready.pk).name_hashes
    Citizen.objects.exclude(pk=ready.pk).update(name_hashes=[])
    kept("", phone="+4520000001")
    assert found("ægir") == []
    migration = importlib.import_module("centre.citizens.migrations.0003_hash_names")
    monkeypatch.setattr(migration, "BATCH", 2)
    for _again in range(2):
        migration.hash_names(apps, None)
        assert set(found("ægir")) == set(people)
    assert Citizen.objects.get(pk=ready.pk).name_hashes == keyed


def test_a_program_of_yesterday_may_still_add_people() -> None:
    """While a new version is put in place the old one knows no such column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizens_citizen (id, anonymous, name, cpr, phone, email, age_group,"
            " protected, may_leave_message, created_on)"
            " VALUES (gen_random_uuid(), false, '', '', '', '', 'unknown', false, false, now())"
        )
    assert Citizen.objects.get().name_hashes == []
