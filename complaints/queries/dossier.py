"""The papers of a case for the appeals board, as one document behind an index."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.calendar import danish_day
from centre.post.letters.text import (
    Block,
    Bullets,
    Facts,
    FilePart,
    FileText,
    LetterText,
    Paragraph,
    sender_of,
    thawed,
)
from centre.post.words import day
from centre.standard.schema import Standard
from complaints.choices import About, Channel, Event
from complaints.models import Complaint
from complaints.words.letters import LANGUAGE, Forwarding
from intake.choices import Theme
from intake.models import Assessment, Decision
from intake.queries.letter import kept_text
from treatment.models import Course, Goal, SessionNote, TreatmentPlan

# More talks than these belong to no single case.
MOST_NOTES = 500


def file_of(told: Forwarding) -> FileText:
    """Complaint, reasons, decisions, assessment, plan, talks and what happened when (RSL § 66)."""
    complaint = told.complaint
    content: Standard = complaint.standard.content
    with override(LANGUAGE):
        citizen = complaint.citizen
        return FileText(
            sender=sender_of(content),
            place=content.contact.city or content.identity.council,
            written_on=told.on,
            # It stands above every page: a loose one is not lost.
            title=_("The papers of the case, complaint %(reference)s")
            % {"reference": complaint.reference},
            about=(
                Facts(
                    (
                        (_("To"), "Ankestyrelsen"),
                        (
                            _("Citizen"),
                            citizen.name if citizen is not None else _("Without a name"),
                        ),
                    )
                ),
            ),
            parts=tuple(_parts(told)),
        )


def _parts(told: Forwarding) -> Iterator[FilePart]:
    complaint = told.complaint
    yield FilePart(
        title=_("The complaint"), of_day=complaint.received_on, content=tuple(_said(complaint))
    )
    yield FilePart(title=_("Our reasons"), of_day=told.on, content=(Paragraph(told.reasons),))
    yield from _letters(complaint)
    yield from _decisions(complaint)
    yield from _assessment(complaint)
    yield from _treatment(complaint)
    yield FilePart(title=_("What happened when"), content=(_history(told),))


def _said(complaint: Complaint) -> Iterator[Block]:
    rows = [
        (_("Came as"), str(Channel(complaint.channel).label)),
        (_("It is about"), str(About(complaint.about).label)),
        (_("Helped by"), complaint.helper_name),
    ]
    yield Facts(tuple(row for row in rows if row[1]))
    yield Paragraph(complaint.text)


def _letters(complaint: Complaint) -> Iterator[FilePart]:
    """What we have written to the citizen about the complaint: receipt, delay, what came of it."""
    for line in complaint.events.filter(letter__isnull=False).select_related("letter"):
        text = thawed(line.letter.text) if line.letter is not None else None
        if isinstance(text, LetterText):
            yield _letter(_("Letter to the citizen"), text)


def _decisions(complaint: Complaint) -> Iterator[FilePart]:
    """What is complained about, and whatever took its place since, as it was sent."""
    found = (
        Decision.objects.filter(
            inquiry=complaint.inquiry_id, area=complaint.area, status__in=["sent", "replaced"]
        )
        .select_related("letter", "inquiry__citizen", "visitation", "standard", "prepared_by")
        .defer("standard__text")
        .order_by("decided_on", "sent_at", "id")
    )
    for one in found:
        text = kept_text(one)
        if text is not None:
            # One that was told in a talk has no sheet: its words are what would have stood there.
            title = _("Decision") if one.letter is not None else _("Decision, told in a talk")
            yield _letter(title, text)


def _letter(kind: str, text: LetterText) -> FilePart:
    """By its own title, so that the index tells one letter from another."""
    return FilePart(title=f"{kind}: {text.title}", of_day=text.written_on, content=text)


def _assessment(complaint: Complaint) -> Iterator[FilePart]:
    themes = (
        Assessment.objects.filter(
            visitation__inquiry=complaint.inquiry_id, visitation__finished_at__isnull=False
        )
        .select_related("visitation")
        .order_by("visitation__begun_at")
    )
    held: dict[object, list[Assessment]] = {}
    for one in themes:
        if one.text:
            held.setdefault(one.visitation_id, []).append(one)
    order = list(Theme)
    for those in held.values():
        # As the law names them and the assessment shows them, not as their keys are spelt.
        those.sort(key=lambda one: order.index(Theme(one.theme)))
        rows = tuple((str(one.get_theme_display()), one.text) for one in those)
        yield FilePart(
            title=_("Assessment"), of_day=those[0].visitation.held_on, content=(Facts(rows),)
        )


def _treatment(complaint: Complaint) -> Iterator[FilePart]:
    """The plan that holds, and the notes of the talks, of the treatment that the decision is about."""
    courses = Course.objects.filter(inquiry=complaint.inquiry_id, area=complaint.area)
    plans = (
        TreatmentPlan.objects.filter(course__in=courses)
        .order_by("course_id", "-version")
        .distinct("course_id")
        .prefetch_related("goals")
    )
    for plan in plans:
        yield FilePart(title=_("Treatment plan"), of_day=plan.agreed_on, content=tuple(_plan(plan)))
    notes = (
        SessionNote.objects.filter(session__course__in=courses, corrected_by__isnull=True)
        .select_related("session")
        .order_by("session__starts_at", "id")[:MOST_NOTES]
    )
    rows = tuple((day(one.session.held_on), one.text) for one in notes)
    if rows:
        yield FilePart(title=_("Notes of talks"), content=(Facts(rows),))


def _plan(plan: TreatmentPlan) -> Iterator[Block]:
    goals = tuple(f"{_what(one)}: {one.words}" for one in plan.goals.all())
    if goals:
        yield Bullets(goals)
    rows = [
        (_("Methods"), plan.methods),
        (_("Who does what"), plan.tasks),
        (_("Timetable"), plan.timetable),
        (_("The citizen's view"), str(plan.get_agreement_display())),
    ]
    yield Facts(tuple(row for row in rows if row[1]))


def _what(goal: Goal) -> str:
    """A step on the way is no goal of its own."""
    return _("Step on the way") if goal.part_of_id else str(goal.get_horizon_display())


def _history(told: Forwarding) -> Block:
    complaint, inquiry = told.complaint, told.complaint.inquiry
    rows = [(day(inquiry.received_on), _("Asked for help"))] if inquiry is not None else []
    rows += [
        (day(one.on or danish_day(one.at)), str(Event(one.type).label))
        for one in complaint.events.all()
    ]
    if told.replied_on is not None:
        rows.append((day(told.replied_on), str(Event.REPLY.label)))
    rows.append((day(told.on), str(Event.FORWARD.label)))
    return Facts(tuple(rows))
