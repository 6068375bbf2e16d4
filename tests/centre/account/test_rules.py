"""Which six digits are right, what a recovery code is, and by which words a browser is known."""

from datetime import timedelta

import pyotp
import pytest

from centre.account import rules
from tests.centre.account.tools import MORNING

# RFC 6238, appendix B: the secret of its SHA-1 vectors, the last six of its eight digits.
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = MORNING.fromtimestamp(seconds, tz=MORNING.tzinfo)
    assert rules.period_of(RFC, code, at=at, after=0) == seconds // 30


@pytest.mark.parametrize(
    ("periods", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_one_period_early_or_late(periods: int, good: bool) -> None:
    at = MORNING + timedelta(seconds=15)
    code = pyotp.TOTP(RFC).at(at + timedelta(seconds=30 * periods))
    assert (rules.period_of(RFC, code, at=at, after=0) is not None) == good


def test_a_code_of_a_period_that_was_used_is_wrong() -> None:
    code = pyotp.TOTP(RFC).at(MORNING)
    period = rules.period_of(RFC, code, at=MORNING, after=0)
    assert period is not None
    assert rules.period_of(RFC, code, at=MORNING, after=period) is None
    assert rules.period_of(RFC, code, at=MORNING, after=period - 1) == period


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "0" * 100_000])
def test_what_is_no_code_is_wrong_and_costs_nothing(code: str) -> None:
    assert rules.period_of(RFC, code, at=MORNING, after=0) is None


def test_spaces_within_a_code_are_no_fault() -> None:
    code = pyotp.TOTP(RFC).at(MORNING)
    assert rules.period_of(RFC, f" {code[:3]} {code[3:]}", at=MORNING, after=0) is not None


def test_recovery_codes_differ_and_are_read_with_or_without_their_groups() -> None:
    codes = rules.new_codes()
    assert len(set(codes)) == rules.CODES == 10
    bare = codes[0].replace("-", "").upper()
    assert rules.looks_like_recovery(bare)
    assert rules.digest_of_code(bare, user_id=1) == rules.digest_of_code(codes[0], user_id=1)
    assert rules.digest_of_code(bare, user_id=1) != rules.digest_of_code(bare, user_id=2)


def test_a_square_is_drawn_bar_by_bar() -> None:
    assert rules.drawn([[True, True, False, True], [False] * 4]) == "M0 0h2v1h-2zM3 0h1v1h-1z"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_a_browser_is_known_by_two_words(told: str, words: str) -> None:
    assert rules.device_of(told) == words
