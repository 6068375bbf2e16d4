"""The letters about a citizen's own data: what came of it first, then why, then what now. Danish always."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

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
from centre.rights.choices import Asked, Ground, Outcome, Regime, Right
from centre.rights.models import RightsRequest
from centre.staff.models import User
from centre.standard.rules import centre_office, complaint_route
from centre.standard.schema import Standard
from centre.standard.words import office_in_letter

LANGUAGE = "da"
REFERENCE_LENGTH = 8


def more_time(request: RightsRequest, *, by: User, on: date, until: date, why: str) -> LetterText:
    """That it takes longer, why, and until when (FVL § 16 stk. 2; GDPR art. 12, stk. 3)."""
    with override(LANGUAGE):
        return _letter(
            request, by, on, _("We need more time to answer you"),
            Paragraph(_came(request)),
            Paragraph(_("We cannot answer in time. This is why:")),
            Paragraph(why),
            Paragraph(_("You hear from us at the latest on %(day)s.") % {"day": day(until)}),
            *(_to_the_inspectorate() if request.right == Right.CORRECTION else ()),
        )  # fmt: skip


def late(request: RightsRequest, *, by: User, on: date, until: date, why: str) -> LetterText:
    """That it should have been answered, why it was not, and until when it is."""
    due_on = request.clock.due_on
    with override(LANGUAGE):
        due = {"day": day(due_on)} if due_on else None
        return _letter(
            request, by, on, _("Our answer to you is late"),
            Paragraph(_came(request)),
            *([Paragraph(_("We should have answered by %(day)s. We are sorry.") % due)] if due else ()),
            Paragraph(_("This is why:")),
            Paragraph(why),
            Paragraph(_("You hear from us at the latest on %(day)s.") % {"day": day(until)}),
            *_to_the_inspectorate(),
        )  # fmt: skip


def _came(request: RightsRequest) -> str:
    on = {"day": day(request.received_on)}
    if request.right == Right.CORRECTION:
        return _("On %(day)s you told us that something in your file is wrong.") % on
    return _("On %(day)s you asked to see what we keep about you.") % on


def access(
    request: RightsRequest,
    *,
    by: User,
    on: date,
    grounds: Collection[str],
    hides: bool,
    words: str,
    regimes: Collection[str],
    sheets: bool,
) -> LetterText:
    """The answer with the file: all of it, or what is left out and why, and where to complain of that."""
    partly = bool(grounds) or hides
    rest = _NOT_ASKED.get(request.asked) if request.wants_file else None
    with override(LANGUAGE):
        told = _("Here is what you asked for. Something is left out.")
        blocks: list[Block] = [
            Paragraph(_came(request)),
            Paragraph(told if partly else _("Here it is.")),
            *([Paragraph(_(rest))] if rest else ()),
        ]
        if partly:
            told_why = _left_out(grounds, hides=hides, words=words, staff=request.names_staff)
            blocks += [Heading(_("What is left out, and why")), *told_why]
        blocks += [
            Heading(_("If something is wrong")),
            Paragraph(_("Tell us. Then we put it right, or your view is written beside it.")),
        ]
        if partly:
            blocks += complaint_guidance(request, regimes)
        enclosed = (_("The file"), *((_("The letters as they were sent"),) if sheets else ()))
        return _letter(
            request, by, on, _("You can see what we keep about you"), *blocks, enclosures=enclosed
        )


# What was not asked for is no refusal: it is said, and nobody is told where to complain of it.
_NOT_ASKED: Mapping[str, str] = {
    Asked.SOCIAL: gettext_noop(
        "You asked for the social case alone. What stands in the health record is not here. "
        "You can always ask for that too."
    ),
    Asked.HEALTH: gettext_noop(
        "You asked for the health record alone. What stands in the social case is not here. "
        "You can always ask for that too."
    ),
}


def _left_out(grounds: Collection[str], *, hides: bool, words: str, staff: bool) -> Iterator[Block]:
    rows = []
    if hides or Ground.OTHERS in grounds:
        rows.append(
            _(
                "Names of other people and what tells of them, because it is theirs (FVL §§ 15-15 c)."
            )
        )
    if hides and not staff:
        rows.append(_("The names of the staff. Tell us if you need to know them, and what for."))
    if Ground.INTERNAL in grounds:
        rows.append(_("Our own working papers, which were not sent to anybody (FVL § 12)."))
    if rows:
        yield Bullets(tuple(rows))
    if words:
        yield Paragraph(words)


def refused(
    request: RightsRequest, *, by: User, on: date, words: str, regimes: Collection[str]
) -> LetterText:
    with override(LANGUAGE):
        return _letter(
            request, by, on, _("You cannot see this"),
            Paragraph(_came(request)),
            Paragraph(_("We have decided that you cannot see it.")),
            Heading(_("Why")),
            Paragraph(words),
            *complaint_guidance(request, regimes),
        )  # fmt: skip


def correction(
    request: RightsRequest, *, by: User, on: date, outcome: str, words: str
) -> LetterText:
    """What was done about it; where it was kept, that the citizen's view stands beside it."""
    with override(LANGUAGE):
        title, first = _ANSWERS[Outcome(outcome)]()
        blocks: list[Block] = [
            Paragraph(_came(request)),
            Facts(((_("Where it stands"), request.about),)),
            Paragraph(first),
            Heading(_("Why") if outcome == Outcome.MAINTAINED else _("What we have done")),
            Paragraph(words),
        ]
        if outcome != Outcome.CORRECTED:
            blocks += [
                Heading(_("What you told us")),
                Paragraph(request.words),
                Paragraph(_("This stands in your file now, beside what we wrote.")),
                *complaint_guidance(request, _kept_in(request)),
            ]
        return _letter(request, by, on, title, *blocks)


def _kept_in(request: RightsRequest) -> Collection[str]:
    """Of how a health record is kept the patients' board decides (row 7); of the social case no board does."""
    return (Regime.HEALTH,) if request.asked == Asked.HEALTH else ()


_ANSWERS = {
    Outcome.CORRECTED: lambda: (
        _("It is put right"),
        _("You are right. It is corrected. What stood there before can still be read."),
    ),
    Outcome.SUPPLEMENTED: lambda: (
        _("Your file says more now"),
        _("We have added to what stands in your file."),
    ),
    Outcome.MAINTAINED: lambda: (
        _("We keep what we wrote"),
        _("We have looked at it, and we do not think that it is wrong."),
    ),
}


def complaint_guidance(request: RightsRequest, regimes: Collection[str]) -> list[Block]:
    """Where one complains: by the record it stands in, and nowhere else (domain 5, rows 7, 8 and 15)."""
    blocks: list[Block] = [Heading(_("If you disagree"))]
    if len(regimes) > 1:
        blocks.append(Paragraph(_("It depends on which papers you complain about.")))
    if Regime.SOCIAL in regimes:
        blocks += _to_the_board(request, several=len(regimes) > 1)
    if Regime.HEALTH in regimes:
        blocks += _to_the_patients_board(several=len(regimes) > 1)
    return [*blocks, *_to_the_inspectorate(also=bool(regimes))]


def _to_the_board(request: RightsRequest, *, several: bool) -> Iterator[Block]:
    """The same instance as the case itself, and no deadline (row 8)."""
    standard: Standard = request.standard.content
    route = complaint_route(standard, "access_to_file", "drugs")
    office = (route.recipient if route is not None else None) or centre_office(standard)
    if several:
        yield Paragraph(_("About the social case:"))
    yield Paragraph(
        _("You can complain to us. There is no deadline. You can write, call or come by.")
    )
    yield Facts(((_("Send it to"), office_in_letter(office)),))
    yield Paragraph(
        _("We look at it again. If we do not change our mind, we send it on to Ankestyrelsen.")
        + " "
        + _("They decide then. You do nothing yourself.")
    )


def _to_the_patients_board(*, several: bool) -> Iterator[Block]:
    """Health records (row 7)."""
    if several:
        yield Paragraph(_("About the health record:"))
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


def _to_the_inspectorate(*, also: bool = False) -> Iterator[Block]:
    """Whoever is not content with how their data are handled may always go there (GDPR art. 12, stk. 4).

    Of the list of who has opened the file it is the only place.
    """
    yield Paragraph(
        _(
            "You can also complain to Datatilsynet about how we handle your data: www.datatilsynet.dk."
        )
        if also
        else _(
            "You can complain to Datatilsynet about how we handle your data: www.datatilsynet.dk."
        )
    )


def _letter(
    request: RightsRequest,
    by: User,
    on: date,
    title: str,
    *blocks: Block,
    enclosures: tuple[str, ...] = (),
) -> LetterText:
    content: Standard = request.standard.content
    return LetterText(
        sender=sender_of(content),
        recipient=_recipient(request),
        place=content.contact.city or content.identity.council,
        written_on=on,
        title=title,
        blocks=(*_for_whom(request), *blocks),
        signature=Signature(by.get_full_name() or by.get_username(), str(by.get_role_display())),
        reference=str(request.pk)[:REFERENCE_LENGTH].upper(),
        closing=_("Kind regards"),
        enclosures=enclosures,
    )


def _for_whom(request: RightsRequest) -> Iterator[Block]:
    if request.by_somebody_else:
        yield Paragraph(
            _("You have asked for %(name)s. “You” in this letter is %(name)s.")
            % {"name": request.citizen.name or _("the citizen")}
        )


def _recipient(request: RightsRequest) -> Recipient | None:
    """Whoever asked; the citizen's own address is put in when it is sent."""
    if request.by_somebody_else:
        return Recipient(request.asker_name, request.asker_lines, is_citizen=False)
    citizen = request.citizen
    return Recipient(citizen.name) if citizen.name and not citizen.anonymous else None
