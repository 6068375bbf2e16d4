"""A decision: prepared, seen, sent, replaced; by double clicks, by two hands, and for the young."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from centre.citizens.choices import AgeGroup, ConsentKind
from centre.citizens.models import Citizen
from centre.post.letters.text import LetterText, thawed
from centre.post.models import Letter
from centre.records.models import AuditEntry
from centre.refusal import Overtaken, Refused
from intake.actions.choice import record_free_choice
from intake.actions.decision import (
    approve_decision,
    ask_approval,
    change_decision,
    discard_decision,
    prepare_decision,
    return_decision,
)
from intake.actions.initiation import initiate, note_agreed, note_plan
from intake.actions.sending import replace_decision, send_decision
from intake.choices import Area, DecisionStatus, Fact, InquiryStatus, Outcome, Setting, Way
from intake.models import Decision, FreeChoice, Inquiry
from intake.queries.letter import sheet_of
from intake.rules.decision import Choice
from tests.factories import House
from tests.intake import cases
from tests.intake.cases import DECIDED_AT, TALKED_ON
from tests.there import there

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 15)


def facts_of(inquiry: Inquiry, kind: str) -> dict[str, date]:
    rows = inquiry.guarantees.get(kind=kind).facts.filter(withdrawn_at=None)
    return dict(rows.values_list("fact", "on"))


def send(house: House, one: Decision, previewed: str | None = None) -> Decision:
    return send_decision(
        decision_id=one.pk, channel=one.way, previewed=previewed, by=house.caseworker, at=DECIDED_AT
    )


@pytest.mark.threat("T13")
def test_a_decision_rests_on_a_finished_assessment(house: House) -> None:
    one = cases.begun(house)
    with pytest.raises(Refused, match="Afslut"):
        cases.prepared(house, visitation=one)


def test_the_same_form_twice_is_one_decision_and_with_other_answers_none(house: House) -> None:
    one = cases.assessed(house)
    draft = cases.draft(one)

    def prepare(**changes: Any) -> Decision:
        return prepare_decision(
            visitation_id=one.pk,
            draft=replace(draft, **changes),
            by=house.caseworker,
            at=DECIDED_AT,
        )

    assert prepare() == prepare()
    with pytest.raises(Refused, match="før"):
        prepare(grounds="Noget helt andet.")
    assert Decision.objects.count() == 1


def test_a_second_one_on_the_same_treatment_waits(house: House) -> None:
    one = cases.assessed(house)
    cases.prepared(house, visitation=one)
    with pytest.raises(Refused, match="allerede"):
        cases.prepared(house, visitation=one)


def test_sending_keeps_the_letter_and_its_dates_and_tells_the_clocks(house: House) -> None:
    one = cases.sent(house, Area.DRUGS)
    assert (one.decided_on, one.presumed_received_on) == (TODAY, date(2026, 12, 23))
    assert one.complain_by_on == date(2027, 1, 20)
    assert one.letter is not None
    told = facts_of(one.inquiry, "social_drug")
    assert told[Fact.DECIDED] == told[Fact.TREATMENT_OFFERED] == TODAY
    # The law's clock waits for the treatment, not for its decision (domain C01).
    assert one.inquiry.guarantees.get(kind="social_drug").clock.stopped_on is None
    assert FreeChoice.objects.get().told_on == TODAY


def test_sending_twice_is_one_letter(house: House) -> None:
    one = cases.sent(house)
    assert send(house, one).pk == one.pk
    assert Letter.objects.count() == 1
    assert AuditEntry.objects.filter(action="decision.send").count() == 1


@pytest.mark.threat("T13")
def test_another_letter_than_was_seen_is_not_sent(house: House) -> None:
    one = cases.prepared(house)
    seen = sheet_of(one, TODAY).sha256
    draft = replace(cases.draft(one.visitation), grounds="En anden begrundelse.")
    changed = change_decision(
        decision_id=one.pk, draft=draft, version=1, by=house.colleague, at=DECIDED_AT
    )
    with pytest.raises(Refused):
        send(house, changed, seen)
    assert send(house, changed, sheet_of(changed, TODAY).sha256).status == DecisionStatus.SENT


def test_two_who_change_it_are_told_apart(house: House) -> None:
    one = cases.prepared(house)
    draft = cases.draft(one.visitation)
    change_decision(
        decision_id=one.pk, draft=replace(draft, grounds="Først."), version=1,
        by=house.colleague, at=DECIDED_AT,
    )  # fmt: skip
    with pytest.raises(Overtaken) as overtaken:
        change_decision(
            decision_id=one.pk, draft=replace(draft, grounds="Sidst."), version=1,
            by=house.caseworker, at=DECIDED_AT,
        )  # fmt: skip
    assert isinstance(overtaken.value.theirs, Decision)
    assert overtaken.value.theirs.grounds == "Først."


# --- The leader's eyes ---------------------------------------------------------------------------


@pytest.mark.threat("T13")
def test_a_refusal_is_not_sent_before_a_leader_who_did_not_write_it_agrees(house: House) -> None:
    one = cases.prepared(house, outcome=Outcome.REFUSED)
    with pytest.raises(Refused, match="Lederen"):
        send(house, one)
    ask_approval(decision_id=one.pk, by=house.caseworker, at=DECIDED_AT)
    with pytest.raises(Refused):
        approve_decision(decision_id=one.pk, by=house.colleague, at=DECIDED_AT)
    approve_decision(decision_id=one.pk, by=house.leader, at=DECIDED_AT)
    approve_decision(decision_id=one.pk, by=house.leader, at=DECIDED_AT)
    assert send(house, one).status == DecisionStatus.SENT
    assert AuditEntry.objects.filter(action="decision.approve").count() == 1


def test_a_leader_who_changed_it_has_prepared_it(house: House) -> None:
    one = cases.prepared(house, outcome=Outcome.REFUSED)
    ask_approval(decision_id=one.pk, by=house.caseworker, at=DECIDED_AT)
    draft = cases.draft(one.visitation, outcome=Outcome.REFUSED)
    changed = change_decision(
        decision_id=one.pk, draft=replace(draft, grounds="Lederens ord."), version=1,
        by=house.leader, at=DECIDED_AT,
    )  # fmt: skip
    assert changed.status == DecisionStatus.PREPARED
    ask_approval(decision_id=one.pk, by=house.leader, at=DECIDED_AT)
    with pytest.raises(Refused, match="En anden leder"):
        approve_decision(decision_id=one.pk, by=house.leader, at=DECIDED_AT)


def test_what_is_given_back_says_why_and_what_is_discarded_is_not_sent(house: House) -> None:
    one = cases.prepared(house, outcome=Outcome.REFUSED)
    ask_approval(decision_id=one.pk, by=house.caseworker, at=DECIDED_AT)
    back = return_decision(decision_id=one.pk, why="Kortere.", by=house.leader, at=DECIDED_AT)
    assert (back.status, back.returned_why) == (DecisionStatus.PREPARED, "Kortere.")
    discard_decision(decision_id=one.pk, by=house.caseworker, at=DECIDED_AT)
    with pytest.raises(Refused):
        ask_approval(decision_id=one.pk, by=house.caseworker, at=DECIDED_AT)
    with pytest.raises(Refused):
        discard_decision(decision_id=cases.sent(house).pk, by=house.caseworker, at=DECIDED_AT)


def test_a_grant_of_outpatient_help_needs_nobody_elses_eyes(house: House) -> None:
    with pytest.raises(Refused):
        ask_approval(decision_id=cases.prepared(house).pk, by=house.caseworker, at=DECIDED_AT)


# --- One in force --------------------------------------------------------------------------------


def test_a_later_decision_takes_the_place_of_the_one_before(house: House) -> None:
    first = cases.sent(house)
    second = cases.sent(house, visitation=first.visitation, sessions_granted=4)
    first.refresh_from_db()
    assert (first.status, second.replaces) == (DecisionStatus.REPLACED, first)
    assert Decision.objects.in_force().get() == second


def test_a_complaint_that_is_upheld_replaces_the_decision_and_twice_is_once(house: House) -> None:
    old = cases.sent(house, outcome=Outcome.REFUSED)
    Inquiry.objects.filter(pk=old.inquiry_id).update(
        status=InquiryStatus.ADVISED, closed_at=DECIDED_AT, closed_by=house.caseworker
    )
    draft = cases.draft(old.visitation)

    def upheld() -> Decision:
        return replace_decision(
            replaced_id=old.pk, draft=draft, channel=Way.LETTER, by=house.colleague, at=DECIDED_AT
        )

    new = upheld()
    assert upheld() == new
    old.refresh_from_db()
    assert (old.status, new.replaces, new.outcome) == ("replaced", old, Outcome.GRANTED)
    with pytest.raises(Refused, match="gælder ikke længere"):
        replace_decision(
            replaced_id=old.pk,
            draft=cases.draft(old.visitation),
            channel=Way.LETTER,
            by=house.colleague,
            at=DECIDED_AT,
        )


def test_a_stay_that_replaces_is_approved_by_somebody_else(house: House) -> None:
    old = cases.sent(house)

    def stay(**who: Any) -> Decision:
        return replace_decision(
            replaced_id=old.pk,
            draft=cases.draft(old.visitation, setting=Setting.INPATIENT),
            channel=Way.LETTER,
            by=house.colleague,
            at=DECIDED_AT,
            **who,
        )

    with pytest.raises(Refused):
        stay()
    with pytest.raises(Refused):
        stay(approved_by=house.colleague)
    assert stay(approved_by=house.leader).approved_by == house.leader


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_a_decision_on_a_stay_stops_its_deadline(house: House) -> None:
    one = cases.assessed(house, Area.DRUGS, wants_inpatient=True)
    cases.sent(house, Area.DRUGS, visitation=one)
    clock = one.inquiry.guarantees.get(kind="inpatient_decision").clock
    assert clock.stopped_on is None
    cases.sent(house, Area.DRUGS, visitation=one, setting=Setting.INPATIENT)
    clock.refresh_from_db()
    assert clock.stopped_on == TODAY


# --- The young, the anonymous, the protected ------------------------------------------------------


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_a_grant_to_the_young_waits_for_the_consents(house: House) -> None:
    one = cases.assessed(house, Area.DRUGS, age_group=AgeGroup.FROM_15)
    decision = cases.prepared(house, Area.DRUGS, visitation=one)
    assert decision.basis == "BL § 33 stk. 1-2"
    with pytest.raises(Refused, match="samtykke"):
        send(house, decision)
    cases.consents(house, one.inquiry, [ConsentKind.CUSTODY_HOLDER, ConsentKind.YOUNG_PERSON])
    assert send(house, decision).status == DecisionStatus.SENT


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_centre_decides_nothing_that_is_the_childrens_units(house: House) -> None:
    one = cases.assessed(house, Area.DRUGS, age_group=AgeGroup.FROM_15)
    with pytest.raises(Refused, match="Børnesocialrådgivningen"):
        cases.prepared(house, Area.DRUGS, visitation=one)


@pytest.mark.parametrize("way", [Way.HANDED_OVER, Way.TOLD])
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_somebody_without_a_name_is_handed_it_or_told(house: House, way: Way) -> None:
    one = cases.assessed(house, Area.ANONYMOUS_DRUGS)
    with pytest.raises(Refused):
        cases.prepared(house, Area.ANONYMOUS_DRUGS, visitation=one, way=Way.LETTER)
    decision = cases.sent(house, Area.ANONYMOUS_DRUGS, visitation=one, way=way)
    assert (decision.letter is None) is (way == Way.TOLD)
    assert (decision.presumed_received_on, decision.complain_by_on) == (TODAY, None)
    if decision.letter is not None:
        text = thawed(decision.letter.text)
        assert isinstance(text, LetterText)
        assert text.recipient is None


def test_a_protected_address_stands_in_no_letter(house: House) -> None:
    one = cases.prepared(house)
    assert one.inquiry.citizen is not None
    Citizen.objects.filter(pk=one.inquiry.citizen.pk).update(protected=True)
    text = thawed(there(send(house, one).letter).text)
    assert isinstance(text, LetterText)
    assert text.recipient is not None
    assert text.recipient.address == ()


# --- Free choice ---------------------------------------------------------------------------------


@pytest.mark.promise(46)
@pytest.mark.parametrize("council", ["fredericia", "skanderborg"], indirect=True)
def test_a_choice_is_limited_with_a_reason_and_the_deadline_runs(house: House) -> None:
    one = cases.sent(house, Area.DRUGS)
    limited = Choice(limited_why="Du har brug for at være tæt på din familie.")
    kept = record_free_choice(
        decision_id=one.pk, choice=limited, by=house.caseworker, at=DECIDED_AT
    )
    assert kept.limited_why.startswith("Du har brug for")
    assert one.inquiry.guarantees.get(kind="social_drug").clock.stopped_on is None


def test_choosing_elsewhere_for_alcohol_sets_no_deadline_aside(house: House) -> None:
    one = cases.sent(house)
    choice = Choice(chosen_on=TODAY, provider="Et andet sted", starts_on=TODAY + timedelta(days=9))
    record_free_choice(decision_id=one.pk, choice=choice, by=house.caseworker, at=DECIDED_AT)
    again = record_free_choice(decision_id=one.pk, choice=choice, by=house.colleague, at=DECIDED_AT)
    assert again.recorded_by == house.caseworker
    assert one.inquiry.guarantees.get(kind="alcohol").clock.ended_as == ""
    with pytest.raises(Refused):
        record_free_choice(
            decision_id=one.pk,
            choice=replace(choice, provider="Et tredje"),
            by=house.caseworker,
            at=DECIDED_AT,
        )


# --- What a course tells its inquiry --------------------------------------------------------------


def test_the_first_treatment_contact_stops_the_clock_by_law_and_is_quiet_twice(
    house: House,
) -> None:
    one = cases.sent(house)
    told: dict[str, Any] = {
        "inquiry_id": one.inquiry_id,
        "area": Area.ALCOHOL,
        "by": house.caseworker,
    }
    note_agreed(on=TODAY, at=DECIDED_AT, **told)
    note_plan(on=TODAY, at=DECIDED_AT, **told)
    for _again in range(2):
        initiate(on=TODAY, at=DECIDED_AT, **told)
    clock = one.inquiry.guarantees.get(kind="alcohol").clock
    assert (clock.stopped_on, clock.ended_as) == (TODAY, "stop")
    assert {Fact.PLAN_MADE, Fact.FIRST_TALK_HELD, Fact.TREATMENT_INITIATED} <= facts_of(
        one.inquiry, "alcohol"
    ).keys()
    one.inquiry.refresh_from_db()
    assert one.inquiry.status == InquiryStatus.STARTED


def test_anonymous_treatment_begins_without_a_clock(house: House) -> None:
    inquiry = cases.asked(house, Area.ANONYMOUS_DRUGS)
    initiate(
        inquiry_id=inquiry.pk, area=Area.ANONYMOUS_DRUGS, on=TALKED_ON,
        by=house.caseworker, at=DECIDED_AT,
    )  # fmt: skip
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.STARTED
