"""The numbers of the risk board: what the database answers is what the rules answer, row by row."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, time, timedelta
from statistics import median, quantiles

import pytest
from django.utils.timezone import localtime

from centre.calendar import add_months, danish_moment
from centre.citizens.choices import MINORS, AgeGroup
from centre.clocks.choices import Source, State
from centre.clocks.models import Clock
from centre.clocks.queries import Place
from centre.staff.choices import Role
from centre.staff.models import User
from centre.standard.actions import load_standard
from centre.standard.models import QualityStandard
from intake.choices import Compliance, Fact, Topic, Wish
from intake.models import Guarantee, GuaranteeFact, Inquiry, Slot
from intake.queries import compliance
from intake.queries.calendar import coming_times
from intake.rules.guarantee import GUARANTEE_KINDS, as_promised, by_law, promise_of
from tests import factories
from tests.conftest import LOADED_AT, moment, shipped
from tests.factories import House
from tests.intake.guarantees import COUNCILS

AT = moment("2026-12-10 09.30")
TODAY = date(2026, 12, 10)
INQUIRIES = 250
SEEDS = range(2)
WHICH = ("law", "promised")
KINDS = [kind for kind in GUARANTEE_KINDS if kind != "youth_alcohol"]
WAITED = (State.KEPT, State.KEPT_LATE)
RUNNING = (State.RUNNING, State.AT_RISK, State.PAUSED)

# Other shapes of a promise than the shipped ones have.
REVISED = (
    (
        'days = 14\nstart_any = ["request"]\nstart_after = ["consents_given"]',
        'weeks = 2\nstart_any = ["consents_given"]\nstart_after = ["request"]',
    ),
    ('kind = "anonymous_drug"\ndays = 14', 'kind = "anonymous_drug"\nmonths = 1'),
    (
        'kind = "social_drug"\ndays = 14\nstart_any = ["request"]',
        'kind = "social_drug"\ndays = 7\nstart_any = ["request", "consents_given"]',
    ),
)


# And one that promises the young something else than the grown.
YOUNG_DRINKERS = """
[[clocks]]
source = "Visitation"
kind = "youth_alcohol"
days = 3
start_any = ["request"]
stop_when = ["talks_offered"]
guaranteed_by = "standard"
"""


def versions() -> list[QualityStandard]:
    """All five councils' standards, and a version that promises otherwise."""
    text = shipped("rebild")
    for before, after in REVISED:
        assert before in text
        text = text.replace(before, after)
    text += YOUNG_DRINKERS
    texts = {key: shipped(key) for key in COUNCILS}
    found = [load_standard(text=texts[key], name=key, at=LOADED_AT)[0] for key in COUNCILS]
    return [*found, load_standard(text=text, name="rebild", at=LOADED_AT)[0]]


class Invented:
    """Guarantees in every state that the tables can hold, from a seed."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.dice = random.Random(seed)  # noqa: S311 - the same cases each time, no secret
        self.versions = versions()

    def day(self, since: date, most: int) -> date:
        return since + timedelta(days=self.dice.randint(0, most))

    def inquiry(self) -> Inquiry:
        dice = self.dice
        # Two months more than the board counts, and both of its edges.
        edges = [TODAY, add_months(TODAY, -12), add_months(TODAY, -12) - timedelta(days=1)]
        edge = dice.random() < 0.1
        on = dice.choice(edges) if edge else TODAY - timedelta(days=dice.randint(0, 425))
        received_at = danish_moment(on, time(0, 0))
        return Inquiry.objects.create(
            unit=dice.choice([self.house.adults, self.house.youth]),
            received_at=received_at,
            received_on=on,
            registered_at=received_at,
            channel="phone",
            about="self",
            age_group=dice.choice(AgeGroup.values),
            topic=dice.choice([Topic.ALCOHOL, Topic.DRUGS, Topic.BOTH]),
            wish=dice.choice([Wish.TREATMENT, Wish.TREATMENT, Wish.COUNSELLING]),
            anonymous=dice.random() < 0.3,
        )

    def clock(self, kind: str, received_on: date) -> Clock:
        dice = self.dice
        starts_on = received_on - timedelta(days=dice.choice([0, 0, 0, 3]))
        paused = dice.random() < 0.1
        due_on = None if paused else starts_on + timedelta(days=14)
        ended_as = (
            "" if paused else dice.choice(["", "", "stop", "stop", "stop", "waive", "release"])
        )
        return Clock.objects.create(
            kind=kind,
            source=dice.choice([Source.LAW, Source.LAW, Source.LOCAL]),
            unit=self.house.adults,
            standard=dice.choice(self.versions),
            length=14,
            span="days",
            basis="§",
            starts_on=starts_on,
            due_on=due_on,
            act_by_on=due_on,
            stopped_on=self.day(starts_on, 20) if ended_as else None,
            ended_as=ended_as,
            paused_since=starts_on if paused else None,
        )

    def facts(self, guarantee: Guarantee, received_on: date) -> None:
        for fact in self.dice.sample(list(Fact), self.dice.choice([0, 1, 3, 6, 10])):
            on = self.day(received_on, 20)
            for withdrawn in self.dice.choice([(False,), (True,), (True, False)]):
                GuaranteeFact.objects.create(
                    guarantee=guarantee,
                    fact=fact,
                    on=on - timedelta(days=9) if withdrawn else on,
                    recorded_at=AT,
                    recorded_by=self.house.caseworker,
                    withdrawn_at=AT if withdrawn else None,
                    withdrawn_by=self.house.caseworker if withdrawn else None,
                )

    def fill(self) -> None:
        for _ in range(INQUIRIES):
            inquiry = self.inquiry()
            for kind in self.dice.sample(KINDS, self.dice.choice([0, 1, 1, 2])):
                clock = self.clock(kind, inquiry.received_on)
                guarantee = Guarantee.objects.create(inquiry=inquiry, kind=kind, clock=clock)
                self.facts(guarantee, inquiry.received_on)


@pytest.fixture(params=SEEDS)
def invented(house: House, request: pytest.FixtureRequest) -> House:
    Invented(house, request.param).fill()
    return house


Slow = tuple[Guarantee, State, Compliance, Compliance]


def by_the_rules(user: User) -> list[Slow]:
    """Every guarantee of the board with its state and both answers, one by one."""
    rows = Guarantee.objects.filter(inquiry__received_on__gte=add_months(TODAY, -12))
    rows = rows.exclude(kind__in=compliance.NOT_TREATMENT).select_related("clock", "inquiry")
    if user.unit is not None:
        rows = rows.filter(inquiry__unit=user.unit)
    found = []
    for row in rows:
        state = row.clock.state_on(TODAY)
        promised = as_promised(
            promise=promise_of(row.clock.standard.content, row.kind, row.inquiry.age_group),
            # As the page does: a wish may come later than the inquiry.
            requested_on=row.clock.starts_on,
            facts=dict(row.facts.filter(withdrawn_at=None).values_list("fact", "on")),
            state=state,
            today=TODAY,
        )
        found.append((row, state, by_law(row.clock.source, state), promised))
    return found


def readers(house: House) -> list[User]:
    """A leader of all, and one of the youth unit."""
    house.youth_worker.role = "leader"
    house.youth_worker.save()
    return [house.leader, house.youth_worker]


def pages(user: User, which: str, *, kept: bool) -> list[compliance.Answered]:
    """All pages of the rows behind one number."""
    found: list[compliance.Answered] = []
    after: Place | None = None
    while True:
        page = compliance.answered(user, TODAY, which=which, kept=kept, after=after)
        found += page.rows
        after = page.older
        if after is None:
            assert page.count in (0, len(found))
            return found


def test_the_rows_behind_each_number_are_those_of_the_rules(invented: House) -> None:
    longest = 0
    for user in readers(invented):
        slow = by_the_rules(user)
        assert {promised for *_rest, promised in slow} == set(Compliance)
        for which, kept in ((which, kept) for which in WHICH for kept in (True, False)):
            wanted = compliance.KEPT if kept else compliance.NOT_KEPT
            expected = {
                (row.pk, law, promised)
                for row, _state, law, promised in slow
                if (law if which == "law" else promised) in wanted
            }
            found = [(one.row.pk, one.law, one.promised) for one in pages(user, which, kept=kept)]
            longest = max(longest, len(found))
            assert len(found) == len(set(found))
            assert set(found) == expected
    assert longest > compliance.PAGE


def test_each_number_is_that_of_the_rules(invented: House) -> None:
    for user in readers(invented):
        slow = by_the_rules(user)
        found = compliance.counted(user, AT)
        law, promised = (Counter(one[place] for one in slow) for place in (2, 3))
        assert found.law_kept == law[Compliance.KEPT] > 0
        assert found.law_rest == law[Compliance.KEPT_LATE] + law[Compliance.BREACHED] > 0
        assert found.promised_kept == promised[Compliance.KEPT] > 0
        assert found.promised_rest == promised[Compliance.KEPT_LATE] + promised[Compliance.BREACHED]
        states = Counter(state for row, state, *_ in slow if row.clock.source == Source.LAW)
        assert found.waived == states[State.WAIVED] > 0
        assert found.released == states[State.RELEASED] > 0
        assert found.running == sum(states[one] for one in RUNNING) > 0


def test_the_wait_is_that_of_the_rules(invented: House) -> None:
    for user in readers(invented):
        slow = by_the_rules(user)
        found = compliance.counted(user, AT)
        clocks = [row.clock for row, state, *_ in slow if state in WAITED]
        days = [(one.stopped_on - one.starts_on).days for one in clocks if one.stopped_on]
        assert found.waited == len(days) > 1
        assert found.waiting == sum(row.clock.stopped_on is None for row, *_ in slow)
        assert found.middle == median(days)
        assert found.ninetieth == pytest.approx(quantiles(days, n=10, method="inclusive")[8])


def test_what_is_left_out_is_counted_by_inquiry_and_not_by_guarantee(invented: House) -> None:
    for user in readers(invented):
        asked = Inquiry.objects.filter(received_on__gte=add_months(TODAY, -12))
        asked = asked if user.unit is None else asked.filter(unit=user.unit)
        found = compliance.counted(user, AT)
        drugs = asked.filter(wish="treatment", topic__in=["drugs", "both"])
        # The young have their guarantee without a name too.
        nameless = drugs.filter(anonymous=True).exclude(age_group__in=MINORS)
        assert found.anonymous == nameless.count() > 0
        assert found.advice == asked.exclude(wish="treatment").count() > 0


def test_a_house_where_nobody_asked_has_numbers_too(house: House) -> None:
    found = compliance.counted(house.leader, AT)
    assert (found.law_kept, found.promised_rest, found.anonymous) == (0, 0, 0)
    assert (found.middle, found.ninetieth, found.third_at) == (None, None, None)
    assert compliance.answered(house.leader, TODAY, which="law", kept=True).rows == []


def full(house: House, slot: Slot) -> None:
    factories.booking(slot, at=AT)


def shut(house: House, slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(closed_at=AT, closed_by=house.leader)


@pytest.mark.parametrize("change", [None, full, shut])
def test_the_third_free_time_is_the_third_that_can_be_given(
    house: House, change: Callable[[House, Slot], None] | None
) -> None:
    days = [TODAY + timedelta(days=number) for number in (0, 1, 4, 5, 6)]
    slots = [factories.slot(house, on=on, at=time(9)) for on in days]
    if change is not None:
        change(house, slots[2])
    expected = coming_times(house.leader, AT)[2].starts_at
    # The first of them is past at half past nine.
    assert expected == slots[3 if change is None else 4].starts_at
    found = compliance.counted(house.leader, AT).third_at
    assert found is not None
    assert localtime(found) == localtime(expected)


def test_a_time_of_another_unit_is_not_the_units_third(house: House) -> None:
    for number in range(3):
        factories.slot(house, on=TODAY + timedelta(days=1), at=time(9 + number))
    assert compliance.counted(house.caseworker, AT).third_at is not None
    assert compliance.counted(house.youth_worker, AT).third_at is None


def test_who_belongs_to_no_unit_reads_the_third_free_time_of_all(house: House) -> None:
    quality = factories.UserFactory.create(username="quality", role=Role.QUALITY, unit=None)
    for number in range(3):
        factories.slot(house, on=TODAY + timedelta(days=1), at=time(9 + number))
    expected = compliance.counted(house.leader, AT).third_at
    assert expected is not None
    assert compliance.counted(quality, AT).third_at == expected


def test_a_time_later_than_four_weeks_does_not_count(house: House) -> None:
    for number in range(3):
        factories.slot(house, on=TODAY + timedelta(days=27 + number), at=time(9))
    assert compliance.counted(house.leader, AT).third_at is None
