"""The rules of complaint and free choice as tables, council by council."""

from datetime import date

import pytest

from centre.citizens.choices import AgeGroup
from centre.standard.schema import Standard
from intake.choices import Area, Setting
from intake.rules.decision import (
    Choice,
    choice_faults,
    complain_by,
    free_choice,
    guidance_for,
)
from tests.intake.guarantees import COUNCILS
from tests.intake.offered import ON, STANDARDS

# --- Complaint -----------------------------------------------------------------------------------


@pytest.mark.promise(140)
@pytest.mark.parametrize("council", ["fredericia", "rebild", "haderslev", "skanderborg"])
@pytest.mark.parametrize("area", Area)
def test_the_board_decides_on_social_decisions_alone(council: str, area: Area) -> None:
    told = guidance_for(STANDARDS[council], area)
    assert (told.body == "ankestyrelsen") is (area == Area.DRUGS)
    assert told.possible is (area in (Area.DRUGS, Area.SUBSTITUTION))
    assert told.weeks == (4 if area == Area.DRUGS else None)
    if not told.possible:
        assert told.route is None


def test_aabenraa_is_silent_and_the_law_applies() -> None:
    told = guidance_for(STANDARDS["aabenraa"], Area.DRUGS)
    assert (told.possible, told.weeks, told.route) == (True, 4, None)


def test_the_citizens_adviser_is_named_where_the_council_has_one() -> None:
    advisers = {key: guidance_for(STANDARDS[key], Area.ALCOHOL).adviser for key in COUNCILS}
    assert [key for key, one in advisers.items() if one is not None] == ["skanderborg"]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        # The vectors of domain 1.1.
        (date(2026, 11, 27), date(2026, 12, 28)),
        (date(2027, 2, 25), date(2027, 3, 30)),
        (date(2027, 4, 9), date(2027, 5, 7)),
        (date(2027, 5, 8), date(2027, 6, 7)),
        (date(2026, 12, 1), date(2026, 12, 29)),
    ],
)
def test_the_last_day_to_complain_moves_past_closed_days(received: date, last: date) -> None:
    assert complain_by(STANDARDS["haderslev"], Area.DRUGS, received) == last
    assert complain_by(STANDARDS["haderslev"], Area.ALCOHOL, received) is None


# --- Free choice ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("council", "area", "age", "setting", "waives"),
    [
        ("aabenraa", Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, True),
        ("aabenraa", Area.DRUGS, AgeGroup.FROM_15, Setting.OUTPATIENT, None),
        ("aabenraa", Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, False),
        ("fredericia", Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, None),
        ("rebild", Area.ALCOHOL, AgeGroup.FROM_30, Setting.INPATIENT, None),
        ("haderslev", Area.DRUGS, AgeGroup.FROM_18, Setting.INPATIENT, True),
        ("skanderborg", Area.SUBSTITUTION, AgeGroup.FROM_30, Setting.OUTPATIENT, True),
        ("skanderborg", Area.ANONYMOUS_DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, None),
    ],
)
def test_free_choice_is_the_laws_and_the_councils_and_never_waives_alcohol(
    council: str, area: str, age: str, setting: str, waives: bool | None
) -> None:
    right = free_choice(STANDARDS[council], area, age, setting, ON)
    assert (right.waives if right is not None else None) is waives


CHOSEN = Choice(chosen_on=ON, provider="Et andet sted", starts_on=date(2027, 1, 4))


@pytest.mark.promise(45)
def test_a_stay_is_never_chosen_for_outpatient_help() -> None:
    for council in ("fredericia", "rebild", "haderslev", "skanderborg"):
        right = free_choice(
            STANDARDS[council], Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, ON
        )
        assert choice_faults(CHOSEN, right, Setting.OUTPATIENT, ON) == []
        stay = Choice(**{**vars(CHOSEN), "setting": Setting.INPATIENT})
        wrong = choice_faults(stay, right, Setting.OUTPATIENT, ON)
        assert [fault.field for fault in wrong] == ["setting"]


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Choice(provider="Et sted"), "provider"),
        (Choice(chosen_on=date(2026, 12, 14), provider="Et sted", starts_on=ON), "chosen_on"),
        (Choice(provider="Et sted", chosen_on=ON, starts_on=ON, limited_why="Nej"), "provider"),
    ],
)
def test_a_choice_is_whole_and_comes_after(choice: Choice, field: str) -> None:
    right = free_choice(
        STANDARDS["haderslev"], Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, ON
    )
    assert [one.field for one in choice_faults(choice, right, Setting.OUTPATIENT, ON)] == [field]


def test_a_choice_is_limited_only_where_it_may_be() -> None:
    why = Choice(limited_why="Du har brug for at være tæt på din familie.")
    standard: Standard = STANDARDS["skanderborg"]
    drugs = free_choice(standard, Area.DRUGS, AgeGroup.FROM_30, Setting.OUTPATIENT, ON)
    alcohol = free_choice(standard, Area.ALCOHOL, AgeGroup.FROM_30, Setting.OUTPATIENT, ON)
    assert choice_faults(why, drugs, Setting.OUTPATIENT, ON) == []
    assert [one.field for one in choice_faults(why, alcohol, Setting.OUTPATIENT, ON)] == [
        "limited_why"
    ]
    assert choice_faults(why, None, Setting.OUTPATIENT, ON) != []
