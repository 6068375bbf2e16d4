"""A citizen's complaints, as documents that can be given to them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from centre.citizens.models import Citizen
from centre.post.letters.text import Block, Facts, Heading, Paragraph
from centre.post.words import day
from centre.rights.queries import Found, Insight, Other, Told, units_open_to
from centre.rights.queries.ground import letter_told
from centre.staff.models import User
from centre.staff.rules import Door
from complaints.models import Complaint, ComplaintEvent
from intake.queries.insight import regime_of


def _found(user: User, citizen: Citizen, at: datetime) -> Found:
    """With the letters about each, which are of the record that the complaint is about."""
    lines = ComplaintEvent.objects.select_related("letter", "cover").order_by("number")
    lines = lines.defer("letter__pdf", "cover__pdf")
    rows = (
        _seen(user, citizen, at)
        .prefetch_related(Prefetch("events", lines))
        .order_by("received_on", "id")
    )
    found = list(rows)
    return Found(
        [piece for one in found for piece in _pieces(one)],
        [other for one in found for other in _others(one, citizen)],
    )


def _beyond(user: User, citizen: Citizen, at: datetime) -> int:
    seen = _seen(user, citizen, at).values("pk")
    return Complaint.objects.filter(citizen=citizen).exclude(pk__in=seen).count()


def _seen(user: User, citizen: Citizen, at: datetime) -> QuerySet[Complaint]:
    """The person's own, and those of the units whose case of the citizen is theirs to open.

    What somebody of the staff is blamed for stays with those who lead; but what the citizen has written is
    theirs to see, and a file with a health record is put together by who keeps that or by nobody.
    """
    mine = Complaint.objects.for_user(user, at).filter(citizen=citizen).values("pk")
    of_the_case = Q(unit__in=units_open_to(user, citizen, at))
    if not user.may(Door.HEALTH_RECORD):
        of_the_case &= ~Q(about="staff")
    return Complaint.objects.filter(citizen=citizen).filter(Q(pk__in=mine) | of_the_case)


def _pieces(one: Complaint) -> Iterator[Told]:
    yield Told(
        Complaint._meta.label,
        one.pk,
        _("Complaint %(reference)s") % {"reference": one.reference},
        regime_of(one.area),
        tuple(_blocks(one)),
        one.received_on,
        free=True,
    )
    for line in one.events.all():
        for letter in (line.letter, line.cover):
            if letter is not None:
                yield letter_told(letter, regime_of(one.area))


def _blocks(one: Complaint) -> Iterator[Block]:
    rows = [
        (_("Came as"), str(one.get_channel_display())),
        (_("It is about"), str(one.get_about_display())),
        (_("Helped by"), one.helper_name),
        (_("Status"), str(one.get_status_display())),
    ]
    yield Facts(tuple(row for row in rows if row[1]))
    yield Paragraph(one.text)
    happened = [
        (day(line.on), f"{line.get_type_display()}\n{line.words}".strip())
        for line in one.events.all()
    ]
    yield Heading(_("What happened when"))
    yield Facts(tuple(happened))


def _others(one: Complaint, citizen: Citizen) -> Iterator[Other]:
    """Who helped, and who wrote under another name than the citizen's."""
    if one.helper_name:
        yield Other(one.helper_name, [one.helper_address] if one.helper_address else [])
    if one.name and one.name.casefold() != citizen.name.casefold():
        yield Other(one.name, [one.contact] if one.contact else [])


INSIGHT = Insight(_found, _beyond)
