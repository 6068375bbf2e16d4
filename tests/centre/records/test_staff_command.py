"""`manage.py staff add`: who lets the first one in."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from centre.records.actions import NameTakenError, employ
from centre.records.management.commands import staff
from centre.records.models import AuditEntry
from centre.staff.choices import Role
from centre.staff.models import User
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
GOOD = "en lang og munter sætning"
AT = moment("2026-12-10 13.37")


def add(*words: str, role: str = "leader", username: str = "mette") -> str:
    out = io.StringIO()
    call_command("staff", "add", role, username, "--name", "Mette Åkjær", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """A password of one line on standard input."""
    line = io.StringIO(f"{GOOD}\n")
    monkeypatch.setattr("sys.stdin", line)
    yield line


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Somebody at a terminal who types these, one after the other; what is left untyped."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    left = list(answers)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(staff, "getpass", lambda _words: left.pop(0))
    return left


def test_a_first_leader_is_let_in_and_the_trail_says_so(house: House, piped: io.StringIO) -> None:
    assert "Mette Åkjær (leader) may log in as mette." in add("--email", "mette@example.dk")
    user = User.objects.get(username="mette")
    assert (user.first_name, user.last_name, user.role) == ("Mette", "Åkjær", Role.LEADER)
    assert (user.leads_all_units, user.is_superuser, user.is_staff) == (True, False, False)
    line = AuditEntry.objects.get(action="staff.employ")
    assert (line.row_id, line.by) == (str(user.pk), None)
    assert line.detail == {"role": "leader", "unit": ""}
    answer = Client().post("/staff/login/", {"username": "mette", "password": GOOD})
    assert answer.status_code in (302, 303)


def test_an_administrator_may_belong_to_a_unit(house: House, piped: io.StringIO) -> None:
    add("--unit", house.adults.key, role="administrator")
    user = User.objects.get(username="mette")
    assert (user.role, user.unit) == (Role.ADMINISTRATOR, house.adults)


@pytest.mark.parametrize("taken", ["mette", "METTE"])
def test_a_name_that_somebody_has_is_refused_before_the_password_is_asked(
    house: House, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    User.objects.create_user("Mette", password=GOOD, role=Role.CASEWORKER)
    left = typed(monkeypatch, GOOD, GOOD)
    with pytest.raises(CommandError, match=f"already has the user name {taken}"):
        add(username=taken)
    assert left == [GOOD, GOOD]
    assert User.objects.get(username="Mette").role == Role.CASEWORKER
    assert not AuditEntry.objects.exists()


def test_the_action_refuses_a_taken_name_too(house: House) -> None:
    with pytest.raises(NameTakenError):
        employ(
            username=house.leader.username.upper(),
            first_name="Mette",
            last_name="Åkjær",
            email="",
            role=Role.LEADER,
            unit=None,
            password=GOOD,
            by=None,
            at=AT,
        )


@pytest.mark.threat("T15")
@pytest.mark.parametrize(
    ("password", "why"), [("", "too short"), ("kort", "too short"), ("a" * 201, "too long")]
)
def test_a_password_that_the_door_would_not_take_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch, password: str, why: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password))
    with pytest.raises(CommandError, match=why):
        add()
    assert not User.objects.filter(username="mette").exists()


def test_at_a_terminal_the_password_is_asked_again_until_it_is_good_and_said_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = typed(monkeypatch, "kort", GOOD, "noget andet", GOOD, GOOD)
    add()
    assert left == []
    assert User.objects.get(username="mette").check_password(GOOD)


def test_after_three_tries_nobody_is_added(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "kort", "kort", "kort")
    with pytest.raises(CommandError, match="Nobody was added"):
        add()
    assert not User.objects.filter(username="mette").exists()


@pytest.mark.parametrize(
    ("words", "username", "why"),
    [
        (["--unit", "nowhere"], "mette", "There is no unit nowhere. There are: health, "),
        (["--email", "no address"], "mette", "email: Enter a valid email address"),
        (["--name", " "], "mette", "--name is empty"),
        ([], "mette åkjær", "username: Enter a valid username"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    house: House, piped: io.StringIO, words: list[str], username: str, why: str
) -> None:
    with pytest.raises(CommandError) as refused:
        add(*words, username=username)
    assert why in str(refused.value)


def test_no_argument_takes_a_password(house: House) -> None:
    with pytest.raises(CommandError, match="unrecognized arguments"):
        add("--password", GOOD)
