"""What is approved goes whole, nothing else does, and numbers stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from centre.calendar import danish_day
from centre.citizens.models import Citizen, Consent
from centre.guard import WEB_ROLE
from centre.journal.models import Note
from centre.post.actions import forget_addresses, send_waiting
from centre.records.actions import note, seal
from centre.records.models import AuditEntry, LookUp
from centre.retention.actions import carry_out as module
from centre.retention.actions.carry_out import carry_out
from centre.retention.choices import Hindrance, Kind, Outcome, Status
from centre.retention.models import Line, Protocol, Tally
from centre.retention.queries.parts import parts
from intake.models import ContactAttempt, Inquiry
from tests.access.test_canary import everything_kept
from tests.centre.records.sealed import found as faults
from tests.centre.retention.cases import (
    LATER,
    NAME,
    approved,
    carried_out,
    delivered,
    drafted,
    ended_clocks,
    health_note,
    hold,
    treated,
    whole_life,
)
from tests.centre.retention.test_records import advised
from tests.factories import House
from tests.treatment import cases as treatment
from treatment.models import Course, SessionNote

pytestmark = pytest.mark.django_db


def removed_tables() -> set[Any]:
    return {model for part in parts() for model in part.removes}


def sealed_values() -> str:
    """Everything that is kept, opened with the keys: what somebody who holds them would read."""
    told = []
    for model in apps.get_models():
        if model._meta.managed:
            told += [
                str(value) for row in model._default_manager.all().values_list() for value in row
            ]
    return "\n".join(told)


def test_of_a_whole_life_no_row_and_no_word_is_left(house: House) -> None:
    citizen = whole_life(house)
    health_note(citizen, house)
    delivered(house)
    empty = [model for model in removed_tables() if not model._default_manager.exists()]
    assert empty == [], "the life here must touch each table that a part removes"
    assert NAME in sealed_values()
    one = carried_out(house)
    assert [(line.outcome, line.why) for line in one.lines.all()] == [("done", "")]
    assert one.status == Status.CLOSED
    assert set(Note.objects.values_list("regime", flat=True)) == {"health"}
    assert Citizen.objects.get(pk=citizen.pk).name == NAME
    carried_out(house, drafted(house, Kind.HEALTH))
    left = [model for model in removed_tables() if model._default_manager.exists()]
    assert left == []
    # What every night does with the outbox.
    send_waiting(at=LATER)
    forget_addresses(at=LATER)
    opened = sealed_values()
    for song in (NAME, "Ødegård", "20304077", "6505209996", "Fuglevej", "kanarie@example.dk"):
        assert song not in opened
    husk = Citizen.objects.get(pk=citizen.pk)
    assert (husk.name, husk.cpr, husk.phone, husk.cpr_hash) == ("", "", "", None)
    assert husk.disposed_on == danish_day(LATER)
    assert {look_up.text for look_up in LookUp.objects.all()} == {"–"}


def test_the_logs_hold_together_and_lead_to_a_number(house: House) -> None:
    whole_life(house)
    delivered(house)
    seal(at=LATER)
    carried_out(house)
    seal(at=LATER + timedelta(days=2))
    assert faults() == []
    told = AuditEntry.objects.get(action="retention.dispose")
    assert told.detail["kind"] == "social"
    assert told.detail["rows"] > 40
    assert NAME not in everything_kept()


def test_the_numbers_stay_by_kind_and_year(house: House) -> None:
    whole_life(house)
    delivered(house)
    carried_out(house)
    told = {(one.year, one.what): one.number for one in Tally.objects.all()}
    assert told == {
        (2026, "inquiry"): 2, (2026, "decision"): 1, (2026, "course"): 1, (2026, "session"): 1,
        (2026, "discharge"): 1, (2027, "followup"): 2, (2027, "complaint"): 1,
    }  # fmt: skip


def test_somebody_elses_rows_are_all_there(house: House) -> None:
    other = treated(house)
    ended_clocks()
    before = {
        model: set(model._default_manager.values_list("pk", flat=True))
        for model in removed_tables()
    }
    citizen = whole_life(house)
    delivered(house)
    hold(house, other.citizen)  # type: ignore[arg-type]
    one = drafted(house)
    assert [line.subject for line in one.lines.all()] == [citizen.pk]
    carried_out(house, one)
    for model, keys in before.items():
        assert keys <= set(model._default_manager.values_list("pk", flat=True)), model
    assert Course.objects.get().pk == other.pk


def test_a_health_record_keeps_the_name_when_the_social_case_goes(house: House) -> None:
    health = treated(house, "alcohol").inquiry
    social = advised(house)
    Inquiry.objects.filter(pk=social.pk).update(citizen=health.citizen)
    ended_clocks()
    delivered(house)
    at = treatment.EVENING.replace(year=2033)
    carried_out(house, at=at)
    assert [one.pk for one in Inquiry.objects.filter(citizen=health.citizen)] == [health.pk]
    assert health.citizen_id is not None
    citizen = Citizen.objects.get(pk=health.citizen_id)
    assert citizen.name
    assert not Citizen.objects.filter(pk=citizen.pk, disposed_on__isnull=False).exists()
    assert SessionNote.objects.exists()
    carried_out(house, drafted(house, Kind.HEALTH))
    assert not Inquiry.objects.filter(citizen=citizen).exists()
    citizen.refresh_from_db()
    assert (citizen.name, citizen.disposed_on) == ("", danish_day(LATER))


def test_a_case_without_a_name_goes_by_its_own_number(house: House) -> None:
    one = advised(house, person=None)
    made = carried_out(house)
    assert [(line.subject, line.named, line.outcome) for line in made.lines.all()] == [
        (one.pk, False, "done")
    ]
    assert not Inquiry.objects.exists()
    assert Tally.objects.get().number == 1


def test_what_something_new_happened_to_meanwhile_is_left_out_and_says_so(house: House) -> None:
    first, second, third = advised(house), advised(house), advised(house)
    made = approved(house)
    ContactAttempt.objects.create(
        inquiry=first, channel="phone", outcome="reached", tried_at=LATER, tried_by=house.caseworker
    )
    assert second.citizen is not None
    hold(house, second.citizen)
    Inquiry.objects.filter(pk=third.pk).update(status="new", closed_at=None, closed_by=None)
    assert carry_out(at=LATER) == {"left_out": 3, "closed": 1}
    told = {line.subject: line.why for line in made.lines.all()}
    assert told == {
        first.citizen_id: Hindrance.NEWER_ENTRY,
        second.citizen_id: Hindrance.HOLD,
        third.citizen_id: Hindrance.OPEN_CASE,
    }
    assert Inquiry.objects.count() == 3


def test_what_somebody_already_deleted_is_told_as_gone(house: House) -> None:
    one = advised(house, person=None)
    made = approved(house)
    for rows in (one.guarantees.all(), Inquiry.objects.filter(pk=one.pk)):
        rows.delete()
    carry_out(at=LATER)
    assert made.lines.get().why == Hindrance.GONE


def test_what_a_row_that_no_part_names_still_points_at_is_left_whole(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    citizen = whole_life(house)
    delivered(house)
    made = approved(house)
    settings.RETENTION_PARTS = [
        one for one in settings.RETENTION_PARTS if not one.startswith("followup.")
    ]
    carry_out(at=LATER)
    line = made.lines.get()
    assert (line.outcome, line.why, line.rows) == (Outcome.LEFT_OUT, Hindrance.POINTED_AT, 0)
    citizen.refresh_from_db()
    assert citizen.name == NAME
    assert not Tally.objects.exists()


def test_a_run_that_was_killed_is_gone_on_with(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _three in range(3):
        advised(house)
    made = approved(house)
    disposed, calls = module._disposed, []

    def killed(*given: Any) -> int:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return disposed(*given)

    monkeypatch.setattr(module, "_disposed", killed)
    with pytest.raises(KeyboardInterrupt):
        carry_out(at=LATER)
    made.refresh_from_db()
    assert made.status == Status.APPROVED
    assert [line.outcome for line in made.lines.all()] == ["done", "", ""]
    assert carry_out(at=LATER) == {"done": 2, "closed": 1}
    assert Tally.objects.get().number == 3
    assert carry_out(at=LATER) == {}


def test_a_run_stops_at_its_number_and_the_next_goes_on(house: House) -> None:
    for _three in range(3):
        advised(house)
    approved(house)
    assert carry_out(at=LATER, most=2) == {"done": 2}
    assert carry_out(at=LATER, most=2) == {"done": 1, "closed": 1}


def test_the_worker_does_it_as_the_web_role_which_may_remove_nothing_by_itself(
    house: House,
) -> None:
    whole_life(house)
    delivered(house)
    made = approved(house)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        try:
            assert carry_out(at=LATER) == {"done": 1, "closed": 1}
        finally:
            cursor.execute("RESET ROLE")
    assert made.lines.get().outcome == Outcome.DONE
    assert not SessionNote.objects.exists()


REFUSED = (
    "SELECT dispose('{line}', 'treatment_sessionnote', 'id', ARRAY[]::text[])",
    "SELECT dispose(gen_random_uuid(), 'treatment_sessionnote', 'id', ARRAY[]::text[])",
    "SELECT hold_still('{line}', 'treatment_sessionnote', 'id', ARRAY[]::text[])",
    "SELECT empty_look_ups('{line}', 'x'::bytea)",
    "SELECT drop_month('{line}')",
)


@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.parametrize("state", ["drafted", "withdrawn", "closed"])
def test_no_list_that_is_not_approved_and_open_opens_the_guard(
    house: House, statement: str, state: str
) -> None:
    advised(house)
    one = carried_out(house) if state == "closed" else drafted(house)
    if state == "withdrawn":
        Protocol.objects.filter(pk=one.pk).update(
            status="withdrawn", withdrawn_at=LATER, withdrawn_by=house.leader
        )
    line = one.lines.get()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        try:
            with pytest.raises(DatabaseError, match="no approved line"), transaction.atomic():
                cursor.execute(statement.format(line=line.pk))
        finally:
            cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "table",
    ["records_auditentry", "records_readentry", "records_seal", "records_droppedmonth",
     "retention_protocol", "staff_user", "account_secondfactor", "citizens_citizen"],
)  # fmt: skip
def test_an_approved_line_opens_no_log_no_protocol_and_no_account(house: House, table: str) -> None:
    advised(house)
    line = approved(house).lines.get()
    with pytest.raises(DatabaseError, match="no approved line"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT dispose(%s, %s, 'id', ARRAY[]::text[])", [line.pk, table])


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM records_auditentry", "UPDATE records_lookup SET reason = 'danger'",
     "UPDATE treatment_sessionnote SET text = 'x'"],
)  # fmt: skip
def test_even_the_owner_with_an_approved_line_changes_nothing_else(
    house: House, statement: str
) -> None:
    whole_life(house)
    delivered(house)
    line = approved(house).lines.get()
    note(action="test", row=house.adults, by=house.leader, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('traedesten.disposal', %s, true)", [str(line.pk)])
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            cursor.execute(statement)


def test_a_consent_that_is_written_meanwhile_is_seen(house: House) -> None:
    one = advised(house)
    assert one.citizen is not None
    made = approved(house)
    Consent.objects.create(
        citizen=one.citizen, kind="referral", given_on=danish_day(LATER),
        recorded_by=house.caseworker, recorded_at=LATER,
    )  # fmt: skip
    carry_out(at=LATER)
    assert Line.objects.get(protocol=made).why == Hindrance.NEWER_ENTRY
