"""How to break the rules of an assessment and a decision, beside `tests/constraints.py`."""

import uuid
from datetime import timedelta
from typing import Any

from intake.choices import Area, Outcome, Theme
from intake.models import Assessment, Decision, FreeChoice, Profile, SubstanceUse, Visitation
from intake.models.profile import ASKED
from tests.constraints import AT, DAY, breaks, changed, unknown_word
from tests.factories import House
from tests.intake import cases


def visitation(house: House, **changes: Any) -> Visitation:
    made = cases.begun(house)
    changed(made, **changes) if changes else None
    return made


def assessment(house: House, **changes: Any) -> Assessment:
    given: dict[str, Any] = {"theme": Theme.USE, "saved_at": AT, "saved_by": house.caseworker}
    one = changes.pop("visitation", None) or visitation(house)
    return Assessment.objects.create(visitation=one, **{**given, **changes})


def substance(house: House, **changes: Any) -> SubstanceUse:
    one = changes.pop("visitation", None) or visitation(house)
    return SubstanceUse.objects.create(visitation=one, **{"rank": 1, "substance": "7.1", **changes})


def profile(house: House) -> Profile:
    return Profile.objects.create(visitation=visitation(house))


def decision(house: House) -> Decision:
    return cases.prepared(house)


def given(house: House) -> Decision:
    return cases.sent(house)


def free_choice(house: House) -> FreeChoice:
    return FreeChoice.objects.get(decision=cases.sent(house, Area.DRUGS))


def copied(row: Decision, **changes: Any) -> None:
    """The same decision once more."""
    row.pk, row.form_key, row.letter = uuid.uuid4(), uuid.uuid4(), None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


# --- The assessment ------------------------------------------------------------------------------


@breaks("visitation_one_at_a_time")
def _(house: House) -> None:
    one = visitation(house)
    Visitation.objects.create(inquiry=one.inquiry, begun_at=AT, begun_by=house.caseworker)


@breaks("visitation_finished_after_a_talk")
def _(house: House) -> None:
    one = visitation(house)
    changed(one, finished_at=one.begun_at, finished_by=house.caseworker)


@breaks("visitation_ends_after_it_begins")
def _(house: House) -> None:
    one = visitation(house)
    before = one.begun_at - timedelta(seconds=1)
    changed(one, finished_at=before, finished_by=house.caseworker, held_on=DAY)


@breaks("assessment_once_a_theme")
def _(house: House) -> None:
    one = assessment(house)
    assessment(house, visitation=one.visitation)


unknown_word("assessment_theme_known", "theme", assessment)


@breaks("substance_one_a_rank")
def _(house: House) -> None:
    one = substance(house)
    substance(house, visitation=one.visitation, substance="2.1")


@breaks("substance_once")
def _(house: House) -> None:
    one = substance(house)
    substance(house, visitation=one.visitation, rank=2)


@breaks("substance_ranked_from_one")
def _(house: House) -> None:
    substance(house, rank=0)


for _field in ("substance", "route", "frequency"):
    unknown_word(f"substance_{_field}_known", _field, substance)
for _field, _words in ASKED:
    unknown_word(f"profile_{_field}_known", _field, profile)


@breaks("profile_a_month_has_thirty_days")
def _(house: House) -> None:
    changed(profile(house), days_drinking=31)


# --- The decision --------------------------------------------------------------------------------

unknown_word("decision_area_known", "area", decision)
unknown_word("decision_outcome_known", "outcome", decision)
unknown_word("decision_setting_known", "setting", decision)
unknown_word("decision_status_known", "status", decision)
unknown_word("decision_way_known", "way", decision)


@breaks("decision_one_prepared_at_a_time")
def _(house: House) -> None:
    copied(decision(house))


@breaks("decision_one_in_force")
def _(house: House) -> None:
    copied(given(house), nameless=True)


@breaks("decision_sent_says_when_and_by_whom")
def _(house: House) -> None:
    changed(given(house), sent_at=None)


@breaks("decision_sent_as_a_letter")
def _(house: House) -> None:
    changed(given(house), letter=None)


@breaks("decision_told_to_the_nameless_alone")
def _(house: House) -> None:
    changed(decision(house), way="told")


@breaks("decision_received_after_it_was_made")
def _(house: House) -> None:
    one = given(house)
    assert one.decided_on is not None
    changed(one, presumed_received_on=one.decided_on - timedelta(days=1))


@breaks("decision_complained_about_after_it_came")
def _(house: House) -> None:
    one = given(house)
    changed(one, complain_by_on=one.presumed_received_on)


@breaks("decision_says_why")
def _(house: House) -> None:
    changed(given(house), grounds="")


@breaks("decision_refused_with_guidance")
def _(house: House) -> None:
    changed(cases.sent(house, outcome=Outcome.PARTLY), guidance="")


@breaks("decision_seen_by_two")
def _(house: House) -> None:
    one = cases.sent(house, outcome=Outcome.REFUSED)
    changed(one, approved_by=one.prepared_by)


@breaks("decision_grants_something")
def _(house: House) -> None:
    changed(decision(house), offer="")


@breaks("decision_refused_grants_nothing")
def _(house: House) -> None:
    changed(cases.prepared(house, outcome=Outcome.REFUSED), sessions_granted=3)


@breaks("decision_grants_a_session_or_more")
def _(house: House) -> None:
    changed(decision(house), sessions_granted=0)


@breaks("free_choice_names_whom_and_when")
def _(house: House) -> None:
    changed(free_choice(house), provider="Et andet sted")


@breaks("free_choice_told_before_it_is_made")
def _(house: House) -> None:
    one = free_choice(house)
    early = one.told_on - timedelta(days=1)
    changed(one, chosen_on=early, provider="Et andet sted", starts_on=one.told_on)
