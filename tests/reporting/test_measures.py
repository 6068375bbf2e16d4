"""Every figure against a slow recount of its own; and the rows behind it are those it counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from centre.calendar import add_months
from centre.citizens.choices import MINORS
from centre.clocks.choices import State
from centre.clocks.models import Clock
from centre.clocks.queries import Place
from centre.staff.models import Unit, User
from centre.standard.queries import in_force
from followup.models import FollowUp
from intake.choices import Compliance
from intake.models import Decision, Guarantee, Inquiry
from intake.queries.compliance import NOT_TREATMENT
from intake.rules.guarantee import as_promised, by_law, promise_of
from reporting.queries import board
from reporting.queries.cases import KEYS
from reporting.rules.measures import BY_KEY, MEASURES
from reporting.rules.period import month_of, period_before
from tests.conftest import never_committed, take_into_use
from tests.factories import House
from tests.intake.test_measures import Invented
from tests.reporting.invented import TODAY, Courses
from tests.there import there
from treatment.models import Course, Discharge, PlanReview, Session

pytestmark = pytest.mark.django_db
PERIOD = period_before(TODAY)
KEPT = {Compliance.KEPT: "yes", Compliance.KEPT_LATE: "no", Compliance.BREACHED: "no"}
# A case as the recount tells it: which kind, which day, which answer, how many days.
Told = tuple[str, date, str, int | None]


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Filled once a module, and never committed: each test works in a savepoint of it."""
    with never_committed(django_db_blocker):
        take_into_use("haderslev")
        house = House.build()
        Invented(house, seed=0).fill()
        Courses(house, seed=0).fill()
        settings.MUNICIPALITY = "haderslev"
        yield house


def readers(house: House) -> list[User]:
    """A leader of all, and one of the youth unit."""
    house.youth_worker.role = "leader"
    return [house.leader, house.youth_worker]


def area_of(kind: str) -> str:
    if kind in ("alcohol", "youth_alcohol"):
        return "alcohol"
    return {"anonymous_drug": "anonymous_drugs", "medical": "substitution"}.get(kind, "drugs")


def guarantees(user: User) -> Iterator[Guarantee]:
    for one in Guarantee.objects.exclude(kind__in=NOT_TREATMENT).select_related("inquiry", "clock"):
        if user.unit is None or one.inquiry.unit_id == user.unit_id:
            yield one


def facts_of(one: Guarantee) -> dict[str, date]:
    return dict(one.facts.filter(withdrawn_at=None).values_list("fact", "on"))


def answer_of(found: Compliance) -> str:
    return KEPT.get(found, found.value)


def guarantee_law(user: User) -> Iterator[Told]:
    for one in guarantees(user):
        found = by_law(one.clock.source, one.clock.state_on(TODAY))
        if found != Compliance.NONE:
            yield area_of(one.kind), one.inquiry.received_on, answer_of(found), None
    for asked in Inquiry.objects.all():
        if user.unit is not None and asked.unit_id != user.unit_id:
            continue
        on_drugs = asked.topic in ("drugs", "both")
        if asked.wish != "treatment":
            yield "drugs" if on_drugs else "alcohol", asked.received_on, "advice", None
        elif asked.anonymous and on_drugs and asked.age_group not in MINORS:
            yield "anonymous_drugs", asked.received_on, "anonymous", None


def guarantee_promised(user: User) -> Iterator[Told]:
    for one in guarantees(user):
        found = as_promised(
            promise=promise_of(one.clock.standard.content, one.kind, one.inquiry.age_group),
            requested_on=one.clock.starts_on,
            facts=facts_of(one),
            state=one.clock.state_on(TODAY),
            today=TODAY,
        )
        if found != Compliance.NONE:
            yield area_of(one.kind), one.inquiry.received_on, answer_of(found), None


def otherwise(state: State) -> str:
    return state.value if state in (State.WAIVED, State.RELEASED) else "waiting"


def waiting(user: User) -> Iterator[Told]:
    for one in guarantees(user):
        state, clock = one.clock.state_on(TODAY), one.clock
        begun = state in (State.KEPT, State.KEPT_LATE) and clock.stopped_on
        days = (clock.stopped_on - clock.starts_on).days if clock.stopped_on else None
        yield area_of(one.kind), one.inquiry.received_on, "yes" if begun else otherwise(state), days


def first_talk(user: User) -> Iterator[Told]:
    for one in guarantees(user):
        talk = facts_of(one).get("first_talk_held")
        days = (talk - one.clock.starts_on).days if talk else None
        answer = "yes" if talk else otherwise(one.clock.state_on(TODAY))
        yield area_of(one.kind), one.inquiry.received_on, answer, days


def of_clock(clock: Clock) -> str:
    state = clock.state_on(TODAY)
    if state in (State.WAIVED, State.RELEASED):
        return "released"
    if state == State.KEPT:
        return "yes"
    return "no" if state in (State.KEPT_LATE, State.BREACHED) else "running"


def clocks(*kinds: str) -> Callable[[User], Iterator[Told]]:
    def told(user: User) -> Iterator[Told]:
        for one in Clock.objects.filter(kind__in=kinds):
            if one.due_on and (user.unit is None or one.unit_id == user.unit_id):
                yield "", one.due_on, of_clock(one), None

    return told


def plan_review(user: User) -> Iterator[Told]:
    for one in PlanReview.objects.select_related("clock", "plan__course"):
        if one.clock.due_on and (user.unit is None or one.clock.unit_id == user.unit_id):
            left = any(
                end.discharged_on > one.clock.due_on
                for end in ends(user)
                if end.course_id == one.plan.course_id
            )
            overdue = left and one.clock.ended_as == "release"
            answer = "no" if overdue else of_clock(one.clock)
            yield one.plan.course.area, one.clock.due_on, answer, None


def calls(user: User) -> Iterator[FollowUp]:
    for one in FollowUp.objects.select_related("clock", "course"):
        if one.clock.due_on and (user.unit is None or one.clock.unit_id == user.unit_id):
            yield one


def follow_up(user: User) -> Iterator[Told]:
    for one in calls(user):
        yield one.course.area, there(one.clock.due_on), of_clock(one.clock), None


HELD = {"": "open", "dead": "dead", "readmitted": "no"}


def still(month: int) -> Callable[[User], Iterator[Told]]:
    def told(user: User) -> Iterator[Told]:
        for one in calls(user):
            answer = HELD.get(one.outcome, "unknown")
            if one.outcome in ("reached", "relapsed"):
                answer = "yes" if one.result in ("free", "reduced") else "no"
            if one.month == month and one.outcome != "corrected" and one.clock.due_on:
                yield one.course.area, one.clock.due_on, answer, None

    return told


def ends(user: User) -> Iterator[Discharge]:
    """Those that hold: neither taken back, nor corrected by another."""
    everything = list(Discharge.objects.select_related("course"))
    corrected = {one.corrects_id for one in everything}
    for one in everything:
        mine = user.unit is None or one.course.unit_id == user.unit_id
        if mine and not one.taken_back and one.pk not in corrected:
            yield one


def ended(good: Callable[[Discharge], bool]) -> Callable[[User], Iterator[Told]]:
    def told(user: User) -> Iterator[Told]:
        for one in ends(user):
            answer = "dead" if one.reason == "dead" else "yes" if good(one) else "no"
            yield one.course.area, one.discharged_on, answer, None

    return told


def came_back(one: Discharge) -> str:
    if one.reason == "dead":
        return "dead"
    if one.course.citizen_id is None:
        return "anonymous"
    until = add_months(one.discharged_on, 12)
    begun = Course.objects.filter(citizen=one.course.citizen_id).values_list("begun_on", flat=True)
    return "yes" if any(one.discharged_on < day <= until for day in begun if day) else "no"


def returned(user: User) -> Iterator[Told]:
    for one in ends(user):
        yield one.course.area, add_months(one.discharged_on, 12), came_back(one), None


def returned_after_free(user: User) -> Iterator[Told]:
    for one in ends(user):
        if one.result == "free" and one.reason != "dead":
            yield one.course.area, add_months(one.discharged_on, 12), came_back(one), None


def no_show(user: User) -> Iterator[Told]:
    said = {"no_show": "yes", "attended": "no", "cancelled": "no"}
    for one in Session.objects.select_related("course"):
        if user.unit is None or one.course.unit_id == user.unit_id:
            yield one.course.area, one.held_on, said.get(one.attendance, one.attendance), None


def move(user: User) -> Iterator[Told]:
    offered = {one.key for one in in_force(TODAY).content.offers if one.kind == "move"}
    for one in Decision.objects.filter(area="drugs", status="sent").select_related("inquiry"):
        age = one.inquiry.age_group
        mine = user.unit is None or one.inquiry.unit_id == user.unit_id
        if mine and age != "30_plus" and one.decided_on and one.outcome != "refused":
            answer = "unknown" if age == "unknown" else "yes" if one.offer in offered else "no"
            yield "drugs", one.decided_on, answer, None


RECOUNTS: dict[str, Callable[[User], Iterator[Told]]] = {
    "guarantee_law": guarantee_law,
    "guarantee_promised": guarantee_promised,
    "waiting": waiting,
    "first_talk": first_talk,
    "plan_review": plan_review,
    "follow_up": follow_up,
    "complaint": clocks("reassessment"),
    "completed": ended(lambda one: one.reason == "completed"),
    "completed_well": ended(
        lambda one: one.reason == "completed" and one.result in ("free", "reduced", "stabilised")
    ),
    "free_or_reduced": ended(lambda one: one.result in ("free", "reduced")),
    "free_or_reduced_1": still(1),
    "free_or_reduced_6": still(6),
    "returned_after_free": returned_after_free,
    "returned": returned,
    "no_show": no_show,
    "move": move,
}


def recounted(user: User, key: str) -> list[Told]:
    return [one for one in RECOUNTS[key](user) if PERIOD.first <= one[1] <= PERIOD.last]


def counted(user: User, area: str = "") -> dict[str, board.Found]:
    standard = in_force(TODAY).content
    return board.counted(user, TODAY, period=PERIOD, standard=standard, area=area)


def test_every_measure_has_a_recount() -> None:
    assert RECOUNTS.keys() == BY_KEY.keys() == set(KEYS)


def test_each_number_is_that_of_a_slow_recount(lived: House) -> None:
    for user in readers(lived):
        found = counted(user)
        for key in RECOUNTS:
            slow = recounted(user, key)
            assert +found[key].whole.answers == Counter(answer for _, _, answer, _ in slow), key
            by_area: dict[str, Counter[str]] = defaultdict(Counter)
            by_month: dict[date, Counter[str]] = defaultdict(Counter)
            for area, on, answer, _days in slow:
                by_area[area][answer] += 1
                by_month[on.replace(day=1)][answer] += 1
            assert {area: +one.answers for area, one in found[key].areas.items()} == by_area, key
            months = {month: +one.answers for month, one in found[key].months.items()}
            assert {month: one for month, one in months.items() if one} == by_month, key
            assert list(months) == PERIOD.months


def test_every_answer_is_met_and_has_words(lived: House) -> None:
    met = {key: {one[2] for one in recounted(lived.leader, key)} for key in RECOUNTS}
    for one in MEASURES:
        assert met[one.key] <= {"yes", "no", *one.left_out}, one.key
        # Of a period that is over, only a deadline that is still paused or far away runs on.
        assert set(one.left_out) - met[one.key] <= {"running", "not_started", "anonymous"}, one.key


def test_one_kind_of_treatment_is_what_a_filter_leaves(lived: House) -> None:
    everything, alcohol = counted(lived.leader), counted(lived.leader, "alcohol")
    for key, one in alcohol.items():
        kind = everything[key].areas.get("alcohol", board.Tally())
        assert +one.whole.answers == +kind.answers
        assert sum((each.answers for each in one.months.values()), Counter()) == +kind.answers
        assert one.areas.keys() == everything[key].areas.keys()


def test_the_wait_is_that_of_a_slow_recount(lived: House) -> None:
    for user in readers(lived):
        for key in ("waiting", "first_talk"):
            days = [days for *_, answer, days in recounted(user, key) if answer == "yes"]
            found = counted(user)[key].whole
            told = [one for one in days if one is not None]
            assert found.median == median(told)
            expected = quantiles(told, n=10, method="inclusive")[8]
            assert found.ninetieth == pytest.approx(expected)


def listed(user: User, key: str, **wanted: Any) -> list[board.Case]:
    """All pages of the rows behind a number."""
    found: list[board.Case] = []
    after: Place | None = None
    while True:
        page = board.cases(
            user,
            TODAY,
            BY_KEY[key],
            **{"period": PERIOD, "standard": in_force(TODAY).content, **wanted},
            after=after,
        )
        assert len(page.rows) <= board.PAGE
        found += page.rows
        after = page.older
        if after is None:
            assert page.count in (0, len(found))
            return found


def test_the_rows_behind_a_number_are_exactly_those_it_counts(lived: House) -> None:
    longest = 0
    for user in readers(lived):
        found = counted(user)
        for one in MEASURES:
            for answer in ("yes", "no", *one.left_out):
                rows = listed(user, one.key, answers=[answer])
                assert len(rows) == found[one.key].whole.answers[answer], (one.key, answer)
                assert len({(row.on, id(row)) for row in rows}) == len(rows)
                assert [row.on for row in rows] == sorted((row.on for row in rows), reverse=True)
                longest = max(longest, len(rows))
            share = found[one.key].whole.share
            assert len(listed(user, one.key)) == share.whole
            month = PERIOD.months[5]
            of_month = listed(user, one.key, period=month_of(month))
            assert len(of_month) == found[one.key].months[month].share.whole
            of_kind = listed(user, one.key, area="drugs", answers=["yes"])
            kinds = found[one.key].areas.get("drugs", board.Tally())
            assert len(of_kind) == kinds.answers["yes"]
    assert longest > board.PAGE


def test_a_row_says_whom_it_is_about_where_the_reader_may_know(lived: House) -> None:
    for user in readers(lived):
        for key in ("completed", "no_show", "plan_review", "guarantee_law"):
            rows = listed(user, key)
            assert rows
            assert all(row.about is not None and row.words for row in rows)


def test_no_month_is_missed_or_told_twice() -> None:
    day = TODAY
    for _ in range(40):
        months = period_before(day).months
        assert len(months) == 12
        assert months[-1] == add_months(day.replace(day=1), -1)
        assert period_before(day).last == day.replace(day=1) - timedelta(days=1)
        day += timedelta(days=29)


def test_a_house_where_nothing_happened_has_figures_too(lived: House) -> None:
    nobodys = Unit.objects.get(key="health")
    for one in counted(User(role="leader", unit=nobodys)).values():
        assert one.whole.share.whole == 0
        assert (one.whole.median, one.whole.ninetieth) == (None, None)
