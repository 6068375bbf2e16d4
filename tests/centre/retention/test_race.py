"""What somebody is writing at the very moment of a disposal is waited for, and seen."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from centre.retention.actions.carry_out import carry_out
from centre.retention.choices import Hindrance, Outcome
from intake.actions.inquiry import reopen
from intake.models import Inquiry
from tests.centre.retention.cases import LATER, approved
from tests.centre.retention.test_records import advised
from tests.factories import House

# The other one gets as far as waiting for the row.
A_WHILE = 0.5


@pytest.mark.django_db(transaction=True)
def test_a_case_that_is_taken_up_again_at_that_moment_stays(house: House) -> None:
    inquiry = advised(house, person=None)
    line = approved(house).lines.get()
    taken = Event()

    def take_up_again() -> None:
        try:
            with transaction.atomic():
                reopen(inquiry_id=inquiry.pk, by=house.caseworker, at=LATER)
                taken.set()
                time.sleep(A_WHILE)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        saved = other.submit(take_up_again)
        assert taken.wait(10)
        carry_out(at=LATER)
        saved.result(10)
    line.refresh_from_db()
    assert (line.outcome, line.why) == (Outcome.LEFT_OUT, Hindrance.OPEN_CASE)
    assert Inquiry.objects.get(pk=inquiry.pk).status == "in_contact"
