"""What somebody writes about a complaint is kept on the way, and goes when it is saved for good."""

from typing import Any

import pytest
from pytest import MonkeyPatch

from centre.drafts import queries
from centre.drafts.models import Draft
from complaints.choices import Reassessed
from complaints.queries.drafts import REASSESS, REGISTER, act_form
from tests.centre.drafts.tools import Page
from tests.complaints import cases
from tests.complaints.pages import KEY, NOW, data, hidden_of, page_of
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db
WRITTEN = "En halv times arbejde."


@pytest.fixture(autouse=True)
def _clock(monkeypatch: MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


def hand(page: Page) -> dict[str, str]:
    """What the form tells of its draft when it is sent."""
    return {"draft_tab": page.tab, "draft_seen": str(page.seen)}


def reasons(page: Page) -> dict[str, Any]:
    answers = {"outcome": Reassessed.MAINTAINED, "reasons": WRITTEN, "channel": "letter"}
    return {**answers, "form_key": KEY, **hand(page)}


def test_a_reassessment_keeps_its_draft_until_the_letters_are_sent(house: House) -> None:
    complaint = cases.acknowledged(house)
    page = Page(house.leader, form=REASSESS, subject=str(complaint.pk))
    page.write(WRITTEN, at=NOW)
    client = logged_in(house.leader)
    where = f"{page_of(complaint)}reassess/"
    shown = client.post(where, reasons(page))
    assert Draft.objects.count() == 1
    # Back in the form it is the same page still: its draft is not offered as somebody else's.
    back = client.post(where, {**hidden_of(shown), "back": "1"}).content.decode()
    assert page.tab in back and str(page.seen) in back
    client.post(where, {**hidden_of(shown), "send": "1"})
    assert Draft.objects.count() == 0


def test_an_answer_in_another_tab_is_not_passed_over(house: House) -> None:
    complaint = cases.acknowledged(house)
    other = Page(house.leader, form=REASSESS, subject=str(complaint.pk))
    other.write("En anden fane.", at=NOW)
    stale = Page(house.leader, form=REASSESS, subject=str(complaint.pk))
    client = logged_in(house.leader)
    where = f"{page_of(complaint)}reassess/"
    answers = {**reasons(stale), "draft_seen": ""}
    page = client.post(where, {**answers, "send": "1"})
    assert page.status_code == 409
    assert cases.events(complaint)[-1] == "acknowledge"


def test_the_leaders_answer_and_a_complaint_on_its_way_to_paper_keep_theirs(house: House) -> None:
    complaint = cases.anonymous(house)
    client = logged_in(house.leader)
    client.post(f"{page_of(complaint)}acknowledge/", {})
    page = Page(house.leader, form=act_form("answer"), subject=str(complaint.pk))
    page.write(WRITTEN, at=NOW)
    client.post(f"{page_of(complaint)}answer/", {"answer-words": WRITTEN, **hand(page)})
    assert Draft.objects.count() == 0
    page = Page(house.leader, form=REGISTER)
    page.write(WRITTEN, at=NOW)
    client.post("/staff/complaints/new/", {**data(area="drugs", name=""), **hand(page)})
    assert Draft.objects.count() == 0


def test_a_draft_is_opened_by_who_may_answer_so_and_named_by_initials(house: House) -> None:
    complaint = cases.acknowledged(house)
    subject = str(complaint.pk)
    assert queries.may_open(house.caseworker, REASSESS, subject)
    assert not queries.may_open(house.secretary, REASSESS, subject)
    assert not queries.may_open(house.youth_worker, REASSESS, subject)
    assert queries.may_open(house.secretary, act_form("more-time"), subject)
    assert queries.may_open(house.secretary, REGISTER, str(complaint.inquiry_id))
    assert not queries.may_open(house.youth_worker, REGISTER, str(complaint.inquiry_id))
    assert not queries.may_open(house.administrator, REGISTER, "")
    Page(house.caseworker, form=REASSESS, subject=subject).write(WRITTEN, at=NOW)
    told = text_of(logged_in(house.caseworker).get("/staff/drafts/"))
    assert "Ødegård" not in told and "Genvurdér" in told
