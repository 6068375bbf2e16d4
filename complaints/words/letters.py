"""The letters of a complaint: what came of it first, then why, then what happens now (ux A.4). Danish always.

Danish is the language of the authority and of the boards; what is shown first is what is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.forms.cpr import written
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
from centre.post.rules import presumed_received_on
from centre.post.words import day
from centre.staff.models import User
from centre.standard.schema import Recipient as Office
from centre.standard.schema import Standard
from centre.standard.words import office_in_letter, town_of
from complaints.choices import About, Reassessed, Track
from complaints.models import Complaint
from complaints.rules.routing import Way, way_for
from complaints.words.ways import lines_of
from intake.choices import Area

LANGUAGE = "da"


@dataclass(frozen=True)
class Forwarding:
    """A complaint on its way to the appeals board: why the decision is kept, by whom, on which day.

    `replied_on`: the day on which the citizen said that it stands after it was partly upheld.
    """

    complaint: Complaint
    reasons: str
    by: User
    on: date
    replied_on: date | None = None


def heard_on(channel: str, today: date) -> date:
    """When a letter of today counts as received."""
    return presumed_received_on(channel, today)


def way_of(complaint: Complaint) -> Way:
    """The way of a complaint as it was taken: by the standard of the day it came."""
    content: Standard = complaint.standard.content
    # Only what the children's authority decides on went elsewhere from that table.
    young = complaint.track == Track.ELSEWHERE
    return way_for(content, complaint.about, complaint.area, young=young)


def receipt(complaint: Complaint, *, by: User, on: date) -> LetterText:
    """That the complaint came, and what happens now."""
    with override(LANGUAGE):
        came = _("We got your complaint on %(day)s.") % {"day": day(complaint.received_on)}
        return _letter(
            complaint,
            by,
            on,
            _("We have got your complaint"),
            Paragraph(came),
            *_what_now(complaint),
            *_said(complaint),
        )


def _what_now(complaint: Complaint) -> Iterator[Block]:
    yield Heading(_("What happens now"))
    if complaint.track == Track.APPEAL:
        yield from _looked_at_again(complaint)
        return
    way = way_of(complaint)
    if way.nobody:
        yield Paragraph(
            _("The law gives no other authority to complain to over this decision.")
            + " "
            + _("The leader of the centre looks at your complaint and answers you.")
        )
        yield from _instead(complaint)
    elif complaint.track == Track.SERVICE:
        yield Paragraph(_("The leader of the centre looks at your complaint and answers you."))
    else:
        yield Paragraph(_("We do not decide on this. This is where your complaint belongs:"))
        yield Bullets(tuple(lines_of(way)))


def _looked_at_again(complaint: Complaint) -> Iterator[Block]:
    if complaint.late:
        yield Paragraph(
            _(
                "Your complaint came after the last day that stood in our letter. "
                "We still look at it. If we do not change our mind, the appeals board says "
                "whether it can be taken up."
            )
        )
    clock = complaint.clock
    if clock is not None and clock.due_on is not None:
        yield Paragraph(
            _("We look at your case again. You hear from us at the latest on %(day)s.")
            % {"day": day(clock.due_on)}
        )
    yield Paragraph(
        _("If we do not change our mind, we send your complaint on to Ankestyrelsen.")
        + " "
        + _("They decide then. You do nothing yourself.")
    )


def _instead(complaint: Complaint) -> Iterator[Block]:
    if complaint.about == About.ANONYMOUS_DECISION:
        yield Paragraph(_("You can also ask for treatment under your name. Then other rules hold."))
    else:
        yield Paragraph(_("You can ask us for another treatment at any time."))


def _said(complaint: Complaint) -> Iterator[Block]:
    """What was written down: told by word of mouth, it must be seen to be right."""
    yield Heading(_("Your complaint as we have it"))
    yield Paragraph(complaint.text)
    yield Paragraph(_("Tell us if something in it is wrong."))


def more_time(complaint: Complaint, *, by: User, on: date, until: date, why: str) -> LetterText:
    """That it takes longer, why, and until when (C16)."""
    with override(LANGUAGE):
        return _letter(
            complaint,
            by,
            on,
            _("We need more time for your complaint"),
            Paragraph(_("We cannot finish looking at your case yet. This is what is missing:")),
            Paragraph(why),
            Paragraph(_("You hear from us at the latest on %(day)s.") % {"day": day(until)}),
        )


def upheld(
    complaint: Complaint,
    *,
    by: User,
    on: date,
    reasons: str,
    outcome: str,
    answer_by: date | None,
) -> LetterText:
    """The citizen is right, or partly so; then we ask whether the complaint stands (C17)."""
    with override(LANGUAGE):
        if outcome == Reassessed.UPHELD:
            title, first = (
                _("You are right"),
                _("We have looked at your case again. You are right."),
            )
        else:
            title = _("You are partly right")
            first = _("We have looked at your case again. You are right in some of it.")
        blocks: list[Block] = [Paragraph(first), Heading(_("Why")), Paragraph(reasons)]
        if complaint.about == About.DECISION:
            blocks.append(Paragraph(_("You get the new decision in a letter of its own.")))
        if answer_by is not None:
            blocks += [
                Heading(_("Does your complaint still stand?")),
                Paragraph(
                    _(
                        "Tell us at the latest on %(day)s if you want to go on with your complaint. "
                        "Then we send it on to Ankestyrelsen."
                    )
                    % {"day": day(answer_by)}
                ),
                Paragraph(_("If you do not answer, we do not send it on.")),
            ]
        return _letter(complaint, by, on, title, *blocks)


def answer(complaint: Complaint, *, by: User, on: date, words: str) -> LetterText:
    """What the leader answers."""
    with override(LANGUAGE):
        return _letter(complaint, by, on, _("Answer to your complaint"), Paragraph(words))


def passed_on(complaint: Complaint, *, by: User, on: date) -> LetterText:
    """Where the complaint belongs, and how one complains there."""
    with override(LANGUAGE):
        return _letter(
            complaint,
            by,
            on,
            _("Where your complaint belongs"),
            Paragraph(_("We do not decide on this. This is where your complaint belongs:")),
            Bullets(tuple(lines_of(way_of(complaint)))),
            Paragraph(_("We gladly help you to write to them.")),
        )


def sent_on(told: Forwarding) -> LetterText:
    """To the citizen, on the day the complaint goes to the appeals board."""
    with override(LANGUAGE):
        return _letter(
            told.complaint,
            told.by,
            told.on,
            _("We have sent your complaint on"),
            Paragraph(
                _to_you(told)
                + " "
                + _(
                    "Today we have sent your complaint and the papers of the case to Ankestyrelsen."
                )
            ),
            Heading(_("Why")),
            Paragraph(told.reasons),
            Heading(_("What happens now")),
            Paragraph(_("Ankestyrelsen decides. They write to you.")),
            Facts(((_("Write or call"), office_in_letter(_board(told.complaint))),)),
        )


def _to_you(told: Forwarding) -> str:
    if told.replied_on is not None:
        return _("You have told us that you want to go on with your complaint.")
    if told.complaint.about == About.DECISION:
        return _("We have looked at your case again, and we keep our decision.")
    return _("We have looked at your case again, and we do not agree with you.")


def _to_others(told: Forwarding) -> str:
    if told.replied_on is not None:
        return _("We have changed our decision in part. The citizen goes on with the complaint.")
    if told.complaint.about == About.DECISION:
        return _("We have looked at the case again, and we keep our decision.")
    return _("We have looked at the case again, and we do not agree with the citizen.")


def to_the_board(told: Forwarding) -> LetterText:
    """To the appeals board: the complaint, when it came, and why the decision is kept (RSL § 66)."""
    complaint = told.complaint
    with override(LANGUAGE):
        board = _board(complaint)
        citizen = complaint.citizen
        rows = [
            (_("Citizen"), citizen.name if citizen is not None else ""),
            # The board finds the person by it; no other letter of ours bears it.
            (_("CPR number"), written(citizen.cpr) if citizen is not None else ""),
            (_("The complaint came"), day(complaint.received_on)),
            (_("It is about"), _about(complaint)),
        ]
        decision = complaint.decision
        if decision is not None and decision.decided_on is not None:
            rows.append((_("Decision of"), day(decision.decided_on)))
        if decision is not None and decision.complain_by_on is not None:
            rows.append((_("Last day to complain"), day(decision.complain_by_on)))
        if complaint.late:
            rows.append((_("Late"), _("It came after the last day. We leave it to you.")))
        if complaint.helper_name:
            rows.append((_("Helped by"), _helper(complaint)))
        return _letter(
            complaint,
            told.by,
            told.on,
            _("A complaint that we send on"),
            Facts(tuple(row for row in rows if row[1])),
            Paragraph(_to_others(told)),
            Heading(_("Our reasons")),
            Paragraph(told.reasons),
            to=Recipient(
                board.name,
                tuple(filter(None, (board.street, town_of(board)))),
                is_citizen=False,
            ),
            enclosures=(_("The papers of the case"),),
        )


def _about(complaint: Complaint) -> str:
    """What it is about, and of which kind of treatment."""
    told = {"about": About(complaint.about).label, "area": str(Area(complaint.area).label).lower()}
    return _("%(about)s, %(area)s") % told


def _helper(complaint: Complaint) -> str:
    if not complaint.represents:
        return complaint.helper_name
    return _("%(name)s, may act for the citizen") % {"name": complaint.helper_name}


def copies_of(complaint: Complaint) -> tuple[Recipient, ...]:
    """Whoever acts for the citizen gets what the citizen gets (FVL § 8)."""
    if not (complaint.represents and complaint.helper_name):
        return ()
    return (Recipient(complaint.helper_name, complaint.helper_lines, is_citizen=False),)


def _copied_to(complaint: Complaint) -> Iterator[Block]:
    for to in copies_of(complaint):
        name = {"name": to.name}
        yield Paragraph(_("%(name)s acts for you and gets a copy of this letter.") % name)


def _board(complaint: Complaint) -> Office:
    board = way_of(complaint).appeal
    if board is None:
        raise LookupError(f"no appeals board decides on {complaint.about} {complaint.area}")
    return board


def _letter(
    complaint: Complaint,
    by: User,
    on: date,
    title: str,
    *blocks: Block,
    to: Recipient | None = None,
    enclosures: tuple[str, ...] = (),
) -> LetterText:
    content: Standard = complaint.standard.content
    citizen = complaint.citizen
    named = citizen is not None and not citizen.anonymous
    return LetterText(
        sender=sender_of(content),
        recipient=to or (Recipient(citizen.name) if named and citizen is not None else None),
        place=content.contact.city or content.identity.council,
        written_on=on,
        title=title,
        blocks=blocks if to is not None else (*blocks, *_copied_to(complaint)),
        signature=Signature(by.get_full_name() or by.get_username(), str(by.get_role_display())),
        reference=complaint.reference,
        closing=_("Kind regards"),
        enclosures=enclosures,
        copies=copies_of(complaint) if to is None else (),
    )
