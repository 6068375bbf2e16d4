"""The letter of a decision: the result first, then why, then what one can do about it (ux A.4, domain 5).

To the citizen it says "you"; no sentence is longer than needed. The law's own words are not quoted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from centre.post.letters.text import (
    Block,
    Bullets,
    Facts,
    Heading,
    LetterText,
    Paragraph,
    Recipient,
    Signature,
    sender_of,
)
from centre.post.words import day
from centre.standard.law import LAW_NAMES
from centre.standard.rules import centre_office
from centre.standard.schema import ComplaintRoute, Standard
from centre.standard.schema import Recipient as Office
from centre.standard.words import office_in_letter
from intake.choices import Area, Outcome, Setting
from intake.rules.decision import Guidance, Right


@dataclass(frozen=True)
class Given:
    """All that a letter tells of one decision."""

    area: str
    outcome: str
    setting: str
    offer_name: str
    sessions_granted: int | None
    granted_until: date | None
    grounds: str
    why_not_less: str
    guidance: str
    basis: str
    basis_from: date
    asked_on: date
    talked_on: date | None
    decided_on: date
    received_on: date
    complain_by_on: date | None
    to: str | None
    reference: str
    signed: str
    signed_as: str
    complaint: Guidance
    free_choice: Right | None
    copies: tuple[Recipient, ...] = ()


def letter(given: Given, standard: Standard) -> LetterText:
    """The whole letter, in the language that is active."""
    return LetterText(
        sender=sender_of(standard),
        recipient=Recipient(given.to) if given.to else None,
        place=standard.contact.city or standard.identity.council,
        written_on=given.decided_on,
        title=_title(given),
        blocks=(
            *_result(given),
            *_grounds(given, standard),
            *_instead(given),
            *_choice(given),
            *_law(given),
            *_complaint(given, standard),
            *_data(),
        ),
        signature=Signature(given.signed, given.signed_as),
        reference=given.reference,
        closing=_("Kind regards"),
        copies=given.copies,
    )


def _treatment(area: str) -> str:
    return {
        Area.ALCOHOL: _("treatment for alcohol"),
        Area.DRUGS: _("treatment for drugs"),
        Area.ANONYMOUS_DRUGS: _("anonymous treatment for drugs"),
        Area.SUBSTITUTION: _("treatment with medicine"),
    }[Area(area)]


def _title(given: Given) -> str:
    what = {"what": _treatment(given.area)}
    if given.outcome == Outcome.REFUSED:
        return _("You do not get %(what)s") % what
    if given.outcome == Outcome.PARTLY:
        return _("You get some of the help you asked for")
    return _("You get %(what)s") % what


def _result(given: Given) -> Iterator[Block]:
    asked = {"what": _treatment(given.area), "day": day(given.asked_on)}
    told = [_("On %(day)s you asked for %(what)s.") % asked]
    if given.outcome == Outcome.REFUSED and given.setting == Setting.INPATIENT:
        told.append(_("We have decided that you do not get a stay."))
    elif given.outcome == Outcome.REFUSED:
        told.append(_("We have decided that you do not get it."))
    elif given.outcome == Outcome.PARTLY:
        told.append(_("We have decided to give you some of it. This is what you get:"))
    else:
        told.append(_("We have decided that you get it. This is what you get:"))
    yield Paragraph(" ".join(told))
    if given.outcome != Outcome.REFUSED:
        yield Facts(tuple(_granted(given)))


def _granted(given: Given) -> Iterator[tuple[str, str]]:
    yield _("Your offer"), given.offer_name
    yield (
        _("Where"),
        {
            Setting.OUTPATIENT: _("You live at home and come to us"),
            Setting.DAY: _("You are there by day and sleep at home"),
            Setting.INPATIENT: _("You stay there day and night"),
        }[Setting(given.setting)],
    )
    if given.sessions_granted is not None:
        yield _("Talks"), _("Up to %(count)d") % {"count": given.sessions_granted}
    if given.granted_until is not None:
        yield _("Until"), day(given.granted_until)


def _grounds(given: Given, standard: Standard) -> Iterator[Block]:
    yield Heading(_("Why we decided this"))
    yield Paragraph(given.grounds)
    if given.why_not_less and given.outcome != Outcome.REFUSED:
        yield Paragraph(given.why_not_less)
    if given.talked_on is not None:
        rests = _("We have built on our talk on %(day)s and on what you told us.")
        yield Paragraph(rests % {"day": day(given.talked_on)})
    if standard.visitation is not None and standard.visitation.economy_counts:
        yield Paragraph(_("We have looked at what helps you, and at what it costs."))


def _instead(given: Given) -> Iterator[Block]:
    if given.outcome != Outcome.GRANTED:
        yield Heading(_("What you can do now"))
        yield Paragraph(given.guidance)


def _choice(given: Given) -> Iterator[Block]:
    right = given.free_choice
    if right is None or given.outcome == Outcome.REFUSED:
        return
    yield Heading(_("You may choose another place"))
    yield Bullets(tuple(_of_choice(given, right)))


def _of_choice(given: Given, right: Right) -> Iterator[str]:
    yield _("You may choose another place that gives the same kind of help.")
    if right.on_portal:
        yield _("The place must be approved and stand on Tilbudsportalen.")
    elif right.approved_only:
        yield _("The place must be approved.")
    if right.whole_country:
        yield _("It may lie anywhere in Denmark.")
    if given.setting == Setting.INPATIENT:
        yield _("You cannot choose outpatient help instead of your stay.")
    else:
        yield _("You cannot choose a stay instead of help while you live at home.")
    if right.waives:
        yield _(
            "If you choose another place, the 14 days no longer hold. You agree with that place when you begin."
        )
    if right.may_be_limited:
        yield _("In special cases we can say no, if it is best for you. Then you get to know why.")
    if right.may_refuse_capacity:
        yield _("The place can say no if it has no room.")
    if right.help_offered:
        yield _("We gladly help you to find out about other places.")
    yield _("Tell us if you want to choose. Then we take it from there.")


def _law(given: Given) -> Iterator[Block]:
    yield Heading(_("The law"))
    short, _sep, place = given.basis.partition(" ")
    law = next((str(name) for key, name in LAW_NAMES.items() if key == short), short)
    yield Facts(
        (
            (
                _("Decided by"),
                _("%(law)s %(place)s, as it stands since %(day)s")
                % {"law": law, "place": place, "day": day(given.basis_from)},
            ),
        )
    )


def _complaint(given: Given, standard: Standard) -> Iterator[Block]:
    yield Heading(_("If you disagree"))
    told = given.complaint
    if told.body == "ankestyrelsen" and given.complain_by_on is not None:
        yield from _to_the_board(given, standard, day(given.complain_by_on))
    elif told.possible:
        yield from _to_patients_board()
    else:
        yield from _nowhere(given)
    yield from _beside(told)


def _to_the_board(given: Given, standard: Standard, last: str) -> Iterator[Block]:
    route = given.complaint.route
    yield Paragraph(
        _("You can complain. We must have your complaint at the latest on %(day)s.") % {"day": last}
    )
    yield Paragraph(
        _(
            "You have %(weeks)d weeks from the day you get this letter. We count on %(day)s as that day."
        )
        % {"weeks": given.complaint.weeks or 0, "day": day(given.received_on)}
    )
    yield Paragraph(
        _("You can write, call or come by. If you tell us your complaint, we write it down.")
    )
    yield Facts(((_("Send it to"), office_in_letter(_own(route) or centre_office(standard))),))
    weeks = (route.reassess_weeks if route else None) or 4
    yield Paragraph(
        _(
            "We look at your case again within %(weeks)d weeks. If we do not change our mind, "
            "we send your complaint on to Ankestyrelsen. They decide then."
        )
        % {"weeks": weeks}
    )
    if route is not None and route.helpers:
        yield Paragraph(
            _("You may get help to complain, as from family, a friend, an association or a lawyer.")
        )


def _to_patients_board() -> Iterator[Block]:
    yield Paragraph(
        _(
            "You can complain to Styrelsen for Patientklager. You do it with the form on "
            "borger.dk. If you are exempt from Digital Post, you can use paper."
        )
    )
    yield Paragraph(
        _(
            "You must complain within 2 years of the day you knew what was wrong. "
            "It can be no more than 5 years since it happened."
        )
    )


def _nowhere(given: Given) -> Iterator[Block]:
    yield Paragraph(_("The law gives no other authority to complain to over this decision."))
    yield Paragraph(
        _("Tell us if you disagree or if something has changed. Then we look at it together.")
    )
    if given.area == Area.ANONYMOUS_DRUGS:
        yield Paragraph(_("You can also ask for treatment under your name. Then other rules hold."))


def _beside(told: Guidance) -> Iterator[Block]:
    """How we treated the citizen is another matter; and who helps, where the council names somebody."""
    rows = []
    handling = told.case_handling
    complaints = told.route.recipient if told.route is not None else None
    if handling is not None and handling.recipient not in (None, complaints):
        rows.append((_("How we treated you"), office_in_letter(handling.recipient)))
    if told.adviser is not None and told.adviser.recipient is not None:
        rows.append((_("Independent advice"), office_in_letter(told.adviser.recipient)))
    if rows:
        yield Paragraph(_("You can also turn to:"))
        yield Facts(tuple(rows))


def _own(route: ComplaintRoute | None) -> Office | None:
    """Whom the standard names."""
    return route.recipient if route is not None else None


def _data() -> Iterator[Block]:
    yield Heading(_("What we keep about you"))
    yield Paragraph(
        _(
            "We keep what we need to help you. You can see it and have mistakes put right. "
            "Ask us, and we tell you how."
        )
    )
