"""An assessment: begun, written theme by theme by several hands, finished by its talk."""

from datetime import date, timedelta

import pytest

from centre.records.models import AuditEntry
from centre.refusal import Overtaken, Refused
from intake.actions.visitation import (
    Told,
    Use,
    begin_visitation,
    finish_visitation,
    save_profile,
    save_substances,
    save_theme,
)
from intake.choices import Area, Fact, InquiryStatus, Theme
from intake.models import Assessment, GuaranteeFact, Visitation
from tests.factories import House
from tests.intake import cases
from tests.intake.cases import DECIDED_AT, TALKED_ON

pytestmark = pytest.mark.django_db


def save(
    house: House, one: Visitation, text: str, *, version: int, by: str = "caseworker"
) -> Assessment:
    return save_theme(
        visitation_id=one.pk,
        theme=Theme.USE,
        text=text,
        later=False,
        version=version,
        by=getattr(house, by),
        at=DECIDED_AT,
    )


def finish(house: House, one: Visitation, held_on: date = TALKED_ON) -> Visitation:
    return finish_visitation(
        visitation_id=one.pk, held_on=held_on, by=house.caseworker, at=DECIDED_AT
    )


def test_beginning_is_meeting_and_twice_is_once(house: House) -> None:
    inquiry = cases.asked(house)
    first = begin_visitation(inquiry_id=inquiry.pk, by=house.caseworker, at=DECIDED_AT)
    again = begin_visitation(inquiry_id=inquiry.pk, by=house.colleague, at=DECIDED_AT)
    assert first == again
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.IN_CONTACT
    assert AuditEntry.objects.filter(action="visitation.begin").count() == 1


def test_nobody_is_assessed_who_asked_for_no_treatment(house: House) -> None:
    inquiry = cases.asked(house, wish="counselling")
    with pytest.raises(Refused, match="behandling"):
        begin_visitation(inquiry_id=inquiry.pk, by=house.caseworker, at=DECIDED_AT)


def test_a_theme_is_saved_and_the_same_words_again_change_nothing(house: House) -> None:
    one = cases.begun(house)
    first = save(house, one, "Drikker hver dag.", version=0)
    again = save(house, one, "Drikker hver dag.", version=0)
    assert (first.version, again.version) == (1, 1)
    assert AuditEntry.objects.filter(action="visitation.theme").count() == 1


def test_the_second_of_two_writers_gets_the_other_text_and_nothing_is_lost(house: House) -> None:
    one = cases.begun(house)
    save(house, one, "Drikker hver dag.", version=0)
    save(house, one, "Drikker hver aften.", version=1, by="colleague")
    with pytest.raises(Overtaken) as overtaken:
        save(house, one, "Drikker i weekenden.", version=1)
    assert isinstance(overtaken.value.theirs, Assessment)
    assert overtaken.value.theirs.text == "Drikker hver aften."
    assert overtaken.value.theirs.saved_by == house.colleague
    kept = save(house, one, "Drikker hver aften og i weekenden.", version=2)
    assert kept.version == 3


def test_the_list_of_substances_is_kept_in_its_order(house: House) -> None:
    one = cases.begun(house, Area.DRUGS)
    uses = [Use("7.1", frequency="daily"), Use("2.1", route="sniff", age_at_first_use=19)]
    made = save_substances(
        visitation_id=one.pk, uses=uses, version=0, by=house.caseworker, at=DECIDED_AT
    )
    assert [(row.rank, row.substance) for row in made] == [(1, "7.1"), (2, "2.1")]
    again = save_substances(
        visitation_id=one.pk, uses=uses, version=0, by=house.caseworker, at=DECIDED_AT
    )
    assert [row.pk for row in again] == [row.pk for row in made]
    with pytest.raises(Overtaken):
        save_substances(
            visitation_id=one.pk, uses=uses[:1], version=0, by=house.colleague, at=DECIDED_AT
        )


def test_a_substance_stands_on_the_list_once(house: House) -> None:
    one = cases.begun(house, Area.DRUGS)
    with pytest.raises(Refused):
        save_substances(
            visitation_id=one.pk,
            uses=[Use("7.1"), Use("7.1", route="eat")],
            version=0,
            by=house.caseworker,
            at=DECIDED_AT,
        )


def test_what_the_registers_ask_is_kept_and_nobody_has_to_answer(house: House) -> None:
    one = cases.begun(house)
    kept = save_profile(
        visitation_id=one.pk,
        told=Told({"housing": "stable"}, children_at_home=2, pregnant=False),
        version=0,
        by=house.caseworker,
        at=DECIDED_AT,
    )
    one.refresh_from_db()
    assert (kept.housing, kept.labour) == ("stable", "unknown")
    assert (one.children_at_home, one.pregnant) == (2, False)
    with pytest.raises(Overtaken):
        save_profile(
            visitation_id=one.pk,
            told=Told({"housing": "unstable"}),
            version=0,
            by=house.colleague,
            at=DECIDED_AT,
        )


@pytest.mark.promise(38)
@pytest.mark.parametrize(
    "council", ["aabenraa", "fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_an_assessment_is_finished_by_its_talk_and_the_promise_is_told(house: House) -> None:
    one = cases.assessed(house, Area.DRUGS)
    assert (one.held_on, one.finished_by) == (TALKED_ON, house.caseworker)
    fact = GuaranteeFact.objects.get(fact=Fact.VISITATION_HELD)
    assert (fact.on, fact.guarantee.kind) == (TALKED_ON, "social_drug")
    assert finish(house, one).finished_at == one.finished_at


def test_a_missing_theme_is_named_and_one_that_is_put_off_is_enough(house: House) -> None:
    one = cases.begun(house, Area.DRUGS)
    themes = [theme for theme in Theme if theme != Theme.HOUSING]
    cases.write_themes(house, one, themes)
    with pytest.raises(Refused, match="Bolig"):
        finish(house, one)
    put_off(house, one)
    assert finish(house, one).finished_at is not None


def put_off(house: House, one: Visitation, text: str = "", version: int = 0) -> Assessment:
    return save_theme(
        visitation_id=one.pk,
        theme=Theme.HOUSING,
        text=text,
        later=not text,
        version=version,
        by=house.caseworker,
        at=DECIDED_AT,
    )


def test_what_was_put_off_is_completed_after_the_end_and_nothing_else(house: House) -> None:
    one = cases.begun(house, Area.DRUGS)
    cases.write_themes(house, one, [theme for theme in Theme if theme != Theme.HOUSING])
    put_off(house, one)
    finish(house, one)
    assert put_off(house, one, "Egen lejlighed.", version=1).text == "Egen lejlighed."
    with pytest.raises(Refused):
        save(house, one, "Noget andet.", version=1)


@pytest.mark.parametrize("days", [-5, 2])
def test_a_talk_is_held_between_the_inquiry_and_today(house: House, days: int) -> None:
    one = cases.begun(house)
    cases.write_themes(house, one)
    with pytest.raises(Refused):
        finish(house, one, TALKED_ON + timedelta(days=days))


def test_when_one_is_finished_a_new_one_can_be_begun(house: House) -> None:
    one = cases.assessed(house)
    another = begin_visitation(inquiry_id=one.inquiry_id, by=house.caseworker, at=DECIDED_AT)
    assert another != one
