"""What intake holds of a citizen, as documents that can be given to them."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.clocks.models import ClockEvent
from centre.file.queries import Whose
from centre.post.letters.text import Block, Facts, Heading, Paragraph
from centre.post.words import day
from centre.rights.choices import Ground, Regime
from centre.rights.queries import Found, Insight, Told
from centre.rights.queries.ground import letter_told
from centre.staff.choices import UnitKind
from centre.staff.models import User
from intake.choices import PROFILE_WORDS, Area, DecisionStatus, ReleaseReason, Theme, Topic
from intake.models import (
    Booking,
    ContactAttempt,
    Decision,
    FreeChoice,
    Inquiry,
    Visitation,
)
from intake.models.inquiry import InquiryQuerySet
from intake.models.profile import ASKED
from intake.queries.file import inquiries_of

REGIMES = {
    Area.DRUGS: Regime.SOCIAL,
    Area.ANONYMOUS_DRUGS: Regime.SOCIAL,
    Area.ALCOHOL: Regime.HEALTH,
    Area.SUBSTITUTION: Regime.HEALTH,
}


def regime_of(area: str) -> Regime:
    """Which record a kind of treatment is kept in: alcohol and substitution are the Health Act's."""
    return REGIMES[Area(area)]


def _found(user: User, citizen: Citizen, at: datetime) -> Found:
    seen = inquiries_of(user, Whose(citizen_id=citizen.pk), at)
    return Found([*_inquiries(seen), *_assessments(seen), *_decisions(seen), *_choices(seen)])


def _beyond(user: User, citizen: Citizen, at: datetime) -> int:
    """Inquiries of other units; an anonymous unit's are linked to nobody."""
    rows = Inquiry.objects.filter(citizen=citizen).exclude(unit__kind=UnitKind.ANONYMOUS)
    seen = inquiries_of(user, Whose(citizen_id=citizen.pk), at)
    return rows.exclude(pk__in=seen.values("pk")).count()


def _inquiries(seen: InquiryQuerySet) -> Iterator[Told]:
    rows = list(seen.order_by("received_at", "id"))
    attempts = ContactAttempt.objects.filter(inquiry__in=seen.values("pk"))
    bookings = Booking.objects.filter(inquiry__in=seen.values("pk")).select_related("slot")
    events = ClockEvent.objects.filter(clock__guarantee__inquiry__in=seen.values("pk"))
    events = events.select_related("clock__guarantee")
    tried = list(attempts.order_by("tried_at", "id"))
    booked = list(bookings.order_by("slot__starts_at", "id"))
    clocked = list(events.order_by("at", "id"))
    for one in rows:
        yield Told(
            Inquiry._meta.label,
            one.pk,
            _("Your inquiry"),
            Regime.HEALTH if one.topic == Topic.ALCOHOL else Regime.SOCIAL,
            tuple(
                _inquiry(
                    one,
                    [each for each in tried if each.inquiry_id == one.pk],
                    [each for each in booked if each.inquiry_id == one.pk],
                    [each for each in clocked if each.clock.guarantee.inquiry_id == one.pk],
                )
            ),
            one.received_on,
            free=True,
        )


def _inquiry(
    one: Inquiry,
    tried: list[ContactAttempt],
    booked: list[Booking],
    clocked: list[ClockEvent],
) -> Iterator[Block]:
    rows = [
        (_("Received"), f"{day(one.received_on)}, {one.get_channel_display()}"),
        (_("Who it is about"), str(one.get_about_display())),
        (_("Topic"), str(one.get_topic_display())),
        (_("Wish"), str(one.get_wish_display())),
        (_("Sent by"), str(one.get_referrer_display())),
        (_("Status"), str(one.get_status_display())),
    ]
    yield Facts(tuple(rows))
    if one.note:
        yield Paragraph(one.note)
    yield from _table(
        _("Contact"), [(day(danish_day(each.tried_at)), _attempt(each)) for each in tried]
    )
    yield from _table(_("Times"), [(_moment(each), _booking(each)) for each in booked])
    yield from _table(_("Deadlines"), [(day(each.on), _event(each)) for each in clocked])


def _table(words: str, rows: list[tuple[str, str]]) -> Iterator[Block]:
    if rows:
        yield Heading(words)
        yield Facts(tuple(rows))


def _attempt(one: ContactAttempt) -> str:
    told = f"{one.get_outcome_display()}, {str(one.get_channel_display()).lower()}"
    return f"{told}\n{one.note}" if one.note else told


def _moment(one: Booking) -> str:
    return date_format(localtime(one.slot.starts_at), "SHORT_DATETIME_FORMAT")


def _booking(one: Booking) -> str:
    told = str(one.get_status_display())
    return f"{told}\n{one.needs}" if one.needs else told


def _event(one: ClockEvent) -> str:
    told = f"{one.clock.get_kind_display()}: {one.get_type_display()}"
    if one.cause:
        told += f" · {one.get_cause_display()}"
    if not one.reason:
        return told
    # A release keeps the key of its reason; every other reason is what somebody wrote.
    reason = one.reason
    if reason in ReleaseReason.values:
        reason = str(ReleaseReason(reason).label)
    return f"{told} · {reason}"


def _assessments(seen: InquiryQuerySet) -> Iterator[Told]:
    rows = Visitation.objects.filter(inquiry__in=seen.values("pk")).select_related(
        "inquiry", "profile"
    )
    rows = rows.prefetch_related("assessments", "substances").order_by("begun_at", "id")
    for one in rows:
        health = one.inquiry.topic == Topic.ALCOHOL
        yield Told(
            Visitation._meta.label,
            one.pk,
            _("Assessment"),
            Regime.HEALTH if health else Regime.SOCIAL,
            tuple(_assessment(one)),
            one.held_on or danish_day(one.begun_at),
            free=True,
        )


def _assessment(one: Visitation) -> Iterator[Block]:
    order = list(Theme)
    themes = sorted(one.assessments.all(), key=lambda each: order.index(Theme(each.theme)))
    rows = [(str(each.get_theme_display()), each.text) for each in themes if each.text]
    if one.children_at_home is not None:
        rows.append((_("Children at home"), str(one.children_at_home)))
    if one.pregnant is not None:
        rows.append((_("Pregnant"), _("Yes") if one.pregnant else _("No")))
    profile = getattr(one, "profile", None)
    if profile is not None:
        rows += [
            (str(PROFILE_WORDS[name]), str(getattr(profile, f"get_{name}_display")()))
            for name, _words in ASKED
        ]
        if profile.units_a_week is not None:
            rows.append((_("Units of alcohol a week"), str(profile.units_a_week)))
        if profile.days_drinking is not None:
            rows.append((_("Days with alcohol of 30"), str(profile.days_drinking)))
    yield Facts(tuple(rows)) if rows else Paragraph(_("Nothing is written in it."))
    used = [
        (
            str(each.get_substance_display()),
            f"{each.get_frequency_display()}, {str(each.get_route_display()).lower()}",
        )
        for each in one.substances.all()
    ]
    yield from _table(_("Substances"), used)


def _decisions(seen: InquiryQuerySet) -> Iterator[Told]:
    """A decision that was sent is its letter; one that was not is internal (FVL § 12)."""
    rows = Decision.objects.filter(inquiry__in=seen.values("pk")).select_related("letter")
    rows = rows.defer("letter__pdf").order_by("prepared_at", "id")
    for one in rows:
        regime = regime_of(one.area)
        if one.letter is not None:
            yield letter_told(one.letter, regime)
        if one.status in (DecisionStatus.SENT, DecisionStatus.REPLACED) and not one.returned_why:
            continue
        facts = (
            (_("Outcome"), str(one.get_outcome_display())),
            (_("Status"), str(one.get_status_display())),
            (_("Grounds"), one.grounds),
            (_("Why less would not do"), one.why_not_less),
            (_("What you can do"), one.guidance),
            (_("Given back because"), one.returned_why),
        )
        yield Told(
            Decision._meta.label,
            one.pk,
            _("Work on a decision: %(area)s") % {"area": str(one.get_area_display()).lower()},
            regime,
            (Facts(tuple(row for row in facts if row[1])),),
            danish_day(one.prepared_at),
            free=True,
            ground=Ground.INTERNAL,
        )


def _choices(seen: InquiryQuerySet) -> Iterator[Told]:
    rows = FreeChoice.objects.filter(decision__inquiry__in=seen.values("pk"))
    rows = rows.select_related("decision").order_by("decision__prepared_at", "id")
    for one in rows:
        told = (
            (_("Chosen"), day(one.chosen_on) if one.chosen_on else ""),
            (_("Place"), one.provider),
            (_("Limited because"), one.limited_why),
        )
        facts = tuple(row for row in told if row[1])
        if facts:
            yield Told(
                FreeChoice._meta.label,
                one.pk,
                _("Free choice"),
                regime_of(one.decision.area),
                (Facts(facts),),
                one.chosen_on,
                free=True,
            )


INSIGHT = Insight(_found, _beyond)
