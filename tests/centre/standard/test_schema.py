"""A standard cannot be changed once it is loaded, and refuses what it does not know."""

import msgspec
import pytest

from centre.standard.handbook import parts_of_the_schema
from centre.standard.loader import load_shipped
from centre.standard.schema import Limit, Part


@pytest.mark.parametrize("part", parts_of_the_schema(), ids=lambda part: part.__name__)
def test_every_part_is_frozen_and_refuses_unknown_keys(part: type[Part]) -> None:
    assert part.__struct_config__.frozen
    assert part.__struct_config__.forbid_unknown_fields


def test_a_loaded_standard_cannot_be_changed() -> None:
    standard = load_shipped("haderslev")
    with pytest.raises(AttributeError):
        standard.identity.key = "other"  # type: ignore[misc]


def test_a_loaded_standard_can_be_a_key_because_it_never_changes() -> None:
    assert hash(load_shipped("rebild")) == hash(load_shipped("rebild"))


def test_json_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode('{"max_talks": 5, "within_months": 12, "extra": 1}', type=Limit)
