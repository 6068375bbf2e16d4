"""What somebody tries who is not the one they say, or not the only one."""

from datetime import timedelta

import pyotp
import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from centre.account.actions.factor import begin_factor, confirm_factor
from centre.account.actions.leave import take_back_end
from centre.account.forms import PasswordForm
from centre.account.views import entry
from centre.account.views.login import TRIES, TRIES_FROM_HERE
from centre.refusal import Refused
from centre.staff.sessions import PROVED
from tests.centre.account.tools import LOGIN, app_of, is_in, password_given
from tests.factories import PASSWORD, House

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "goal", ["'https://evil.example/'", '"//evil.example"', "//evil.example", "https:evil", "x"]
)
def test_a_goal_that_is_none_of_ours_is_no_goal(goal: str) -> None:
    assert not entry.is_ours(RequestFactory().get("/"), goal)
    assert entry.is_ours(RequestFactory().get("/"), "/staff/help/")


@pytest.mark.threat("T15")
def test_a_stranger_who_tries_for_ever_locks_nobody_out(house: House) -> None:
    name = house.caseworker.username
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(TRIES.most + 2):
        stranger.post(LOGIN, {"username": name, "password": "not this one at all"})
    assert not is_in(password_given(name, Client(REMOTE_ADDR="203.0.113.9")))
    assert is_in(password_given(name, Client(REMOTE_ADDR="198.51.100.7")))
    assert TRIES_FROM_HERE.most < TRIES.most


def test_a_leader_does_not_take_back_the_end_of_their_own_employment(house: House) -> None:
    with pytest.raises(Refused):
        take_back_end(user_id=house.leader.pk, by=house.leader, at=now())


def test_the_form_for_a_new_password_says_nothing_of_the_kept_one(house: House) -> None:
    guess = PasswordForm({"old": "somebody guesses here", "new": PASSWORD}, user=house.caseworker)
    assert guess.is_valid()
    same = PasswordForm({"old": PASSWORD, "new": PASSWORD}, user=house.caseworker)
    assert not same.is_valid()
    assert list(same.errors) == ["new"]


def test_a_secret_that_somebody_saw_before_is_not_the_one_set_up(house: House) -> None:
    at = now()
    first = begin_factor(user=house.doctor, at=at)
    second = begin_factor(user=house.doctor, at=at)
    code = app_of(house.doctor).at(at)
    assert begin_factor(user=house.doctor, at=at, shown=second.pk) == second
    for shown, sent in ((first, pyotp.TOTP(first.secret).at(at)), (first, code)):
        assert not confirm_factor(user=house.doctor, shown=shown.pk, code=sent, at=at)
    assert confirm_factor(user=house.doctor, shown=second.pk, code=code, at=at)


def test_a_browser_half_way_begins_anew_when_the_password_was_changed(
    house: House, settings: object
) -> None:
    settings.SECOND_FACTOR = True  # type: ignore[attr-defined]
    client = password_given(house.caseworker.username)
    set_up = reverse("staff:set_up")
    assert client.get(set_up).status_code == 200
    house.caseworker.set_password("another one, and a long one too")
    house.caseworker.save()
    assert client.get(set_up).status_code == 302


def test_who_came_by_a_login_that_asked_nothing_has_shown_nothing(house: House) -> None:
    at = now()
    hours_ago = at - timedelta(hours=3)
    for proved_at, kept in ((None, None), (hours_ago, hours_ago), (at + timedelta(days=1), at)):
        request = RequestFactory().get("/")
        request.session = Client().session
        with_messages(request)
        entry.let_in(request, house.caseworker, at=at, proved_at=proved_at)
        assert request.session.get(PROVED) == (kept.isoformat() if kept else None)


def with_messages(request: object) -> None:
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
