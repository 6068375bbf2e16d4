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
from intake.actions.visitation import begin_visitation
from intake.actions.wish import Wished, record_wish
from intake.choices import Fact, InquiryStatus, NextStep, ReleaseReason
from intake.forms import desk
from intake.models.inquiry import ENDED_STATUSES
from intake.queries.inquiry import Case

Data = dict[str, Any]


@dataclass(frozen=True)
class Doing:
    """Who acts, when, on what, with what was filled in."""

    case: Case
    data: Data
    by: User
    at: datetime
    people: "list[User]"

    def here(self, action: Callable[..., Any], **what: Any) -> Any:
        """Do something with the inquiry."""
        return action(inquiry_id=self.case.inquiry.pk, by=self.by, at=self.at, **what)

    def with_promise(self, action: Callable[..., Any], **what: Any) -> Any:
        """Do something with the guarantee that was chosen, on the day that was written if one was."""
        if "on" in self.data:
            what["on"] = self.data["on"]
        chosen = UUID(self.data["guarantee"])
        return action(guarantee_id=chosen, by=self.by, at=self.at, **what)


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
    # The name of a page of its own that it is done on, with the inquiry in its address.
    page: str = ""


def _assign(doing: Doing) -> str:
    to = next(one for one in doing.people if str(one.pk) == doing.data["to"])
    doing.here(inquiries.assign, to=to)
    return _("%(who)s answers for it now. No deadline moved.") % {"who": to}


def _take(doing: Doing) -> str:
    doing.here(inquiries.assign, to=doing.by, only_if_nobodys=True)
    return _("You answer for it now. No deadline moved.")


def _attempt(doing: Doing) -> str:
    made = doing.here(
        inquiries.record_attempt,
        channel=doing.data["channel"],
        outcome=doing.data["outcome"],
        text=doing.data["note"],
        form_key=doing.data["form_key"],
    )
    if made.outcome == "reached":
        return _("The contact is written down. Next: agree on the first treatment contact.")
    return _("The attempt is written down. Next: try again at another time of the day.")


def _wish(doing: Doing) -> str:
    wished = Wished(
        topic=doing.data["topic"],
        on=doing.data["on"],
        medical=doing.data.get("medical", False),
        stay=doing.data.get("stay", False),
    )
    _inquiry, kinds = doing.here(record_wish, wished=wished)
    if not kinds:
        return _("The wish is recorded. It starts no new deadline.")
    return _("The wish for treatment is recorded. Its deadline counts from %(day)s.") % {
        "day": day_words(doing.data["on"])
    }


def _fact(doing: Doing, fact: Fact) -> str:
    doing.with_promise(guarantees.record_fact, fact=fact)
    return _("“%(fact)s” is recorded for %(day)s.") % {
        "fact": fact.label,
        "day": day_words(doing.data["on"]),
    }


def _first_contact(doing: Doing) -> str:
    _fact(doing, Fact.TREATMENT_INITIATED)
    return _("Treatment has begun %(day)s. The deadline for it has stopped.") % {
        "day": day_words(doing.data["on"])
    }


def _assess(doing: Doing) -> str:
    doing.here(begin_visitation)
    return _("The assessment has begun.")


def _doctors_talk(doing: Doing) -> str:
    if doing.data["fact"] == "declined":
        doing.with_promise(guarantees.release, reason=ReleaseReason.DECLINED_TALK)
        return _("The citizen declined the doctor's talk. That deadline is released.")
    return _any_fact(doing)


def _any_fact(doing: Doing) -> str:
    return _fact(doing, Fact(doing.data["fact"]))


def _release(doing: Doing) -> str:
    doing.with_promise(guarantees.release, reason=doing.data["reason"])
    return _("The deadline is released. The day it began is kept for ever.")


def _take_back(doing: Doing) -> str:
    doing.with_promise(guarantees.take_back_release)
    return _("The deadline runs again, from the day it always began.")


def _waive(doing: Doing) -> str:
    doing.with_promise(guarantees.waive, new_start_on=doing.data["new_start_on"])
    return _("The citizen chose freely. The deadline is set aside.")


def _consent(doing: Doing) -> str:
    doing.with_promise(guarantees.record_consent, kind=ConsentKind(doing.data["kind"]))
    return _("The consent is recorded.")


def _letter(doing: Doing) -> str:
    chosen = [UUID(one) for one in doing.data["guarantee"]]
    guarantees.record_letter(guarantee_ids=chosen, on=doing.data["on"], by=doing.by, at=doing.at)
    if len(chosen) > 1:
        return _("The letter is recorded for each of the deadlines. They still run.")
    return _("The letter is recorded. The deadline still runs.")


def _explain(doing: Doing) -> str:
    doing.with_promise(
        guarantees.explain_breach, cause=doing.data["cause"], plan=doing.data["plan"]
    )
    return _("Cause and plan are recorded. The daily reminders rest.")


def _close(doing: Doing) -> str:
    status = InquiryStatus(doing.data["status"])
    doing.here(inquiries.close, status=status)
    return _("The inquiry has ended: %(status)s.") % {"status": status.label.lower()}


def _reopen(doing: Doing) -> str:
    mistake = doing.data.get("why") == "mistake"
    doing.here(inquiries.reopen, mistake=mistake)
    if mistake:
        return _("The inquiry is open again, and what was released runs from its first day.")
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
        hint=gettext_lazy("Treatment cannot begin before the needed consents are here."),
    ),
    "assess": Act(
        gettext_lazy("Assessment and decision"),
        desk.NothingForm,
        gettext_lazy("Open assessment and decision"),
        _assess,
        lambda case: (
            case.asked
            and case.user.may(Door.ASSESS)
            and (case.open or case.inquiry.status == InquiryStatus.STARTED)
        ),
        main=True,
        hint=gettext_lazy("Find out which help fits, and decide on it in writing."),
        page="intake:assessment",
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
    "wish": Act(
        gettext_lazy("The citizen wants treatment"),
        desk.WishForm,
        gettext_lazy("Start the deadline"),
        _wish,
        lambda case: case.open and not case.asked and case.may_ask,
        main=True,
        hint=gettext_lazy(
            "The deadline counts from the first wish for treatment, said or written."
        ),
    ),
    "assign": Act(
        gettext_lazy("Assign"),
        desk.AssignForm,
        gettext_lazy("Save"),
        _assign,
        lambda case: case.open,
        main=True,
    ),
    "more": Act(
        gettext_lazy("The citizen asks for more treatment"),
        desk.WishForm,
        gettext_lazy("Start the deadline"),
        _wish,
        lambda case: case.may_ask_more,
        hint=gettext_lazy("What is new counts from the day of this wish. No other deadline moves."),
    ),
    "take": Act(
        gettext_lazy("Take it myself"),
        desk.NothingForm,
        gettext_lazy("Take it myself"),
        _take,
        lambda case: case.open and case.takable,
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
    "take-back": Act(
        gettext_lazy("The deadline was released by mistake"),
        desk.TakeBackForm,
        gettext_lazy("Let it run again"),
        _take_back,
        lambda case: (
            (case.open or case.inquiry.status == InquiryStatus.STARTED)
            and any(one.released for one in case.promises)
        ),
        hint=gettext_lazy("It runs from the day it always began: a mistake gives no more time."),
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
        lambda case: case.inquiry.status in ENDED_STATUSES,
        main=True,
        hint=gettext_lazy(
            "A new wish for treatment is a new inquiry: its deadline counts from that day."
        ),
    ),
}

# What a next step is done with: that act stands first and open.
FIRST: dict[NextStep, str] = {
    NextStep.RELEASE: "release",
    NextStep.EXPLAIN: "explain",
    NextStep.ASSIGN: "assign",
    NextStep.CALL_CLOSED: "attempt",
    NextStep.CALL: "attempt",
    NextStep.WRITE: "attempt",
    NextStep.TRY_AGAIN: "attempt",
    NextStep.PLAN: "attempt",
    NextStep.LETTER: "letter",
    NextStep.CONSENTS: "consent",
    NextStep.DOCTORS_TALK: "doctors-talk",
    NextStep.ASSESS: "assess",
    NextStep.DECISION: "assess",
    NextStep.FIRST_CONTACT: "first-contact",
    NextStep.DECIDE: "fact",
    NextStep.ADVISE: "close",
    NextStep.DIED: "close",
}


def leading(case: Case) -> str:
    """The act that the next step is done with, if it is done here.

    What was granted begins with the first talk of its course, which stops the deadline: the bare fact
    would leave the course without its first day.
    """
    if case.step is None or (case.step == NextStep.FIRST_CONTACT and case.granted):
        return ""
    return FIRST.get(case.step, "")


def is_rare(verb: str, case: Case) -> bool:
    """Whether the act stands among the further ones."""
    return not ACTS[verb].main or (verb == "first-contact" and case.granted)


def in_order(case: Case) -> list[tuple[str, Act]]:
    """The acts with the one of the next step first."""
    first = leading(case)
    return sorted(ACTS.items(), key=lambda one: one[0] != first)
