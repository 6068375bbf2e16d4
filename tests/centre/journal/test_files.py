"""Files: sealed in parts, attached once, taken only by the page that asks, given out as a download."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from pytest_django import Settings

from centre.forms import uploads
from centre.journal.actions import files as actions
from centre.journal.actions.files import attach
from centre.journal.forms import file_name
from centre.journal.models import Attachment, AttachmentPart, Note
from centre.journal.queries.notes import attachments, content_of
from centre.journal.rules.files import LARGEST, cleaned
from centre.records.actions import rotate
from centre.records.models import AuditEntry, ReadEntry
from centre.refusal import Refused
from centre.vault import VaultError, keyring
from tests.centre.journal.cases import (
    NOW,
    PDF,
    asked,
    attached,
    bomb,
    passed,
    picture,
    raw,
    written,
)
from tests.centre.test_vault import NEW, OLD, encoded
from tests.desk import logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
BIG = PDF[:-6] + b"Kanarie" * 200_000 + b"%%EOF\n"


@pytest.fixture
def note(house: House) -> Note:
    return written(asked(house), house.doctor)


def send(user: Any, note: Note, content: bytes, name: str = "svar.pdf", **more: Any) -> Any:
    data = {"form_key": str(uuid.uuid4()), "file": SimpleUploadedFile(name, content), **more}
    return logged_in(user).post(f"/staff/notes/{note.pk}/attach/", data)


# --- Kept ----------------------------------------------------------------------------------------


def test_a_file_is_kept_in_parts_and_comes_back_whole(house: House, note: Note) -> None:
    made = attached(note, house.doctor, BIG)
    assert AttachmentPart.objects.count() == -(-len(BIG) // actions.PART) > 4
    assert content_of(made) == BIG
    assert made.size == len(BIG)
    line = AuditEntry.objects.get(action="journal.attach")
    assert line.detail == {"kind": "pdf", "size": len(BIG)}


def test_a_dump_tells_nothing_of_a_file(house: House, note: Note) -> None:
    attached(note, house.doctor, BIG, name="Kanarie.pdf")
    with connection.cursor() as cursor:
        for table in ("journal_attachment", "journal_attachmentpart", "journal_note"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            kept = "".join(row[0] for row in cursor.fetchall())
            assert "Kanarie" not in kept
            assert b"Kanarie".hex() not in kept
            assert b"%PDF".hex() not in kept


def test_a_new_key_reaches_every_word_and_every_part(
    house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEYS = encoded(k1=OLD)
    one = written(
        asked(house), house.doctor, kind="conferral", heading="Om medicin", conferred="Skov"
    )
    made = attached(one, house.doctor, BIG, name="Æblegrød.pdf")
    passed(one, house.doctor, basis="law", consent_on=None, reason="Underretning.")
    monkeypatch.setattr("centre.records.actions.SEALED_ANEW", 2)
    settings.FIELD_KEYS = encoded(k1=OLD, k2=NEW)
    told = rotate()
    assert told["journal_attachmentpart"] == AttachmentPart.objects.count()
    assert (told["journal_note"], told["journal_attachment"], told["journal_passingon"]) == (
        1,
        1,
        1,
    )
    settings.FIELD_KEYS = encoded(k2=NEW)
    assert keyring().newest == b"\x01\x00\x02"
    kept = Note.objects.get()
    assert (kept.heading, kept.conferred) == ("Om medicin", "Skov")
    assert content_of(Attachment.objects.get()) == BIG
    assert Attachment.objects.get().name == made.name


def test_the_same_form_twice_is_one_file(house: House, note: Note) -> None:
    key = str(uuid.uuid4())
    for _again in range(2):
        assert send(house.doctor, note, PDF, form_key=key).status_code == 302
    assert Attachment.objects.count() == 1
    other = send(house.doctor, note, PDF + b"\n%%EOF\n", form_key=key)
    assert other.status_code == 409


def test_a_note_has_no_more_files_than_anybody_looks_through(
    house: House, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    attached(note, house.doctor)
    with pytest.raises(Refused, match="Skriv et nyt notat"):
        attached(note, house.doctor)
    assert send(house.doctor, note, PDF).status_code == 409


# --- Taken ---------------------------------------------------------------------------------------


@pytest.mark.threat("T21")
@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "svar.pdf", "pdf"),
        (picture("JPEG"), "billede.exe", "jpeg"),
        (picture("PNG"), "billede.pdf", "png"),
    ],
)
def test_a_file_is_what_it_holds_whatever_it_is_called(
    house: House, note: Note, content: bytes, name: str, kind: str
) -> None:
    assert send(house.doctor, note, content, name).status_code == 302
    assert (Attachment.objects.get().kind, Attachment.objects.get().name) == (kind, name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen er tom"),
        (b"MZ", "Kun PDF, JPG og PNG"),
        (bomb(10_000, 10_000), "for mange punkter"),
        (bomb(60_000, 60_000), "for mange punkter"),
        (PDF + b"\0" * LARGEST, "10 MB"),
        (PDF + b"\0" * (3 * LARGEST), "10 MB"),
    ],
)
def test_what_is_not_taken_is_said_at_the_field(
    house: House, note: Note, content: bytes, words: str
) -> None:
    answer = send(house.doctor, note, content)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    assert not Attachment.objects.exists()


def test_what_is_far_too_large_is_not_even_read(house: House, note: Note) -> None:
    answer = send(house.doctor, note, b"\0" * (5 * LARGEST))
    assert answer.status_code == 413


def test_without_a_file_the_form_says_so(house: House, note: Note) -> None:
    url = f"/staff/notes/{note.pk}/attach/"
    answer = logged_in(house.doctor).post(url, {"form_key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "Vælg en fil" in answer.content.decode()


def test_a_page_that_asks_for_no_file_keeps_none(house: House, note: Note) -> None:
    sent = {"text": "søvn", "file": SimpleUploadedFile("x.pdf", PDF * 10_000)}
    answer = logged_in(house.doctor).post("/staff/notes/", sent)
    assert answer.status_code == 200
    assert dict(answer.wsgi_request.FILES) == {}
    big = {"text": "søvn", "file": SimpleUploadedFile("x.pdf", b"\0" * 1_100_000)}
    assert logged_in(house.doctor).post("/staff/notes/", big).status_code == 413


def test_a_file_never_lies_on_a_disk(house: House, note: Note, settings: Settings) -> None:
    assert [f"{uploads.__name__}.InMemory"] == settings.FILE_UPLOAD_HANDLERS


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\svar.pdf", "svar.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("svar\r\nX-Evil: 1.pdf", "svarX-Evil: 1.pdf"),
        ("\u202e", "Uden navn"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_name_is_words_on_a_page_and_no_place(told: str, kept: str) -> None:
    assert file_name(told) == kept


def test_no_cpr_number_stands_in_a_name() -> None:
    assert "9996" not in file_name("650520-9996 svar.pdf")


# --- Looked through ------------------------------------------------------------------------------


def finds_nothing(_content: bytes) -> bool:
    return True


def finds_something(_content: bytes) -> bool:
    return False


def fails(_content: bytes) -> bool:
    raise TimeoutError


@pytest.mark.threat("T21")
@pytest.mark.parametrize(
    ("scanner", "status", "words"),
    [
        ("finds_nothing", 302, ""),
        ("finds_something", 422, "Virusscanneren har fundet noget"),
        ("fails", 422, "kunne ikke tjekkes"),
    ],
)
def test_a_scanner_of_the_operators_is_asked_and_one_that_fails_lets_nothing_through(
    house: House, note: Note, scanner: str, status: int, words: str
) -> None:
    with override_settings(ATTACHMENT_SCANNER=f"{__name__}.{scanner}"):
        answer = send(house.doctor, note, PDF)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_that_nobody_looks_for_viruses_is_said(house: House, note: Note) -> None:
    client, url = logged_in(house.doctor), f"/staff/notes/{note.pk}/attach/"
    assert "ikke tjekket for virus" in client.get(url).content.decode()
    with override_settings(ATTACHMENT_SCANNER=f"{__name__}.finds_nothing"):
        assert "ikke tjekket for virus" not in client.get(url).content.decode()


# --- Given out -----------------------------------------------------------------------------------


@pytest.mark.threat("T21")
def test_a_file_is_only_ever_a_download_and_its_name_tells_nothing(
    house: House, note: Note
) -> None:
    made = attached(note, house.doctor, PDF, name="Kanarie Ødegård.pdf")
    answer = logged_in(house.doctor).get(f"/staff/attachments/{made.pk}/")
    assert answer.content == PDF
    told = answer.headers
    assert told["Content-Disposition"] == f'attachment; filename="bilag-{made.pk.hex[:8]}.pdf"'
    assert told["Content-Type"] == "application/pdf"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Content-Security-Policy"].startswith("sandbox;")
    assert told["Cache-Control"] == "private, no-store"
    line = ReadEntry.objects.get(purpose="attachment")
    assert (line.row, line.citizen_id) == ("journal.Attachment", note.citizen_id)


@pytest.mark.parametrize("with_files", [False, True])
def test_the_social_side_gets_a_file_only_where_it_was_passed_on_with_the_note(
    house: House, note: Note, with_files: bool
) -> None:
    made = attached(note, house.doctor)
    url = f"/staff/attachments/{made.pk}/"
    assert logged_in(house.caseworker).get(url).status_code == 404
    passed(note, house.doctor, with_files=with_files)
    status = 200 if with_files else 404
    assert logged_in(house.caseworker).get(url).status_code == status
    page = logged_in(house.caseworker).get(f"/staff/notes/{note.pk}/").content.decode()
    assert ("svar.pdf" in page) is with_files
    assert attachments(house.caseworker).exists() is with_files


def test_a_file_that_was_tampered_with_is_not_given_out(house: House, note: Note) -> None:
    """Each part opens with our key: it is a part of another file."""
    made = raw(note, house.doctor, b"%PDF one")
    AttachmentPart.objects.create(attachment=made, number=1, content=b"two")
    with pytest.raises(VaultError, match="changed or moved"):
        logged_in(house.doctor).get(f"/staff/attachments/{made.pk}/")


def test_a_file_that_came_after_the_note_was_passed_on_did_not_go_along(
    house: House, note: Note
) -> None:
    along = attached(note, house.doctor)
    passed(note, house.doctor, with_files=True)
    later = attach(
        note_id=note.pk,
        file=cleaned(PDF),
        name="blodprøve.pdf",
        form_key=uuid.uuid4(),
        by=house.doctor,
        at=NOW + timedelta(minutes=1),
    )
    client = logged_in(house.caseworker)
    assert client.get(f"/staff/attachments/{along.pk}/").status_code == 200
    assert client.get(f"/staff/attachments/{later.pk}/").status_code == 404
    assert "blodprøve" not in client.get(f"/staff/notes/{note.pk}/").content.decode()
    assert logged_in(house.doctor).get(f"/staff/attachments/{later.pk}/").status_code == 200


@pytest.mark.threat("T10")
def test_another_units_file_is_not_found(house: House) -> None:
    note = written(asked(house), house.caseworker)
    made = attached(note, house.caseworker)
    for who in (house.youth_worker, house.secretary):
        answer = logged_in(who).get(f"/staff/attachments/{made.pk}/")
        assert answer.status_code in (403, 404)
        assert b"%PDF" not in answer.content
    assert not ReadEntry.objects.filter(purpose="attachment").exists()
