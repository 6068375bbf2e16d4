"""The papers of a case for the appeals board, as one document behind an index."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
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
from intake.choices import Frequency, Theme
from intake.models import Assessment, Decision, SubstanceUse, Visitation
from intake.queries.letter import kept_text
from treatment.models import Course, Discharge, Goal, SessionNote, TreatmentPlan

# More talks than these belong to no single case.
MOST_NOTES = 500


def file_of(told: Forwarding) -> FileText:
    """Complaint, reasons, decisions, assessment, plan, talks, discharge and what happened when (RSL § 66)."""
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
    whole = ("letter", "inquiry__citizen", "visitation", "standard", "prepared_by")
    for one in _given(complaint).select_related(*whole).defer("standard__text"):
        text = kept_text(one)
        if text is not None:
            # One that was told in a talk has no sheet: its words are what would have stood there.
            title = _("Decision") if one.letter is not None else _("Decision, told in a talk")
            yield _letter(title, text)


def _given(complaint: Complaint) -> QuerySet[Decision]:
    """The decisions that were sent in the case, the first one first."""
    return Decision.objects.filter(
        inquiry=complaint.inquiry_id, area=complaint.area, status__in=["sent", "replaced"]
    ).order_by("decided_on", "sent_at", "id")


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
        rows = [(str(one.get_theme_display()), one.text) for one in those]
        of = those[0].visitation
        rows += _lists(of)
        yield FilePart(title=_("Assessment"), of_day=of.held_on, content=(Facts(tuple(rows)),))


def _lists(visitation: Visitation) -> Iterator[tuple[str, str]]:
    """What was asked beside the themes and decides with them: what is used how, and the children."""
    used = [_used(one) for one in visitation.substances.all()]
    if used:
        yield _("Substances"), "; ".join(used)
    if visitation.children_at_home is not None:
        yield _("Children under 18 at home"), str(visitation.children_at_home)


def _used(one: SubstanceUse) -> str:
    """A substance, and how often, where that is known."""
    if one.frequency == Frequency.UNKNOWN:
        return str(one.get_substance_display())
    return f"{one.get_substance_display()}: {one.get_frequency_display().lower()}"


def _treatment(complaint: Complaint) -> Iterator[FilePart]:
    """The plan that holds, the notes of the talks, and how it ended: of what was decided on."""
    courses = _courses(complaint)
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
    for one in Discharge.objects.current().filter(course__in=courses):
        yield FilePart(
            title=_("Discharge"), of_day=one.discharged_on, content=tuple(_discharge(one))
        )


def _courses(complaint: Complaint) -> QuerySet[Course]:
    """Of the treatment that the decision is about."""
    return Course.objects.filter(inquiry=complaint.inquiry_id, area=complaint.area)


def _discharge(one: Discharge) -> Iterator[Block]:
    yield Facts(
        (
            (_("Why it ended"), str(one.get_reason_display())),
            (_("How the citizen stands"), str(one.get_result_display())),
        )
    )
    if one.summary:
        yield Paragraph(one.summary)


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
    """Day by day, of the case and of the complaint; of one day the case comes first."""
    complaint = told.complaint
    rows = list(_of_the_case(complaint))
    rows += [
        (one.on or danish_day(one.at), str(Event(one.type).label)) for one in complaint.events.all()
    ]
    if told.replied_on is not None:
        rows.append((told.replied_on, str(Event.REPLY.label)))
    rows.append((told.on, str(Event.FORWARD.label)))
    rows.sort(key=lambda row: row[0])
    return Facts(tuple((day(on), words) for on, words in rows))


def _of_the_case(complaint: Complaint) -> Iterator[tuple[date, str]]:
    """What was asked, talked over and decided, and when the treatment began and ended."""
    if complaint.inquiry is None:
        return
    yield complaint.inquiry.received_on, _("Asked for help")
    held = Visitation.objects.filter(inquiry=complaint.inquiry_id, finished_at__isnull=False)
    for on in held.values_list("held_on", flat=True).order_by("held_on"):
        if on is not None:
            yield on, _("The talk of the assessment was held")
    for one in _given(complaint):
        if one.decided_on is not None:
            outcome = str(one.get_outcome_display()).lower()
            yield one.decided_on, _("Decision: %(outcome)s") % {"outcome": outcome}
    for begun, ended in _courses(complaint).values_list("begun_on", "ended_on"):
        if begun is not None:
            yield begun, _("The treatment began")
        if ended is not None:
            yield ended, _("The treatment ended")
