"""The questions of the public booking, one page each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from centre.forms.http import render_form
from centre.standard.expect import young
from centre.standard.schema import Standard
from intake.forms import public as forms
from intake.queries import slots
from intake.rules.journey import Answers, Step, with_about, with_age
from intake.views import cookie, times
from intake.views.pages import (
    CONFLICT,
    elsewhere,
    see_other,
    standard_of,
    step_frame,
    to_step,
    ways,
)


@dataclass(frozen=True)
class Page:
    """One question: its form, its template, which answers fill it, and what an answer changes."""

    form: type[forms.QuestionForm]
    apply: Callable[[Answers, Mapping[str, Any]], Answers]
    template: str = "step.html"
    fills: tuple[str, ...] = ()


def _set(answers: Answers, data: Mapping[str, Any]) -> Answers:
    return replace(answers, **data)


def _named(answers: Answers, data: Mapping[str, Any]) -> Answers:
    email = data.get("email", answers.email)
    return replace(answers, **{**data, "email": email, "message": data["message"]})


PAGES: Mapping[Step, Page] = {
    Step.ABOUT: Page(
        forms.AboutForm, lambda answers, data: with_about(answers, data["about"]), fills=("about",)
    ),
    Step.AGE: Page(
        forms.AgeForm,
        lambda answers, data: with_age(answers, data["age_group"]),
        fills=("age_group",),
    ),
    Step.YOUNG: Page(
        forms.QuestionForm,
        lambda answers, data: replace(answers, young_read=True),
        template="intake/public/young.html",
    ),
    Step.TOPIC: Page(forms.TopicForm, _set, fills=("topic", "treatment", "medical")),
    Step.AGREES: Page(forms.AgreesForm, _set, fills=("agrees",)),
    Step.CONTACT: Page(forms.ContactForm, _set, fills=("contact",)),
    Step.DETAILS: Page(
        forms.DetailsForm,
        _named,
        template="intake/public/details.html",
        fills=("name", "phone", "message", "email"),
    ),
    Step.NEEDS: Page(forms.NeedsForm, _set, fills=("needs",)),
}


def _filled(page: Page, answers: Answers) -> dict[str, Any]:
    filled = {name: getattr(answers, name) for name in page.fills}
    if "phone" in filled:
        filled["phone"] = answers.phone_typed
    return filled


def question(request: HttpRequest, step: Step) -> HttpResponse:
    """Show one question, or take its answer and go on to the first that has none."""
    at = now()
    answers = cookie.read(request, at=at)
    if answers is None and step == Step.ABOUT:
        answers = cookie.begin(at=at)
    instead = elsewhere(request, answers, step)
    if instead is not None or answers is None:
        return instead or see_other("home")
    page = PAGES[step]
    form = page.form(
        request.POST if request.method == "POST" else None,
        initial=_filled(page, answers),
        answers=answers,
    )
    if form.is_bound and form.is_valid():
        answers = page.apply(answers, form.cleaned_data)
        return cookie.keep(to_step(answers), answers, at=at)
    context = step_frame(answers, step)
    if step == Step.YOUNG:
        standard = standard_of(at)
        context |= {"standard": standard, "young": young(standard)}
    return cookie.keep(render_form(request, page.template, context, form=form), answers, at=at)


def time(request: HttpRequest) -> HttpResponse:
    """Choose a free time: a way to meet, a half of the day, a radio for each time."""
    at = now()
    answers = cookie.read(request, at=at)
    instead = elsewhere(request, answers, Step.TIME)
    if instead is not None or answers is None:
        return instead or see_other("home")
    standard = standard_of(at)
    choice = times.Choice.of(request, allowed=ways(standard), usual=answers.how)
    slot_id = times.posted_slot(request)
    chosen = slots.free_time(slot_id=slot_id, at=at, how=choice.how) if slot_id else None
    if chosen is not None:
        answers = with_time(answers, chosen, how=choice.how)
        return cookie.keep(to_step(answers), answers, at=at)
    if slot_id:
        moment = slots.moment_of(slot_id) or at
        return taken(request, answers, moment=moment, how=choice.how, at=at)
    return _choose(request, answers, choice, standard=standard, at=at)


def _choose(
    request: HttpRequest,
    answers: Answers,
    choice: times.Choice,
    *,
    standard: Standard,
    at: datetime,
) -> HttpResponse:
    """The list of free times; without any, another way to reach us."""
    units = times.units_of(standard, answers.age_group)
    shown, context = times.offer(choice, standard=standard, units=units, at=at)
    form = forms.TimeForm(
        request.POST if request.method == "POST" else None,
        initial={"slot": answers.slot},
        answers=answers,
        offered=times.as_radios(shown),
    )
    context |= step_frame(answers, Step.TIME)
    template = "intake/public/time.html" if shown else "intake/public/none_free.html"
    return cookie.keep(render_form(request, template, context, form=form), answers, at=at)


def with_time(answers: Answers, chosen: slots.FreeTime, *, how: str) -> Answers:
    """The answers with a time in them."""
    return replace(
        answers,
        slot=chosen.id,
        starts_at=chosen.starts_at.isoformat(),
        minutes=chosen.minutes,
        place=chosen.place,
        how=how,
    )


def taken(
    request: HttpRequest, answers: Answers, *, moment: datetime, how: str, at: datetime
) -> HttpResponse:
    """Somebody else has the time now: all answers are kept, the nearest three are one click away."""
    near = times.near(moment, answers.age_group, how=how, at=at)
    form = forms.TimeForm(answers=answers, offered=times.as_radios(near))
    form.fields["slot"].label = _("Choose a new time")
    context = step_frame(answers, Step.TIME, form=form, query=f"?how={how}", near=near)
    response = render(request, "intake/public/taken.html", context, status=CONFLICT)
    return cookie.keep(response, replace(answers, slot=0), at=at)


def call(request: HttpRequest) -> HttpResponse:
    """Ask to be rung up in place of choosing a time, or think better of it."""
    at = now()
    answers = cookie.read(request, at=at)
    if answers is None or answers.done or request.method != "POST":
        return see_other("about")
    wants = request.POST.get("call") != "no"
    answers = replace(answers, call=wants, young_read=answers.young_read or answers.minor)
    return cookie.keep(to_step(answers), answers, at=at)
