"""A colleague's file is for a few: who answers for it, who leads, whom the leader names (ux E.2; FVL § 3)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.file import queries
from centre.file.actions import end_of_few, mark_tie, name_insider
from centre.records.choices import Answer, TieKind
from centre.records.models import AuditEntry, LookUp, LookUpRequest, Tie
from centre.refusal import Refused
from centre.staff.choices import Role
from centre.staff.models import User
from intake.actions.search import look_up
from intake.actions.second import answer
from intake.models import Inquiry
from intake.queries.search import Criterion, find
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.treatment import cases as treatment

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def own_leader(house: House) -> User:
    return factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)


@pytest.fixture
def theirs(house: House, own_leader: User) -> Inquiry:
    """Of the adults' unit; the caseworker answers for it."""
    person = Person(name="Ærø Ødegård", phone="+4520304077")
    return factories.inquiry(
        house, received_at=AT - timedelta(days=1), person=person, responsible=house.caseworker
    )


def citizen_of(inquiry: Inquiry) -> Citizen:
    assert inquiry.citizen is not None
    return inquiry.citizen


def marked(inquiry: Inquiry, house: House, **changes: Any) -> Tie:
    given: dict[str, Any] = {"kind": TieKind.COLLEAGUE, "user": None, "by": house.caseworker}
    return mark_tie(citizen_id=citizen_of(inquiry).pk, at=AT, **{**given, **changes})


def sees(user: User, inquiry: Inquiry) -> tuple[bool, bool, bool]:
    """The inquiry, its deadlines, the file."""
    return (
        Inquiry.objects.for_user(user, AT).filter(pk=inquiry.pk).exists(),
        Clock.objects.for_user(user, AT).filter(citizen=inquiry.citizen).exists(),
        queries.citizens(user, AT).filter(pk=citizen_of(inquiry).pk).exists(),
    )


OPEN, CLOSED = (True, True, True), (False, False, False)


@pytest.mark.threat("T1")
def test_the_unit_loses_sight_of_it_and_the_few_do_not(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    everybody = (house.caseworker, house.colleague, house.secretary, own_leader, house.leader)
    assert {sees(one, theirs) for one in everybody} == {OPEN}
    marked(theirs, house)
    assert {one for one in everybody if sees(one, theirs) == OPEN} == {
        house.caseworker,
        own_leader,
        house.leader,
    }
    assert sees(house.colleague, theirs) == sees(house.secretary, theirs) == CLOSED


def test_others_of_the_unit_see_all_the_other_files(house: House, theirs: Inquiry) -> None:
    other = factories.inquiry(house, received_at=AT - timedelta(days=1))
    anonymous = factories.inquiry(house, received_at=AT, person=None)
    marked(theirs, house)
    assert sees(house.colleague, other) == OPEN
    assert Inquiry.objects.for_user(house.colleague).filter(pk=anonymous.pk).exists()
    assert Clock.objects.for_user(house.colleague).exists()


def test_whoever_it_is_about_never_opens_it_not_even_by_leading(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    for one in (house.caseworker, own_leader, house.leader):
        tie = marked(theirs, house, user=one)
        assert sees(one, theirs) == CLOSED
        end_of_few(citizen_id=tie.citizen_id, of=tie.pk, by=house.leader, at=AT)
        assert sees(one, theirs) == OPEN


def test_nobody_looks_up_their_own_matter_in_danger_neither(house: House, theirs: Inquiry) -> None:
    marked(theirs, house, kind=TieKind.CLOSE, user=house.youth_worker)
    found = find(house.youth_worker, Criterion(phone="+4520304077"), at=AT)
    assert (found.rows, found.beyond) == ([], [])
    for reason in ("contact", "danger"):
        with pytest.raises(Refused):
            look_up(
                citizen_id=citizen_of(theirs).pk,
                reason=reason,
                text="Min bror.",
                by=house.youth_worker,
                at=AT,
            )
    assert not LookUp.objects.exists()


def test_a_look_up_that_runs_is_over_when_it_turns_out_to_be_the_own_matter(
    house: House, theirs: Inquiry
) -> None:
    look_up(
        citizen_id=citizen_of(theirs).pk,
        reason="contact",
        text="Ringede.",
        by=house.youth_worker,
        at=AT,
    )
    assert sees(house.youth_worker, theirs)[0]
    marked(theirs, house, user=house.youth_worker)
    assert sees(house.youth_worker, theirs) == CLOSED


def test_a_colleague_of_the_unit_opens_it_with_a_reason_and_a_second_person(
    house: House, theirs: Inquiry
) -> None:
    marked(theirs, house)
    given: dict[str, Any] = {"reason": "stand_in", "text": "Mette er syg.", "at": AT}
    asked = look_up(citizen_id=citizen_of(theirs).pk, by=house.colleague, **given)
    assert isinstance(asked, LookUpRequest)
    assert sees(house.colleague, theirs) == CLOSED
    answer(request_id=asked.pk, answer=Answer.GRANTED, words="", by=house.caseworker, at=AT)
    assert sees(house.colleague, theirs)[0]
    assert sees(house.colleague, theirs)[2]
    # To read only.
    assert not Inquiry.objects.for_user(house.colleague).filter(pk=theirs.pk).exists()
    assert not queries.own_citizens(house.colleague, AT).filter(pk=citizen_of(theirs).pk).exists()


def test_whom_the_leader_names_is_let_in_until_it_ends(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    marked(theirs, house)
    citizen = citizen_of(theirs)
    named = name_insider(citizen_id=citizen.pk, user=house.colleague, by=own_leader, at=AT)
    assert named == name_insider(citizen_id=citizen.pk, user=house.colleague, by=own_leader, at=AT)
    assert sees(house.colleague, theirs) == OPEN
    end_of_few(citizen_id=citizen.pk, of=named.pk, by=own_leader, at=AT)
    assert sees(house.colleague, theirs) == CLOSED
    assert end_of_few(citizen_id=citizen.pk, of=named.pk, by=own_leader, at=AT) is None


def test_nobody_is_named_whom_it_concerns_or_where_the_file_is_open(
    house: House, theirs: Inquiry
) -> None:
    citizen = citizen_of(theirs)
    given: dict[str, Any] = {"citizen_id": citizen.pk, "user": house.colleague}
    with pytest.raises(Refused):
        name_insider(**given, by=house.leader, at=AT)
    marked(theirs, house, user=house.colleague)
    with pytest.raises(Refused):
        name_insider(**given, by=house.leader, at=AT)


def test_who_is_given_the_case_or_the_course_is_let_in_without_being_named(house: House) -> None:
    asked = factories.inquiry(house, received_at=AT - timedelta(days=3))
    granted = treatment.decision(house, asked, sent_at=AT - timedelta(days=2))
    course = treatment.course(house, granted, at=AT - timedelta(days=1))
    marked(asked, house)
    type(course).objects.filter(pk=course.pk).update(counsellor=house.colleague)
    assert sees(house.colleague, asked) == OPEN


def test_a_mark_twice_is_one_and_leaves_no_name_in_the_trail(house: House, theirs: Inquiry) -> None:
    assert marked(theirs, house, user=house.colleague) == marked(
        theirs, house, user=house.colleague
    )
    line = AuditEntry.objects.get(action="citizen.tied")
    assert line.detail == {"kind": "colleague"}


def test_the_page_marks_names_and_ends(house: House, theirs: Inquiry, own_leader: User) -> None:
    url = reverse("file:few", args=[theirs.citizen_id])
    client = logged_in(own_leader)
    assert client.post(url, {"kind": "close", "user": ""}).status_code == 422
    assert client.post(url, {"kind": "colleague", "user": ""}).status_code == 302
    name = reverse("file:insider", args=[theirs.citizen_id])
    assert client.post(name, {"naming-user": ""}).status_code == 422
    assert client.post(name, {"naming-user": str(house.colleague.pk)}).status_code == 302
    page = client.get(url).content.decode()
    assert "Lars" in page
    assert sees(house.colleague, theirs) == OPEN
    tie = Tie.objects.get()
    end = reverse("file:end_few", args=[theirs.citizen_id, tie.pk])
    assert client.post(end).status_code == 302
    assert sees(house.secretary, theirs) == OPEN
    assert logged_in(house.caseworker).post(end).status_code == 403
    file = client.get(reverse("file:citizen", args=[theirs.citizen_id])).content.decode()
    assert "lukket kreds" in file


def test_a_leader_of_another_unit_names_and_ends_nothing(house: House, theirs: Inquiry) -> None:
    tie = marked(theirs, house)
    other = factories.UserFactory(username="other", role=Role.LEADER, unit=house.youth)
    client = logged_in(other)
    for name, arguments in (
        ("few", [theirs.citizen_id]),
        ("insider", [theirs.citizen_id]),
        ("end_few", [theirs.citizen_id, tie.pk]),
    ):
        told = {"naming-user": str(house.colleague.pk)}
        assert client.post(reverse(f"file:{name}", args=arguments), told).status_code == 404
    assert Tie.objects.in_force().get() == tie


def test_who_marks_it_and_is_none_of_the_few_is_told_so(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.colleague)
    url = reverse("file:few", args=[theirs.citizen_id])
    answer = client.post(url, {"kind": "colleague", "user": ""}, follow=True)
    assert answer.redirect_chain == [(reverse("clocks:desk"), 302)]
    assert "lukket for dig" in answer.content.decode()
    assert client.get(url).status_code == 404


def test_the_same_whole_name_as_one_of_the_staff_is_proposed(
    house: House, own_leader: User
) -> None:
    name = house.colleague.get_full_name().upper()
    inquiry = factories.inquiry(house, received_at=AT, person=Person(name=name))
    page = logged_in(own_leader).get(reverse("file:few", args=[inquiry.citizen_id]))
    assert page.context["form"]["user"].value() == str(house.colleague.pk)


def test_a_list_that_was_read_before_the_mark_forgets_them_too(
    house: House, theirs: Inquiry
) -> None:
    """What a page asks is put together once and kept: the answer is not."""

    def on_the_desk(user: User) -> bool:
        page = logged_in(user).get(reverse("clocks:desk") + "?who=unit").content.decode()
        return str(theirs.pk) in page

    assert on_the_desk(house.colleague)
    marked(theirs, house)
    assert not on_the_desk(house.colleague)
    assert on_the_desk(house.caseworker)
