"""The way through the public booking: which question comes next, and what a set of answers means. Pure.

Answers live in one sealed cookie until they are sent; nothing of them is stored before that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID, uuid5

from centre.citizens.choices import MINORS
from intake.choices import About, Topic, Wish

TREATABLE: Final = (Topic.ALCOHOL, Topic.DRUGS, Topic.BOTH)
# Open to idle for an hour: a borrowed computer forgets the answers by itself (ux 0, position 2).
IDLE: Final = timedelta(minutes=60)


class Step(StrEnum):
    """A page of the way; the value is its name among the addresses."""

    ABOUT = "about"
    AGE = "age"
    YOUNG = "young"
    TOPIC = "topic"
    AGREES = "agrees"
    TIME = "time"
    CONTACT = "contact"
    DETAILS = "details"
    NEEDS = "needs"
    CHECK = "check"


# Told, not asked: it has no number among the questions.
UNCOUNTED: Final = (Step.YOUNG, Step.NEEDS)


class Done(StrEnum):
    """How a way ended."""

    BOOKED = "booked"
    CALL = "call"


# The providers of private mail that are common in Denmark, whatever stands after the dot.
PRIVATE_MAIL: Final = frozenset(
    [
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "live",
        "msn",
        "icloud",
        "me",
        "mac",
        "yahoo",
        "proton",
        "protonmail",
        "pm",
        "gmx",
        "mail",
        "jubii",
        "ofir",
        "sol",
        "stofanet",
        "tdcadsl",
        "youmail",
        "webspeed",
        "tutanota",
        "fastmail",
    ]
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What has been answered so far. `key` makes the sending idempotent; `at` is the last touch.

    `started` and `at` are seconds since 1970, `starts_at` an ISO moment of the chosen time.
    """

    key: str
    started: int
    at: int
    about: str = ""
    age_group: str = ""
    young_read: bool = False
    topic: str = ""
    treatment: bool = False
    medical: bool = False
    agrees: str = ""
    call: bool = False
    slot: int = 0
    starts_at: str = ""
    minutes: int = 0
    place: str = ""
    how: str = ""
    contact: str = ""
    name: str = ""
    phone: str = ""
    phone_typed: str = ""
    email: str = ""
    message: bool = False
    needs: str = ""
    done: str = ""
    mailed: bool = False
    rung: bool = False
    reference: str = ""

    @classmethod
    def begun(cls, key: UUID, at: datetime) -> Self:
        """An empty set of answers of one who has just come."""
        seconds = int(at.timestamp())
        return cls(key=key.hex, started=seconds, at=seconds)

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self | None:
        """Answers as they were kept; None when they are of another version or have another shape."""
        if not {"key", "started", "at"} <= set(values) <= set(NAMES):
            return None
        return cls(**values)

    def kept(self) -> dict[str, Any]:
        """What is worth keeping: the empty answers are left out."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    @property
    def form_key(self) -> UUID:
        return UUID(self.key)

    @property
    def call_key(self) -> UUID:
        """The key of a wish to be rung up: who then books a time instead is no second click."""
        return uuid5(self.form_key, "call")

    @property
    def minor(self) -> bool:
        return self.age_group in MINORS

    @property
    def anonymous(self) -> bool:
        return self.contact == "anonymous"

    @property
    def may_want_treatment(self) -> bool:
        """Treatment is one's own wish: a relative asks for it only for a child (BL § 33)."""
        return self.about != About.RELATIVE or self.minor

    @property
    def work_mail(self) -> bool:
        """Whether the address looks like one that an employer can read (ux P5).

        A professional writes from work on purpose.
        """
        house = self.email.rpartition("@")[2].lower().partition(".")[0]
        return bool(house) and house not in PRIVATE_MAIL and self.about != About.PROFESSIONAL

    @property
    def refers(self) -> bool:
        """A professional who asks for treatment for a citizen: the citizen must have agreed."""
        return self.about == About.PROFESSIONAL and self.treatment and self.topic in TREATABLE

    @property
    def wish(self) -> str:
        """What is wanted, after all answers: treatment only where nothing stands against it."""
        wanted = self.treatment and self.may_want_treatment and self.topic in TREATABLE
        if wanted and (self.about != About.PROFESSIONAL or self.agrees == "yes"):
            return Wish.TREATMENT
        return Wish.COUNSELLING

    def expired(self, at: datetime) -> bool:
        """Whether nobody has touched the answers for an hour."""
        return at.timestamp() - self.at > IDLE.total_seconds()

    def quicker_than(self, least: timedelta, at: datetime) -> bool:
        """Whether the whole way took less time than a person needs."""
        return at.timestamp() - self.started < least.total_seconds()


NAMES: Final = tuple(one.name for one in fields(Answers))


def with_about(answers: Answers, about: str) -> Answers:
    """Another person is another age and another consent; all else is kept (ux C-03)."""
    if about == answers.about:
        return answers
    return replace(answers, about=about, age_group="", young_read=False, agrees="")


def with_age(answers: Answers, age_group: str) -> Answers:
    """A new age: what is told to the young is told again only when the age has changed."""
    if age_group == answers.age_group:
        return answers
    return replace(answers, age_group=age_group, young_read=False)


def after_receipt(
    answers: Answers, done: Done, *, mailed: bool = False, reference: str = ""
) -> Answers:
    """What the receipt still needs; everything else that was told is forgotten."""
    return Answers(
        key=answers.key,
        started=answers.started,
        at=answers.at,
        starts_at=answers.starts_at,
        minutes=answers.minutes,
        place=answers.place,
        how=answers.how,
        treatment=answers.wish == Wish.TREATMENT,
        done=done,
        mailed=mailed,
        rung=bool(answers.phone) and Step.DETAILS in route(answers),
        reference=reference,
    )


def route(answers: Answers) -> list[Step]:
    """The pages of this person's way, in order. Never more than six questions before the check."""
    steps = [Step.ABOUT, Step.AGE]
    if answers.minor:
        steps.append(Step.YOUNG)
    steps.append(Step.TOPIC)
    if answers.refers:
        steps.append(Step.AGREES)
    if answers.call:
        return [*steps, Step.DETAILS, Step.CHECK]
    steps.append(Step.TIME)
    if not answers.refers:
        steps.append(Step.CONTACT)
    # Whoever refers a citizen must be reachable; advice without a consent needs nobody's name.
    if answers.agrees == "yes" if answers.refers else answers.contact == "named":
        steps.append(Step.DETAILS)
    return [*steps, Step.CHECK]


def answered(answers: Answers, step: Step) -> bool:
    """Whether this page has its answer."""
    reachable = bool(answers.phone or answers.email)
    return {
        Step.ABOUT: bool(answers.about),
        Step.AGE: bool(answers.age_group),
        Step.YOUNG: answers.young_read,
        Step.TOPIC: bool(answers.topic),
        Step.AGREES: bool(answers.agrees),
        Step.TIME: bool(answers.slot),
        Step.CONTACT: bool(answers.contact),
        Step.DETAILS: bool(answers.phone) if answers.call else bool(answers.name) and reachable,
        Step.NEEDS: True,
        Step.CHECK: False,
    }[step]


def next_step(answers: Answers) -> Step:
    """The first page without an answer; with all of them answered, the check."""
    return next(step for step in route(answers) if not answered(answers, step))


def may_open(answers: Answers, step: Step) -> bool:
    """Whether everything before this page is answered, so that it can be shown."""
    if step == Step.NEEDS:
        return next_step(answers) == Step.CHECK
    way = route(answers)
    return step in way and way.index(step) <= way.index(next_step(answers))


def before(answers: Answers, step: Step) -> Step | None:
    """The page the Back link leads to; None from the first one."""
    if step == Step.NEEDS:
        return Step.CHECK
    way = route(answers)
    place = way.index(step)
    return way[place - 1] if place else None


def number_of(answers: Answers, step: Step) -> tuple[int, int] | None:
    """`Step n of m`; None for a page that is told and not asked."""
    if step in UNCOUNTED:
        return None
    counted = [one for one in route(answers) if one not in UNCOUNTED]
    # The contact question decides whether one more page follows: the count says the shorter way.
    return counted.index(step) + 1, len(counted)
