"""Complaints in every state: a story each, of people who were given less than they wished for."""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from centre.calendar import danish_day
from centre.staff.models import User
from complaints import actions as complaints
from complaints.actions import Told
from complaints.choices import About, BoardOutcome, Channel, Helper, Reassessed
from complaints.models import Complaint
from complaints.rules.result import Result
from intake.choices import Area, Fact, Outcome, Topic
from intake.models import Decision, Inquiry
from reporting.demo.steps import life_of, prepared, reached, sent, set_up, talk
from reporting.demo.stories import Teller
from reporting.live.lives import deciding
from reporting.live.lives.reassessing import channel_to
from treatment.actions import course as courses

TOO_FEW = "Jeg har fået færre samtaler, end jeg bad om. Jeg tror ikke, at det er nok for mig."
NO_ANSWER = "Jeg ventede længe i telefonen, og ingen ringede tilbage, som I havde lovet."
PRAISE = "Det her er ros. Tak til jer alle. I tog jer tid og lyttede, og det har hjulpet mig."
THANKS = "Tusind tak for dine ord. Jeg har læst dem op for dem, der var med."
SORRY = "Det er vi kede af. Fra nu af ringer vi tilbage samme dag, og vi har skrevet det ned."
REASONS = (
    "Vi har læst din klage og talt om den på et møde. Det står i afgørelsen, hvad vi lagde vægt på."
)
RECORD = "Jeg er ikke enig i det, lægen har skrevet om mig."


class Complaining:
    """Tells of complaints on the same calendar, with a chance of its own: nobody else's story moves."""

    def __init__(self, tell: Teller, *, seed: int, secret: bytes) -> None:
        chance = Random(f"complaints:{seed}")  # noqa: S311 - invented people  # nosec B311
        self.tell, self.secret = replace(tell, chance=chance), secret

    @property
    def by(self) -> User:
        return self.tell.team.caseworker

    def given_less(self, days_ago: int) -> Decision:
        """Granted less than was wished for, and in treatment since."""
        tell = self.tell
        inquiry = reached(tell, days_ago, Topic.DRUGS)
        tell.happened(inquiry, Fact.DOCTORS_TALK_HELD, days_ago - 6, kind="doctors_talk")
        draft = prepared(tell, inquiry, days_ago - 4, outcome=Outcome.PARTLY)
        decision = sent(tell, draft, days_ago - 7)
        talk(tell, set_up(tell, decision, days_ago - 8), days_ago - 10)
        return decision

    def came(self, days_ago: int, decision: Decision | None = None, **said: Any) -> Complaint:
        """A complaint is written down by the caseworker, or comes online."""
        key = self.tell.key()
        usual = Told(About.DECISION, Area.DRUGS, TOO_FEW, Channel.LETTER, form_key=key)
        told = replace(usual, **said)
        online, at = told.channel == Channel.WEB, self.at(days_ago, 9)
        return complaints.register_complaint(
            told=told,
            received_at=at,
            unit=self.tell.team.main,
            secret=self.secret,
            by=None if online else self.by,
            at=at,
            decision_id=decision.pk if decision is not None else None,
            responsible=None if online else self.by,
        ).complaint

    def over(self, days_ago: int, **said: Any) -> Complaint:
        """Over a decision of three weeks before."""
        return self.came(days_ago, self.given_less(days_ago + 21), **said)

    def at(self, days_ago: int, hour: int) -> datetime:
        return self.tell.moment(days_ago, hour)

    def acknowledged(self, complaint: Complaint, days_ago: int) -> None:
        complaints.acknowledge(
            complaint_id=complaint.pk,
            channel=channel_to(complaint.citizen),
            by=self.by,
            at=self.at(days_ago, 11),
        )

    def looked_at(self, complaint: Complaint, days_ago: int) -> None:
        self.acknowledged(complaint, days_ago + 1)
        at = self.at(days_ago, 13)
        complaints.begin_reassessment(complaint_id=complaint.pk, by=self.by, at=at)

    def reassessed(self, complaint: Complaint, outcome: str, days_ago: int) -> None:
        """What came of it; a new decision is put into effect at once."""
        at, decision = self.at(days_ago, 15), complaint.decision
        assert decision is not None
        life, inquiry = life_of(self.tell), Inquiry.objects.get(pk=decision.inquiry_id)
        draft = None
        if outcome != Reassessed.MAINTAINED:
            draft = deciding.draft_of(life, inquiry, decision.area, Outcome.GRANTED, at)
        done = complaints.reassess(
            complaint_id=complaint.pk,
            result=Result(outcome, REASONS, channel_to(complaint.citizen), draft),
            by=self.by,
            at=at,
        )
        if done.new_decision is not None:
            course = inquiry.courses.get()
            courses.renew_decision(
                course_id=course.pk, decision_id=done.new_decision.pk, by=self.by, at=at
            )

    def answered(self, complaint: Complaint, words: str, days_ago: int) -> None:
        """The leader answers what nobody else decides on."""
        self.acknowledged(complaint, days_ago + 2)
        complaints.answer(
            complaint_id=complaint.pk,
            words=words,
            channel=channel_to(complaint.citizen),
            by=self.tell.team.leader,
            at=self.at(days_ago, 14),
        )


def just_came(told: Complaining) -> None:
    """Online this week: nobody has said yet which letter it is about."""
    told.came(1, channel=Channel.WEB, name="Aage Fjord", contact="+4500000901")


def acknowledged(told: Complaining) -> None:
    told.acknowledged(told.over(6, helper=Helper.FAMILY, helper_name="Ulla Fjord"), 4)


def being_looked_at(told: Complaining) -> None:
    told.looked_at(told.over(13), 9)


def nearly_due(told: Complaining) -> None:
    """Three and a half weeks have gone."""
    told.looked_at(told.over(26), 18)


def overdue(told: Complaining) -> None:
    """The four weeks are over, and nobody has looked at it."""
    told.acknowledged(told.over(33), 30)


def upheld(told: Complaining) -> None:
    complaint = told.over(19)
    told.looked_at(complaint, 12)
    told.reassessed(complaint, Reassessed.UPHELD, 5)


def partly_upheld(told: Complaining) -> None:
    """The citizen is asked, and has not answered yet."""
    complaint = told.over(24)
    told.looked_at(complaint, 16)
    told.reassessed(complaint, Reassessed.PARTLY, 9)


def sent_on(told: Complaining) -> None:
    _sent_on(told, 27, 11)


def decided_by_the_board(told: Complaining) -> None:
    """The appeals board has answered this week."""
    complaint = _sent_on(told, 110, 88)
    complaints.record_outcome(
        complaint_id=complaint.pk,
        outcome=BoardOutcome.CHANGED,
        on=danish_day(told.at(6, 8)),
        by=told.by,
        at=told.at(4, 10),
    )


def _sent_on(told: Complaining, days_ago: int, kept: int) -> Complaint:
    """The decision is kept, and the appeals board has the case."""
    complaint = told.over(days_ago)
    told.looked_at(complaint, kept + 7)
    told.reassessed(complaint, Reassessed.MAINTAINED, kept)
    return complaint


def taken_back(told: Complaining) -> None:
    complaint = told.over(15)
    told.acknowledged(complaint, 12)
    at, words = told.at(8, 12), "Jeg har talt med min behandler, og det er i orden nu."
    complaints.withdraw(complaint_id=complaint.pk, words=words, by=told.by, at=at)


def how_we_met_somebody(told: Complaining) -> None:
    """About how somebody was treated: the leader has answered."""
    complaint = told.came(
        10, about=About.CASE_HANDLING, channel=Channel.WEB, anonymous=True, text=NO_ANSWER
    )
    told.answered(complaint, SORRY, 3)


def praise(told: Complaining) -> None:
    """Somebody used the same form to say thanks."""
    complaint = told.came(8, about=About.STAFF, channel=Channel.WEB, anonymous=True, text=PRAISE)
    told.answered(complaint, THANKS, 4)
    by = told.tell.team.leader
    complaints.close(complaint_id=complaint.pk, by=by, at=told.at(4, 16))


def passed_on(told: Complaining) -> None:
    """About what a doctor wrote: the patients' board decides on that."""
    complaint = told.came(
        7, area=Area.ALCOHOL, about=About.HEALTH_RECORDS, channel=Channel.ORAL, text=RECORD
    )
    complaints.pass_on(
        complaint_id=complaint.pk,
        channel=channel_to(complaint.citizen),
        by=told.by,
        at=told.at(5, 13),
    )


COMPLAINTS = (
    just_came,
    acknowledged,
    being_looked_at,
    nearly_due,
    overdue,
    upheld,
    partly_upheld,
    sent_on,
    decided_by_the_board,
    taken_back,
    how_we_met_somebody,
    praise,
    passed_on,
)
