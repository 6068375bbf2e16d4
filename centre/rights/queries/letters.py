"""What was given, as it was given: the letter, the file, and the sheets along with it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.post.models import Letter
from centre.post.rules import OF_HEALTH
from centre.rights.models import RightsRequest
from centre.rights.models.request import RequestQuerySet
from centre.rights.queries.compiled import LANGUAGE
from centre.rights.queries.parts import Beyond, beyond
from centre.staff.models import User
from centre.staff.rules import Door


def may_open_file(user: User, request: RightsRequest, unseen: Beyond) -> bool:
    """A file tells of all units that know the citizen, and of who has read what.

    It is opened by whoever gave it, and by who leads; one that holds notes of the health record by those
    who read that record. By all of them only as long as they could still read all that it is made of
    (`unseen`): who has moved to another unit since has it no more. The log alone is made of no part.
    """
    if request.file is None or not user.may(Door.ASSESS) or (request.wants_file and unseen):
        return False
    leads = Door.HEALTH_RECORD if request.file.kind in OF_HEALTH else Door.ASSIGN_OTHERS
    return user.may(leads) or request.answered_by_id == user.pk


def given(user: User, at: datetime) -> RequestQuerySet:
    """The requests of whose file the person is one of the few; `may_open` asks the rest."""
    rows = RightsRequest.objects.for_user(user, at).filter(file__isnull=False)
    theirs = Q(answered_by=user)
    if user.may(Door.ASSIGN_OTHERS):
        theirs |= ~Q(file__kind__in=OF_HEALTH)
    if user.may(Door.HEALTH_RECORD):
        theirs |= Q(file__kind__in=OF_HEALTH)
    return rows.filter(theirs).select_related("citizen", "file", "letter")


def may_open(user: User, request: RightsRequest, at: datetime) -> bool:
    """The same of one that was read, before the door opens it."""
    return may_open_file(user, request, beyond(user, request.citizen, at, request.asked))


def sheets(request: RightsRequest) -> Iterator[tuple[str, bytes]]:
    """Each with the name it has in the ZIP, which tells of nobody; one at a time."""
    with override(LANGUAGE):
        names = _("letter"), _("file"), _("as sent")
    for number, one in enumerate((request.letter, request.file), start=1):
        if one is not None:
            yield f"{number} {names[number - 1]}.pdf", bytes(one.pdf)
    along = Letter.objects.filter(
        pk__in=request.pieces.filter(sheet_given=True).values("letter")
    ).order_by("written_on", "id")
    for number, sheet in enumerate(along.iterator(chunk_size=1), start=1):
        yield f"{names[2]}/{number:02} {sheet.written_on}.pdf", bytes(sheet.pdf)
