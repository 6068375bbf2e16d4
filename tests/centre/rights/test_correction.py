"""What is wrong is put right, or the citizen's view stands beside it: answered within a month."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from centre.clocks.choices import Kind, State
from centre.post.letters.text import LetterText, thawed
from centre.post.models import Letter
from centre.refusal import Refused
from centre.rights.actions import answer_correction, need_more_time
from centre.rights.choices import Outcome, Right, Status
from centre.rights.models import RightsRequest
from tests.centre.rights.cases import LATER, asked, citizen_of, collected, days_later, family, fresh
from tests.conftest import moment
from tests.desk import logged_in
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "Jeg drikker ikke hver dag."


@pytest.fixture
def wrong(house: House) -> RightsRequest:
    return asked(house, citizen_of(family(house)), right=Right.CORRECTION)


def answered(house: House, request: RightsRequest, outcome: str, **changes: Any) -> RightsRequest:
    given: dict[str, Any] = {
        "words": "Vi har talt om det.",
        "channel": "letter",
        "by": house.caseworker,
        "at": LATER,
    }
    answer_correction(request_id=request.pk, outcome=outcome, **{**given, **changes})
    return fresh(request)


def text_of(letter: Letter | None) -> str:
    assert letter is not None
    text = thawed(letter.text)
    assert isinstance(text, LetterText)
    return f"{text.title} {text.blocks}"


@pytest.mark.parametrize(
    ("received", "due", "act_by"),
    [
        ("2027-01-04 09.30", date(2027, 2, 4), date(2027, 2, 4)),
        # The 31st that does not exist, and a Sunday on which nobody works.
        ("2027-01-31 09.30", date(2027, 2, 28), date(2027, 2, 26)),
    ],
)
def test_the_answer_is_due_within_a_month(
    house: House, received: str, due: date, act_by: date
) -> None:
    made = asked(
        house, citizen_of(family(house)), right=Right.CORRECTION, received_at=moment(received)
    )
    clock = made.clock
    assert (clock.kind, clock.due_on, clock.act_by_on) == (Kind.CORRECTION, due, act_by)


@pytest.mark.parametrize(
    ("outcome", "says", "beside"),
    [
        (Outcome.CORRECTED, "Det er rettet", False),
        (Outcome.SUPPLEMENTED, "Der står mere i din sag nu", True),
        (Outcome.MAINTAINED, "Vi fastholder det, vi har skrevet", True),
    ],
)
def test_the_letter_says_what_came_of_it_and_where_to_complain_if_it_was_kept(
    house: House, wrong: RightsRequest, outcome: Outcome, says: str, beside: bool
) -> None:
    made = answered(house, wrong, outcome)
    told = text_of(made.letter)
    assert says in told
    assert ("Datatilsynet" in told) == beside
    assert (WORDS in told) == beside
    assert "Ankestyrelsen" not in told
    assert made.clock.state_on(LATER.date()) == State.KEPT


def test_what_the_citizen_says_stands_in_the_file_for_whoever_opens_it(
    house: House, wrong: RightsRequest
) -> None:
    answered(house, wrong, Outcome.MAINTAINED)
    where = reverse("file:citizen", args=[wrong.citizen_id])
    assert WORDS in logged_in(house.colleague).get(where).content.decode()
    # No secretary reads what is said of an assessment.
    assert WORDS not in logged_in(house.secretary).get(where).content.decode()


def test_what_the_citizen_says_goes_along_with_the_file(house: House, wrong: RightsRequest) -> None:
    answered(house, wrong, Outcome.MAINTAINED)
    request = asked(house, wrong.citizen, at=LATER)
    pieces = collected(request, house.caseworker).pieces
    assert WORDS in pieces.get(source="rights.RightsRequest").content


def test_two_who_answer_at_once_the_first_one_is_told(house: House, wrong: RightsRequest) -> None:
    first = answered(house, wrong, Outcome.MAINTAINED)
    assert answered(house, wrong, Outcome.MAINTAINED) == first
    with pytest.raises(Refused, match="somebody else"):
        answered(house, wrong, Outcome.CORRECTED, by=house.colleague)
    assert Letter.objects.filter(kind="correction").count() == 1


def test_nobody_answers_without_words_or_without_the_right_to_read(
    house: House, wrong: RightsRequest
) -> None:
    with pytest.raises(Refused, match="Write what you have done"):
        answered(house, wrong, Outcome.CORRECTED, words=" ")
    with pytest.raises(Refused, match="may read the whole file"):
        answered(house, wrong, Outcome.CORRECTED, by=house.secretary)
    with pytest.raises(Refused):
        answered(house, wrong, Outcome.REFUSED)
    assert fresh(wrong).status == Status.RECEIVED


def test_it_may_be_put_off_by_two_months_and_no_more(house: House, wrong: RightsRequest) -> None:
    told: dict[str, Any] = {
        "request_id": wrong.pk,
        "why": "Vi venter på svar fra lægen.",
        "channel": "letter",
        "by": house.caseworker,
        "at": days_later(3),
    }
    with pytest.raises(Refused, match="at the latest"):
        need_more_time(until=date(2027, 4, 5), **told)
    need_more_time(until=date(2027, 4, 4), **told)
    assert fresh(wrong).clock.due_on == date(2027, 4, 4)
    assert "Datatilsynet" in text_of(Letter.objects.get(kind="delay"))


@pytest.mark.parametrize(
    ("record", "board"), [("health", True), ("social", False), ("both", False)]
)
def test_the_guidance_follows_the_record_in_which_it_stands(
    house: House, record: str, board: bool
) -> None:
    """Domain 5, rows 7 and 15: of how a health record is kept the patients' board decides."""
    wrong = asked(house, citizen_of(family(house)), right=Right.CORRECTION, asked=record)
    letter = answered(house, wrong, Outcome.MAINTAINED).letter
    assert letter is not None
    told = letter.text
    assert ("Patientklager" in told) is board
    assert "Datatilsynet" in told and "Ankestyrelsen" not in told


def test_what_is_corrected_is_complained_of_nowhere(house: House, wrong: RightsRequest) -> None:
    letter = answered(house, wrong, Outcome.CORRECTED).letter
    assert letter is not None and "klage" not in letter.text
