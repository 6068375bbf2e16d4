"""The deadlines that a request would start, by the standard of its day; nothing is written."""

from centre.clocks import rules
from centre.clocks.choices import EventType, Kind
from centre.clocks.words import Promised
from centre.standard.queries import in_force
from intake.rules.guarantee import Request, clocks_for


def deadlines(request: Request) -> list[Promised]:
    """What for, the last day and the last open day of each."""
    found = []
    for plan in clocks_for(request, in_force(request.received_on).content):
        rule = rules.Rule(length=plan.length, span=plan.span, side=plan.side)
        answer = rules.compute([rules.Event(EventType.START, plan.starts_on)], rule)
        if answer.due_on is not None and answer.act_by_on is not None:
            found.append(Promised(str(Kind(plan.kind).label), answer.due_on, answer.act_by_on))
    return found
