"""The chain of the logs: whoever owns the database can do everything to it, but not unseen."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from centre.records.actions import LINES, note, seal
from centre.records.choices import Damage, Log
from centre.records.models import LOGS, Seal, Unsealed
from centre.records.queries import Head, faults, head
from centre.records.rules import unsettled
from tests.centre.records.sealed import AT, LATER, by_the_owner, found, sealed, told, touched
from tests.centre.test_vault import NEW, encoded
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
__all__ = ["sealed"]


def test_every_line_is_sealed_once_and_then_stands_as_it_was_written(sealed: House) -> None:
    assert found() == []
    assert not Unsealed.objects.exists()
    assert seal(at=LATER + timedelta(minutes=10)) == 0
    for which, model in LOGS.items():
        entries = [pk for one in Seal.objects.filter(log=which) for pk in one.entries]
        assert sorted(entries) == sorted(model.objects.values_list("pk", flat=True))
        assert len(entries) == 6
    assert [one.number for one in Seal.objects.order_by("number")] == [1, 2, 3, 4]


def test_more_lines_than_a_seal_holds_make_several(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LINES >= 500
    monkeypatch.setattr("centre.records.actions.LINES", 2)
    told(house, times=5)
    assert seal(at=LATER) == 10
    assert sorted(len(one.entries) for one in Seal.objects.all()) == [1, 1, 2, 2, 2, 2]
    assert found() == []


@pytest.mark.threat("T23")
@pytest.mark.parametrize(
    ("statement", "damage"),
    [
        (
            "UPDATE {table} SET by_id = (SELECT min(id) FROM staff_user WHERE id <> by_id)",
            Damage.CHANGED,
        ),
        ("UPDATE {table} SET at = at - interval '1 microsecond'", Damage.CHANGED),
        ("UPDATE {table} SET row_id = row_id || ' '", Damage.CHANGED),
        ("DELETE FROM {table}", Damage.REMOVED),
    ],
)
@pytest.mark.parametrize("where", Log)
def test_a_line_that_was_touched_after_its_seal_is_named(
    sealed: House, statement: str, damage: Damage, where: Log
) -> None:
    table, line = touched(where)
    by_the_owner(f"{statement.format(table=table)} WHERE id = '{line}'")
    assert found() == [(where, damage, line)]


@pytest.mark.threat("T23")
@pytest.mark.parametrize("where", Log)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_line_put_in_by_another_hand_is_named(house: House, where: Log, is_sealed: bool) -> None:
    told(house)
    seal(at=LATER)
    table, line = touched(where)
    made = "7f7d9f57-0000-4000-8000-000000000001"
    columns = "at, by_id, citizen_id, row, row_id, mark"
    columns += ", action, detail" if where is Log.TRAIL else ", role, purpose, rows, request_id"
    by_the_owner(
        f"INSERT INTO {table} (id, {columns}) SELECT '{made}', {columns} FROM {table} WHERE id = '{line}'"
    )
    if is_sealed:
        assert seal(at=LATER) == 0
    assert found() == [(where, Damage.FOREIGN, made)]


@pytest.mark.parametrize("where", Log)
def test_a_line_changed_before_it_was_sealed_is_named_and_never_sealed(
    house: House, where: Log, caplog: pytest.LogCaptureFixture
) -> None:
    told(house)
    table, line = touched(where)
    by_the_owner(f"UPDATE {table} SET row = 'x' WHERE id = '{line}'")
    assert found() == [(where, Damage.FOREIGN, line)]
    assert seal(at=LATER) == 5
    assert found() == [(where, Damage.FOREIGN, line)]
    assert f"lines of the log {where} without our mark: 1" in caplog.text


@pytest.mark.threat("T23")
def test_a_line_removed_before_it_was_sealed_is_named(house: House) -> None:
    told(house)
    table, line = touched(Log.READING)
    by_the_owner(f"DELETE FROM {table} WHERE id = '{line}'")
    seal(at=LATER)
    assert found() == [(Log.READING, Damage.REMOVED, line)]


def test_a_line_taken_from_the_list_of_those_that_wait_is_named(house: House) -> None:
    told(house)
    _table, line = touched(Log.TRAIL)
    by_the_owner(f"DELETE FROM records_unsealed WHERE entry = '{line}'")
    seal(at=LATER)
    assert found() == [(Log.TRAIL, Damage.FOREIGN, line)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE records_seal SET sealed_at = now() WHERE number = 2",
            {Damage.CHANGED, Damage.FOREIGN},
        ),
        (
            "UPDATE records_seal SET digest = '\\x01' WHERE number = 4",
            {Damage.CHANGED, Damage.FOREIGN},
        ),
        (
            "UPDATE records_seal SET mark = decode(repeat('01', 34), 'hex') WHERE number = 4",
            {Damage.FOREIGN},
        ),
    ],
)
def test_a_seal_that_was_touched_is_named(
    sealed: House, statement: str, expected: set[Damage]
) -> None:
    by_the_owner(statement)
    number = statement[-1]
    assert {(one.where, one.which) for one in faults()} == {("seal", number)}
    assert {one.damage for one in faults()} == expected


@pytest.mark.threat("T23")
def test_a_seal_removed_from_the_middle_is_named_with_its_lines(sealed: House) -> None:
    lines = Seal.objects.get(number=2).entries
    by_the_owner("DELETE FROM records_seal WHERE number = 2")
    assert found()[0] == ("seal", Damage.REMOVED, "2-2")
    assert {which for _where, _damage, which in found()[1:]} == {str(pk) for pk in lines}


@pytest.mark.threat("T23")
def test_an_end_cut_off_with_its_lines_shows_against_the_end_that_was_told_outside(
    sealed: House,
) -> None:
    known = head()
    assert known is not None
    assert known.number == 4
    for table in ("auditentry", "readentry"):
        by_the_owner(
            f"DELETE FROM records_{table} WHERE id IN"
            " (SELECT unnest(entries) FROM records_seal WHERE number > 2)"
        )
    by_the_owner("DELETE FROM records_seal WHERE number > 2")
    assert found() == [], "a chain cannot show that its end was cut"
    assert found(known) == [("seal", Damage.CUT, "3-4")]
    # Nor does it help to write it anew, with the program itself, to the same length.
    told(sealed)
    seal(at=LATER + timedelta(minutes=5))
    assert head() != known
    assert found(known) == [("seal", Damage.OTHER, "4")]
    assert Head.read(str(known)) == known


@pytest.mark.threat("T23")
def test_whoever_rewrites_the_whole_chain_lacks_the_key(sealed: House, settings: Settings) -> None:
    """Every digest is made anew, rightly; only the marks are another key's."""
    by_the_owner("DELETE FROM records_seal")
    by_the_owner(
        "INSERT INTO records_unsealed (entry, log)"
        " SELECT id, 'trail' FROM records_auditentry UNION SELECT id, 'reading' FROM records_readentry"
    )
    ours = settings.FIELD_KEYS
    settings.FIELD_KEYS = encoded(k1=NEW)
    assert seal(at=LATER) == 0
    settings.FIELD_KEYS = ours
    assert {damage for _where, damage, _which in found()} == {Damage.FOREIGN}
    assert len(found()) == 12


def test_an_old_key_may_go_when_a_newer_one_has_closed_upon_its_seals(
    sealed: House, settings: Settings
) -> None:
    ours = settings.FIELD_KEYS
    settings.FIELD_KEYS = f"{ours},{encoded(k2=NEW)}"
    told(sealed)
    seal(at=LATER + timedelta(minutes=10))
    settings.FIELD_KEYS = encoded(k2=NEW)
    assert found() == []
    by_the_owner("UPDATE records_auditentry SET row = 'x' WHERE row_id <> ''")
    assert {damage for _where, damage, _which in found()} == {Damage.CHANGED}


def test_lines_whose_key_was_given_up_too_soon_wait_until_it_is_back(
    house: House, settings: Settings
) -> None:
    ours = settings.FIELD_KEYS
    told(house)
    settings.FIELD_KEYS = encoded(k2=NEW)
    assert seal(at=LATER) == 0
    assert {damage for _where, damage, _which in found()} == {Damage.KEYLESS}
    settings.FIELD_KEYS = f"{ours},{encoded(k2=NEW)}"
    assert seal(at=LATER) == 6
    assert found() == []


def test_without_the_key_of_the_last_seal_nothing_is_proved(
    sealed: House, settings: Settings
) -> None:
    settings.FIELD_KEYS = encoded(k2=NEW)
    assert found() == [("seal", Damage.KEYLESS, "4")]


def test_what_an_anonymous_person_did_is_sealed_when_its_half_day_is_long_over(
    house: House,
) -> None:
    """A seal that closed at once would tell the hour that the line itself does not (ux E.4)."""
    note(action="unit.test", row=house.adults, by=None, at=AT, anonymous=True)
    for early in ("2026-12-10 13.40", "2026-12-10 23.55", "2026-12-11 00.55"):
        assert seal(at=moment(early)) == 0
        assert found() == []
    told(house, times=1, at=moment("2026-12-11 01.01"))
    assert seal(at=moment("2026-12-11 01.02")) == 3
    assert found() == []


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-12-10 00.30", {"2026-12-10 00.00", "2026-12-09 12.00"}),
        ("2026-12-10 11.59", {"2026-12-10 00.00"}),
        ("2026-12-10 12.59", {"2026-12-10 12.00", "2026-12-10 00.00"}),
        ("2026-12-10 13.00", {"2026-12-10 12.00"}),
    ],
)
def test_the_half_days_that_are_not_sealed_yet(at: str, expected: set[str]) -> None:
    assert set(unsettled(moment(at))) == {moment(one) for one in expected}


def run(*words: str) -> str:
    out = StringIO()
    call_command("records", *words, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_is_well_and_where_the_chain_ends(sealed: House) -> None:
    end = run("head").strip()
    assert end == str(head())
    assert run("verify", "--head", end) == f"All is as it was written, up to seal {end}.\n"


def test_the_command_fails_and_names_what_was_touched_without_saying_what_it_says(
    sealed: House,
) -> None:
    table, line = touched(Log.READING)
    by_the_owner(f"DELETE FROM {table} WHERE id = '{line}'")
    out = StringIO()
    with pytest.raises(CommandError, match="1 are not as they were written"):
        call_command("records", "verify", stdout=out)
    assert out.getvalue() == f"reading {line}: was removed\n"


@pytest.mark.parametrize("end", ["x", "4", "4:zz", ":"])
def test_an_end_that_is_none_is_refused_in_words(sealed: House, end: str) -> None:
    with pytest.raises(CommandError, match="write NUMBER:DIGEST"):
        run("verify", "--head", end)


def test_before_the_first_seal_there_is_no_end_to_tell(house: House) -> None:
    with pytest.raises(CommandError, match="Nothing is sealed yet"):
        run("head")
