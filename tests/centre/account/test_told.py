"""Whose login was changed is told by mail, whoever changed it: in neutral words, once, without a link."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.timezone import now

from centre.account.actions.arrival import Vouched, arrive, tie
from centre.account.actions.factor import forget_factor
from centre.account.actions.leave import end_employment, take_back_end
from centre.account.views.entry import CODE_TRIES
from centre.calendar import danish_day, danish_moment
from centre.post.actions import send_waiting
from centre.post.choices import Change, State, Text
from centre.post.models import Message
from centre.staff.models import User
from tests.centre.account.tools import (
    CODE,
    MORNING,
    code_of,
    password_given,
    with_app,
)  # fmt: skip
from tests.desk import at_the_doors, logged_in
from tests.factories import PASSWORD, House

pytestmark = [pytest.mark.django_db, pytest.mark.threat("T14")]
NEW = "en helt anden lang adgangskode"
TODAY = danish_day(MORNING)


def told(user: User) -> list[str]:
    """What waits or was sent about the person's login, in the order of the sending."""
    found = Message.objects.filter(text=Text.LOGIN, to_user=user).exclude(state=State.EXPIRED)
    return [one.facts["change"] for one in found.order_by("due_at", "once_key")]


def test_a_new_password_is_told_in_neutral_words_to_whose_it_is(house: House) -> None:
    client = logged_in(house.caseworker)
    client.post("/staff/account/password/", {"old": "wrong", "new": NEW})
    assert told(house.caseworker) == []
    client.post("/staff/account/password/", {"old": PASSWORD, "new": NEW})
    assert told(house.caseworker) == [Change.PASSWORD]
    send_waiting(at=now())
    send_waiting(at=now())
    [letter] = mail.outbox
    assert letter.to == [house.caseworker.email]
    assert letter.subject == "Dit login på arbejdet"
    assert "Din adgangskode på arbejdet er ændret." in letter.body
    assert not [word for word in ("http", "@", house.caseworker.first_name) if word in letter.body]


def test_an_app_and_new_codes_are_told_and_wrong_first_codes_are_not(house: House) -> None:
    at = now()
    client = logged_in(house.caseworker)
    client.post("/staff/account/second-factor/")
    client.post("/staff/account/second-factor/", {"code": "000000"})
    assert told(house.caseworker) == []
    client.post("/staff/account/second-factor/", {"code": code_of(house.caseworker, at)})
    assert told(house.caseworker) == [Change.APP]
    client.post("/staff/account/recovery-codes/")
    assert told(house.caseworker) == [Change.APP, Change.CODES]
    forget_factor(user=house.caseworker, at=now())
    assert told(house.caseworker) == [Change.APP, Change.CODES, Change.NO_APP]


def test_a_used_recovery_code_and_guesses_after_the_password_are_told(
    house: House, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECOND_FACTOR = True
    at_the_doors(monkeypatch, MORNING)
    codes = with_app(house.caseworker)
    Message.objects.all().delete()
    client = password_given("caseworker")
    for _each in range(CODE_TRIES.most):
        client.post(CODE, {"code": "000000"})
    assert told(house.caseworker) == []
    for _each in range(3):
        client.post(CODE, {"code": "000000"})
    assert told(house.caseworker) == [Change.GUESSED]
    client.post(CODE, {"code": codes[0]})
    assert sorted(told(house.caseworker)) == [Change.CODE_USED, Change.GUESSED]


def vouched(**changes: str) -> Vouched:
    given = {
        "issuer": "https://id.kommune.example",
        "subject": "1001",
        "username": "bo",
        "first_name": "Bo",
        "last_name": "Ærø",
        "email": "caseworker@example.dk",
        "role": "caseworker",
        "unit_key": "adults",
    }
    return Vouched(**{**given, **changes})


def test_another_role_and_another_address_are_told_where_the_mail_went_so_far(
    house: House,
) -> None:
    at = now()
    tie(user=house.caseworker, issuer=vouched().issuer, subject="1001", at=at)
    assert told(house.caseworker) == [Change.OTHER_WAY]
    arrive(who=vouched(), at=at)
    assert told(house.caseworker) == [Change.OTHER_WAY]
    arrive(who=vouched(role="secretary"), at=at)
    assert sorted(told(house.caseworker)) == [Change.OTHER_WAY, Change.ROLE]
    arrive(who=vouched(role="secretary", email="else@example.dk"), at=at)
    [moved] = Message.objects.filter(to_user=None)
    assert (moved.to_address, moved.facts) == ("caseworker@example.dk", {"change": Change.ADDRESS})


def end(house: House, on: date, at: datetime = MORNING) -> None:
    end_employment(user_id=house.caseworker.pk, ends_on=on, by=house.leader, at=at)


def test_who_leaves_is_told_when_the_login_no_longer_opens_and_once(house: House) -> None:
    end(house, TODAY)
    end(house, TODAY)
    assert told(house.caseworker) == [Change.ENDED]
    assert Message.objects.get().due_at == MORNING
    take_back_end(user_id=house.caseworker.pk, by=house.leader, at=MORNING + timedelta(hours=1))
    assert told(house.caseworker)[-1] == Change.OPENED


def test_an_end_to_come_is_told_on_its_day_and_not_if_there_is_another(house: House) -> None:
    first, second = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    for on in (first, second):
        end(house, on)
    [waits] = Message.objects.filter(state=State.WAITING)
    assert waits.due_at == danish_moment(second, time(7))
    take_back_end(user_id=house.caseworker.pk, by=house.leader, at=MORNING)
    assert told(house.caseworker) == []
    end(house, first)
    assert told(house.caseworker) == [Change.ENDED]
    assert Message.objects.get(state=State.WAITING).due_at == danish_moment(first, time(7))


def test_who_has_no_address_is_told_nothing_and_no_mail_is_given_up(house: House) -> None:
    User.objects.filter(pk=house.caseworker.pk).update(email="")
    client = logged_in(User.objects.get(pk=house.caseworker.pk))
    client.post("/staff/account/password/", {"old": PASSWORD, "new": NEW})
    end(house, TODAY)
    assert not Message.objects.exists()
