"""A citizen has died: one act, and nothing is sent, no time is held, no guarantee binds."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from centre.citizens.actions import Person
from centre.citizens.models import Death
from centre.citizens.queries import has_died
from centre.clocks.models import Clock
from centre.post.models import Message
from centre.records.models import AuditEntry
from centre.refusal import Refused
from intake.actions.appointment import book_for
from intake.actions.death import not_dead_after_all, tell_of_death
from intake.actions.guarantee import release, take_back_release
from intake.actions.inquiry import close, reopen
from intake.actions.sending import send_decision
from intake.choices import InquiryStatus, NextStep, ReleaseReason, Topic
from intake.models import Booking, Guarantee, Inquiry
from intake.queries.steps import step_of, with_steps
from tests import factories
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import SECRET, House
from tests.intake import cases
from tests.intake.guarantees import AT, DAY, clock_of, guarantee, later

pytestmark = pytest.mark.django_db
MAILED = Person(name="Åse Ægir", phone="+4520000001", email="aase@example.test")


def tell(one: Inquiry, house: House, *, days: int = 1, died_on: date | None = None) -> None:
    """As the page of the file does."""
    assert one.citizen_id is not None
    tell_of_death(
        citizen_id=one.citizen_id,
        told_in="file",
        told_of=one.citizen_id,
        died_on=died_on,
        by=house.caseworker,
        at=later(days),
    )


def lived(one: Inquiry, house: House, *, days: int = 2) -> None:
    assert one.citizen_id is not None
    not_dead_after_all(citizen_id=one.citizen_id, by=house.caseworker, at=later(days))


def released(one: Guarantee, house: House) -> Guarantee:
    reason, by = ReleaseReason.DEAD, house.caseworker
    return release(guarantee_id=one.pk, on=DAY, reason=reason, by=by, at=later(1))


def ends(one: Inquiry) -> Sequence[tuple[str, str]]:
    """Each deadline of an inquiry with what it ended as."""
    clocks = Clock.objects.filter(guarantee__inquiry=one)
    return list(clocks.order_by("kind").values_list("kind", "ended_as"))


def booked(house: House, *, days: int = 7) -> Booking:
    """A time in a week, with a reminder of it."""
    slot = factories.slot(house, on=DAY + timedelta(days=days))
    return factories.booking(slot, at=AT, person=MAILED).booking


def step(one: Inquiry) -> NextStep | None:
    return step_of(with_steps(Inquiry.objects.filter(pk=one.pk)).get(), DAY + timedelta(days=1))


def page(house: House, address: str) -> Any:
    return logged_in(house.caseworker).get(address).content.decode()


def test_no_deadline_of_an_inquiry_binds_any_more_and_its_ledger_says_why(house: House) -> None:
    one = factories.inquiry(house, received_at=AT, topic=Topic.DRUGS)
    tell(one, house)
    assert ends(one) == [("doctors_talk", "release"), ("social_drug", "release")]
    last = clock_of(one.guarantees.get(kind="social_drug")).events.last()
    assert last is not None
    assert (last.reason, last.by, last.on) == ("dead", house.caseworker, DAY + timedelta(days=1))


def test_a_time_ahead_is_free_and_nothing_is_sent_of_it(house: House) -> None:
    one = booked(house)
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
    tell(one.inquiry, house)
    one.refresh_from_db()
    assert (one.status, one.settled_by) == ("cancelled", house.caseworker)
    told = list(Message.objects.order_by("text").values_list("text", "state"))
    assert told == [("receipt", "expired"), ("reminder", "expired")]
    again = factories.booking(one.slot, at=later(2), person=Person(name="En anden")).booking
    assert again.seat == one.seat


def test_what_is_booked_after_it_is_told_of_to_nobody(house: House) -> None:
    one = factories.inquiry(house, received_at=AT, person=MAILED)
    tell(one, house)
    slot = factories.slot(house, on=DAY + timedelta(days=7))
    book_for(
        inquiry_id=one.pk,
        slot_id=slot.pk,
        channel="phone",
        form_key=one.pk,
        secret=SECRET,
        by=house.caseworker,
        at=later(2),
    )
    assert not Message.objects.exists()


def test_other_citizens_are_left_as_they_are(house: House) -> None:
    one, other = booked(house), booked(house, days=8)
    tell(one.inquiry, house)
    other.refresh_from_db()
    assert other.status == "booked"
    assert not has_died(other.inquiry.citizen_id)
    assert ends(other.inquiry) == [("alcohol", "")]


def test_twice_told_in_the_file_is_told_once(house: House) -> None:
    one = factories.inquiry(house, received_at=AT)
    tell(one, house)
    tell(one, house)
    assert Death.objects.count() == AuditEntry.objects.filter(action="citizen.died").count() == 1


def test_a_day_that_has_not_come_is_refused(house: House) -> None:
    one = factories.inquiry(house, received_at=AT)
    with pytest.raises(Refused, match="ikke kommet"):
        tell(one, house, died_on=DAY + timedelta(days=2))
    assert not has_died(one.citizen_id)


def test_a_deadline_released_as_dead_tells_it_for_every_other_one(house: House) -> None:
    one = guarantee(house)
    released(one, house)
    released(one, house)
    assert has_died(one.inquiry.citizen_id)
    assert ends(one.inquiry) == [("doctors_talk", "release"), ("social_drug", "release")]
    last = clock_of(one).events.last()
    assert last is not None
    assert last.on == DAY
    assert Death.objects.get().told_in == "guarantee"


def test_who_gives_no_name_has_no_file_in_which_it_could_stand(house: House) -> None:
    one = guarantee(house, "alcohol", person=None)
    released(one, house)
    assert clock_of(one).ended_as == "release"
    assert not Death.objects.exists()


def test_when_it_was_somebody_else_every_deadline_runs_again_from_its_first_day(
    house: House,
) -> None:
    one = guarantee(house)
    due = clock_of(one).due_on
    released(one, house)
    take_back_release(guarantee_id=one.pk, by=house.leader, at=later(2))
    assert ends(one.inquiry) == [("doctors_talk", ""), ("social_drug", "")]
    assert clock_of(one).due_on == due
    told = Death.objects.get()
    assert (told.taken_back_by, told.taken_back_at) == (house.leader, later(2))
    assert AuditEntry.objects.filter(action="citizen.lives").count() == 1


def test_one_that_was_released_for_another_reason_stays_released(house: House) -> None:
    one = guarantee(house, "doctors_talk")
    reason, by = ReleaseReason.DECLINED_TALK, house.caseworker
    release(guarantee_id=one.pk, on=DAY, reason=reason, by=by, at=AT)
    tell(one.inquiry, house)
    lived(one.inquiry, house)
    assert ends(one.inquiry) == [("doctors_talk", "release"), ("social_drug", "")]


def test_while_another_still_says_so_the_citizen_has_died(house: House) -> None:
    one = guarantee(house)
    released(one, house)
    tell(one.inquiry, house)
    lived(one.inquiry, house)
    assert has_died(one.inquiry.citizen_id)
    assert ends(one.inquiry) == [("doctors_talk", "release"), ("social_drug", "release")]


def test_what_is_left_to_do_is_to_end_the_inquiry_and_then_nothing(house: House) -> None:
    one = factories.inquiry(house, received_at=AT)
    assert step(one) == NextStep.ASSIGN
    tell(one, house)
    assert step(one) == NextStep.DIED
    close(inquiry_id=one.pk, status=InquiryStatus.DIED, by=house.caseworker, at=later(1))
    assert step(one) is None


def test_who_is_helped_again_after_a_deadline_was_released_as_dead_is_alive(house: House) -> None:
    one = guarantee(house)
    released(one, house)
    by = house.caseworker
    close(inquiry_id=one.inquiry_id, status=InquiryStatus.DIED, by=by, at=later(1))
    reopen(inquiry_id=one.inquiry_id, by=by, at=later(2), mistake=True)
    assert not has_died(one.inquiry.citizen_id)
    assert ends(one.inquiry) == [("doctors_talk", ""), ("social_drug", "")]


def test_no_decision_is_posted_to_the_home_and_it_may_be_handed_to_those_who_are_left(
    house: House,
) -> None:
    one = cases.prepared(house)
    tell(one.inquiry, house)
    sent: dict[str, Any] = {"previewed": None, "by": house.caseworker, "at": cases.DECIDED_AT}
    for channel in ("letter", "digital_post", "secure_mail"):
        with pytest.raises(Refused, match="Borgeren er død"):
            send_decision(decision_id=one.pk, channel=channel, **sent)
    assert send_decision(decision_id=one.pk, channel="handed_over", **sent).status == "sent"


def test_a_decision_on_somebody_who_has_died_begins_as_handed_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, cases.DECIDED_AT)
    base = cases.assessed(house, person=Person(name="Åse Ægir", cpr="0505209996"))
    where = reverse("intake:prepare_decision", args=[base.pk, Topic.ALCOHOL])
    client = logged_in(house.caseworker)
    assert client.get(where).context["form"]["way"].value() == "digital_post"
    tell(base.inquiry, house)
    assert client.get(where).context["form"]["way"].value() == "handed_over"
    made = cases.prepared(house, visitation=base)
    assert made.way == "handed_over"


def test_one_press_in_the_file_tells_it_and_the_pages_say_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, later(1))
    one = factories.inquiry(house, received_at=AT, responsible=house.caseworker)
    file, form = (f"/staff/citizens/{one.citizen_id}/{part}" for part in ("", "death/"))
    before = page(house, file)
    # What one came for stands first; whoever is alive is asked for a message.
    assert before.index("Registrér klage") < before.index(form)
    assert "Må vi lægge en besked?" in before
    day = {"died_on_day": "9", "died_on_month": "12", "died_on_year": "2026"}
    assert logged_in(house.caseworker).post(form, day).status_code == 302
    found = page(house, file)
    assert "Borgeren døde 9. december 2026" in found
    assert "Borgeren er død: afslut henvendelsen" in found
    assert "Book en tid" not in found
    assert "Var det en fejl?" in found
    assert "Må vi lægge en besked?" not in found
    inquiry = logged_in(house.caseworker).get(f"/staff/inquiries/{one.pk}/")
    assert "Borgeren døde 9. december 2026" in inquiry.content.decode()
    [lead] = [offered for offered in inquiry.context["acts"] if offered.lead]
    assert (lead.verb, lead.form["status"].value()) == ("close", InquiryStatus.DIED)
    assert readings(purpose="death") == 1


def test_a_day_that_has_not_come_is_said_at_its_field(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, later(1))
    one = factories.inquiry(house, received_at=AT)
    day = {"died_on_day": "1", "died_on_month": "1", "died_on_year": "2027"}
    answer = logged_in(house.caseworker).post(f"/staff/citizens/{one.citizen_id}/death/", day)
    assert answer.context["form"].errors["died_on"] == ["Den dag er ikke kommet endnu."]
    assert 'value="2027"' in answer.content.decode()
    assert not has_died(one.citizen_id)


def test_it_is_taken_back_on_the_same_page_and_both_are_read_in_the_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, later(3))
    one = factories.inquiry(house, received_at=AT)
    form = f"/staff/citizens/{one.citizen_id}/death/"
    tell(one, house)
    assert "Træk tilbage" in page(house, form)
    assert logged_in(house.caseworker).post(form, {"back": "yes"}).status_code == 302
    file = page(house, f"/staff/citizens/{one.citizen_id}/")
    assert "Taget tilbage: borgeren er ikke død" in file
    assert "file-head" in file
    assert "Skrevet ned" not in file
    assert ends(one) == [("alcohol", "")]


def test_a_day_to_come_is_said_on_the_page_and_nothing_is_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, later(1))
    one = factories.inquiry(house, received_at=AT)
    day = {"died_on_day": "24", "died_on_month": "12", "died_on_year": "2026"}
    answer = logged_in(house.caseworker).post(f"/staff/citizens/{one.citizen_id}/death/", day)
    assert answer.status_code == 422
    assert not Death.objects.exists()


def test_nobody_is_to_be_called_back_from_the_moment_it_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, later(1))
    one = factories.inquiry(house, received_at=AT, channel="voice_mail", person=MAILED)
    Inquiry.objects.filter(pk=one.pk).update(call_back_at=later(2))
    desk, called = "/staff/?who=unit", "/staff/inquiries/?who=unit&show=call"
    assert "Ring tilbage" in page(house, desk)
    assert f"/staff/inquiries/{one.pk}/" in page(house, called)
    tell(one, house)
    assert "Ring tilbage" not in page(house, desk)
    assert f"/staff/inquiries/{one.pk}/" not in page(house, called)
    lived(one, house)
    assert "Ring tilbage" in page(house, desk)
