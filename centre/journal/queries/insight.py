"""The journal's part of a file that is given: each note with what hangs on it, of each record by itself.

The two are asked for apart: who gives the social case may not read the health record, and a file with
notes of it is put together and given by those who do.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.journal.choices import Regime
from centre.journal.models import Attachment, Note, PassingOn
from centre.journal.queries.notes import attachments, notes
from centre.post.letters.text import Block, Facts, Paragraph
from centre.post.words import day
from centre.rights import choices as rights
from centre.rights.queries import Found, Insight, Told
from centre.staff.choices import UnitKind
from centre.staff.models import User


def _of(citizen: Citizen, regime: Regime) -> QuerySet[Note]:
    """All of a record; what an anonymous unit writes is linked to nobody."""
    rows = Note.objects.filter(citizen=citizen, regime=regime)
    return rows.exclude(unit__kind=UnitKind.ANONYMOUS)


def _found(regime: Regime, user: User, citizen: Citizen, at: datetime) -> Found:
    """Every wording, the first one first: what was set right is a part of the record too."""
    rows = notes(user, at).filter(citizen=citizen, regime=regime).select_related("written_by")
    found = list(rows.select_related("corrected_by").order_by("written_at", "id"))
    files: dict[object, list[Attachment]] = {}
    for one in attachments(user, at).filter(note__in=found):
        files.setdefault(one.note_id, []).append(one)
    passed = {one.note_id: one for one in PassingOn.objects.filter(note__in=found)}
    return Found(
        [
            Told(
                Note._meta.label,
                one.pk,
                _("Note set right") if one.corrects_id else _("A note"),
                rights.Regime(regime),
                tuple(_told(one, files.get(one.pk, []), passed.get(one.pk))),
                one.about_on,
                free=True,
            )
            for one in found
        ]
    )


def _told(one: Note, files: list[Attachment], passed: PassingOn | None) -> Iterator[Block]:
    later: Note | None = getattr(one, "corrected_by", None)
    rows = [
        (_("About"), str(one.get_kind_display())),
        (_("Written"), f"{day(danish_day(one.written_at))}, {one.written_by}, {one.author_title}"),
        (_("Heading"), one.heading),
        (_("Conferred with"), one.conferred),
        (_("Set right"), day(danish_day(later.written_at)) if later is not None else ""),
        *((_("Attached file"), _file(each)) for each in files),
        (_("Passed on to the social side"), _passed(passed) if passed is not None else ""),
    ]
    yield Facts(tuple(row for row in rows if row[1]))
    yield Paragraph(one.text)


def _file(one: Attachment) -> str:
    return f"{one.name} ({one.get_kind_display()}, {filesizeformat(one.size)})"


def _passed(one: PassingOn) -> str:
    told = f"{day(danish_day(one.at))}: {one.get_basis_display()}"
    return f"{told}\n{one.reason}" if one.reason else told


def _beyond(regime: Regime, user: User, citizen: Citizen, at: datetime) -> int:
    """Notes that the person may not read, and notes of which they may not read all that hangs on them.

    Of one citizen what may be read is soon told, and what may not is what is left over: to ask the
    database for that instead would try the scope of the cases once for each row it does not let through.
    """
    there = set(_of(citizen, regime).values_list("pk", flat=True))
    if not there:
        return 0
    mine = notes(user, at).filter(citizen=citizen, regime=regime)
    seen = there & set(mine.values_list("pk", flat=True))
    hangs = Attachment.objects.filter(note__in=seen)
    shown = attachments(user, at).filter(note__in=seen)
    kept_back = set(hangs.values_list("pk", flat=True)) - set(shown.values_list("pk", flat=True))
    return len(there - seen) + len(kept_back)


SOCIAL = Insight(partial(_found, Regime.SOCIAL), partial(_beyond, Regime.SOCIAL))
HEALTH = Insight(
    partial(_found, Regime.HEALTH),
    partial(_beyond, Regime.HEALTH),
    only=rights.Regime.HEALTH,
    sources=(Note._meta.label,),
)
