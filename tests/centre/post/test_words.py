"""A letter read by the wrong eyes tells nothing but a time."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from centre.post import words
from centre.post.choices import Change, Text
from centre.standard.loader import load_text
from tests.conftest import moment, shipped

FACTS = {"starts_at": moment("2027-03-28 13.15").isoformat(), "soon": 2, "late": 3, "number": 4}
FACTS |= {"head": f"812:{'ab' * 32}", "change": "password"}
TELLING = (
    "rusmid|misbrug|alkohol|stof|medicin|behandl|afhæng|rådgiv|samtale|center|kommune|læge|psyk|garanti"
    "|drug|alcohol|abuse|addict|treat|counsel|clinic|centre|council|doctor|patient|guarantee"
)
LINKS = r"https?:|www\.|\w\.dk\b|@|\d{2} ?\d{2} ?\d{2} ?\d{2}"
COUNCILS = [path.stem for path in Path(settings.BASE_DIR, "centre/standard/files").glob("*.toml")]


def letters() -> list[tuple[Text, str, str]]:
    return [
        (text, language, "\n".join(words.letter(text, language, FACTS)))
        for text in Text
        for language in ("da", "en")
    ] + [
        (Text.LOGIN, language, "\n".join(words.letter(Text.LOGIN, language, {"change": change})))
        for change in Change
        for language in ("da", "en")
    ]


@pytest.mark.threat("T8", "T29", "T36")
@pytest.mark.parametrize(("text", "language", "letter"), letters())
def test_a_letter_names_neither_purpose_nor_place_nor_way_back(
    text: Text, language: str, letter: str
) -> None:
    assert re.findall(TELLING, letter.lower()) == []
    assert re.findall(LINKS, letter.lower()) == []


@pytest.mark.threat("T8")
@pytest.mark.parametrize("council", COUNCILS)
def test_no_letter_names_the_council_or_its_centre(council: str) -> None:
    identity = load_text(shipped(council), name=council).identity
    for _text, _language, letter in letters():
        for name in (council, identity.council, identity.centre_name):
            assert name.lower() not in letter.lower()


@pytest.mark.parametrize("text", [Text.RECEIPT, Text.REMINDER, Text.MOVED, Text.CANCELLED])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_time_in_a_letter_is_danish_wall_time(text: Text, language: str) -> None:
    # The day of the short night: 13.15 in Denmark is 11.15 UTC, the day before it was 12.15.
    _subject, body = words.letter(text, language, FACTS)
    assert re.search(r"13[.:]15", body)
    assert "2027" in body


@pytest.mark.parametrize("text", Text)
def test_a_letter_is_plain_text_with_one_line_of_subject(text: Text) -> None:
    subject, body = words.letter(text, "da", FACTS)
    assert subject and "\n" not in subject
    assert body.endswith("\n") and "<" not in body and "&" not in body


@pytest.mark.parametrize("text", [Text.ALERTS, Text.OVERDUE])
def test_a_reminder_says_how_many(text: Text) -> None:
    _subject, body = words.letter(text, "da", FACTS)
    assert "2" in body and "3" in body
