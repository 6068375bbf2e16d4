"""What the ground itself holds of a citizen: who they are, what they allowed, letters, what happened when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen, Consent, Guardian
from centre.file.choices import Kind
from centre.file.queries import Whose, file_of
from centre.file.queries.ground import FIELDS
from centre.forms.cpr import written
from centre.post.choices import LetterKind
from centre.post.letters.text import Block, Facts, LetterText, Paragraph, thawed
from centre.post.models import Letter
from centre.post.words import day
from centre.rights.choices import Asker, Regime, Right
from centre.rights.models import RightsRequest
from centre.rights.queries.parts import Found, Insight, Other, Told, units_open_to
from centre.staff.models import User

# So many lines are read at a time; a history of more is read on to its end.
MOST_LINES = 2000
# What is a copy of the whole file is not a part of it.
NOT_AGAIN = (LetterKind.WHOLE_FILE, LetterKind.HEALTH_FILE)


def _found(user: User, citizen: Citizen, at: datetime) -> Found:
    guardians = list(citizen.guardians.all())
    pieces = [
        _who(citizen, guardians),
        *_consents(citizen),
        *_letters(user, citizen, at),
        *_views(citizen),
    ]
    others = [Other(one.name, [one.address] if one.address else []) for one in guardians]
    return Found(pieces, [*others, *_askers(citizen)])


def _askers(citizen: Citizen) -> Iterator[Other]:
    """Who has asked for the citizen before: their letters stand in the file, with where they live."""
    rows = RightsRequest.objects.filter(citizen=citizen).exclude(asker=Asker.CITIZEN)
    for one in rows.order_by("received_on", "id"):
        yield Other(one.asker_name, [one.asker_address] if one.asker_address else [])


def _who(citizen: Citizen, guardians: list[Guardian]) -> Told:
    told = {
        "name": citizen.name,
        "cpr": written(citizen.cpr) if citizen.cpr else "",
        "phone": citizen.phone_in_pairs,
        "email": citizen.email,
        # It is their own; but paper may lie where others read it.
        "address": ", ".join(citizen.printed_address),
        "may_leave_message": _("Yes") if citizen.may_leave_message else _("No"),
        "protected": _("Yes") if citizen.protected else _("No"),
    }
    rows = [(str(FIELDS[name]), value) for name, value in told.items() if value]
    rows += [(_("Custody"), one.name) for one in guardians]
    return Told(Citizen._meta.label, citizen.pk, _("Who you are"), None, (Facts(tuple(rows)),))


def _consents(citizen: Citizen) -> Iterator[Told]:
    rows = tuple(
        (str(one.get_kind_display()), _consented(one))
        for one in citizen.consents.order_by("given_on", "kind")
    )
    if rows:
        yield Told(
            Consent._meta.label, citizen.pk, _("What you have agreed to"), None,
            (Facts(rows),),
        )  # fmt: skip


def _consented(one: Consent) -> str:
    told = _("Given %(day)s") % {"day": day(one.given_on)}
    if one.withdrawn_on is None:
        return told
    return told + ". " + _("Taken back %(day)s") % {"day": day(one.withdrawn_on)}


def _letters(user: User, citizen: Citizen, at: datetime) -> Iterator[Told]:
    """What was sent, as it was sent; somebody else's copy says no more than its letter."""
    rows = _those_of(citizen).filter(_readable(user, citizen, at))
    rows = rows.order_by("written_on", "id").defer("pdf")
    for one in rows:
        yield letter_told(one, None)


def letter_told(letter: Letter, regime: Regime | None) -> Told:
    """A letter as a part of the file. A file that was sent to an authority is a copy of the others."""
    text = thawed(letter.text)
    title = f"{letter.get_kind_display()}: {text.title}"
    if isinstance(text, LetterText):
        return Told(
            Letter._meta.label, letter.pk, title, regime, text, letter.written_on,
            free=True, letter_id=letter.pk,
        )  # fmt: skip
    words = _(
        "A copy of papers from your case. What stands in them stands in the other parts here."
    )
    return Told(
        Letter._meta.label, letter.pk, title, regime, (Paragraph(words),), letter.written_on
    )


def _letters_beyond(user: User, citizen: Citizen, at: datetime) -> int:
    return _those_of(citizen).exclude(_readable(user, citizen, at)).count()


def _those_of(citizen: Citizen) -> QuerySet[Letter]:
    rows = Letter.objects.filter(citizen=citizen, copy_of__isnull=True)
    return rows.exclude(kind__in=NOT_AGAIN)


def _readable(user: User, citizen: Citizen, at: datetime) -> Q:
    """The person's own, and those of each unit whose case of the citizen is theirs to open."""
    mine = Letter.objects.for_user(user, at).filter(citizen=citizen)
    return Q(pk__in=mine.values("pk")) | Q(unit__in=units_open_to(user, citizen, at))


def _views(citizen: Citizen) -> Iterator[Told]:
    """What the citizen has said is wrong, and what came of it: it follows the record everywhere."""
    rows = RightsRequest.objects.filter(citizen=citizen, right=Right.CORRECTION)
    for one in rows.order_by("received_on", "id"):
        facts = [
            (_("Where it stands"), one.about),
            (_("Received"), day(one.received_on)),
            (_("Answer"), str(one.get_outcome_display()) if one.outcome else ""),
        ]
        blocks: list[Block] = [Facts(tuple(row for row in facts if row[1])), Paragraph(one.words)]
        yield Told(
            RightsRequest._meta.label, one.pk, _("What you have said is wrong"), None,
            tuple(blocks), one.received_on, free=True,
        )  # fmt: skip


def _history(user: User, citizen: Citizen, at: datetime) -> Iterator[Told]:
    """The list of what happened: of every app, without its words, which stand in the other parts."""
    whose, rows = Whose(citizen_id=citizen.pk, most=MOST_LINES), []
    while True:
        page = file_of(user, whose, at)
        # Each note is a part of its own; what it is about is no line for who may not read it.
        told = [one for one in page.entries if one.kind != Kind.NOTE]
        rows += [(day(danish_day(one.at)), one.what) for one in told]
        if page.older is None:
            break
        whose = replace(whose, after=page.older)
    if rows:
        yield Told(
            "file.Timeline", citizen.pk, _("What happened when"), None,
            (Facts(tuple(reversed(rows))),),
        )  # fmt: skip


INSIGHT = Insight(_found, _letters_beyond)


def _happened(user: User, citizen: Citizen, at: datetime) -> Found:
    return Found(list(_history(user, citizen, at)))


# After all the others: the list of what happened, across the apps.
HISTORY = Insight(_happened)
