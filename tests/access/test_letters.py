"""What a letter tells of grounds and talks is behind the same door as the case it comes from (ux E.2)."""

from typing import Any

import pytest
from django.urls import reverse

from centre.post.choices import LetterKind
from intake.choices import DecisionStatus
from tests.access.addresses import ASSESSING, CASES, somebody
from tests.centre.post.constraints import letter
from tests.complaints.cases import acknowledged
from tests.desk import logged_in, readings
from tests.factories import House
from tests.intake import cases

pytestmark = pytest.mark.django_db
# Those of the unit; the doctor's is another one.
READERS = {
    LetterKind.DECISION: ASSESSING,
    LetterKind.PLAN: ASSESSING,
    LetterKind.COMPLAINT_OUTCOME: ASSESSING,
    LetterKind.COMPLAINT_FORWARDED: ASSESSING,
    LetterKind.COMPLAINT_RECEIPT: CASES,
    LetterKind.DELAY: CASES,
    LetterKind.FILE_ACCESS: ASSESSING,
    # A whole file, which tells of all units, is opened on the request that it was given on.
    LetterKind.WHOLE_FILE: frozenset(),
    LetterKind.HEALTH_FILE: frozenset(),
    LetterKind.CORRECTION: ASSESSING,
}


@pytest.mark.threat("T10")
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_opened_by_who_may_read_what_it_tells(house: House, kind: LetterKind) -> None:
    kept = letter(house, kind=kind)
    opened = {role for role in CASES - {"doctor"} if shows(house, role, kept.pk)}
    assert opened == READERS[kind] - {"doctor"}
    assert readings(purpose="letter") == len(opened)


@pytest.mark.threat("T10")
@pytest.mark.parametrize("kind", LetterKind)
def test_a_copy_is_opened_by_who_may_open_its_letter(house: House, kind: LetterKind) -> None:
    first = letter(house, kind=kind)
    copy = letter(house, kind=kind, citizen=first.citizen, copy_of=first)
    opened = {role for role in CASES - {"doctor"} if shows(house, role, copy.pk)}
    assert opened == READERS[kind] - {"doctor"}
    assert not shows(house, "doctor", copy.pk)


def shows(house: House, role: str, pk: Any) -> bool:
    answer = logged_in(somebody(house, role)).get(reverse("post:letter", args=[pk]))
    assert answer.status_code in (200, 404)
    return bool(answer.status_code == 200)


@pytest.mark.parametrize("role", sorted(CASES))
def test_who_opens_a_decision_opens_its_letter_and_nobody_else(house: House, role: str) -> None:
    """The doctor too, of everybody who asks for drug treatment."""
    decision = cases.sent(house, area="drugs")
    client = logged_in(somebody(house, role))
    page, sheet = (
        client.get(reverse(f"intake:{name}", args=[decision.pk])).status_code
        for name in ("decision", "decision_sheet")
    )
    assert page == sheet == (200 if role in ASSESSING else 403)


def test_a_complaint_leads_nobody_to_a_letter_that_stays_shut(house: House) -> None:
    complaint = acknowledged(house)
    assert complaint.decision is not None
    assert complaint.decision.status == DecisionStatus.SENT
    where = reverse("complaints:complaint", args=[complaint.pk])
    sheet = reverse("intake:decision_sheet", args=[complaint.decision_id])
    for role, led in (("caseworker", True), ("secretary", False)):
        page = logged_in(somebody(house, role)).get(where).content.decode()
        assert (sheet in page) == led
        assert "/staff/letters/" in page
