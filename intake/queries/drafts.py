"""The forms of intake that keep drafts, and whom a draft is about: initials, never a name."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.drafts.queries import Kind, Subject, numbers
from centre.staff.models import User
from centre.staff.rules import Door
from intake.choices import Area, Theme
from intake.models import Decision, Inquiry, Visitation
from intake.queries.clocks import short

REGISTER = "inquiry.register"
# The acts on an inquiry's page in which somebody writes, as their forms are headed.
WRITTEN: Mapping[str, Promise] = {
    "attempt": _("Call or write"),
    "explain": _("The deadline has passed: record cause and plan"),
}


def act_form(verb: str) -> str:
    """The name under which an act keeps its draft; empty where nothing is written in it."""
    return f"inquiry.{verb}" if verb in WRITTEN else ""


def _nothing_yet(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    """Who may register, about an inquiry that does not exist yet."""
    if "" in subjects and user.may(Door.WORK_CASES):
        return {"": Subject("", reverse("intake:register"))}
    return {}


def _inquiries(user: User, subjects: Iterable[str], *, verb: str) -> dict[str, Subject]:
    """The inquiries among the subjects that the person may open."""
    if not user.may(Door.WORK_CASES):
        return {}
    rows = Inquiry.objects.for_user(user).filter(pk__in=numbers(subjects)).select_related("citizen")
    return {
        str(one.pk): Subject(
            short(one),
            f"{reverse('intake:inquiry', args=[one.pk])}#act-{verb}",
            one.citizen_id,
        )
        for one in rows.select_related("citizen")
    }


def theme_form(theme: str) -> str:
    """The name under which a theme of an assessment keeps its draft."""
    return f"assessment.{theme}"


def decision_form(area: str) -> str:
    """The name under which a new decision on a treatment keeps its draft."""
    return f"decision.{area}"


CHANGE_DECISION = "decision.change"


def _assessments(
    user: User, subjects: Iterable[str], *, page: str, word: str
) -> dict[str, Subject]:
    """The assessments among the subjects that the person may open, at a page about one word of them."""
    if not user.may(Door.ASSESS):
        return {}
    rows = Visitation.objects.of(Inquiry.objects.for_user(user)).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(
            short(one.inquiry), reverse(page, args=[one.pk, word]), one.inquiry.citizen_id
        )
        for one in rows.select_related("inquiry__citizen")
    }


def _decisions(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    """The decisions among the subjects that the person may open."""
    if not user.may(Door.ASSESS):
        return {}
    rows = Decision.objects.of(Inquiry.objects.for_user(user)).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(
            short(one.inquiry),
            reverse("intake:change_decision", args=[one.pk]),
            one.inquiry.citizen_id,
        )
        for one in rows.select_related("inquiry__citizen")
    }


FORMS: Mapping[str, Kind] = {
    REGISTER: Kind(_("New inquiry"), _nothing_yet),
    **{
        act_form(verb): Kind(words, partial(_inquiries, verb=verb))
        for verb, words in WRITTEN.items()
    },
    **{
        theme_form(theme): Kind(
            theme.label, partial(_assessments, page="intake:assessment_part", word=theme.value)
        )
        for theme in Theme
    },
    **{
        decision_form(area): Kind(
            _("Decision"), partial(_assessments, page="intake:prepare_decision", word=area.value)
        )
        for area in Area
    },
    CHANGE_DECISION: Kind(_("Decision"), _decisions),
}
