"""Where a complaint goes, in words for whoever complains: who, by when, how, and what happens then."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from centre.standard.words import appeal_deadline, office_lines, patient_deadline
from complaints.choices import About, Track
from complaints.rules.routing import Way


def lines_of(way: Way) -> Iterator[str]:
    """The whole way, a sentence a line."""
    yield from where_lines(way)
    yield from deadline_lines(way)
    yield from manner_lines(way)


def where_lines(way: Way) -> Iterator[str]:
    """Who it goes to, and how to reach them."""
    if way.to_leader:
        yield _("The leader of the centre")
    if way.office is not None:
        yield from office_lines(way.office)
    elif way.children:
        yield _("Those in the council who decide on help for children and young people")
    elif way.about == About.PROVIDER:
        yield _("The inspectorate for social services (Socialtilsynet)")


def deadline_lines(way: Way) -> Iterator[str]:
    """By when."""
    if way.years is not None:
        yield patient_deadline()
    elif way.weeks and way.about == About.GUARANTEE:
        # There need not be a decision, so no day to count from.
        yield _("You can do it now.")
        yield _("If you have got a decision, do it within %(count)d weeks after you got it.") % {
            "count": way.weeks
        }
    elif way.weeks and way.about == About.PLAN:
        yield _("Do it within %(count)d weeks after you got the plan.") % {"count": way.weeks}
    elif way.weeks:
        yield appeal_deadline(way.weeks)
        yield _("The last day stands in your letter.")
    else:
        yield _("There is no deadline.")


def manner_lines(way: Way) -> Iterator[str]:
    """In which way."""
    if way.track == Track.ELSEWHERE and way.digital:
        yield _("You do it with the form on borger.dk.")
        if way.forms:
            yield _("If you cannot use the form, you can ask them for one on paper.")
    elif way.about == About.PROVIDER:
        yield _("You can do it without saying who you are.")
    else:
        yield _("You can write, call or come by. If you tell us, we write it down.")
        if way.digital:
            yield _("You may also use borger.dk.")


def after_lines(way: Way, *, for_staff: bool = False) -> Iterator[str]:
    """What happens then, and who decides in the end; the staff are not who is answered."""
    if way.track == Track.APPEAL or (way.children and way.appeal is not None):
        name = way.appeal.name if way.appeal is not None else ""
        if way.children:
            yield _("They look at the case again.")
        else:
            yield _("We look at it again within 4 weeks.")
        yield _("If it is not changed, it goes on to %(name)s. They decide then.") % {"name": name}
    elif way.track == Track.SERVICE:
        yield (
            _("The leader looks at the complaint and answers it.")
            if for_staff
            else _("The leader looks at it and answers you.")
        )
        if way.nobody:
            yield _("No other authority can change this decision.")


def instead_lines(way: Way) -> Iterator[str]:
    """What is offered where nobody else decides."""
    if not way.nobody:
        return
    if way.about == About.ANONYMOUS_DECISION:
        yield _("You can ask for treatment under your name. That decision can be appealed.")
    else:
        yield _("You can ask us for another treatment at any time.")
        yield _("You can choose another place of treatment yourself.")


def help_lines(way: Way) -> Iterator[str]:
    """Who can help."""
    if way.helpers:
        yield _("Family, a friend, an association or a lawyer can help you.")
    else:
        yield _("You can always bring somebody, or let somebody act for you.")


def elsewhere_words(way: Way) -> str:
    """Why the centre does not take it; empty where it does."""
    if way.track != Track.ELSEWHERE:
        return ""
    if way.children:
        return _("Those who decide on help for children and young people look at this complaint.")
    if way.about == About.PROVIDER:
        return _(
            "The inspectorate watches over places of treatment. We do not see who writes there."
        )
    return _("An authority that is independent of us decides on this.")
