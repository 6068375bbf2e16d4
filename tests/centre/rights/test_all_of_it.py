"""A file is collected whole: no part of it falls away because there is much of it."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from centre.post.models import Letter
from centre.rights.queries.parts import collect
from tests.centre.rights.cases import LATER, asked, citizen_of, family
from tests.factories import House

pytestmark = pytest.mark.django_db
MANY = 501
# One row, or one more than one to see that it is one.
OF_ONE = {"1", "21"}
BY_PAGES = "centre.rights.queries.ground.HISTORY"


def test_all_letters_are_parts_of_the_file_however_many_there_are(house: House) -> None:
    citizen = citizen_of(family(house))
    first = Letter.objects.filter(citizen=citizen).latest("written_on", "id")
    values: dict[str, Any] = {
        one.attname: getattr(first, one.attname)
        for one in Letter._meta.concrete_fields
        if not (one.primary_key or one.unique)
    }
    Letter.objects.bulk_create([Letter(**values) for _again in range(MANY)])
    found = collect(house.caseworker, citizen, LATER).pieces
    letters = {str(one.letter_id) for one in found if one.letter_id}
    known = Letter.objects.filter(citizen=citizen, copy_of__isnull=True).values_list(
        "pk", flat=True
    )
    assert letters == {str(one) for one in known}
    assert len(letters) > MANY


@pytest.mark.parametrize("name", [one for one in settings.INSIGHT_PARTS if one != BY_PAGES])
def test_no_app_stops_at_a_number_of_rows(house: House, name: str) -> None:
    citizen = citizen_of(family(house))
    asked(house, citizen, right="correction")
    with CaptureQueriesContext(connection) as made:
        import_string(name).found(house.leader, citizen, LATER)
    limits = {one for row in made for one in re.findall(r"LIMIT (\d+)", row["sql"])}
    assert limits <= OF_ONE
