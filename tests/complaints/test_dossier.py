"""The papers of a case as the appeals board reads them."""

import pytest

from centre.post.letters.text import Bullets, Facts, FilePart, LetterText, Paragraph, thawed
from complaints.models import Complaint
from intake.choices import Area
from intake.models import SubstanceUse
from tests.complaints import cases
from tests.factories import House
from tests.intake import cases as intake
from tests.treatment import cases as treatment

pytestmark = pytest.mark.django_db


def part(complaint: Complaint, title: str) -> FilePart:
    """One part of the file that was sent on."""
    line = complaint.events.get(type="forward")
    assert line.file is not None
    found = thawed(line.file.text)
    assert not isinstance(found, LetterText)
    return next(one for one in found.parts if one.title == title)


def test_the_assessment_stands_in_the_order_in_which_it_is_asked(house: House) -> None:
    content = part(cases.forwarded(house), "Afdækning").content
    assert isinstance(content, tuple)
    told = content[0]
    assert isinstance(told, Facts)
    first, *_rest, last = (words for words, _text in told.rows)
    assert (first, last) == ("Forbrug af rusmidler", "Behov for støtte")


def test_a_step_on_the_way_is_no_goal_of_its_own(house: House) -> None:
    decision = intake.sent(house, Area.DRUGS)
    course = treatment.running(house, decision, at=cases.CAME_AT)
    treatment.agreed(course, house, agreed_on=cases.CAME_AT.date())
    complaint = cases.acknowledged(house, cases.registered(house, decision))
    sent = cases.reassessed(house, "maintained", complaint)
    content = part(sent, "Behandlingsplan").content
    assert isinstance(content, tuple)
    goals = content[0]
    assert isinstance(goals, Bullets)
    assert list(goals.items) == [
        "Kortsigtet mål: Sove uden at drikke",
        "Delmål: Gå en tur hver dag",
        "Langsigtet mål: Komme i arbejde igen",
    ]


def test_the_letter_to_the_board_says_which_kind_of_treatment_it_is_about(house: House) -> None:
    line = cases.forwarded(house).events.get(type="forward")
    assert line.cover is not None
    cover = thawed(line.cover.text)
    assert isinstance(cover, LetterText)
    facts = next(one for one in cover.blocks if isinstance(one, Facts))
    assert "En afgørelse, stofbehandling" in dict(facts.rows).values()


def test_the_board_reads_what_is_used_how_it_ended_and_the_days_of_the_whole_case(
    house: House,
) -> None:
    """Decided, begun and ended: without them 'what happened when' tells half of the case."""
    decision = intake.sent(house, Area.DRUGS)
    SubstanceUse.objects.create(
        visitation=decision.visitation, rank=9, substance="7.1", frequency="daily"
    )
    course = treatment.running(house, decision, at=cases.CAME_AT)
    ended = treatment.discharged(house, course, summary="Sover igen.")
    complaint = cases.acknowledged(house, cases.registered(house, decision))
    sent = cases.reassessed(house, "maintained", complaint)
    assessed = part(sent, "Afdækning").content
    assert isinstance(assessed, tuple) and isinstance(assessed[0], Facts)
    assert "Cannabis (hash, pot): hver dag" in dict(assessed[0].rows)["Rusmidler"]
    discharge = part(sent, "Udskrivning")
    assert discharge.of_day == ended.discharged_on
    assert isinstance(discharge.content, tuple)
    assert discharge.content[-1] == Paragraph("Sover igen.")
    history = part(sent, "Hvad der skete hvornår").content
    assert isinstance(history, tuple) and isinstance(history[0], Facts)
    words = [text for _day, text in history[0].rows]
    case = {"Afgørelse: bevilget", "Behandlingen begyndte", "Behandlingen sluttede"}
    assert case <= set(words)
    assert words[0] == "Bad om hjælp"
    assert words[-1] == "Sendt til Ankestyrelsen"
