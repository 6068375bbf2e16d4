"""What is hidden in a text, and what stays: others' names in each form, never the citizen's own."""

import pytest

from centre.post.letters.text import Facts, Paragraph
from centre.rights.rules.masking import Hides, each_text, lines_of, masker, missing

HIDES = Hides(
    names=("Karen Ødegård-Holm", "Bo Thorsen"),
    words=("naboen i nr. 7", "Mette Åkjær"),
    own=("Ærø Ødegård", "+4520000001", "a@example.dk", "74343434"),
)


def masked(text: str, *, contacts: bool = True) -> str:
    return masker(HIDES).masked(text, "#", contacts=contacts)


@pytest.mark.threat("T37")
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Karen Ødegård-Holm ringede", "# ringede"),
        ("KAREN ØDEGÅRD-HOLM ringede", "# ringede"),
        ("din mor Karen sagde", "din mor # sagde"),
        ("Karens hus og Bo's bil og Bos have", "# hus og # bil og # have"),
        ("Karen\n Ødegård-Holm", "#"),
        ("Thorsen,", "#,"),
        # As the keyboard of a Mac sends it: a letter and its mark.
        ("Karen Ødega\u030ard-Holm", "#"),
    ],
)
def test_another_person_is_hidden_however_the_name_is_written(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Ærø Ødegård vil gerne bo alene",
        "Ødegård har boet her",
        "Karensdag og Thorsensvej",
        "Ring til os på 74 34 34 34 eller til dig på 20 00 00 01",
        "a@example.dk",
        "den 24.12.2026 og 10 12 2026",
    ],
)
def test_the_citizens_own_name_and_numbers_and_common_words_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text", ["22334455", "22 33 44 55", "+45 22334455", "2233-4455", "0046 70 123 45 67"]
)
def test_a_number_that_is_nobodys_we_know_is_hidden(text: str) -> None:
    assert masked(f"Ring på {text}.") == "Ring på #."


def test_a_mail_address_of_somebody_else_is_hidden() -> None:
    assert masked("skriv til bo.t@example.com") == "skriv til #"


def test_the_offices_of_a_letter_keep_their_numbers() -> None:
    assert masked("Ankestyrelsen 33 41 12 00", contacts=False) == "Ankestyrelsen 33 41 12 00"


def test_a_passage_is_hidden_whatever_stands_between_its_words() -> None:
    assert masked("Han slog\nnaboen  i nr. 7 ned") == "Han slog\n# ned"


def test_what_overlaps_is_hidden_once() -> None:
    assert masked("Mette Åkjær Bo Thorsen") == "# #"


def test_every_text_of_typed_words_is_changed_and_nothing_else() -> None:
    blocks = (Facts((("Karen", "ved Bo"),)), Paragraph("intet"))
    assert each_text(blocks, masked) == (Facts((("#", "ved #"),)), Paragraph("intet"))


def test_what_stands_in_no_text_is_told() -> None:
    assert lines_of(" Bo \n\nBo\n kom  ind ") == ("Bo", "kom ind")
    assert missing(["kom ind", "gik ud"], ["Han kom\nind."]) == ["gik ud"]
