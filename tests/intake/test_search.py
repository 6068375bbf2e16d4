"""Finding an inquiry: what the one box understands, whose are shown, and what is told of the rest."""

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.citizens.actions import Person
from centre.records.models import LookUp, LookUpRequest
from centre.refusal import Refused
from centre.staff.choices import Role, UnitKind
from centre.staff.models import User
from intake.actions.search import look_up
from intake.forms.search import SearchForm
from intake.models import Inquiry
from intake.queries.search import MOST, Criterion, Found, find, look_ups
from tests import factories
from tests.conftest import moment
from tests.factories import House

AT = moment("2026-12-10 09.30")
NAME = "Ærø Ødegård-Åström"
PERSON = Person(name=NAME, phone="+4520304077", email="Aero@example.dk", cpr="0505209996")


def understood(text: str) -> Criterion | None:
    form = SearchForm({"text": text})
    return form.criterion if form.is_valid() else None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ærø", "name"),
        ("Bo", "name"),
        ("20 30 40 77", "phone"),
        ("+45 20304077", "phone"),
        ("(0045) 20-30-40-77", "phone"),
        ("+46 70 123 45 67", "phone"),
        ("050520-9996", "cpr"),
        ("0505209996", "cpr"),
        ("050520 7ab1", "cpr"),
        ("aero@example.dk", "email"),
        ("KM3X7P", "reference name"),
        ("km3 x7p", "reference name"),
        ("234567", "reference"),
        ("Jensen", "reference name"),
        ("Iben Lo", "name"),
    ],
)
def test_one_box_understands_what_is_typed(text: str, kinds: str) -> None:
    criterion = understood(text)
    assert criterion is not None
    assert " ".join(criterion.kinds) == kinds
    assert criterion.text


@pytest.mark.parametrize(
    "text",
    ["", " ", "Æ", "1234", "²", "٣", "a@", "@", "-", "9" * 30, "9" * 300, "x" * 201, "\x00a"],
)
def test_what_names_nobody_is_told_so_without_repeating_it(text: str) -> None:
    form = SearchForm({"text": text})
    assert not form.is_valid()
    told = " ".join(map(str, form.errors["text"]))
    assert told
    if len(text.strip()) > 3:
        assert text not in told


with_rows = pytest.mark.django_db


def inquiry(house: House, **changes: Any) -> Inquiry:
    changes = {"person": PERSON, **changes}
    return factories.inquiry(house, received_at=AT - timedelta(days=1), **changes)


def found(user: User, text: str, **changes: Any) -> Found:
    criterion = understood(text)
    assert criterion is not None
    return find(user, criterion, at=changes.get("at", AT))


@with_rows
@pytest.mark.parametrize(
    "text",
    ["aero", "ødegaard", "ODEGARD", "åström", unicodedata.normalize("NFD", "Åström"), NAME,
     "20 30 40 77", "0045 20304077", "aero@EXAMPLE.dk", "050520-9996", "0505209996"],
)  # fmt: skip
def test_an_inquiry_of_the_own_unit_is_found(house: House, text: str) -> None:
    mine = inquiry(house)
    inquiry(house, person=Person(name="Lars Holm", phone="+4520000009"))
    for user in (house.caseworker, house.secretary, house.leader):
        seen = found(user, text)
        assert (seen.rows, seen.more, seen.beyond) == ([mine], False, [])


@with_rows
def test_a_booking_is_found_by_its_reference_an_anonymous_one_too(house: House) -> None:
    slot = factories.slot(house, on=AT.date() + timedelta(days=1), capacity=2)
    for person in (PERSON, None):
        booked = factories.booking(slot, at=AT, person=person).booking
        shown = f"{booked.reference[:3].lower()} {booked.reference[3:]}"
        assert found(house.caseworker, shown).rows == [booked.inquiry]
        other = found(house.youth_worker, shown)
        # Of an anonymous one nothing is told beyond its unit, and no reason opens it.
        beyond = [] if person is None else [booked.inquiry.citizen_id]
        assert (other.rows, other.beyond) == ([], beyond)


@with_rows
def test_of_another_unit_only_that_somebody_is_there(house: House) -> None:
    theirs = inquiry(house)
    for text in ("20304077", "050520-9996", "aero@example.dk", "aero odegard", NAME):
        seen = found(house.youth_worker, text)
        assert (seen.rows, seen.opens, seen.several) == ([], theirs.citizen_id, False)
    # Names are not to be tried out: a first name or a beginning tells nothing.
    for text in ("aero", "aer", "aer ode", "ærø jensen", "20304078"):
        assert (found(house.youth_worker, text).beyond) == []


@with_rows
def test_who_sees_no_cases_finds_nobody(house: House) -> None:
    inquiry(house)
    quality = factories.UserFactory(username="quality", role=Role.QUALITY, unit=None)
    house.administrator.is_superuser = True
    for user in (house.administrator, quality):
        for text in ("aero odegard", "20304077"):
            assert (found(user, text).rows, found(user, text).beyond) == ([], [])


@with_rows
def test_several_of_one_name_must_be_told_apart(house: House) -> None:
    for number in (1, 2, 3):
        inquiry(house, person=Person(name="Ærø Holm", phone=f"+452000000{number}"))
    seen = found(house.youth_worker, "aero holm")
    assert (seen.several, seen.opens) == (True, None)
    assert found(house.youth_worker, "20000002").opens is not None


@with_rows
def test_the_doctor_finds_who_waits_for_a_doctor_and_nothing_of_the_others(house: House) -> None:
    drugs = inquiry(house, topic="drugs")
    other = inquiry(house, person=Person(name="Ærø Ødegård", phone="+4520000002"))
    seen = found(house.doctor, "ødegård")
    assert (seen.rows, seen.beyond) == ([drugs], [])
    assert found(house.doctor, "20000002").opens == other.citizen_id


@with_rows
def test_more_than_a_page_is_to_be_narrowed(house: House) -> None:
    for number in range(MOST + 1):
        inquiry(house, person=Person(name=f"Ærø Holm {number:03}"))
    seen = found(house.caseworker, "ærø")
    assert (len(seen.rows), seen.more) == (MOST, True)
    assert found(house.caseworker, "ærø 007").more is False


@with_rows
@pytest.mark.parametrize("text", ["ødegård", "20304077", "KM3X7P"])
def test_a_search_asks_as_often_for_many_as_for_few(house: House, text: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            found(house.youth_worker, text)
        return len(statements)

    inquiry(house, unit=house.youth)
    few = asked()
    for number in range(12):
        inquiry(house, unit=house.youth, person=Person(name=f"{NAME} {number}"))
        inquiry(house, person=Person(name=f"{NAME} {number}", phone="+4520304077"))
    assert asked() == few <= 2


def opened(house: House, theirs: Inquiry, **changes: Any) -> Inquiry | LookUpRequest:
    given: dict[str, Any] = {"by": house.youth_worker, "at": AT}
    given |= {"reason": "contact", "text": "Ringede selv."}
    assert theirs.citizen_id is not None
    return look_up(citizen_id=theirs.citizen_id, **{**given, **changes})


@with_rows
def test_whom_a_reason_has_opened_is_a_hit_for_an_hour_and_for_one_person(house: House) -> None:
    theirs = inquiry(house)
    inquiry(house, person=Person(name="Ærø Holm", phone="+4520000002"))
    assert opened(house, theirs) == theirs
    seen = found(house.youth_worker, "aero odegard")
    assert (seen.rows, seen.beyond) == ([theirs], [])
    assert seen.rows[0].look_up_id == LookUp.objects.get().pk  # type: ignore[attr-defined]
    assert found(house.youth_worker, "ærø").rows == [theirs]
    later = found(house.youth_worker, "aero odegard", at=AT + timedelta(minutes=60))
    assert (later.rows, later.opens) == ([], theirs.citizen_id)
    other = factories.UserFactory(username="other", unit=house.youth)
    assert found(other, "aero odegard").rows == []


@with_rows
def test_no_list_is_widened_by_a_reason(house: House) -> None:
    theirs = inquiry(house)
    opened(house, theirs)
    assert not Inquiry.objects.for_user(house.youth_worker).exists()
    assert list(Inquiry.objects.for_user(house.youth_worker, AT)) == [theirs]


@with_rows
def test_in_the_own_unit_no_look_up_stands_at_the_row(house: House) -> None:
    """Who has moved to the unit since is at home there; the door then logs no look-up."""
    theirs = inquiry(house)
    opened(house, theirs)
    house.youth_worker.unit = house.adults
    row: Any = Inquiry.objects.for_user(house.youth_worker, AT).get()
    assert row.look_up_id is None


@pytest.mark.threat("T27")
@with_rows
def test_a_reason_opens_nothing_in_the_unit_of_anonymous_treatment(house: House) -> None:
    """The citizen's other inquiries open; that one is linked to nobody (SEL § 101 a)."""
    apart = factories.UnitFactory(key="anonymous", name="Anonym", kind=UnitKind.ANONYMOUS)
    hidden = inquiry(house, unit=apart)
    assert found(house.youth_worker, "20304077").beyond == []
    with pytest.raises(Refused):
        opened(house, hidden)
    theirs = inquiry(house)
    assert theirs.citizen_id == hidden.citizen_id
    opened(house, theirs)
    assert list(Inquiry.objects.for_user(house.youth_worker, AT)) == [theirs]


@with_rows
@pytest.mark.parametrize("who", ["caseworker", "leader", "administrator"])
def test_where_no_reason_is_needed_or_none_would_do_it_is_refused(house: House, who: str) -> None:
    with pytest.raises(Refused):
        opened(house, inquiry(house), by=getattr(house, who))
    assert not LookUp.objects.exists()


@with_rows
def test_a_leader_reads_the_reasons_of_the_own_unit(house: House) -> None:
    theirs, youths = inquiry(house), inquiry(house, unit=house.youth, person=Person(name="Li"))
    opened(house, theirs)
    opened(house, youths, by=house.caseworker, at=AT + timedelta(minutes=1))
    own = factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)
    assert [one.citizen_id for one in look_ups(own).rows] == [theirs.citizen_id]
    assert [one.citizen_id for one in look_ups(house.leader).rows] == [
        youths.citizen_id,
        theirs.citizen_id,
    ]
    assert look_ups(house.administrator).rows == []


@with_rows
def test_a_unit_nobody_leads_is_told_of_through_the_leaders_there_are(house: House) -> None:
    User.objects.filter(pk=house.leader.pk).update(unit=house.youth)
    leader = User.objects.get(pk=house.leader.pk)
    theirs = inquiry(house)
    opened(house, theirs)
    found = look_ups(leader).rows
    assert [one.citizen_id for one in found] == [theirs.citizen_id]
    # The reason is read; the file stays closed to a leader of another unit.
    assert [one.inquiry_id for one in found] == [None]  # type: ignore[attr-defined]


@with_rows
def test_what_no_leader_could_be_told_of_is_not_opened(house: House) -> None:
    User.objects.filter(pk=house.leader.pk).update(unit=house.youth)
    leader = User.objects.get(pk=house.leader.pk)
    with pytest.raises(Refused):
        opened(house, inquiry(house), by=leader)
    assert not LookUp.objects.exists()
