"""A further talk after the treatment, counted by what the council gives (Rebild: five in twelve months)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.records.actions import note as audit
from centre.refusal import Refused
from centre.staff.models import User
from followup.models import SupportTalk
from followup.queries.talks import discharge_of, talks_given
from treatment.actions.course import locked
from treatment.actions.once import once
from treatment.choices import DischargeReason


def record_talk(
    *, course_id: UUID, held_on: date, note: str = "", form_key: UUID, by: User, at: datetime
) -> SupportTalk:
    """Write down a talk held after the treatment. The same form twice is one talk.

    Raises Refused where the council gives none, has given all, or its window has closed.
    """

    def act() -> SupportTalk:
        course = locked(course_id, "standard")
        discharge, given = discharge_of(course), talks_given(course)
        if discharge is None or given is None or discharge.reason == DischargeReason.DEAD:
            raise Refused(_("No talks are given after this treatment."))
        if held_on > danish_day(at):
            raise Refused(_("This day has not come yet."))
        if not given.room_on(held_on, discharge.discharged_on):
            raise Refused(_("All talks after the treatment are held, or their time has passed."))
        made = SupportTalk.objects.create(
            course=course,
            number=len(given.held) + 1,
            held_on=held_on,
            note=note,
            at=at,
            by=by,
            form_key=form_key,
        )
        audit(
            action="support_talk.hold",
            row=made,
            by=by,
            at=at,
            citizen_id=course.citizen_id,
            number=made.number,
        )
        return made

    told = (course_id, held_on, note)
    return once(
        SupportTalk.objects.all(),
        form_key,
        act,
        same=lambda one: (one.course_id, one.held_on, one.note) == told,
    )
