"""The commands that watch and explain deadlines."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from centre.clocks.models import Alert, Sweep
from tests import factories
from tests.conftest import moment

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_sweep_of_another_day_prints_what_it_did_as_json(house: factories.House) -> None:
    factories.inquiry(house, received_at=moment("2026-11-02 10.00"))
    counts = json.loads(run("sweep", "--at", "2026-11-12"))
    assert counts == {"clocks": 1, "alerts": 2, "messages": 1}
    assert sorted(Alert.objects.values_list("rung", flat=True)) == [-7, -4]


def test_a_second_sweep_of_the_same_day_adds_nothing(house: factories.House) -> None:
    factories.inquiry(house, received_at=moment("2026-11-02 10.00"))
    run("sweep", "--at", "2026-11-12")
    assert json.loads(run("sweep", "--at", "2026-11-12")) == {
        "clocks": 0,
        "alerts": 0,
        "messages": 0,
    }
    assert Alert.objects.count() == 2
    assert Sweep.objects.count() == 2


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "2026-11-12T25:00"])
def test_a_moment_that_is_none_is_told_so(text: str) -> None:
    with pytest.raises(CommandError, match="is no moment"):
        run("sweep", "--at", text)


def test_a_clock_is_explained_by_its_ledger_and_its_sentence(house: factories.House) -> None:
    inquiry = factories.inquiry(house, received_at=moment("2026-12-10 10.00"))
    told = run("clocks", "explain", "--inquiry", str(inquiry.pk))
    assert "alcohol (law, SUL § 141 stk. 2)" in told
    assert "1. 2026-12-10 start SUL § 141 stk. 2" in told
    assert re.search(r"24\.? December", told)
    assert re.search(r"23\.? December", told)


def test_an_inquiry_without_a_clock_says_why(house: factories.House) -> None:
    inquiry = factories.inquiry(
        house, received_at=moment("2026-12-10 10.00"), wish="counselling", topic="unknown"
    )
    assert "No clock runs" in run("clocks", "explain", "--inquiry", str(inquiry.pk))


@pytest.mark.parametrize("text", ["nobody", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_inquiry_is_told_so(text: str) -> None:
    with pytest.raises(CommandError, match="no inquiry"):
        run("clocks", "explain", "--inquiry", text)
