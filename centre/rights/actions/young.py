"""What a young person says when somebody with custody asks for them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.refusal import Refused
from centre.rights.actions import steps
from centre.rights.choices import Asker, Event, YoungSaid
from centre.rights.models import RightsRequest
from centre.rights.rules.authority import is_known
from centre.rights.rules.status import OPEN
from centre.staff.models import User


@transaction.atomic
def record_young(
    *, request_id: UUID, said: str, words: str, by: User, at: datetime
) -> RightsRequest:
    """Write down what they say; another answer later counts from then on. The same twice is once.

    Raises Refused where nobody with custody asks, and when the CPR number says that they are 15.
    """
    request = steps.locked(request_id)
    if request.status not in OPEN:
        raise Refused(_("This request is finished."))
    if request.asker != Asker.GUARDIAN:
        raise steps.changed()
    age = request.citizen.age_on(danish_day(at))
    if said == YoungSaid.YOUNGER and not is_known(age, said):
        raise Refused(_("The CPR number says that the citizen is 15 or older."))
    last = request.events.filter(type=Event.YOUNG).last()
    if last is not None and (request.young_said, last.words) == (said, words):
        return request
    steps.save(request, young_said=said)
    steps.tell(request, Event.YOUNG, words=words, by=by, at=at, said=said)
    return request
