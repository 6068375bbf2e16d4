"""What the database refuses by itself, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from centre.citizens.models import Citizen, Guardian
from centre.guard import CITIZEN_IS_KEPT, WEB_ROLE, broken
from centre.records.actions import note, seal
from centre.records.models import AuditEntry
from followup.actions import pull
from followup.models import FollowUp
from reporting.models import LogLook
from tests.centre.journal import constraints as journal
from tests.centre.post.constraints import letter
from tests.centre.retention.constraints import dropped
from tests.centre.rights import cases as rights
from tests.centre.rights.cases import citizen_of, collected, family
from tests.complaints.cases import anonymous
from tests.constraints import AT, attempt, changed, clock
from tests.factories import House
from tests.followup.cases import course, discharged, ended, taken_back, tried
from tests.followup.constraints import talk
from tests.reporting.constraints import delivery, odd_answer
from tests.treatment.cases import EVENING, held
from treatment.actions.course import hand_over

pytestmark = pytest.mark.django_db
APPEND_ONLY = (
    "reporting_oddreading",
    "reporting_oddanswer",
    "reporting_loglook",
    "records_auditentry",
    "records_readentry",
    "records_lookup",
    "records_searchalarm",
    "records_seal",
    "records_droppedmonth",
    "clocks_clockevent",
    "clocks_alert",
    "intake_contactattempt",
    "post_letter",
    "treatment_handover",
    "treatment_treatmentplan",
    "treatment_goal",
    "treatment_planreview",
    "treatment_sessionnote",
    "treatment_discharge",
    "treatment_goalresult",
    "followup_callattempt",
    "followup_supporttalk",
    "followup_earlierend",
    "reporting_registerdelivery",
    "complaints_complaintevent",
    "rights_requestevent",
    "journal_note",
    "journal_attachment",
    "journal_attachmentpart",
    "journal_passingon",
)
# The key of a row, where it has another name.
KEYS = {"records_seal": "number"}


@contextmanager
def as_the_web() -> Iterator[None]:
    """Speak to the database as the web role does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def fill(house: House, table: str) -> None:
    """A row in each table of the ground and the first floor, or in each of those above."""
    if table.startswith("complaints_"):
        anonymous(house)
    elif table.startswith("rights_"):
        collected(rights.asked(house, citizen_of(family(house))), house.caseworker)
    elif table.startswith("journal_"):
        journal.part(journal.attachment(house))
        journal.passing(house)
    elif table.startswith("reporting_"):
        delivery(house)
        odd_answer(house)
        LogLook.objects.create(kind="day", on=date(2026, 1, 1), looked_at=AT)
    elif table.startswith(("treatment_", "followup_")):
        treated(house)
    else:
        asked(house)


def treated(house: House) -> None:
    """A whole course and the calls after it."""
    one = course(house)
    held(one, house, note="Sov bedre.")
    hand_over(course_id=one.pk, to=house.colleague, reason="Orlov", by=house.leader, at=EVENING)
    end = discharged(house, one=one)
    pull(at=EVENING)
    call = FollowUp.objects.get(discharge=end, month=1)
    tried(call, house)
    taken_back(ended(call, house), house)
    talk(house, course=one)


def asked(house: House) -> None:
    attempt(house)
    letter(house)
    one = clock(house)
    run(
        "INSERT INTO clocks_alert (clock_id, cycle, rung, true_since, made_at)"
        f" VALUES ('{one.pk}', 1, 0, '2026-12-24', now())"
    )
    run(
        "INSERT INTO records_readentry"
        " (id, at, by_id, role, purpose, row, row_id, rows, request_id, mark)"
        f" VALUES (gen_random_uuid(), now(), {house.caseworker.pk}, '', '', '', '', 1, '',"
        " decode(repeat('00', 34), 'hex'))"
    )
    run(
        "INSERT INTO records_lookup (id, citizen_id, reason, text, at, by_id)"
        f" VALUES (gen_random_uuid(), '{one.citizen_id}', 'danger', '1:x', now(), {house.caseworker.pk})"
    )
    seal(at=AT)
    dropped()
    run(
        "INSERT INTO records_searchalarm (id, by_id, at, hour_at)"
        f" VALUES (gen_random_uuid(), {house.caseworker.pk}, now(), now())"
    )


@pytest.mark.threat("T23")
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {key} = {key}", "DELETE FROM {}"])
def test_not_even_the_owner_changes_or_removes_a_row(
    house: House, table: str, statement: str
) -> None:
    fill(house, table)
    with pytest.raises(IntegrityError, match=rf"rows of {table}\w* are only ever added"):
        run(statement.format(table, key=KEYS.get(table, "id")))


@pytest.mark.threat("T23")
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {key} = {key}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_web_has_no_right_to_change_what_is_only_added_to(table: str, statement: str) -> None:
    with as_the_web(), pytest.raises(ProgrammingError, match="permission denied"):
        run(statement.format(table, key=KEYS.get(table, "id")))


@pytest.mark.threat("T23")
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE records_auditentry DISABLE TRIGGER ALL",
        "DROP TRIGGER records_auditentry_append_only ON records_auditentry",
        "DROP TABLE records_auditentry",
        "ALTER FUNCTION refuse_change() RENAME TO refuse_nothing",
        "CREATE TABLE mine (id int)",
        # Nor come by way of one month at what the whole table keeps closed.
        "INSERT INTO records_readentry_other SELECT * FROM records_readentry",
        "DELETE FROM records_readentry_other",
        "TRUNCATE records_readentry_other",
        "ALTER TABLE records_readentry DETACH PARTITION records_readentry_other",
    ],
)
def test_the_web_cannot_take_the_guard_away(statement: str) -> None:
    with as_the_web(), pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
        run(statement)


def test_the_web_may_add_to_the_trail_and_read_it(house: House) -> None:
    with as_the_web():
        note(action="test", row=house.adults, by=house.caseworker, at=AT)
        assert AuditEntry.objects.filter(action="test").count() == 1


def test_the_web_may_write_everything_else(house: House) -> None:
    with as_the_web():
        house.adults.name = "Voksenteamet"
        house.adults.save()
    house.adults.refresh_from_db()
    assert house.adults.name == "Voksenteamet"


def test_every_guarded_table_is_in_the_list_of_this_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only'"
            # Not once more for each month of a table of months.
            " AND tgparentid = 0"
        )
        assert {name for (name,) in cursor.fetchall()} == set(APPEND_ONLY)


def test_a_refusal_names_the_constraint(house: House) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(house.adults).objects.filter(pk=house.adults.pk).update(kind="?")
    assert broken(refused.value) == "unit_kind_known"
    assert broken(IntegrityError("of nobody")) == ""


# Tables with a citizen of their own whose rows are guarded elsewhere, and how.
NOT_OF_THE_KEPT = {
    "records_auditentry": "a number in a sealed log; to look at what was disposed of leaves a line too",
    "records_readentry": "a number in a sealed log",
    "retention_hold": "`place_hold` takes the citizen's row and refuses",
    "rights_rightsrequest": "`register` takes the citizen's row and refuses",
    "clocks_clock": "born with what it is the deadline of",
    "treatment_course": "its inquiry goes, and the foreign key refuses",
    "treatment_session": "its course goes, and the foreign key refuses",
    "reporting_oddreading": "found in the log of readings, by a number that stays",
}


def test_of_somebody_disposed_of_nothing_new_is_written_in_any_table() -> None:
    bearing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Citizen and field.column == "citizen_id"
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'O'"
            " AND tgname = tgrelid::regclass::text || '_of_the_kept'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == bearing - NOT_OF_THE_KEPT.keys()
    assert bearing >= NOT_OF_THE_KEPT.keys()


def test_a_row_about_somebody_disposed_of_is_refused_by_name(house: House) -> None:
    gone = Citizen.objects.create(created_on=AT.date(), disposed_on=AT.date())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        letter(house, citizen=gone)
    assert broken(refused.value) == CITIZEN_IS_KEPT
    kept = Guardian.objects.create(
        citizen=Citizen.objects.create(created_on=AT.date()), number=1, name="Gry"
    )
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        changed(kept, citizen=gone)
    assert broken(refused.value) == CITIZEN_IS_KEPT
