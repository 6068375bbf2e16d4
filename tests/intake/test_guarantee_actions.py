"""What happens to a guarantee: facts, waivers, releases, consents."""

from datetime import date, timedelta

import pytest

from centre.clocks.choices import Cause, EventType, State
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.standard.models import QualityStandard
from intake.actions.guarantee import (
    explain_breach,
    record_fact,
    record_letter,
    release,
    waive,
)
from intake.choices import Compliance, Fact, InquiryStatus, ReleaseReason, Topic
from intake.models import Guarantee, GuaranteeFact, Inquiry
from tests import factories
from tests.factories import House
from tests.intake.guarantees import (
    AT,
    COUNCILS,
    DAY,
    answers,
    clock_of,
    guarantee,
    happened,
    later,
    young,
)

pytestmark = pytest.mark.django_db


# --- The first treatment contact -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["social_drug", "alcohol"])
@pytest.mark.parametrize(
    ("days", "state"), [(0, State.KEPT), (14, State.KEPT), (15, State.KEPT_LATE)]
)
def test_the_first_treatment_contact_stops_the_clock_and_begins_the_treatment(
    house: House, kind: str, days: int, state: State
) -> None:
    one = happened(guarantee(house, kind), Fact.TREATMENT_INITIATED, days, house)
    clock = clock_of(one)
    assert clock.stopped_on == DAY + timedelta(days=days)
    assert clock.state_on(date(2027, 6, 1)) == state
    assert Inquiry.objects.get().status == InquiryStatus.STARTED


@pytest.mark.parametrize(
    "fact", [fact for fact in Fact if fact not in (Fact.TREATMENT_INITIATED, Fact.CONSENTS_GIVEN)]
)
def test_nothing_else_stops_the_clock_of_the_law(house: House, fact: Fact) -> None:
    one = happened(guarantee(house), fact, 3, house)
    assert clock_of(one).stopped_on is None
    assert Inquiry.objects.get().status == InquiryStatus.NEW


def test_the_doctors_talk_stops_its_own_clock_and_begins_no_treatment(house: House) -> None:
    one = happened(guarantee(house, "doctors_talk"), Fact.DOCTORS_TALK_HELD, 5, house)
    assert clock_of(one).stopped_on == DAY + timedelta(days=5)
    assert Inquiry.objects.get().status == InquiryStatus.NEW
    assert Clock.objects.open().count() == 1


def test_two_guarantees_of_one_inquiry_are_stopped_one_by_one(house: House) -> None:
    inquiry = factories.inquiry(house, received_at=AT, topic=Topic.BOTH)
    for kind, left in (("alcohol", 2), ("social_drug", 1)):
        happened(inquiry.guarantees.get(kind=kind), Fact.TREATMENT_INITIATED, 5, house)
        assert Clock.objects.open().count() == left


def test_a_treatment_registered_late_counts_from_the_day_it_began(house: House) -> None:
    one = guarantee(house)
    record_fact(
        guarantee_id=one.pk,
        fact=Fact.TREATMENT_INITIATED,
        on=DAY + timedelta(days=10),
        by=house.caseworker,
        at=later(40),
    )
    assert clock_of(one).state_on(date(2027, 6, 1)) == State.KEPT


@pytest.mark.parametrize("days", [-1, 6])
def test_nothing_happens_before_the_inquiry_or_in_the_future(house: House, days: int) -> None:
    one = guarantee(house)
    with pytest.raises(Refused):
        record_fact(
            guarantee_id=one.pk,
            fact=Fact.TREATMENT_INITIATED,
            on=DAY + timedelta(days=days),
            by=house.caseworker,
            at=later(5),
        )
    assert not GuaranteeFact.objects.exists()
    assert clock_of(one).stopped_on is None


def test_what_is_recorded_is_not_recorded_again(house: House) -> None:
    one = happened(guarantee(house), Fact.PLAN_MADE, 3, house)
    with pytest.raises(Refused):
        happened(one, Fact.PLAN_MADE, 4, house)
    assert GuaranteeFact.objects.count() == 1
    assert AuditEntry.objects.filter(action="guarantee.fact").count() == 1


# --- Two truths ----------------------------------------------------------------------------------

KEPT_WORD = {
    "aabenraa": [(Fact.TREATMENT_INITIATED, 12)],
    "fredericia": [(Fact.TREATMENT_OFFERED, 12)],
    "rebild": [(Fact.VISITATION_HELD, 4), (Fact.PLAN_MADE, 8), (Fact.FIRST_MEETING_AGREED, 12)],
    "haderslev": [(Fact.TALKS_OFFERED, 12)],
    "skanderborg": [(Fact.VISITATION_HELD, 4), (Fact.DECIDED, 12)],
}


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
@pytest.mark.parametrize("kind", ["social_drug", "alcohol"])
@pytest.mark.promise(36, *COUNCILS)
def test_a_council_that_keeps_its_own_word_in_time_may_still_break_the_law(
    council: QualityStandard, house: House, kind: str
) -> None:
    one = guarantee(house, kind)
    assert answers(one, council, DAY) == (Compliance.RUNNING, Compliance.RUNNING)
    for fact, days in KEPT_WORD[council.key]:
        happened(one, fact, days, house)
    law = Compliance.KEPT if council.key == "aabenraa" else Compliance.BREACHED
    assert answers(one, council, DAY + timedelta(days=20)) == (law, Compliance.KEPT)
    if council.key != "aabenraa":
        happened(one, Fact.TREATMENT_INITIATED, 21, house)
        late = answers(one, council, date(2027, 6, 1))
        assert late == (Compliance.KEPT_LATE, Compliance.KEPT)


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
@pytest.mark.promise(33, *COUNCILS)
@pytest.mark.promise(36, *COUNCILS)
def test_a_council_that_did_nothing_broke_both(council: QualityStandard, house: House) -> None:
    one = guarantee(house)
    assert answers(one, council, date(2026, 12, 24)) == (Compliance.RUNNING, Compliance.RUNNING)
    assert answers(one, council, date(2026, 12, 25)) == (Compliance.BREACHED, Compliance.BREACHED)


# --- Set aside, released, explained --------------------------------------------------------------


def choose_freely(one: Guarantee, house: House) -> Guarantee:
    return waive(
        guarantee_id=one.pk,
        on=DAY + timedelta(days=5),
        new_start_on=date(2027, 1, 20),
        by=house.caseworker,
        at=later(5),
    )


@pytest.mark.parametrize(
    ("kind", "basis"), [("social_drug", "SEL § 101 stk. 6"), ("medical", "SUL § 142 stk. 8")]
)
def test_free_choice_sets_a_drug_guarantee_aside_and_cites_the_law(
    house: House, kind: str, basis: str
) -> None:
    asked = guarantee(house, kind, wants_medical=True)
    happened(asked, Fact.VISITATION_HELD, 5, house)
    one = choose_freely(asked, house)
    clock = clock_of(one)
    assert clock.state_on(date(2027, 6, 1)) == State.WAIVED
    line = clock.events.get(type=EventType.WAIVE)
    assert line.basis == basis
    assert "20. januar 2027" in line.reason


def test_free_choice_comes_after_visitation(house: House) -> None:
    one = guarantee(house, "social_drug")
    with pytest.raises(Refused):
        choose_freely(one, house)
    assert clock_of(one).stopped_on is None


@pytest.mark.parametrize("kind", ["alcohol", "doctors_talk"])
def test_free_choice_sets_nothing_else_aside(house: House, kind: str) -> None:
    one = guarantee(house, kind)
    with pytest.raises(Refused):
        choose_freely(one, house)
    assert clock_of(one).stopped_on is None


def test_free_choice_does_not_set_a_young_persons_guarantee_aside(house: House) -> None:
    with pytest.raises(Refused):
        choose_freely(young(house), house)


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_free_choice_does_not_set_a_councils_own_promise_aside(house: House) -> None:
    with pytest.raises(Refused):
        choose_freely(guarantee(house, "anonymous_drug", person=None), house)


def test_a_guarantee_ends_only_once(house: House) -> None:
    asked = guarantee(house)
    happened(asked, Fact.VISITATION_HELD, 5, house)
    one = choose_freely(asked, house)
    # The same choice clicked twice is one; anything else would be a second end.
    choose_freely(one, house)
    assert clock_of(one).events.filter(type=EventType.WAIVE).count() == 1
    with pytest.raises(Refused):
        release(
            guarantee_id=one.pk,
            on=DAY,
            reason=ReleaseReason.MOVED_AWAY,
            by=house.caseworker,
            at=AT,
        )
    # Treatment that begins with the chosen provider is written down all the same.
    happened(one, Fact.TREATMENT_INITIATED, 30, house)
    assert clock_of(one).state_on(date(2027, 6, 1)) == State.WAIVED


# Two of the reasons fit one kind of deadline alone.
KIND_OF = {ReleaseReason.DECLINED_TALK: "doctors_talk", ReleaseReason.ADMITTED: "alcohol"}


# A refusal is one of a decision in force: tests/intake/test_release.py.
@pytest.mark.parametrize("reason", [one for one in ReleaseReason if one != "refused"])
def test_a_released_guarantee_keeps_its_start_and_its_reason(
    house: House, reason: ReleaseReason
) -> None:
    one = guarantee(house, KIND_OF.get(reason, "social_drug"))
    release(guarantee_id=one.pk, on=DAY, reason=reason, by=house.caseworker, at=later(9))
    clock = clock_of(one)
    assert (clock.starts_on, clock.state_on(date(2027, 6, 1))) == (DAY, State.RELEASED)
    assert clock.events.get(type=EventType.RELEASE).reason == reason


def test_nothing_is_set_aside_or_written_home_tomorrow(house: House) -> None:
    one, tomorrow = guarantee(house), DAY + timedelta(days=1)
    with pytest.raises(Refused):
        release(guarantee_id=one.pk, on=tomorrow, reason=ReleaseReason.DEAD, by=house.leader, at=AT)
    with pytest.raises(Refused):
        record_letter(guarantee_ids=[one.pk], on=tomorrow, by=house.caseworker, at=AT)
    assert clock_of(one).events.count() == 1


def test_a_deadline_that_can_still_be_kept_is_not_explained_away(house: House) -> None:
    one = guarantee(house)
    with pytest.raises(Refused):
        explain_breach(
            guarantee_id=one.pk,
            cause=Cause.CAPACITY,
            plan="Vi når det ikke.",
            by=house.leader,
            at=later(14),
        )
    assert clock_of(one).explained_on is None


def test_a_breach_is_explained_with_cause_and_plan(house: House) -> None:
    one = guarantee(house)
    with pytest.raises(Refused):
        explain_breach(
            guarantee_id=one.pk, cause=Cause.CAPACITY, plan=" ", by=house.leader, at=later(16)
        )
    explain_breach(
        guarantee_id=one.pk,
        cause=Cause.CAPACITY,
        plan="Første samtale 4. januar",
        by=house.leader,
        at=later(16),
    )
    clock = clock_of(one)
    assert clock.explained_on == DAY + timedelta(days=16)
    assert clock.state_on(clock.explained_on) == State.BREACHED
    line = clock.events.get(type=EventType.EXPLAIN)
    assert (line.cause, line.reason, line.by) == (
        Cause.CAPACITY,
        "Første samtale 4. januar",
        house.leader,
    )


def test_the_letter_home_is_a_line_of_the_ledger(house: House) -> None:
    one = guarantee(house)
    record_letter(guarantee_ids=[one.pk], on=DAY, by=house.caseworker, at=AT)
    assert clock_of(one).notice_on == DAY
