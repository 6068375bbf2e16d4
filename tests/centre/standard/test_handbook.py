"""The page on the schema says what every key means, and is the one in the docs."""

from pathlib import Path

import msgspec
import pytest
from django.conf import settings

from centre.standard.handbook import meanings, parts_of_the_schema, schema_page
from centre.standard.schema import Offer, Part, Standard


def test_the_page_in_the_docs_is_up_to_date() -> None:
    page = Path(settings.BASE_DIR) / "docs" / "standard-schema.md"
    assert page.read_text(encoding="utf-8") == schema_page(), (
        "write it again: manage.py standard schema > docs/standard-schema.md"
    )


@pytest.mark.parametrize("part", parts_of_the_schema(), ids=lambda part: part.__name__)
def test_every_key_of_a_part_has_a_meaning_and_every_meaning_a_key(part: type[Part]) -> None:
    names = {field.name for field in msgspec.structs.fields(part)}
    assert set(meanings(part)) == names


def test_the_whole_standard_comes_first_and_every_part_is_there_once() -> None:
    parts = parts_of_the_schema()
    assert parts[0] is Standard
    assert Offer in parts
    assert len(parts) == len(set(parts))


def test_a_meaning_that_goes_on_over_two_lines_is_put_together() -> None:
    reading = meanings(Offer)["reading"]
    assert reading.startswith("which reading was chosen")
    assert reading.endswith("because the text gives none.")


def test_an_offer_has_its_keys_in_a_table_with_types() -> None:
    page = schema_page()
    assert "| `max_talks` | whole number | no | most talks in one grant;" in page
    assert "| `areas` | list of one of `alcohol`, `drugs`" in page
    assert "| `contact` | [Contact](#contact) | yes |" in page
