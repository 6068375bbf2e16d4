"""Somebody leaves (ux C-38): out at once in every browser, and the work in other hands."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from centre.account.actions.leave import works
from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.staff.models import Login
from intake.models import Inquiry
from tests import factories
from tests.centre.account.tools import is_in, password_given
from tests.desk import logged_in
from tests.factories import House
from tests.treatment import cases as treatment


def path(name: str, user: Any) -> str:
    return reverse(f"staff:{name}", args=[user.pk])


def day(on: date) -> dict[str, str]:
    return {
        "ends_on_day": str(on.day),
        "ends_on_month": str(on.month),
        "ends_on_year": str(on.year),
    }


def today() -> date:
    return danish_day(now())


def an_inquiry(house: House, **changes: Any) -> Inquiry:
    given = {"received_at": now() - timedelta(days=1), "responsible": house.caseworker}
    return factories.inquiry(house, **{**given, **changes})


@pytest.mark.threat("T3")
def test_who_leaves_today_is_out_in_every_browser_at_once(house: House) -> None:
    """Twelve o'clock, two open sessions, one of them with a draft that is being saved."""
    one, two = logged_in(house.caseworker), logged_in(house.caseworker)
    colleague = logged_in(house.colleague)
    answer = logged_in(house.leader).post(path("end_employment", house.caseworker), day(today()))
    assert answer.status_code == 302
    assert not Login.objects.filter(user=house.caseworker).exists()
    save = {"form": "inquiry.register", "subject": "", "content": "{}"}
    assert one.post("/staff/drafts/save/", save).url.startswith("/staff/login/")
    assert [is_in(client) for client in (one, two, colleague)] == [False, False, True]
    assert not is_in(password_given("caseworker"))
    assert AuditEntry.objects.get(action="staff.end").detail == {"ends_on": today().isoformat()}


def test_who_leaves_later_works_on_until_that_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from centre.staff import middleware

    client = logged_in(house.caseworker)
    client.get("/staff/help/")
    ends_on = today() + timedelta(days=1)
    logged_in(house.leader).post(path("end_employment", house.caseworker), day(ends_on))
    assert is_in(client)
    monkeypatch.setattr(middleware, "danish_day", lambda at: danish_day(at) + timedelta(days=1))
    assert not is_in(client)


def test_a_day_that_is_past_cannot_be_set(house: House) -> None:
    yesterday = today() - timedelta(days=1)
    answer = logged_in(house.leader).post(path("end_employment", house.caseworker), day(yesterday))
    assert answer.status_code == 422
    assert answer.context["form"].errors["ends_on"]
    house.caseworker.refresh_from_db()
    assert house.caseworker.ends_on is None


def test_who_stays_after_all_may_log_in_again(house: House) -> None:
    leader = logged_in(house.leader)
    leader.post(path("end_employment", house.caseworker), day(today()))
    leader.post(path("stays", house.caseworker))
    assert is_in(password_given("caseworker"))
    assert AuditEntry.objects.filter(action="staff.stays").count() == 1


def test_nobody_ends_their_own_employment(house: House) -> None:
    answer = logged_in(house.leader).post(path("end_employment", house.leader), day(today()))
    assert answer.status_code == 422
    assert is_in(logged_in(house.leader))


def test_the_last_one_who_lets_people_in_stays(house: House) -> None:
    house.leader.is_active = False
    house.leader.save()
    admin = factories.UserFactory(username="second", role="administrator", unit=None)
    client = logged_in(admin)
    assert client.post(path("end_employment", house.administrator), day(today())).status_code == 302
    house.administrator.refresh_from_db()
    admin.is_active = True
    other = factories.UserFactory(username="third", role="leader", unit=house.adults)
    gone = logged_in(other)
    assert gone.post(path("end_employment", admin), day(today())).status_code == 404


def test_a_leader_of_a_unit_ends_nobody_of_another(house: House) -> None:
    own = factories.UserFactory(username="own", role="leader", unit=house.adults)
    client = logged_in(own)
    for name in ("person", "end_employment", "stays", "log_out_person", "hand_on_work"):
        ask = client.get if name == "person" else client.post
        assert ask(path(name, house.youth_worker)).status_code == 404
        assert ask(path(name, house.leader)).status_code == 404
    shown = client.get("/staff/people/").content.decode()
    assert str(house.youth_worker) not in shown
    assert str(house.caseworker) in shown


def test_a_lost_phone_ends_every_session_and_nothing_else(house: House) -> None:
    one, administrator = logged_in(house.caseworker), Client()
    # Long ago that they showed who they are: it must be quick.
    administrator.force_login(house.administrator)
    administrator.post(path("log_out_person", house.caseworker))
    assert not is_in(one)
    assert is_in(password_given("caseworker"))


def test_ending_asks_who_it_is_when_that_was_shown_long_ago(house: House) -> None:
    client = Client()
    client.force_login(house.leader)
    assert client.post(path("end_employment", house.caseworker), day(today())).status_code == 403
    house.caseworker.refresh_from_db()
    assert house.caseworker.ends_on is None


# --- The work ----------------------------------------------------------------------------------


def counts(client: Any, user: Any) -> list[int]:
    return [count for _words, count in client.get(path("person", user)).context["work"]]


def test_all_that_is_open_goes_on_to_a_colleague_with_its_deadlines(house: House) -> None:
    one, two = an_inquiry(house), an_inquiry(house)
    others = an_inquiry(house, responsible=house.leader)
    course = treatment.course(house)
    leader = logged_in(house.leader)
    before = counts(leader, course.counsellor)
    assert course.counsellor == house.caseworker
    assert before[:2] == [3, 1] or before[:2] == [2, 1]
    answer = leader.post(path("hand_on_work", house.caseworker), {"to": str(house.colleague.pk)})
    assert answer.status_code == 302
    assert counts(leader, house.caseworker) == [0, 0, 0, 0]
    for inquiry in (one, two):
        inquiry.refresh_from_db()
        assert inquiry.responsible == house.colleague
    others.refresh_from_db()
    course.refresh_from_db()
    assert (others.responsible, course.counsellor) == (house.leader, house.colleague)
    assert not Clock.objects.open().filter(responsible=house.caseworker).exists()
    assert AuditEntry.objects.get(action="staff.hand_on").detail["to"] == house.colleague.pk


def test_what_the_colleague_may_not_take_stays_and_is_told(house: House) -> None:
    an_inquiry(house)
    treatment.course(house)
    leader = logged_in(house.leader)
    # A secretary takes no work at all; a leader answers for inquiries, and for no treatment.
    assert (
        leader.post(
            path("hand_on_work", house.caseworker), {"to": str(house.secretary.pk)}
        ).status_code
        == 422
    )
    answer = leader.post(
        path("hand_on_work", house.caseworker), {"to": str(house.leader.pk)}, follow=True
    )
    told = [str(one) for one in answer.context["messages"]]
    assert len(told) == 2
    assert counts(leader, house.caseworker)[:2] == [0, 1]


def test_handing_on_twice_is_once(house: House) -> None:
    an_inquiry(house)
    leader = logged_in(house.leader)
    for _again in range(2):
        leader.post(path("hand_on_work", house.caseworker), {"to": str(house.colleague.pk)})
    assert AuditEntry.objects.filter(action="inquiry.assign").count() == 1


def test_who_runs_the_system_sees_no_work_and_gives_none_out(house: House) -> None:
    an_inquiry(house)
    client = logged_in(house.administrator)
    page = client.get(path("person", house.caseworker))
    assert page.context["work"] == []
    assert client.post(path("hand_on_work", house.caseworker), {"to": "1"}).status_code == 403


def test_a_leader_of_a_unit_hands_on_no_more_than_the_own_units_work(house: House) -> None:
    own = factories.UserFactory(username="own", role="leader", unit=house.adults)
    theirs = an_inquiry(house, unit=house.youth, responsible=house.caseworker)
    logged_in(own).post(path("hand_on_work", house.caseworker), {"to": str(house.colleague.pk)})
    theirs.refresh_from_db()
    assert theirs.responsible == house.caseworker


def test_the_page_shows_counts_and_no_citizen(house: House) -> None:
    an_inquiry(house)
    page = logged_in(house.leader).get(path("person", house.caseworker)).content.decode()
    assert "Ødegård" not in page


def test_every_app_that_lets_people_answer_for_something_is_asked() -> None:
    assert len(works()) == 4
