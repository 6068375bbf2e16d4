"""Stories that go on after the first contact: assessed, decided, in treatment, near the end of a grant."""

from intake.actions import decision as decisions
from intake.choices import Fact, Outcome, Topic
from reporting.demo.steps import (
    anew,
    ended,
    life_of,
    next_talk,
    plan,
    prepared,
    reached,
    sent,
    set_up,
    talk,
)
from reporting.demo.stories import Teller
from reporting.live.lives import deciding
from treatment.choices import DischargeReason


def assessed(tell: Teller) -> None:
    """Assessed, and nothing decided yet."""
    inquiry = reached(tell, 8)
    deciding.write_assessment(life_of(tell), anew(inquiry), tell.moment(4))


def being_decided(tell: Teller) -> None:
    """A decision is written, and not sent yet."""
    prepared(tell, reached(tell, 9), 5)


def waits_for_the_leader(tell: Teller) -> None:
    """A refusal lies on the leader's table."""
    decision = prepared(tell, reached(tell, 11), 6, outcome=Outcome.REFUSED)
    at = tell.moment(3)
    decisions.ask_approval(decision_id=decision.pk, by=decision.prepared_by, at=at)


def decided(tell: Teller) -> None:
    """Granted; nobody has set up the treatment yet."""
    sent(tell, prepared(tell, reached(tell, 10), 6), 3)


def first_talk_agreed(tell: Teller) -> None:
    """A course is set up, and its first talk is to come."""
    course = set_up(tell, sent(tell, prepared(tell, reached(tell, 11), 8), 5), 3)
    next_talk(tell, course, in_days=1)


def in_treatment(tell: Teller) -> None:
    """Begun in time: some talks, a plan, and the next time agreed on."""
    days_ago = tell.chance.randint(24, 50)
    inquiry = reached(tell, days_ago, tell.chance.choice((Topic.ALCOHOL, Topic.DRUGS)))
    tell.happened(inquiry, Fact.DOCTORS_TALK_HELD, days_ago - 6, kind="doctors_talk")
    decision = sent(tell, prepared(tell, inquiry, days_ago - 4), days_ago - 7)
    course = set_up(tell, decision, days_ago - 8)
    begun = days_ago - tell.chance.randint(9, 12)
    for talk_on in range(begun, 2, -7):
        talk(tell, course, talk_on, came=talk_on == begun or tell.chance.random() < 0.85)
    # Some plans are made at the first talk and some a week later: a council that promises them is kept
    # to its word, and not always.
    plan(tell, course, begun - tell.chance.choice((0, 0, 1, 7)))
    next_talk(tell, course, in_days=tell.chance.randint(0, 5))


def near_the_cap(tell: Teller) -> None:
    """Four of the five talks of the decision are held: it is time to think of a new one."""
    decision = sent(tell, prepared(tell, reached(tell, 56), 51, cap=5), 48)
    course = set_up(tell, decision, 47)
    for days_ago in (45, 38, 24, 10):
        talk(tell, course, days_ago)
    plan(tell, course, 38)
    next_talk(tell, course, in_days=2)


def plan_overdue(tell: Teller) -> None:
    """The plan is older than the council says that a plan may be without being looked at."""
    decision = sent(tell, prepared(tell, reached(tell, 140), 134), 131)
    course = set_up(tell, decision, 130)
    for days_ago in (128, 121, 60, 15):
        talk(tell, course, days_ago)
    plan(tell, course, 121)


def _treated(tell: Teller, days_ago: int, until: int, reason: str) -> None:
    """Four talks and a plan, and the end so many days ago."""
    inquiry = reached(tell, days_ago, Topic.DRUGS)
    tell.happened(inquiry, Fact.DOCTORS_TALK_HELD, days_ago - 6, kind="doctors_talk")
    decision = sent(tell, prepared(tell, inquiry, days_ago - 4), days_ago - 7)
    course = set_up(tell, decision, days_ago - 8)
    for talk_on in (days_ago - 10, days_ago - 17, days_ago - 24, until + 7):
        talk(tell, course, talk_on)
    plan(tell, course, days_ago - 17)
    ended(tell, course, until, reason)


def call_soon(tell: Teller) -> None:
    """Discharged nearly a month ago: the first call is due in some days."""
    _treated(tell, 110, 26, DischargeReason.COMPLETED)


def call_overdue(tell: Teller) -> None:
    """Discharged more than a month ago, and nobody has called."""
    _treated(tell, 130, 38, DischargeReason.OTHER_OFFER)


def dropped_out(tell: Teller) -> None:
    _treated(tell, 90, 12, DischargeReason.DROPPED_OUT)


def died(tell: Teller) -> None:
    _treated(tell, 100, 20, DischargeReason.DEAD)


TREATED = (
    assessed,
    being_decided,
    waits_for_the_leader,
    decided,
    first_talk_agreed,
    in_treatment,
    near_the_cap,
    plan_overdue,
    call_soon,
    call_overdue,
    dropped_out,
    died,
)
