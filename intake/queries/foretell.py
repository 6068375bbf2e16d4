"""The deadlines that a request would start, by the standard of its day; nothing is written."""

from centre.clocks.choices import Kind
from centre.clocks.words import Promised
from centre.standard.queries import in_force
from intake.rules.guarantee import Request, clocks_for


def deadlines(request: Request) -> list[Promised]:
    """What for, the last day and the last open day of each."""
    standard = in_force(request.received_on).content
    return [
        Promised(str(Kind(plan.kind).label), *plan.due_and_act_by)
        for plan in clocks_for(request, standard)
    ]
