"""What a treatment plan must hold, and what one version changes in another. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from centre.standard.schema import Standard
from treatment.choices import FollowUpRoute, Horizon


@dataclass(frozen=True)
class GoalWords:
    """A goal, or a part of one, in the citizen's own words. The key stays through all versions."""

    key: UUID
    words: str
    horizon: str = Horizon.SHORT
    part_of: UUID | None = None
    by_on: date | None = None


@dataclass(frozen=True)
class PlanContent:
    """All that a version says. An empty route is one that is not agreed yet."""

    why: str
    agreed_on: date
    agreement: str
    goals: tuple[GoalWords, ...] = ()
    methods: str = ""
    tasks: str = ""
    timetable: str = ""
    follow_up_route: str = ""
    follow_up_detail: str = ""


def goals_in_order(goals: Iterable[GoalWords]) -> list[GoalWords]:
    """Each goal with its parts right under it, otherwise in the order they are told."""
    told = list(goals)
    known = {goal.key for goal in told if goal.part_of is None}
    parts: dict[UUID, list[GoalWords]] = {}
    for goal in told:
        if goal.part_of is not None:
            parts.setdefault(goal.part_of, []).append(goal)
    whole = [goal for goal in told if goal.part_of is None or goal.part_of not in known]
    return [one for goal in whole for one in (goal, *parts.get(goal.key, ()))]


class Part(StrEnum):
    """The parts of a plan that can be missing, each a field of the form."""

    GOALS = "goals"
    SUB_GOALS = "sub_goals"
    SHORT = "short_term_goals"
    LONG = "long_term_goals"
    METHODS = "methods"
    TASKS = "tasks"
    TIMETABLE = "timetable"
    ROUTE = "follow_up_route"
    DETAIL = "follow_up_detail"


# The standard's word for a part; what it names besides is there by itself: the offer stands in the
# decision that the plan carries out, and the days of the follow-up are counted from the discharge.
_NAMED: Mapping[str, Part] = {
    "goals": Part.GOALS,
    "sub_goals": Part.SUB_GOALS,
    "short_term_goals": Part.SHORT,
    "long_term_goals": Part.LONG,
    "methods": Part.METHODS,
    "task_split": Part.TASKS,
    "timetable": Part.TIMETABLE,
    "contact_route": Part.ROUTE,
}
REACHED_BY = (FollowUpRoute.PHONE, FollowUpRoute.MAIL, FollowUpRoute.ADDRESS, FollowUpRoute.OTHER)


def needed(standard: Standard) -> frozenset[Part]:
    """The parts that this council's plan must hold. A plan without a goal is none (SEL § 101 stk. 8).

    A way of contact that is agreed beforehand is written down where the standard says that the
    citizen is told of the follow-up when the plan is made (Fredericia, Skanderborg).
    """
    named = {_NAMED[one] for one in _contents(standard) if one in _NAMED}
    if any(rule.told_at_plan for rule in standard.follow_up):
        named.add(Part.ROUTE)
    return frozenset({Part.GOALS, *named})


def _contents(standard: Standard) -> tuple[str, ...]:
    return standard.plan.contents if standard.plan else ()


def missing(standard: Standard, content: PlanContent) -> list[Part]:
    """What the plan lacks, in the order of the form."""
    there = _there(content)
    lacks = [part for part in Part if part in needed(standard) and not there[part]]
    if content.follow_up_route in REACHED_BY and not content.follow_up_detail.strip():
        lacks.append(Part.DETAIL)
    return lacks


def _there(content: PlanContent) -> Mapping[Part, bool]:
    whole = [goal for goal in content.goals if goal.part_of is None]
    return {
        Part.GOALS: bool(whole),
        Part.SUB_GOALS: any(goal.part_of is not None for goal in content.goals),
        Part.SHORT: any(goal.horizon == Horizon.SHORT for goal in whole),
        Part.LONG: any(goal.horizon == Horizon.LONG for goal in whole),
        Part.METHODS: bool(content.methods.strip()),
        Part.TASKS: bool(content.tasks.strip()),
        Part.TIMETABLE: bool(content.timetable.strip()),
        Part.ROUTE: bool(content.follow_up_route),
        Part.DETAIL: True,
    }


class Kind(StrEnum):
    """What became of a goal from one version to the next."""

    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Change:
    """One goal in two versions: how it stood, and how it stands."""

    kind: Kind
    before: GoalWords | None
    after: GoalWords | None

    @property
    def goal(self) -> GoalWords:
        """The goal as it is read last."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(before: Sequence[GoalWords], after: Sequence[GoalWords]) -> list[Change]:
    """Goal by goal by its key, in the order of the later version; what was dropped comes last.

    Moved is what kept its words and day, but is now short-term, long-term, or a part of another.
    """
    old = {goal.key: goal for goal in before}
    kept = {goal.key for goal in after}
    found = [_change(old.get(goal.key), goal) for goal in after]
    return found + [Change(Kind.DROPPED, goal, None) for goal in before if goal.key not in kept]


def _change(before: GoalWords | None, after: GoalWords) -> Change:
    if before is None:
        return Change(Kind.ADDED, None, after)
    if (before.words, before.by_on) != (after.words, after.by_on):
        return Change(Kind.CHANGED, before, after)
    if (before.horizon, before.part_of) != (after.horizon, after.part_of):
        return Change(Kind.MOVED, before, after)
    return Change(Kind.SAME, before, after)


@dataclass(frozen=True)
class Difference:
    """A text of the plan in two versions."""

    name: str
    before: str
    after: str


TEXTS = ("methods", "tasks", "timetable", "follow_up_route", "follow_up_detail")


@dataclass(frozen=True)
class Differences:
    """All that one version changes in another; both sides of everything, so that nothing is lost."""

    goals: list[Change] = field(default_factory=list)
    texts: list[Difference] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.texts) or any(change.kind != Kind.SAME for change in self.goals)


def differences(before: PlanContent, after: PlanContent) -> Differences:
    """What the later of two versions changes."""
    texts = [
        Difference(name, old, new)
        for name in TEXTS
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]
    return Differences(changes(before.goals, after.goals), texts)
