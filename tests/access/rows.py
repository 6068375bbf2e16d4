"""One of each thing that an address names."""

from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import now

from centre.account.models import Passkey
from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.records.models import LookUp, LookUpRequest
from centre.rights.actions import make_ready
from centre.staff.models import Absence, Closure, User
from followup.actions import pull
from followup.models import FollowUp
from intake.actions.search import look_up
from intake.models import Inquiry, SavedFilter
from reporting.models import OddReading
from tests import factories
from tests.centre.journal import cases as journal
from tests.centre.post.constraints import letter
from tests.centre.retention.constraints import line
from tests.centre.rights import cases as rights
from tests.complaints.cases import acknowledged
from tests.factories import House
from tests.intake import cases
from tests.treatment import cases as treatment
from treatment.actions.course import begin_course


def rows_behind(house: House) -> dict[str, Any]:
    """One of each thing that an address names, of the adults' unit."""
    at = now()
    tomorrow = danish_day(at) + timedelta(days=1)
    inquiry: Inquiry = factories.inquiry(house, received_at=at - timedelta(days=1))
    slot = factories.slot(house, on=tomorrow)
    booking = factories.booking(slot, at=at).booking
    closure = Closure.objects.create(
        on=tomorrow + timedelta(days=30), recorded_by=house.leader, recorded_at=at
    )
    away = Absence.objects.create(
        user=house.colleague,
        during=DateRange(tomorrow + timedelta(days=40), tomorrow + timedelta(days=41)),
        recorded_by=house.leader,
        recorded_at=at,
    )
    saved = SavedFilter.objects.create(
        saved_by=house.colleague, name="Nye", query="who=unit&show=new", saved_at=at
    )
    key = Passkey.objects.create(user=house.colleague, name=b"n" * 32, public_key=b"k", made_at=at)
    return {
        "passkey": key,
        "inquiry": inquiry,
        "clock": inquiry.guarantees.select_related("clock").latest("id").clock,
        "booking": booking,
        "closure": closure,
        "absence": away,
        "slot": slot,
        "filter": saved,
        "look_up": _looked_up(house, inquiry, at),
        "request": _asked(inquiry, at),
        "finding": _odd(house, at),
        # What holds no grounds: of the others `test_letters` tells.
        "letter": letter(house, kind="delay"),
        **_decided_on(house),
        **_in_treatment(house),
        "complaint": acknowledged(house),
        **_asked_about(house, inquiry.citizen),
        **_written_of(house, inquiry),
        "protocol": line(house).protocol,
    }


def _asked_about(house: House, citizen: Citizen | None) -> dict[str, Any]:
    """A file that is being looked through, and one that the caseworker has given."""
    assert citizen is not None
    at = now()
    first, second = (rights.asked(house, citizen, received_at=at) for _one in range(2))
    rights.collected(first, house.caseworker, at)
    rights.collected(second, house.colleague, at)
    rights.looked_through(second, house.colleague, at)
    make_ready(request_id=second.pk, names_staff=False, words="", by=house.colleague, at=at)
    return {"rights": first, "rights_given": rights.given(house, second, at, by=house.caseworker)}


def _written_of(house: House, inquiry: Inquiry) -> dict[str, Any]:
    """A note of the adults' own record, with a file."""
    note = journal.written(inquiry, house.caseworker, at=now(), about_on=danish_day(now()))
    return {"note": note, "attachment": journal.attached(note, house.caseworker)}


def _looked_up(house: House, inquiry: Inquiry, at: datetime) -> LookUp:
    """The inquiry's citizen, opened with a reason by somebody of the other unit."""
    asker = factories.UserFactory(username="asker", unit=house.youth)
    assert inquiry.citizen_id is not None
    look_up(citizen_id=inquiry.citizen_id, reason="contact", text="Ringede.", by=asker, at=at)
    return LookUp.objects.get(by=asker)


def _asked(inquiry: Inquiry, at: datetime) -> LookUpRequest:
    """The inquiry's citizen, for whom somebody waits for a second person."""
    asker = User.objects.get(username="asker")
    assert inquiry.citizen_id is not None
    return LookUpRequest.objects.create(
        citizen_id=inquiry.citizen_id, reason="contact", text="Ringede.", by=asker, at=at
    )


def _odd(house: House, at: datetime) -> OddReading:
    """Somebody of the adults' unit has opened very many files."""
    return OddReading.objects.create(
        kind="many",
        by=house.caseworker,
        unit=house.adults,
        from_at=at,
        until_at=at,
        number=31,
        found_at=at,
    )


def _decided_on(house: House) -> dict[str, Any]:
    """An assessment and a decision that is not sent, of the adults' unit too."""
    decision = cases.prepared(house)
    return {"visitation": decision.visitation, "decision": decision}


def _in_treatment(house: House) -> dict[str, Any]:
    """A decision that waits for a course, and a course with a plan and a talk of tomorrow."""
    at = now()
    asked = [factories.inquiry(house, received_at=at - timedelta(days=2)) for _one in range(2)]
    waiting, granted = (
        treatment.decision(house, one, sent_at=at - timedelta(days=1)) for one in asked
    )
    course = treatment.course(house, granted, at=at)
    treatment.agreed(course, house, agreed_on=danish_day(at))
    tomorrow = danish_day(at) + timedelta(days=1)
    session = treatment.session(course, house, on=tomorrow, said_at=at)
    return {"grant": waiting, "course": course, "session": session, **_after_treatment(house)}


def _after_treatment(house: House) -> dict[str, Any]:
    """A course that has ended, and the call that follows it."""
    at = now()
    asked = factories.inquiry(house, received_at=at - timedelta(days=3), topic="drugs")
    granted = treatment.decision(house, asked, area="drugs", sent_at=at - timedelta(days=2))
    course = treatment.course(house, granted, at=at - timedelta(days=1))
    begin_course(course_id=course.pk, on=danish_day(at), by=house.caseworker, at=at)
    treatment.discharged(house, course, at=at, discharged_on=danish_day(at))
    pull(at=at)
    # The health team sees whoever asks for drug treatment; these rows are to be the adults' alone.
    Inquiry.objects.filter(pk=asked.pk).update(topic="alcohol")
    return {"ended": course, "follow_up": FollowUp.objects.get(month=1)}
