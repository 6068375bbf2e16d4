"""Which value gives which role: a file that is right, or names each fault with its place."""

from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from centre.account.mapping import MappingError, read, roles_of

RIGHT = """
claim = "groups"
[[give]]
value = "leaders"
role = "leader"
[[give]]
value = "adults"
role = "caseworker"
unit = "adults"
"""


def faults(text: str) -> list[str]:
    with pytest.raises(MappingError) as refused:
        read(text, name="roles.toml")
    return refused.value.faults


def test_the_first_line_that_fits_counts() -> None:
    roles = read(RIGHT, name="roles.toml")
    given = roles.given_to({"groups": ["adults", "leaders"]})
    assert given is not None
    assert (given.role, given.unit) == ("leader", "")
    alone = roles.given_to({"groups": "adults"})
    assert alone is not None
    assert alone.role == "caseworker"


@pytest.mark.parametrize(
    "claims",
    [{}, {"groups": []}, {"groups": None}, {"groups": ["Leaders", "leaders "]}, {"groups": "leader"},
     {"groups": {"leaders": True}}, {"groups": 1}, {"groups": [["leaders"]]}, {"roles": ["leaders"]}],
    ids=str,
)  # fmt: skip
def test_what_is_not_the_value_itself_gives_nothing(claims: dict[str, Any]) -> None:
    assert read(RIGHT, name="roles.toml").given_to(claims) is None


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ('claim = "groups"', "", "roles.toml: `claim` must name where"),
        (
            'role = "leader"',
            'role = "boss"',
            "roles.toml: [[give]] number 1: `role` 'boss' is none of",
        ),
        ('unit = "adults"', "", "roles.toml: [[give]] number 2: `unit` is missing: a caseworker"),
        (
            'unit = "adults"',
            'team = "adults"',
            "[[give]] number 2: Object contains unknown field `team`",
        ),
        ('value = "leaders"', 'value = " "', "[[give]] number 1: `value` is empty"),
        (
            'value = "leaders"',
            "value = 7",
            "[[give]] number 1: Expected `str`, got `int` - at `$.value`",
        ),
        (
            'value = "adults"',
            'value = "leaders"',
            "number 2: `value` 'leaders' stands in an earlier line",
        ),
        ('claim = "groups"', 'claim = "groups"\nclaims = 1', "`claims` is not known here"),
        ('role = "leader"', "role = leader", "line 5"),
    ],
)
def test_a_fault_is_told_with_its_place(wrong: str, right: str, told: str) -> None:
    found = faults(RIGHT.replace(wrong, right, 1))
    assert len(found) == 1
    assert told in found[0]


def test_every_fault_is_told_at_once() -> None:
    text = RIGHT.replace('role = "leader"', 'role = "boss"').replace('unit = "adults"', "")
    assert len(faults(text.replace("claim", "claims"))) == 4


def test_a_file_without_lines_would_let_nobody_in() -> None:
    assert faults('claim = "groups"') == ["roles.toml: there is no [[give]]: nobody could log in"]


def test_the_house_does_not_start_with_a_mapping_that_is_wrong(
    settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "roles.toml"
    file.write_text(RIGHT.replace('role = "leader"', 'role = "boss"'))
    settings.OIDC_ISSUER, settings.OIDC_MAPPING = "https://id.example", str(file)
    with pytest.raises(SystemCheckError, match=r"roles\.toml: \[\[give\]\] number 1"):
        call_command("check", tags=[checks.Tags.security])
    settings.OIDC_MAPPING = str(tmp_path / "missing.toml")
    with pytest.raises(SystemCheckError, match="cannot be read: FileNotFoundError"):
        call_command("check", tags=[checks.Tags.security])
    roles_of.cache_clear()
