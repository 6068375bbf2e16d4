"""A delivery to a national register: what is in it, what is not, and who can read it."""

import csv
import json
import stat
import tracemalloc
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import TextChoices

from centre.clocks.choices import Cause
from centre.records.models import AuditEntry, ReadEntry
from centre.standard.models import QualityStandard
from centre.standard.schema import words as standard_words
from followup.choices import GoalKept, Outcome
from intake import choices as intake
from reporting.models import RegisterDelivery
from reporting.queries import deliveries
from reporting.registers import build as building
from reporting.registers.convert import DERIVED, from_number
from reporting.registers.schema import REGISTERS, Deadline, load
from tests.factories import House
from tests.reporting.people import ANSWERED, CPR, JANUARY, WOMAN, citizen, course, followed_up
from treatment import choices as treatment

YEAR = ("--from", "2026-01-01", "--to", "2026-12-31", "--by", "leader")
ALCOHOL = (("A0", "eat", "daily"), ("7.1", "smoke", "weekly"))
# Whose standards promise to report.
REPORTING = pytest.mark.parametrize(
    "council", ["aabenraa", "rebild", "haderslev", "skanderborg"], indirect=True
)
THREE = (("A0", "eat", "daily"), ("7.1", "smoke", "4_6_a_week"), ("L0", "other", "weekly"))


def deliver(register: str, folder: Path | None, *more: str) -> dict[str, Any]:
    """Build or check; answers with the counts, the last line of what was said."""
    out = StringIO()
    where = ("--out", str(folder)) if folder else ("--check",)
    call_command("registers", "build", register, *YEAR, *where, *more, stdout=out)
    lines = out.getvalue().splitlines()
    return {**json.loads(lines[-1]), "told": [json.loads(line) for line in lines[:-1]]}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture
def small(house: House) -> House:
    """Somebody of each kind: drugs, alcohol, without a number, without a name."""
    kim = citizen("Kim", CPR)
    course(
        house, "1", kim, profile=ANSWERED, uses=THREE, ended_on=date(2026, 5, 1), provider="=1+1()"
    )
    lis = citizen("Lis", WOMAN)
    course(
        house, "2", lis, area="alcohol", profile=ANSWERED, uses=ALCOHOL, ended_on=date(2026, 6, 1)
    )
    course(house, "3", citizen("Nn"), profile=None, uses=())
    course(house, "4", None, area="anonymous_drugs", profile=ANSWERED)
    course(house, "5", None, area="alcohol", profile=ANSWERED, uses=ALCOHOL)
    return house


@pytest.mark.django_db
@pytest.mark.promise(130)
@REPORTING
def test_the_alcohol_register_is_told_byte_for_byte(small: House, tmp_path: Path) -> None:
    told = deliver("nab", tmp_path)
    assert (tmp_path / "nab_course.csv").read_bytes().decode() == (
        "institution_sor;person_id_type;person_id;birth_year;residence_municipality;request_date;"
        "first_talk_date;admission_date;anonymous;referral_source;treated_before;treatment_type;"
        "setting;units_week;days_drinking_30;other_substance;cohabitation;children_under18_home;"
        "housing;education;income_source;discharge_date;discharge_reason;result\n"
        ";2;6505209996;2020;0000;2025-12-29;2026-01-05;2026-01-05;0;3;2;1;ambulant;12;8;7.1;3;1;1;2;"
        "8;2026-06-01;1;1\n"
    )
    assert told["records"] == {"course": 1}
    assert told["anonymous"] == {"course": 1}
    assert told["faults"] == {"unit: missing": 1}


@pytest.mark.django_db
@pytest.mark.promise(131)
@REPORTING
def test_each_event_has_a_file_with_its_own_day_and_deadline(
    council: QualityStandard, small: House, tmp_path: Path
) -> None:
    deliver("smdb", tmp_path)
    kim = f"{CPR};{council.content.identity.municipality_code}"
    assert {
        path.name.removeprefix("smdb_").removesuffix(".csv"): path.read_text().splitlines()[1:]
        for path in tmp_path.iterdir()
        if "errors" not in path.name
    } == {
        # Asked for in December: that is another year's.
        "request": [],
        "initiation": [f"{kim};social;SEL § 101 stk. 1;2025-12-29;2026-01-05;;1;1;2026-02-15"],
        "provider": [f"{kim};;'=1+1();ambulant;2026-01-05;2026-05-01;2026-02-15"],
        "admission": [
            f"{kim};2026-01-05;2;2;1;1;2;3;80;3;1;15;7.1;6;;2.1;1;2026-02-15",
        ],
        "service": [f"{kim};individual;2026-01-05;2026-05-01;2026-02-15"],
        "discharge": [f"{kim};2026-05-01;FB;2026-06-15"],
        "closing": [f"{kim};2026-05-01;FB;FRI;2026-06-15"],
        "follow_up": [],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ({"goal_kept": "kept", "result": "free"}, "goal_kept;FRI;0"),
        ({"goal_kept": "partly", "result": "reduced"}, "partly;REDSTAB;0"),
        ({"goal_kept": "not", "result": "unchanged", "wants_help": True}, "relapse;ANDANT;1"),
        # Not every standard asks after the goal.
        ({"result": "stabilised"}, "reached;REDSTAB;0"),
        ({"outcome": "relapsed", "result": "worse", "wants_help": True}, "relapse;ANDANT;1"),
        ({"outcome": "not_reached"}, "not_reachable;;0"),
        ({"outcome": "dead"}, "dead;;0"),
        # Nobody was called, or need not have been: that is no follow-up.
        ({"outcome": "corrected"}, None),
        ({"outcome": ""}, None),
    ],
)
def test_a_follow_up_is_told_with_its_day_and_how_it_went(
    house: House, tmp_path: Path, ending: dict[str, Any], told: str | None
) -> None:
    for number, area in ((CPR, "drugs"), (WOMAN, "alcohol")):
        who = citizen(area, number)
        made = course(house, area, who, area=area, ended_on=date(2026, 5, 1))
        followed_up(house, made, 6, on=date(2026, 10, 30), **ending)
    deliver("smdb", tmp_path)
    lines = (tmp_path / "smdb_follow_up.csv").read_text().splitlines()[1:]
    line = f"{CPR};0510;;2026-11-01;2026-10-30;{told};2026-11-15"
    assert lines == ([line] if told else [])


@pytest.mark.django_db
def test_a_drug_is_primary_and_alcohol_only_secondary(small: House, tmp_path: Path) -> None:
    deliver("tdi", tmp_path)
    kim, nn = rows(tmp_path, "tdi_treatment")
    assert (kim["primary_drug"], kim["route"], kim["frequency"]) == ("7.1", "2", "2")
    # Alcohol is 8, and nitrous oxide a volatile substance; the tables of secondary drugs count anew.
    assert [kim[f"secondary_drug_{number}"] for number in (1, 2, 3)] == ["8", "6", ""]
    assert [kim[f"secondary_group_{number}"] for number in (1, 2, 3)] == ["9", "10", ""]
    assert (kim["sex"], kim["age"]) == ("male", "35")
    assert (nn["primary_drug"], nn["secondary_group_1"], nn["sex"]) == (
        "99",
        "11",
        "not known/missing",
    )
    assert CPR not in (tmp_path / "tdi_treatment.csv").read_text()


@pytest.mark.django_db
def test_a_person_is_counted_once_a_calendar_year(house: House, tmp_path: Path) -> None:
    kim, lis, bo = citizen("Kim", CPR), citizen("Lis", WOMAN), citizen("Bo")
    asked: dict[str, Any] = {"profile": ANSWERED}
    course(house, "1", kim, ended_on=date(2026, 1, 20), **asked)
    course(house, "2", kim, begun_on=date(2026, 9, 1), **asked)
    # Three months without treatment are too few to be new, seven are enough.
    course(house, "3", lis, begun_on=date(2025, 6, 1), ended_on=date(2025, 10, 5), **asked)
    course(house, "4", lis, begun_on=JANUARY, **asked)
    course(house, "5", bo, begun_on=date(2025, 1, 1), ended_on=date(2025, 6, 1), **asked)
    course(house, "6", bo, begun_on=JANUARY, **asked)
    alone = citizen("Eva")
    course(house, "7", alone, uses=(("A0", "eat", "daily"),), **asked)
    told = deliver("tdi", tmp_path)
    assert told["records"] == {"treatment": 2}
    assert told["left_out"] == {
        "counted_this_year": 1,
        "still_in_treatment": 1,
        "alcohol_only": 1,
    }


@pytest.mark.django_db
def test_what_is_wrong_is_told_by_its_place_and_never_by_a_number(
    small: House, tmp_path: Path
) -> None:
    told = deliver("smdb", tmp_path)
    faults = [one for one in rows(tmp_path, "smdb_errors") if one["record"]]
    assert [(one["file"], one["line"], one["field"], one["fault"], one["delivered"]) for one in faults] == [
        ("smdb_initiation.csv", "", "cpr", "missing", "no"),
        ("smdb_provider.csv", "", "cpr", "missing", "no"),
        ("smdb_admission.csv", "", "cpr", "missing", "no"),
        ("smdb_admission.csv", "", "profile", "missing", "no"),
        ("smdb_admission.csv", "", "primary_substance", "missing", "no"),
        ("smdb_service.csv", "", "cpr", "missing", "no"),
    ]  # fmt: skip
    assert told["left_out"] == {"fault": 4}
    deliver("tdi", tmp_path)
    lines = {one["line"] for one in rows(tmp_path, "tdi_errors")}
    # The head is line 1, Kim line 2.
    assert lines == {"3"}
    for register in ("smdb", "tdi"):
        assert CPR not in (tmp_path / f"{register}_errors.csv").read_text()


@pytest.mark.django_db
def test_the_files_are_their_owners_alone_and_the_number_stands_nowhere_else(
    small: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "new"
    told = json.dumps([deliver(register, folder) for register in REGISTERS])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not [path for path in folder.iterdir() if path.suffix == building.PART]
    for number in (CPR, WOMAN):
        assert number not in told + caplog.text


@pytest.mark.django_db
def test_to_check_writes_no_file_and_lists_the_faults(small: House, tmp_path: Path) -> None:
    told = deliver("smdb", None)
    built = deliver("smdb", tmp_path)
    assert told["told"] == rows(tmp_path, "smdb_errors")
    assert {name: told[name] for name in ("records", "anonymous", "left_out", "faults")} == {
        name: built[name] for name in ("records", "anonymous", "left_out", "faults")
    }
    assert told["files"] == []


@pytest.mark.django_db
def test_the_same_delivery_twice_is_the_same_bytes(small: House, tmp_path: Path) -> None:
    for register in REGISTERS:
        for name in ("one", "two"):
            deliver(register, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.django_db
def test_a_delivery_is_written_down_and_a_check_is_a_reading_too(
    small: House, tmp_path: Path
) -> None:
    deliver("smdb", tmp_path)
    kept = RegisterDelivery.objects.get()
    assert (kept.register, kept.records, kept.left_out, kept.built_by) == (
        "smdb",
        6,
        4,
        small.leader,
    )
    assert AuditEntry.objects.get(action="reporting.register_delivery").row_id == str(kept.pk)
    deliver("smdb", None)
    read = ReadEntry.objects.filter(purpose__startswith="register").order_by("at")
    assert [(one.purpose, one.rows, one.by, one.role) for one in read] == [
        ("register smdb delivery", 6, small.leader, "leader"),
        ("register smdb check", 6, small.leader, "leader"),
    ]


@pytest.mark.django_db
def test_a_delivery_that_cannot_be_written_down_is_none(
    small: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_given: object) -> None:
        raise DatabaseError("the log is full")

    monkeypatch.setattr("reporting.management.commands.registers.record_delivery", full)
    with pytest.raises(DatabaseError), transaction.atomic():
        deliver("smdb", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        ("--from", "2027-01-01", "--to", "2026-01-01", "--by", "leader", "--check"),
        ("--from", "2026-01-01", "--to", "2026-01-01", "--by", "nobody", "--check"),
        ("--from", "2026-01-01", "--to", "2026-01-01", "--by", "leader"),
    ],
)
def test_what_cannot_be_built_is_refused_in_a_sentence(
    house: House, wrong: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError, match=r"\.$"):
        call_command("registers", "build", "nab", *wrong)


def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows themselves come a few at a time; here they are made up, so many as a country has."""
    register = load("tdi")
    given = {"treatment": 0}

    def many(_text: str, _given: object) -> Any:
        names = {one.value for one in register.events[0].fields} - set(DERIVED)
        for number in range(given["treatment"]):
            fixed = (str(number), JANUARY, "drugs", False, None, None, True)
            yield (*fixed, *("99" for _ in names))

    monkeypatch.setattr(deliveries, "read", many)
    monkeypatch.setattr(deliveries, "values", lambda *_days, **_more: {})
    peaks = []
    for given["treatment"] in (500, 500, 5_000):
        delivery = building.Delivery(tmp_path, register)
        tracemalloc.start()
        with delivery.errors() as told:
            building.write(delivery, first=JANUARY, last=JANUARY, unit="", told=told)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.5 * peaks[1]


OURS: dict[str, list[str]] = {
    **{
        name: list(words.values)
        for module in (intake, treatment)
        for name, words in vars(module).items()
        if isinstance(words, type) and issubclass(words, TextChoices) and words is not TextChoices
    },
    "OfferKind": list(standard_words.OfferKind.__args__),  # type: ignore[attr-defined]
    "FollowUpResult": [*GoalKept.values, *Outcome.values],
    "LateReason": [*Cause.values, "free_choice"],
    "Sex": ["male", "female", "unknown"],
}


@pytest.mark.parametrize("key", REGISTERS)
def test_every_word_of_ours_has_a_code_in_every_register_that_needs_it(key: str) -> None:
    register = load(key)
    for name, known in register.codes.items():
        ours = set(OURS[known.of])
        assert ours - known.codes.keys() - set(known.never) == set(), (key, name)
        assert known.codes.keys() - ours - {""} == set(), (key, name)
        assert not set(known.never) & known.codes.keys(), (key, name)
        assert known.blank == "" or known.blank in known.codes, (key, name)
        assert known.source


@pytest.mark.parametrize("key", REGISTERS)
def test_every_column_is_read_from_somewhere_and_says_where_its_name_is_from(key: str) -> None:
    register = load(key)
    used = {one.codes for event in register.events for one in event.fields}
    assert used - {""} == register.codes.keys()
    for event in register.events:
        columns = deliveries.OF_REQUESTS if event.key == "request" else deliveries.COLUMNS
        assert {one.value for one in event.fields} <= {*columns, *DERIVED}
        assert all(one.source for one in event.fields)
        names = [one.name for one in event.fields]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("deadline", "day", "last"),
    [
        (Deadline(source="C27", days_after_month=15), date(2026, 1, 1), date(2026, 2, 15)),
        (Deadline(source="C27", days_after_month=15), date(2026, 1, 31), date(2026, 2, 15)),
        (Deadline(source="C27", days_after_month=15), date(2026, 12, 24), date(2027, 1, 15)),
        (Deadline(source="C28", months=1), date(2026, 1, 31), date(2026, 2, 28)),
        (Deadline(source="C28", months=1), date(2026, 3, 10), date(2026, 4, 10)),
    ],
)
def test_when_it_must_have_arrived(deadline: Deadline, day: date, last: date) -> None:
    assert deadline.on(day) == last


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cpr", "told"),
    [
        ("", ("", "", "", "unknown", "")),
        ("0101910009", ("0101910009", "1", "1991", "male", "35")),
        ("3112910008", ("3112910008", "1", "1991", "female", "34")),
        ("6505209996", ("6505209996", "2", "2020", "unknown", "5")),
        ("0101911AB1", ("0101911AB1", "2", "", "unknown", "")),
        ("9999999999", ("9999999999", "", "", "unknown", "")),
    ],
)
def test_what_a_number_tells(cpr: str, told: tuple[str, ...]) -> None:
    from centre.vault import keyring

    sealed = keyring().seal(cpr, context="citizen.cpr") if cpr else None
    assert from_number(sealed, date(2026, 1, 5)) == told
