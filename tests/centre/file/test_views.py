"""A citizen's file: who may open it, what is logged, what is masked, and what a look-up leaves out."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.citizens.choices import AgeGroup, ConsentKind, ToldIn
from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.file.queries import File, Whose, file_of
from centre.records.actions import record_death, take_back_death
from centre.records.models import LookUp, ReadEntry
from centre.staff.choices import UnitKind
from intake.actions.appointment import book_for
from intake.actions.guarantee import record_consent
from intake.actions.inquiry import assign, record_attempt
from intake.choices import Topic, Wish
from intake.models import Inquiry, Slot
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-08 10.00")
RECEIVED = moment("2026-12-01 09.00")
PAGES = ("", "contact/", "print/")
PURPOSES = {"": "file", "contact/": "protected contact", "print/": "print file"}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def found(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=RECEIVED, responsible=house.caseworker)


def address(one: Inquiry, page: str = "") -> str:
    return f"/staff/citizens/{one.citizen_id}/{page}"


def opened(who: Any, one: Inquiry, page: str = "") -> Any:
    return logged_in(who).get(address(one, page))


def again(house: House, first: Inquiry, **changes: Any) -> Inquiry:
    """Another inquiry of the same citizen."""
    second = factories.inquiry(house, **{"received_at": RECEIVED, **changes})
    Inquiry.objects.filter(pk=second.pk).update(citizen=first.citizen_id)
    Clock.objects.filter(guarantee__inquiry=second).update(citizen=first.citizen_id)
    second.refresh_from_db()
    return second


def looked_up(who: Any, one: Inquiry) -> LookUp:
    assert one.citizen is not None
    return LookUp.objects.create(
        citizen=one.citizen,
        reason="contact",
        text="Ringede",
        by=who,
        at=AT - timedelta(minutes=5),
    )


@pytest.mark.threat("T1")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("caseworker", 200),
        ("colleague", 200),
        ("secretary", 200),
        ("leader", 200),
        ("youth_worker", 404),
        ("doctor", 404),
        ("administrator", 403),
    ],
)
def test_the_file_is_open_to_the_own_unit_and_to_nobody_else(
    house: House, found: Inquiry, who: str, status: int, page: str
) -> None:
    assert opened(getattr(house, who), found, page).status_code == status
    purpose = PURPOSES[page]
    logged = readings(purpose=purpose, citizen=found.citizen, row="citizens.Citizen")
    assert logged == readings() == (status == 200)


def test_the_doctor_opens_the_file_of_who_waits_for_a_doctor(house: House) -> None:
    drugs = factories.inquiry(house, received_at=RECEIVED, topic=Topic.DRUGS)
    assert opened(house.doctor, drugs).status_code == 200


def test_an_unknown_number_is_answered_as_a_foreign_one(house: House, found: Inquiry) -> None:
    unknown = logged_in(house.caseworker).get(f"/staff/citizens/{uuid4()}/")
    assert unknown.status_code == opened(house.youth_worker, found).status_code == 404


def test_the_file_holds_the_inquiries_of_the_reader_and_no_others(
    house: House, found: Inquiry
) -> None:
    other = again(house, found, unit=house.youth)
    mine = opened(house.caseworker, found).context
    theirs = opened(house.youth_worker, found).context
    for page, one in ((mine, found), (theirs, other)):
        assert [card.url for card in page["file"].cards] == [f"/staff/inquiries/{one.pk}/"]
        assert {entry.url for entry in page["file"].entries} == {f"/staff/inquiries/{one.pk}/"}
        assert [entry.clock.guarantee.inquiry_id for entry in page["header"].deadlines] == [one.pk]
    everything = opened(house.leader, found).context
    assert len(everything["file"].cards) == len(everything["header"].deadlines) == 2


def test_a_look_up_opens_the_file_to_read_and_offers_nothing_to_do(
    house: House, found: Inquiry
) -> None:
    look_up = looked_up(house.youth_worker, found)
    for page in PAGES:
        answer = opened(house.youth_worker, found, page)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert ("Book en tid" in body, "Hvad nu" in body) == (False, False)
    assert readings(look_up=look_up) == readings() == len(PAGES)
    first = opened(house.youth_worker, found)
    assert "Du har åbnet" in first.content.decode()
    assert len(first.context["file"].cards) == len(first.context["header"].deadlines) == 1
    assert first.context["file"].steps == []
    # To search what may be read is to read.
    assert [one.words for one in first.context["file"].acts] == ["Søg i notater"]


def test_a_look_up_that_is_over_opens_nothing(
    house: House, found: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up(house.youth_worker, found)
    at_the_doors(monkeypatch, AT + timedelta(hours=2))
    assert opened(house.youth_worker, found).status_code == 404


def test_who_works_with_the_citizen_too_reads_by_the_look_up_what_is_not_theirs(
    house: House, found: Inquiry
) -> None:
    """What was opened is logged under its reason, and for that while nothing is done here."""
    again(house, found, unit=house.youth)
    look_up = looked_up(house.youth_worker, found)
    answer = opened(house.youth_worker, found)
    assert len(answer.context["file"].cards) == 2
    assert readings(look_up=look_up) == 1
    assert "Hvad nu" not in answer.content.decode()


def test_a_look_up_adds_nothing_for_who_may_see_all(house: House, found: Inquiry) -> None:
    looked_up(house.leader, found)
    assert opened(house.leader, found).context["header"].look_up is None
    assert ReadEntry.objects.get().look_up is None


@pytest.mark.threat("T27")
def test_no_reason_opens_what_the_anonymous_unit_knows(house: House, found: Inquiry) -> None:
    hidden = factories.UnitFactory(key="anonym", name="Anonym", kind=UnitKind.ANONYMOUS)
    again(house, found, unit=hidden)
    looked_up(house.youth_worker, found)
    page = opened(house.youth_worker, found).context
    assert [card.url for card in page["file"].cards] == [f"/staff/inquiries/{found.pk}/"]
    assert len(page["header"].deadlines) == 1
    Inquiry.objects.filter(pk=found.pk).update(unit=hidden)
    assert opened(house.youth_worker, found).status_code == 404


def test_that_somebody_looked_is_a_line_without_their_words(house: House, found: Inquiry) -> None:
    look_up = looked_up(house.youth_worker, found)
    answer = opened(house.caseworker, found)
    line = next(one for one in answer.context["file"].entries if one.id == look_up.pk)
    assert (line.who, line.kind) == (str(house.youth_worker), "change")
    assert "Ringede" not in answer.content.decode()


def test_a_protected_citizens_number_is_shown_by_a_reading_of_its_own(
    house: House, found: Inquiry
) -> None:
    assert "20 00 00 01" in opened(house.caseworker, found).content.decode()
    Citizen.objects.update(protected=True)
    for page, shown in (("", False), ("print/", False), ("contact/", True)):
        body = opened(house.caseworker, found, page).content.decode()
        assert "Beskyttet adresse" in body
        assert ("20 00 00 01" in body) == shown, page
    assert readings(purpose="protected contact") == 1


def test_the_top_says_what_must_be_known_first(house: House) -> None:
    young = factories.inquiry(
        house,
        received_at=RECEIVED,
        topic=Topic.DRUGS,
        age_group=AgeGroup.FROM_15,
        responsible=house.caseworker,
    )
    guarantee = young.guarantees.get(kind="youth_drug")
    record_consent(
        guarantee_id=guarantee.pk,
        kind=ConsentKind.YOUNG_PERSON,
        on=RECEIVED.date(),
        by=house.caseworker,
        at=AT - timedelta(hours=1),
    )
    answer = opened(house.caseworker, young)
    body = answer.content.decode()
    for words in ("Under 18", "Læg ingen besked", "Den unge", "15. december 2026"):
        assert words in body
    header = answer.context["header"]
    assert [one.kind for one in header.consents] == ["young_person"]
    assert {one.clock.kind for one in header.deadlines} >= {"youth_drug"}
    assert all(one.sentence in body for one in header.deadlines)
    assert answer.context["file"].responsible == [house.caseworker]


def test_what_now_stands_first_with_the_way_to_do_it(house: House, found: Inquiry) -> None:
    later = again(house, found, received_at=RECEIVED + timedelta(days=3))
    file = opened(house.caseworker, found).context["file"]
    assert [one.url for one in file.steps] == [
        f"/staff/inquiries/{one.pk}/" for one in (found, later)
    ]
    assert all(one.chip for one in file.steps)


def test_the_timeline_is_one_of_all_inquiries_and_can_be_narrowed(
    house: House, found: Inquiry
) -> None:
    second = again(house, found, wish=Wish.COUNSELLING, received_at=RECEIVED + timedelta(days=2))
    attempt(house, second, at=AT - timedelta(hours=2))
    assign(inquiry_id=found.pk, to=house.colleague, by=house.caseworker, at=AT)
    client = logged_in(house.caseworker)
    entries = client.get(address(found)).context["file"].entries
    kinds = ["change", "contact", "inquiry", "deadline", "inquiry"]
    assert [one.kind for one in entries] == kinds
    only = client.get(f"{address(found)}?only=contact").context["file"].entries
    assert [one.kind for one in only] == ["contact"]
    wrong = client.get(f"{address(found)}?only=gone&after=x").context["file"].entries
    assert wrong == entries


def attempt(house: House, inquiry: Inquiry, *, at: Any) -> None:
    record_attempt(
        inquiry_id=inquiry.pk,
        channel="phone",
        outcome="not_reached",
        text="Ingen svarede",
        form_key=uuid4(),
        by=house.caseworker,
        at=at,
    )


def test_older_lines_come_by_a_link_and_each_page_is_a_reading(
    house: House, found: Inquiry
) -> None:
    for minute in range(60):
        attempt(house, found, at=RECEIVED + timedelta(minutes=minute // 3))
    client = logged_in(house.caseworker)
    url, seen, pages = "", [], 0
    while url or not pages:
        page = client.get(address(found) + url).context
        seen += [one.id for one in page["file"].entries]
        url, pages = page["older_url"], pages + 1
    assert len(seen) == len(set(seen)) == 62
    assert readings(purpose="file") == pages == 3


def test_what_happened_twice_to_one_row_stands_on_the_page_of_each(
    house: House, found: Inquiry
) -> None:
    """Recorded early and taken back late: one row makes two lines, and each stands once."""
    by, citizen = house.caseworker, found.citizen_id
    assert citizen is not None
    for minute in range(1, 13):
        at = RECEIVED + timedelta(minutes=minute)
        told: dict[str, Any] = {"told_in": ToldIn.FILE, "told_of": uuid4()}
        record_death(citizen_id=citizen, **told, at=at, by=by)
        take_back_death(**told, at=RECEIVED + timedelta(minutes=60 - minute), by=by)

    def page(**which: Any) -> File:
        whose = Whose(citizen_id=citizen, **which)
        return file_of(house.caseworker, whose, RECEIVED + timedelta(days=1))

    whole = [(one.at, one.what) for one in page(most=100).entries]
    seen, last = [], page(most=3)
    seen += last.entries
    while last.older is not None:
        last = page(most=3, after=last.older)
        seen += last.entries
    assert [(one.at, one.what) for one in seen] == whole
    assert len([one for one in whole if "død" in one[1]]) == 24


@pytest.mark.threat("T28")
def test_the_print_says_who_printed_it_when_and_that_it_is_confidential(
    house: House, found: Inquiry
) -> None:
    body = opened(house.caseworker, found, "print/").content.decode()
    assert "Fortroligt" in body
    assert f"Udskrevet af {house.caseworker} 8.12.2026 kl. 10.00" in body
    assert readings(purpose="print file") == readings() == 1


def test_a_file_asks_as_often_for_many_lines_as_for_few(house: House, found: Inquiry) -> None:
    client = logged_in(house.caseworker)
    client.get(address(found))

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address(found)).status_code == 200
        return len(statements)

    grown(house, found, number=1)
    few = asked()
    grown(house, found, number=6)
    assert asked() == few <= 34


def grown(house: House, found: Inquiry, *, number: int) -> None:
    """So many more inquiries of the citizen, each with some of everything that makes a line."""
    before = Slot.objects.count()
    for day in range(before, before + number):
        one = again(
            house,
            found,
            received_at=RECEIVED + timedelta(hours=day),
            topic=Topic.BOTH,
            responsible=house.colleague,
        )
        for minute in range(8):
            attempt(house, one, at=AT + timedelta(minutes=minute))
        assign(inquiry_id=one.pk, to=house.caseworker, by=house.caseworker, at=AT)
        slot = factories.slot(house, on=AT.date() + timedelta(days=day + 1))
        booked(house, one, slot)


def booked(house: House, inquiry: Inquiry, slot: Slot) -> None:
    book_for(
        inquiry_id=inquiry.pk,
        slot_id=slot.pk,
        channel="phone",
        form_key=uuid4(),
        secret=factories.SECRET,
        by=house.colleague,
        at=AT,
    )


def test_a_time_is_told_by_whom_it_was_booked_and_when(house: House, found: Inquiry) -> None:
    booked(house, found, factories.slot(house, on=AT.date() + timedelta(days=1)))
    lines = opened(house.caseworker, found).context["file"].entries
    assert [(one.at, one.who) for one in lines if one.kind == "talk"] == [
        (AT, str(house.colleague))
    ]


def test_the_inquirys_page_and_the_file_lead_to_each_other(house: House, found: Inquiry) -> None:
    client = logged_in(house.caseworker)
    inquiry = client.get(f"/staff/inquiries/{found.pk}/").content.decode()
    assert f'href="{address(found)}"' in inquiry
    assert f'href="/staff/inquiries/{found.pk}/"' in client.get(address(found)).content.decode()


def test_an_anonymous_inquiry_has_no_file_and_its_page_shows_the_parts(
    house: House, settings: Any
) -> None:
    settings.FILE_PARTS = [*settings.FILE_PARTS, "tests.centre.file.test_parts.lower"]
    nameless = factories.inquiry(house, received_at=RECEIVED, person=None)
    answer = logged_in(house.caseworker).get(f"/staff/inquiries/{nameless.pk}/")
    body = answer.content.decode()
    assert 'href="/c/"' in body
    assert 'href="/b/"' in body
    assert "/staff/citizens/" not in body
    assert {one.kind for one in answer.context["file"].entries} == {"inquiry", "deadline"}
    assert readings() == 1
