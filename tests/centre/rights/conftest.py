"""What the tests of requests share."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from centre.rights.models import RightsRequest
from tests.centre.rights.cases import asked, citizen_of, family
from tests.factories import House


@pytest.fixture
def in_english() -> Iterator[None]:
    """Refusals are read here as they stand in the code; what is sent is Danish all the same."""
    with override("en"):
        yield


@pytest.fixture
def request_(house: House) -> RightsRequest:
    """Somebody with parents in the file asks for all of it."""
    return asked(house, citizen_of(family(house)))
