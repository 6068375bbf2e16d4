"""What somebody without a key may try against the chain of the logs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from centre.records.actions import look_through, note, seal
from centre.records.choices import Damage, Log
from centre.records.models import LOGS, Seal
from centre.records.queries import Head, faults, head
from centre.records.rules import BEGINNING, closed_upon
from centre.vault import VaultError, digest_of
from tests.centre.records.sealed import AT, LATER, by_the_owner, found, sealed, told, touched
from tests.centre.test_guard import as_the_web
from tests.centre.test_guard import run as run_statement
from tests.factories import House

pytestmark = pytest.mark.django_db
__all__ = ["sealed"]


# --- Who owns the database, or has the web's rights, and holds no key -------------------------------

FORGED = "decode('FFFF' || repeat('00', 32), 'hex')"


@pytest.mark.threat("T23")
@pytest.mark.parametrize("number", ["FFFF", "0000"])
def test_a_whole_chain_written_anew_with_marks_of_no_key_is_seen(
    sealed: House, number: str
) -> None:
    """Digests anybody can make: the seals' marks are what they lack."""
    by_the_owner("UPDATE records_auditentry SET row = 'x' WHERE row_id <> ''")
    before = BEGINNING
    for one in Seal.objects.order_by("number"):
        lines = {row.pk: digest_of(row) for row in LOGS[Log(one.log)].objects.all()}
        one.digests = b"".join(lines[pk] for pk in one.entries)
        one.digest = before = closed_upon(before, digest_of(one, but="digest"))
        by_the_owner(
            f"UPDATE records_seal SET digests = '\\x{one.digests.hex()}',"
            f" digest = '\\x{before.hex()}', mark = decode('{number}' || repeat('00', 32), 'hex')"
            f" WHERE number = {one.number}"
        )
    assert found() != []
    assert head() is None, "no witness is told an end that is none of ours"
    told(sealed)
    with pytest.raises(VaultError, match="the end of the chain"):
        seal(at=LATER + timedelta(minutes=10))


def test_a_seal_put_on_top_by_another_hand_is_not_closed_upon(sealed: House) -> None:
    with as_the_web():
        run_statement(
            "INSERT INTO records_seal (number, sealed_at, log, entries, digests, digest, mark)"
            f" SELECT 5, sealed_at, log, entries, digests, digest, {FORGED}"
            " FROM records_seal WHERE number = 4"
        )
    told(sealed)
    with pytest.raises(VaultError):
        seal(at=LATER + timedelta(minutes=10))
    assert ("seal", Damage.FOREIGN, "5") in found()


def test_a_line_that_takes_the_number_of_a_sealed_one_in_another_month_is_seen(
    sealed: House,
) -> None:
    line = str(Seal.objects.filter(log=Log.READING).earliest("number").entries[0])
    with as_the_web():
        run_statement(
            "INSERT INTO records_readentry"
            " (id, at, by_id, role, purpose, row, row_id, rows, request_id, mark)"
            " SELECT id, at - interval '2 months', by_id, role, 'x', row, row_id, rows, '', mark"
            f" FROM records_readentry WHERE id = '{line}'"
        )
    assert (Log.READING, Damage.FOREIGN, line) in found()
    assert seal(at=LATER + timedelta(minutes=10)) == 0
    assert found() == [(Log.READING, Damage.FOREIGN, line)]


@pytest.mark.parametrize(
    "mark", [FORGED, "decode('0000' || repeat('00', 32), 'hex')", "decode(repeat('01', 34), 'hex')"]
)
def test_no_line_of_another_hand_keeps_the_others_from_their_seal(house: House, mark: str) -> None:
    told(house)
    made = "00000000-0000-4000-8000-000000000001"
    with as_the_web():
        run_statement(
            "INSERT INTO records_auditentry (id, at, action, row, row_id, detail, mark)"
            f" VALUES ('{made}', '2026-12-10', 'x', 'x', 'x', '{{}}', {mark})"
        )
    assert seal(at=LATER) == 6
    assert [(which, one) for which, _damage, one in found()] == [(Log.TRAIL, made)]


def test_a_line_of_a_time_to_come_is_not_sealed_before_it(house: House) -> None:
    """A look that began a moment before noon closes no line of the half-day that then began."""
    told(house, times=1, at=LATER + timedelta(seconds=1))
    assert seal(at=LATER) == 0
    assert seal(at=LATER + timedelta(seconds=1)) == 2


def test_a_line_that_waits_for_days_is_told(house: House) -> None:
    told(house, times=1)
    assert list(faults(at=AT + timedelta(hours=25))) == []
    late = {one.damage for one in faults(at=AT + timedelta(hours=27))}
    assert late == {Damage.LATE}


@pytest.fixture
def kept(tmp_path: Path, settings: Settings) -> Path:
    """Where the nightly look keeps the end of the chain."""
    settings.LOG_HEAD_FILE = str(tmp_path / "log" / "head")
    return Path(settings.LOG_HEAD_FILE)


def test_a_chain_begun_anew_over_the_lines_that_were_left_is_seen_by_the_next_look(
    sealed: House, kept: Path
) -> None:
    assert list(look_through(at=LATER)) == []
    assert Head.read(kept.read_text()) == head()
    _table, line = touched(Log.READING)
    by_the_owner(f"DELETE FROM records_readentry WHERE id = '{line}'")
    by_the_owner("DELETE FROM records_seal")
    by_the_owner(
        "INSERT INTO records_unsealed (entry, log)"
        " SELECT id, 'trail' FROM records_auditentry UNION SELECT id, 'reading' FROM records_readentry"
    )
    seal(at=LATER + timedelta(minutes=10))
    assert found() == [], "the chain itself is a good one"
    was = kept.read_text()
    assert {one.damage for one in look_through(at=LATER)} <= {Damage.CUT, Damage.OTHER}
    assert list(look_through(at=LATER)) != []
    assert kept.read_text() == was


@pytest.mark.parametrize(
    "detail", [{"n": {10: "a", 9: "b"}}, {"days": ("a", 1, None)}, {"x": {"y": [True, {"z": ""}]}}]
)
def test_a_line_says_the_same_after_the_database_has_had_it(house: House, detail: Any) -> None:
    note(action="unit.test", row=house.adults, by=None, at=AT, **detail)
    seal(at=LATER)
    assert found() == []
