"""Check the answers, and send them: a booking, or a wish to be rung up."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup
from intake.actions.book import SlotTaken, book
from intake.actions.receive import Wanted, receive_inquiry
from intake.choices import About, Channel, Referrer, SlotChannel, Topic
from intake.forms.public import CheckForm
from intake.models import Booking
from intake.queries import slots
from intake.rules.journey import Answers, Done, Step, after_receipt, route
from intake.views import cookie, limits
from intake.views.journey import taken
from intake.views.pages import (
    CONFLICT,
    TOO_MANY,
    elsewhere,
    in_words,
    place_of,
    see_other,
    standard_of,
    step_frame,
)

Row = tuple[Any, Any, str, Any]


def check(request: HttpRequest) -> HttpResponse:
    """Show all answers with a link to change each; the one button sends them."""
    at = now()
    answers = cookie.read(request, at=at)
    instead = elsewhere(request, answers, Step.CHECK)
    if instead is not None or answers is None:
        return instead or see_other("home")
    if request.method != "POST":
        return cookie.keep(_shown(request, answers, at=at), answers, at=at)
    form = CheckForm(request.POST)
    if form.looks_like_a_machine() or limits.too_quick(answers, at=at):
        return cookie.keep(render(request, "intake/public/moment.html"), answers, at=at)
    # As bytes: of texts it compares plain ASCII only, and this one was sent by anybody.
    if not hmac.compare_digest(form.data.get("seen", "").encode(), fingerprint(answers).encode()):
        # Another tab changed an answer after this page was read: nothing unseen is sent.
        page = _shown(request, answers, at=at, changed=True, status=CONFLICT)
        return cookie.keep(page, answers, at=at)
    if not limits.may_send(request, answers, at=at):
        # Who is named already, or refers without a consent, is asked for no name.
        told = {"may_tell_name": answers.anonymous and Step.CONTACT in route(answers)}
        page = render(request, "intake/public/limited.html", told, status=TOO_MANY)
        return cookie.keep(page, answers, at=at)
    return _ask_to_call(answers, at=at) if answers.call else _book(request, answers, at=at)


def fingerprint(answers: Answers) -> str:
    """A keyed mark of the answers as they were shown."""
    told = {name: value for name, value in answers.kept().items() if name != "at"}
    text = json.dumps(told, sort_keys=True).encode()
    return hmac.digest(cookie.secret(), b"seen" + text, hashlib.sha256).hex()


def _shown(
    request: HttpRequest, answers: Answers, *, at: datetime, status: int = 200, **more: Any
) -> HttpResponse:
    context = step_frame(answers, Step.CHECK, rows=_rows(answers, at=at), **more)
    context["seen"] = fingerprint(answers)
    context["advice_only"] = answers.refers and answers.agrees == "no"
    return render(request, "intake/public/check.html", context, status=status)


def _rows(answers: Answers, *, at: datetime) -> list[Row]:
    """One row an answer, in the order of the way, each with its way back."""
    told = {
        Step.ABOUT: [(_("Who it is about"), About(answers.about).label, _("who it is about"))],
        Step.AGE: [(_("Age"), AgeGroup(answers.age_group).label, _("age"))],
        Step.TOPIC: _topic_rows(answers),
        Step.AGREES: [
            (_("The citizen has agreed"), _yes_no(answers.agrees == "yes"), _("the consent"))
        ],
        Step.TIME: _time_rows(answers, at=at),
        Step.CONTACT: [(_("Who you are"), _who(answers), _("who you are"))],
        Step.DETAILS: _details_rows(answers),
        Step.NEEDS: [(_("Help to take part (optional)"), answers.needs, _("help"))],
    }
    steps = [*route(answers), *([] if answers.call else [Step.NEEDS])]
    return [
        (label, value, reverse(step), words)
        for step in steps
        for label, value, words in told.get(step, [])
    ]


def _yes_no(answer: bool) -> str:
    return _("Yes") if answer else _("No")


def _who(answers: Answers) -> str:
    return _("Anonymous") if answers.anonymous else _("We may know your name")


def _topic_rows(answers: Answers) -> list[tuple[Any, Any, Any]]:
    topic = (_("What to talk about"), Topic(answers.topic).label, _("what to talk about"))
    return [topic, *_treatment_row(answers)]


def _treatment_row(answers: Answers) -> list[tuple[Any, Any, Any]]:
    if not answers.may_want_treatment:
        return []
    value = _yes_no(answers.treatment)
    if answers.medical:
        value = _("Yes, and a talk with a doctor about medicine")
    return [(_("Wants treatment"), value, _("whether treatment is wanted"))]


def _time_rows(answers: Answers, *, at: datetime) -> list[tuple[Any, Any, Any]]:
    if not answers.starts_at:
        return []
    place = place_of(standard_of(at), place=answers.place, how=answers.how)
    return [
        (_("Time"), in_words(datetime.fromisoformat(answers.starts_at)), _("time")),
        (_("How we meet"), SlotChannel(answers.how).label, _("how we meet")),
        *([(_("Place"), place, _("place"))] if answers.how == SlotChannel.IN_PERSON else []),
    ]


def _details_rows(answers: Answers) -> list[tuple[Any, Any, Any]]:
    rows = [
        (_("Name"), answers.name, _("name")),
        (_("Phone"), answers.phone_typed, _("phone")),
    ]
    if answers.phone:
        rows.append((_("May we leave a message?"), _yes_no(answers.message), _("message")))
    if not answers.call:
        rows.append((_("E-mail"), _mail(answers), _("e-mail")))
    return rows


def _mail(answers: Answers) -> str:
    """The address; of one that looks like work it is said, and nobody is stopped (ux P5)."""
    if not answers.work_mail:
        return answers.email
    told = _("Is this your e-mail at work? Others there may be able to read it.")
    return f"{answers.email}\n{told}"


def wanted_from(answers: Answers) -> Wanted:
    """What the action is told. A relative's or professional's contact data are their own."""
    known = Step.DETAILS in route(answers)
    person = Person(
        name=answers.name,
        phone=answers.phone,
        email="" if answers.call else answers.email,
        may_leave_message=answers.message and bool(answers.phone),
    )
    referrers = {About.RELATIVE: Referrer.FAMILY, About.PROFESSIONAL: Referrer.CASEWORKER}
    return Wanted(
        about=answers.about,
        topic=answers.topic,
        wish=answers.wish,
        age_group=answers.age_group,
        person=person if known else None,
        referrer=referrers.get(About(answers.about), Referrer.SELF),
        wants_medical=answers.medical and answers.wish == "treatment",
        citizen_agrees=answers.agrees == "yes",
        form_key=answers.form_key,
    )


def _book(request: HttpRequest, answers: Answers, *, at: datetime) -> HttpResponse:
    wanted = wanted_from(answers)
    try:
        receipt = book(
            wanted=wanted,
            slot_id=answers.slot,
            channel=answers.how,
            needs=answers.needs,
            language=(get_language() or "da")[:2],
            secret=cookie.secret(),
            at=at,
        )
    except SlotTaken:
        moment = datetime.fromisoformat(answers.starts_at)
        return taken(request, answers, moment=moment, how=answers.how, at=at)
    mailed = wanted.person is not None and bool(wanted.person.email)
    kept = answers if receipt.first else _as_first_sent(answers, receipt.booking)
    reference = receipt.booking.reference
    done = after_receipt(kept, Done.BOOKED, mailed=mailed, reference=reference)
    return cookie.keep(see_other("receipt"), done, at=at)


def _as_first_sent(answers: Answers, booking: Booking) -> Answers:
    """The time that the first sending booked: its answer was lost, and another was chosen since."""
    slot = booking.slot
    return replace(
        answers,
        slot=slot.pk,
        starts_at=slot.starts_at.isoformat(),
        minutes=int((slot.during.upper - slot.during.lower).total_seconds()) // 60,
        place=slot.place,
        how=booking.channel,
    )


def _ask_to_call(answers: Answers, *, at: datetime) -> HttpResponse:
    standard = standard_of(at)
    receive_inquiry(
        wanted=replace(wanted_from(answers), form_key=answers.call_key),
        channel=Channel.WEB,
        unit=slots.unit_to_call(standard, answers.age_group),  # type: ignore[arg-type]
        received_at=at,
        by=None,
        at=at,
    )
    return cookie.keep(see_other("receipt"), after_receipt(answers, Done.CALL), at=at)
