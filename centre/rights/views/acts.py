"""What can be done on a request's page: a form, when it fits, and the one action behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.clocks.words import day_words
from centre.post.letters.text import LetterText, Text
from centre.rights import actions, forms
from centre.rights.actions.answer import Sent
from centre.rights.choices import NextStep, Right, Status
from centre.rights.queries import answer as drawn
from centre.rights.queries.request import Case
from centre.rights.rules.status import OPEN
from centre.rights.words import letters
from centre.staff.models import User
from centre.staff.rules import Door

YOUNG, LATE = "young", "late"
Sheets = list[tuple[str, str, Text]]


@dataclass(frozen=True)
class Doing:
    """Who acts, when, on what, with what was filled in."""

    case: Case
    data: dict[str, Any]
    by: User
    at: datetime
    people: "list[User]"

    def here(self, action: Callable[..., Any], *names: str, **what: Any) -> Any:
        """Do something with the request, with the fields that are named."""
        told = {name: self.data[name] for name in names}
        return action(request_id=self.case.request.pk, by=self.by, at=self.at, **told, **what)

    def send(self, action: Callable[..., Any], *names: str) -> Any:
        """Do what sends a letter, as it was seen."""
        previewed = self.data.get("seen_letter") or None
        return self.here(action, "channel", *names, previewed=previewed)

    def letter(self, text: Callable[..., LetterText], *names: str, **what: Any) -> Sheets:
        """What would be sent now."""
        told = {name: self.data[name] for name in names}
        made = text(self.case.request, by=self.by, on=self.case.today, **told, **what)
        return [("letter", _("The letter"), made)]


@dataclass(frozen=True)
class Act:
    """One act: its heading, its form, its button, when it is offered, and what it does.

    `sheets`: what it sends, to be looked at before: a name, a heading and the words of each.
    """

    words: Promise
    form: type[forms.ActForm]
    button: Promise
    run: Callable[[Doing], str]
    fits: Callable[[Case], bool]
    hint: Promise | str = ""
    sheets: Callable[[Doing], Sheets] | None = None


def _open(case: Case) -> bool:
    return case.request.status in OPEN


def _is(right: str, *statuses: str) -> Callable[[Case], bool]:
    return lambda case: case.request.right == right and case.request.status in statuses


def _collect(doing: Doing) -> str:
    doing.here(actions.collect)
    return _("The file is put together. Look at each part.")


def _ready(doing: Doing) -> str:
    doing.here(actions.make_ready, "names_staff", "words")
    return _("It is looked through. Somebody else gives it now.")


def _back(doing: Doing) -> str:
    doing.here(actions.give_back, "words")
    return _("It is looked through again.")


def _give(doing: Doing) -> str:
    sent = Sent(
        doing.data["channel"], doing.data["seen_letter"] or None, doing.data["seen_file"] or None
    )
    doing.here(actions.give, sent=sent)
    return _("The answer is given. Print it, or bring it on its way.")


def _given(doing: Doing) -> Sheets:
    request = doing.case.request
    made = drawn.answer(request, list(request.pieces.all()), by=doing.by, at=doing.at)
    return [("letter", _("The letter"), made.letter), ("file", _("The file"), made.file)]


def _refuse(doing: Doing) -> str:
    doing.send(actions.refuse, "words")
    return _("It is refused. Print the letter, or bring it on its way.")


def _refused(doing: Doing) -> Sheets:
    told = drawn.regimes(doing.case.request, doing.by, doing.at)
    return doing.letter(letters.refused, "words", regimes=told)


def _more_time(doing: Doing) -> str:
    doing.send(actions.need_more_time, "why", "until")
    return _("The citizen is told. The deadline is now %(day)s.") % {
        "day": day_words(doing.data["until"])
    }


def _late(doing: Doing) -> str:
    doing.send(actions.tell_late, "cause", "why", "until")
    return _("The citizen is told. Cause and plan are recorded.")


def _young(doing: Doing) -> str:
    doing.here(actions.record_young, "said", "words")
    return _("What the young person says is written down.")


def _correct(doing: Doing) -> str:
    doing.send(actions.answer_correction, "outcome", "words")
    return _("The answer is given. Print it, or bring it on its way.")


def _assign(doing: Doing) -> str:
    to = next(one for one in doing.people if str(one.pk) == doing.data["to"])
    doing.here(actions.assign, to=to)
    return _("%(who)s answers for it now. No deadline moved.") % {"who": to}


def _withdraw(doing: Doing) -> str:
    doing.here(actions.withdraw, "words")
    return _("The request is taken back.")


def _may_give(case: Case) -> bool:
    wanted = Status.READY if case.request.wants_file else Status.COLLECTED
    may = case.sees_all and (case.second or not case.request.wants_file)
    return case.is_access and case.request.status == wanted and may and not case.young_stops


def _is_late(case: Case) -> bool:
    return _open(case) and case.late


ACTS: Mapping[str, Act] = {
    YOUNG: Act(
        gettext_lazy("Write down what the young person says"),
        forms.YoungForm,
        gettext_lazy("Save"),
        _young,
        lambda case: _open(case) and case.asks_young,
        hint=gettext_lazy(
            "From 15 the citizen is asked before somebody with custody is answered. Talk to them alone."
        ),
    ),
    NextStep.COLLECT: Act(
        gettext_lazy("Collect the file"),
        forms.NothingForm,
        gettext_lazy("Collect it"),
        _collect,
        lambda case: _is(Right.ACCESS, *OPEN)(case) and case.sees_all,
        hint=gettext_lazy("Collected anew, what you have said of parts that are the same stays."),
    ),
    "ready": Act(
        gettext_lazy("All parts are looked through"),
        forms.ReadyForm,
        gettext_lazy("Hand it to another pair of eyes"),
        _ready,
        lambda case: (
            _is(Right.ACCESS, Status.COLLECTED)(case)
            and case.request.wants_file
            and case.sees_all
            and not case.waits
        ),
    ),
    NextStep.RELEASE: Act(
        gettext_lazy("Give the answer"),
        forms.LetterForm,
        gettext_lazy("Give it"),
        _give,
        _may_give,
        sheets=_given,
    ),
    "back": Act(
        gettext_lazy("Give it back to be looked through again"),
        forms.WordsForm,
        gettext_lazy("Give it back"),
        _back,
        lambda case: _is(Right.ACCESS, Status.READY)(case) and case.sees_all,
    ),
    NextStep.CORRECT: Act(
        gettext_lazy("Answer what is wrong"),
        forms.CorrectForm,
        gettext_lazy("Give the answer"),
        _correct,
        lambda case: (
            _is(Right.CORRECTION, *OPEN)(case) and case.may_assess and not case.young_stops
        ),
        sheets=lambda doing: doing.letter(letters.correction, "outcome", "words"),
    ),
    "more-time": Act(
        gettext_lazy("It takes longer"),
        forms.MoreTimeForm,
        gettext_lazy("The citizen is told"),
        _more_time,
        lambda case: _open(case) and not case.late,
        hint=gettext_lazy("The citizen must be told within the deadline."),
        sheets=lambda doing: doing.letter(letters.more_time, "why", "until"),
    ),
    LATE: Act(
        gettext_lazy("It is late: tell the citizen why, and until when"),
        forms.LateForm,
        gettext_lazy("The citizen is told"),
        _late,
        _is_late,
        hint=gettext_lazy(
            "The deadline stays where it is. Cause and plan are recorded, and the daily reminders rest."
        ),
        sheets=lambda doing: doing.letter(letters.late, "why", "until"),
    ),
    "assign": Act(gettext_lazy("Assign"), forms.AssignForm, gettext_lazy("Save"), _assign, _open),
    "refuse": Act(
        gettext_lazy("Refuse it"),
        forms.RefuseForm,
        gettext_lazy("Refuse it"),
        _refuse,
        lambda case: _is(Right.ACCESS, *OPEN)(case) and case.user.may(Door.APPROVE),
        hint=gettext_lazy("Of part of a file, leave those parts out instead."),
        sheets=_refused,
    ),
    "withdraw": Act(
        gettext_lazy("The citizen takes it back"),
        forms.WithdrawForm,
        gettext_lazy("Take it back"),
        _withdraw,
        _open,
    ),
}
