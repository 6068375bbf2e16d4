"""How often something may be tried, with and without the cache."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisAway

from centre import limits
from centre.limits import Codes, Limit, keyed, may_send, network_of, take
from tests.conftest import moment

AT = moment("2026-12-07 09.00")
THREE = Limit("tries", 3, 900)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that answers nothing."""

    def gone(*args: Any, **kwargs: Any) -> Any:
        raise RedisAway

    for name in ("add", "count", "get", "set"):
        monkeypatch.setattr(type(cache._connections[cache._alias]), name, gone)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_local", limits._Local())


def test_the_fourth_try_is_over_the_limit() -> None:
    assert [take(THREE, "me", at=AT) for _try in range(4)] == [True, True, True, False]


def test_others_and_other_limits_are_counted_apart() -> None:
    for _try in range(4):
        take(THREE, "me", at=AT)
    assert take(THREE, "you", at=AT)
    assert take(Limit("other", 3, 900), "me", at=AT)


def test_the_next_window_begins_anew() -> None:
    for _try in range(4):
        take(THREE, "me", at=AT)
    assert take(THREE, "me", at=AT + timedelta(minutes=15))


def test_the_same_token_counts_once() -> None:
    for _repeat in range(10):
        assert take(THREE, "me", at=AT, token="form-1")
    assert [take(THREE, "me", at=AT, token=f"form-{n}") for n in (2, 3, 4)] == [True, True, False]
    assert take(THREE, "me", at=AT, token="form-1")
    assert not take(THREE, "me", at=AT, token="form-4")


@pytest.mark.usefixtures("away")
def test_without_the_cache_the_process_counts_for_itself() -> None:
    """F6: neither open nor locked out."""
    assert [take(THREE, "me", at=AT) for _try in range(4)] == [True, True, True, False]
    assert take(THREE, "you", at=AT)
    assert [take(THREE, "he", at=AT, token="a") for _repeat in range(5)] == [True] * 5
    assert limits._local.counts
    assert len(network_of("203.0.113.7", at=AT)) == 32


def test_after_the_cache_was_away_it_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    limits._local.away_until = AT.timestamp() + 5
    take(THREE, "me", at=AT)
    assert limits._local.counts
    later = AT + timedelta(seconds=6)
    for _try in range(3):
        assert take(THREE, "me", at=later)
    assert not take(THREE, "me", at=later)


def test_the_counts_of_a_process_do_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LOCAL", 10)
    limits._local.away_until = AT.timestamp() + 5
    for number in range(50):
        take(THREE, str(number), at=AT)
    assert len(limits._local.counts) <= 11


@pytest.mark.threat("T26")
def test_a_network_has_one_name_a_day_and_another_tomorrow() -> None:
    today = network_of("203.0.113.7", at=AT)
    assert network_of("203.0.113.7", at=AT + timedelta(hours=3)) == today
    assert network_of("203.0.113.8", at=AT) != today
    assert network_of("203.0.113.7", at=AT + timedelta(days=1)) != today


def test_an_ipv6_customer_is_one_network_however_they_number_themselves() -> None:
    one = network_of("2001:db8:1:2::1", at=AT)
    assert network_of("2001:db8:1:2:ffff::9", at=AT) == one
    assert network_of("2001:db8:1:3::1", at=AT) != one
    assert network_of("::ffff:203.0.113.7", at=AT) == network_of("203.0.113.7", at=AT)


@pytest.mark.threat("T26")
def test_the_name_cannot_be_made_again_without_the_days_salt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T26: with all settings in hand, an address still cannot be looked for."""
    first = network_of("203.0.113.7", at=AT)
    cache.clear()
    monkeypatch.setattr(limits, "_local", limits._Local())
    assert network_of("203.0.113.7", at=AT) != first


def test_all_processes_share_the_days_salt_and_keep_no_other_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, one = network_of("203.0.113.7", at=AT), limits._local
    monkeypatch.setattr(limits, "_local", limits._Local())
    assert network_of("203.0.113.7", at=AT) == first
    assert limits._local.shared == one.shared
    network_of("203.0.113.7", at=AT + timedelta(days=1))
    assert one.shared.keys().isdisjoint(limits._local.shared)


def test_what_is_not_an_address_still_has_a_name() -> None:
    assert network_of("", at=AT)
    assert network_of("unix:", at=AT) != network_of("", at=AT)


def test_a_reference_is_not_readable_in_the_cache() -> None:
    assert "ABC234" not in keyed("ABC234")
    assert keyed("ABC234") == keyed("ABC234") != keyed("ABC235")


def test_nothing_of_a_try_outlives_its_window() -> None:
    assert take(THREE, "me", at=AT, token="form-1")
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    left = [client.ttl(key) for key in client.scan_iter("*limit:*:once:*")]
    left += [client.ttl(key) for key in client.scan_iter("*limit:tries:*:me")]
    assert len(left) == 2
    assert all(0 < seconds <= THREE.seconds for seconds in left)


def test_a_try_is_one_question_to_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    take(THREE, "me", at=AT, token="form-1")
    asked: list[Any] = []
    client = cache._cache.get_client(write=True)  # type: ignore[attr-defined]
    real = client.execute_command

    def telling(*given: Any, **more: Any) -> Any:
        asked.append(given[0])
        return real(*given, **more)

    monkeypatch.setattr(client, "execute_command", telling)
    assert take(THREE, "me", at=AT, token="form-2")
    assert take(THREE, "me", at=AT)
    assert asked == ["EVALSHA", "EVALSHA"]


# --- What a visitor of the public pages may do ---------------------------------------------------


def visit(address: str = "10.0.0.1") -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address)


@pytest.mark.threat("T4")
def test_five_wrong_codes_a_quarter_of_an_hour_for_a_network_and_for_a_reference() -> None:
    codes = Codes("codes")
    tries = [codes.may_try(visit(), "AAAAAA", at=AT) for _try in range(6)]
    assert tries == [True] * 5 + [False]
    # The reference is shut for other networks too, and the network for other references.
    assert not codes.may_try(visit("10.0.0.2"), "AAAAAA", at=AT)
    assert not codes.may_try(visit(), "BBBBBB", at=AT)
    assert codes.may_try(visit("10.0.0.3"), "CCCCCC", at=AT)
    assert Codes("other").may_try(visit(), "AAAAAA", at=AT)


def test_a_right_code_is_no_try() -> None:
    codes = Codes("codes")
    for _try in range(20):
        assert codes.may_try(visit(), "AAAAAA", at=AT)
        codes.was_right(visit(), "AAAAAA", at=AT)


def test_what_one_network_is_refused_does_not_use_up_the_whole_sites_tries(settings: Any) -> None:
    settings.PUBLIC_LIMITS = {"LOOK_UP_TRIES": 1, "LOOK_UP_TRIES_SITE": 2}
    codes = Codes("codes")
    for _try in range(9):
        codes.may_try(visit(), "AAAAAA", at=AT)
    assert codes.may_try(visit("10.0.0.2"), "BBBBBB", at=AT)
    assert not codes.may_try(visit("10.0.0.3"), "CCCCCC", at=AT)


def test_the_numbers_are_settings_and_a_repeated_form_is_one(settings: Any) -> None:
    settings.PUBLIC_LIMITS = {"THINGS": 1}
    sent = [may_send("THINGS", 3, visit(), at=AT, token=one) for one in ("a", "a", "b")]
    assert sent == [True, True, False]
    assert may_send("OTHERS", 3, visit(), at=AT, token="a")
