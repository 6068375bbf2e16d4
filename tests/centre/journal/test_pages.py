"""The pages of the journal: written with a draft, shown in the file, set right, passed on."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.drafts.models import Draft
from centre.journal.models import Note, PassingOn
from centre.records.models import ReadEntry
from intake.actions.search import look_up
from intake.models import Inquiry
from tests.centre.drafts.tools import Page, told
from tests.centre.journal.cases import (
    AT,
    NOW,
    asked,
    attached,
    corrected,
    nurse,
    passed,
    written,
)
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.treatment.pages import day

pytestmark = pytest.mark.django_db
SONG = "<script>alert(1)</script>\n=HYPERLINK(1)\n👩🏽‍⚕️ \u202eturned\u202c"


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def inquiry(house: House) -> Inquiry:
    return asked(house)


def sent(**changes: Any) -> dict[str, str]:
    return {
        "kind": "contact",
        "text": "Ringede.",
        "form_key": str(uuid.uuid4()),
        **day("about_on", NOW.date()),
        **changes,
    }


def write(user: Any, inquiry: Inquiry, **changes: Any) -> Any:
    url = f"/staff/citizens/{inquiry.citizen_id}/notes/new/"
    return logged_in(user).post(url, sent(**changes))


def file_of(user: Any, inquiry: Inquiry, more: str = "") -> Any:
    return logged_in(user).get(f"/staff/citizens/{inquiry.citizen_id}/{more}")


def test_a_note_is_written_and_stands_first_in_the_file(house: House, inquiry: Inquiry) -> None:
    answer = write(house.caseworker, inquiry, heading="Om arbejde", text=SONG)
    made = Note.objects.get()
    assert answer.headers["Location"] == f"/staff/notes/{made.pk}/"
    assert made.text == SONG.replace("\n", "\r\n") or made.text == SONG
    page = file_of(house.caseworker, inquiry)
    line = page.context["file"].entries[0]
    assert (line.what, line.kind) == ("Social journal: kontakt · Om arbejde", "note")
    assert line.who == f"{house.caseworker}, Behandler"
    for shown in (page, logged_in(house.caseworker).get(f"/staff/notes/{made.pk}/")):
        body = shown.content.decode()
        assert "&lt;script&gt;alert(1)" in body
        assert "<script>alert" not in body
        assert "👩🏽‍⚕️" in body
    assert readings(purpose="write note", citizen=inquiry.citizen_id) == 1
    assert readings(purpose="note", row_id=str(made.pk), citizen=inquiry.citizen_id) == 1


def test_the_file_offers_a_note_to_who_writes_one(house: House, inquiry: Inquiry) -> None:
    for who, offered in (("caseworker", True), ("doctor", True), ("secretary", False)):
        page = file_of(getattr(house, who), inquiry).content.decode()
        assert ("Skriv et notat" in page) is offered


def test_each_sees_their_records_in_file_and_print(house: House, inquiry: Inquiry) -> None:
    write(house.caseworker, inquiry, text="det sociale")
    write(house.doctor, inquiry, text="det lægelige")
    for who, social, health in (
        ("caseworker", True, False),
        ("leader", True, False),
        ("doctor", True, True),
        ("secretary", False, False),
    ):
        for more in ("", "print/", "?only=note"):
            page = file_of(getattr(house, who), inquiry, more).content.decode()
            assert ("det sociale" in page, "det lægelige" in page) == (social, health), (who, more)


def test_the_health_record_asks_whom_was_conferred_with(house: House, inquiry: Inquiry) -> None:
    url = f"/staff/citizens/{inquiry.citizen_id}/notes/new/"
    assert "Konfereret med" in logged_in(house.doctor).get(url).content.decode()
    assert "Konfereret med" not in logged_in(house.caseworker).get(url).content.decode()
    answer = write(house.doctor, inquiry, kind="conferral")
    assert answer.status_code == 422
    assert "Skriv navnet på den, du har konfereret med" in answer.content.decode()
    assert write(house.doctor, inquiry, kind="conferral", conferred="Skov").status_code == 302
    # What the form of the other record never asked is passed over.
    write(house.caseworker, inquiry, conferred="Skov")
    assert Note.objects.get(regime="social").conferred == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Skriv notatet"),
        ({"text": "x" * 15_001}, "15000"),
        ({"text": "nul\0tegn"}, ""),
        ({"kind": "medicine"}, ""),
        ({"kind": ""}, "Vælg, hvad notatet handler om"),
        ({"about_on_day": "11"}, "ikke er kommet"),
        ({"about_on_month": "13"}, "fra 1 til 12"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    house: House, inquiry: Inquiry, changes: dict[str, str], words: str
) -> None:
    answer = write(house.caseworker, inquiry, heading="Overskriften", **changes)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Overskriften" in body
    assert answer.context["form"].errors
    assert words in body or words in str(answer.context["form"].errors)
    assert not Note.objects.exists()


def test_a_paste_of_megabytes_is_refused_in_words(house: House, inquiry: Inquiry) -> None:
    assert write(house.caseworker, inquiry, text="x" * 2_000_000).status_code == 413


def test_no_cpr_number_stays_in_a_note(house: House, inquiry: Inquiry) -> None:
    write(house.doctor, inquiry, text="Søn: 650520-9996", heading="650520-9996")
    kept = Note.objects.get()
    assert "9996" not in kept.text + kept.heading


# --- Drafts --------------------------------------------------------------------------------------


def test_a_draft_is_kept_as_one_types_and_goes_with_the_note(
    house: House, inquiry: Inquiry
) -> None:
    client, subject = logged_in(house.caseworker), str(inquiry.citizen_id)
    page = told(house.caseworker, form="journal.write", subject=subject)
    page["content"] = json.dumps({"text": ["Ringede og"]})
    assert client.post("/staff/drafts/save/", page).status_code == 200
    found = client.get("/staff/drafts/").content.decode()
    assert f"/staff/citizens/{subject}/notes/new/" in found
    hand = {"draft_tab": page["draft_tab"], "draft_seen": str(Draft.objects.get().version)}
    assert write(house.caseworker, inquiry, **hand).status_code == 302
    assert not Draft.objects.exists()


def test_another_tabs_text_is_shown_before_anything_is_saved(
    house: House, inquiry: Inquiry
) -> None:
    other = Page(house.caseworker, form="journal.write", subject=str(inquiry.citizen_id))
    other.write("Den anden fane")
    answer = write(house.caseworker, inquiry, draft_tab=uuid.uuid4().hex)
    assert answer.status_code == 409
    assert "Ringede." in answer.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("form", "who", "opens"),
    [
        ("journal.write", "caseworker", True),
        ("journal.write", "doctor", True),
        ("journal.write", "secretary", False),
        ("journal.write", "youth_worker", False),
        ("journal.correct", "doctor", True),
        ("journal.correct", "caseworker", False),
        ("journal.pass-on", "doctor", True),
        ("journal.pass-on", "caseworker", False),
    ],
)
def test_a_draft_opens_where_its_form_does(
    house: House, inquiry: Inquiry, form: str, who: str, opens: bool
) -> None:
    note = written(inquiry, house.doctor)
    user = getattr(house, who)
    subject = str(inquiry.citizen_id if form == "journal.write" else note.pk)
    answer = logged_in(user).post("/staff/drafts/save/", told(user, form=form, subject=subject))
    assert answer.status_code == (200 if opens else 404)


# --- Set right -----------------------------------------------------------------------------------


def test_a_note_is_set_right_in_a_form_that_holds_what_it_says(
    house: House, inquiry: Inquiry
) -> None:
    note = written(inquiry, house.caseworker, text="Kom ikke.", heading="Om tirsdag")
    url = f"/staff/notes/{note.pk}/correct/"
    shown = logged_in(house.colleague).get(url).content.decode()
    assert "Kom ikke." in shown
    assert "Om tirsdag" in shown
    answer = logged_in(house.colleague).post(url, sent(text="Kom for sent."))
    page = logged_in(house.caseworker).get(answer.headers["Location"]).content.decode()
    assert page.index("Kom for sent.") < page.index("Det, der stod før") < page.index("Kom ikke.")
    lines = file_of(house.caseworker, inquiry).context["file"].entries[:2]
    assert [one.words.split("\n")[0] for one in lines] == [
        "Retter et tidligere notat.",
        "Er rettet af et senere notat.",
    ]


def test_who_comes_second_sees_what_stands_now_and_keeps_what_was_typed(
    house: House, inquiry: Inquiry
) -> None:
    note = written(inquiry, house.caseworker)
    corrected(note, house.colleague, text="Kollegaens ord.")
    url = f"/staff/notes/{note.pk}/correct/"
    answer = logged_in(house.caseworker).post(url, sent(text="Mine ord."))
    assert answer.status_code == 409
    body = answer.content.decode()
    for words in ("Kollegaens ord.", "Mine ord.", "rettet notatet i mellemtiden"):
        assert words in body


# --- Passed on -----------------------------------------------------------------------------------


def test_a_health_note_is_passed_on_with_the_ground_written_down(
    house: House, inquiry: Inquiry
) -> None:
    note = written(inquiry, house.doctor, text="Tåler ikke medicinen.")
    url = f"/staff/notes/{note.pk}/pass-on/"
    client, key = logged_in(house.doctor), str(uuid.uuid4())
    assert "Tåler ikke" in client.get(url).content.decode()
    for missing in (
        {"basis": "consent"},
        {"basis": "law"},
        {"basis": "consent", **day("consent_on", NOW.date() + timedelta(days=1))},
        {},
    ):
        assert client.post(url, {"form_key": key, **missing}).status_code == 422
    ground = {"basis": "law", "reason": "Underretning.", **day("consent_on", NOW.date())}
    assert client.post(url, {"form_key": key, **ground}).status_code == 302
    kept = PassingOn.objects.get()
    assert (kept.basis, kept.reason, kept.consent_on) == ("law", "Underretning.", None)
    page = logged_in(house.caseworker).get(f"/staff/notes/{note.pk}/").content.decode()
    assert "Tåler ikke medicinen." in page
    assert "SUL § 43, stk. 2, nr. 1" in page
    for reader in (house.caseworker, house.doctor):
        whats = [one.what for one in file_of(reader, inquiry).context["file"].entries]
        assert "Et notat fra patientjournalen er givet videre til den sociale side" in whats
    other = {"form_key": key, "basis": "interest", "reason": "Andet."}
    assert client.post(url, other).status_code == 409


def test_who_reads_a_note_that_was_set_right_since_is_told(house: House, inquiry: Inquiry) -> None:
    note = written(inquiry, house.doctor, text="Ti.")
    passed(note, house.doctor)
    corrected(note, house.doctor, text="Et.")
    page = logged_in(house.caseworker).get(f"/staff/notes/{note.pk}/").content.decode()
    assert "Notatet er rettet siden" in page
    assert "Et." not in page


# --- Doors ---------------------------------------------------------------------------------------


def test_a_note_of_the_other_record_is_not_found(house: House, inquiry: Inquiry) -> None:
    note = written(inquiry, house.doctor)
    for user in (house.caseworker, house.leader):
        for more in ("", "correct/", "attach/"):
            assert logged_in(user).get(f"/staff/notes/{note.pk}/{more}").status_code == 404
        assert logged_in(user).get(f"/staff/notes/{note.pk}/pass-on/").status_code == 403
    assert not ReadEntry.objects.filter(row_id=str(note.pk)).exists()


def test_a_look_up_reads_and_writes_nothing(house: House, inquiry: Inquiry) -> None:
    note = written(inquiry, house.caseworker, text="Det sociale.")
    assert inquiry.citizen_id is not None
    told = {"citizen_id": inquiry.citizen_id, "by": house.youth_worker, "at": AT}
    client = logged_in(house.youth_worker)
    assert client.get(f"/staff/notes/{note.pk}/").status_code == 404
    look_up(reason="contact", text="Ringede.", **{**told, "at": NOW})  # type: ignore[arg-type]
    page = client.get(f"/staff/notes/{note.pk}/").content.decode()
    assert "Det sociale." in page
    assert "Ret notatet" not in page
    assert "med en begrundelse" in page.lower() or "Du åbnede" in page
    assert ReadEntry.objects.get(purpose="note").look_up_id is not None
    assert client.get(f"/staff/notes/{note.pk}/correct/").status_code == 404
    assert client.get(f"/staff/citizens/{inquiry.citizen_id}/notes/new/").status_code == 404


def statements(user: Any, url: str) -> int:
    client = logged_in(user)
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(url).status_code == 200
    return len(asked_for)


def test_a_page_costs_the_same_however_much_hangs_on_it(house: House, inquiry: Inquiry) -> None:
    note = written(inquiry, house.doctor)
    pages = [f"/staff/notes/{note.pk}/", f"/staff/citizens/{inquiry.citizen_id}/"]
    attached(note, house.doctor)
    passed(note, house.doctor)
    corrected(note, house.doctor, text="Første rettelse.")
    few = [statements(house.doctor, url) for url in pages]
    last = Note.objects.order_by("-written_at").first()
    for number in range(5):
        assert last is not None
        last = corrected(
            last, nurse(house), text=f"{number}", at=NOW + timedelta(minutes=number + 1)
        )
        passed(last, house.doctor)
        attached(last, house.doctor)
        written(inquiry, house.caseworker)
    assert [statements(house.doctor, url) for url in pages] == few
