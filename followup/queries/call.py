"""One follow-up with all that its page shows: whom to call how, what was agreed, what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from centre.calendar import danish_day
from centre.citizens.models import Death
from centre.citizens.queries import death_of
from centre.clocks import words
from centre.staff.models import User
from centre.staff.rules import Door
from followup.models import CallAttempt, EarlierEnd, FollowUp
from followup.queries.talks import talks_given
from followup.rules.call import Talks, asks_goal_kept, attempts_left
from intake.models import Inquiry
from treatment.choices import FollowUpRoute
from treatment.models import GoalResult
from treatment.rules.discharge import follow_up_rule


def in_scope(user: User) -> QuerySet[FollowUp]:
    """The follow-ups that a person may open: those of the courses whose file they may open."""
    if not user.may(Door.ASSESS):
        return FollowUp.objects.none()
    rows = FollowUp.objects.of(Inquiry.objects.for_user(user)).select_related(
        "course__inquiry",
        "course__citizen",
        "course__unit",
        "course__counsellor",
        "course__standard",
        "clock__standard",
        "discharge",
        "responsible",
        "ended_by",
    )
    return rows.defer("course__standard__text", "clock__standard__text")


@dataclass(frozen=True)
class Call:
    """All that the page shows."""

    one: FollowUp
    today: date
    at: datetime
    attempts: Sequence[CallAttempt]
    earlier: Sequence[EarlierEnd]
    results: Sequence[GoalResult]
    later: FollowUp | None
    talks: Talks | None
    death: Death | None
    unmasked: bool = False

    @property
    def open(self) -> bool:
        return not self.one.outcome

    @property
    def may_set_right(self) -> bool:
        """Whether what it ended with was said by somebody; what the house found out is not set right here."""
        return not self.open and self.one.ended_by_id is not None

    @property
    def chip(self) -> words.Chip:
        return words.chip(self.one.clock, self.today)

    @property
    def why(self) -> str:
        """The sentence that explains the deadline."""
        return words.sentence(self.one.clock)

    @property
    def left_alone(self) -> bool:
        """Whether the citizen said at the end of the treatment that nobody shall call."""
        return self.one.discharge.follow_up_route == FollowUpRoute.NONE

    @property
    def hidden(self) -> bool:
        """Whether the number stays hidden until it is asked for: the address is protected."""
        citizen = self.one.course.citizen
        return citizen is not None and citizen.protected and not self.unmasked

    @property
    def agreed(self) -> str:
        """What was agreed, in its own words; nothing where it is the number that stands beside it."""
        detail, citizen = self.one.discharge.follow_up_detail, self.one.course.citizen
        digits = "".join(detail.split()).removeprefix("+45")
        same = citizen is not None and digits == citizen.phone.removeprefix("+45")
        return "" if same else detail

    @property
    def attempts_left(self) -> int:
        return attempts_left([one.tried_on for one in self.attempts])

    @property
    def asks_goal(self) -> bool:
        """Whether the standard has it asked if the goal still holds."""
        course = self.one.course
        return asks_goal_kept(course.standard.content, course.area)

    @property
    def by_former_therapist(self) -> bool:
        """Whether the standard lets the former therapist make the call (Haderslev, Skanderborg)."""
        rule = follow_up_rule(self.one.course.standard.content, self.one.course.area)
        return rule is not None and rule.by_former_therapist


def call(one: FollowUp, at: datetime) -> Call:
    """A follow-up opened through the door with the rest of what its page shows. Six queries."""
    results = GoalResult.objects.filter(discharge=one.discharge_id).select_related("goal")
    later = FollowUp.objects.open().filter(course=one.course_id).exclude(pk=one.pk)
    return Call(
        one=one,
        today=danish_day(at),
        at=at,
        attempts=list(one.attempts.select_related("by")),
        earlier=list(one.earlier.select_related("ended_by", "by")),
        results=list(results.order_by("goal__number")),
        later=later.select_related("clock").order_by("stand_on").first(),
        talks=talks_given(one.course),
        death=death_of(one.course.citizen_id),
    )
