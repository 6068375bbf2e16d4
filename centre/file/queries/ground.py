"""What the ground itself knows of a citizen: consents, what was put right, who looked with a reason."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.citizens.models import Citizen, Consent
from centre.file.choices import Kind
from centre.file.queries.parts import Entry, Part, Whose
from centre.records.choices import PUT_RIGHT
from centre.records.models import AuditEntry, LookUp
from centre.staff.models import User

FIELDS = {
    "name": gettext_lazy("Name"),
    "cpr": gettext_lazy("CPR number"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "may_leave_message": gettext_lazy("May we leave a message?"),
    "protected": gettext_lazy("Protected address"),
}


def part(_user: User, whose: Whose, _at: datetime) -> Part:
    """Nothing of an inquiry without a name: nobody to consent, nobody to look up."""
    if whose.citizen_id is None:
        return Part()
    return Part(entries=[*_consents(whose), *_put_right(whose), *_look_ups(whose)])


def _consents(whose: Whose) -> list[Entry]:
    rows = Consent.objects.filter(citizen=whose.citizen_id).select_related("recorded_by")
    return [
        Entry(
            one.recorded_at,
            str(one.recorded_by),
            _("Consent: %(who)s") % {"who": one.get_kind_display()},
            date_format(one.given_on, "j. F Y"),
            icon="check",
            id=one.pk,
            kind=Kind.CHANGE,
        )
        for one in whose.latest(rows, Kind.CHANGE, at="recorded_at")
    ]


def _put_right(whose: Whose) -> list[Entry]:
    """What of name and contact was written anew, by the trail: which fields, never what stood there."""
    rows = AuditEntry.objects.filter(
        row=Citizen._meta.label, row_id=str(whose.citizen_id), action=PUT_RIGHT
    ).select_related("by")
    return [
        Entry(
            one.at,
            str(one.by),
            _("Name and contact"),
            ", ".join(str(FIELDS[name]) for name in one.detail["fields"]),
            icon="info",
            id=one.pk,
            kind=Kind.CHANGE,
        )
        for one in whose.latest(rows, Kind.CHANGE)
    ]


def _look_ups(whose: Whose) -> list[Entry]:
    """That it was opened, by whom and on which ground; the words are for the leader to read."""
    rows = LookUp.objects.filter(citizen=whose.citizen_id).select_related("by")
    return [
        Entry(
            one.at,
            str(one.by),
            _("Opened with a reason"),
            str(one.get_reason_display()),
            icon="eye",
            id=one.pk,
            kind=Kind.CHANGE,
        )
        for one in whose.latest(rows, Kind.CHANGE)
    ]
