"""Drafts of people who left: their leader gives them on or throws them away, and never reads them."""

from datetime import timedelta
from typing import Any

import pytest

from centre.drafts.models import Draft
from centre.records.models import AuditEntry
from centre.staff.choices import Role
from intake.models import Inquiry
from tests import factories
from tests.centre.drafts.tools import AT, NOTE, REGISTER, Page, written
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
ATTEMPT, MINE = "inquiry.attempt", "/staff/drafts/"
HAND_ON, DISCARD = "/staff/drafts/left/hand-on/", "/staff/drafts/left/discard/"


@pytest.fixture(autouse=True)
def _that_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def left(house: House, found: Inquiry) -> Draft:
    """The colleague has left in the middle of a sentence."""
    draft = Page(house.colleague, form=ATTEMPT, subject=str(found.pk)).write(NOTE)
    house.colleague.ends_on = AT.date()
    house.colleague.save()
    return draft


@pytest.fixture
def found(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT - timedelta(days=1))


def hand_on(client: Any, draft: Draft, **changes: Any) -> Any:
    sent = {"draft": draft.pk, "seen": draft.version, **changes}
    return client.post(changes.pop("url", HAND_ON), sent, follow=True)


def test_the_leader_sees_whose_and_when_but_no_word(
    house: House, found: Inquiry, left: Draft
) -> None:
    client = logged_in(house.leader)
    page = client.get(MINE).content.decode()
    assert "Kladder fra medarbejdere, der er stoppet" in page
    assert str(house.colleague) in page and found.citizen is not None
    assert found.citizen.initials in page and found.citizen.name not in page
    assert "Kanarie" not in page
    assert (
        client.post("/staff/drafts/open/", {"form": ATTEMPT, "subject": found.pk}).status_code
        == 410
    )
    tile = client.get("/staff/").context["tiles"][-1]
    assert (tile.count, tile.url, tile.alarm) == (1, MINE, True)


@pytest.mark.parametrize("who", ["caseworker", "youth_leader", "secretary"])
def test_nobody_else_sees_or_moves_them(house: House, left: Draft, who: str) -> None:
    youth = factories.UserFactory(username="youth_leader", role=Role.LEADER, unit=house.youth)
    user = youth if who == "youth_leader" else getattr(house, who)
    client = logged_in(user)
    assert "der er stoppet" not in client.get(MINE).content.decode()
    hand_on(client, left, to=user.pk)
    hand_on(client, left, url=DISCARD)
    assert Draft.objects.get().saved_by == house.colleague


def test_who_takes_it_on_is_its_author_from_then_on(
    house: House, found: Inquiry, left: Draft
) -> None:
    answer = hand_on(logged_in(house.leader), left, to=house.caseworker.pk)
    assert "går videre med kladden" in answer.content.decode()
    draft = Draft.objects.get()
    assert (draft.saved_by, draft.saved_at, draft.warned_on) == (house.caseworker, AT, None)
    opened = logged_in(house.caseworker).post(
        "/staff/drafts/open/", {"form": ATTEMPT, "subject": found.pk}
    )
    assert opened.json()["content"] == {"note": [NOTE]}
    line = AuditEntry.objects.get(action="draft.hand_on")
    assert line.by == house.leader
    assert (line.detail["of"], line.detail["to"]) == (house.colleague.pk, house.caseworker.pk)
    # The page that is still open on the old machine writes nothing more into it.
    again = hand_on(logged_in(house.leader), left, to=house.leader.pk)
    assert "er der ikke længere" in again.content.decode()


def test_only_somebody_who_may_open_the_page_and_is_not_writing_there(
    house: House, found: Inquiry, left: Draft
) -> None:
    client = logged_in(house.leader)
    own = Page(house.caseworker, form=ATTEMPT, subject=str(found.pk)).write("Mit eget")
    for to, told in (
        (house.youth_worker.pk, "må ikke åbne"),
        (house.caseworker.pk, "skriver allerede"),
        (house.colleague.pk, "Vælg, hvem der går videre"),
        ("", "Vælg, hvem der går videre"),
    ):
        assert told in hand_on(client, left, to=to).content.decode()
    assert Draft.objects.get(pk=left.pk).saved_by == house.colleague
    assert Draft.objects.get(pk=own.pk).version == own.version


def test_a_draft_that_leads_nowhere_any_more_can_only_be_thrown_away(house: House) -> None:
    gone = Page(house.colleague, form=ATTEMPT, subject="00000000-0000-0000-0000-000000000000")
    draft = gone.write(NOTE)
    house.colleague.is_active = False
    house.colleague.save()
    client = logged_in(house.leader)
    page = client.get(MINE)
    assert "Giv videre" not in page.content.decode()
    hand_on(client, draft, url=DISCARD)
    assert not Draft.objects.exists()
    assert AuditEntry.objects.get().detail["of"] == house.colleague.pk


def test_who_works_here_keeps_what_is_theirs(house: House) -> None:
    draft = Page(house.caseworker).write(NOTE)
    client = logged_in(house.leader)
    assert "der er stoppet" not in client.get(MINE).content.decode()
    hand_on(client, draft, to=house.leader.pk)
    hand_on(client, draft, url=DISCARD)
    assert written() == NOTE
    # Nor what somebody who left has written since it was shown: it was shown to nobody.
    house.caseworker.is_active = False
    house.caseworker.save()
    hand_on(client, draft, to=house.leader.pk, seen="00000000-0000-4000-8000-000000000000")
    assert Draft.objects.get(form=REGISTER).saved_by == house.caseworker
