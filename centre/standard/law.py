"""The national rules as dated data; a council's own promise stands in its standard.

A developer's reading of the law, not legal advice. Numbering moved over time, so a basis is always
`{law, section, subsection, valid_from}` and never a bare string.
"""

from datetime import date
from typing import Literal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.standard.schema.words import (
    Area,
    DischargeStatus,
    GuaranteeKind,
    LaterKind,
    StartEvent,
    StopEvent,
)

ClockKind = GuaranteeKind | LaterKind
LawKey = Literal["SEL", "SUL", "BL", "RSL", "FVL", "BEK 1691/2023"]
Waiver = Literal["none", "free_choice", "declined", "no_children_at_home"]
Binds = Literal["authority", "citizen"]

LAW_NAMES: dict[LawKey, Promise] = {
    "SEL": _("Act on Social Services"),
    "SUL": _("Health Act"),
    "BL": _("Children's Act"),
    "RSL": _("Act on Legal Protection and Administration in Social Matters"),
    "FVL": _("Public Administration Act"),
    "BEK 1691/2023": _("Executive order 1691 of 11 December 2023"),
}

# From this day SEL § 101 has the guarantee in stk. 4; before it stood in stk. 2.
SEL_RENUMBERED = date(2020, 1, 1)
CHILDRENS_ACT_FROM = date(2024, 1, 1)
ORDER_1691_FROM = date(2024, 1, 1)
HEALTH_ACT_FROM = date(2007, 1, 1)
# The talk before treatment, the 14 days of stk. 6 and the free choice of stk. 7-8 came into SUL § 142
# together (bill L 34 of 2014-15, act 1536 of 27 December 2014), announced for this day.
HEALTH_142_FROM = date(2015, 1, 1)
LEGAL_PROTECTION_ACT_FROM = date(1998, 7, 1)


class LegalBasis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where in the law a rule stands.

    `section` is the paragraph ("101", "101 a"), `subsections` its stk. (empty: the whole paragraph);
    `valid_to` is the last day of this numbering, absent while it holds.
    """

    law: LawKey
    section: str
    subsections: tuple[int, ...] = ()
    valid_from: date
    valid_to: date | None = None

    def __str__(self) -> str:
        """As it is written in a letter: "SEL § 101 stk. 4", "SUL § 142 stk. 1-2"."""
        if not self.subsections:
            return f"{self.law} § {self.section}"
        first, last = self.subsections[0], self.subsections[-1]
        span = str(first) if first == last else f"{first}-{last}"
        return f"{self.law} § {self.section} stk. {span}"


class NationalRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the law itself says about one clock.

    `exists` is false where the law gives no deadline at all. `starts` are the events that each start
    it; `stops` must all have happened. Exactly one of `days`, `weeks`, `months` is given, or none
    when the law sets no length. `binds` says whose deadline it is: an authority's is strict, a
    citizen's moves past weekends and holidays.
    """

    kind: ClockKind
    exists: bool
    basis: LegalBasis
    binds: Binds = "authority"
    starts: tuple[StartEvent, ...] = ()
    stops: tuple[StopEvent, ...] = ()
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    waiver: Waiver = "none"
    waiver_basis: LegalBasis | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this rule, with this numbering, is in force on the day."""
        basis = self.basis
        return basis.valid_from <= day and (basis.valid_to is None or day <= basis.valid_to)


def _sel(section: str, *subsections: int) -> LegalBasis:
    return LegalBasis(
        law="SEL", section=section, subsections=subsections, valid_from=SEL_RENUMBERED
    )


def _sul(section: str, *subsections: int, since: date) -> LegalBasis:
    return LegalBasis(law="SUL", section=section, subsections=subsections, valid_from=since)


def _old_sel(*subsections: int) -> LegalBasis:
    """SEL § 101 as numbered before 2020; Fredericia and Haderslev still quote it."""
    return LegalBasis(
        law="SEL",
        section="101",
        subsections=subsections,
        valid_from=date(2007, 1, 1),
        valid_to=date(2019, 12, 31),
    )


def _order(section: str, *subsections: int) -> LegalBasis:
    return LegalBasis(
        law="BEK 1691/2023",
        section=section,
        subsections=subsections,
        valid_from=ORDER_1691_FROM,
    )


def _rsl(section: str, *subsections: int) -> LegalBasis:
    return LegalBasis(
        law="RSL",
        section=section,
        subsections=subsections,
        valid_from=LEGAL_PROTECTION_ACT_FROM,
    )


_YOUTH = LegalBasis(law="BL", section="33", subsections=(1,), valid_from=CHILDRENS_ACT_FROM)

GUARANTEES: tuple[NationalRule, ...] = (
    NationalRule(
        kind="social_drug",
        exists=True,
        basis=_old_sel(2),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
        waiver="free_choice",
        waiver_basis=_old_sel(5),
    ),
    NationalRule(
        kind="social_drug",
        exists=True,
        basis=_sel("101", 4),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
        waiver="free_choice",
        waiver_basis=_sel("101", 6),
    ),
    # SUL § 141 knows no free-choice waiver: a citizen who goes elsewhere simply goes.
    NationalRule(
        kind="alcohol",
        exists=True,
        basis=_sul("141", 2, since=HEALTH_ACT_FROM),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
    ),
    # No number of its own: before treatment begins, so inside the 14 days of the treatment.
    NationalRule(
        kind="doctors_talk",
        exists=True,
        basis=_sul("142", 1, 2, since=HEALTH_142_FROM),
        starts=("request",),
        stops=("doctors_talk_held",),
        days=14,
        waiver="declined",
        waiver_basis=_sul("142", 1, since=HEALTH_142_FROM),
    ),
    NationalRule(
        kind="medical",
        exists=True,
        basis=_sul("142", 6, since=HEALTH_142_FROM),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
        waiver="free_choice",
        waiver_basis=_sul("142", 8, since=HEALTH_142_FROM),
    ),
    NationalRule(
        kind="youth_drug",
        exists=True,
        basis=_old_sel(3),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
    ),
    # Between the two the young had their 14 days by an order under § 101; its stk. is not known.
    NationalRule(
        kind="youth_drug",
        exists=True,
        basis=LegalBasis(
            law="SEL", section="101", valid_from=SEL_RENUMBERED, valid_to=date(2023, 12, 31)
        ),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
    ),
    # The decision takes the consents of stk. 2, but the 14 days run from the request.
    NationalRule(
        kind="youth_drug",
        exists=True,
        basis=_YOUTH,
        starts=("request", "request_at_children_unit"),
        stops=("treatment_initiated",),
        days=14,
    ),
    # SUL § 141 sets no age.
    NationalRule(
        kind="youth_alcohol",
        exists=True,
        basis=_sul("141", 2, since=HEALTH_ACT_FROM),
        starts=("request",),
        stops=("treatment_initiated",),
        days=14,
    ),
    NationalRule(kind="anonymous_drug", exists=False, basis=_sel("101 a")),
    # The council sets and publishes its own case-handling time.
    NationalRule(
        kind="inpatient_decision",
        exists=False,
        basis=_rsl("3", 2),
        starts=("application_received",),
        stops=("decided",),
    ),
)

LATER: tuple[NationalRule, ...] = (
    # The plan is made at the start; the law gives no interval for its revision.
    NationalRule(kind="plan_review", exists=False, basis=_sel("101", 8)),
    NationalRule(kind="follow_up_1", exists=True, basis=_order("4", 2), months=1),
    NationalRule(kind="follow_up_6", exists=True, basis=_order("4", 2), months=6),
    NationalRule(
        kind="complaint_deadline",
        exists=True,
        basis=_rsl("67"),
        weeks=4,
        binds="citizen",
    ),
    NationalRule(kind="reassessment", exists=True, basis=_rsl("66"), weeks=4),
    NationalRule(kind="doctor_review", exists=False, basis=_sul("142", 3, since=HEALTH_142_FROM)),
    NationalRule(
        kind="urine_test",
        exists=False,
        basis=_sul("142", 3, since=HEALTH_142_FROM),
        waiver="no_children_at_home",
    ),
    NationalRule(kind="standard_revision", exists=True, basis=_order("4"), months=24),
)


def national_rule(kind: ClockKind, on: date) -> NationalRule | None:
    """The law's own rule for a clock on a day; None when no numbering of it is in force that day."""
    rules = (rule for rule in (*GUARANTEES, *LATER) if rule.kind == kind and rule.holds_on(on))
    return next(rules, None)


class FollowUpRule(msgspec.Struct, frozen=True, kw_only=True):
    """The legal duty to follow up after discharge: for whom, when and on what basis."""

    areas: tuple[Area, ...]
    months: tuple[int, ...]
    statuses: tuple[DischargeStatus, ...]
    basis: LegalBasis


# Only social drug treatment; following up alcohol treatment is a council's own promise.
FOLLOW_UP = FollowUpRule(
    areas=("drugs",),
    months=(1, 6),
    statuses=("completed", "other_offer", "hospital", "other_reason"),
    basis=_order("4", 2),
)


class ComplaintGuidance(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision letter must say about complaining, by kind of treatment.

    `body` is the short name of who decides a complaint in the end; absent when nobody else does.
    """

    area: Area
    possible: bool
    weeks: int | None
    filed_with: Literal["centre", "digital_form", "nobody"]
    body: Literal["ankestyrelsen", "styrelsen_for_patientklager"] | None
    basis: LegalBasis


COMPLAINT_GUIDANCE: tuple[ComplaintGuidance, ...] = (
    ComplaintGuidance(
        area="drugs",
        possible=True,
        weeks=4,
        filed_with="centre",
        body="ankestyrelsen",
        basis=_rsl("60"),
    ),
    # A decision on alcohol treatment cannot be brought before Ankestyrelsen; never print that it can.
    ComplaintGuidance(
        area="alcohol",
        possible=False,
        weeks=None,
        filed_with="nobody",
        body=None,
        basis=_sul("141", since=HEALTH_ACT_FROM),
    ),
    ComplaintGuidance(
        area="anonymous_drugs",
        possible=False,
        weeks=None,
        filed_with="nobody",
        body=None,
        basis=_sel("101 a", 6),
    ),
    # Two years from knowledge, at most five from the event: not counted in weeks.
    ComplaintGuidance(
        area="substitution",
        possible=True,
        weeks=None,
        filed_with="digital_form",
        body="styrelsen_for_patientklager",
        basis=_sul("142", since=HEALTH_142_FROM),
    ),
)


def complaint_guidance(area: Area) -> ComplaintGuidance:
    """What the law says about complaining over a decision on this kind of treatment."""
    return next(guidance for guidance in COMPLAINT_GUIDANCE if guidance.area == area)
