"""The letters of all five councils, read back from their PDF as the citizen gets them."""

from typing import Any

import pytest

from centre.post.letters.text import LetterText, thawed
from intake.choices import Area, Outcome, Setting
from intake.models import Decision
from tests.centre.post.letters import prose, words
from tests.factories import House
from tests.intake import cases
from tests.intake.guarantees import COUNCILS
from tests.lix import lix

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("council", COUNCILS, indirect=True)


def printed(decision: Decision) -> str:
    """What stands on the sheet, however its lines are broken."""
    assert decision.letter is not None
    return words(bytes(decision.letter.pdf))


def text_of(decision: Decision) -> LetterText:
    assert decision.letter is not None
    text = thawed(decision.letter.text)
    assert isinstance(text, LetterText)
    return text


@EVERY
@pytest.mark.parametrize("outcome", Outcome)
def test_no_letter_on_alcohol_promises_the_board(house: House, council: Any, outcome: str) -> None:
    told = printed(cases.sent(house, Area.ALCOHOL, outcome=outcome))
    assert "Ankestyrelsen" not in told
    assert "Du kan ikke klage over afgørelsen til en anden myndighed." in told
    assert "Sundhedsloven § 141 stk. 1" in told


@pytest.mark.promise(140, "fredericia", "rebild", "haderslev", "skanderborg")
@pytest.mark.parametrize(
    "council", ["fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_a_letter_on_drugs_says_where_to_complain_and_until_when(house: House) -> None:
    told = printed(cases.sent(house, Area.DRUGS, outcome=Outcome.REFUSED))
    assert "Vi skal have din klage senest den 20. januar 2027." in told
    assert "Vi regner med, at det er den 23. december 2026." in told
    assert "sender vi din klage videre til Ankestyrelsen" in told
    assert "Serviceloven § 101 stk. 1-2, som den lyder fra 1. januar 2020" in told


@pytest.mark.parametrize("council", ["aabenraa"], indirect=True)
def test_where_the_council_is_silent_the_centre_takes_the_complaint(house: House) -> None:
    told = printed(cases.sent(house, Area.DRUGS))
    assert "Send den til Rusmiddelcenter Aabenraa" in told


@EVERY
def test_the_result_stands_first_and_the_grounds_after_it(house: House, council: Any) -> None:
    told = printed(cases.sent(house, Area.DRUGS))
    places = [told.index(one) for one in ("Du får behandling for stoffer", "Dit tilbud", "Derfor")]
    assert places == sorted(places)
    assert "Samtaler kan hjælpe dig." in told


@pytest.mark.promise(43)
@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_who_is_refused_is_told_what_can_be_had_instead(house: House) -> None:
    told = printed(cases.sent(house, Area.DRUGS, outcome=Outcome.REFUSED))
    assert "Det kan du gøre nu Du kan få samtaler hos os." in told


@pytest.mark.promise(42, "fredericia")
@pytest.mark.parametrize("council", ["fredericia", "rebild"], indirect=True)
def test_cost_is_named_where_the_council_says_that_it_counts(house: House, council: Any) -> None:
    told = printed(cases.sent(house, Area.DRUGS))
    assert ("på hvad det koster" in told) is (council.key == "fredericia")


@pytest.mark.promise(42, "haderslev", "skanderborg")
@pytest.mark.parametrize("council", ["haderslev", "skanderborg"], indirect=True)
def test_the_grounds_are_this_citizens_own(house: House) -> None:
    told = printed(cases.sent(house, Area.DRUGS, grounds="Du bor alene og vil sove bedre."))
    assert "Du bor alene og vil sove bedre." in told
    assert "Vi bygger på vores samtale den 14. december 2026" in told


@pytest.mark.promise(44, "aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
@EVERY
def test_free_choice_is_told_and_sets_aside_the_days_for_drugs_alone(
    house: House, council: Any
) -> None:
    drugs, alcohol = printed(cases.sent(house, Area.DRUGS)), printed(cases.sent(house))
    assert "Du må vælge et andet sted, der giver samme slags hjælp." in drugs
    assert "gælder fristen på 14 dage ikke" in drugs
    assert "gælder fristen på 14 dage ikke" not in alcohol
    helps = council.key in ("haderslev", "skanderborg")
    assert ("Vi hjælper dig gerne med at finde viden" in drugs) is helps


@pytest.mark.promise(45, "haderslev", "skanderborg")
@pytest.mark.parametrize("council", ["haderslev", "skanderborg"], indirect=True)
def test_a_stay_and_outpatient_help_cannot_be_exchanged(house: House) -> None:
    told = printed(cases.sent(house, Area.DRUGS))
    assert "Du kan ikke vælge et døgnophold i stedet for hjælp, mens du bor hjemme." in told
    stay = printed(cases.sent(house, Area.DRUGS, setting=Setting.INPATIENT))
    assert "Du kan ikke vælge ambulant hjælp i stedet for dit ophold." in stay
    assert "§ 107 stk. 2 nr. 2" in stay


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_citizens_adviser_and_helpers_are_named(house: House) -> None:
    told = printed(cases.sent(house, Area.DRUGS))
    assert "Borgerrådgiverens kontor" in told
    assert "Du må få hjælp til at klage" in told


@pytest.mark.parametrize("council", ["haderslev"], indirect=True)
def test_medicine_goes_to_the_patients_board_within_two_and_five_years(house: House) -> None:
    one = cases.sent(house, Area.SUBSTITUTION)
    told = printed(one)
    assert "Styrelsen for Patientklager" in told
    assert "senest 2 år efter" in told
    assert "højst være 5 år siden" in told
    assert "Ankestyrelsen" not in told
    assert one.complain_by_on is None


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_rebild_grants_ten_talks_and_says_so(house: House) -> None:
    assert "Samtaler Op til 10" in printed(cases.sent(house, Area.DRUGS))


@EVERY
@pytest.mark.parametrize("area", [Area.ALCOHOL, Area.DRUGS])
@pytest.mark.parametrize("outcome", Outcome)
def test_a_letter_is_easy_to_read_and_says_du(
    house: House, council: Any, area: str, outcome: str
) -> None:
    told = "\n".join(prose(text_of(cases.sent(house, area, outcome=outcome)).blocks))
    assert lix(told) <= 40
    for word in ("misbrug", "venligst", "beklager", " De ", " Dem "):
        assert word not in told
