"""A letter as PDF: read by people, by screen readers, by archives, and never as code."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours
from django.core import checks
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from pytest_django import Settings

from centre.forms.subset import DKFDS, build_letters
from centre.post.letters.render import render
from centre.post.letters.text import (
    Bullets,
    Facts,
    Heading,
    LetterText,
    Paragraph,
    Quote,
    Recipient,
    copy_for,
    frozen,
    sender_of,
    thawed,
)
from centre.post.rules import NotSent
from centre.standard.loader import load_shipped
from tests.centre.post.letters import (
    ADDRESS,
    BLOCKS,
    file,
    letter,
    prose,
    read,
    seen_through_the_window,
    tags,
    words,
)
from tests.lix import lix

# A line and the space under it, in points.
MOST_APART = 20
HOSTILE = '#eval("x") *fed* _skrå_ $x^2$ <script>alert(1)</script> @kilde \\n // /* `kode` [a] {b}'


def test_the_same_text_gives_the_same_bytes() -> None:
    assert render(letter(), "da") == render(letter(), "da")
    assert render(file(letter()), "da") == render(file(letter()), "da")
    assert render(letter(), "da") != render(letter(title="Du får et andet tilbud"), "da")


@pytest.mark.parametrize("text", [letter(), file(letter(), letter())], ids=["letter", "file"])
@pytest.mark.parametrize(("language", "told"), [("da", "da-DK"), ("en", "en-GB")])
def test_a_screen_reader_is_told_structure_language_and_title(
    text: LetterText, language: str, told: str
) -> None:
    pdf = read(render(text, language))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == told
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == text.title
    about = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about


def test_the_structure_has_headings_lists_and_paragraphs_in_their_order() -> None:
    found = list(tags(render(letter(), "da")))
    headings = [one for one in found if one.startswith("/H") and one[2:].isdigit()]
    assert headings == ["/H1", "/H2", "/H2", "/H2"]
    assert found.count("/L") == 3
    assert found.count("/LI") == 5
    # Sender, receiver, date and reference, what is said, the quote and its place, the end.
    assert found.count("/P") == 9
    assert "/BlockQuote" in found


def test_danish_letters_dates_and_pages_are_read_back() -> None:
    text = words(render(letter(), "da"))
    for told in ("Ærø Ødegård-Åström", "Mette Åkjær", "mandag den 23. november 2026",
                 "Du får tilbudt behandling", "Sag TR-4K7", "Bilag", "Side 1 af 1"):  # fmt: skip
        assert told in text
    assert "Page 1 of 1" in words(render(letter(), "en"))


def test_a_long_letter_counts_its_pages_and_its_signature_is_never_alone() -> None:
    for paragraphs in range(12, 20):
        said = Paragraph("Du kan altid ringe til os. " * 6)
        pages = read(render(letter(blocks=(said,) * paragraphs), "da")).pages
        last = pages[-1].extract_text()
        assert f"Side {len(pages)} af {len(pages)}" in last
        assert "Mette Åkjær" in last
        assert "ringe til os" in last
        assert all("ringe til os" in page.extract_text() for page in pages)


@pytest.mark.threat("T18")
@pytest.mark.parametrize(
    "blocks",
    [
        (Paragraph(HOSTILE),),
        (Heading(HOSTILE), Paragraph("x")),
        (Bullets((HOSTILE,)),),
        (Facts(((HOSTILE, HOSTILE),)),),
        (Quote(HOSTILE, HOSTILE),),
    ],
    ids=["paragraph", "heading", "list", "facts", "quote"],
)
def test_what_looks_like_code_is_printed_as_it_stands(blocks: tuple[Paragraph, ...]) -> None:
    printed = words(render(letter(blocks=blocks), "da")).replace(" ", "")
    assert HOSTILE.replace(" ", "") in printed


@pytest.mark.threat("T18")
def test_code_in_any_other_place_is_printed_too() -> None:
    to = Recipient(HOSTILE, (HOSTILE,))
    odd = letter(title=HOSTILE, recipient=to, reference=HOSTILE, closing=HOSTILE, place=HOSTILE,
                 enclosures=(HOSTILE,))  # fmt: skip
    assert words(render(odd, "da")).count("<script>") >= 6


def is_seen(text: str) -> bool:
    """Whether anything of it is printed: a heading of nothing is none."""
    return any(one.isprintable() and not one.isspace() for one in text)


@given(st.text(st.characters(codec="latin-1"), min_size=1).filter(is_seen))
@tries(max_examples=25, deadline=None)
def test_no_text_of_western_letters_breaks_a_letter(text: str) -> None:
    blocks = (Heading(text), Paragraph(text), Bullets((text,)), Facts(((text, text),)), Quote(text))
    try:
        render(letter(title=text, recipient=Recipient(text), blocks=blocks), "da")
    except NotSent as refused:
        assert "kan ikke skrives" in str(refused)


@pytest.mark.parametrize("sign", ["😀", "م", "漢"])
def test_a_sign_that_no_font_of_ours_has_is_named(sign: str) -> None:
    with pytest.raises(NotSent, match=sign):
        render(letter(blocks=(Paragraph(f"Hej {sign}"),)), "da")


def test_signs_that_are_not_seen_are_not_printed() -> None:
    hidden = letter(recipient=Recipient("Æ\u202erø\x00 Å\u200bse"))
    assert "Ærø Åse" in words(render(hidden, "da"))


def test_a_letter_without_a_receiver_names_none() -> None:
    assert seen_through_the_window(render(letter(recipient=None), "da")) == []


def test_through_the_window_only_the_receiver_is_seen() -> None:
    """Neither who writes nor what about: the envelope lies in a hallway (ux T8)."""
    assert seen_through_the_window(render(letter(), "da")) == ["Ærø Ødegård-Åström", *ADDRESS]


def test_the_longest_name_and_address_stay_in_the_window() -> None:
    to = Recipient("Mønster " * 25, ("Warmwormwald " * 3 + "12",) * 4)
    pdf = render(letter(recipient=to), "da")
    seen = " ".join(seen_through_the_window(pdf))
    assert seen.count("Mønster") == 25
    assert seen.count("Warmwormwald") == 12


def test_a_file_has_a_page_of_contents_that_leads_to_its_parts() -> None:
    pdf = render(file(letter(), letter(title="Du får et nyt tilbud")), "da")
    pages = [" ".join(page.extract_text().split()) for page in read(pdf).pages]
    for told in ("Sagens akter", "Indhold", "1. Afgørelse, 23. november 2026", "3. Forløb"):
        assert told in pages[0]
    assert "Du får tilbudt behandling" in pages[1]
    assert "Du får et nyt tilbud" in pages[2]
    assert f"Side {len(pages)} af {len(pages)}" in pages[-1]
    assert "/TOC" in set(tags(pdf))
    marks = [one["/Title"] for one in read(pdf).outline if not isinstance(one, list)]
    assert marks[-1] == "3. Forløb"


@pytest.mark.parametrize("text", [letter(), letter(recipient=None), file(letter())])
def test_what_was_frozen_is_read_again(text: LetterText) -> None:
    assert thawed(frozen(text)) == text


def test_a_letter_of_before_there_were_copies_is_still_read() -> None:
    kept = json.loads(frozen(letter()))
    for name in ("copies", "copy_of"):
        del kept[name]
    assert thawed(json.dumps(kept)) == letter()


def test_a_copy_is_set_as_such_and_a_screen_reader_reads_who_gets_it() -> None:
    to = Recipient("Åse Lyng", ("Torvet 1", "8660 Skanderborg"), is_citizen=False)
    first = letter(copies=(to,))
    copy = render(copy_for(first, to), "da")
    assert seen_through_the_window(copy) == [to.name, *to.address]
    assert "Kopi af vores brev til Ærø Ødegård-Åström" in words(copy)
    assert list(tags(copy)).count("/L") == list(tags(render(letter(), "da"))).count("/L") + 1
    assert "Copy of our letter to Ærø" in words(render(copy_for(first, to), "en"))


def test_a_letter_that_says_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="says something"):
        letter(blocks=())


@pytest.mark.parametrize("key", ["aabenraa", "fredericia", "haderslev", "rebild", "skanderborg"])
def test_each_council_writes_under_its_own_name(key: str) -> None:
    sender = sender_of(load_shipped(key))
    printed = words(render(letter(sender=sender), "da"))
    for told in (sender.council, *sender.lines):
        assert told in printed


def test_a_letter_reads_easily_and_the_law_beside_it_need_not() -> None:
    assert lix("\n".join(prose(BLOCKS))) <= 40
    assert "Kommunalbestyrelsen" not in "".join(prose(BLOCKS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Vi ses. Du kan ringe.", 2.5),
        ("Du kommer kl. 10.00 den 1. december.", 5 + 100 / 5),
        ("Kommunalbestyrelsen iværksætter behandlingen.", 103),
        ("Overskrift\nVi ses.", 1.5 + 100 / 3),
    ],
)
def test_the_index_of_readability_counts_words_and_long_words(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


def test_without_its_fonts_every_command_says_what_to_do(
    settings: Settings, tmp_path: Path
) -> None:
    assert not [one for one in checks.run_checks() if one.id == "post.E001"]
    settings.LETTER_FONTS = tmp_path
    (fault,) = (one for one in checks.run_checks() if one.id == "post.E001")
    assert "make setup" in fault.msg
    build_letters(DKFDS, tmp_path)
    assert not [one for one in checks.run_checks() if one.id == "post.E001"]


def test_only_the_fonts_of_the_house_are_used() -> None:
    assert {path.name for path in ours.LETTER_FONTS.glob("*.otf")} == {
        "IBMPlexSans-Regular.otf",
        "IBMPlexSans-SemiBold.otf",
    }
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1].split("-Identity")[0]
        for page in read(render(letter(), "da")).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"IBMPlexSans", "IBMPlexSans-SemiBold"}


def test_beside_a_name_of_two_lines_the_answer_stays_together() -> None:
    """As 'how we treated you' of Fredericia: its second line stood under both, with a hole between."""
    rows = (("Hvordan vi har behandlet dig", "Leder for centret\nwww.fredericia.dk"),)
    heights: dict[str, float] = {}

    def seen(text: str, page: Any, line: Any, *_font: Any) -> None:
        heights.setdefault(text.strip(), line[5] * page[3] + page[5])

    page = read(render(letter(blocks=(Facts(rows),)), "da")).pages[0]
    page.extract_text(visitor_text=seen)
    assert abs(heights["Leder for centret"] - heights["www.fredericia.dk"]) < MOST_APART
