"""A wish that comes later, and an end that was a mistake: the day that counts never moves."""

from datetime import date, timedelta
from typing import Any

import pytest

from centre.clocks.actions.sweep import sweep
from centre.clocks.choices import EventType
from centre.clocks.models import Alert, Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.standard.models import QualityStandard
from intake.actions.guarantee import release, take_back_release
from intake.actions.inquiry import close, reopen
from intake.actions.wish import Wished, record_wish
from intake.choices import About, InquiryStatus, ReleaseReason, Topic, Wish
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

AT = moment("2026-12-01 09.30")
LATER = moment("2026-12-10 09.30")
ALL = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")


@pytest.fixture(autouse=True)
def _nine_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, LATER)


@pytest.fixture
def talk(house: House) -> Inquiry:
    return factories.inquiry(
        house, received_at=AT, wish=Wish.COUNSELLING, responsible=house.caseworker
    )


@pytest.fixture
def asked(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT, topic=Topic.DRUGS, responsible=house.caseworker)


def act(house: House, inquiry: Inquiry, verb: str, **data: Any) -> Any:
    filled = {f"{verb}-{name}": value for name, value in data.items()}
    return logged_in(house.caseworker).post(f"/staff/inquiries/{inquiry.pk}/{verb}/", filled)


def on(day: int, name: str = "on", month: int = 12) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": "2026"}


def wish(inquiry: Inquiry, house: House, **changes: Any) -> Inquiry:
    given: dict[str, Any] = {"topic": Topic.ALCOHOL, "on": LATER.date(), **changes}
    return record_wish(
        inquiry_id=inquiry.pk, wished=Wished(**given), by=house.caseworker, at=LATER
    )[0]


@pytest.mark.parametrize("council", ALL, indirect=True)
def test_a_talk_that_becomes_a_wish_counts_from_the_day_of_the_wish(
    house: House, council: QualityStandard, talk: Inquiry
) -> None:
    assert act(house, talk, "wish", topic="alcohol", **on(9)).status_code == 302
    clock = Clock.objects.get()
    assert (clock.starts_on, clock.due_on) == (date(2026, 12, 9), date(2026, 12, 23))
    assert clock.responsible == house.caseworker
    talk.refresh_from_db()
    assert (talk.wish, talk.received_on) == ("treatment", date(2026, 12, 1))
    line = AuditEntry.objects.get(action="inquiry.wish")
    assert line.detail == {"on": "2026-12-09", "clocks": ["alcohol"]}
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{talk.pk}/").context
    # The council's own promise counts from the wish as well, not from the talk.
    assert {one.promised_due_on for one in page["case"].promises} <= {None, date(2026, 12, 23)}
    assert "Borgeren vil gerne i behandling" in {one.what for one in page["file"].entries}


def test_two_clicks_are_one_wish_and_another_day_is_refused(house: House, talk: Inquiry) -> None:
    for _click in range(2):
        wish(talk, house)
    assert Clock.objects.count() == AuditEntry.objects.filter(action="inquiry.wish").count() == 1
    with pytest.raises(Refused):
        wish(talk, house, on=LATER.date() - timedelta(days=1))


@pytest.mark.parametrize("days", [-10, 1])
def test_a_wish_lies_between_the_inquiry_and_today(house: House, talk: Inquiry, days: int) -> None:
    with pytest.raises(Refused):
        wish(talk, house, on=LATER.date() + timedelta(days=days))
    assert not Clock.objects.exists()


def test_an_ended_inquiry_and_a_relatives_talk_hold_no_wish(house: House, talk: Inquiry) -> None:
    relative = factories.inquiry(house, received_at=AT, about=About.RELATIVE, wish=Wish.COUNSELLING)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{relative.pk}/")
    assert "wish" not in [one.verb for one in page.context["acts"]]
    close(inquiry_id=talk.pk, status=InquiryStatus.ADVISED, by=house.caseworker, at=AT)
    for inquiry in (talk, relative):
        with pytest.raises(Refused):
            wish(inquiry, house)
    relative.refresh_from_db()
    assert relative.wish == "counselling"


def test_a_professionals_question_becomes_a_referral_with_the_citizens_own_wish(
    house: House,
) -> None:
    asked = factories.inquiry(
        house, received_at=AT, about=About.PROFESSIONAL, wish=Wish.COUNSELLING
    )
    wish(asked, house, topic=Topic.DRUGS, medical=True)
    asked.refresh_from_db()
    assert asked.citizen_agrees
    kinds = set(asked.guarantees.values_list("kind", flat=True))
    assert kinds == {"social_drug", "doctors_talk", "medical"}


def ended(house: House, inquiry: Inquiry) -> Inquiry:
    """Withdrawn on 3 December, the doctor's talk declined the day before."""
    for kind, day, reason in (
        ("doctors_talk", 1, ReleaseReason.DECLINED_TALK),
        ("social_drug", 2, ReleaseReason.WITHDRAWN),
    ):
        at = AT + timedelta(days=day)
        release(
            guarantee_id=inquiry.guarantees.get(kind=kind).pk,
            on=at.date(),
            reason=reason,
            by=house.caseworker,
            at=at,
        )
    close(
        inquiry_id=inquiry.pk,
        status=InquiryStatus.WITHDRAWN,
        by=house.caseworker,
        at=AT + timedelta(days=2),
    )
    return inquiry


def test_an_end_by_mistake_is_taken_back_and_gives_no_more_time(
    house: House, asked: Inquiry
) -> None:
    ended(house, asked)
    assert act(house, asked, "reopen", why="mistake").status_code == 302
    asked.refresh_from_db()
    clock = Clock.objects.get(kind="social_drug")
    assert (asked.status, clock.stopped_on, clock.ended_as) == ("in_contact", None, "")
    assert (clock.starts_on, clock.due_on) == (date(2026, 12, 1), date(2026, 12, 15))
    types = list(clock.events.values_list("type", flat=True))
    assert types == [EventType.START, EventType.RELEASE, EventType.CORRECT]
    assert AuditEntry.objects.filter(action="clock.correct", row_id=str(clock.pk)).count() == 1
    assert AuditEntry.objects.filter(action="inquiry.reopen").count() == 1
    # What the citizen declined stays declined.
    assert Clock.objects.get(kind="doctors_talk").ended_as == "release"


def test_a_clock_that_runs_again_warns_of_all_that_has_become_true(
    house: House, asked: Inquiry
) -> None:
    ended(house, asked)
    reopen(inquiry_id=asked.pk, by=house.caseworker, at=LATER, mistake=True)
    sweep(at=LATER, started_at=LATER)
    clock = Clock.objects.get(kind="social_drug")
    assert set(Alert.objects.filter(clock=clock).values_list("rung", flat=True)) == {-7}
    over = LATER + timedelta(days=10)
    sweep(at=over, started_at=over)
    assert set(Alert.objects.filter(clock=clock).values_list("rung", flat=True)) >= {-7, -4, -2, 0}


def test_a_citizen_who_is_back_for_a_talk_starts_nothing(house: House, asked: Inquiry) -> None:
    ended(house, asked)
    assert act(house, asked, "reopen").status_code == 422
    assert act(house, asked, "reopen", why="back").status_code == 302
    assert not Clock.objects.open().exists()


def test_one_release_can_be_taken_back_while_the_inquiry_is_open(
    house: House, asked: Inquiry
) -> None:
    promise = asked.guarantees.get(kind="social_drug")
    data = {"guarantee": str(promise.pk)}
    filled = {"reason": "moved_away", **data, **on(9)}
    # A second click is told what the first one was told.
    first, second = (act(house, asked, "release", **filled) for _click in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    other = {**filled, "reason": "dead"}
    assert act(house, asked, "release", **other).status_code == 409
    assert Clock.objects.get(pk=promise.clock_id).events.count() == 2
    assert act(house, asked, "take-back", **data).status_code == 302
    assert Clock.objects.get(pk=promise.clock_id).ended_as == ""
    with pytest.raises(Refused):
        take_back_release(guarantee_id=promise.pk, by=house.caseworker, at=LATER)


def test_an_ended_inquiry_is_taken_up_before_a_release_is_taken_back(
    house: House, asked: Inquiry
) -> None:
    ended(house, asked)
    promise = asked.guarantees.get(kind="social_drug")
    with pytest.raises(Refused):
        take_back_release(guarantee_id=promise.pk, by=house.caseworker, at=LATER)


def test_free_choice_clicked_twice_is_told_twice(house: House, asked: Inquiry) -> None:
    data = {"guarantee": str(asked.guarantees.get(kind="social_drug").pk)}
    act(house, asked, "fact", fact="visitation_held", **data, **on(5))
    filled = {**data, **on(7), **on(20, "new_start_on")}
    answers = [act(house, asked, "waive", **filled).status_code for _click in range(2)]
    assert answers == [302, 302]
    assert Clock.objects.get(kind="social_drug").ended_as == "waive"


def test_the_letter_clicked_twice_is_one_letter(
    house: House, asked: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-11 10.00"))
    data = {"guarantee": str(asked.guarantees.get(kind="social_drug").pk), **on(11)}
    answers = [act(house, asked, "letter", **data).status_code for _click in range(2)]
    assert answers == [302, 302]
    assert Clock.objects.get(kind="social_drug").events.filter(type="notice").count() == 1
