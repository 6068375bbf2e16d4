"""Notes are written in the record of the author's profession, never changed, and read by who may."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from centre.journal.actions.notes import correct_note, write_note
from centre.journal.models import Note
from centre.journal.queries.notes import notes, notes_to_act_on, thread
from centre.records.models import AuditEntry
from centre.refusal import Overtaken, Refused
from centre.staff.choices import Role
from intake.actions.search import look_up
from intake.models import Inquiry
from tests import factories
from tests.centre.journal import cases
from tests.centre.journal.cases import AT, NOW, TODAY, asked, corrected, passed, wording, written
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "record", "unit"),
    [
        ("caseworker", "social", "adults"),
        ("leader", "social", ""),
        ("doctor", "health", "health"),
        ("nurse", "health", "health"),
    ],
)
def test_the_profession_decides_the_record(house: House, who: str, record: str, unit: str) -> None:
    author = cases.nurse(house) if who == "nurse" else getattr(house, who)
    made = written(asked(house), author)
    assert (made.regime, made.unit.key if made.unit else "") == (record, unit)
    assert made.thread == made.pk


@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_who_writes_in_no_record_is_refused(house: House, who: str) -> None:
    with pytest.raises(Refused, match="skriver ingen notater"):
        written(asked(house), getattr(house, who))


def test_the_authors_title_is_kept_as_it_was(house: House) -> None:
    house.doctor.title = "Overlæge"
    made = written(asked(house), house.doctor)
    house.doctor.title = "Pensioneret"
    house.doctor.save()
    assert Note.objects.get(pk=made.pk).author_title == "Overlæge"
    assert written(asked(house), house.caseworker).author_title == "Behandler"


def test_each_writing_leaves_one_line_without_a_word_of_the_note(house: House) -> None:
    made = written(asked(house), house.doctor, kind="conferral", conferred="Overlæge Skov")
    line = AuditEntry.objects.get(action="journal.write")
    assert (line.row_id, line.citizen_id) == (str(made.pk), made.citizen_id)
    assert line.detail == {"record": "health", "kind": "conferral"}


def test_the_same_form_twice_is_one_note(house: House) -> None:
    citizen_id, key = asked(house).citizen_id, uuid.uuid4()
    assert citizen_id is not None

    def send(text: str) -> Note:
        told = {"citizen_id": citizen_id, "form_key": key, "by": house.caseworker, "at": AT}
        return write_note(wording=wording(text=text), **told)  # type: ignore[arg-type]

    assert send("Ringede.") == send("Ringede.")
    with pytest.raises(Refused, match="andre svar"):
        send("Ringede ikke.")
    assert Note.objects.count() == 1
    assert AuditEntry.objects.filter(action="journal.write").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "medicine"}, "ingen notater af den slags"),
        ({"text": ""}, "Skriv notatet"),
        ({"about_on": TODAY + timedelta(days=1)}, "ikke er kommet"),
    ],
)
def test_what_a_row_must_not_say_is_refused_in_words(
    house: House, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        written(asked(house), house.caseworker, **changes)


def test_a_conferral_names_whom(house: House) -> None:
    with pytest.raises(Refused, match="konfereret"):
        written(asked(house), house.doctor, kind="conferral")


# --- Set right -----------------------------------------------------------------------------------


def test_a_correction_is_a_note_of_its_own_and_the_old_text_stays(house: House) -> None:
    old = written(asked(house), house.caseworker, text="Kom ikke.")
    new = corrected(old, house.colleague, text="Kom.")
    assert Note.objects.get(pk=old.pk).text == "Kom ikke."
    assert (new.corrects, new.thread, new.unit) == (old, old.pk, old.unit)
    again = corrected(new, house.caseworker, text="Kom for sent.", at=NOW + timedelta(minutes=1))
    told = thread(house.caseworker, old, NOW)
    assert [one.note for one in told.wordings] == [again, new, old]
    assert not told.is_outdated
    assert told.may_act


def test_two_who_set_the_same_note_right_lose_nothing(house: House) -> None:
    old = written(asked(house), house.caseworker)
    first = corrected(old, house.colleague, text="Den første.")
    with pytest.raises(Overtaken) as refused:
        corrected(old, house.caseworker, text="Den anden.")
    assert refused.value.theirs == first
    assert Note.objects.count() == 2


def test_the_same_correction_twice_is_one(house: House) -> None:
    old, key = written(asked(house), house.caseworker), uuid.uuid4()
    told: dict[str, Any] = {"note_id": old.pk, "form_key": key, "by": house.caseworker, "at": NOW}
    assert correct_note(wording=wording(text="Ny."), **told) == correct_note(
        wording=wording(text="Ny."), **told
    )


@pytest.mark.parametrize(("author", "other"), [("caseworker", "doctor"), ("doctor", "leader")])
def test_nobody_sets_right_what_stands_in_the_other_record(
    house: House, author: str, other: str
) -> None:
    note = written(asked(house), getattr(house, author))
    with pytest.raises(Refused, match="anden journal"):
        corrected(note, getattr(house, other))
    assert note not in notes_to_act_on(getattr(house, other))


@pytest.mark.parametrize("change", ["kind = 'other'", "text = '\\x01'", "thread = id"])
def test_no_note_is_changed_or_removed_by_anybody(house: House, change: str) -> None:
    written(asked(house), house.caseworker)
    for statement in (f"UPDATE journal_note SET {change}", "DELETE FROM journal_note"):
        with (
            pytest.raises(IntegrityError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


# --- Who reads what ------------------------------------------------------------------------------


def readable(user: Any, at: Any = None) -> set[str]:
    return {one.text for one in notes(user, at)}


@pytest.fixture
def both(house: House) -> House:
    """One citizen with a note in each record."""
    one = asked(house)
    written(one, house.caseworker, text="social")
    written(one, house.doctor, text="health")
    return house


@pytest.mark.threat("T11")
@pytest.mark.parametrize(
    ("who", "texts"),
    [
        ("caseworker", {"social"}),
        ("colleague", {"social"}),
        ("leader", {"social"}),
        ("doctor", {"social", "health"}),
        ("nurse", {"social", "health"}),
        ("secretary", set()),
        ("administrator", set()),
        ("youth_worker", set()),
    ],
)
def test_a_role_reads_its_record_of_those_it_works_with(
    both: House, who: str, texts: set[str]
) -> None:
    reader = cases.nurse(both) if who == "nurse" else getattr(both, who)
    assert readable(reader) == texts
    reader.is_active = False
    assert readable(reader) == set()


def test_the_health_team_reads_nothing_of_whom_it_does_not_treat(house: House) -> None:
    one = asked(house, topic="alcohol")
    written(one, house.caseworker, text="social")
    assert readable(house.doctor) == set()


def test_a_unit_reads_its_own_notes_of_a_citizen_whom_two_units_know(house: House) -> None:
    first = asked(house, topic="alcohol")
    second = asked(house, topic="alcohol", unit=house.youth)
    Inquiry.objects.filter(pk=second.pk).update(citizen=first.citizen_id)
    written(first, house.caseworker, text="adults")
    written(first, house.youth_worker, text="youth")
    written(first, house.leader, text="all")
    assert readable(house.caseworker) == {"adults", "all"}
    assert readable(house.youth_worker) == {"youth", "all"}
    assert readable(house.leader) == {"adults", "youth", "all"}


@pytest.mark.parametrize(
    ("role", "texts"),
    [
        (Role.CASEWORKER, {"social"}),
        (Role.NURSE, {"social", "health"}),
        (Role.SECRETARY, set()),
    ],
)
def test_a_look_up_with_a_reason_opens_what_the_role_reads_for_an_hour(
    both: House, role: str, texts: set[str]
) -> None:
    stranger = factories.UserFactory(username="asker", role=role, unit=both.youth)
    citizen_id = Note.objects.values_list("citizen_id", flat=True)[0]
    if role == Role.NURSE:
        # Whose citizen is none of the health team's by itself.
        Inquiry.objects.update(topic="alcohol")
    assert readable(stranger) == set()
    look_up(citizen_id=citizen_id, reason="contact", text="Ringede.", by=stranger, at=AT)
    assert readable(stranger, AT + timedelta(minutes=59)) == texts
    assert readable(stranger) == set()
    assert readable(stranger, AT + timedelta(minutes=61)) == set()
    assert all(one.look_up_id for one in notes(stranger, AT))  # type: ignore[attr-defined]
    assert not notes_to_act_on(stranger).exists()


def test_what_the_own_work_opens_is_logged_under_no_look_up(both: House) -> None:
    citizen_id = Note.objects.values_list("citizen_id", flat=True)[0]
    second = asked(both, topic="alcohol", unit=both.youth)
    Inquiry.objects.filter(pk=second.pk).update(citizen=citizen_id)
    second.refresh_from_db()
    written(second, both.youth_worker, text="youth")
    look_up(citizen_id=citizen_id, reason="contact", text="Ringede.", by=both.caseworker, at=AT)
    told = {one.text: one.look_up_id for one in notes(both.caseworker, AT)}  # type: ignore[attr-defined]
    assert told["social"] is None
    assert told["youth"] is not None


# --- Passing on ----------------------------------------------------------------------------------


def test_a_health_note_that_is_passed_on_is_the_social_sides_to_read(house: House) -> None:
    one = asked(house)
    note = written(one, house.doctor, text="passed")
    written(one, house.doctor, text="kept")
    passed(note, house.doctor)
    assert readable(house.caseworker) == {"passed"}
    assert readable(house.leader) == {"passed"}
    assert readable(house.secretary) == set()
    assert readable(house.youth_worker) == set()
    assert not notes_to_act_on(house.caseworker).exists()
    line = AuditEntry.objects.get(action="journal.pass_on")
    assert line.detail == {"basis": "consent", "with_files": False}


def test_a_later_wording_is_not_passed_on_but_that_there_is_one_is_said(house: House) -> None:
    note = written(asked(house), house.doctor, text="Ti milligram.")
    passed(note, house.doctor)
    corrected(note, house.doctor, text="Et milligram.")
    assert readable(house.caseworker) == {"Ti milligram."}
    told = thread(house.caseworker, note, NOW)
    assert told.is_outdated
    assert not (told.may_act or told.may_pass_on)
    assert not thread(house.doctor, note, NOW).is_outdated


def test_a_wording_that_was_set_right_is_not_passed_on(house: House) -> None:
    note = written(asked(house), house.doctor)
    corrected(note, house.doctor, text="Ny.")
    with pytest.raises(Refused, match="rettet siden"):
        passed(note, house.doctor)


def test_a_social_note_is_passed_on_by_nobody_and_a_health_note_not_by_others(house: House) -> None:
    one = asked(house)
    social, health = written(one, house.caseworker), written(one, house.doctor)
    for note, by in ((social, house.caseworker), (social, house.doctor), (health, house.leader)):
        with pytest.raises(Refused, match="patientjournalen"):
            passed(note, by)


def test_passing_on_twice_is_once_and_on_another_ground_is_refused(house: House) -> None:
    note = written(asked(house), house.doctor)
    assert passed(note, house.doctor) == passed(note, house.doctor)
    with pytest.raises(Refused, match="allerede givet videre"):
        passed(note, house.doctor, basis="law", consent_on=None, reason="Underretning.")
    assert AuditEntry.objects.filter(action="journal.pass_on").count() == 1


def test_without_consent_it_is_said_why(house: House) -> None:
    note = written(asked(house), house.doctor)
    with pytest.raises(Refused, match="uden samtykke"):
        passed(note, house.doctor, basis="interest", consent_on=None)
