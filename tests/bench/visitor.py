"""A citizen at the last page of the booking, as bytes: what their browser would send."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from intake.rules.journey import Answers, Step
from intake.views import check, cookie
from tests.bench.web import request

TOKEN = "t" * 32


def answers(number: int, slot_id: int, starts_at: datetime, *, step: Step | None = None) -> Answers:
    """Somebody named who wants alcohol treatment, with a telephone number of their own."""
    begun = Answers.begun(uuid4(), now() - timedelta(minutes=3))
    told = replace(
        begun,
        about="self",
        age_group="30_plus",
        topic="alcohol",
        treatment=True,
    )
    if step == Step.TIME:
        return told
    return replace(
        told,
        slot=slot_id,
        starts_at=starts_at.isoformat(),
        minutes=30,
        how="in_person",
        contact="named",
        name="Ærø Ødegård",
        phone=f"+45{20_000_000 + number}",
        email=f"person{number}@example.dk",
    )


def cookies(told: Answers) -> str:
    """The form's own cookie and the token's, and no other."""
    form = cookie.sealed(dict(told.kept()), context=cookie.CONTEXT)
    return f"{settings.FORM_COOKIE_NAME}={form}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def booking_post(told: Answers) -> bytes:
    """Press the one button of the check page."""
    form = urlencode({"csrfmiddlewaretoken": TOKEN, "seen": check.fingerprint(told), "website": ""})
    return request(reverse(Step.CHECK), cookies=cookies(told), form=form)


def page(step: Step, told: Answers, query: str = "") -> bytes:
    """Open a page of the way."""
    return request(reverse(step) + query, cookies=cookies(told))
