"""What the ground itself knows of a citizen: consents, what was put right, a death, who looked and why."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.citizens.models import Citizen, Consent, Death
from centre.file.choices import Kind
from centre.file.queries.parts import Entry, Part, Whose
from centre.records.choices import CUSTODY, NAMED, PUT_RIGHT, TIED, UNNAMED, UNTIED
from centre.records.models import AuditEntry, LookUp
from centre.staff.models import User

FIELDS = {
    "name": gettext_lazy("Name"),
    "cpr": gettext_lazy("CPR number"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Postal address"),
    "may_leave_message": gettext_lazy("May we leave a message?"),
    "protected": gettext_lazy("Protected address"),
}


# To whom the citizen is close is for those who must know: the timeline does not tell it.
FEW = {
    TIED: gettext_lazy("The file is for a few"),
    UNTIED: gettext_lazy("A mark that the file is for a few has ended"),
    NAMED: gettext_lazy("One more was let in by the leader"),
    UNNAMED: gettext_lazy("Somebody is none of the few any more"),
}
CHANGES = {
    PUT_RIGHT: gettext_lazy("Name and contact"),
    CUSTODY: gettext_lazy("Custody"),
    **FEW,
}


def part(_user: User, whose: Whose, _at: datetime) -> Part:
    """Nothing of an inquiry without a name: nobody to consent, nobody to look up."""
    if whose.citizen_id is None:
        return Part()
    return Part(entries=[entry for told in TOLD for entry in told(whose)])


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
    """What was written anew of name, contact, custody, and for whom the file is, by the trail.

    Never what stood there.
    """
    rows = AuditEntry.objects.filter(
        row=Citizen._meta.label, row_id=str(whose.citizen_id), action__in=CHANGES
    ).select_related("by")
    return [
        Entry(
            one.at,
            str(one.by),
            str(CHANGES[one.action]),
            _what_changed(one),
            icon="lock" if one.action in FEW else "info",
            id=one.pk,
            kind=Kind.CHANGE,
        )
        for one in whose.latest(rows, Kind.CHANGE)
    ]


def _what_changed(one: AuditEntry) -> str:
    if one.action in FEW:
        return ""
    if one.action == PUT_RIGHT:
        return ", ".join(str(FIELDS[name]) for name in one.detail["fields"])
    return _("%(holders)d named, %(told)d of them get a copy of decisions") % {
        "holders": one.detail["holders"],
        "told": one.detail["get_letters"],
    }


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


def _deaths(whose: Whose) -> list[Entry]:
    """That it was told, and that it was taken back."""
    rows = Death.objects.filter(citizen=whose.citizen_id).select_related("told_by", "taken_back_by")
    found = []
    for one in whose.latest_of(rows, Kind.CHANGE, "told_at", "taken_back_at"):
        found.append(
            Entry(
                one.told_at,
                str(one.told_by),
                _("The citizen has died"),
                _died_words(one),
                icon="info",
                id=one.pk,
                kind=Kind.CHANGE,
            )
        )
        if one.taken_back_at is not None:
            found.append(
                Entry(
                    one.taken_back_at,
                    str(one.taken_back_by),
                    _("Taken back: the citizen has not died"),
                    str(one.get_told_in_display()),
                    icon="info",
                    id=one.pk,
                    kind=Kind.CHANGE,
                )
            )
    return found


def _died_words(one: Death) -> str:
    told = [str(one.get_told_in_display())]
    if one.died_on is not None:
        told.append(date_format(one.died_on, "j. F Y"))
    return " · ".join(told)


TOLD = (_consents, _put_right, _look_ups, _deaths)
