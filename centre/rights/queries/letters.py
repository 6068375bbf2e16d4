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
from centre.staff.models import User
from centre.staff.rules import Door


def may_open_file(user: User, request: RightsRequest) -> bool:
    """A file tells of all units that know the citizen: opened by whoever gave it, and by who leads.

    One that holds notes of the health record, by those who read that record.
    """
    if request.file_id is None or not user.may(Door.ASSESS):
        return False
    if request.file is not None and request.file.kind in OF_HEALTH:
        return user.may(Door.HEALTH_RECORD) or request.answered_by_id == user.pk
    return user.may(Door.ASSIGN_OTHERS) or request.answered_by_id == user.pk


def given(user: User, at: datetime) -> RequestQuerySet:
    """The requests whose file the person may open."""
    rows = RightsRequest.objects.for_user(user, at).filter(file__isnull=False)
    theirs = Q(answered_by=user)
    if user.may(Door.ASSIGN_OTHERS):
        theirs |= ~Q(file__kind__in=OF_HEALTH)
    if user.may(Door.HEALTH_RECORD):
        theirs |= Q(file__kind__in=OF_HEALTH)
    return rows.filter(theirs).select_related("letter", "file")


def sheets(request: RightsRequest) -> Iterator[tuple[str, bytes]]:
    """Each with the name it has in the ZIP, which tells of nobody."""
    with override(LANGUAGE):
        names = _("letter"), _("file"), _("as sent")
    for number, one in enumerate((request.letter, request.file), start=1):
        if one is not None:
            yield f"{number} {names[number - 1]}.pdf", bytes(one.pdf)
    along = Letter.objects.filter(
        pk__in=request.pieces.filter(sheet_given=True).values("letter")
    ).order_by("written_on", "id")
    for number, one in enumerate(along, start=1):
        yield f"{names[2]}/{number:02} {one.written_on}.pdf", bytes(one.pdf)
