"""Where a complaint goes, for the five councils, whatever it is about and on every kind of treatment."""

from typing import Final

import pytest

from centre.standard.loader import load_shipped
from complaints.choices import About, Track
from complaints.rules.routing import APPEALS_BOARD, PATIENT_BOARD, Way, way_for
from intake.choices import Area
from tests.promises import COUNCILS

A, S, E = Track.APPEAL, Track.SERVICE, Track.ELSEWHERE
DRUGS, ALCOHOL, ANONYMOUS, MEDICINE = (
    Area.DRUGS,
    Area.ALCOHOL,
    Area.ANONYMOUS_DRUGS,
    Area.SUBSTITUTION,
)
# The law's way of each, the same in every council: drugs, alcohol, anonymous drugs, medicine.
TABLE: Final = {
    About.DECISION: (A, S, S, E),
    About.PLAN: (A, S, S, S),
    About.GUARANTEE: (A, S, S, E),
    About.CASE_HANDLING: (S, S, S, S),
    About.TIME: (S, S, S, S),
    About.STAFF: (S, S, S, S),
    About.ACCESS: (A, E, S, E),
    About.HEALTH_TREATMENT: (E, E, E, E),
    About.HEALTH_RECORDS: (E, E, E, E),
    About.PREGNANT_DRUGS: (A, E, S, S),
    About.PROVIDER: (E, E, E, E),
}
AREAS = (DRUGS, ALCOHOL, ANONYMOUS, MEDICINE)
# Where the standard names nobody, it is the leader of the centre, at the centre's address.
LEADERS = {
    "aabenraa": "Rusmiddelcenter Aabenraa",
    "fredericia": "Leder for rusmiddelcenteret",
    "rebild": "Rusmiddelteamet",
    "haderslev": "Rusmiddelcentret i Haderslev",
    "skanderborg": "Afdelingsleder Charlotte Nielsen, Skanderborg Rusmiddelcenter",
}
CENTRES = {
    "aabenraa": "Rusmiddelcenter Aabenraa",
    "fredericia": "Fredericia Rusmiddelcenter",
    "rebild": "Rusmiddelteamet",
    "haderslev": "Rusmiddelcentret",
    "skanderborg": "Skanderborg Rusmiddelcenter",
}


def way(council: str, about: str, area: str = DRUGS, **more: bool) -> Way:
    return way_for(load_shipped(council), about, area, **more)


def name(found: Way) -> str | None:
    return found.office.name if found.office else None


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("about", TABLE)
@pytest.mark.parametrize("place", range(len(AREAS)))
def test_the_way_of_a_complaint_is_the_laws_in_every_council(
    council: str, about: str, place: int
) -> None:
    assert way(council, about, AREAS[place]).track == TABLE[About(about)][place]


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("about", list(About))
@pytest.mark.parametrize("area", [ALCOHOL, ANONYMOUS])
def test_nothing_about_alcohol_or_anonymous_help_ever_goes_to_the_appeals_board(
    council: str, about: str, area: str
) -> None:
    found = way(council, about, area)
    assert found.appeal is None
    assert found.track != Track.APPEAL


@pytest.mark.parametrize("council", COUNCILS)
def test_a_decision_on_drugs_is_looked_at_again_and_goes_on_in_four_weeks(council: str) -> None:
    found = way(council, About.DECISION)
    assert (found.weeks, found.appeal, found.reassessed) == (4, APPEALS_BOARD, True)
    assert name(found) == CENTRES[council]


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("area", [ALCOHOL, ANONYMOUS])
def test_where_nobody_else_decides_the_leader_answers_without_a_deadline(
    council: str, area: str
) -> None:
    found = way(council, About.DECISION, area)
    assert found.nobody
    assert (found.weeks, found.years) == (None, None)
    assert name(found) == LEADERS[council]


@pytest.mark.parametrize("council", COUNCILS)
def test_health_treatment_is_the_patients_boards_in_two_and_five_years(council: str) -> None:
    found = way(council, About.HEALTH_TREATMENT, MEDICINE)
    assert (found.office, found.years, found.weeks) == (PATIENT_BOARD, (2, 5), None)
    assert found.digital and found.forms


@pytest.mark.parametrize("council", COUNCILS)
def test_how_one_was_treated_is_the_leaders_without_a_deadline_and_without_a_name(
    council: str,
) -> None:
    for about in (About.STAFF, About.CASE_HANDLING):
        found = way(council, about, ALCOHOL)
        assert (found.weeks, found.appeal, found.nobody) == (None, None, False)
        assert found.nameless
        assert name(found) == LEADERS[council]


@pytest.mark.parametrize("council", ["rebild", "skanderborg"])
def test_time_is_the_leaders_but_a_treatment_that_began_too_late_is_a_decision(
    council: str,
) -> None:
    # Rebild: time cannot go to the appeals board; Skanderborg: the guarantee can. Both hold, of two
    # different things.
    assert way(council, About.TIME).track == Track.SERVICE
    assert way(council, About.GUARANTEE).appeal == APPEALS_BOARD


def test_only_skanderborg_has_an_adviser_and_says_who_helps() -> None:
    for council in COUNCILS:
        found = way(council, About.STAFF)
        has = council == "skanderborg"
        assert (found.adviser is not None, found.helpers) == (has, has)
    adviser = way("skanderborg", About.STAFF).adviser
    assert adviser is not None and adviser.name.startswith("Borgerrådgiverens kontor")


def test_conditions_at_a_provider_are_the_inspectorates_which_fredericia_names() -> None:
    told = way("fredericia", About.PROVIDER)
    assert told.office is not None and told.office.web == "www.socialtilsynsyd.dk"
    assert told.nameless
    assert way("rebild", About.PROVIDER).office is None


def test_no_deadline_for_access_to_the_social_file_and_the_same_board_as_the_case() -> None:
    for council in COUNCILS:
        found = way(council, About.ACCESS)
        assert (found.weeks, found.appeal) == (None, APPEALS_BOARD)


@pytest.mark.parametrize(
    ("council", "unit"),
    [("skanderborg", "Børnesocialrådgivningen"), ("aabenraa", "Børn og Familie")],
)
def test_what_the_childrens_authority_decided_is_theirs_to_look_at(council: str, unit: str) -> None:
    found = way(council, About.DECISION, DRUGS, young=True)
    assert (found.track, name(found), found.appeal) == (E, unit, APPEALS_BOARD)
    assert found.basis == "BL § 33"
    # Alcohol has no such rule: the young are treated as everybody (SUL § 141).
    assert way(council, About.DECISION, ALCOHOL, young=True).nobody


def test_a_contract_for_a_pregnant_woman_follows_what_it_is_about() -> None:
    assert way("skanderborg", About.PREGNANT_DRUGS, ALCOHOL).office == PATIENT_BOARD
    assert way("skanderborg", About.PREGNANT_ALCOHOL, DRUGS).appeal == APPEALS_BOARD
