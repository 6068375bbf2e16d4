"""What a standard promises, as the sections of the page "What you can expect". Plain words only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from centre.standard import law, rules
from centre.standard.comparison import completeness
from centre.standard.schema import (
    ComplaintRoute,
    GuaranteeKind,
    Offer,
    PhoneNumber,
    Recipient,
    Standard,
    Told,
)
from centre.standard.words import days_and_hours, grouped

Words = tuple[str, str]

# What each kind of treatment is called on the page, in the order it is told.
KINDS: Final[dict[GuaranteeKind, Promise]] = {
    "alcohol": gettext_lazy("Treatment for alcohol"),
    "social_drug": gettext_lazy("Treatment for drugs"),
    "doctors_talk": gettext_lazy("A talk with a doctor"),
    "medical": gettext_lazy("Medicine in place of drugs"),
    "youth_drug": gettext_lazy("Drugs, when you are under 18"),
    "youth_alcohol": gettext_lazy("Alcohol, when you are under 18"),
    "anonymous_drug": gettext_lazy("Anonymous treatment for drugs"),
    "inpatient_decision": gettext_lazy("An answer about a stay with treatment"),
}
STOPS: Final[dict[str, Promise]] = {
    "treatment_offered": gettext_lazy("you have got an offer of treatment"),
    "visitation_held": gettext_lazy("we have found out together which help fits"),
    "plan_made": gettext_lazy("your plan is made"),
    "first_meeting_agreed": gettext_lazy("the first meeting with your therapist is agreed"),
    "decided": gettext_lazy("you have got a decision"),
    "talks_offered": gettext_lazy("you have got an offer of talks"),
    "first_talk_held": gettext_lazy("you have had the first talk"),
    "treatment_initiated": gettext_lazy("your treatment has begun"),
    "doctors_talk_offered": gettext_lazy("you have got an offer of a talk with the doctor"),
    "doctors_talk_held": gettext_lazy("you have talked with the doctor"),
}
COMPLAINTS: Final[dict[str, Promise]] = {
    "social_decision": gettext_lazy("A decision about help for drugs"),
    "treatment_plan": gettext_lazy("Your treatment plan"),
    "alcohol_decision": gettext_lazy("Which treatment for alcohol you get"),
    "anonymous_decision": gettext_lazy("A decision about anonymous treatment"),
    "health_treatment": gettext_lazy("What a doctor or nurse did"),
    "health_records": gettext_lazy("How your health record was kept"),
    "case_handling": gettext_lazy("How your case was handled"),
    "case_handling_time": gettext_lazy("How long it took"),
    "staff": gettext_lazy("How somebody on the staff behaved"),
    "access_to_file": gettext_lazy("That you may not see your file"),
    "guarantee_not_kept": gettext_lazy("That treatment did not begin in time"),
    "pregnant_contract_drugs": gettext_lazy("The contract for pregnant women, drugs"),
    "pregnant_contract_alcohol": gettext_lazy("The contract for pregnant women, alcohol"),
    "provider_conditions": gettext_lazy("Conditions at a place of treatment"),
    "independent_advice": gettext_lazy("Advice from somebody outside the centre"),
}
HOURS: Final[dict[str, Promise]] = {
    "opening": gettext_lazy("The house is open"),
    "phone": gettext_lazy("We answer the phone"),
    "anonymous_phone": gettext_lazy("Advice by phone without a name"),
    "youth_direct": gettext_lazy("The youth unit's own numbers"),
    "open_counselling": gettext_lazy("Open counselling"),
}
BY_PHONE: Final = gettext_lazy("Talks by phone that you can book")


@dataclass(frozen=True)
class Hours:
    """One set of weekly hours."""

    title: str
    rows: Sequence[tuple[str, str]]
    proposed: bool


@dataclass(frozen=True)
class Guarantee:
    """One deadline: what the law says beside what the council promises."""

    title: str
    by_law: str
    by_council: str
    basis: str


@dataclass(frozen=True)
class Complaint:
    """Who to turn to, and how long there is."""

    title: str
    lines: Sequence[str]
    web: str = ""


@dataclass(frozen=True)
class Page:
    """All sections of the page, in the reader's language. An empty one is not shown."""

    council: str
    centre: str
    address: str
    email: str
    web: str
    phones: Sequence[Words]
    voicemail: bool
    hours: Sequence[Hours]
    hours_elsewhere: bool
    groups: Sequence[Words]
    young: Words | None
    expectations: Sequence[Words]
    offers: Sequence[Words]
    guarantees: Sequence[Guarantee]
    anonymous: Sequence[str]
    anonymous_drugs: Words | None
    doctor: Sequence[str]
    complaints: Sequence[Complaint]
    law_texts: Sequence[Words]
    valid_from: str
    revised_by: str
    title: str
    covered: Sequence[str]
    silent: Sequence[str]
    more: Sequence[Words] = field(default_factory=tuple)


def told(part: Told) -> Words:
    """A piece's heading and text in the reader's language."""
    if (get_language() or "da").startswith("da"):
        return part.title_da, part.text_da
    return part.title_en, part.text_en


def young(standard: Standard) -> Words | None:
    """What the council says to somebody under 18: who helps, and who has to say yes."""
    told_to = standard.youth.told if standard.youth else None
    return told(told_to) if told_to is not None else None


def page_of(standard: Standard, *, today: date) -> Page:
    """The whole page on a day: offers that have ended are left out."""
    identity, contact = standard.identity, standard.contact
    offers = rules.offers_for(standard, on=today)
    town = " ".join(part for part in (contact.postcode, contact.city) if part)
    address = (contact.place_name, contact.street, town)
    points = completeness(standard)
    return Page(
        council=identity.council,
        centre=identity.centre_name,
        address=", ".join(part for part in address if part),
        email=contact.email or "",
        web=contact.web or "",
        phones=[(_phone_name(standard, one), grouped(one.number)) for one in contact.phones],
        voicemail=contact.voicemail,
        hours=_hours(standard),
        hours_elsewhere=bool(contact.hours_published_on),
        groups=_told_all(standard.target_groups),
        young=young(standard),
        expectations=_told_all(standard.expectations),
        offers=[_offer(one) for one in offers if one.kind != "doctors_talk"],
        guarantees=[one for one in (_guarantee(standard, kind, today) for kind in KINDS) if one],
        anonymous=_anonymous(standard),
        anonymous_drugs=_anonymous_drugs(standard),
        doctor=_doctor(standard, offers),
        complaints=_complaints(standard),
        law_texts=_laws(standard),
        valid_from=date_format(identity.valid_from, "DATE_FORMAT"),
        revised_by=date_format(rules.next_revision(standard), "DATE_FORMAT"),
        title=identity.title,
        covered=[str(one.point.label) for one in points if one.covered],
        silent=[str(one.point.label) for one in points if not one.covered],
        more=_told_all(
            one for one in (standard.purpose, standard.values, standard.involvement) if one
        ),
    )


def _told_all(parts: Iterable[Told]) -> list[Words]:
    return [told(one) for one in parts]


def _phone_name(standard: Standard, phone: PhoneNumber) -> str:
    """Whose number it is, and when it is the one to call."""
    if phone.name is None:
        return _("Phone")
    unit = rules.unit_by_key(standard, phone.unit) if phone.unit else None
    if unit is not None:
        return f"{phone.name}, {unit.name}"
    if phone.in_hours is None and standard.hours.phone is not None:
        return _("%(name)s, when our phone is closed") % {"name": phone.name}
    return phone.name


def _hours(standard: Standard) -> list[Hours]:
    found = []
    for name, title in HOURS.items():
        hours = getattr(standard.hours, name)
        if hours is not None:
            # Rebild has no Åben Rådgivning in the house, only talks by phone.
            by_phone = name == "open_counselling" and hours.channels == ("phone",)
            shown = str(BY_PHONE if by_phone else title)
            found.append(Hours(shown, days_and_hours(hours), hours.proposed))
    return found


def _offer(offer: Offer) -> Words:
    title, text = told(offer)
    danish = (get_language() or "da").startswith("da")
    conditions = (offer.conditions_da if danish else offer.conditions_en) or ""
    return title, f"{text} {conditions}".strip()


def _length(days: int | None, weeks: int | None, months: int | None) -> str:
    if days:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if weeks:
        return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
    return ngettext("%(n)d month", "%(n)d months", months or 0) % {"n": months or 0}


def _guarantee(standard: Standard, kind: GuaranteeKind, today: date) -> Guarantee | None:
    """What law and council say about one kind; None when neither says anything."""
    rule = law.national_rule(kind, today)
    promise = rules.guarantee_promise(standard, kind)
    if kind.startswith("youth_") and not _treats_youth(standard):
        return None
    by_law = ""
    if rule is not None and rule.exists:
        length = _length(rule.days, rule.weeks, rule.months)
        by_law = _("At the latest %(length)s after you ask: %(stop)s.") % {
            "length": length,
            "stop": _and([str(STOPS[stop]) for stop in rule.stops]),
        }
    by_council = ""
    if promise is not None:
        by_council = _("At the latest %(length)s after you ask: %(stop)s.") % {
            "length": _length(promise.days, promise.weeks, promise.months),
            "stop": _and([str(STOPS[stop]) for stop in promise.stop_when]),
        }
        if promise.on_request_only:
            by_council += " " + _("It is for you who ask for it.")
        if "consents_given" in promise.start_after:
            by_council += " " + _(
                "The days count from when everyone who has to say yes has done so."
            )
    if not by_law and not by_council:
        return None
    return Guarantee(
        title=str(KINDS[kind]),
        by_law=by_law or _("The law sets no number of days."),
        by_council=by_council,
        basis=str(rule.basis) if rule else "",
    )


def _treats_youth(standard: Standard) -> bool:
    return standard.youth is not None and standard.youth.treated


def _and(words: Sequence[str]) -> str:
    """A list as it is said: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _anonymous(standard: Standard) -> list[str]:
    hours = standard.hours.open_counselling
    help_ = standard.anonymous
    lines = []
    if (hours and hours.anonymous) or (help_ and help_.advice):
        lines.append(_("You can get advice without saying who you are."))
    if help_ and help_.alcohol and help_.alcohol.offered:
        lines.append(_("You can get treatment for alcohol without saying who you are."))
        lines.append(_("If you get medicine on prescription, we must know who you are."))
    if help_ and help_.alcohol and help_.alcohol.any_council:
        lines.append(_("You may come from another council."))
    return lines


def _anonymous_drugs(standard: Standard) -> Words | None:
    help_ = standard.anonymous
    return told(help_.drugs) if help_ and help_.drugs else None


def _doctor(standard: Standard, offers: Sequence[Offer]) -> list[str]:
    lines = [_offer(one)[1] for one in offers if one.kind == "doctors_talk"]
    if not lines:
        lines = [_("If you want treatment for drugs, you are offered a free talk with a doctor.")]
    return lines


def _complaints(standard: Standard) -> list[Complaint]:
    """The council's routes, and the law's own where the standard says nothing (RSL §§ 60, 66, 67)."""
    if standard.complaints:
        return [_complaint(route) for route in standard.complaints]
    guidance = law.complaint_guidance("drugs")
    weeks = guidance.weeks or 0
    return [
        Complaint(
            str(COMPLAINTS["social_decision"]),
            [
                _("Tell us within %(length)s. We look at it again.")
                % {"length": _length(None, weeks, None)},
                _("If we do not change it, it goes on to %(name)s.") % {"name": "Ankestyrelsen"},
            ],
        ),
        Complaint(
            str(COMPLAINTS["alcohol_decision"]),
            [_("There is nobody to complain to by law. Talk with the leader of the centre.")],
        ),
    ]


def _complaint(route: ComplaintRoute) -> Complaint:
    title = _and([str(COMPLAINTS[about]) for about in route.about])
    if not route.possible:
        words = _("There is nobody to complain to by law. Talk with the leader of the centre.")
        return Complaint(title, [words])
    web = route.recipient.web if route.recipient else None
    return Complaint(title, [line for line in _route(route) if line], web or "")


def _route(route: ComplaintRoute) -> Iterable[str]:
    """Who, within how long, in which way, and what happens then; empty where there is nothing."""
    if route.recipient:
        yield from _recipient(route, route.recipient)
    weeks = route.deadline_weeks or _weeks_by_law(route)
    if weeks:
        length = _length(None, weeks, None)
        yield _("Do it within %(length)s after you got the decision.") % {"length": length}
    yield _("There is no deadline.") if route.no_deadline else ""
    yield _("You may tell us. We then write it down.") if route.oral else ""
    if route.digital:
        # What may be told by word of mouth may be sent in any way.
        yield _("You may also use borger.dk.") if route.oral else _("You do it on borger.dk.")
    yield _again(route)
    if route.appeal:
        yield _("If we do not change it, it goes on to %(name)s.") % {"name": route.appeal.name}


def _recipient(route: ComplaintRoute, to: Recipient) -> Iterable[str]:
    """Who to turn to, in a way that there is: one calls only where a number stands."""
    if route.digital and not route.oral:
        words = _("Do it online: %(who)s.")
    else:
        words = _("Write or call: %(who)s.") if to.phones else _("Write to: %(who)s.")
    yield words % {"who": to.name}
    yield ", ".join(
        one for one in (to.street, f"{to.postcode or ''} {to.city or ''}".strip()) if one
    )
    numbers = ", ".join(grouped(one) for one in to.phones)
    yield _("Phone: %(numbers)s") % {"numbers": numbers} if numbers else ""
    yield _("E-mail: %(email)s") % {"email": to.email} if to.email else ""


def _weeks_by_law(route: ComplaintRoute) -> int | None:
    """The law's weeks for a decision on drugs, where the council's text names none (RSL § 67)."""
    if route.no_deadline or "social_decision" not in route.about:
        return None
    return law.complaint_guidance("drugs").weeks


def _again(route: ComplaintRoute) -> str:
    if route.reassess_weeks:
        length = _length(None, route.reassess_weeks, None)
        return _("We look at it again within %(length)s.") % {"length": length}
    return _("We look at it again.") if route.reassessed else ""


def _laws(standard: Standard) -> list[Words]:
    danish = (get_language() or "da").startswith("da")
    return [
        (
            _law_name(one.law, one.section, one.subsections)
            + ("" if one.in_force else f" ({_('now: %(now)s') % {'now': one.now or '–'}})"),
            one.text_da if danish else one.text_en,
        )
        for one in standard.law_texts
    ]


def _law_name(name: str, section: str, subsections: Sequence[int]) -> str:
    names = {str(key): str(value) for key, value in law.LAW_NAMES.items()}
    shown = names.get(name, name)
    if name in ("BEK", "VEJ", "LBK"):
        return f"{shown} {section}"
    numbers = f" stk. {', '.join(map(str, subsections))}" if subsections else ""
    return f"{shown} § {section}{numbers}"
