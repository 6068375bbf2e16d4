"""Two who want the same rows, begun from either end: one waits for the other, and nobody is thrown out.

The first holds the row that its act begins with until the second waits for somebody; then it goes on.
Of two that take the same rows in turn, the database would end one of them with an error here.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, models, transaction

from centre.calendar import danish_day
from centre.citizens.choices import ConsentKind
from centre.citizens.models import Citizen
from centre.citizens.queries import has_died
from intake.actions.guarantee import (
    explain_breach,
    record_consent,
    record_fact,
    record_letter,
    release,
    take_back_release,
)
from intake.actions.initiation import initiate, note_agreed
from intake.actions.slots import locked_counsellors
from intake.choices import Fact, ReleaseReason
from intake.models import Guarantee, GuaranteeFact, Inquiry
from intake.queries.request import needed_consents
from tests import factories
from tests.factories import House
from tests.intake.guarantees import DAY, clock_of, guarantee, later, young
from tests.races.crowd import at_once, until
from tests.treatment import cases
from treatment.actions.session import record_session, record_unplanned_session
from treatment.models import Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def crossing(
    held: models.QuerySet[Any], first: Callable[[], Any], second: Callable[[], Any]
) -> list[str]:
    """The errors of the one who holds these rows and then acts, and of the one who comes meanwhile."""

    def act(number: int) -> None:
        if number:
            assert until(lambda: _taken(held))
            second()
            return
        with transaction.atomic():
            list(held.select_for_update(of=("self",), no_key=True))
            assert until(_somebody_waits)
            first()

    return [one.error for one in at_once(act, processes=2)]


def _taken(held: models.QuerySet[Any]) -> bool:
    with transaction.atomic():
        free = held.select_for_update(of=("self",), no_key=True, skip_locked=True)
        return not list(free.values_list("pk"))


def _somebody_waits() -> bool:
    with connection.cursor() as line:
        line.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(line.fetchone()[0])


def test_a_first_day_that_moves_waits_for_who_explains_the_guarantee(house: House) -> None:
    one = guarantee(house, "alcohol")
    told: dict[str, Any] = {"inquiry_id": one.inquiry_id, "area": "alcohol", "by": house.caseworker}
    due_on = clock_of(one).due_on
    assert due_on is not None
    late = later(30)
    initiate(on=due_on + timedelta(days=2), at=late, **told)

    def explain() -> None:
        explain_breach(
            guarantee_id=one.pk, cause="staff", plan="Mette ringer.", by=house.caseworker, at=late
        )

    errors = crossing(
        Guarantee.objects.filter(pk=one.pk),
        explain,
        lambda: initiate(on=due_on - timedelta(days=1), at=late, **told),
    )
    assert errors == ["", ""]
    clock = clock_of(one)
    assert (clock.stopped_on, clock.explained_on) == (
        due_on - timedelta(days=1),
        danish_day(late),
    )


def test_a_fact_told_by_hand_waits_for_the_course_that_begins(house: House) -> None:
    one = guarantee(house, "alcohol")
    on, at, by = DAY + timedelta(days=3), later(3), house.caseworker
    errors = crossing(
        Inquiry.objects.filter(pk=one.inquiry_id),
        lambda: initiate(inquiry_id=one.inquiry_id, area="alcohol", on=on, by=by, at=at),
        lambda: record_fact(
            guarantee_id=one.pk, fact=Fact.TREATMENT_INITIATED, on=on, by=by, at=at
        ),
    )
    assert errors == ["", "Refused"]
    assert GuaranteeFact.objects.filter(fact=Fact.TREATMENT_INITIATED).count() == 1
    assert clock_of(one).stopped_on == on


def test_a_consent_waits_for_the_course_that_begins(house: House) -> None:
    one = young(house)
    on, at, by = DAY + timedelta(days=3), later(3), house.caseworker
    told: dict[str, Any] = {"guarantee_id": one.pk, "on": on, "by": by, "at": at}
    needed = sorted(needed_consents(one))
    assert needed
    for kind in needed[:-1]:
        record_consent(kind=ConsentKind(kind), **told)
    errors = crossing(
        Inquiry.objects.filter(pk=one.inquiry_id),
        lambda: note_agreed(inquiry_id=one.inquiry_id, area="drugs", on=on, by=by, at=at),
        lambda: record_consent(kind=ConsentKind(needed[-1]), **told),
    )
    assert errors == ["", ""]
    assert one.facts.filter(fact=Fact.CONSENTS_GIVEN, on=on).count() == 1


@pytest.mark.parametrize("planned", [True, False])
def test_a_next_talk_that_is_agreed_waits_for_who_plans_the_first_of_another_course(
    house: House, *, planned: bool
) -> None:
    asked = factories.inquiry(house, received_at=cases.ASKED_AT, topic="both")
    one = cases.course(house, cases.decision(house, asked))
    other = cases.course(house, cases.decision(house, asked, area="drugs"))
    told: dict[str, Any] = {
        "attendance": "attended",
        "then": cases.when(cases.NEXT_WEEK),
        "form_key": uuid.uuid4(),
        "by": house.caseworker,
        "at": cases.EVENING,
    }
    if planned:
        act = partial(record_session, session_id=cases.session(one, house).pk, **told)
    else:
        act = partial(record_unplanned_session, course_id=one.pk, when=cases.when(), **told)
    next_month = cases.when(cases.NEXT_WEEK + timedelta(days=14))
    errors = crossing(
        locked_counsellors(pk=house.caseworker.pk),
        lambda: cases.plan(other, house, when=next_month),
        act,
    )
    assert errors == ["", ""]
    assert Session.objects.planned().count() == 2
    assert Session.objects.attended().count() == 1


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_death_told_of_a_guarantee_waits_for_the_decision_that_is_sent(
    house: House, *, taken_back: bool
) -> None:
    one = guarantee(house, "alcohol")
    on, at, by = DAY + timedelta(days=3), later(3), house.caseworker
    act = partial(release, guarantee_id=one.pk, on=on, reason=ReleaseReason.DEAD, by=by, at=at)
    if taken_back:
        act()
        act = partial(take_back_release, guarantee_id=one.pk, by=by, at=at)
    errors = crossing(
        # A letter that is sent begins with the citizen; the guarantees are told afterwards.
        Citizen.objects.filter(inquiries=one.inquiry_id),
        lambda: record_letter(guarantee_ids=[one.pk], on=on, by=by, at=at),
        act,
    )
    assert errors == ["", ""]
    assert clock_of(one).ended_as == ("" if taken_back else "release")
    assert has_died(one.inquiry.citizen_id) is not taken_back
