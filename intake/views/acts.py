"""What can be done on an inquiry's page: a form, when it fits, and the one action behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.citizens.choices import ConsentKind
from centre.clocks.words import day_words
from centre.staff.models import User
from centre.staff.rules import Door
from intake.actions import guarantee as guarantees
from intake.actions import inquiry as inquiries
from intake.choices import Fact, InquiryStatus, ReleaseReason
from intake.forms import desk
from intake.queries.inquiry import Case
from intake.rules.status import Refused

Data = dict[str, Any]


@dataclass(frozen=True)
class Doing:
    """Who acts, when, on what, with what was filled in."""

    case: Case
    data: Data
    by: User
    at: datetime
    people: "list[User]"

    @property
    def guarantee_id(self) -> UUID:
        return UUID(self.data["guarantee"])


@dataclass(frozen=True)
class Act:
    """One act: its heading, its form, its button, when it is offered, and what it does."""

    words: Lazy
    form: type[desk.ActForm]
    button: Lazy
    run: Callable[[Doing], str]
    fits: Callable[[Case], bool]
    main: bool = False
    hint: Lazy | str = ""


def _assign(doing: Doing) -> str:
    to = next(one for one in doing.people if str(one.pk) == doing.data["to"])
    if to != doing.by and not doing.by.may(Door.ASSIGN_OTHERS) and to.unit_id is None:
        raise Refused(_("Only a leader can assign to somebody outside the unit."))
    inquiries.assign(inquiry_id=doing.case.inquiry.pk, to=to, by=doing.by, at=doing.at)
    return _("%(who)s answers for it now. No deadline moved.") % {"who": to}


def _attempt(doing: Doing) -> str:
    made = inquiries.record_attempt(
        inquiry_id=doing.case.inquiry.pk,
        channel=doing.data["channel"],
        outcome=doing.data["outcome"],
        text=doing.data["note"],
        form_key=doing.data["form_key"],
        by=doing.by,
        at=doing.at,
    )
    if made.outcome == "reached":
        return _("The contact is written down. Next: agree on the first treatment contact.")
    return _("The attempt is written down. Next: try again at another time of the day.")


def _fact(doing: Doing, fact: Fact) -> str:
    guarantees.record_fact(
        guarantee_id=doing.guarantee_id,
        fact=fact,
        on=doing.data["on"],
        by=doing.by,
        at=doing.at,
    )
    return _("“%(fact)s” is recorded for %(day)s.") % {
        "fact": fact.label,
        "day": day_words(doing.data["on"]),
    }


def _first_contact(doing: Doing) -> str:
    _fact(doing, Fact.TREATMENT_INITIATED)
    return _("Treatment has begun %(day)s. The deadline for it has stopped.") % {
        "day": day_words(doing.data["on"])
    }


def _doctors_talk(doing: Doing) -> str:
    if doing.data["fact"] == "declined":
        guarantees.release(
            guarantee_id=doing.guarantee_id,
            on=doing.data["on"],
            reason=ReleaseReason.DECLINED_TALK,
            by=doing.by,
            at=doing.at,
        )
        return _("The citizen declined the doctor's talk. That deadline is released.")
    return _fact(doing, Fact(doing.data["fact"]))


def _any_fact(doing: Doing) -> str:
    return _fact(doing, Fact(doing.data["fact"]))


def _release(doing: Doing) -> str:
    guarantees.release(
        guarantee_id=doing.guarantee_id,
        on=doing.data["on"],
        reason=doing.data["reason"],
        by=doing.by,
        at=doing.at,
    )
    return _("The deadline is released. The day it began is kept for ever.")


def _waive(doing: Doing) -> str:
    guarantees.waive(
        guarantee_id=doing.guarantee_id,
        on=doing.data["on"],
        new_start_on=doing.data["new_start_on"],
        by=doing.by,
        at=doing.at,
    )
    return _("The citizen chose freely. The deadline is set aside.")


def _consent(doing: Doing) -> str:
    guarantees.record_consent(
        guarantee_id=doing.guarantee_id,
        kind=ConsentKind(doing.data["kind"]),
        on=doing.data["on"],
        by=doing.by,
        at=doing.at,
    )
    return _("The consent is recorded.")


def _letter(doing: Doing) -> str:
    guarantees.record_letter(
        guarantee_id=doing.guarantee_id, on=doing.data["on"], by=doing.by, at=doing.at
    )
    return _("The letter is recorded. The deadline still runs.")


def _explain(doing: Doing) -> str:
    guarantees.explain_breach(
        guarantee_id=doing.guarantee_id,
        cause=doing.data["cause"],
        plan=doing.data["plan"],
        by=doing.by,
        at=doing.at,
    )
    return _("Cause and plan are recorded. The daily reminders rest.")


def _close(doing: Doing) -> str:
    status = InquiryStatus(doing.data["status"])
    inquiries.close(inquiry_id=doing.case.inquiry.pk, status=status, by=doing.by, at=doing.at)
    return _("The inquiry has ended: %(status)s.") % {"status": status.label.lower()}


def _reopen(doing: Doing) -> str:
    inquiries.reopen(inquiry_id=doing.case.inquiry.pk, by=doing.by, at=doing.at)
    return _("The inquiry is open again. The day it was received stays the same.")


def _some(form: type[desk.GuaranteeForm]) -> Callable[[Case], bool]:
    """Offered when the form fits at least one of the guarantees."""
    return lambda case: any(form.fits(promise) for promise in case.promises)


ACTS: dict[str, Act] = {
    "explain": Act(
        gettext_lazy("The deadline has passed: record cause and plan"),
        desk.ExplainForm,
        gettext_lazy("Save cause and plan"),
        _explain,
        lambda case: any(
            one.breached and one.row.clock.explained_on is None for one in case.promises
        ),
        main=True,
    ),
    "letter": Act(
        gettext_lazy("Write the letter that the deadline may not be met"),
        desk.LetterForm,
        gettext_lazy("The letter is sent"),
        _letter,
        _some(desk.LetterForm),
        main=True,
        hint=gettext_lazy(
            "From day 10 the citizen must be told in writing (Legal Protection Act § 3 stk. 3)."
        ),
    ),
    "attempt": Act(
        gettext_lazy("Call or write"),
        desk.AttemptForm,
        gettext_lazy("Save attempt"),
        _attempt,
        lambda case: case.open,
        main=True,
    ),
    "consent": Act(
        gettext_lazy("Record a consent"),
        desk.ConsentForm,
        gettext_lazy("Save consent"),
        _consent,
        lambda case: (
            any(one.missing_consents for one in case.promises) and case.inquiry.citizen is not None
        ),
        main=True,
        hint=gettext_lazy("Treatment cannot begin before the law's consents are here."),
    ),
    "first-contact": Act(
        gettext_lazy("First treatment contact attended"),
        desk.FirstContactForm,
        gettext_lazy("Treatment has begun"),
        _first_contact,
        _some(desk.FirstContactForm),
        main=True,
        hint=gettext_lazy("This stops the deadline by law. A talk of counselling does not."),
    ),
    "doctors-talk": Act(
        gettext_lazy("The doctor's talk"),
        desk.DoctorsTalkForm,
        gettext_lazy("Save the doctor's talk"),
        _doctors_talk,
        _some(desk.DoctorsTalkForm),
        main=True,
    ),
    "assign": Act(
        gettext_lazy("Assign"),
        desk.AssignForm,
        gettext_lazy("Save"),
        _assign,
        lambda case: case.open,
        main=True,
    ),
    "fact": Act(
        gettext_lazy("Record something that happened"),
        desk.FactForm,
        gettext_lazy("Save what happened"),
        _any_fact,
        _some(desk.FactForm),
    ),
    "waive": Act(
        gettext_lazy("The citizen chose another provider"),
        desk.WaiveForm,
        gettext_lazy("Set the deadline aside"),
        _waive,
        _some(desk.WaiveForm),
    ),
    "release": Act(
        gettext_lazy("The deadline binds no more"),
        desk.ReleaseForm,
        gettext_lazy("Release the deadline"),
        _release,
        lambda case: bool(case.running),
    ),
    "close": Act(
        gettext_lazy("End the inquiry"),
        desk.CloseForm,
        gettext_lazy("End the inquiry"),
        _close,
        lambda case: case.open and not case.running,
    ),
    "reopen": Act(
        gettext_lazy("Take up again"),
        desk.ReopenForm,
        gettext_lazy("Take up again"),
        _reopen,
        lambda case: case.inquiry.status in ("advised", "withdrawn", "referred"),
    ),
}
