"""Setting a follow-up right on its page, its drafts, and what the file tells of both."""

import uuid
from typing import Any

import pytest

from centre.drafts.models import Draft
from followup.models import FollowUp
from followup.queries.drafts import CALL, CORRECTION
from tests.centre.drafts.tools import Page
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.followup.cases import CALLED_AT, CORRECTED_AT, corrected, ended, follow_up, taken_back
from tests.treatment.pages import page

pytestmark = pytest.mark.django_db
NOTE = "Talte om søvn."


@pytest.fixture(autouse=True)
def _the_day_of_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, CORRECTED_AT)


@pytest.fixture
def one(house: House) -> FollowUp:
    return follow_up(house)


def url(one: FollowUp, more: str = "") -> str:
    return f"/staff/follow-ups/{one.pk}/{more}"


def sent(house: House, address: str, prefix: str, more: dict[str, str], **told: Any) -> Any:
    data = {f"{prefix}-{name}": value for name, value in told.items() if value != ""}
    return logged_in(house.caseworker).post(address, {**data, **more})


def correct(house: House, one: FollowUp, more: Any = (), **changes: Any) -> Any:
    given = {
        "outcome": "reached",
        "result": "reduced",
        "goal_kept": "kept",
        "seen": 0,
        "form_key": uuid.uuid4(),
    }
    return sent(house, url(one, "correct/"), "right", dict(more), **{**given, **changes})


def test_a_wrong_press_is_mended_on_the_page_and_both_are_read_there_and_in_the_file(
    house: House, one: FollowUp
) -> None:
    ended(one, house, "moved", note="Flyttede vist.")
    assert "Ret opfølgningen" in page(house, url(one))
    assert correct(house, one, note=NOTE).url == url(one)
    for found in (page(house, url(one)), page(house, f"/staff/citizens/{one.course.citizen_id}/")):
        assert NOTE in found
        assert "Flyttede vist." in found
    file = page(house, f"/staff/citizens/{one.course.citizen_id}/")
    assert "flyttet til en anden kommune (rettet siden)" in file
    printed = page(house, f"/staff/citizens/{one.course.citizen_id}/print/")
    assert "(rettet siden)" in printed


def test_what_was_closed_by_mistake_is_opened_again_on_its_page(
    house: House, one: FollowUp
) -> None:
    ended(one, house, "declined")
    done = sent(house, url(one, "take-back/"), "back", {}, seen=0, form_key=uuid.uuid4())
    assert done.url == url(one)
    found = page(house, url(one))
    assert "Afslut opfølgningen" in found
    assert "Åbnet igen" in found
    assert FollowUp.objects.open().count() == 2
    assert "er åbnet igen" in page(house, f"/staff/citizens/{one.course.citizen_id}/")


def test_the_page_that_was_seen_too_early_is_refused_and_keeps_what_was_typed(
    house: House, one: FollowUp
) -> None:
    corrected(ended(one, house, "moved"), house, "reached", at=CALLED_AT)
    late = correct(house, one, note=NOTE)
    assert late.status_code == 409
    assert NOTE in late.content.decode()
    assert "imens" in late.content.decode()
    taken_back(one, house)
    late = correct(house, one, note=NOTE, seen=1)
    assert late.status_code == 409
    assert NOTE in late.content.decode()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"result": ""}, "Vælg, hvordan det står til nu"),
        ({"outcome": "relapsed", "result": "free"}, "Vælg én af de to"),
        ({"outcome": "not_reached"}, "tre forsøg"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said(
    house: House, one: FollowUp, told: dict[str, Any], words: str
) -> None:
    ended(one, house, "moved")
    assert words in correct(house, one, **told).content.decode()
    one.refresh_from_db()
    assert one.outcome == "moved"


def test_whoever_wanted_help_after_all_is_taken_to_the_inquiry(house: House, one: FollowUp) -> None:
    ended(one, house, "relapsed")
    done = correct(house, one, outcome="relapsed", wants_help="on")
    one.refresh_from_db()
    assert done.url == f"/staff/inquiries/{one.inquiry_id}/"
    again = correct(house, one, outcome="moved", result="", goal_kept="", seen=1)
    assert again.url == url(one)
    assert "Afslut den dér, hvis ingen har bedt om hjælp" in page(house, url(one))


def test_what_the_house_closed_offers_nothing_to_set_right(house: House, one: FollowUp) -> None:
    FollowUp.objects.filter(pk=one.pk).update(
        outcome="readmitted", ended_on=CALLED_AT.date(), ended_at=CALLED_AT
    )
    assert "Ret opfølgningen" not in page(house, url(one))


# --- Drafts ------------------------------------------------------------------------------------------


def test_what_is_typed_during_the_call_is_kept_until_it_is_saved(
    house: House, one: FollowUp
) -> None:
    assert f'data-draft="{CALL}"' in page(house, url(one))
    writing = Page(house.caseworker, form=CALL, subject=str(one.pk))
    writing.write(NOTE, at=CORRECTED_AT)
    assert "Opfølgning" in page(house, "/staff/drafts/")
    # Another page, which has not seen these words, closes nothing over them.
    told = {"outcome": "moved", "form_key": uuid.uuid4()}
    other = {"draft_tab": "0" * 32, "draft_seen": ""}
    assert sent(house, url(one), "outcome", other, **told).status_code == 409
    own = {"draft_tab": writing.tab, "draft_seen": str(writing.seen)}
    assert sent(house, url(one), "outcome", own, **told).status_code == 302
    assert not Draft.objects.exists()


def test_a_correction_keeps_a_draft_of_its_own(house: House, one: FollowUp) -> None:
    ended(one, house, "moved")
    assert f'data-draft="{CORRECTION}"' in page(house, url(one))
    writing = Page(house.caseworker, form=CORRECTION, subject=str(one.pk))
    writing.write(NOTE, at=CORRECTED_AT)
    own = {"draft_tab": writing.tab, "draft_seen": str(writing.seen)}
    assert correct(house, one, own).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_of_a_call_is_opened_by_who_may_open_the_call(house: House, one: FollowUp) -> None:
    def may(user: Any) -> int:
        data = {"form": CALL, "subject": str(one.pk), "author": str(user.pk), "content": "{}"}
        data |= {"draft_tab": "1" * 32, "draft_turn": "1"}
        return int(logged_in(user).post("/staff/drafts/save/", data).status_code)

    assert may(house.caseworker) == 200
    assert may(house.youth_worker) == may(house.secretary) == 404
