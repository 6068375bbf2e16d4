"""A passkey stands in for the app's code, never for the password, and for no other person or house."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from hypothesis import given, strategies

from centre.account import passkeys
from centre.account.actions.factor import forget_factor
from centre.account.actions.passkey import MOST
from centre.account.models import Passkey
from centre.account.passkeys import NotThisOne, Place
from centre.post.choices import Change
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.staff.models import User
from tests.centre.account.authenticator import HOST, ORIGIN, Key
from tests.centre.account.test_proof import stale
from tests.centre.account.tools import CODE, LOGIN, code_of, is_in, password_given, with_app
from tests.desk import at_the_doors, logged_in
from tests.factories import PASSWORD, House

pytestmark = pytest.mark.django_db
NEW, ACCOUNT, PROOF = "/staff/account/passkeys/new/", "/staff/account/", "/staff/proof/"


@pytest.fixture(autouse=True)
def _a_real_house(settings: Any) -> None:
    settings.SECOND_FACTOR = True


def asked(client: Any, path: str) -> str:
    return str(client.get(path).context["question"])


def with_passkey(user: User, client: Any = None) -> Key:
    """Somebody who has an app, and has made a passkey beside it."""
    with_app(user, now() - timedelta(hours=1))
    key, client = Key(), client or logged_in(user)
    answer = client.post(NEW, {"passkey": key.made(asked(client, NEW))})
    assert answer.url == ACCOUNT
    return key


@pytest.mark.threat("T16")
def test_after_the_password_a_passkey_lets_in_and_without_it_it_is_nothing(house: House) -> None:
    key = with_passkey(house.caseworker)
    client = password_given("caseworker", next="/staff/help/")
    assert not is_in(client)
    answer = client.post(CODE, {"passkey": key.shown(asked(client, CODE))})
    assert (answer.status_code, answer.url) == (302, "/staff/help/")
    assert is_in(client)
    kept = Passkey.objects.get()
    assert (kept.uses, kept.used_at is not None) == (1, True)
    stranger: Any = Client()
    assert (
        stranger.post(CODE, {"passkey": key.shown(asked(password_given("caseworker"), CODE))}).url
        == LOGIN
    )
    assert not is_in(stranger)


def test_the_app_and_the_recovery_codes_still_let_in(house: House) -> None:
    with_passkey(house.caseworker)
    client = password_given("caseworker")
    assert client.post(CODE, {"code": code_of(house.caseworker, now())}).status_code == 302


def test_who_has_no_passkey_is_asked_for_none(house: House) -> None:
    with_app(house.caseworker, now() - timedelta(hours=1))
    client = password_given("caseworker")
    page = client.get(CODE)
    assert page.context["question"] == ""
    assert "passkey" not in page.content.decode()
    assert client.post(CODE, {"passkey": "{}"}).status_code == 422


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver:8443"},
        {"host": "evil.example"},
        {"kind": "webauthn.create"},
        {"flags": 0x00},
    ],
)
def test_an_answer_made_for_another_page_or_by_nobody_opens_nothing(
    house: House, changes: dict[str, Any]
) -> None:
    key = with_passkey(house.caseworker)
    client = password_given("caseworker")
    answer = client.post(CODE, {"passkey": key.shown(asked(client, CODE), **changes)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert not is_in(client)


@pytest.mark.threat("T16")
def test_an_answer_counts_once_for_one_browser_and_for_a_few_minutes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = with_passkey(house.caseworker)
    first, second = password_given("caseworker"), password_given("caseworker")
    question = asked(first, CODE)
    asked(second, CODE)
    answer = key.shown(question)
    # Asked of another browser; sent late; and, the right one, sent twice.
    assert second.post(CODE, {"passkey": answer}).status_code == 422
    assert first.post(CODE, {"passkey": "{}"}).status_code == 422
    assert first.post(CODE, {"passkey": answer}).status_code == 422
    late = key.shown(asked(first, CODE))
    at_the_doors(monkeypatch, now() + timedelta(minutes=5, seconds=1))
    assert first.post(CODE, {"passkey": late}).status_code == 422
    assert not (is_in(first) or is_in(second))


@pytest.mark.threat("T16")
def test_a_colleagues_passkey_and_a_copy_that_counted_less_open_nothing(house: House) -> None:
    theirs = with_passkey(house.colleague)
    own = with_passkey(house.caseworker)
    client = password_given("caseworker")
    for key in (theirs, _as_if(own, theirs)):
        answer = key.shown(asked(client, CODE))
        assert client.post(CODE, {"passkey": answer}).status_code == 422
    assert client.post(CODE, {"passkey": own.shown(asked(client, CODE), uses=7)}).status_code == 302
    copied = password_given("caseworker")
    for uses in (7, 3):
        answer = own.shown(asked(copied, CODE), uses=uses)
        assert copied.post(CODE, {"passkey": answer}).status_code == 422
    assert not is_in(copied)


def _as_if(own: Key, other: Key) -> Key:
    """Somebody else's key that calls itself by the name of one's own."""
    forged = Key()
    forged.private, forged.name = other.private, own.name
    return forged


def test_a_passkey_and_the_password_show_once_more_who_it_is(house: House) -> None:
    key = with_passkey(house.leader)
    client = stale(house.leader)
    for password, host in (("wrong", HOST), (PASSWORD, "evil.example")):
        answer = key.shown(asked(client, PROOF), host=host)
        sent = {"password": password, "passkey": answer}
        assert client.post(PROOF, sent).status_code == 422
    assert client.post(PROOF, {"password": PASSWORD}).status_code == 422
    # Of a device that does not count: nothing but the question tells that it was sent before.
    right = {"password": PASSWORD, "passkey": key.shown(asked(client, PROOF), uses=0)}
    assert client.post(PROOF, right).status_code == 302
    assert client.get("/staff/measures/print/").status_code == 200
    assert client.post(PROOF, right).status_code == 422


def test_it_is_made_beside_an_app_after_a_fresh_proof_only(house: House) -> None:
    assert logged_in(house.caseworker).get(NEW).url == ACCOUNT
    with_app(house.caseworker, now() - timedelta(hours=1))
    assert stale(house.caseworker).get(NEW).url.startswith(PROOF)
    assert stale(house.caseworker).post(NEW, {"passkey": "{}"}).status_code == 403
    assert not Passkey.objects.exists()


def test_making_one_leaves_a_line_a_mail_and_no_other_session(house: House) -> None:
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    with_passkey(house.caseworker, client)
    assert [is_in(one) for one in (client, other)] == [True, False]
    assert AuditEntry.objects.get(action="account.passkey").by == house.caseworker
    told = [one.facts["change"] for one in Message.objects.filter(to_user=house.caseworker)]
    assert Change.PASSKEY in told
    page = client.get(ACCOUNT)
    assert [one.user for one, _made, _used in page.context["passkeys"]] == [house.caseworker]


@pytest.mark.parametrize(
    "changes", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": 0x40}]
)
def test_what_another_page_had_made_is_not_kept(house: House, changes: dict[str, Any]) -> None:
    with_app(house.caseworker, now() - timedelta(hours=1))
    client = logged_in(house.caseworker)
    answer = client.post(NEW, {"passkey": Key().made(asked(client, NEW), **changes)})
    assert answer.status_code == 200
    assert not Passkey.objects.exists()


def test_one_is_kept_once_and_ten_at_most(house: House) -> None:
    client = logged_in(house.caseworker)
    key = with_passkey(house.caseworker, client)
    assert client.post(NEW, {"passkey": key.made(asked(client, NEW))}).status_code == 200
    for _each in range(MOST - 1):
        assert client.post(NEW, {"passkey": Key().made(asked(client, NEW))}).status_code == 302
    assert client.post(NEW, {"passkey": Key().made(asked(client, NEW))}).status_code == 200
    assert Passkey.objects.count() == MOST


def test_a_removed_one_opens_nothing_and_nobody_removes_a_colleagues(house: House) -> None:
    key = with_passkey(house.caseworker)
    kept = Passkey.objects.get()
    path = f"/staff/account/passkeys/{kept.pk}/remove/"
    logged_in(house.colleague).post(path)
    assert stale(house.caseworker).post(path).status_code == 403
    assert Passkey.objects.exists()
    half_way = password_given("caseworker")
    answer = key.shown(asked(half_way, CODE))
    client, other = logged_in(house.caseworker), logged_in(house.caseworker)
    assert client.post(path).url == client.post(path).url == ACCOUNT
    assert [is_in(one) for one in (client, other)] == [True, False]
    assert half_way.post(CODE, {"passkey": answer}).status_code == 422
    assert AuditEntry.objects.filter(action="account.passkey_removed").count() == 1


def test_who_lost_the_app_has_no_passkey_either(house: House) -> None:
    with_passkey(house.caseworker)
    forget_factor(user=house.caseworker, at=now())
    assert not Passkey.objects.exists()


@given(strategies.text(max_size=300) | strategies.binary(max_size=60).map(str))
def test_no_answer_breaks_the_reading(answer: str) -> None:
    place = Place(ORIGIN, HOST)
    with pytest.raises(NotThisOne):
        passkeys.made(answer, place, challenge=b"c" * 32)
    with pytest.raises(NotThisOne):
        passkeys.uses_shown(answer, place, challenge=b"c" * 32, public_key=b"k", uses=0)


@pytest.mark.parametrize("cut", [1, 10, 37, 55, 80, 120])
def test_a_shortened_answer_is_refused_and_breaks_nothing(cut: int) -> None:
    import json

    key, place, challenge = Key(), Place(ORIGIN, HOST), b"c" * 32
    question = passkeys.question_to_show(place, known=[key.name], challenge=challenge)
    whole = json.loads(key.made(question))
    assert passkeys.made(json.dumps(whole), place, challenge=challenge).name == key.name
    for part in ("attestationObject", "clientDataJSON"):
        response = {**whole["response"], part: whole["response"][part][:-cut]}
        with pytest.raises(NotThisOne):
            passkeys.made(json.dumps({**whole, "response": response}), place, challenge=challenge)
