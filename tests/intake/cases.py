"""Cases for tests, walked to an assessment and a decision through the real actions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from centre.citizens.choices import ConsentKind
from centre.clocks.choices import Kind
from centre.standard.queries import in_force
from intake.actions.decision import (
    approve_decision,
    ask_approval,
    prepare_decision,
)
from intake.actions.guarantee import record_consent
from intake.actions.sending import send_decision
from intake.actions.visitation import begin_visitation, finish_visitation, save_theme
from intake.choices import Area, Outcome, Setting, Theme, Topic
from intake.models import Decision, Inquiry, Visitation
from intake.queries.request import about_of
from intake.rules.decision import DecisionDraft
from intake.rules.offers import offers_that_fit, sessions_of
from tests import factories
from tests.conftest import moment
from tests.factories import House

RECEIVED_AT = moment("2026-12-10 09.30")
TALKED_ON = date(2026, 12, 14)
DECIDED_AT = moment("2026-12-15 10.00")
THEMES = tuple(Theme)
TOPICS = {
    Area.ALCOHOL: Topic.ALCOHOL,
    Area.DRUGS: Topic.DRUGS,
    Area.ANONYMOUS_DRUGS: Topic.DRUGS,
    Area.SUBSTITUTION: Topic.DRUGS,
}


def asked(house: House, area: str = Area.ALCOHOL, **changes: Any) -> Inquiry:
    """Somebody who asks for this kind of treatment, with a caseworker who answers for it."""
    changes.setdefault("topic", TOPICS[Area(area)])
    changes.setdefault("responsible", house.caseworker)
    if area == Area.SUBSTITUTION:
        changes.setdefault("wants_medical", True)
    if area == Area.ANONYMOUS_DRUGS:
        changes.setdefault("person", None)
    return factories.inquiry(house, received_at=RECEIVED_AT, **changes)


def write_themes(
    house: House,
    visitation: Visitation,
    themes: Sequence[Theme] = THEMES,
    at: datetime = DECIDED_AT,
) -> None:
    for theme in themes:
        save_theme(
            visitation_id=visitation.pk,
            theme=theme,
            text=f"Det, borgeren fortalte om {theme}.",
            later=False,
            version=0,
            by=house.caseworker,
            at=at,
        )


def begun(house: House, area: str = Area.ALCOHOL, **changes: Any) -> Visitation:
    inquiry = asked(house, area, **changes)
    return begin_visitation(inquiry_id=inquiry.pk, by=house.caseworker, at=DECIDED_AT)


def assessed(house: House, area: str = Area.ALCOHOL, **changes: Any) -> Visitation:
    """An assessment that is finished: every theme written, the talk held."""
    visitation = begun(house, area, **changes)
    write_themes(house, visitation)
    return finish_visitation(
        visitation_id=visitation.pk, held_on=TALKED_ON, by=house.caseworker, at=DECIDED_AT
    )


def draft(visitation: Visitation, area: str = Area.ALCOHOL, **changes: Any) -> DecisionDraft:
    """A grant of the first offer that fits, unless told otherwise."""
    outcome = changes.get("outcome", Outcome.GRANTED)
    given: dict[str, Any] = {
        "area": area,
        "outcome": outcome,
        "grounds": "Du drikker mere, end du gerne vil. Samtaler kan hjælpe dig.",
    }
    setting = changes.get("setting", Setting.OUTPATIENT)
    if outcome != Outcome.REFUSED:
        about = about_of(visitation.inquiry)
        fitting = offers_that_fit(
            in_force(TALKED_ON).content,
            area=area,
            age_group=about.age_group,
            setting=setting,
            on=TALKED_ON,
            anonymous=about.anonymous,
        )
        if fitting:
            given |= {"offer": fitting[0].key, "sessions_granted": sessions_of(fitting[0])}
    if outcome != Outcome.GRANTED:
        given["guidance"] = "Du kan få samtaler hos os. Ring, hvis du vil tale om det."
    if setting != Setting.OUTPATIENT and outcome != Outcome.REFUSED:
        given["why_not_less"] = "Samtaler alene har ikke været nok."
    return DecisionDraft(**{**given, **changes})


def prepared(
    house: House,
    area: str = Area.ALCOHOL,
    *,
    visitation: Visitation | None = None,
    at: datetime = DECIDED_AT,
    **changes: Any,
) -> Decision:
    """A decision that is written and not sent; `changes` are the draft's."""
    base = visitation or assessed(house, area)
    return prepare_decision(
        visitation_id=base.pk, draft=draft(base, area, **changes), by=house.caseworker, at=at
    )


def sent(
    house: House,
    area: str = Area.ALCOHOL,
    *,
    visitation: Visitation | None = None,
    at: datetime = DECIDED_AT,
    **changes: Any,
) -> Decision:
    """A decision in force; a refusal and a stay have passed the leader."""
    decision = prepared(house, area, visitation=visitation, at=at, **changes)
    if decision.outcome == Outcome.REFUSED or decision.setting == Setting.INPATIENT:
        ask_approval(decision_id=decision.pk, by=house.caseworker, at=at)
        approve_decision(decision_id=decision.pk, by=house.leader, at=at)
    return send_decision(
        decision_id=decision.pk, channel=decision.way, previewed=None, by=house.caseworker, at=at
    )


def consents(house: House, inquiry: Inquiry, kinds: Sequence[ConsentKind]) -> None:
    """What a young person's treatment is granted with."""
    guarantee = inquiry.guarantees.exclude(kind=Kind.DOCTORS_TALK).order_by("kind").first()
    assert guarantee is not None
    for kind in kinds:
        record_consent(
            guarantee_id=guarantee.pk, kind=kind, on=TALKED_ON, by=house.caseworker, at=DECIDED_AT
        )
