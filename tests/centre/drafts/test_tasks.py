"""The nightly pass, twice."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from centre.drafts.models import Draft
from centre.drafts.tasks import forget_old
from tests.centre.drafts.tools import NOTE, Page
from tests.factories import House


@pytest.mark.django_db
def test_the_nightly_pass_run_twice_does_nothing_twice(house: House) -> None:
    Page(house.caseworker).write(NOTE, at=now() - timedelta(days=31))
    assert forget_old() == {"warned": 1, "forgotten": 0}
    assert forget_old() == {"warned": 0, "forgotten": 0}
    Draft.objects.update(warned_on=(now() - timedelta(days=6)).date())
    assert forget_old() == {"warned": 0, "forgotten": 1}
    assert forget_old() == {"warned": 0, "forgotten": 0}
