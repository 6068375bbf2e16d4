"""The national rules on their days, and how a legal basis is written."""

from datetime import date

import pytest

from centre.standard import law
from centre.standard.law import LegalBasis, national_rule

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("social_drug", "SEL § 101 stk. 4"),
        ("alcohol", "SUL § 141 stk. 2"),
        ("doctors_talk", "SUL § 142 stk. 1-2"),
        ("medical", "SUL § 142 stk. 6"),
        ("youth_drug", "BL § 33 stk. 1"),
        ("youth_alcohol", "SUL § 141 stk. 2"),
        ("anonymous_drug", "SEL § 101 a"),
        ("plan_review", "SEL § 101 stk. 8"),
        ("complaint_deadline", "RSL § 67"),
        ("reassessment", "RSL § 66"),
        ("follow_up_1", "BEK 1691/2023 § 4 stk. 2"),
        ("standard_revision", "BEK 1691/2023 § 4"),
    ],
)
def test_a_legal_basis_is_written_as_in_a_letter(kind: law.ClockKind, written: str) -> None:
    rule = national_rule(kind, TODAY)
    assert rule is not None
    assert str(rule.basis) == written


@pytest.mark.parametrize(
    ("day", "written", "waiver"),
    [
        (date(2019, 12, 31), "SEL § 101 stk. 2", "SEL § 101 stk. 5"),
        (date(2020, 1, 1), "SEL § 101 stk. 4", "SEL § 101 stk. 6"),
    ],
)
def test_the_numbering_of_the_drug_guarantee_moved_in_2020(
    day: date, written: str, waiver: str
) -> None:
    rule = national_rule("social_drug", day)
    assert rule is not None
    assert (str(rule.basis), str(rule.waiver_basis)) == (written, waiver)


def test_the_youth_guarantee_stands_in_the_childrens_act_from_2024() -> None:
    rule = national_rule("youth_drug", date(2024, 1, 1))
    assert rule is not None
    assert rule.basis.law == "BL"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2007, 1, 1), "SEL § 101 stk. 3"),
        (date(2019, 12, 31), "SEL § 101 stk. 3"),
        (date(2020, 1, 1), "SEL § 101"),
        (date(2023, 12, 31), "SEL § 101"),
        (date(2024, 1, 1), "BL § 33 stk. 1"),
    ],
)
def test_the_young_have_had_their_fourteen_days_without_a_gap(day: date, written: str) -> None:
    rule = national_rule("youth_drug", day)
    assert rule is not None
    assert (rule.days, str(rule.basis), rule.waiver) == (14, written, "none")


@pytest.mark.parametrize(
    "kind", ["social_drug", "alcohol", "doctors_talk", "medical", "youth_drug", "youth_alcohol"]
)
def test_the_guarantees_in_the_law_are_fourteen_days_from_the_request(kind: law.ClockKind) -> None:
    rule = national_rule(kind, TODAY)
    assert rule is not None
    assert rule.exists
    assert rule.days == 14
    assert "request" in rule.starts


@pytest.mark.parametrize("kind", ["anonymous_drug", "inpatient_decision", "plan_review"])
def test_where_the_law_sets_no_length_there_is_none(kind: law.ClockKind) -> None:
    rule = national_rule(kind, TODAY)
    assert rule is not None
    assert not rule.exists
    assert (rule.days, rule.weeks, rule.months) == (None, None, None)


def test_free_choice_waives_drugs_and_medicine_but_never_alcohol() -> None:
    waived = [rule.kind for rule in law.GUARANTEES if rule.waiver == "free_choice"]
    assert set(waived) == {"social_drug", "medical"}


def test_a_treatment_that_has_begun_stops_the_guarantee_a_decision_does_not() -> None:
    stops = {rule.kind: rule.stops for rule in law.GUARANTEES if rule.holds_on(TODAY)}
    assert stops["social_drug"] == stops["alcohol"] == stops["youth_drug"]
    assert stops["social_drug"] == ("treatment_initiated",)
    assert stops["doctors_talk"] == ("doctors_talk_held",)


def test_only_the_complaint_deadline_is_the_citizens() -> None:
    citizens = [rule.kind for rule in (*law.GUARANTEES, *law.LATER) if rule.binds == "citizen"]
    assert citizens == ["complaint_deadline"]


def test_no_two_numberings_of_one_rule_hold_on_the_same_day() -> None:
    for day in (
        date(2019, 12, 31),
        date(2020, 1, 1),
        date(2023, 12, 31),
        date(2024, 1, 1),
        TODAY,
    ):
        kinds = [rule.kind for rule in (*law.GUARANTEES, *law.LATER) if rule.holds_on(day)]
        assert len(kinds) == len(set(kinds)), day


def test_the_duty_to_follow_up_is_for_drugs_only() -> None:
    assert law.FOLLOW_UP.areas == ("drugs",)
    assert law.FOLLOW_UP.months == (1, 6)
    assert len(law.FOLLOW_UP.statuses) == 4


def test_a_decision_on_alcohol_or_anonymous_treatment_has_no_appeal() -> None:
    assert not law.complaint_guidance("alcohol").possible
    assert not law.complaint_guidance("anonymous_drugs").possible
    assert law.complaint_guidance("drugs").body == "ankestyrelsen"
    assert law.complaint_guidance("drugs").weeks == 4
    assert law.complaint_guidance("substitution").body == "styrelsen_for_patientklager"


def test_a_basis_of_one_subsection_and_of_a_whole_paragraph() -> None:
    whole = LegalBasis(law="SEL", section="101 a", valid_from=TODAY)
    one = LegalBasis(law="SEL", section="101", subsections=(4,), valid_from=TODAY)
    assert (str(whole), str(one)) == ("SEL § 101 a", "SEL § 101 stk. 4")
