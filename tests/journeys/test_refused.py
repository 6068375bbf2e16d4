"""A decision that gives nothing, or less than was asked for, from its letter to the appeals board."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from centre.clocks.models import Clock
from centre.post.models import Letter
from centre.staff.models import User
from centre.standard.models import QualityStandard
from complaints.models import Complaint
from intake.choices import Area, DecisionStatus, Outcome
from intake.models import Decision
from tests.centre.post.letters import words
from tests.complaints.pages import data, hidden_of
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake import cases
from tests.intake.public import text_of
from tests.intake.test_decision_pages import day, form_of
from tests.there import there

GROUNDS = "Vi vurderer, at du kan klare dig med åben rådgivning."
INSTEAD = "Du kan få samtaler i Åben Rådgivning hver uge."
WISH = "Jeg vil have flere samtaler, for jeg kan ikke klare det alene."
REASONS = "Vi har talt om det igen. Det er stadig vores vurdering."
# A letter of the 15th by ordinary post counts as received on the 23rd; then four weeks (domain K4, K6).
LAST_DAY = "20. januar 2027"
REASSESS_BY = date(2027, 2, 1)
TWO = ["fredericia", "skanderborg"]


class Story:
    """One citizen and one centre, on a calendar that the story turns."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = house
        self.monkeypatch = monkeypatch

    # --- given

    def a_citizen_asked_for_drug_treatment_and_told_how_it_is(self) -> None:
        self.it_is("2026-12-15")
        self.visitation = cases.begun(self.house, Area.DRUGS)
        cases.write_themes(self.house, self.visitation)

    # --- when

    def it_is(self, day: str) -> None:
        at_the_doors(self.monkeypatch, moment(f"{day} 10.00"))

    def sends(self, who: User, address: str, **filled: Any) -> Any:
        answer = logged_in(who).post(address, filled, follow=True)
        assert answer.status_code == 200, text_of(answer)
        return answer

    def is_decided(self, outcome: Outcome) -> None:
        """Written by the caseworker; a refusal is read by the leader before it goes."""
        caseworker, leader = self.house.caseworker, self.house.leader
        board = logged_in(caseworker).get(
            reverse("intake:assessment", args=[self.visitation.inquiry_id])
        )
        finish = reverse("intake:finish_assessment", args=[self.visitation.pk])
        written = self.sends(caseworker, finish, **form_of(board))
        told = {"outcome": outcome, "grounds": GROUNDS, "guidance": INSTEAD, "way": "letter"}
        shown = self.sends(caseworker, written.request["PATH_INFO"], **form_of(written, **told))
        self.decision = Decision.objects.get()
        if outcome == Outcome.REFUSED:
            self.acts_on_it(caseworker, "ask")
            where = reverse("intake:decision", args=[self.decision.pk])
            shown = logged_in(leader).get(where)
            self.acts_on_it(leader, "approve", shown)
        else:
            self.acts_on_it(caseworker, "send", shown)
        self.decision.refresh_from_db()
        assert self.decision.status == DecisionStatus.SENT

    def acts_on_it(self, who: User, verb: str, shown: Any = None) -> None:
        """With the letter that was seen, where one is sent."""
        name = f"{verb}-previewed"
        seen = {name: hidden_of(shown)[name]} if shown is not None else {}
        self.sends(who, reverse("intake:decision_act", args=[self.decision.pk, verb]), **seen)

    def its_deadlines_bind_no_more(self) -> None:
        """Nobody waits for a treatment that was refused: the deadlines are released and the case rests."""
        case = reverse("intake:inquiry", args=[self.visitation.inquiry_id])
        for promise in self.visitation.inquiry.guarantees.all():
            name = "release"
            filled = {f"{name}-guarantee": str(promise.pk), f"{name}-reason": "not_target_group"}
            self.sends(
                self.house.caseworker, f"{case}{name}/", **filled, **day(f"{name}-on", "2026-12-15")
            )
        self.sends(self.house.caseworker, f"{case}close/", **{"close-status": "advised"})

    def the_citizen_calls_and_complains(self) -> None:
        where = f"{reverse('complaints:register')}?inquiry={self.decision.inquiry_id}"
        told = {"decision": str(self.decision.pk), "text": WISH, "received_on_day": "4"}
        said = text_of(self.sends(self.house.caseworker, where, **data(**told)))
        self.complaint = Complaint.objects.get()
        self.code = there(re.search(r"kode ([A-Z0-9]{4}-[A-Z0-9]{4})", said)).group(1)

    def is_told_that_it_came(self) -> None:
        where = reverse("complaints:act", args=[self.complaint.pk, "acknowledge"])
        self.sees_and_sends(where, **{"acknowledge-channel": "letter"})

    def is_looked_at_again(self, outcome: str = "", **more: Any) -> None:
        where = reverse("complaints:reassess", args=[self.complaint.pk])
        asked = {"outcome": outcome} if outcome else {}
        key = "33333333-3333-4333-8333-33333333333" + str(len(asked))
        told = {"reasons": REASONS, "channel": "letter", "form_key": key}
        self.sees_and_sends(where, **asked, **told, **more)

    def sees_and_sends(self, where: str, **filled: Any) -> None:
        """A first press shows each letter, a second one sends what was seen."""
        shown = self.sends(self.house.caseworker, where, **filled)
        assert "Det her sendes" in text_of(shown)
        self.sends(self.house.caseworker, where, **{**hidden_of(shown), "send": "1"})
        self.complaint.refresh_from_db()

    # --- then

    def letter(self, kind: str) -> str:
        """What is printed in the latest letter of a kind."""
        found = Letter.objects.filter(kind=kind).latest("sent_at", "id")
        return " ".join(words(found.pdf).split())

    def line(self, type: str) -> Any:
        return self.complaint.events.get(type=type)

    def printed(self, letter: Letter | None) -> str:
        return " ".join(words(there(letter).pdf).split())

    def the_citizen_looks_it_up(self) -> str:
        told = {"reference": self.complaint.reference, "code": self.code}
        answer: Any = Client().post("/klag/se/", told, follow=True)
        return text_of(answer)

    def waits(self) -> list[tuple[str, date | None]]:
        """The deadlines that run, the soonest first."""
        return list(Clock.objects.open().order_by("due_on").values_list("kind", "due_on"))

    def desk(self) -> str:
        return text_of(logged_in(self.house.caseworker).get("/staff/"))


@pytest.fixture
def story(house: House, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(house, monkeypatch)


@pytest.mark.parametrize("council", TWO, indirect=True)
def test_who_is_refused_complains_and_the_appeals_board_gets_the_whole_case(
    story: Story, council: QualityStandard
) -> None:
    story.a_citizen_asked_for_drug_treatment_and_told_how_it_is()
    story.is_decided(Outcome.REFUSED)
    story.its_deadlines_bind_no_more()
    letter = story.letter("decision")
    for told in (GROUNDS, INSTEAD, "Du kan klage", LAST_DAY, "Ankestyrelsen"):
        assert told in letter

    story.it_is("2027-01-04")
    story.the_citizen_calls_and_complains()
    assert not story.complaint.late
    assert story.waits() == [("reassessment", REASSESS_BY)]
    assert "Kvittér til borgeren" in story.desk()
    story.is_told_that_it_came()
    assert "1. februar 2027" in story.letter("complaint_receipt")

    story.it_is("2027-01-12")
    story.is_looked_at_again("maintained")
    sent = story.line("forward")
    file = story.printed(sent.file)
    for told in (GROUNDS, WISH, "Det, borgeren fortalte om use."):
        assert told in file
    assert REASONS in story.printed(sent.cover)
    assert REASONS in story.printed(sent.letter)
    assert story.complaint.status == "forwarded"
    assert story.waits() == []
    assert "Ankestyrelsen" in story.the_citizen_looks_it_up()


@pytest.mark.parametrize("council", TWO, indirect=True)
def test_who_gets_a_part_may_go_on_with_the_complaint(
    story: Story, council: QualityStandard
) -> None:
    story.a_citizen_asked_for_drug_treatment_and_told_how_it_is()
    story.is_decided(Outcome.PARTLY)
    assert INSTEAD in story.letter("decision")

    story.it_is("2027-01-04")
    story.the_citizen_calls_and_complains()
    story.is_told_that_it_came()

    story.it_is("2027-01-12")
    first = story.decision
    story.is_looked_at_again(
        "partly", offer=first.offer, sessions_granted="12", grounds=GROUNDS, guidance=INSTEAD
    )
    new = there(story.complaint.new_decision)
    assert (new.replaces, new.sessions_granted, new.status) == (first, 12, DecisionStatus.SENT)
    kind, answer_by = story.waits()[-1]
    assert kind == "complaint_deadline"
    assert "Op til 12" in story.letter("decision")

    story.it_is("2027-01-25")
    story.is_looked_at_again()
    assert story.complaint.status == "forwarded"
    assert WISH in story.printed(story.line("forward").file)
    assert there(answer_by) > date(2027, 1, 25)
    # What was granted goes on: the treatment is still to begin.
    assert {kind for kind, _due_on in story.waits()} == {"social_drug", "doctors_talk"}
