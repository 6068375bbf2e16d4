"""What a page's script is answered, the list of drafts, and who sees what."""

import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from centre.drafts import queries
from centre.drafts.models import Draft
from centre.drafts.views.drafts import SAVINGS
from centre.records.models import ReadEntry
from centre.staff.models import User
from config.logs import Line
from intake.choices import Attempt
from intake.forms.desk import ActForm
from intake.models import ContactAttempt, Inquiry
from intake.queries.drafts import WRITTEN, act_form
from intake.views.acts import ACTS
from tests import factories
from tests.centre.drafts.tools import AT, NOTE, REGISTER, Page, tab, told, written
from tests.desk import at_the_doors, logged_in, register_data
from tests.factories import House

pytestmark = pytest.mark.django_db
SAVE, OPEN, WAITING = "/staff/drafts/save/", "/staff/drafts/open/", "/staff/drafts/waiting/"
DISCARD, MINE = "/staff/drafts/discard/", "/staff/drafts/"
ATTEMPT = "inquiry.attempt"


@pytest.fixture(autouse=True)
def _that_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def found(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT - timedelta(days=2))


def saved(client: Any, user: Any, text: str = NOTE, **more: Any) -> Any:
    return client.post(SAVE, told(user, text, **more))


def test_what_is_saved_comes_back_word_for_word(house: House) -> None:
    client = logged_in(house.caseworker)
    nasty = "Æ <script>alert(1)</script>\n" + "å" * 6000
    answer = saved(client, house.caseworker, nasty).json()
    assert answer["saved"] == "kl. 10.42"
    waits = client.get(WAITING, {"form": [REGISTER, ATTEMPT], "subject": ""}).json()
    assert [(one["form"], one["version"]) for one in waits["drafts"]] == [
        (REGISTER, answer["version"])
    ]
    assert "Æ" not in str(waits)
    again = client.post(OPEN, {"form": REGISTER, "subject": ""}).json()
    assert again["content"] == {"note": [nasty]}
    assert again["version"] == answer["version"]


def test_a_draft_that_goes_while_it_is_asked_for_is_gone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another tab saves the form for good between the two questions of one request."""
    client = logged_in(house.caseworker)
    saved(client, house.caseworker)
    asked = queries.one

    def then_gone(user: User, form: str, subject: str) -> Draft | None:
        draft = asked(user, form, subject)
        Draft.objects.all().delete()
        return draft

    monkeypatch.setattr(queries, "one", then_gone)
    answer = client.post(OPEN, {"form": REGISTER, "subject": ""})
    assert answer.status_code == 410
    assert not ReadEntry.objects.filter(purpose="draft").exists()


def test_an_older_draft_tells_its_day(house: House) -> None:
    Page(house.caseworker).write(NOTE, at=AT - timedelta(days=7))
    page = logged_in(house.caseworker).get(WAITING, {"form": REGISTER}).json()
    assert page["drafts"][0]["saved"] == "3. december kl. 10.42"


def test_opening_a_draft_is_a_reading_and_asking_whether_there_is_one_is_not(
    house: House, found: Inquiry
) -> None:
    subject = str(found.pk)
    draft = Page(house.caseworker, form=ATTEMPT, subject=subject).write(NOTE)
    client = logged_in(house.caseworker)
    client.get(WAITING, {"form": ATTEMPT, "subject": subject})
    assert ReadEntry.objects.count() == 0
    client.post(OPEN, {"form": ATTEMPT, "subject": subject})
    line = ReadEntry.objects.get()
    assert (line.purpose, line.row_id, line.by) == ("draft", str(draft.pk), house.caseworker)


def test_the_log_of_a_reading_leads_to_the_citizen_when_the_draft_is_gone(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.caseworker)
    for form, subject in ((ATTEMPT, str(found.pk)), (REGISTER, "")):
        saved(client, house.caseworker, form=form, subject=subject)
        client.post(OPEN, {"form": form, "subject": subject})
    assert found.citizen_id is not None
    # What is registered is about nobody yet.
    assert {line.citizen_id for line in ReadEntry.objects.all()} == {found.citizen_id, None}


def test_a_second_tab_is_told_and_shown_no_more_than_when(house: House) -> None:
    client = logged_in(house.caseworker)
    first = saved(client, house.caseworker, "Første").json()
    second = saved(client, house.caseworker, "Anden")
    assert second.status_code == 409
    assert second.json()["version"] == first["version"]
    assert "content" not in second.json()
    assert written() == "Første"
    chosen = saved(client, house.caseworker, "Anden", draft_seen=first["version"])
    assert chosen.status_code == 200
    assert written() == "Anden"


@pytest.mark.parametrize(
    "changes",
    [
        {"content": "x"},
        {"content": json.dumps({"note": ["x" * 16_001]})},
        {"draft_tab": ""},
        {"author": "0"},
    ],
)
def test_a_saving_that_no_page_makes_is_refused(house: House, changes: dict[str, str]) -> None:
    client = logged_in(house.caseworker)
    assert saved(client, house.caseworker, **changes).status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.parametrize("form", ["", "inquiry.nothing", "x" * 200, "\x00", "post.letter"])
def test_a_form_that_keeps_no_drafts_takes_none(house: House, form: str) -> None:
    client = logged_in(house.caseworker)
    assert saved(client, house.caseworker, form=form).status_code == 404
    assert client.post(OPEN, {"form": form}).status_code in (404, 422)
    assert client.post(DISCARD, {"form": form}).status_code in (200, 404)
    assert client.get(WAITING, {"form": form}).status_code in (200, 404)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "subject", ["", "\x00", "æ", "1", "' OR 1=1", "0" * 32, "00000000-0000-0000-0000-000000000000"]
)
def test_a_subject_that_is_not_there_takes_no_draft(house: House, subject: str) -> None:
    client = logged_in(house.caseworker)
    answer = saved(client, house.caseworker, form=ATTEMPT, subject=subject)
    assert answer.status_code == 404
    assert client.get(WAITING, {"form": ATTEMPT, "subject": subject}).status_code in (200, 404)
    assert client.post(DISCARD, {"form": ATTEMPT, "subject": subject}).status_code in (200, 404)


def test_haste_is_slowed_before_it_is_work(house: House) -> None:
    client = logged_in(house.caseworker)
    one = tab()
    codes = [
        saved(client, house.caseworker, draft_tab=one, draft_turn=str(turn)).status_code
        for turn in range(1, SAVINGS.most + 2)
    ]
    assert codes == [200] * SAVINGS.most + [429]


# --- Whose draft it is ---------------------------------------------------------------------------


@pytest.mark.threat("T10")
@pytest.mark.parametrize("who", ["colleague", "leader", "secretary", "youth_worker"])
def test_nobody_else_finds_reads_writes_or_discards_a_draft(
    house: House, found: Inquiry, who: str
) -> None:
    place = {"form": ATTEMPT, "subject": str(found.pk)}
    draft = Page(house.caseworker, **place).write(NOTE)
    other = getattr(house, who)
    client = logged_in(other)
    assert client.get(WAITING, place).json()["drafts"] == []
    assert client.post(OPEN, place).status_code in (404, 410)
    client.post(DISCARD, {**place, "draft_seen": str(draft.version)})
    saved(client, other, "Anden", draft_tab=draft.tab, draft_seen=str(draft.version), **place)
    saved(client, other, "Anden", draft_tab=draft.tab, **place)
    mine = Draft.objects.filter(saved_by=house.caseworker).get()
    assert json.loads(mine.content) == {"note": [NOTE]}
    assert ReadEntry.objects.filter(row_id=str(draft.pk)).count() == 0


def test_who_lost_the_citizen_gets_no_word_back_but_may_discard(
    house: House, found: Inquiry
) -> None:
    place = {"form": ATTEMPT, "subject": str(found.pk)}
    draft = Page(house.caseworker, **place).write(NOTE)
    house.caseworker.unit = house.youth
    house.caseworker.save()
    client = logged_in(house.caseworker)
    assert client.post(OPEN, place).status_code == 404
    more = saved(client, house.caseworker, "Mere", draft_seen=str(draft.version), **place)
    assert more.status_code == 404
    page = client.get(MINE).content.decode()
    assert "Du kan ikke længere åbne den side" in page
    assert f"/staff/inquiries/{found.pk}/" not in page
    assert found.citizen is not None
    assert found.citizen.initials not in page
    assert written() == NOTE
    discarded = client.post(DISCARD, {**place, "list": "1", "draft_seen": str(draft.version)})
    assert discarded.status_code == 302
    assert not Draft.objects.exists()


def test_a_page_of_the_one_before_does_not_write_in_the_next_ones_name(house: House) -> None:
    client = logged_in(house.colleague)
    assert saved(client, house.caseworker).status_code == 422
    assert client.get(WAITING, {"form": REGISTER}).json()["author"] == str(house.colleague.pk)


def test_without_the_token_nothing_is_kept_and_with_a_new_one_it_is(house: House) -> None:
    client: Any = Client(enforce_csrf_checks=True)
    client.force_login(house.caseworker)
    assert saved(client, house.caseworker).status_code == 403
    token = client.get(WAITING, {"form": REGISTER}).json()["token"]
    answer = saved(client, house.caseworker, csrfmiddlewaretoken=token)
    assert answer.status_code == 200


def test_who_is_logged_out_is_sent_to_the_login_and_nothing_is_kept(house: House) -> None:
    client: Any = Client()
    for answer in (saved(client, house.caseworker), client.get(WAITING, {"form": REGISTER})):
        assert answer.headers["Location"].startswith("/staff/login/")
    assert not Draft.objects.exists()


@pytest.mark.threat("T7")
def test_no_word_of_a_draft_reaches_the_log(house: House) -> None:
    heard = io.StringIO()
    handlers = logging.getLogger().handlers
    ours: Any = next(one for one in handlers if isinstance(one.formatter, Line))
    before = ours.setStream(heard)
    client = logged_in(house.caseworker)
    for more in ({}, {"content": NOTE}, {"form": NOTE}, {"subject": NOTE}, {"author": NOTE}):
        saved(client, house.caseworker, **more)
    client.get(MINE)
    ours.setStream(before)
    assert "Kanarie" not in heard.getvalue()
    assert "Not Found: /staff/drafts/save/" in heard.getvalue()


# --- The list and the desk -----------------------------------------------------------------------


def test_the_list_shows_form_initials_day_and_the_way_on(house: House, found: Inquiry) -> None:
    Page(house.caseworker, form=ATTEMPT, subject=str(found.pk)).write(NOTE)
    Page(house.caseworker).write(NOTE, at=AT - timedelta(days=1))
    Page(house.colleague).write(NOTE)
    page = logged_in(house.caseworker).get(MINE).content.decode()
    assert page.count('name="draft_seen"') == 2
    assert f'href="/staff/inquiries/{found.pk}/#act-attempt"' in page
    assert 'href="/staff/inquiries/new/"' in page
    assert found.citizen is not None
    assert found.citizen.initials in page
    assert found.citizen.name not in page
    assert "Kanarie" not in page
    assert "9. januar 2027" in page
    assert page.index("kl. 10.42") < page.index("9. december kl. 10.42")
    assert ReadEntry.objects.get().rows == 2


def test_the_desks_tile_counts_ones_own_and_leads_to_the_list(house: House) -> None:
    for user in (house.caseworker, house.colleague):
        Page(user).write(NOTE)
    page = logged_in(house.caseworker).get("/staff/")
    tile = page.context["tiles"][-1]
    assert (tile.count, tile.url, tile.alarm) == (1, MINE, False)
    Draft.objects.update(warned_on=AT.date())
    assert logged_in(house.caseworker).get("/staff/").context["tiles"][-1].alarm


def test_from_the_list_a_draft_that_was_written_on_stays(house: House) -> None:
    page = Page(house.caseworker)
    old = page.write("Et").version
    page.write("Et to")
    client = logged_in(house.caseworker)
    sent = {"form": REGISTER, "subject": "", "list": "1", "draft_seen": str(old)}
    answer = client.post(DISCARD, sent, follow=True)
    assert "Der er skrevet i kladden imens" in answer.content.decode()
    assert written() == "Et to"


# --- Saving for good -----------------------------------------------------------------------------


def attempt(client: Any, inquiry: Inquiry, hand: dict[str, str], **more: str) -> Any:
    sent = {
        "attempt-outcome": Attempt.MESSAGE_LEFT,
        "attempt-channel": "phone",
        "attempt-note": NOTE,
        "attempt-form_key": "22222222-2222-4222-8222-222222222222",
        **{f"attempt-{name}": value for name, value in more.items()},
    }
    return client.post(f"/staff/inquiries/{inquiry.pk}/attempt/", {**sent, **hand})


def hand_of(page: Page) -> dict[str, str]:
    return {"draft_tab": page.tab, "draft_seen": str(page.seen or "")}


def test_the_draft_goes_when_the_act_is_done_and_stays_when_it_is_not(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.caseworker)
    page = Page(house.caseworker, form=ATTEMPT, subject=str(found.pk))
    page.write(NOTE)
    wrong = attempt(client, found, hand_of(page), outcome="")
    assert wrong.status_code == 422
    # The page that comes back is the same one still, for its script.
    assert f'value="{page.tab}"' in wrong.content.decode()
    assert f'value="{page.seen}"' in wrong.content.decode()
    assert Draft.objects.count() == 1
    assert attempt(client, found, hand_of(page)).status_code == 302
    assert ContactAttempt.objects.get().note == NOTE
    assert not Draft.objects.exists()


def test_the_older_tab_is_told_before_it_saves_and_nothing_is_lost(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.caseworker)
    older = Page(house.caseworker, form=ATTEMPT, subject=str(found.pk))
    newer = Page(house.caseworker, form=ATTEMPT, subject=str(found.pk))
    newer.seen = older.write("Den gamle tekst").version
    newer.write("Den nye tekst")
    refused = attempt(client, found, hand_of(older), note="Den gamle tekst")
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Du har en anden tekst i denne formular, fra kl. 10.42" in page
    assert "Den gamle tekst</textarea>" in page
    assert not ContactAttempt.objects.exists()
    assert written() == "Den nye tekst"
    older.seen = newer.seen
    assert attempt(client, found, hand_of(older), note="Den gamle tekst").status_code == 302
    assert not Draft.objects.exists()


def test_without_scripts_a_form_works_and_leaves_what_it_does_not_know(
    house: House, found: Inquiry
) -> None:
    Page(house.caseworker, form=ATTEMPT, subject=str(found.pk)).write("Fra en anden maskine")
    nothing = {"draft_tab": "", "draft_seen": ""}
    assert attempt(logged_in(house.caseworker), found, nothing).status_code == 302
    assert written() == "Fra en anden maskine"


def registered(client: Any, page: Page | None, **more: str) -> Any:
    hand = hand_of(page) if page else {}
    return client.post("/staff/inquiries/new/", {**register_data(**more), **hand})


def test_registering_takes_its_draft_with_it_and_is_refused_over_a_newer_one(house: House) -> None:
    client = logged_in(house.caseworker)
    page, other = Page(house.caseworker), Page(house.caseworker)
    other.write("Fra den anden fane")
    refused = registered(client, page)
    assert refused.status_code == 409
    assert Inquiry.objects.count() == 0
    assert registered(client, other, topic="").status_code == 422
    assert Draft.objects.count() == 1
    assert registered(client, other).status_code == 302
    assert not Draft.objects.exists()


def test_every_act_with_a_text_to_write_keeps_a_draft() -> None:
    from django.forms import Textarea

    def writes(form: type[ActForm]) -> bool:
        return any(isinstance(one.widget, Textarea) for one in form.base_fields.values())

    assert {verb for verb, act in ACTS.items() if writes(act.form)} == WRITTEN.keys()
    assert {str(words) for words in WRITTEN.values()} == {str(ACTS[verb].words) for verb in WRITTEN}
    assert act_form("assign") == ""
