"""What a citizen can expect, as the page tells it, in both languages, for all five councils."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from centre.standard import rules
from centre.standard.comparison import completeness
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
            "which help fits, and the first meeting with your therapist is agreed",
        ),
        ("skanderborg", "we have found out together which help fits, and you have got a decision"),
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
    thursday = rules.hours_on(council.content.hours.opening, 3)[-1]
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


@pytest.mark.promise(7, "fredericia")
@pytest.mark.promise(8, "fredericia")
@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
@pytest.mark.parametrize("path", ["/kontakt/", "/forvent/"])
def test_hours_that_stand_on_the_councils_own_page_are_pointed_to(
    council: QualityStandard, path: str
) -> None:
    html = Client().get(path).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert danish("Opening hours and phone hours") in words
    assert "Du finder dem på www.fredericia.dk." in words
    assert 'href="https://www.fredericia.dk"' in html
    assert danish("The house is open") not in words


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_a_web_address_is_a_link_wherever_it_stands(council: QualityStandard) -> None:
    told = [council.content.contact.web or ""]
    told += [one.recipient.web or "" for one in council.content.complaints if one.recipient]
    for path in ("/", "/kontakt/", "/forvent/"):
        html = Client().get(path).content.decode()
        for web in filter(None, told):
            plain = html.replace(f'<a href="https://{web}" rel="noreferrer">{web}</a>', "")
            assert web not in plain


@pytest.mark.promise(6, "rebild")
@pytest.mark.parametrize("council", ALL, indirect=True)
def test_that_a_message_can_be_left_is_said_where_the_council_says_so(
    council: QualityStandard,
) -> None:
    words = danish(
        "You can leave a message when nobody answers. "
        "We call you back when the phone is open again."
    )
    for path in ("/kontakt/", "/forvent/"):
        assert (words in page(path)) == (council.key == "rebild")


@pytest.mark.promise(23, "rebild")
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_a_council_with_one_team_tells_the_young_what_it_aims_at_with_them(
    council: QualityStandard,
) -> None:
    """Rebild: no unit of their own, but help near where they are and a consent of their own."""
    words = page("/forvent/")
    group = rules.target_group(council.content, "youth")
    assert group is not None
    assert group.text_da in words
    assert council.content.youth is not None
    assert council.content.youth.told is not None
    assert council.content.youth.told.text_da in words
    assert "tæt på dig" in council.content.youth.told.text_da


@pytest.mark.parametrize("council", ["rebild", "skanderborg"], indirect=True)
def test_a_number_says_whose_it_is_and_when_it_is_the_one_to_call(
    council: QualityStandard,
) -> None:
    words = page("/en/kontakt/")
    if council.key == "rebild":
        assert "Center Sundhed, Kultur og Fritid, when our phone is closed 99 88 84 50" in words
        assert "Talks by phone that you can book" in words
        assert "Open counselling" not in words
        assert "book a talk by phone" in page("/en/")
    else:
        assert "Johanne, Ungerådgivningen 23 32 66 69" in words
        assert "Monday–Wednesday" in words


@pytest.mark.promise(139, "aabenraa", "skanderborg")
@pytest.mark.parametrize("council", ["aabenraa", "skanderborg"], indirect=True)
def test_what_the_standard_covers_and_what_it_is_silent_on_is_told(
    council: QualityStandard,
) -> None:
    """The 18 points of BEK 1691/2023; all of them in Skanderborg's, ten in Aabenraa's."""
    words = page("/en/forvent/")
    covers = words.split("What it covers")[1]
    silent = covers.split("What it says nothing of")[1] if "says nothing of" in covers else ""
    for point in completeness(council.content):
        with override("en"):
            label = str(point.point.label).replace("'", "&#x27;")
        assert label in covers
        assert (label in silent) == (not point.covered)
    assert ("What it says nothing of" in words) == (council.key == "aabenraa")


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_long_page_is_folded_and_each_link_leads_into_the_part_it_opens(
    council: QualityStandard,
) -> None:
    """A browser opens the part around the target of a link; the first two are open at once."""
    html = Client().get("/forvent/").content.decode()
    parts = html.split('<details class="part"')[1:]
    listed = re.findall(r'<a href="#([a-z]+)"', html.split("on-this-page")[1].split("</ul>")[0])
    assert [
        part.split('class="part-text"')[0].split('id="')[1].split('"')[0] for part in parts
    ] == (listed)
    assert listed[:2] == ["reach", "soon"]
    assert [part.startswith(" open>") for part in parts] == [True, True] + [False] * (
        len(parts) - 2
    )


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


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_a_decision_about_drugs_is_complained_about_within_the_laws_weeks_where_a_text_names_none(
    council: QualityStandard,
) -> None:
    """Rebild and Aabenraa name no deadline; four weeks hold by RSL § 67 all the same."""
    html = Client().get("/en/forvent/").content.decode()
    block = html.split("A decision about help for drugs")[1].split("<h")[0]
    assert "within 4 weeks" in block


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_borger_dk_is_one_way_of_several_where_a_complaint_may_be_told(
    council: QualityStandard,
) -> None:
    html = Client().get("/en/forvent/").content.decode()
    decision = html.split("A decision about help for drugs")[1].split("<h")[0]
    assert "You may also use borger.dk." in decision
    assert "You do it on borger.dk." not in decision
    health = html.split("What a doctor or nurse did")[1].split("<h")[0]
    assert "You do it on borger.dk." in health


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_where_the_young_wait_for_a_yes_the_page_says_that_the_days_do(
    council: QualityStandard,
) -> None:
    told = "The days count from when everyone who has to say yes has done so." in page(
        "/en/forvent/"
    )
    assert told == (council.key == "rebild")


def part(words: str, heading: str, following: str) -> str:
    """What stands under a heading, to the next; both stand in the list of the page as well."""
    return words.rsplit(heading, 1)[1].split(following, maxsplit=1)[0]


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_nobody_without_a_name_is_left_to_believe_in_the_fourteen_days(
    council: QualityStandard,
) -> None:
    words = page("/en/forvent/")
    days = part(words, "Anonymous treatment for drugs The law says", "</")
    assert days.startswith(" The law sets no number of days.")
    promised = "We promise At the latest 14 days" in days[:120]
    assert promised == (council.key == "rebild")
    if not promised:
        assert "We have set no number of days." in days
        assert "The 14 days do not apply here." in words


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_doctors_talk_is_told_as_what_it_is_before_treatment_for_drugs(
    council: QualityStandard,
) -> None:
    words = page("/en/forvent/")
    assert "Before your treatment for drugs begins, so at the latest 14 days" in words
    assert "If you want treatment for drugs, you are offered a free talk with a doctor." in words


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_whoever_was_treated_is_told_where_to_complain_and_how_long(
    council: QualityStandard,
) -> None:
    """Aabenraa and Fredericia are silent; the patient's complaint is the law's in every council."""
    html = Client().get("/en/forvent/").content.decode()
    block = html.split("What a doctor or nurse did")[1].split("<h")[0]
    assert "Styrelsen for Patientklager" in block
    assert "within 2 years after you found out, and at most 5 years" in block
    assert "A decision about anonymous treatment" in html


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_rules_for_gift_cards_are_told_where_the_text_has_some(
    council: QualityStandard,
) -> None:
    words = page("/en/forvent/")
    most = {"haderslev": 7, "skanderborg": 8}.get(council.key)
    assert ("gift card of 200 kr. every time you have come 2 times" in words) == bool(most)
    assert (f"at most {most} in all" in words) == bool(most)
    lost = "If you stay away without telling us, you do not get it."
    assert (lost in words) == (council.key == "haderslev")
    assert ("We do not use gift cards." in words) == (council.key == "rebild")


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_duty_to_speak_up_for_a_child_is_told_everywhere(council: QualityStandard) -> None:
    """BL § 133 binds every council; Skanderborg's text says that it holds before the birth too."""
    words = page("/en/forvent/")
    assert "it is our duty by law to tell those in the council who help children." in words
    assert ("before a child is born too" in words) == (council.key == "skanderborg")
    always = "we always work together with Center Familie og Handicap"
    assert (always in words) == (council.key == "rebild")


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_the_goals_are_told_each_once(council: QualityStandard) -> None:
    words = page("/forvent/")
    for target in council.content.targets:
        assert words.count(f" {target.text_da} ") == 1


@pytest.mark.parametrize("council", ["fredericia", "rebild", "skanderborg"], indirect=True)
def test_what_is_asked_of_a_stay_is_told(council: QualityStandard) -> None:
    words = page("/en/forvent/")
    told = {
        "fredericia": ["We look at how it goes, halfway and at the end."],
        "rebild": ["We have no stays ourselves."],
        "skanderborg": [
            "We only use approved places.",
            "Midtgaarden (Bramming)",
            "After a stay the help goes on with us.",
            "You decide whether to sign it.",
        ],
    }[council.key]
    for one in told:
        assert one in words


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
