"""A wish for treatment is told back: on the receipt, beside the time, and when the time is given up."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from centre.clocks.choices import Kind
from centre.clocks.models import Clock
from centre.standard.models import QualityStandard
from intake import words
from intake.actions.guarantee import release
from intake.choices import InquiryStatus, ReleaseReason
from intake.models import Guarantee, Inquiry
from intake.queries.wish import Begins
from tests.conftest import moment
from tests.factories import House
from tests.intake.public import Visitor, heading_of, receipt_of, said, slot_at, text_of

pytestmark = pytest.mark.django_db
NAMED = {"name": "Ærø", "phone": "20 30 40 50"}
ALL = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
NOTED = "We have noted the wish for treatment."
# Fourteen days after the Monday of the tests, as a citizen reads a day.
LATER = moment("2026-12-07 10.00")
DAY = "mandag den 21. december 2026"


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(monkeypatch)


def receipt(visitor: Visitor, house: House, **told: Any) -> Any:
    visitor.walk(slot_at(house), how="phone", **told)
    visitor.send()
    return visitor.goes_to("/tid/kvittering/")


def opened(visitor: Visitor, page: Any) -> Any:
    """The appointment's page, with the codes of this receipt."""
    reference, code = receipt_of(page)
    visitor.post("/aftale/", reference=reference, code=code)
    return visitor.goes_to("/aftale/din/")


@pytest.mark.parametrize("council", ALL, indirect=True)
@pytest.mark.parametrize(
    "topic",
    [
        pytest.param("alcohol", marks=pytest.mark.promise(34, *ALL)),
        pytest.param("drugs", marks=pytest.mark.promise(33, *ALL)),
        "both",
    ],
)
def test_the_receipt_says_the_wish_is_noted_and_the_day_treatment_is_to_begin_by(
    council: QualityStandard, visitor: Visitor, house: House, topic: str
) -> None:
    page = text_of(receipt(visitor, house, topic=topic, treatment=True, **NAMED))
    assert said(NOTED) in page
    assert said("Treatment is to begin at the latest on %(day)s.") % {"day": DAY} in page
    offered = said("You are offered a free talk with a doctor before that.")
    assert (offered in page) == (topic != "alcohol")
    assert str(Clock.objects.filter(kind__in=("alcohol", "social_drug"))[0].due_on) == "2026-12-21"


def test_a_talk_without_a_wish_says_nothing_of_treatment(visitor: Visitor, house: House) -> None:
    page = receipt(visitor, house)
    assert said(NOTED) not in text_of(page)
    assert said(NOTED) not in text_of(opened(visitor, page))


@pytest.mark.parametrize(
    ("council", "promised"),
    [(key, key == "rebild") for key in ALL],
    indirect=["council"],
)
def test_anonymous_treatment_for_drugs_has_a_day_only_where_the_council_gives_one(
    council: QualityStandard, visitor: Visitor, house: House, promised: bool
) -> None:
    """SEL § 101 a knows no 14 days; Rebild promises them all the same."""
    page = text_of(receipt(visitor, house, topic="drugs", treatment=True))
    assert said(NOTED) in page
    assert (DAY in page) == promised
    none = said("For drugs without a name no day is set by law. We talk with you about it.")
    assert (none in page) != promised


def test_alcohol_and_drugs_without_a_name_are_told_apart(visitor: Visitor, house: House) -> None:
    page = text_of(receipt(visitor, house, topic="both", treatment=True))
    assert (
        said("Treatment for alcohol is to begin at the latest on %(day)s.") % {"day": DAY} in page
    )
    assert said("For drugs without a name no day is set by law. We talk with you about it.") in page


def test_who_asked_to_be_called_is_told_the_same(visitor: Visitor, house: House) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    visitor.post("/tid/emne/", topic="drugs", medical="on")
    visitor.post("/tid/ring/")
    visitor.post("/tid/oplysninger/", phone="20304050", name="")
    visitor.get("/tid/tjek/")
    visitor.send()
    page = text_of(visitor.goes_to("/tid/kvittering/"))
    assert said(NOTED) in page
    assert DAY in page


def test_somebody_under_18_is_told_that_others_have_to_say_yes(
    visitor: Visitor, house: House
) -> None:
    told = {"age_group": "15_17", "topic": "drugs", "treatment": True, **NAMED}
    page = text_of(receipt(visitor, house, **told))
    assert DAY in page
    assert said("We talk with you about who has to say yes before treatment begins.") in page


def test_cancelling_the_talk_leaves_the_wish_and_says_so(visitor: Visitor, house: House) -> None:
    page = opened(visitor, receipt(visitor, house, treatment=True, **NAMED))
    assert DAY in text_of(page)
    asked = visitor.get("/aftale/aflys/")
    stands = said("You only cancel the talk. The wish for treatment still stands.")
    assert stands in text_of(asked)
    for _twice in range(2):
        visitor.post("/aftale/aflys/")
        page = visitor.goes_to("/aftale/din/")
        assert heading_of(page) == said("Your time is cancelled")
        assert said("The wish for treatment still stands") in text_of(page)
        assert DAY in text_of(page)
    assert Clock.objects.get().stopped_on is None
    assert Inquiry.objects.get().status == InquiryStatus.NEW


def test_who_is_unknown_is_told_that_nobody_can_contact_them(
    visitor: Visitor, house: House
) -> None:
    opened(visitor, receipt(visitor, house, treatment=True))
    visitor.post("/aftale/aflys/")
    page = text_of(visitor.goes_to("/aftale/din/"))
    assert said("The wish for treatment still stands") in page
    unknown = "We do not know who you are, so we cannot contact you. Book a new time, or call us."
    assert said(unknown) in page


def test_a_wish_that_was_taken_back_is_not_said_to_stand(visitor: Visitor, house: House) -> None:
    page = receipt(visitor, house, treatment=True, **NAMED)
    release(
        guarantee_id=Guarantee.objects.get().pk,
        on=date(2026, 12, 7),
        reason=ReleaseReason.WITHDRAWN,
        by=house.caseworker,
        at=LATER,
    )
    opened(visitor, page)
    assert said(NOTED) not in text_of(visitor.page)
    visitor.post("/aftale/aflys/")
    page = visitor.goes_to("/aftale/din/")
    assert said("The wish for treatment still stands") not in text_of(page)
    assert said("You are always welcome again.") in text_of(page)


def test_an_hour_at_the_receipt_begins_anew_each_time_it_is_shown(
    visitor: Visitor, house: House
) -> None:
    """Whoever answers that they are still there loses nothing (WCAG 2.2.1)."""
    page = receipt(visitor, house)
    for _time in range(3):
        visitor.at += timedelta(minutes=55)
        assert visitor.get("/tid/kvittering/").status_code == 200
    opened(visitor, page)
    for path in ("/aftale/din/", "/aftale/aflys/", "/aftale/din/"):
        visitor.at += timedelta(minutes=55)
        assert visitor.get(path).status_code == 200
    visitor.at += timedelta(minutes=61)
    assert visitor.get("/aftale/din/").headers["Location"] == "/aftale/"


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_day_is_told_as_a_day_and_never_as_days_left(language: str) -> None:
    """Ux A.4: no countdown."""
    by = date(2026, 12, 21)
    with override(language):
        for kinds in ([Kind.ALCOHOL], [Kind.ALCOHOL, Kind.YOUTH_DRUG], [Kind.ANONYMOUS_DRUG]):
            lines = words.of_wish([Begins(kind, by) for kind in kinds])
            assert date_format(by, "DATE_FORMAT") in lines[0]
            assert sum(date_format(by, "DATE_FORMAT") in line for line in lines) == 1
        apart = words.of_wish([Begins(Kind.ALCOHOL, by), Begins(Kind.SOCIAL_DRUG, None)])
        assert len(apart) == 3
    assert words.of_wish([]) == []


def test_two_days_are_told_with_what_they_are_for() -> None:
    first, second = date(2026, 12, 21), date(2026, 12, 22)
    with override("en"):
        lines = words.of_wish([Begins(Kind.ALCOHOL, first), Begins(Kind.SOCIAL_DRUG, second)])
    assert lines[:2] == [
        "Treatment for alcohol is to begin at the latest on Monday 21 December 2026.",
        "Treatment for drugs is to begin at the latest on Tuesday 22 December 2026.",
    ]


def test_another_time_of_the_same_person_is_a_wish_of_its_own(
    visitor: Visitor, house: House
) -> None:
    """The second receipt tells of the second inquiry, not of the first one's wish."""
    receipt(visitor, house, treatment=True, **NAMED)
    visitor.get("/")
    visitor.walk(slot_at(house, at=time(11)))
    visitor.send()
    assert said(NOTED) not in text_of(visitor.goes_to("/tid/kvittering/"))


@pytest.mark.parametrize("topic", ["alcohol", "other", "unknown"])
def test_a_wish_for_medicine_beside_another_topic_is_asked_about_and_not_left_out(
    visitor: Visitor, house: House, topic: str
) -> None:
    visitor.get("/tid/")
    visitor.post("/tid/", about="self")
    visitor.post("/tid/alder/", age_group="30_plus")
    page = visitor.post("/tid/emne/", topic=topic, medical="on")
    assert page.status_code == 422
    assert said("Choose drugs or both when you tick medicine") in text_of(page)
    assert re.search(r'name="medical"[^>]*checked', page.content.decode())
    visitor.post("/tid/emne/", topic="drugs", medical="on")
    visitor.goes_to("/tid/vaelg/")
