"""The 18 points that executive order 1691/2023 asks of a quality standard."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RequiredPoint:
    """One point: `label` is an English message id, `parts` the parts of the schema that cover it.

    The point is covered when every part is there; a part "clocks:social_drug" is an element of a
    list, "inpatient.payments" a value inside a part.
    """

    key: str
    label: Promise
    parts: tuple[str, ...]


# In the order of the order, as Skanderborg's standard lists them in section 1.
REQUIRED_POINTS: tuple[RequiredPoint, ...] = (
    RequiredPoint("tasks", _("The tasks that are carried out"), ("purpose",)),
    RequiredPoint("target_group", _("Who the offers are for"), ("target_groups:drugs",)),
    RequiredPoint(
        "goals_and_values",
        _("The overall goal, with its values and norms"),
        ("purpose", "values"),
    ),
    RequiredPoint(
        "organisation",
        _("The organisation and the kinds of offers"),
        ("organisation", "offers:drugs"),
    ),
    RequiredPoint("visitation", _("How visitation happens"), ("visitation",)),
    RequiredPoint("guarantee", _("The treatment guarantee"), ("clocks:social_drug",)),
    RequiredPoint("free_choice", _("Free choice"), ("free_choice:drugs",)),
    RequiredPoint("treatment_plan", _("The treatment plan and its follow-up"), ("plan",)),
    RequiredPoint("action_plan", _("Goals for action plans"), ("plan.action_plan",)),
    RequiredPoint("involvement", _("How citizens have a say"), ("involvement",)),
    RequiredPoint("payment", _("Payment for board and lodging"), ("inpatient.payments",)),
    RequiredPoint("complaints", _("Case handling and how to complain"), ("complaints",)),
    RequiredPoint("staff", _("The staff's qualifications"), ("staff",)),
    RequiredPoint("monitoring", _("Monitoring of the work"), ("targets", "registers")),
    RequiredPoint("gift_cards", _("Rules for gift cards"), ("gift_cards",)),
    RequiredPoint("children", _("Attention to children under 18 at home"), ("children",)),
    RequiredPoint("future", _("Future work in the field"), ("future",)),
    RequiredPoint(
        "inpatient_quality",
        _("Quality requirements for inpatient treatment"),
        ("inpatient.quality",),
    ),
)
