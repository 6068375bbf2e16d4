"""A letter is sent as it was seen, kept as it was sent, and names nobody who must not be named."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from centre.calendar import half_day_of
from centre.citizens.actions import Person, keep_person
from centre.citizens.models import Citizen
from centre.post.actions import send_letter
from centre.post.choices import LetterChannel
from centre.post.letters.text import FileText, LetterText, Recipient, thawed
from centre.post.models import Letter
from centre.post.queries import lacks_address, sheet
from centre.post.rules import ARRIVALS, Arrival, NotSent, presumed_received_on
from centre.records.actions import record_death, take_back_death
from centre.records.models import AuditEntry
from tests.centre.post.letters import ADDRESS, file, letter, seen_through_the_window, words
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-11-23 10.15")
NAME = "Ærø Ødegård-Åström"


@pytest.fixture
def citizen(house: House) -> Citizen:
    person = Person(name=NAME, address="\n".join(ADDRESS))
    found = keep_person(person=person, age_group="30_plus", at=AT)
    assert found is not None
    return found


def sent(house: House, citizen: Citizen | None, **changes: Any) -> Letter:
    given: dict[str, Any] = {
        "kind": "decision",
        "citizen": citizen,
        "unit": house.adults,
        "text": letter(),
        "channel": "letter",
        "previewed": None,
        "by": house.caseworker,
        "at": AT,
    }
    return send_letter(**{**given, **changes})


def hidden(citizen: Citizen) -> None:
    Citizen.objects.filter(pk=citizen.pk).update(protected=True)


def test_what_is_sent_is_what_was_seen_byte_for_byte(house: House, citizen: Citizen) -> None:
    seen = sheet(letter(), citizen=citizen)
    kept = Letter.objects.get(pk=sent(house, citizen, previewed=seen.sha256).pk)
    assert kept.pdf == seen.pdf
    assert kept.sha256 == hashlib.sha256(kept.pdf).hexdigest()
    assert thawed(kept.text) == letter()
    assert kept.title == "Du får tilbudt behandling"
    assert (kept.unit, kept.by, kept.sent_at) == (house.adults, house.caseworker, AT)


def test_a_letter_that_changed_since_it_was_seen_is_not_sent(
    house: House, citizen: Citizen
) -> None:
    seen = sheet(letter(), citizen=citizen).sha256
    with pytest.raises(NotSent, match="ændret, siden du så det"):
        sent(house, citizen, previewed=seen, text=letter(closing="Hilsen"))
    with pytest.raises(NotSent, match="ændret, siden du så det"):
        sent(house, citizen, previewed="", text=letter())
    assert not Letter.objects.exists()
    assert not AuditEntry.objects.filter(action="post.send_letter").exists()


def test_looking_at_a_letter_writes_no_row(citizen: Citizen) -> None:
    sheet(letter(), citizen=citizen)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_bears_the_date_of_its_sending(house: House, citizen: Citizen, days: int) -> None:
    with pytest.raises(NotSent, match="anden dato"):
        sent(house, citizen, at=AT + timedelta(days=days))
    assert sent(house, citizen, at=moment("2026-11-23 23.59")).written_on == date(2026, 11, 23)


@pytest.mark.threat("T25")
def test_one_line_in_the_trail_says_what_and_how_and_no_word_of_the_letter(
    house: House, citizen: Citizen
) -> None:
    made = sent(house, citizen)
    line = AuditEntry.objects.get(action="post.send_letter")
    assert (line.row_id, line.citizen, line.by, line.at) == (
        str(made.pk), citizen, house.caseworker, AT
    )  # fmt: skip
    assert line.detail == {"kind": "decision", "channel": "letter"}


def test_no_word_of_a_letter_stands_in_its_row(house: House, citizen: Citizen) -> None:
    made = sent(house, citizen)
    with connection.cursor() as cursor:
        cursor.execute("SELECT l::text FROM post_letter l WHERE id = %s", [made.pk])
        row = str(cursor.fetchone())
    for told in ("behandling", NAME, made.sha256, "%PDF"):
        assert told not in row
        assert told.encode().hex() not in row


# --- Who gets what, and how ---------------------------------------------------------------------

POSTED = [one for one in LetterChannel if one != LetterChannel.HANDED_OVER]


@pytest.mark.parametrize("channel", POSTED)
def test_somebody_anonymous_gets_no_post(house: House, citizen: Citizen, channel: str) -> None:
    Citizen.objects.filter(pk=citizen.pk).update(anonymous=True, address="")
    for nobody in (citizen, None):
        with pytest.raises(NotSent, match="Giv borgeren brevet i hånden"):
            sent(house, nobody, channel=channel, text=letter(recipient=None))
    assert not Letter.objects.exists()


def test_a_letter_handed_to_somebody_anonymous_tells_only_the_half_day(house: House) -> None:
    made = sent(house, None, channel="handed_over", text=letter(recipient=None))
    assert made.sent_at == half_day_of(AT) != AT
    assert AuditEntry.objects.get(action="post.send_letter").at == half_day_of(AT)


@pytest.mark.parametrize("channel", LetterChannel)
@pytest.mark.parametrize("text", [letter(), file(letter())], ids=["letter", "file"])
def test_a_protected_address_is_printed_nowhere(
    house: House, citizen: Citizen, channel: str, text: LetterText | FileText
) -> None:
    hidden(citizen)
    made = sent(house, citizen, channel=channel, text=text)
    printed = words(made.pdf)
    assert NAME in printed
    for line in ADDRESS:
        assert line not in printed
        assert line not in made.text


def test_an_address_protected_after_the_look_stops_the_letter(
    house: House, citizen: Citizen
) -> None:
    seen = sheet(letter(), citizen=citizen).sha256
    hidden(citizen)
    with pytest.raises(NotSent, match="ændret"):
        sent(house, citizen, previewed=seen)
    # Without a look, and with a citizen read before: the address is left out all the same.
    assert "Prøvevej" not in words(sent(house, citizen).pdf)


def moved(citizen: Citizen, address: str) -> None:
    Citizen.objects.filter(pk=citizen.pk).update(address=address)


def test_the_window_shows_the_address_that_is_known_and_no_other(
    house: House, citizen: Citizen
) -> None:
    moved(citizen, "Kirkestien 4\n6200 Aabenraa")
    made = sent(house, citizen)
    assert seen_through_the_window(made.pdf) == [NAME, "Kirkestien 4", "6200 Aabenraa"]
    assert "Prøvevej" not in words(made.pdf)


def test_a_letter_keeps_the_address_it_was_sent_to(house: House, citizen: Citizen) -> None:
    made = sent(house, citizen)
    moved(citizen, "Kirkestien 4\n6200 Aabenraa")
    kept = Letter.objects.get(pk=made.pk)
    assert seen_through_the_window(kept.pdf) == [NAME, *ADDRESS]
    assert ADDRESS[0] in kept.text


def test_an_address_put_right_after_the_look_stops_the_letter(
    house: House, citizen: Citizen
) -> None:
    seen = sheet(letter(), citizen=citizen).sha256
    moved(citizen, "Kirkestien 4\n6200 Aabenraa")
    with pytest.raises(NotSent, match="ændret"):
        sent(house, citizen, previewed=seen)


def test_without_an_address_the_letter_bears_the_name_alone(house: House, citizen: Citizen) -> None:
    moved(citizen, "")
    assert seen_through_the_window(sent(house, citizen).pdf) == [NAME]


def test_a_file_shows_what_was_sent_without_the_address(house: House, citizen: Citizen) -> None:
    printed = words(sent(house, citizen, text=file(letter())).pdf)
    assert NAME in printed
    assert all(line not in printed for line in ADDRESS)


@pytest.mark.parametrize(
    ("changes", "channel", "lacking"),
    [
        ({}, "letter", False),
        ({"address": ""}, "letter", True),
        ({"address": ""}, "digital_post", False),
        ({"address": ""}, "handed_over", False),
        ({"address": "", "protected": True}, "letter", False),
        ({"address": "", "anonymous": True}, "letter", False),
    ],
)
def test_an_address_is_missing_where_a_letter_by_post_would_bear_one(
    citizen: Citizen, changes: dict[str, Any], channel: str, lacking: bool
) -> None:
    Citizen.objects.filter(pk=citizen.pk).update(**changes)
    citizen.refresh_from_db()
    assert lacks_address(citizen, channel) is lacking
    assert not lacks_address(None, channel)


def test_an_authoritys_address_is_no_secret(house: House, citizen: Citizen) -> None:
    hidden(citizen)
    board = Recipient("Ankestyrelsen", ("7998 Statsservice",), is_citizen=False)
    made = sent(house, citizen, kind="complaint_forwarded", text=letter(recipient=board))
    assert "7998 Statsservice" in words(made.pdf)


# --- After a death ------------------------------------------------------------------------------


def died(house: House, citizen: Citizen) -> None:
    told: dict[str, Any] = {
        "told_in": "file",
        "told_of": citizen.pk,
        "by": house.caseworker,
        "at": AT,
    }
    record_death(citizen_id=citizen.pk, **told)


@pytest.mark.parametrize("channel", POSTED)
def test_no_letter_is_posted_to_the_home_of_somebody_who_has_died(
    house: House, citizen: Citizen, channel: str
) -> None:
    died(house, citizen)
    with pytest.raises(NotSent, match="Vælg »Givet i hånden«"):
        sent(house, citizen, channel=channel)
    assert not Letter.objects.exists()


def test_what_is_handed_over_is_made_out_to_the_estate(house: House, citizen: Citizen) -> None:
    died(house, citizen)
    seen = sheet(letter(), citizen=citizen)
    made = sent(house, citizen, channel="handed_over", previewed=seen.sha256)
    assert f"Boet efter {NAME}" in words(made.pdf)
    hidden(citizen)
    printed = words(sent(house, citizen, channel="handed_over").pdf)
    assert f"Boet efter {NAME}" in printed
    assert ADDRESS[0] not in printed


def test_a_death_that_is_told_after_the_look_stops_the_letter(
    house: House, citizen: Citizen
) -> None:
    seen = sheet(letter(), citizen=citizen).sha256
    died(house, citizen)
    for channel in LetterChannel:
        with pytest.raises(NotSent):
            sent(house, citizen, channel=channel, previewed=seen)
    take_back_death(told_in="file", told_of=citizen.pk, by=house.caseworker, at=AT)
    assert sent(house, citizen, previewed=seen).sha256 == seen


@pytest.mark.parametrize("channel", LetterChannel)
def test_an_authority_gets_its_papers_after_a_death_too(
    house: House, citizen: Citizen, channel: str
) -> None:
    died(house, citizen)
    board = Recipient("Ankestyrelsen", ("7998 Statsservice",), is_citizen=False)
    for text in (letter(recipient=board), file(letter())):
        made = sent(house, citizen, channel=channel, text=text)
        assert "Boet" not in words(made.pdf)


# --- When it counts as received -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "written_on", "received_on"),
    [
        ("letter", "2026-11-23", "2026-12-01"),  # domain 1.1
        ("letter", "2026-11-28", "2026-12-07"),  # a Saturday
        ("letter", "2026-12-18", "2026-12-30"),  # over Christmas, 24 December left out too
        ("letter", "2027-03-24", "2027-04-06"),  # over Easter
        ("digital_post", "2026-11-23", "2026-11-23"),
        ("digital_post", "2026-11-28", "2026-11-28"),
        ("secure_mail", "2026-12-25", "2026-12-25"),
        ("handed_over", "2026-11-23", "2026-11-23"),
    ],
)
def test_a_letter_counts_as_received_by_its_way(
    channel: str, written_on: str, received_on: str
) -> None:
    day = date.fromisoformat(written_on)
    assert presumed_received_on(channel, day) == date.fromisoformat(received_on)


def test_the_day_of_receipt_is_kept_with_the_letter(house: House, citizen: Citizen) -> None:
    assert sent(house, citizen).presumed_received_on == date(2026, 12, 1)
    by_digital_post = sent(house, citizen, channel="digital_post")
    assert by_digital_post.presumed_received_on == date(2026, 11, 23)


def test_a_new_number_of_days_holds_from_its_own_day() -> None:
    given: dict[str, Any] = {"channels": (LetterChannel.LETTER,), "law": "L", "basis": "b"}
    old = Arrival(weekdays=6, valid_from=date(2018, 1, 1), valid_to=date(2026, 12, 31), **given)
    new = Arrival(weekdays=10, valid_from=date(2027, 1, 1), **given)
    for order in ((old, new), (new, old)):
        assert presumed_received_on("letter", date(2026, 12, 31), order) == date(2027, 1, 11)
        assert presumed_received_on("letter", date(2027, 1, 4), order) == date(2027, 1, 18)
    with pytest.raises(LookupError):
        presumed_received_on("letter", date(2017, 1, 1), (old, new))


@pytest.mark.parametrize("channel", LetterChannel)
def test_every_way_has_one_reading_on_any_day(channel: str) -> None:
    for year in range(2019, 2040):
        day = date(year, 6, 1)
        assert sum(channel in one.channels and one.holds_on(day) for one in ARRIVALS) == 1
