"""What a copy of the database without the keys must not tell."""

import base64
from typing import Any

import pytest
from django.apps import apps
from django.core import checks, serializers
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from centre import vault
from centre.citizens.actions import Person, keep_person
from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of
from centre.vault import Keyring, VaultError, keyed_hash, keyring_from
from intake.models import Booking
from tests.conftest import moment

OLD, NEW = b"o" * 32, b"n" * 32
AT = moment("2026-12-10 09.30")
CPR = "0505209996"


def encoded(**keys: bytes) -> str:
    """A keyring as the settings hold it: `1:<base64>,2:<base64>`."""
    return ",".join(
        f"{name.lstrip('k')}:{base64.b64encode(key).decode()}" for name, key in keys.items()
    )


@given(st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    ring = Keyring({1: OLD})
    assert ring.open(ring.seal(text, context="citizen.name"), context="citizen.name") == text


@given(st.binary())
def test_a_document_is_sealed_byte_for_byte(content: bytes) -> None:
    ring = Keyring({1: OLD})
    sealed = ring.seal_bytes(content, context="letter.pdf")
    assert ring.open_bytes(sealed, context="letter.pdf") == content
    with pytest.raises(VaultError, match="moved"):
        ring.open_bytes(sealed, context="letter.text")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    ring = Keyring({1: OLD})
    assert ring.seal("Ærø", context="a.b") != ring.seal("Ærø", context="a.b")


def test_the_newest_key_writes_and_the_old_ones_still_read() -> None:
    before = Keyring({1: OLD}).seal("Ærø", context="a.b")
    both = Keyring({1: OLD, 2: NEW})
    after = both.seal("Ærø", context="a.b")
    assert both.open(before, context="a.b") == both.open(after, context="a.b") == "Ærø"
    assert Keyring({2: NEW}).open(after, context="a.b") == "Ærø"
    with pytest.raises(VaultError, match="no key"):
        Keyring({2: NEW}).open(before, context="a.b")


@pytest.mark.threat("T22")
def test_a_wrong_key_of_the_same_number_opens_nothing() -> None:
    sealed = Keyring({1: OLD}).seal("Ærø", context="a.b")
    with pytest.raises(VaultError):
        Keyring({1: NEW}).open(sealed, context="a.b")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    ring = Keyring({1: OLD})
    with pytest.raises(VaultError, match="moved"):
        ring.open(ring.seal(CPR, context="citizen.cpr"), context="citizen.phone")


@pytest.mark.threat("T22")
def test_no_changed_or_shortened_value_opens_and_no_error_holds_it() -> None:
    ring = Keyring({1: OLD})
    sealed = ring.seal(CPR, context="citizen.cpr")
    broken = [sealed[:length] for length in range(len(sealed))]
    broken += [
        sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        for place in range(len(sealed))
    ]
    for value in broken:
        with pytest.raises(VaultError) as refused:
            ring.open(value, context="citizen.cpr")
        assert CPR not in str(refused.value)


@pytest.mark.parametrize("text", ["", "1:", "1:c2hvcnQ=", "x:" + "A" * 44, "nonsense"])
def test_a_malformed_keyring_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        keyring_from(text)


def test_a_keyring_reads_several_keys() -> None:
    assert keyring_from(encoded(k1=OLD, k2=NEW)).keys == {1: OLD, 2: NEW}


# --- Look-up ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("050520-9996", "0505209996"),
        (" 050520 9996 ", "0505209996"),
        ("Åse@Example.DK", "åse@example.dk"),
        ("Åse", "A\u030ase"),  # one letter, or a letter and its ring
        ("+45 20 00 00 01", "+4520000001"),
    ],
)
def test_spellings_of_the_same_thing_are_found_alike(first: str, second: str) -> None:
    assert keyed_hash(first, purpose="p") == keyed_hash(second, purpose="p")


def test_a_hash_is_of_its_purpose_and_of_its_key(settings: Settings) -> None:
    first = keyed_hash(CPR, purpose="citizen.cpr")
    assert len(first) == 32
    assert keyed_hash(CPR, purpose="citizen.phone") != first
    settings.INDEX_KEY = base64.b64encode(NEW).decode()
    assert keyed_hash(CPR, purpose="citizen.cpr") != first


@given(st.text(), st.text())
def test_hashes_meet_only_where_the_spellings_do(first: str, second: str) -> None:
    same = vault.normalised(first) == vault.normalised(second)
    assert (keyed_hash(first, purpose="p") == keyed_hash(second, purpose="p")) is same


# --- The field ----------------------------------------------------------------------------------


def kept(**person: Any) -> Citizen:
    found = keep_person(person=Person(**person), age_group="30_plus", at=AT)
    assert found is not None
    return found


def raw(citizen: Citizen) -> str:
    """The whole row as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text, c.* FROM citizens_citizen c WHERE id = %s", [citizen.pk])
        row = cursor.fetchone()
    return " ".join(
        bytes(part).decode("latin-1") if isinstance(part, memoryview | bytes) else str(part)
        for part in row or ()
    )


@pytest.mark.threat("T22")
@pytest.mark.django_db
def test_no_name_number_or_address_stands_in_the_row_itself() -> None:
    citizen = kept(
        name="Ærø Ødegård", cpr=CPR, phone="+4520000001", email="aeroe@example.dk",
        address="Kirkestien 4\n6200 Aabenraa",
    )  # fmt: skip
    row = raw(citizen)
    for told in ("Ødegård", "degaard", CPR, "050520", "20000001", "aeroe", "example", "Kirkestien",
                 "6200"):  # fmt: skip
        assert told not in row
        assert told.encode().hex() not in row


@pytest.mark.django_db
def test_a_field_gives_back_what_was_kept_and_nothing_for_nothing() -> None:
    citizen = Citizen.objects.get(pk=kept(name="A\u030age Ærø").pk)
    assert citizen.name == "Åge Ærø"
    assert citizen.cpr == citizen.phone == citizen.email == ""
    assert list(Citizen.objects.values_list("name", flat=True)) == ["Åge Ærø"]


@pytest.mark.django_db
def test_a_citizen_is_found_by_the_hash_of_the_number() -> None:
    citizen = kept(name="Åge", cpr=CPR)
    kept(name="Bo", cpr="2911829996")
    found = Citizen.objects.filter(cpr_hash=hash_of("050520-9996", purpose="citizen.cpr"))
    assert found.get() == citizen


@pytest.mark.threat("T31")
@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__icontains", "cpr__in", "cpr__gt"])
def test_a_sealed_field_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError):
        list(Citizen.objects.filter(**{lookup: "Åge"}))


@pytest.mark.django_db
def test_a_sealed_field_does_not_leave_by_serialisation() -> None:
    with pytest.raises(VaultError, match="serialisation"):
        serializers.serialize("json", [kept(name="Åge")])


@pytest.mark.django_db
def test_a_value_copied_between_columns_by_hand_does_not_open() -> None:
    citizen = kept(name="Åge", cpr=CPR)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE citizens_citizen SET phone = cpr WHERE id = %s", [citizen.pk])
    with pytest.raises(VaultError, match=r"citizen\.phone was changed or moved"):
        Citizen.objects.get(pk=citizen.pk)


@pytest.mark.django_db
def test_saving_again_moves_a_value_to_the_newest_key(settings: Settings) -> None:
    first = settings.FIELD_KEYS
    citizen = kept(name="Åge")
    second = f"2:{base64.b64encode(NEW).decode()}"
    settings.FIELD_KEYS = f"{first},{second}"
    Citizen.objects.get(pk=citizen.pk).save()
    settings.FIELD_KEYS = second
    assert Citizen.objects.get(pk=citizen.pk).name == "Åge"


def test_every_sealed_column_has_a_place_of_its_own() -> None:
    places = [
        (f"{model._meta.model_name}.{field.name}", field.context)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, vault.Sealed)
    ]
    assert ("booking.needs", "booking.needs") in places
    assert ("letter.pdf", "letter.pdf") in places
    contexts = [context for _where, context in places]
    assert len(contexts) == len(set(contexts))
    assert all(where.replace("_", "") == context.replace("_", "") for where, context in places)


def test_a_migration_says_where_a_field_belongs() -> None:
    field = Booking._meta.get_field("needs")
    _name, _path, _args, kwargs = field.deconstruct()
    assert kwargs["context"] == "booking.needs"


GOOD = {"FIELD_KEYS": encoded(k1=OLD, k2=NEW), "INDEX_KEY": base64.b64encode(OLD).decode()}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIELD_KEYS", ""),
        ("FIELD_KEYS", "1"),
        ("FIELD_KEYS", "one:" + base64.b64encode(OLD).decode()),
        ("FIELD_KEYS", encoded(k1=OLD[1:])),
        ("FIELD_KEYS", "1:" + "æ" * 44),
        ("INDEX_KEY", ""),
        ("INDEX_KEY", base64.b64encode(OLD[1:]).decode()),
        ("INDEX_KEY", "not base64 at all, but long enough to be a key"),
    ],
)
def test_a_key_that_is_none_stops_the_house_before_a_person_is_written(
    settings: Settings, name: str, value: str
) -> None:
    for key, good in GOOD.items():
        setattr(settings, key, good)
    assert checks.run_checks(tags=["security"]) == []
    setattr(settings, name, value)
    (fault,) = checks.run_checks(tags=["security"])
    assert fault.id == "citizens.E001"
    assert fault.level == checks.ERROR
    assert name in fault.msg
    assert not value or value not in fault.msg.replace("1:<32", "")
