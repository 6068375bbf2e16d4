"""Logging in with a second factor, as a person at a browser would."""

from datetime import datetime, timedelta
from typing import Any

import pyotp
from django.test import Client

from centre.account.actions.factor import begin_factor, confirm_factor
from centre.account.models import SecondFactor
from centre.staff.models import User
from tests.conftest import moment
from tests.factories import PASSWORD

LOGIN, CODE, SET_UP = "/staff/login/", "/staff/login/code/", "/staff/login/second-factor/"
MORNING = moment("2026-12-10 07.00")


def app_of(user: User) -> pyotp.TOTP:
    """The app on the person's phone."""
    return pyotp.TOTP(SecondFactor.objects.filter(user=user).latest("made_at").secret)


def code_of(user: User, at: datetime) -> str:
    return app_of(user).at(at)


def with_app(user: User, at: datetime = MORNING - timedelta(hours=1)) -> list[str]:
    """Somebody who has set up an app; answers with the recovery codes."""
    shown = begin_factor(user=user, at=at).pk
    codes = confirm_factor(user=user, shown=shown, code=code_of(user, at), at=at)
    assert codes
    return codes


def password_given(username: str, client: Client | None = None, **more: Any) -> Any:
    """A browser in which the right password was written."""
    client = client or Client()
    client.post(LOGIN, {"username": username, "password": PASSWORD, **more})
    return client


def is_in(client: Any) -> bool:
    return bool(client.get("/staff/help/").status_code == 200)
