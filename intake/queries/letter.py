"""The letter of a decision as it would be sent on a day: what is shown first is what is sent."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from centre.post import queries as post
from centre.post.letters.text import LetterText, Recipient, thawed
from centre.post.rules import presumed_received_on
from centre.standard.schema import Standard
from intake.choices import Way
from intake.models import Decision
from intake.queries.request import nameless, right_of
from intake.rules.custody import custody_is_told
from intake.rules.decision import complain_by, guidance_for
from intake.words.letter import Given, letter

# Letters are Danish: the language of the authority and of its complaint boards.
LANGUAGE = "da"
REFERENCE_LENGTH = 8


def received_on(way: str, today: date) -> date:
    """When a decision counts as received; what was told in a talk was heard that day."""
    return today if way == Way.TOLD else presumed_received_on(way, today)


def letter_of(decision: Decision, today: date, copies: Sequence[Recipient] = ()) -> LetterText:
    """What the letter says if it is sent on that day, by the way that was chosen, and who gets a copy."""
    standard: Standard = decision.standard.content
    with override(LANGUAGE):
        return letter(_given(decision, standard, today, _copied(decision, today, copies)), standard)


def tells_custody(decision: Decision, today: date) -> bool:
    """Whether those with custody are to have the decision too."""
    inquiry, citizen = decision.inquiry, decision.inquiry.citizen
    return citizen is not None and custody_is_told(
        decision.area,
        inquiry.age_group,
        decision.standard.content,
        nameless=decision.nameless,
        of_age=citizen.came_of_age(today),
    )


def custody_copies(decision: Decision, today: date) -> tuple[Recipient, ...]:
    """Those with custody who get it, as somebody has said of each.

    Where the citizen's address is protected theirs is left out: it may be the same one.
    """
    citizen = decision.inquiry.citizen
    if citizen is None or not tells_custody(decision, today):
        return ()
    return tuple(
        Recipient(one.name, citizen.at_home(one.address), is_citizen=False)
        for one in citizen.guardians.all()
        if one.gets_letters
    )


def _copied(decision: Decision, today: date, copies: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Everybody who gets a copy, and one each: a parent may act for the citizen too."""
    named = {one.name.casefold() for one in copies}
    custody = custody_copies(decision, today)
    return (*copies, *(one for one in custody if one.name.casefold() not in named))


def kept_text(decision: Decision) -> LetterText | None:
    """What a decision that was given said: the letter as it was kept, or what was told in a talk."""
    if decision.letter is not None:
        kept = thawed(decision.letter.text)
        return kept if isinstance(kept, LetterText) else None
    return letter_of(decision, decision.decided_on) if decision.decided_on else None


def sheet_of(decision: Decision, today: date, copies: Sequence[Recipient] = ()) -> post.Sheet:
    """The very sheet that would be sent, and its hash. Raises NotSent where it cannot be printed."""
    citizen = decision.inquiry.citizen
    return post.sheet(letter_of(decision, today, copies), citizen=citizen, language=LANGUAGE)


def _given(
    decision: Decision, standard: Standard, today: date, copies: tuple[Recipient, ...]
) -> Given:
    inquiry, citizen = decision.inquiry, decision.inquiry.citizen
    received = received_on(decision.way, today)
    signed = decision.prepared_by
    return Given(
        area=decision.area,
        outcome=decision.outcome,
        setting=decision.setting,
        offer_name=decision.offer_name,
        sessions_granted=decision.sessions_granted,
        granted_until=decision.granted_until,
        grounds=decision.grounds,
        why_not_less=decision.why_not_less,
        guidance=decision.guidance,
        basis=decision.basis,
        basis_from=decision.basis_from,
        asked_on=inquiry.received_on,
        talked_on=decision.visitation.held_on,
        decided_on=today,
        received_on=received,
        complain_by_on=complain_by(standard, decision.area, received),
        to=citizen.name if citizen is not None and not nameless(inquiry) else None,
        reference=str(decision.pk)[:REFERENCE_LENGTH].upper(),
        signed=signed.get_full_name() or signed.get_username(),
        signed_as=str(signed.get_role_display()),
        complaint=guidance_for(standard, decision.area),
        free_choice=right_of(decision, today),
        copies=copies,
    )
