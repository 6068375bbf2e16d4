"""Danish words are found in every form, within longer ones, and without a Danish keyboard."""

import pytest

from centre.journal.rules.search import MOST_WORDS, folded, understood


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("samtaler", "En samtale om arbejde"),
        ("samtale", "Samtalerne hjalp"),
        ("samtale", "Efter familiesamtalen gik det bedre"),
        ("metadon", "Metadonbehandlingen fortsætter"),
        ("drikker", "Vil gerne drikke mindre"),
        ("søvn", "Sover dårligt, søvnløshed"),
        ("sovn", "Taler om SØVN"),
        ("soevn", "Taler om søvn"),
        ("aengstelig", "Er ængstelig om natten"),
        ("Ålborg", "Flyttede til Aalborg"),
        ("aalborg", "Flyttede til Ålborg"),
        ("øl", "Drikker øl hver aften"),
        ("øllet", "Drikker øl hver aften"),
        ("børn", "Bekymret for børnene"),
        ("angst søvn", "Søvnen er dårlig, angsten værre"),
        ("cafe", "Mødtes på en café"),
        ("cafe\u0301", "Mødtes på en café"),
        ("5 mg", "Diazepam 5 mg til natten"),
        ("mg diazepam", "Diazepam 5 mg til natten"),
    ],
)
def test_a_text_is_found_in_whatever_form(sought: str, text: str) -> None:
    assert understood(sought).fits(text)


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("øl", "Følte sig søløs og løb"),
        ("mor", "Morgenmad klokken otte"),
        ("angst søvn", "Angsten er værre"),
        ("kokain", "Ryger hash"),
        ("samtale", ""),
    ],
)
def test_what_does_not_fit_is_not_found(sought: str, text: str) -> None:
    assert not understood(sought).fits(text)


def test_the_same_words_in_any_form_and_order_are_one_criterion() -> None:
    one, two = understood("Samtaler søvn"), understood("soevn  SAMTALE")
    assert one.criterion == two.criterion


@pytest.mark.parametrize("text", ["", " ", "a", "- .", "\u202e"])
def test_nothing_is_sought_without_a_word_of_two_letters(text: str) -> None:
    assert understood(text).stems == ()


def test_no_more_words_are_looked_for_than_a_person_types() -> None:
    assert len(understood(" ".join(f"ord{n}" for n in range(50))).stems) == MOST_WORDS


def test_the_passage_stands_around_the_first_word_that_fits() -> None:
    text = "x " * 200 + "Her kom søvnen igen. " + "y " * 200
    told = understood("søvn").passage(text)
    assert "søvnen igen" in told
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert len(told) < 200


def test_a_pattern_in_what_is_typed_is_only_letters() -> None:
    sought = understood("(samtale+)+ .*[ø]l")
    assert sought.stems == ("samtal",)
    assert sought.fits("En samtale")
    assert not sought.fits("En aftale")


def test_folding_is_linear() -> None:
    assert len(folded("å" * 100_000 + "aa" * 100_000)) < 300_000
