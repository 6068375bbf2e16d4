"""Keeping, finishing, discarding and forgetting: no words are lost, none outlive their time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils.timezone import localtime

from centre.calendar import danish_day
from centre.drafts.actions import Overtaken, discard, finish, forget, save, warn
from centre.drafts.models import Draft, FinishedPage
from centre.drafts.rules import Hand
from centre.post.models import Message
from centre.records.models import AuditEntry
from tests.centre.drafts.tools import AT, NOTE, REGISTER, Page, written
from tests.factories import House

pytestmark = pytest.mark.django_db


def test_a_page_writes_on_in_its_own_draft(house: House) -> None:
    page = Page(house.caseworker)
    first = page.write("Ringede")
    second = page.write("Ringede grædende", at=AT + timedelta(seconds=5))
    assert first.version != second.version
    assert written() == "Ringede grædende"
    assert Draft.objects.get().saved_at == AT + timedelta(seconds=5)
    assert AuditEntry.objects.count() == 0


def test_each_author_form_and_subject_has_its_own(house: House) -> None:
    for user in (house.caseworker, house.colleague):
        for subject in ("", str(uuid4())):
            Page(user, subject=subject).write(NOTE)
    Page(house.caseworker, form="inquiry.attempt").write(NOTE)
    assert Draft.objects.count() == 5


def test_no_row_holds_the_words_in_clear(house: House) -> None:
    Page(house.caseworker).write(NOTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, content FROM drafts_draft t")
        row, content = cursor.fetchone()
    assert "Kanarie" not in row
    assert b"Kanarie" not in bytes(content)
    assert "Ødegård".encode() not in bytes(content)


def test_half_a_character_is_kept_as_it_came(house: House) -> None:
    page = Page(house.caseworker)
    page.write("\ud83d\x00 æ")
    assert written() == "\ud83d\x00 æ"


def test_another_page_does_not_write_over_words_it_has_not_seen(house: House) -> None:
    first, second = Page(house.caseworker), Page(house.caseworker)
    stored = first.write("Den første tekst")
    with pytest.raises(Overtaken) as other:
        second.write("Den anden tekst")
    assert other.value.draft == stored
    assert written() == "Den første tekst"
    # It has seen both and chose its own.
    second.seen = stored.version
    second.write("Den anden tekst")
    with pytest.raises(Overtaken):
        first.write("Den første tekst, længere")
    assert written() == "Den anden tekst"


def test_what_was_finished_elsewhere_is_not_begun_again_unasked(house: House) -> None:
    page, other = Page(house.caseworker), Page(house.caseworker)
    other.seen = page.write(NOTE).version
    assert finish(form=REGISTER, subject="", hand=page.hand(1), by=house.caseworker, at=AT)
    with pytest.raises(Overtaken) as gone:
        other.write("Mere")
    assert gone.value.draft is None
    assert not Draft.objects.exists()


def test_a_draft_made_anew_is_not_taken_for_the_one_before_it(house: House) -> None:
    old, new = Page(house.caseworker), Page(house.caseworker)
    old.write("Gammel")
    finish(form=REGISTER, subject="", hand=old.hand(1), by=house.caseworker, at=AT)
    new.write("Ny")
    with pytest.raises(Overtaken):
        Page.write(_seen_by(old), "Gammel igen")
    assert written() == "Ny"


def _seen_by(page: Page) -> Page:
    """The same words in a page that was opened again."""
    again = Page(page.user)
    again.seen = page.seen
    return again


def test_late_words_of_the_same_page_do_not_replace_its_newer_ones(house: House) -> None:
    page = Page(house.caseworker)
    page.write("Alt", turn=2)
    page.seen = None
    kept = page.write("Al", turn=1)
    assert written() == "Alt"
    assert kept.turn == 2


def test_a_lost_answer_does_not_turn_a_page_against_itself(house: House) -> None:
    page = Page(house.caseworker)
    page.write("Et", turn=1)
    page.seen = None
    page.write("Et to", turn=2)
    assert written() == "Et to"


@pytest.mark.parametrize("which", ["another page's", "of a page without scripts"])
def test_finishing_leaves_a_draft_that_the_page_did_not_know(house: House, which: str) -> None:
    Page(house.caseworker).write(NOTE)
    hand = Page(house.caseworker).hand(1) if which == "another page's" else Hand()
    assert not finish(form=REGISTER, subject="", hand=hand, by=house.caseworker, at=AT)
    assert written() == NOTE


def test_finishing_takes_what_the_page_had_on_its_way(house: House) -> None:
    """The answer to its first saving had not come back when the button was pressed."""
    page = Page(house.caseworker)
    page.write(NOTE)
    page.seen = None
    assert finish(form=REGISTER, subject="", hand=page.hand(2), by=house.caseworker, at=AT)
    assert not Draft.objects.exists()


def test_a_page_that_was_saved_for_good_keeps_no_draft_however_late_it_tries(house: House) -> None:
    """Its first saving was still under way when the button was pressed, and arrives after it."""
    page = Page(house.caseworker)
    assert not finish(form=REGISTER, subject="", hand=page.hand(1), by=house.caseworker, at=AT)
    for late in (timedelta(seconds=1), timedelta(days=20)):
        with pytest.raises(Overtaken) as gone:
            page.write(NOTE, at=AT + late)
        assert gone.value.draft is None
    assert not Draft.objects.exists()
    # Another page of the same form begins as ever.
    Page(house.caseworker).write("Den næste borger")
    assert written() == "Den næste borger"


def test_pages_that_were_saved_are_remembered_for_a_month_and_twice_is_once(house: House) -> None:
    page = Page(house.caseworker)
    for _again in range(2):
        finish(form=REGISTER, subject="", hand=page.hand(1), by=house.caseworker, at=AT)
    finish(form=REGISTER, subject="", hand=Hand(), by=house.caseworker, at=AT)
    assert FinishedPage.objects.get().pk == page.tab
    forget(at=AT + timedelta(days=29), today=AT.date())
    assert FinishedPage.objects.count() == 1
    forget(at=AT + timedelta(days=30), today=AT.date())
    assert not FinishedPage.objects.exists()


def test_discarding_leaves_one_line_and_no_words(house: House) -> None:
    draft = Page(house.caseworker).write(NOTE)
    for _again in range(2):
        discard(form=REGISTER, subject="", version=draft.version, by=house.caseworker, at=AT)
    line = AuditEntry.objects.get()
    assert (line.action, line.row_id) == ("draft.discard", str(draft.pk))
    assert "Kanarie" not in str(line.detail)
    assert not Draft.objects.exists()


def test_what_was_written_on_since_is_not_discarded(house: House) -> None:
    page = Page(house.caseworker)
    seen = page.write("Et").version
    page.write("Et to")
    with pytest.raises(Overtaken):
        discard(form=REGISTER, subject="", version=seen, by=house.caseworker, at=AT)
    assert written() == "Et to"


def test_nobody_reaches_anothers_draft(house: House) -> None:
    draft = Page(house.caseworker).write(NOTE)
    assert not discard(form=REGISTER, subject="", version=draft.version, by=house.colleague, at=AT)
    hand = Hand(draft.tab, draft.version, 9)
    assert not finish(form=REGISTER, subject="", hand=hand, by=house.colleague, at=AT)
    # The colleague's page says that it has seen a draft: theirs is gone, the other's is untouched.
    with pytest.raises(Overtaken) as gone:
        save(form=REGISTER, subject="", content={}, hand=hand, by=house.colleague, at=AT)
    assert gone.value.draft is None
    assert written() == NOTE


# --- Thirty days ---------------------------------------------------------------------------------


def pass_of(day: int, hour: int = 4) -> tuple[int, int]:
    """What the nightly task does so many days after the drafts were written."""
    at = AT + timedelta(days=day) - timedelta(hours=10 - hour)
    today = danish_day(at)
    return warn(at=at, today=today), forget(at=at, today=today)


def test_a_draft_is_told_of_once_and_goes_five_days_later(house: House) -> None:
    for form in (REGISTER, "inquiry.attempt"):
        Page(house.caseworker, form=form).write(NOTE)
    Page(house.colleague).write(NOTE, at=AT + timedelta(days=20))
    assert pass_of(25) == (0, 0)  # 24 days and some hours
    assert pass_of(26) == (2, 0)
    assert pass_of(26) == (0, 0)
    letter = Message.objects.get()
    assert letter.to_user == house.caseworker
    assert (letter.text, letter.facts) == ("drafts", {"number": 2})
    assert localtime(letter.due_at).hour == 7
    assert pass_of(30) == (0, 0)
    assert pass_of(31) == (0, 2)
    assert pass_of(31) == (0, 0)
    assert Draft.objects.get().saved_by == house.colleague
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"draft.forget"}
    assert Message.objects.count() == 1


def test_a_house_that_slept_for_a_month_tells_before_it_forgets(house: House) -> None:
    Page(house.caseworker).write(NOTE)
    assert pass_of(60) == (1, 0)
    assert pass_of(64) == (0, 0)
    assert pass_of(65) == (0, 1)


def test_who_writes_on_is_not_forgotten(house: House) -> None:
    page = Page(house.caseworker)
    page.write("Et")
    assert pass_of(26) == (1, 0)
    page.write("Et to", at=AT + timedelta(days=28))
    assert Draft.objects.get().warned_on is None
    assert pass_of(40) == (0, 0)
    assert pass_of(55) == (1, 0)


def test_who_left_gets_no_letter_but_the_draft_goes(house: House) -> None:
    Page(house.caseworker).write(NOTE)
    house.caseworker.ends_on = AT.date()
    house.caseworker.save()
    assert pass_of(26) == (1, 0)
    assert not Message.objects.exists()
    assert pass_of(31) == (0, 1)
