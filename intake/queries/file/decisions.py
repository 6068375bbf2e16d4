"""Assessments and decisions of a file: what waits, what is in force, and all that was decided."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.file.choices import Kind
from centre.file.queries import Card, Entry, Part, Step, Whose
from centre.staff.models import User
from centre.staff.rules import Door
from intake.choices import DecisionStatus, Outcome
from intake.models import Decision, FreeChoice, Visitation
from intake.queries.file.scope import inquiries_of, own_inquiries_of

MOST = 25


def part(user: User, whose: Whose, at: datetime) -> Part:
    """Nothing for who reads no assessment. An inquiry's own page tells only what has happened."""
    if not user.may(Door.ASSESS):
        return Part()
    seen = inquiries_of(user, whose, at).values("pk")
    entries = [*_assessed(seen, whose), *_decided(seen, whose), *_chosen(seen, whose)]
    if whose.citizen_id is None:
        return Part(entries=entries)
    current = Decision.objects.filter(inquiry__in=seen).exclude(
        status__in=(DecisionStatus.REPLACED, DecisionStatus.DISCARDED)
    )
    # A look-up with a reason lets in to look, not to act.
    mine = set(own_inquiries_of(user, whose, at))
    rows = list(current.order_by("-prepared_at", "id")[:MOST])
    return Part(
        steps=[
            step
            for one in rows
            if one.inquiry_id in mine and (step := _step(user, one)) is not None
        ],
        cards=[_card(one) for one in rows],
        entries=entries,
    )


def _step(user: User, one: Decision) -> Step | None:
    if one.status == DecisionStatus.TO_APPROVE and user.may(Door.APPROVE):
        return Step(_("Approve the decision"), _url(one), about=str(one.get_area_display()))
    if one.status == DecisionStatus.PREPARED:
        words = _("Look at the decision that is not sent")
        return Step(words, _url(one), about=str(one.get_area_display()))
    return None


def _card(one: Decision) -> Card:
    facts = [
        (_("Outcome"), str(one.get_outcome_display())),
        (_("Status"), str(one.get_status_display())),
    ]
    if one.offer_name:
        facts.append((_("Offer"), one.offer_name))
    if one.sessions_granted is not None:
        facts.append((_("Talks granted"), str(one.sessions_granted)))
    if one.complain_by_on is not None:
        facts.append((_("Can complain until"), date_format(one.complain_by_on, "j. F Y")))
    heading = _("Decision: %(area)s") % {"area": one.get_area_display().lower()}
    return Card(heading, _url(one), facts)


def _url(one: Decision) -> str:
    return reverse("intake:decision", args=[one.pk])


def _assessed(seen: Any, whose: Whose) -> Iterator[Entry]:
    """That it was begun, and that it was finished."""
    rows = Visitation.objects.filter(inquiry__in=seen).select_related("begun_by", "finished_by")
    for one in whose.latest_of(rows, Kind.DECISION, "begun_at", "finished_at"):
        url = reverse("intake:assessment", args=[one.inquiry_id])
        yield Entry(
            one.begun_at, str(one.begun_by), _("The assessment was begun"), "", url,
            id=one.pk, kind=Kind.DECISION,
        )  # fmt: skip
        if one.finished_at is None or one.held_on is None:
            continue
        told = _("The talk was held on %(day)s") % {"day": date_format(one.held_on, "j. F Y")}
        yield Entry(
            one.finished_at, str(one.finished_by), _("The assessment was finished"), told, url,
            id=one.pk, kind=Kind.DECISION,
        )  # fmt: skip


def _decided(seen: Any, whose: Whose) -> Iterator[Entry]:
    """That the leader approved it, and the decision as it was given; its page leads to the letter."""
    rows = Decision.objects.filter(inquiry__in=seen).select_related("approved_by", "sent_by")
    for one in whose.latest_of(rows, Kind.DECISION, "approved_at", "sent_at"):
        if one.approved_at is not None:
            yield Entry(
                one.approved_at, str(one.approved_by), _("The leader approved it"),
                str(one.get_area_display()), _url(one), id=one.pk, kind=Kind.DECISION,
            )  # fmt: skip
        if one.sent_at is None:
            continue
        what = _("The decision was sent: %(area)s, %(outcome)s") % {
            "area": one.get_area_display().lower(),
            "outcome": one.get_outcome_display().lower(),
        }
        yield Entry(
            one.sent_at, str(one.sent_by), what, _words(one), _url(one),
            id=one.pk, kind=Kind.DECISION,
        )  # fmt: skip


def _words(one: Decision) -> str:
    told = [str(one.get_way_display())]
    if one.outcome != Outcome.REFUSED and one.offer_name:
        told.append(one.offer_name)
    if one.complain_by_on is not None:
        day = date_format(one.complain_by_on, "j. F Y")
        told.append(_("Can complain until %(day)s") % {"day": day})
    return " · ".join(told)


def _chosen(seen: Any, whose: Whose) -> Iterator[Entry]:
    rows = FreeChoice.objects.filter(decision__inquiry__in=seen).annotate(
        limited=Length("limited_why")
    )
    rows = rows.filter(Q(chosen_on__isnull=False) | Q(limited__gt=0))
    found = whose.latest(
        rows.select_related("recorded_by", "decision"), Kind.DECISION, at="recorded_at"
    )
    for one in found:
        limited = bool(one.limited_why)
        yield Entry(
            one.recorded_at,
            str(one.recorded_by),
            _("Free choice was limited") if limited else _("The citizen chose freely"),
            one.limited_why or one.provider,
            _url(one.decision),
            id=one.pk,
            kind=Kind.DECISION,
        )
