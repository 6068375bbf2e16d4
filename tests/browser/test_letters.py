"""Letters in a browser: what was previewed is what is sent, and no letter promises a board there is none of."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from centre.citizens.models import Citizen
from centre.standard.actions import load_standard
from centre.standard.models import QualityStandard
from complaints.models import Complaint
from intake.choices import Area, DecisionStatus, Outcome
from intake.models import Decision
from tests.browser.public import NARROW, WIDE
from tests.browser.whole import Walk, missing
from tests.factories import House
from tests.intake import cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "320"])
def walk(
    request: pytest.FixtureRequest,
    house: House,
    page: Page,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Walk:
    page.set_viewport_size(request.param)
    one = Walk(page, live_server.url, monkeypatch)
    one.it_is(cases.DECIDED_AT.date(), "10.00")
    return one


def test_what_was_previewed_is_sent_byte_for_byte(walk: Walk, house: House) -> None:
    """C-42: the PDF of the preview and the PDF that went."""
    decision = cases.prepared(house, Area.DRUGS)
    walk.open(f"decisions/{decision.pk}/")
    walk.pdf("Brevet som PDF")
    previewed = walk.kept
    assert "Afgørelsen er sendt" in walk.press(".decide-acts [data-save]")
    walk.pdf("Brevet, som det blev sendt")
    assert walk.kept == previewed


def test_a_letter_that_has_changed_since_the_preview_is_shown_anew(
    walk: Walk, house: House
) -> None:
    """C-42: the name was put right meanwhile; it is asked again, and nothing goes unseen."""
    decision = cases.prepared(house, Area.DRUGS)
    walk.open(f"decisions/{decision.pk}/")
    Citizen.objects.update(name="Åse Ægir")
    walk.page.click(".decide-acts [data-save]")
    expect(walk.page.locator("main")).to_contain_text("Brevet er ændret, siden du så det.")
    assert Decision.objects.get().status == DecisionStatus.PREPARED
    expect(walk.page.locator("main .letter")).to_contain_text("Åse Ægir")
    assert "Afgørelsen er sendt" in walk.press(".decide-acts [data-save]")
    assert "Åse Ægir" in walk.pdf("Brevet, som det blev sendt")


def test_a_new_text_of_the_council_changes_no_letter_that_was_previewed(
    walk: Walk, house: House, council: QualityStandard
) -> None:
    """C-42: the text at the head of every letter is another one now; what was seen is what goes."""
    decision = cases.prepared(house, Area.DRUGS)
    walk.open(f"decisions/{decision.pk}/")
    walk.pdf("Brevet som PDF")
    previewed = walk.kept
    rename_the_centre(council)
    walk.press(".decide-acts [data-save]")
    walk.pdf("Brevet, som det blev sendt")
    assert walk.kept == previewed


def rename_the_centre(council: QualityStandard) -> None:
    """A new text of the council is loaded, with another name at the head of each letter."""
    name = f'centre_name = "{council.content.identity.centre_name}"'
    text = council.text.replace(name, 'centre_name = "Huset ved åen"')
    load_standard(text=text, name=council.key, at=cases.DECIDED_AT)


def test_a_complaint_over_alcohol_treatment_is_told_that_no_board_decides(
    walk: Walk, house: House, settings: Any
) -> None:
    """C-44: said on the public page, in the letter and at the desk; the leader answers instead."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    page = walk.page
    page.goto(f"{walk.address}/klag/")
    walk.choose(("about", "social_decision"), ("area", "alcohol"))
    page.click("main form .button-primary")
    told = walk.words()
    assert "Ingen anden myndighed kan ændre denne afgørelse." in told
    assert "Ankestyrelsen" not in told
    decision = cases.sent(house, Area.ALCOHOL, outcome=Outcome.PARTLY)
    walk.open(f"complaints/new/?inquiry={decision.inquiry_id}")
    walk.fill({"text": "Jeg vil have flere samtaler."})
    walk.press("main form .button-primary")
    assert "Ingen anden myndighed kan ændre denne afgørelse." in walk.words()
    assert "Ankestyrelsen" not in walk.words()
    walk.send("acknowledge")
    letter = walk.pdf("Brevet til borgeren")
    assert "Ankestyrelsen" not in letter
    wanted = ("Du kan ikke klage over afgørelsen", "Lederen af centret ser på din klage")
    assert missing(letter, wanted) == []
    complaint = Complaint.objects.get()
    assert (complaint.track, complaint.clock) == ("service", None)
