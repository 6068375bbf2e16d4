"""An assessment and what is decided on it: the same for a first grant and for one more."""

from datetime import datetime, timedelta
from uuid import UUID

from centre.calendar import add_months, danish_day
from intake.actions import visitation as assessments
from intake.choices import Area, Frequency, Outcome, Setting, Substance, Theme
from intake.models import Decision, Inquiry
from intake.queries.request import about_of, request_of
from intake.rules.decision import DecisionDraft
from intake.rules.offers import decided_elsewhere, offers_that_fit, sessions_of, usual_offer
from intake.rules.visitation import areas_of
from reporting.live.check.account import Decided
from reporting.live.lives import ending
from reporting.live.world import Life

SUBSTANCES = {
    Area.ALCOHOL: (Substance.ALCOHOL,),
    Area.DRUGS: (Substance.CANNABIS, Substance.COCAINE, Substance.AMPHETAMINE),
    Area.ANONYMOUS_DRUGS: (Substance.CANNABIS, Substance.COCAINE),
    Area.SUBSTITUTION: (Substance.HEROIN, Substance.OTHER_OPIOID),
}
GROUNDS = (
    "Vi har talt sammen om dit forbrug og din hverdag. Samtaler hos os passer til det, du vil."
)
NO_GROUNDS = "Vi har talt sammen. Du har brug for en anden hjælp end den, vi kan give."
INSTEAD = "Du kan altid ringe til Åben Rådgivning. Din egen læge kan også hjælpe dig videre."
NOT_LESS = "Du har prøvet samtaler før, og de var ikke nok."


def fitting(life: Life, inquiry: Inquiry, area: str, at: datetime) -> list[str]:
    """The offers of an area that may be granted to somebody, the usual one first."""
    standard = life.world.standard
    if decided_elsewhere(standard, area, inquiry.age_group):
        return []
    offers = offers_that_fit(
        standard,
        area=area,
        age_group=inquiry.age_group,
        setting=Setting.OUTPATIENT,
        on=danish_day(at),
        anonymous=about_of(inquiry).anonymous,
    )
    usual = usual_offer(offers, children_at_home=False)
    return [] if usual is None else [usual.key, *(one.key for one in offers if one != usual)]


def write_assessment(life: Life, inquiry: Inquiry, at: datetime) -> UUID:
    """An assessment with every theme written, or one of them put off; held and finished today."""
    by = ending.who(life, inquiry)
    visitation = assessments.begin_visitation(inquiry_id=inquiry.pk, by=by, at=at)
    for theme in Theme:
        later = theme != Theme.USE and life.likely(0.05)
        assessments.save_theme(
            visitation_id=visitation.pk,
            theme=theme,
            text="" if later else f"{theme.label}: det har vi talt om.",
            later=later,
            version=0,
            by=by,
            at=at,
        )
    areas = areas_of(request_of(inquiry))
    told = {life.chance.choice(SUBSTANCES[area]) for area in areas}
    assessments.save_substances(
        visitation_id=visitation.pk,
        uses=[
            assessments.Use(one, frequency=life.chance.choice(list(Frequency)))
            for one in sorted(told)
        ],
        version=0,
        by=by,
        at=at,
    )
    assessments.finish_visitation(
        visitation_id=visitation.pk, held_on=danish_day(at), by=by, at=at + timedelta(minutes=1)
    )
    return visitation.pk


def draft_of(life: Life, inquiry: Inquiry, area: str, outcome: str, at: datetime) -> DecisionDraft:
    """What is decided: the usual offer most often, with as many talks as it may have."""
    grants = outcome != Outcome.REFUSED
    offers = fitting(life, inquiry, area, at)
    key = offers[0] if life.likely(0.7) else life.chance.choice(offers)
    offer = next(one for one in life.world.standard.offers if one.key == key)
    limited = grants and life.likely(0.15)
    return DecisionDraft(
        area=area,
        outcome=outcome,
        offer=key if grants else "",
        sessions_granted=sessions_of(offer) if grants else None,
        granted_until=add_months(danish_day(at), 9) if limited else None,
        grounds=GROUNDS if grants else NO_GROUNDS,
        guidance="" if outcome == Outcome.GRANTED else INSTEAD,
        why_not_less=NOT_LESS,
        form_key=life.key(),
    )


def gave(life: Life, decision: Decision) -> None:
    """Tell the account what was decided: it holds until the next one on the same treatment."""
    age_group = Inquiry.objects.values_list("age_group", flat=True).get(pk=decision.inquiry_id)
    assert decision.decided_on is not None
    life.world.account.decided[str(decision.inquiry_id), decision.area] = Decided(
        area=decision.area,
        age_group=age_group,
        outcome=decision.outcome,
        offer=decision.offer,
        on=decision.decided_on,
    )
