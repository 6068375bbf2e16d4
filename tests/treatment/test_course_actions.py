"""A course: set up from a decision, begun, handed over, granted anew."""

import uuid
from datetime import date, time, timedelta

import pytest

from centre.calendar import danish_moment
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.choices import Role
from centre.standard.actions import load_standard
from intake.choices import Fact, InquiryStatus
from intake.models import Decision, GuaranteeFact
from tests import factories
from tests.conftest import shipped
from tests.factories import House, UserFactory
from tests.intake.cases import prepared
from tests.treatment import cases
from tests.treatment.cases import ASKED_AT, ASKED_ON, AT, DECIDED_ON, TODAY
from treatment.actions.course import begin_course, hand_over, renew_decision, set_up_course
from treatment.actions.ending import never_begin
from treatment.models import Course, Handover, Session

pytestmark = pytest.mark.django_db
OFFERED_ON = date(2026, 12, 14)


DECIDED = {Fact.VISITATION_HELD, Fact.DECIDED, Fact.TREATMENT_OFFERED}


def facts() -> dict[str, date]:
    """What the treatment told the guarantee, beside what the decision told it."""
    told = GuaranteeFact.objects.exclude(fact__in=DECIDED)
    return dict(told.values_list("fact", "on"))


def test_a_course_keeps_its_four_days_apart_and_begins_with_the_first_talk(house: House) -> None:
    one = cases.course(house, first_offered_on=OFFERED_ON)
    assert (one.requested_on, one.decided_on, one.first_offered_on, one.begun_on) == (
        ASKED_ON,
        DECIDED_ON,
        OFFERED_ON,
        None,
    )
    assert (one.status, one.counsellor, one.offer_name) == (
        "set_up",
        house.caseworker,
        one.decision.offer_name,
    )
    begun = begin_course(course_id=one.pk, on=TODAY, by=house.caseworker, at=AT)
    assert (begun.status, begun.begun_on) == ("running", TODAY)
    verbs = AuditEntry.objects.filter(action__startswith="course.").values_list("action", flat=True)
    assert sorted(verbs) == ["course.begin", "course.set_up"]


def test_the_first_talk_stops_the_guarantee_by_law_and_only_once(house: House) -> None:
    one = cases.course(house)
    assert Clock.objects.get().stopped_on is None
    for _again in range(2):
        begin_course(course_id=one.pk, on=TODAY, by=house.caseworker, at=AT)
    clock = Clock.objects.get()
    assert (clock.stopped_on, clock.ended_as) == (TODAY, "stop")
    assert facts()[Fact.TREATMENT_INITIATED] == TODAY
    one.inquiry.refresh_from_db()
    assert one.inquiry.status == InquiryStatus.STARTED
    assert AuditEntry.objects.filter(action="course.begin").count() == 1


def test_what_is_offered_is_told_to_the_guarantee_on_the_day_it_is_said(house: House) -> None:
    cases.course(house)
    assert facts() == {}
    Course.objects.all().delete()
    cases.course(house, Decision.objects.get(), first_offered_on=OFFERED_ON)
    # That somebody could have come is no meeting that was agreed on: Rebild's promise waits for that.
    assert facts() == {Fact.TALKS_OFFERED: TODAY}


def test_the_same_form_twice_is_one_course(house: House) -> None:
    granted, key = cases.decision(house), uuid.uuid4()
    found = [cases.course(house, granted, form_key=key) for _again in range(2)]
    assert found[0] == found[1] == Course.objects.get()
    assert AuditEntry.objects.filter(action="course.set_up").count() == 1


def test_the_same_form_with_another_counsellor_is_refused_in_words(house: House) -> None:
    granted, key = cases.decision(house), uuid.uuid4()
    cases.course(house, granted, form_key=key)
    with pytest.raises(Refused, match="andre svar"):
        cases.course(house, granted, form_key=key, counsellor=house.colleague)
    assert Course.objects.get().counsellor == house.caseworker


def test_nobody_is_in_the_same_kind_of_treatment_twice(house: House) -> None:
    granted = cases.decision(house)
    cases.course(house, granted)
    with pytest.raises(Refused, match="allerede i denne"):
        cases.course(house, granted)


def test_a_new_course_does_not_lie_over_the_days_of_an_earlier_one(house: House) -> None:
    first = cases.running(house)
    Course.objects.filter(pk=first.pk).update(status="ended", ended_on=TODAY + timedelta(days=20))
    again = cases.course(house, first.decision)
    with pytest.raises(Refused, match="på nogle af disse dage"):
        begin_course(course_id=again.pk, on=TODAY, by=house.caseworker, at=AT)
    again.refresh_from_db()
    assert again.status == "set_up"


@pytest.mark.threat("T13")
def test_only_a_decision_that_was_sent_and_grants_something_makes_a_course(house: House) -> None:
    refused = cases.decision(house, outcome="refused", sessions_granted=None)
    replaced = cases.decision(house)
    cases.decision(house, replaced.inquiry, sent_at=AT)
    replaced.refresh_from_db()
    for nothing in (prepared(house), refused, replaced):
        with pytest.raises(Refused):
            cases.course(house, nothing)
    assert not Course.objects.exists()


def test_an_inquiry_that_has_ended_is_taken_up_first(house: House) -> None:
    granted = cases.decision(house)
    type(granted.inquiry).objects.update(
        status="withdrawn", closed_at=AT, closed_by=house.caseworker
    )
    with pytest.raises(Refused, match="afsluttet"):
        cases.course(house, granted)


def test_the_counsellor_works_in_the_unit_and_treats_people(house: House) -> None:
    granted = cases.decision(house)
    nobodies = [
        house.youth_worker,
        house.secretary,
        house.leader,
        UserFactory.create(username="left", is_active=False, unit=house.adults),
        UserFactory.create(username="quality", role=Role.QUALITY, unit=house.adults),
    ]
    for nobody in nobodies:
        with pytest.raises(Refused):
            cases.course(house, granted, counsellor=nobody)
    assert cases.course(house, granted, counsellor=house.colleague).counsellor == house.colleague


@pytest.mark.parametrize("offset", [-1, 1])
def test_a_treatment_begins_on_no_day_that_cannot_be(house: House, offset: int) -> None:
    one = cases.course(house)
    on = ASKED_ON + timedelta(days=-1) if offset < 0 else TODAY + timedelta(days=1)
    with pytest.raises(Refused):
        begin_course(course_id=one.pk, on=on, by=house.caseworker, at=AT)
    one.refresh_from_db()
    assert (one.status, one.begun_on) == ("set_up", None)
    assert facts() == {}


def test_an_anonymous_citizen_is_treated_without_a_name(house: House) -> None:
    asked = factories.inquiry(house, received_at=ASKED_AT, person=None)
    one = cases.running(house, cases.decision(house, asked))
    assert (one.citizen_id, one.status) == (None, "running")
    with pytest.raises(Refused):
        cases.course(house, one.decision)


def test_a_standard_loaded_in_mid_case_changes_no_old_promise(house: House) -> None:
    one = cases.running(house)
    text = shipped("haderslev").replace("review_months = 3", "review_months = 1")
    new = load_standard(
        text=text.replace("valid_from = 2026-01-01", "valid_from = 2026-12-09"),
        name="haderslev",
        at=AT,
    )[0]
    assert new.content.plan is not None
    assert new.content.plan.review_months == 1
    cases.agreed(one, house)
    clock = Clock.objects.get(kind="plan_review")
    assert (clock.due_on, clock.standard) == (date(2027, 3, 10), one.standard)
    assert cases.course(house, cases.decision(house)).standard == new


def test_a_colleague_takes_over_the_talks_to_come_and_the_open_deadlines(house: House) -> None:
    one = cases.running(house)
    cases.agreed(one, house)
    before = cases.held(one, house)
    later = cases.session(one, house, on=date(2026, 12, 17))
    moved = hand_over(course_id=one.pk, to=house.colleague, reason="Orlov", by=house.leader, at=AT)
    assert moved.counsellor == house.colleague
    later.refresh_from_db()
    before.refresh_from_db()
    assert (later.counsellor, before.counsellor) == (house.colleague, house.caseworker)
    assert Clock.objects.get(kind="plan_review").responsible == house.colleague
    line = Handover.objects.get()
    assert (line.from_whom, line.to_whom, line.reason) == (
        house.caseworker,
        house.colleague,
        "Orlov",
    )


def test_given_to_who_has_it_already_nothing_happens(house: House) -> None:
    one = cases.running(house)
    for _again in range(2):
        hand_over(course_id=one.pk, to=house.colleague, reason="", by=house.leader, at=AT)
    assert Handover.objects.count() == 1
    assert AuditEntry.objects.filter(action="course.hand_over").count() == 1


def test_a_colleague_who_is_busy_then_takes_nothing_over_by_halves(house: House) -> None:
    one = cases.running(house)
    other = cases.running(
        house,
        cases.decision(house, factories.inquiry(house, received_at=ASKED_AT)),
        counsellor=house.colleague,
    )
    mine = cases.session(one, house, on=date(2026, 12, 17))
    cases.session(other, house, on=date(2026, 12, 17))
    with pytest.raises(Refused, match="allerede en samtale"):
        hand_over(course_id=one.pk, to=house.colleague, reason="", by=house.leader, at=AT)
    mine.refresh_from_db()
    one.refresh_from_db()
    assert one.counsellor == mine.counsellor == house.caseworker
    assert not Handover.objects.exists()


def test_nobody_of_another_unit_takes_a_course_over(house: House) -> None:
    one = cases.running(house)
    with pytest.raises(Refused, match="en anden enhed"):
        hand_over(course_id=one.pk, to=house.youth_worker, reason="", by=house.leader, at=AT)


def test_a_new_decision_takes_the_place_of_the_old_one_and_the_first_day_stays(
    house: House,
) -> None:
    one = cases.running(house)
    planned = cases.session(one, house, on=date(2026, 12, 17))
    Decision.objects.update(status="replaced")
    new = cases.decision(house, one.inquiry, sent_at=AT, offer="group")
    for _again in range(2):
        renew_decision(course_id=one.pk, decision_id=new.pk, by=house.caseworker, at=AT)
    one.refresh_from_db()
    planned.refresh_from_db()
    assert (one.decision, one.offer_name, one.decided_on) == (new, new.offer_name, DECIDED_ON)
    assert planned.decision == new
    assert AuditEntry.objects.filter(action="course.renew").count() == 1


def test_a_decision_on_something_else_renews_nothing(house: House) -> None:
    both = factories.inquiry(house, received_at=ASKED_AT, topic="both")
    one = cases.running(house, cases.decision(house, both))
    strange = cases.decision(house, factories.inquiry(house, received_at=ASKED_AT))
    drugs = cases.decision(house, one.inquiry, area="drugs")
    for other in (strange, drugs):
        with pytest.raises(Refused, match="en anden behandling"):
            renew_decision(course_id=one.pk, decision_id=other.pk, by=house.caseworker, at=AT)


def test_a_treatment_that_never_began_frees_the_citizen_and_the_times(house: House) -> None:
    one = cases.course(house)
    cases.agreed(one, house)
    cases.session(one, house, on=date(2026, 12, 17))
    for _again in range(2):
        never_begin(course_id=one.pk, by=house.caseworker, at=AT + timedelta(hours=8))
    one.refresh_from_db()
    assert one.status == "never_begun"
    assert Session.objects.get().attendance == "cancelled_by_us"
    review = Clock.objects.get(kind="plan_review")
    assert review.ended_as == "release"
    assert cases.course(house, one.decision).status == "set_up"


def test_a_treatment_that_has_begun_did_not_never_begin(house: House) -> None:
    one = cases.running(house)
    with pytest.raises(Refused):
        never_begin(course_id=one.pk, by=house.caseworker, at=AT)


def test_a_talk_cannot_have_been_offered_before_help_was_asked_for(house: House) -> None:
    with pytest.raises(Refused):
        set_up_course(
            decision_id=cases.decision(house).pk,
            counsellor=house.caseworker,
            first_offered_on=ASKED_ON - timedelta(days=1),
            form_key=uuid.uuid4(),
            by=house.caseworker,
            at=danish_moment(TODAY, time(9)),
        )
