"""A protected citizen, or a colleague, opens with a reason only when a second person agrees (design 6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from centre.calendar import add_working_days
from centre.citizens.actions import Person
from centre.file.actions import mark_tie
from centre.post.choices import Text
from centre.post.models import Message
from centre.records.choices import Answer, TieKind
from centre.records.models import AuditEntry, LookUp, LookUpRequest
from centre.refusal import Refused
from centre.staff.choices import Role
from centre.staff.models import User
from intake.actions.search import look_up, review
from intake.actions.second import answer
from intake.choices import Verdict
from intake.models import Inquiry
from intake.queries.second import not_opened, to_answer
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
SOON = AT + timedelta(minutes=10)
REASON = "Borgeren ringede til mig selv om natten."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, SOON)


@pytest.fixture
def own_leader(house: House) -> User:
    return factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)


@pytest.fixture
def theirs(house: House, own_leader: User) -> Inquiry:
    """A protected citizen of the adults' unit, for whom the caseworker answers."""
    person = Person(name="Ærø Ødegård", phone="+4520304077", protected=True)
    return factories.inquiry(
        house, received_at=AT - timedelta(days=1), person=person, responsible=house.caseworker
    )


def asked(theirs: Inquiry, by: User, **changes: Any) -> Any:
    """By somebody of the youth's unit."""
    assert theirs.citizen_id is not None
    given = {"reason": "contact", "text": REASON, "at": AT, **changes}
    return look_up(citizen_id=theirs.citizen_id, by=by, **given)


def answered(one: LookUpRequest, by: User, **changes: Any) -> LookUpRequest:
    given: dict[str, Any] = {"answer": Answer.GRANTED, "words": "", "at": SOON, **changes}
    return answer(request_id=one.pk, by=by, **given)


def sees(user: User, inquiry: Inquiry, at: Any = SOON) -> bool:
    return Inquiry.objects.for_user(user, at).filter(pk=inquiry.pk).exists()


@pytest.mark.threat("T1")
def test_a_reason_alone_opens_no_protected_citizen(house: House, theirs: Inquiry) -> None:
    made = asked(theirs, house.youth_worker)
    assert isinstance(made, LookUpRequest)
    assert not LookUp.objects.exists()
    assert not sees(house.youth_worker, theirs)
    line = AuditEntry.objects.get(action="records.second_asked")
    assert REASON not in str(line.detail)


def test_who_leads_and_who_answers_for_the_citizen_is_told_at_once_and_nobody_else(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    asked(theirs, house.youth_worker)
    told = Message.objects.filter(text=Text.SECOND)
    assert {one.to_user for one in told} == {own_leader, house.leader, house.caseworker}
    assert {one.due_at for one in told} == {AT}


def test_a_second_click_asks_once(house: House, theirs: Inquiry) -> None:
    assert asked(theirs, house.youth_worker) == asked(theirs, house.youth_worker, at=SOON)
    assert LookUpRequest.objects.count() == 1


def test_the_hour_runs_from_the_answer(house: House, theirs: Inquiry) -> None:
    made = answered(asked(theirs, house.youth_worker), house.caseworker)
    assert made.look_up is not None
    assert made.look_up.at == SOON
    assert made.look_up.by == house.youth_worker
    assert sees(house.youth_worker, theirs)
    assert sees(house.youth_worker, theirs, SOON + timedelta(minutes=59))
    assert not sees(house.youth_worker, theirs, SOON + timedelta(minutes=60))
    assert Message.objects.get(text=Text.ANSWERED).to_user == house.youth_worker
    # The leader reviews it all the same.
    assert made.look_up.review.clock.due_on == add_working_days(AT.date(), 3)


def test_a_refusal_opens_nothing_and_says_why(house: House, theirs: Inquiry) -> None:
    made = answered(
        asked(theirs, house.youth_worker), house.caseworker, answer="refused", words="Ring til os."
    )
    assert not LookUp.objects.exists()
    assert not sees(house.youth_worker, theirs)
    desk = logged_in(house.youth_worker).get(reverse("clocks:desk")).content.decode()
    assert "Ring til os." in desk
    assert not_opened(house.leader, at=SOON) == [made]


def test_only_somebody_who_works_with_the_citizen_answers(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    asker = factories.UserFactory(username="asker", role=Role.LEADER, unit=house.youth)
    made = asked(theirs, asker)
    may = {
        one
        for one in (
            asker,
            own_leader,
            house.leader,
            house.caseworker,
            house.colleague,
            house.secretary,
            house.youth_worker,
            house.doctor,
            house.administrator,
        )
        if to_answer(one).filter(pk=made.pk).exists()
    }
    assert may == {own_leader, house.leader, house.caseworker, house.colleague}
    for one in (asker, house.youth_worker, house.secretary):
        with pytest.raises(LookUpRequest.DoesNotExist):
            answered(made, one)


def test_a_leader_of_all_units_does_not_answer_what_they_asked_before(
    house: House, theirs: Inquiry
) -> None:
    """Who asked, and was moved to the unit since, is still who asked."""
    made = asked(theirs, house.youth_worker)
    house.youth_worker.unit = house.adults
    house.youth_worker.save()
    with pytest.raises(LookUpRequest.DoesNotExist):
        answered(made, house.youth_worker)
    # Nor does a yes open what is their own work by now.
    with pytest.raises(Refused, match="intet at åbne"):
        answered(made, house.caseworker)


def test_the_second_of_two_who_answer_is_told_who_was_first(house: House, theirs: Inquiry) -> None:
    made = asked(theirs, house.youth_worker)
    answered(made, house.caseworker)
    with pytest.raises(Refused, match="Mette"):
        answered(made, house.leader, answer="refused", words="Nej.")
    made.refresh_from_db()
    assert (made.answer, LookUp.objects.count()) == ("granted", 1)


@pytest.mark.parametrize(("minutes", "waits"), [(59, True), (60, False), (600, False)])
def test_after_an_hour_nobody_answers_any_more(
    house: House, theirs: Inquiry, minutes: int, waits: bool
) -> None:
    made, late = asked(theirs, house.youth_worker), AT + timedelta(minutes=minutes)
    if waits:
        answered(made, house.caseworker, at=late)
        return
    with pytest.raises(Refused, match="mere end en time"):
        answered(made, house.caseworker, at=late)
    assert not LookUp.objects.exists()
    # It is asked anew, and is another request.
    assert asked(theirs, house.youth_worker, at=late) != made


def test_nothing_opens_to_somebody_who_has_left_meanwhile(house: House, theirs: Inquiry) -> None:
    made = asked(theirs, house.youth_worker)
    house.youth_worker.ends_on = AT.date()
    house.youth_worker.save()
    with pytest.raises(Refused, match="arbejder her ikke"):
        answered(made, house.caseworker)
    made.refresh_from_db()
    assert made.answer == ""


def test_where_life_is_in_danger_nobody_waits_and_the_review_comes_sooner(
    house: House, theirs: Inquiry
) -> None:
    assert asked(theirs, house.youth_worker, reason="danger") == theirs
    made = LookUp.objects.get()
    assert sees(house.youth_worker, theirs)
    assert made.review.clock.due_on == add_working_days(AT.date(), 1)


def test_whoever_is_not_protected_opens_as_before(house: House) -> None:
    other = factories.inquiry(house, received_at=AT - timedelta(days=1))
    assert asked(other, house.youth_worker) == other


def test_who_agreed_does_not_review_it_where_another_leads(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    made = answered(asked(theirs, house.youth_worker), own_leader)
    assert made.look_up is not None
    found: dict[str, Any] = {"verdict": Verdict.WARRANTED, "words": "", "at": SOON}
    with pytest.raises(Refused, match="sagt ja til"):
        review(look_up_id=made.look_up.pk, by=own_leader, **found)
    review(look_up_id=made.look_up.pk, by=house.leader, **found)


def test_nobody_can_be_asked_where_only_the_one_who_asks_could_answer(house: House) -> None:
    """The youth's unit has one caseworker, and it is about them."""
    citizen = factories.inquiry(house, received_at=AT - timedelta(days=1), unit=house.youth).citizen
    assert citizen is not None
    mark_tie(
        citizen_id=citizen.pk, kind=TieKind.COLLEAGUE, user=house.leader, by=house.leader, at=AT
    )
    with pytest.raises(Refused):
        look_up(citizen_id=citizen.pk, reason="contact", text=REASON, by=house.caseworker, at=AT)


def test_the_desk_leads_to_the_page_and_the_page_opens_the_file(
    house: House, theirs: Inquiry
) -> None:
    made = asked(theirs, house.youth_worker)
    client, url = logged_in(house.caseworker), reverse("intake:second", args=[made.pk])
    assert url in client.get(reverse("clocks:desk")).content.decode()
    before = readings(citizen=theirs.citizen)
    page = client.get(url).content.decode()
    assert REASON in page
    assert "Ærø" not in page
    assert readings(citizen=theirs.citizen) == before + 1
    wrong = client.post(url, {"answer": "refused", "words": ""})
    assert wrong.status_code == 422
    assert client.post(url, {"answer": "granted"}).status_code == 302
    own = logged_in(house.youth_worker)
    file = reverse("file:citizen", args=[theirs.citizen_id])
    assert file in own.get(reverse("clocks:desk")).content.decode()
    assert own.get(file).status_code == 200
    again = client.post(url, {"answer": "refused", "words": "Alligevel ikke."})
    assert again.status_code == 409
    assert "Alligevel ikke." in again.content.decode()


def test_the_search_says_that_a_second_person_is_asked(house: House, theirs: Inquiry) -> None:
    client = logged_in(house.youth_worker)
    found = client.post(reverse("intake:search"), {"text": "Ærø Ødegård"})
    sent = {"target": found.context["target"], "sent": "1", "reason": "contact", "text": REASON}
    answer = client.post(reverse("intake:look_up"), sent, follow=True)
    assert answer.redirect_chain == [(reverse("clocks:desk"), 302)]
    assert "anden medarbejder" in answer.content.decode()
    assert LookUpRequest.objects.get().by == house.youth_worker


def test_the_database_lets_nobody_answer_their_own(house: House, theirs: Inquiry) -> None:
    made = asked(theirs, house.youth_worker)
    assert not to_answer(house.youth_worker).filter(pk=made.pk).exists()
