"""The main job, end to end, in each of the five councils: asked for help, and seen in time."""

from datetime import date, time
from typing import Any

import pytest

from centre.clocks.actions.sweep import sweep
from centre.clocks.models import Alert, Clock
from centre.post.choices import Text
from centre.post.models import Message
from centre.staff.models import User
from centre.standard.models import QualityStandard
from intake.models import Inquiry, Slot
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.public import Visitor, receipt_of, slot_at
from tests.promises import COUNCILS

ASKED_ON = date(2026, 12, 7)
DUE_ON = date(2026, 12, 21)

# What each council promises to have done in time, as the desk records it (domain 1.3).
PROMISED = {
    "aabenraa": ("treatment_initiated",),
    "fredericia": ("treatment_offered",),
    "rebild": ("visitation_held", "plan_made", "first_meeting_agreed"),
    "haderslev": ("talks_offered",),
    "skanderborg": ("visitation_held", "decided"),
}


class Story:
    """One citizen and one centre, on a calendar that the story turns."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = house
        self.monkeypatch = monkeypatch

    # --- given

    def a_citizen_books_and_wants_treatment(self) -> None:
        slot: Slot = slot_at(self.house, time(10))
        visitor = Visitor(self.monkeypatch)
        visitor.walk(
            slot, treatment=True, how="phone", name="Ærø Ødegård", phone="20 00 00 01", message="no"
        )
        visitor.send()
        visitor.goes_to("/tid/kvittering/")
        self.reference, self.code = receipt_of(visitor.page)
        self.inquiry = Inquiry.objects.get()

    # --- when

    def it_is(self, day: str) -> None:
        """A morning comes: the sweep runs, and the doors see the day."""
        at = moment(f"{day} 08.00")
        sweep(at=at, started_at=at)
        at_the_doors(self.monkeypatch, at)

    def does(self, verb: str, who: User, on: date | None = None, **data: str) -> Any:
        guarantee = self.inquiry.guarantees.get(kind="alcohol")
        filled = {f"{verb}-guarantee": str(guarantee.pk)}
        if on is not None:
            filled |= {
                f"{verb}-on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")
            }
        filled |= {f"{verb}-{name}": value for name, value in data.items()}
        answer = logged_in(who).post(f"/staff/inquiries/{self.inquiry.pk}/{verb}/", filled)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    # --- then

    def answers(self) -> tuple[str, str]:
        """By law, and as promised."""
        page = logged_in(self.house.caseworker).get(f"/staff/inquiries/{self.inquiry.pk}/")
        promise = next(one for one in page.context["case"].promises if one.row.kind == "alcohol")
        return promise.by_law, promise.as_promised

    def desk_of(self, user: User) -> str:
        return str(logged_in(user).get("/staff/").content.decode())

    def told(self, user: User) -> list[str]:
        return list(
            Message.objects.filter(to_user=user).order_by("due_at").values_list("text", flat=True)
        )


@pytest.fixture
def story(house: House, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(house, monkeypatch)


EVERY_COUNCIL = [
    pytest.param(key, marks=[pytest.mark.promise(row, key) for row in (34, 36)]) for key in COUNCILS
]


@pytest.mark.parametrize("council", EVERY_COUNCIL, indirect=True)
def test_a_citizen_is_seen_in_time_and_both_promises_are_kept(
    story: Story, council: QualityStandard
) -> None:
    story.a_citizen_books_and_wants_treatment()
    assert Clock.objects.get().due_on == DUE_ON

    story.it_is("2026-12-08")
    assert Alert.objects.count() == 0
    story.does("assign", story.house.caseworker, to=str(story.house.caseworker.pk))

    story.it_is("2026-12-14")
    assert story.told(story.house.caseworker) == [Text.ALERTS]
    assert "ÆØ" in story.desk_of(story.house.caseworker)
    for fact in PROMISED[council.key]:
        if fact != "treatment_initiated":
            story.does("fact", story.house.caseworker, on=date(2026, 12, 14), fact=fact)
    kept = "running" if council.key == "aabenraa" else "kept"
    assert story.answers() == ("running", kept)

    story.it_is("2026-12-18")
    story.does("first-contact", story.house.caseworker, on=date(2026, 12, 18))
    assert story.answers() == ("kept", "kept")

    story.it_is("2026-12-29")
    assert Alert.objects.filter(rung__gt=0).count() == 0
    assert story.desk_of(story.house.caseworker).count("ÆØ") == 0


@pytest.mark.parametrize("council", EVERY_COUNCIL, indirect=True)
def test_nobody_is_forgotten_when_nobody_acts(story: Story, council: QualityStandard) -> None:
    story.a_citizen_books_and_wants_treatment()

    story.it_is("2026-12-14")
    assert story.told(story.house.leader) == [Text.ALERTS]
    # Two sweeps at one moment, and ten days without any, neither repeat nor lose a warning.
    story.it_is("2026-12-14")
    assert story.told(story.house.leader) == [Text.ALERTS]

    story.it_is("2026-12-28")
    assert story.told(story.house.leader) == [Text.ALERTS, Text.OVERDUE]
    assert sorted(Alert.objects.values_list("rung", flat=True)) == [-7, -4, -2, 0, 7]
    assert story.answers() == ("breached", "breached")

    story.does("explain", story.house.leader, cause="capacity", plan="Første samtale er mandag.")
    story.it_is("2026-12-29")
    assert story.told(story.house.leader) == [Text.ALERTS, Text.OVERDUE]


@pytest.mark.parametrize("council", EVERY_COUNCIL, indirect=True)
def test_a_treatment_that_begins_too_late_is_late_by_law(
    story: Story, council: QualityStandard
) -> None:
    story.a_citizen_books_and_wants_treatment()
    story.it_is("2026-12-30")
    story.does("first-contact", story.house.caseworker, on=date(2026, 12, 29))
    by_law, _as_promised = story.answers()
    assert by_law == "kept_late"
