"""Each council's requests as `clocks explain` tells them: start, length, law, last day, day to act."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from centre.citizens.choices import AgeGroup
from centre.standard.models import QualityStandard
from intake.choices import About, Channel, Referrer, Topic
from tests import factories
from tests.conftest import moment
from tests.factories import House
from tests.intake.guarantees import COUNCILS

pytestmark = pytest.mark.django_db

ALCOHOL = "alcohol (law, SUL § 141 stk. 2)"
DRUGS = "social_drug (law, SEL § 101 stk. 4)"
TALK = "doctors_talk (law, SUL § 142 stk. 1-2)"
MEDICAL = "medical (law, SUL § 142 stk. 6)"
YOUNG = "youth_drug (law, BL § 33 stk. 1)"
NAMELESS = "anonymous_drug (local, Rebild Kommune)"
STAY = "inpatient_decision (local, Fredericia Kommune)"
EVERY = (ALCOHOL, DRUGS, TALK, MEDICAL, YOUNG, NAMELESS, STAY)

GROWN: dict[str, Any] = {"topic": Topic.DRUGS, "age_group": AgeGroup.FROM_30}
CHILD: dict[str, Any] = {"topic": Topic.DRUGS, "age_group": AgeGroup.FROM_15}
REQUESTS: list[tuple[dict[str, Any], set[str]]] = [
    ({**GROWN, "topic": Topic.ALCOHOL}, {ALCOHOL}),
    ({**GROWN, "topic": Topic.ALCOHOL, "person": None}, {ALCOHOL}),
    (GROWN, {DRUGS, TALK}),
    ({**GROWN, "channel": Channel.LETTER}, {DRUGS, TALK}),
    ({**GROWN, "topic": Topic.BOTH, "wants_medical": True}, {ALCOHOL, DRUGS, TALK, MEDICAL}),
    ({**GROWN, "age_group": AgeGroup.UNKNOWN, "channel": Channel.VOICE_MAIL}, {DRUGS, TALK}),
    ({**GROWN, "person": None}, {NAMELESS}),
    ({**GROWN, "person": None, "wants_medical": True}, {NAMELESS, TALK, MEDICAL}),
    ({**GROWN, "wants_inpatient": True}, {DRUGS, TALK, STAY}),
    ({**GROWN, "topic": Topic.ALCOHOL, "wants_inpatient": True}, {ALCOHOL}),
    (CHILD, {YOUNG, TALK}),
    ({**CHILD, "wants_inpatient": True}, {YOUNG, TALK}),
    ({**CHILD, "person": None}, {YOUNG, TALK}),
    ({**CHILD, "topic": Topic.ALCOHOL}, {ALCOHOL}),
    ({**CHILD, "about": About.RELATIVE, "referrer": Referrer.FAMILY}, {YOUNG, TALK}),
    (
        {
            **GROWN,
            "about": About.PROFESSIONAL,
            "referrer": Referrer.DOCTOR,
            "channel": Channel.REFERRAL,
            "citizen_agrees": True,
        },
        {DRUGS, TALK},
    ),
    ({**GROWN, "about": About.RELATIVE, "referrer": Referrer.FAMILY}, set()),
]
# The day it was received; the last day of fourteen, and the last open day before it.
DAYS = [
    ("2026-12-10 08.00", "2026-12-24", "2026-12-23"),
    ("2026-12-11 23.30", "2026-12-25", "2026-12-23"),
    ("2026-12-12 12.00", "2026-12-26", "2026-12-23"),
    ("2026-03-16 00.10", "2026-03-30", "2026-03-30"),
    ("2026-10-11 23.50", "2026-10-25", "2026-10-23"),
    ("2028-02-15 10.00", "2028-02-29", "2028-02-29"),
    ("2028-02-29 10.00", "2028-03-14", "2028-03-14"),
]


def explained(inquiry: Any) -> str:
    out = StringIO()
    call_command("clocks", "explain", "--inquiry", str(inquiry.pk), stdout=out)
    return out.getvalue()


@pytest.mark.promise(33, *COUNCILS)
@pytest.mark.promise(34, *COUNCILS)
@pytest.mark.parametrize("council", COUNCILS, indirect=True)
@pytest.mark.parametrize(("asked", "clocks"), REQUESTS)
def test_a_request_is_explained_by_the_clocks_that_law_and_council_give_it(
    council: QualityStandard, house: House, asked: dict[str, Any], clocks: set[str]
) -> None:
    own = {"rebild": {NAMELESS}, "fredericia": {STAY}}.get(council.key, set())
    told = explained(factories.inquiry(house, received_at=moment("2026-12-01 10.00"), **asked))
    assert {one for one in EVERY if one in told} == clocks - ({NAMELESS, STAY} - own)
    assert ("No clock runs" in told) == (not clocks - ({NAMELESS, STAY} - own))


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
@pytest.mark.parametrize(("received", "due", "act_by"), DAYS)
def test_the_days_are_counted_alike_over_feasts_summer_time_and_leap_days(
    council: QualityStandard, house: House, received: str, due: str, act_by: str
) -> None:
    at = moment(received)
    inquiry = factories.inquiry(house, received_at=at, topic=Topic.BOTH, wants_medical=True)
    assert str(inquiry.received_on) == received.split(maxsplit=1)[0]
    for one in inquiry.guarantees.select_related("clock"):
        assert (str(one.clock.due_on), str(one.clock.act_by_on)) == (due, act_by)
    assert f"1. {inquiry.received_on} start" in explained(inquiry)
