"""Every figure of the leader's page, counted case by case from what was done and from the ledgers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.live.check.account import Account, Complained, Ended
from reporting.live.check.days import later, months_after
from reporting.live.check.fault import Fault, compare
from reporting.live.check.ledger import Clock, Told
from reporting.live.check.measures import MISSED, middle
from reporting.live.check.promises import Answered
from reporting.live.check.sql import rows
from reporting.live.check.standard import MINORS, Version, in_force, length_of

# The law's time to look at a decision again (RSL § 66); a council may promise less.
WEEKS = 4
REACHED = ("free", "reduced")
WELL = (*REACHED, "stabilised")
# What a call tells of the goal where somebody was spoken to, or is in treatment again.
SPOKEN_TO = ("reached", "relapsed", "readmitted")
# What the house ends a follow-up with by itself, or with another call to the same person.
BY_ITSELF = ("dead", "declined", "readmitted", "corrected")
COUNTED = ("yes", "no")
DRUGS = ("drugs", "both")
AREAS = {
    "alcohol": "alcohol",
    "youth_alcohol": "alcohol",
    "medical": "substitution",
    "anonymous_drug": "anonymous_drugs",
    "social_drug": "drugs",
    "youth_drug": "drugs",
}


@dataclass(frozen=True)
class Case:
    """One case of a measure: of which treatment, on which day, with which answer."""

    measure: str
    area: str
    on: date
    answer: str
    days: int | None = None


@dataclass(frozen=True)
class Known:
    """What was read and told up to a day, whatever day a figure is then looked at."""

    clocks: list[Clock]
    versions: list[Version]
    account: Account


def faults(
    day: date, known: Known, answered: list[Answered], figures: Mapping[str, object]
) -> list[Fault]:
    """The figures of a day are those of the twelve whole months before it."""
    last = day.replace(day=1) - timedelta(days=1)
    first = months_after(day.replace(day=1), -12)
    cases = [one for one in _cases(day, known, answered) if first <= one.on <= last]
    return compare(day, "a figure", _counted(cases), figures)


def _counted(cases: list[Case]) -> dict[str, object]:
    told: Counter[str] = Counter()
    waited: dict[str, list[int]] = {}
    for one in cases:
        told[f"{one.measure} {one.area}: {one.answer}"] += 1
        told[f"{one.measure} {one.on:%Y-%m}: {one.answer}"] += 1
        if one.answer == "yes" and one.days is not None:
            waited.setdefault(one.measure, []).append(one.days)
    return {**told, **{f"{key}: days": middle(days) for key, days in waited.items()}}


def _cases(day: date, known: Known, answered: list[Answered]) -> Iterator[Case]:
    account = known.account
    for one in answered:
        yield from _guarantee(one)
    yield from _without_guarantee()
    yield from _plans(day, known)
    yield from _calls(day, account)
    for complaint in account.complained.values():
        yield _complaint(day, complaint, in_force(known.versions, complaint.on))
    for ended in account.ended.values():
        if ended.holds:
            yield from _discharge(ended, account)
    for talk in account.talks.values():
        how = {"no_show": "yes", "attended": "no", "cancelled": "no"}.get(talk.how, talk.how)
        yield Case("no_show", talk.area, talk.on, how)
    yield from _move(known)


def _guarantee(one: Answered) -> Iterator[Case]:
    """Kept by law, kept as promised, and how long somebody waited."""
    area, on, now = AREAS[one.kind], one.received_on, one.clock.now
    for measure, answer in (("guarantee_law", one.law), ("guarantee_promised", one.promised)):
        if answer != "none":
            word = "yes" if answer == "kept" else "no" if answer in MISSED else answer
            yield Case(measure, area, on, word)
    gone = f"{now.ended_as}d" if now.ended_as in ("waive", "release") else ""
    begun = now.stopped_on if now.ended_as == "stop" else None
    for measure, happened in (("waiting", begun), ("first_talk", one.first_talk_on)):
        days = (happened - now.starts_on).days if happened is not None else None
        yield Case(measure, area, on, "yes" if happened else gone or "waiting", days)


def _without_guarantee() -> Iterator[Case]:
    """Who asked and has no guarantee by law: advice, and help with drugs without a name."""
    for one in rows("SELECT anonymous, wish, topic, age_group, received_on FROM intake_inquiry"):
        drugs = one.topic in DRUGS
        if one.wish != "treatment":
            area = "drugs" if drugs else "alcohol"
            yield Case("guarantee_law", area, one.received_on, "advice")
        elif one.anonymous and drugs and one.age_group not in MINORS:
            yield Case("guarantee_law", "anonymous_drugs", one.received_on, "anonymous")


def _in_time(day: date, now: Told) -> str:
    if now.ended_as in ("waive", "release"):
        return "released"
    if now.stopped_on is None:
        return "no" if now.due_on is not None and now.due_on < day else "running"
    return "yes" if now.due_on is not None and now.stopped_on <= now.due_on else "no"


def _plans(day: date, known: Known) -> Iterator[Case]:
    """Each review: one that a course left overdue behind it was not in time."""
    ended = {one.course: one.on for one in known.account.ended.values() if one.holds}
    courses = {
        one.clock_id: one
        for one in rows(
            "SELECT review.clock_id, course.id::text, course.area "
            "FROM treatment_planreview AS review "
            "JOIN treatment_treatmentplan AS plan ON plan.id = review.plan_id "
            "JOIN treatment_course AS course ON course.id = plan.course_id"
        )
    }
    for clock in known.clocks:
        now = clock.now if clock.stretches else None
        if now is None or now.due_on is None or clock.row.id not in courses:
            continue
        course = courses[clock.row.id]
        left = now.ended_as == "release" and ended.get(course.id, now.due_on) > now.due_on
        yield Case("plan_review", course.area, now.due_on, "no" if left else _in_time(day, now))


def _calls(day: date, account: Account) -> Iterator[Case]:
    """Each follow-up there is, with what whoever called says of it."""
    for one in rows("SELECT id::text, discharge_id::text, month, outcome FROM followup_followup"):
        ended = account.ended.get(one.discharge_id)
        if ended is None:
            continue
        due_on = months_after(ended.on, one.month)
        call = account.called.get(one.id)
        outcome = call.outcome if call else one.outcome if one.outcome in BY_ITSELF else ""
        if call is None or outcome == "dead":
            in_time = "released" if outcome else "no" if due_on < day else "running"
        else:
            in_time = "yes" if call.on <= due_on else "no"
        yield Case("follow_up", ended.area, due_on, in_time)
        if outcome != "corrected":
            reached = call is not None and call.result in REACHED
            yield Case(f"free_or_reduced_{one.month}", ended.area, due_on, _held(outcome, reached))


def _held(outcome: str, reached: bool) -> str:
    if outcome in ("dead", ""):
        return outcome or "open"
    if reached:
        return "yes"
    return "no" if outcome in SPOKEN_TO else "unknown"


def _complaint(day: date, one: Complained, version: Version) -> Case:
    promise = version.promise("reassessment", "")
    own = length_of(promise) if promise else None
    weeks = own[0] if own and own[1] == "weeks" and own[0] < WEEKS else WEEKS
    due_on = max(later(one.on, weeks, "weeks"), one.until or one.on)
    if one.taken_back:
        answer = "released"
    elif one.ended_on is not None:
        answer = "yes" if one.ended_on <= due_on else "no"
    else:
        answer = "no" if due_on < day else "running"
    return Case("complaint", "", due_on, answer)


def _discharge(one: Ended, account: Account) -> Iterator[Case]:
    dead, completed = one.reason == "dead", one.reason == "completed"
    for measure, reached in (
        ("completed", completed),
        ("completed_well", completed and one.result in WELL),
        ("free_or_reduced", one.result in REACHED),
    ):
        yield Case(measure, one.area, one.on, "dead" if dead else "yes" if reached else "no")
    year_after = months_after(one.on, 12)
    again = any(
        citizen == one.citizen and one.on < on <= year_after
        for citizen, on in account.begun.values()
    )
    known = ("yes" if again else "no") if one.citizen else "anonymous"
    yield Case("returned", one.area, year_after, "dead" if dead else known)
    if one.result == "free" and not dead:
        yield Case("returned_after_free", one.area, year_after, known)


def _move(known: Known) -> Iterator[Case]:
    """Help with drugs that was granted to somebody under 30, and whether it is MOVE."""
    for one in known.account.decided.values():
        if one.area != "drugs" or one.outcome == "refused" or one.age_group == "30_plus":
            continue
        offers = in_force(known.versions, one.on).told.get("offers", [])
        move = any(offer["key"] == one.offer and offer["kind"] == "move" for offer in offers)
        unknown = one.age_group == "unknown"
        yield Case("move", one.area, one.on, "unknown" if unknown else "yes" if move else "no")
