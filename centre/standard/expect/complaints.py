"""Whom to turn to: the council's own ways, and the law's where its text says nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.standard import law
from centre.standard.expect.wording import length_told
from centre.standard.schema import ComplaintAbout, ComplaintRoute, Recipient, Standard
from centre.standard.words import appeal_deadline, office_lines, patient_deadline

COMPLAINTS: Final[dict[str, Promise]] = {
    "social_decision": gettext_lazy("A decision about help for drugs"),
    "treatment_plan": gettext_lazy("Your treatment plan"),
    "alcohol_decision": gettext_lazy("Which treatment for alcohol you get"),
    "anonymous_decision": gettext_lazy("A decision about anonymous treatment"),
    "health_treatment": gettext_lazy("What a doctor or nurse did"),
    "health_records": gettext_lazy(
        "Your health record: how it was kept, or that you may not see it"
    ),
    "case_handling": gettext_lazy("How your case was handled"),
    "case_handling_time": gettext_lazy("How long it took"),
    "staff": gettext_lazy("How somebody on the staff behaved"),
    "access_to_file": gettext_lazy("That you may not see your file on help for drugs"),
    "guarantee_not_kept": gettext_lazy("That treatment did not begin in time"),
    "pregnant_contract_drugs": gettext_lazy("The contract for pregnant women, drugs"),
    "pregnant_contract_alcohol": gettext_lazy("The contract for pregnant women, alcohol"),
    "provider_conditions": gettext_lazy("Conditions at a place of treatment"),
    "independent_advice": gettext_lazy("Advice from somebody outside the centre"),
}


@dataclass(frozen=True)
class Complaint:
    """What it is about, who to turn to, and how long there is."""

    topics: Sequence[str]
    lines: Sequence[str]
    web: str = ""


def complaints(standard: Standard) -> list[Complaint]:
    """The council's routes, then the law's own for what its text is silent on (domain 5)."""
    told = {about for route in standard.complaints for about in route.about}
    own = [_complaint(route) for route in standard.complaints]
    return own + [by_law() for about, by_law in _BY_LAW.items() if about not in told]


def _drugs_by_law() -> Complaint:
    """RSL §§ 60, 66 and 67."""
    return Complaint(
        [str(COMPLAINTS["social_decision"])],
        [
            _("Tell us within %(length)s. We look at it again.")
            % {"length": length_told(None, law.complaint_guidance("drugs").weeks or 0, None)},
            _goes_on("Ankestyrelsen"),
        ],
    )


def _nobody(about: ComplaintAbout) -> Complaint:
    words = _("There is nobody to complain to by law. Talk with the leader of the centre.")
    return Complaint([str(COMPLAINTS[about])], [words])


def _health_by_law() -> Complaint:
    """The patient's complaint: two years from knowledge, five from the event (domain C18)."""
    return Complaint(
        [str(COMPLAINTS["health_treatment"])],
        [
            _("Do it online: %(who)s.") % {"who": "Styrelsen for Patientklager"},
            _("You do it on borger.dk."),
            patient_deadline(),
        ],
        "www.stpk.dk",
    )


_BY_LAW: Final[dict[ComplaintAbout, Callable[[], Complaint]]] = {
    "social_decision": _drugs_by_law,
    "alcohol_decision": partial(_nobody, "alcohol_decision"),
    "anonymous_decision": partial(_nobody, "anonymous_decision"),
    "health_treatment": _health_by_law,
}


def _complaint(route: ComplaintRoute) -> Complaint:
    topics = [str(COMPLAINTS[about]) for about in route.about]
    if not route.possible:
        words = _("There is nobody to complain to by law. Talk with the leader of the centre.")
        return Complaint(topics, [words])
    web = route.recipient.web if route.recipient else None
    return Complaint(topics, [line for line in _route(route) if line], web or "")


def _route(route: ComplaintRoute) -> Iterable[str]:
    """Who, within how long, in which way, and what happens then; empty where there is nothing."""
    if route.recipient:
        yield from _recipient(route, route.recipient)
    weeks = route.deadline_weeks or _weeks_by_law(route)
    if weeks:
        yield appeal_deadline(weeks)
    yield _("There is no deadline.") if route.no_deadline else ""
    yield _("You may tell us. We then write it down.") if route.oral else ""
    if route.digital:
        # What may be told by word of mouth may be sent in any way.
        yield _("You may also use borger.dk.") if route.oral else _("You do it on borger.dk.")
    yield patient_deadline() if "health_treatment" in route.about else ""
    yield _again(route)
    if route.appeal:
        yield _goes_on(route.appeal.name)


def _goes_on(name: str) -> str:
    return _("If we do not change it, it goes on to %(name)s.") % {"name": name}


def _recipient(route: ComplaintRoute, to: Recipient) -> Iterable[str]:
    """Who to turn to, in a way that there is: one calls only where a number stands."""
    if route.digital and not route.oral:
        words = _("Do it online: %(who)s.")
    else:
        words = _("Write or call: %(who)s.") if to.phones else _("Write to: %(who)s.")
    yield words % {"who": to.name}
    # Its name stands in the sentence, its page in a link.
    yield from (line for line in office_lines(to) if line not in (to.name, to.web))


def _weeks_by_law(route: ComplaintRoute) -> int | None:
    """The law's weeks for a decision on drugs, where the council's text names none (RSL § 67)."""
    if route.no_deadline or "social_decision" not in route.about:
        return None
    return law.complaint_guidance("drugs").weeks


def _again(route: ComplaintRoute) -> str:
    if route.reassess_weeks:
        length = length_told(None, route.reassess_weeks, None)
        return _("We look at it again within %(length)s.") % {"length": length}
    return _("We look at it again.") if route.reassessed else ""
