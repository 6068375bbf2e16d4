"""What the staff have noted about people in treatment: in both records, one set right, one passed on."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from centre.journal.actions.notes import Wording, correct_note, write_note
from centre.journal.actions.passing import Ground, pass_on
from centre.journal.choices import Basis, NoteKind
from centre.journal.models import Note
from centre.journal.queries.notes import citizens_to_write_about
from centre.staff.models import User
from intake.models import Inquiry
from reporting.demo.stories import Teller
from treatment.models import Course

# So many people's caseworker has written; the others' talks and plan tell enough.
WRITTEN_ABOUT: Final = 6
SEEN_BY_THE_DOCTOR: Final = 4


class Told(NamedTuple):
    """A note that is written so many days ago."""

    days_ago: int
    kind: NoteKind
    heading: str
    text: str


SOCIAL: Final = (
    Told(
        20,
        NoteKind.MEETING,
        "Hvad der er vigtigst nu",
        "Vil gerne have ro om aftenen og være der for sin søn i weekenderne. Har talt med sin søster "
        "om det, og hun bakker op. Vi ser på, hvad der er svært mellem kl. 17 og 20.",
    ),
    Told(
        13,
        NoteKind.FACTS,
        "Fra jobcenteret",
        "Jobcenteret oplyser, at praktikken er forlænget til den 1. marts. Borgeren ved det og er glad "
        "for det.",
    ),
    Told(
        9,
        NoteKind.CONTACT,
        "Flyttede en tid",
        "Ringede og flyttede onsdagens samtale til torsdag, fordi bilen er på værksted.",
    ),
    Told(
        6,
        NoteKind.AGREEMENT,
        "Aftale til næste gang",
        "Skriver ned, hvornår trangen kommer, og ringer til mig eller til sin søster, før den vokser.",
    ),
    Told(
        3,
        NoteKind.ASSESSMENT,
        "Hvor langt vi er",
        "Er kommet langt med det første mål. Det andet er sværere, og vi tager det op, når planen "
        "gennemgås.",
    ),
)
HEALTH: Final = (
    Told(
        12,
        NoteKind.EXAMINATION,
        "Lægesamtale",
        "Blodtryk 138/86, puls 72. Ingen rysten og ingen andre tegn på abstinenser. Sover fire til fem "
        "timer. Blodprøver er bestilt.",
    ),
    Told(
        8,
        NoteKind.MEDICINE,
        "B-vitamin",
        "Thiamin 100 mg daglig i fire uger. Får ingen anden medicin. Ingen kendte allergier.",
    ),
    Told(
        4,
        NoteKind.INFORMATION,
        "Svar på blodprøver",
        "Levertallene er faldet siden sidst. Har fået svaret forklaret og er enig i, at "
        "behandleren må få det at vide.",
    ),
)
SET_RIGHT: Final = "Ringede og flyttede onsdagens samtale til fredag, fordi bilen er på værksted."
SET_RIGHT_DAYS_AGO: Final = 8
PASSED_ON: Final = "Behandleren skal kende svaret, når planen gennemgås."
PASSED_ON_DAYS_AGO: Final = 3


def tell_notes(tell: Teller) -> None:
    """The caseworker's about some in treatment, and the doctor's about some of theirs."""
    for citizen in _in_treatment(tell):
        written = _write(tell, citizen, SOCIAL, by=tell.team.caseworker)
        _set_right(tell, written[NoteKind.CONTACT])
    for citizen in _seen_by_the_doctor(tell):
        written = _write(tell, citizen, HEALTH, by=tell.team.doctor)
        _pass_on(tell, written[NoteKind.INFORMATION])


def _set_right(tell: Teller, old: Note) -> None:
    """The day was another one."""
    wording = Wording(old.kind, old.about_on, SET_RIGHT, heading=old.heading)
    correct_note(
        note_id=old.pk,
        wording=wording,
        form_key=tell.key(),
        by=tell.team.caseworker,
        at=tell.moment(SET_RIGHT_DAYS_AGO),
    )


def _pass_on(tell: Teller, note: Note) -> None:
    """The citizen agreed on the day of the note."""
    ground = Ground(Basis.CONSENT, consent_on=note.about_on, reason=PASSED_ON)
    pass_on(note_id=note.pk, ground=ground, by=tell.team.doctor, at=tell.moment(PASSED_ON_DAYS_AGO))


def _in_treatment(tell: Teller) -> Iterable[UUID]:
    rows = Course.objects.running().filter(counsellor=tell.team.caseworker, citizen__isnull=False)
    old = rows.filter(begun_on__lte=tell.day(SOCIAL[0].days_ago))
    return _first(old.order_by("begun_on", "inquiry__received_at"), WRITTEN_ABOUT)


def _seen_by_the_doctor(tell: Teller) -> Iterable[UUID]:
    rows = Inquiry.objects.filter(citizen__in=citizens_to_write_about(tell.team.doctor))
    old = rows.filter(received_at__lt=tell.moment(HEALTH[0].days_ago))
    return _first(old.order_by("received_at"), SEEN_BY_THE_DOCTOR)


def _first(rows: QuerySet[Any], number: int) -> Iterable[UUID]:
    """The citizens of the first rows, each once."""
    return list(dict.fromkeys(rows.values_list("citizen", flat=True)))[:number]


def _write(tell: Teller, citizen: UUID, told: Iterable[Told], *, by: User) -> dict[str, Note]:
    return {
        one.kind: write_note(
            citizen_id=citizen,
            wording=Wording(one.kind, tell.day(one.days_ago), one.text, heading=one.heading),
            form_key=tell.key(),
            by=by,
            at=tell.moment(one.days_ago, hour=15),
        )
        for one in told
    }
