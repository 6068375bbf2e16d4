"""Treatment begins on the day of the first contact attended, in whatever order the talks are written."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest

from centre.calendar import danish_moment
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from intake.choices import Fact
from intake.models import GuaranteeFact
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import ASKED_ON, TODAY, record, when
from tests.treatment.pages import day
from treatment.actions.discharge import discharge
from treatment.actions.session import correct_attendance, record_unplanned_session
from treatment.models import Course, Session

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EVENING = danish_moment(TODAY, time(18))


@pytest.fixture
def course(house: House) -> Course:
    """In treatment since a talk of today."""
    one = cases.course(house)
    record(cases.session(one, house), house)
    return one


def held(course: Course, house: House, on: date, attendance: str = "attended") -> Session:
    """A talk of that day comes to light this evening."""
    return record_unplanned_session(
        course_id=course.pk,
        when=when(on, at=time(8)),
        attendance=attendance,
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=EVENING,
    )


def known(fact: Fact) -> list[tuple[date, bool]]:
    """The days told of a fact, and which of them hold."""
    rows = GuaranteeFact.objects.filter(fact=fact).order_by("on")
    return [(one.on, one.withdrawn_at is None) for one in rows]


@pytest.mark.parametrize(
    ("on", "attendance", "begun"),
    [
        (TODAY - DAY, "attended", TODAY - DAY),
        (ASKED_ON, "attended", ASKED_ON),
        (TODAY, "attended", TODAY),
        (TODAY - DAY, "no_show", TODAY),
        (TODAY - DAY, "cancelled", TODAY),
    ],
)
def test_the_first_contact_attended_is_the_first_day_and_stops_the_guarantee(
    course: Course, house: House, on: date, attendance: str, begun: date
) -> None:
    held(course, house, on, attendance)
    course.refresh_from_db()
    clock = Clock.objects.get(kind="alcohol")
    assert (course.status, course.begun_on) == ("running", begun)
    assert (clock.stopped_on, clock.ended_as, clock.next_rung_on) == (begun, "stop", None)
    for fact in (Fact.FIRST_TALK_HELD, Fact.TREATMENT_INITIATED):
        assert (begun, True) in known(fact)
        assert sum(holds for _on, holds in known(fact)) == 1


def test_a_guarantee_that_seemed_kept_too_late_was_kept(house: House) -> None:
    course = cases.course(house)
    late = Clock.objects.get(kind="alcohol").due_on
    assert late is not None
    cases.held(course, house, on=late + DAY)
    at = danish_moment(late + DAY, time(18))
    record_unplanned_session(
        course_id=course.pk,
        when=when(late - DAY),
        attendance="attended",
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=at,
    )
    clock = Clock.objects.get(kind="alcohol")
    assert (clock.due_on, clock.stopped_on) == (late, late - DAY)
    assert clock.state_on(late + DAY) == "kept"


@pytest.mark.parametrize("came", ["no_show", "cancelled", "cancelled_by_us"])
@pytest.mark.parametrize(
    ("wrong", "others", "begun", "state"),
    [
        # Days from the last one of the guarantee: the talk that never was, and those that were.
        (-3, [1], 1, "kept_late"),
        (-3, [2, 1], 1, "kept_late"),
        (-3, [0, 2], 0, "kept"),
        (1, [2], 2, "kept_late"),
        (-3, [-3, 1], -3, "kept"),
        (1, [-1], -1, "kept"),
    ],
)
def test_a_first_talk_that_never_was_gives_the_guarantee_its_true_day_back(
    house: House, wrong: int, others: list[int], begun: int, state: str, came: str
) -> None:
    course = cases.course(house)
    due_on = Clock.objects.get(kind="alcohol").due_on
    assert due_on is not None
    at, by = danish_moment(due_on + 3 * DAY, time(18)), house.caseworker

    def told(off: int, hour: int) -> Session:
        return record_unplanned_session(
            course_id=course.pk,
            when=when(due_on + off * DAY, at=time(hour)),
            attendance="attended",
            form_key=uuid.uuid4(),
            by=by,
            at=at,
        )

    for number, off in enumerate(others):
        told(off, 8 + number)
    slip = told(wrong, 15)
    correct_attendance(session_id=slip.pk, was="attended", attendance=came, by=by, at=at)
    course.refresh_from_db()
    clock, day_true = Clock.objects.get(kind="alcohol"), due_on + begun * DAY
    assert (course.status, course.begun_on) == ("running", day_true)
    assert (clock.due_on, clock.stopped_on, clock.ended_as) == (due_on, day_true, "stop")
    assert (clock.state_on(at.date()), clock.next_rung_on) == (state, None)
    for fact in (Fact.FIRST_TALK_HELD, Fact.TREATMENT_INITIATED):
        assert [on for on, holds in known(fact) if holds] == [day_true]
    assert course.inquiry.status == "started"


def test_the_day_that_was_wrong_and_the_true_one_are_both_in_the_trail(
    course: Course, house: House
) -> None:
    slip = held(course, house, TODAY - DAY)
    correct_attendance(
        session_id=slip.pk, was="attended", attendance="no_show", by=house.caseworker, at=EVENING
    )
    details = AuditEntry.objects.filter(action="course.begin").values_list("detail", flat=True)
    assert {"on": "2026-12-10", "was": "2026-12-09"} in details
    last = Clock.objects.get(kind="alcohol").events.filter(type="correct").last()
    assert last is not None
    assert last.reason == "Den første kontakt var senere end den, der var registreret."


def test_what_is_withdrawn_is_in_the_trail_with_its_day(course: Course, house: House) -> None:
    lines = AuditEntry.objects.filter(action="guarantee.fact_withdrawn").order_by("at", "id")
    assert not lines.exists()
    slip = held(course, house, TODAY - DAY)
    later = lines.get()
    correct_attendance(
        session_id=slip.pk, was="attended", attendance="no_show", by=house.caseworker, at=EVENING
    )
    earlier = lines.exclude(pk=later.pk).get()
    own = GuaranteeFact.objects.values_list("guarantee_id", flat=True).distinct().get()
    for line, on in ((later, "2026-12-10"), (earlier, "2026-12-09")):
        assert line.detail == {"facts": {"first_talk_held": on, "treatment_initiated": on}}
        assert (line.row, line.row_id) == ("intake.Guarantee", str(own))
        assert (line.by, line.citizen_id) == (house.caseworker, course.citizen_id)


def test_a_promise_keeps_what_was_recorded_by_hand_of_another_day(
    course: Course, house: House
) -> None:
    slip = held(course, house, TODAY - DAY)
    GuaranteeFact.objects.filter(fact=Fact.FIRST_TALK_HELD, on=TODAY - DAY).update(
        on=TODAY - 3 * DAY
    )
    correct_attendance(
        session_id=slip.pk, was="attended", attendance="no_show", by=house.caseworker, at=EVENING
    )
    assert (TODAY - 3 * DAY, True) in known(Fact.FIRST_TALK_HELD)
    assert [on for on, holds in known(Fact.TREATMENT_INITIATED) if holds] == [TODAY]


def test_a_guarantee_that_was_released_stays_so_when_the_first_day_moves(
    course: Course, house: House
) -> None:
    slip = held(course, house, TODAY - DAY)
    Clock.objects.filter(kind="alcohol").update(ended_as="release")
    before = GuaranteeFact.objects.order_by("pk").values_list("pk", "on", "withdrawn_at")
    told = list(before)
    correct_attendance(
        session_id=slip.pk, was="attended", attendance="no_show", by=house.caseworker, at=EVENING
    )
    course.refresh_from_db()
    assert course.begun_on == TODAY
    assert list(before.all()) == told


def test_the_page_says_that_the_treatment_began_with_a_later_talk(
    course: Course, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = held(course, house, TODAY - DAY)
    at_the_doors(monkeypatch, EVENING)
    form = {"was": "attended", "attendance": "no_show"}
    answer = logged_in(house.caseworker).post(
        f"/staff/sessions/{slip.pk}/attendance/", form, follow=True
    )
    assert (
        "Behandlingen begyndte med en senere samtale: Dens første dag er nu den 10. december 2026"
        in answer.content.decode()
    )


def test_a_slip_set_right_moves_the_first_day_too(house: House) -> None:
    course = cases.course(house)
    missed = held(course, house, TODAY - DAY, "no_show")
    record(cases.session(course, house), house)
    correct_attendance(
        session_id=missed.pk, was="no_show", attendance="attended", by=house.caseworker, at=EVENING
    )
    course.refresh_from_db()
    assert course.begun_on == TODAY - DAY
    details = [one.detail for one in AuditEntry.objects.filter(action="course.begin")]
    assert {"on": "2026-12-09", "was": "2026-12-10"} in details


def test_what_was_recorded_of_an_earlier_day_stays(course: Course, house: House) -> None:
    GuaranteeFact.objects.filter(fact=Fact.FIRST_TALK_HELD).update(on=TODAY - 3 * DAY)
    held(course, house, TODAY - DAY)
    assert known(Fact.FIRST_TALK_HELD) == [(TODAY - 3 * DAY, True)]
    assert known(Fact.TREATMENT_INITIATED) == [(TODAY - DAY, True), (TODAY, False)]


def test_nobody_came_before_help_was_asked_for(course: Course, house: House) -> None:
    with pytest.raises(Refused, match="før"):
        held(course, house, ASKED_ON - DAY)
    course.refresh_from_db()
    assert course.begun_on == TODAY
    assert Session.objects.count() == 1


def test_the_days_of_an_earlier_treatment_are_its_own(course: Course, house: House) -> None:
    ended = cases.ending(goals=cases.goals_of(course))
    discharge(
        course_id=course.pk, content=ended, form_key=uuid.uuid4(), by=house.caseworker, at=EVENING
    )
    again = cases.course(house, course.decision)
    cases.held(again, house, on=TODAY + 2 * DAY)
    Course.objects.filter(pk=course.pk).update(begun_on=TODAY - 3 * DAY)
    with pytest.raises(Refused, match="nogle af disse dage"):
        held(again, house, TODAY - DAY)


def test_the_page_says_that_the_first_day_moved(
    course: Course, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, EVENING)
    form = {
        **day("on", TODAY - DAY),
        "at": "8.00",
        "minutes": "45",
        "channel": "phone",
        "attendance": "attended",
        "form_key": str(uuid.uuid4()),
    }
    client = logged_in(house.caseworker)
    answer = client.post(f"/staff/courses/{course.pk}/sessions/new/", form, follow=True)
    assert "Dens første dag er nu den 9. december 2026" in answer.content.decode()


# --- Not before it begins ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "attendance", "knows"),
    [
        ("2026-12-10 12.59", "attended", False),
        ("2026-12-10 12.59", "no_show", False),
        ("2026-12-10 12.59", "cancelled", True),
        ("2026-12-10 12.59", "cancelled_by_us", True),
        ("2026-12-10 13.00", "attended", True),
        ("2026-12-10 13.20", "no_show", True),
    ],
)
def test_who_comes_is_not_known_before_the_talk_begins(
    house: House, at: str, attendance: str, knows: bool
) -> None:
    course = cases.course(house)
    talk = cases.session(course, house)
    said: datetime = moment(at)
    if knows:
        assert record(talk, house, attendance=attendance, at=said).attendance == attendance
        return
    with pytest.raises(Refused, match=r"begynder kl\. 13\.00"):
        record(talk, house, attendance=attendance, note="Kom forbi.", at=said)
    talk.refresh_from_db()
    course.refresh_from_db()
    assert (talk.attendance, course.status) == ("planned", "set_up")


def test_nothing_typed_is_lost_when_the_talk_has_not_begun(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = cases.session(cases.course(house), house)
    at_the_doors(monkeypatch, moment("2026-12-10 12.30"))
    form = {
        "attendance": "attended",
        "note": "Sov bedre i denne uge.",
        "form_key": str(uuid.uuid4()),
    }
    answer = logged_in(house.caseworker).post(f"/staff/sessions/{talk.pk}/", form)
    page = answer.content.decode()
    assert "skrives ned som ikke planlagt, med sit eget tidspunkt" in page
    assert "Sov bedre i denne uge." in page
