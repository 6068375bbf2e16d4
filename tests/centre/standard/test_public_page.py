"""What a citizen can expect, as the page tells it, in both languages, for all five councils."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from centre.standard import rules
from centre.standard.models import QualityStandard
from centre.standard.words import grouped

pytestmark = pytest.mark.django_db
ALL = ["aabenraa", "fredericia", "rebild", "haderslev", "skanderborg"]


def page(path: str) -> str:
    """The words of a page, on one line."""
    answer = Client().get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def danish(words: str) -> str:
    with override("da"):
        return gettext(words)


@pytest.mark.promise(25, *ALL)
@pytest.mark.parametrize("council", ALL, indirect=True)
def test_every_group_and_offer_is_told_in_both_languages(council: QualityStandard) -> None:
    standard = council.content
    in_danish, in_english = page("/forvent/"), page("/en/forvent/")
    for part in (*standard.target_groups, *standard.expectations):
        assert part.text_da in in_danish
        assert part.text_en.replace("'", "&#x27;") in in_english
    assert standard.offers[0].text_da in in_danish
    assert standard.identity.council in in_danish


@pytest.mark.promise(35, *ALL)
@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_guarantee_is_told_as_the_law_has_it_and_as_the_council_promises(
    council: QualityStandard,
) -> None:
    words = page("/en/forvent/")
    assert words.count("The law says") >= 3
    assert "SEL § 101 stk. 4" in words
    assert "SUL § 141 stk. 2" in words
    assert "14 days after you ask: your treatment has begun" in words


@pytest.mark.promise(36, "fredericia", "rebild", "skanderborg")
@pytest.mark.parametrize(
    ("council", "promise"),
    [
        ("fredericia", "you have got an offer of treatment"),
        (
            "rebild",
            "which help fits and the first meeting with your therapist is agreed",
        ),
        ("skanderborg", "we have found out together which help fits and you have got a decision"),
    ],
    indirect=["council"],
)
def test_the_councils_own_end_of_the_promise_is_told(
    council: QualityStandard, promise: str
) -> None:
    assert promise in page("/en/forvent/")


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_a_promise_in_weeks_is_told_in_weeks(council: QualityStandard) -> None:
    assert "8 weeks after you ask: you have got a decision" in page("/en/forvent/")


@pytest.mark.promise(7, "aabenraa", "skanderborg")
@pytest.mark.parametrize("council", ["aabenraa", "skanderborg"], indirect=True)
def test_the_opening_hours_are_shown(council: QualityStandard) -> None:
    words = page("/forvent/")
    thursday = rules.hours_on(council.content, "opening", 3)[-1]
    assert f"–{thursday.closes.hour}.{thursday.closes.minute:02}" in words
    assert danish("The house is open") in words


@pytest.mark.promise(8, "aabenraa", "rebild", "skanderborg")
@pytest.mark.parametrize("council", ["aabenraa", "rebild", "skanderborg"], indirect=True)
def test_the_phone_and_its_hours_are_shown_and_stand_on_every_page(
    council: QualityStandard,
) -> None:
    number = grouped(council.content.contact.phones[0].number)
    assert number in page("/kontakt/")
    assert danish("We answer the phone") in page("/kontakt/")
    assert number in page("/")


@pytest.mark.promise(24, "skanderborg")
@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_the_youth_units_own_numbers_are_shown_with_names(council: QualityStandard) -> None:
    words = page("/kontakt/")
    for phone in council.content.contact.phones[1:]:
        assert grouped(phone.number) in words
        assert phone.name is not None
        assert phone.name in words


@pytest.mark.parametrize("council", ["fredericia", "haderslev"], indirect=True)
def test_a_council_without_a_number_never_says_call_us_on_nothing(
    council: QualityStandard,
) -> None:
    for path in ("/", "/en/", "/kontakt/", "/aftale/"):
        words = page(path)
        assert not re.search(r"(Call us on|Ring til os på)\s*\.", words)


@pytest.mark.promise(138, "aabenraa", "rebild", "haderslev", "skanderborg")
@pytest.mark.parametrize(
    "council", ["aabenraa", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_it_is_told_from_when_the_standard_holds_and_when_it_is_looked_at_again(
    council: QualityStandard,
) -> None:
    words = page("/en/forvent/")
    due = rules.next_revision(council.content)
    assert f"{due.day} {due:%B %Y} at the latest" in words
    assert council.content.identity.title in words.replace("&#x27;", "'")


@pytest.mark.promise(145, "fredericia", "rebild", "haderslev", "skanderborg")
@pytest.mark.parametrize(
    "council", ["fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_the_laws_are_told_in_plain_words(council: QualityStandard) -> None:
    in_danish, in_english = page("/forvent/"), page("/en/forvent/")
    assert council.content.law_texts
    for text in council.content.law_texts:
        assert text.text_da in in_danish
        assert text.text_en.replace("'", "&#x27;") in in_english
        assert f"§ {text.section}" in in_danish or text.section in in_danish


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_an_alcohol_decision_is_never_said_to_go_to_an_appeals_board(
    council: QualityStandard,
) -> None:
    """Domain 5, row 5: no false guidance."""
    html = Client().get("/en/forvent/").content.decode()
    block = html.split("Which treatment for alcohol you get")[1].split("<h")[0]
    assert "Ankestyrelsen" not in block
    assert "nobody to complain to" in block


@pytest.mark.parametrize("council", ["haderslev"], indirect=True)
def test_a_centre_for_adults_promises_nothing_to_the_young(council: QualityStandard) -> None:
    assert "when you are under 18" not in page("/en/forvent/")


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_page_is_outlined_without_a_gap(council: QualityStandard) -> None:
    html = Client().get("/forvent/").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for target in re.findall(r'href="#([a-z]+)"', html):
        assert f'id="{target}"' in html or target == "main-content"


def test_every_law_on_the_list_has_a_name(council: QualityStandard) -> None:
    """A standard with nothing to say of a law shows no heading for it."""
    assert (danish("The laws behind it") in page("/forvent/")) == bool(council.content.law_texts)
