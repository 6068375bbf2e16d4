"""What can be done on a complaint's page: a form, when it fits, and the one action behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.clocks.words import day_words
from centre.post.letters.text import LetterText
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.rules import Door
from complaints import actions
from complaints.choices import NextStep, Status, Track
from complaints.forms import staff as forms
from complaints.queries.complaint import Case, inquiry_by_cpr, is_unconnected, running
from complaints.queries.decisions import decision_by_reference
from complaints.rules.status import CLOSES_AS, WITHDRAWABLE
from complaints.words import letters

Data = dict[str, Any]


@dataclass(frozen=True)
class Doing:
    """Who acts, when, on what, with what was filled in."""

    case: Case
    data: Data
    by: User
    at: datetime
    people: "list[User]"

    def here(self, action: Callable[..., Any], *names: str, **what: Any) -> Any:
        """Do something with the complaint, with the fields that are named."""
        told = {name: self.data[name] for name in names}
        return action(complaint_id=self.case.complaint.pk, by=self.by, at=self.at, **told, **what)

    def send(self, action: Callable[..., Any], *names: str) -> Any:
        """Do what sends a letter, as it was seen."""
        previewed = self.data.get("seen_letter") or None
        return self.here(action, "channel", *names, previewed=previewed)

    def letter(self, text: Callable[..., LetterText], *names: str) -> LetterText:
        """What would be sent now."""
        told = {name: self.data[name] for name in names}
        return text(self.case.complaint, by=self.by, on=self.case.today, **told)


@dataclass(frozen=True)
class Act:
    """One act: its heading, its form, its button, when it is offered, and what it does.

    `letter`: what it sends to the citizen, to be looked at before.
    """

    words: Lazy
    form: type[forms.ActForm]
    button: Lazy
    run: Callable[[Doing], str]
    fits: Callable[[Case], bool]
    hint: Lazy | str = ""
    letter: Callable[[Doing], LetterText] | None = None


def _is(*statuses: str) -> Callable[[Case], bool]:
    return lambda case: case.complaint.status in statuses


def _open(case: Case) -> bool:
    return case.complaint.status != Status.CLOSED


def _connect(doing: Doing) -> str:
    data: Data = doing.data
    to: dict[str, UUID] = {}
    if data.get("decision"):
        to["decision_id"] = UUID(data["decision"])
    elif data["reference"]:
        found = decision_by_reference(doing.by, data["reference"])
        if found is None:
            raise Refused(_("No letter that you can open has this reference."))
        to["decision_id"] = found.pk
    else:
        inquiry = inquiry_by_cpr(doing.by, data["cpr"])
        if inquiry is None:
            raise Refused(_("No case that you can open has this number."))
        to["inquiry_id"] = inquiry.pk
    complaint = doing.here(actions.connect, **to)
    if complaint.decision_id is None:
        return _("The complaint stands in the citizen's file now.")
    if complaint.late:
        return _("The complaint is over this decision. It came late, and is received all the same.")
    return _("The complaint is over this decision. It came in time.")


def _acknowledge(doing: Doing) -> str:
    doing.send(actions.acknowledge)
    if doing.case.named:
        return _("The citizen is told. Print the letter, or bring it on its way.")
    return _("It is noted. Reference and code tell the citizen how far it is.")


def _begin(doing: Doing) -> str:
    doing.here(actions.begin_reassessment)
    return _("It is noted that you have begun.")


def _more_time(doing: Doing) -> str:
    doing.send(actions.need_more_time, "why", "until")
    return _("The citizen is told. The deadline is now %(day)s.") % {
        "day": day_words(doing.data["until"])
    }


def _answer(doing: Doing) -> str:
    doing.send(actions.answer, "words")
    return _("The answer is saved. Close the complaint when nothing more is to be done.")


def _pass_on(doing: Doing) -> str:
    doing.send(actions.pass_on)
    return _("The citizen is told where it belongs.")


def _reply(doing: Doing) -> str:
    doing.here(actions.record_reply, "on", "words", stands=False)
    return _("The citizen is content. The complaint is closed.")


def _unanswered(doing: Doing) -> str:
    doing.here(actions.close_unanswered)
    return _("The complaint is closed. It is not sent on.")


def _outcome(doing: Doing) -> str:
    complaint = doing.here(actions.record_outcome, "outcome", "on", "words")
    clock = running(complaint)
    if clock is None or clock.due_on is None:
        return _("What the appeals board decided is recorded.")
    return _("The case was sent back. It is decided anew by %(day)s.") % {
        "day": day_words(clock.due_on)
    }


def _decided_anew(doing: Doing) -> str:
    doing.here(actions.record_decided_anew)
    return _("The case is decided anew. Its deadline has stopped.")


def _withdraw(doing: Doing) -> str:
    doing.here(actions.withdraw, "words")
    return _("The complaint is taken back and closed.")


def _close(doing: Doing) -> str:
    doing.here(actions.close)
    return _("The complaint is closed.")


def _put_right(doing: Doing) -> str:
    complaint = doing.here(actions.put_right, "about", "area", "words")
    return _("Saved. This is its way now: %(way)s.") % {"way": Track(complaint.track).label}


def _helper(doing: Doing) -> str:
    doing.here(actions.name_helper, *forms.HELPER)
    if doing.data["represents"]:
        return _("It is saved. Each letter from now on goes to the helper too.")
    return _("It is saved. The helper gets no copies.")


def _assign(doing: Doing) -> str:
    to = next(one for one in doing.people if str(one.pk) == doing.data["to"])
    doing.here(actions.assign, to=to)
    return _("%(who)s answers for it now. No deadline moved.") % {"who": to}


ACTS: Mapping[str, Act] = {
    NextStep.CONNECT: Act(
        gettext_lazy("Say whose case it is"),
        forms.ConnectForm,
        gettext_lazy("Save"),
        _connect,
        lambda case: (
            _open(case)
            and not case.complaint.anonymous
            and (case.complaint.inquiry_id is None or is_unconnected(case.complaint))
        ),
    ),
    NextStep.ACKNOWLEDGE: Act(
        gettext_lazy("Tell the citizen that it came"),
        forms.LetterForm,
        gettext_lazy("The receipt is given"),
        _acknowledge,
        _is(Status.RECEIVED),
        letter=lambda doing: doing.letter(letters.receipt),
    ),
    NextStep.ANSWER: Act(
        gettext_lazy("The leader answers"),
        forms.AnswerForm,
        gettext_lazy("Save the answer"),
        _answer,
        lambda case: (
            case.complaint.track == Track.SERVICE
            and case.complaint.status == Status.ACKNOWLEDGED
            and case.user.may(Door.ASSIGN_OTHERS)
        ),
        letter=lambda doing: doing.letter(letters.answer, "words"),
    ),
    NextStep.PASS_ON: Act(
        gettext_lazy("Tell the citizen where it belongs"),
        forms.LetterForm,
        gettext_lazy("The citizen is told"),
        _pass_on,
        lambda case: (
            case.complaint.track == Track.ELSEWHERE
            and case.complaint.status in (Status.RECEIVED, Status.ACKNOWLEDGED)
        ),
        letter=lambda doing: doing.letter(letters.passed_on),
    ),
    NextStep.REPLY: Act(
        gettext_lazy("The citizen is content with the new decision"),
        forms.ReplyForm,
        gettext_lazy("Close the complaint"),
        _reply,
        _is(Status.PARTLY),
    ),
    NextStep.UNANSWERED: Act(
        gettext_lazy("No answer came: close it"),
        forms.NothingForm,
        gettext_lazy("Close the complaint"),
        _unanswered,
        lambda case: case.step == NextStep.UNANSWERED,
    ),
    NextStep.OUTCOME: Act(
        gettext_lazy("Record what the appeals board decided"),
        forms.OutcomeForm,
        gettext_lazy("Save the outcome"),
        _outcome,
        _is(Status.FORWARDED),
    ),
    NextStep.DECIDE_ANEW: Act(
        gettext_lazy("The case is decided anew"),
        forms.NothingForm,
        gettext_lazy("The new decision is sent"),
        _decided_anew,
        lambda case: case.step == NextStep.DECIDE_ANEW,
        hint=gettext_lazy("Send the new decision from the inquiry first."),
    ),
    NextStep.CLOSE: Act(
        gettext_lazy("Close the complaint"),
        forms.NothingForm,
        gettext_lazy("Close the complaint"),
        _close,
        lambda case: case.complaint.status in CLOSES_AS and running(case.complaint) is None,
    ),
    "begin": Act(
        gettext_lazy("Note that looking at it again has begun"),
        forms.NothingForm,
        gettext_lazy("I have begun"),
        _begin,
        lambda case: (
            case.complaint.track == Track.APPEAL and case.complaint.status == Status.ACKNOWLEDGED
        ),
    ),
    "more-time": Act(
        gettext_lazy("More information is needed"),
        forms.MoreTimeForm,
        gettext_lazy("The citizen is told"),
        _more_time,
        lambda case: (
            case.complaint.track == Track.APPEAL
            and case.complaint.status in (Status.ACKNOWLEDGED, Status.IN_REASSESSMENT)
        ),
        hint=gettext_lazy("The citizen must be told within the four weeks."),
        letter=lambda doing: doing.letter(letters.more_time, "why", "until"),
    ),
    "put-right": Act(
        gettext_lazy("It is about something else"),
        forms.PutRightForm,
        gettext_lazy("Save"),
        _put_right,
        _is(Status.RECEIVED, Status.ACKNOWLEDGED),
        hint=gettext_lazy(
            "What was said decides, not the box that was ticked. The day it came stays."
        ),
    ),
    "helper": Act(
        gettext_lazy("Who helps, and who acts for the citizen"),
        forms.HelperForm,
        gettext_lazy("Save"),
        _helper,
        lambda case: _open(case) and not case.complaint.anonymous,
        hint=gettext_lazy("Ask the citizen first: only they can let somebody act for them."),
    ),
    "assign": Act(
        gettext_lazy("Assign"),
        forms.AssignForm,
        gettext_lazy("Save"),
        _assign,
        _open,
    ),
    "withdraw": Act(
        gettext_lazy("The citizen takes the complaint back"),
        forms.WithdrawForm,
        gettext_lazy("Take it back"),
        _withdraw,
        lambda case: case.complaint.status in WITHDRAWABLE,
    ),
}
