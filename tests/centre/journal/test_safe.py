"""Nothing is lost and nothing stands twice, and nothing of a health note is told to the other side."""

import pytest

from centre.drafts.models import Draft
from centre.journal.models import Note
from intake.models import Inquiry
from tests.centre.drafts.tools import Page
from tests.centre.journal.cases import NOW, asked, attached, corrected, written
from tests.centre.journal.test_pages import sent
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def inquiry(house: House) -> Inquiry:
    return asked(house)


def test_a_second_click_is_one_note_and_answers_like_the_first(
    house: House, inquiry: Inquiry
) -> None:
    tab = Page(house.caseworker, form="journal.write", subject=str(inquiry.citizen_id))
    tab.write("Ringede.")
    hand = {"draft_tab": tab.tab, "draft_seen": str(Draft.objects.get().version)}
    data = sent(**hand)
    client = logged_in(house.caseworker)
    url = f"/staff/citizens/{inquiry.citizen_id}/notes/new/"
    answers = [client.post(url, data) for _click in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Note.objects.count() == 1


def test_a_second_click_on_a_correction_is_one_and_a_correction_is_set_right_in_turn(
    house: House, inquiry: Inquiry
) -> None:
    note = written(inquiry, house.caseworker)
    client, data = logged_in(house.colleague), sent(text="Kom for sent.")
    for _click in range(2):
        assert client.post(f"/staff/notes/{note.pk}/correct/", data).status_code == 302
    second = Note.objects.get(corrects=note)
    assert client.post(f"/staff/notes/{second.pk}/correct/", sent(text="Kom.")).status_code == 302
    late = logged_in(house.caseworker).post(f"/staff/notes/{note.pk}/correct/", sent(text="Nej."))
    assert late.status_code == 409
    assert Note.objects.filter(thread=note.pk).count() == 3


def test_who_set_anothers_note_right_is_said_and_whose_it_was(
    house: House, inquiry: Inquiry
) -> None:
    note = written(inquiry, house.caseworker, text="Kom ikke.")
    corrected(note, house.colleague, text="Kom for sent.")
    page = logged_in(house.colleague).get(f"/staff/notes/{note.pk}/").content.decode()
    words = f"Rettet af {house.colleague}"
    assert words in page
    assert page.index(str(house.colleague)) < page.index("Kom for sent.") < page.index("Kom ikke.")
    assert str(house.caseworker) in page[page.index("Kom for sent.") :]


def test_the_writer_is_told_while_setting_anothers_note_right(
    house: House, inquiry: Inquiry
) -> None:
    note = written(inquiry, house.caseworker)
    url = f"/staff/notes/{note.pk}/correct/"
    theirs = logged_in(house.colleague).get(url).content.decode()
    assert f"Skrevet af {house.caseworker}" in theirs
    assert "Skrevet af" not in logged_in(house.caseworker).get(url).content.decode()


def test_who_was_logged_out_while_writing_keeps_the_draft_and_saves_nothing(
    house: House, inquiry: Inquiry
) -> None:
    tab = Page(house.caseworker, form="journal.write", subject=str(inquiry.citizen_id))
    tab.write("Ringede og fortalte.")
    client = logged_in(house.caseworker)
    client.logout()
    url = f"/staff/citizens/{inquiry.citizen_id}/notes/new/"
    answer = client.post(url, sent(draft_tab=tab.tab))
    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]
    assert not Note.objects.exists()
    found = logged_in(house.caseworker).get("/staff/drafts/").content.decode()
    assert url in found


@pytest.mark.threat("T11")
@pytest.mark.parametrize("role", ["caseworker", "leader", "secretary"])
def test_nothing_of_a_health_note_is_told_to_who_does_not_read_that_record(
    house: House, inquiry: Inquiry, role: str
) -> None:
    """In the file, its kinds, its print, the search with its counts, the draft, the address of a file."""
    note = written(inquiry, house.doctor, text="Kanariefuglen", heading="Kanarieburet")
    made = attached(note, house.doctor, name="kanarie.pdf")
    corrected(note, house.doctor, text="Kanariefuglene", heading="Kanarieburet")
    client = logged_in(getattr(house, role))
    mine = f"/staff/citizens/{inquiry.citizen_id}/"
    for where in (mine, f"{mine}?only=note", f"{mine}print/", "/staff/", "/staff/drafts/"):
        body = client.get(where).content.decode()
        assert "anari" not in body, where
        assert str(note.pk) not in body, where
        assert "Patientjournal" not in body, where
    for where in ("/staff/notes/", f"{mine}notes/"):
        answer = client.post(where, {"text": "kanarie"})
        assert answer.status_code == 403 or answer.context["rows"] == []
        assert "/staff/notes/" + str(note.pk) not in answer.content.decode()
    for where in (f"/staff/notes/{note.pk}/", f"/staff/attachments/{made.pk}/"):
        assert client.get(where).status_code in (403, 404)
    stolen = sent(text="x")
    for more in ("correct/", "attach/", "pass-on/"):
        answer = client.post(f"/staff/notes/{note.pk}/{more}", stolen)
        assert answer.status_code in (403, 404)
        assert "anari" not in answer.content.decode()
