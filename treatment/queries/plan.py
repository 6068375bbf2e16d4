"""The plan of a course as it stands, its versions, and what each changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from treatment.models import Course, TreatmentPlan
from treatment.rules.plan import GoalWords, PlanContent, differences
from treatment.words import Shown, shown


def content_of(plan: TreatmentPlan) -> PlanContent:
    """A version as the rules read it; of a plan read with its goals it asks nothing."""
    goals = list(plan.goals.all())
    keys = {goal.pk: goal.key for goal in goals}
    return PlanContent(
        why=plan.why,
        agreed_on=plan.agreed_on,
        agreement=plan.agreement,
        goals=tuple(
            GoalWords(
                key=goal.key,
                words=goal.words,
                horizon=goal.horizon,
                part_of=keys[goal.part_of_id] if goal.part_of_id else None,
                by_on=goal.by_on,
            )
            for goal in goals
        ),
        methods=plan.methods,
        tasks=plan.tasks,
        timetable=plan.timetable,
        follow_up_route=plan.follow_up_route,
        follow_up_detail=plan.follow_up_detail,
    )


def versions(course: Course) -> Sequence[TreatmentPlan]:
    """All versions with their goals, the latest first: two queries, however many."""
    plans = course.plans.select_related("written_by", "review__clock__standard", "decision")
    plans = plans.defer("review__clock__standard__text")
    return list(plans.prefetch_related("goals").order_by("-version"))


@dataclass(frozen=True)
class Version:
    """One version and what it changed in the one before; nothing to compare the first with."""

    plan: TreatmentPlan
    changed: Shown | None


def with_differences(plans: Sequence[TreatmentPlan]) -> list[Version]:
    """Versions as `versions` reads them, the latest first, each compared with the next older one."""
    contents = [content_of(one) for one in plans]
    older = [*contents[1:], None]
    return [
        Version(plan, shown(differences(before, after)) if before else None)
        for plan, after, before in zip(plans, contents, older, strict=True)
    ]
