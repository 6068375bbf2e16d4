"""The treatment plan as a form: goals in rows with spare ones, so that it needs no script."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.layout import Folded, Inline
from centre.forms.widgets import Radios
from centre.standard.schema import Standard
from treatment.choices import Agreement, FollowUpRoute, Horizon, WhyVersion
from treatment.rules.plan import TEXTS, GoalWords, Part, PlanContent, missing, needed
from treatment.words import MISSING

LONGEST = 4000
LONGEST_GOAL = 600
# A plan is for a person to remember.
MOST_GOALS, MOST_STEPS = 12, 8
OF_THIS_VERSION = ("why", "agreed_on", "agreement")
SPARE_GOALS, SPARE_STEPS, FEWEST_GOALS = 1, 1, 3
WHY = [one for one in WhyVersion.choices if one[0] != WhyVersion.FIRST]
# Where the page tells of a part that is missing.
FIELD: Mapping[Part, str | None] = {
    Part.GOALS: None,
    Part.SUB_GOALS: None,
    Part.SHORT: None,
    Part.LONG: None,
    Part.METHODS: "methods",
    Part.TASKS: "tasks",
    Part.TIMETABLE: "timetable",
    Part.ROUTE: "follow_up_route",
    Part.DETAIL: "follow_up_detail",
}


def long_text(label: Any, **rest: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        **rest,
    )


class PlanForm(KeyForm):
    """All of a version but its goals. What the council's plan must hold is not marked as optional."""

    why = forms.ChoiceField(
        label=_("Why a new version?"),
        choices=WHY,
        widget=Radios,
        error_messages={"required": _("Say what made a new version of the plan necessary.")},
    )
    agreed_on = DkDateField(label=_("Agreed on"))
    agreement = forms.ChoiceField(
        label=_("Does the citizen agree?"),
        choices=Agreement.choices,
        widget=Radios,
        error_messages={"required": _("Choose whether the citizen agrees")},
    )
    methods = long_text(_("Methods"))
    tasks = long_text(_("Who does what"))
    timetable = long_text(_("Timetable"))
    follow_up_route = forms.ChoiceField(
        label=_("How can the citizen be reached after the treatment?"),
        choices=FollowUpRoute.choices,
        widget=Radios,
        required=False,
    )
    follow_up_detail = forms.CharField(
        label=_("What was agreed, such as a number or when to call"), required=False, max_length=300
    )
    base_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    layout = Layout(
        Div("methods", "tasks", "timetable", css_class="pair"),
        Inline("follow_up_route"),
        "follow_up_detail",
        Inline("why"),
        Div("agreed_on", Inline("agreement"), css_class="field-row"),
        "base_version",
        "form_key",
    )

    def __init__(self, *args: Any, standard: Standard, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        for part in needed(standard):
            name = FIELD[part]
            if name is not None:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = str(MISSING[part])
        if first:
            del self.fields["why"]

    @property
    def helper(self) -> Any:
        helper = super().helper
        if self.first:
            helper.layout.fields = [
                one for one in helper.layout.fields if getattr(one, "fields", None) != ["why"]
            ]
        return helper

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("methods", "tasks", "timetable", "follow_up_detail"):
            if data.get(name):
                data[name] = mask_cpr(data[name])
        return data


class GoalForm(DkForm):
    """One goal with its steps. Left empty it is none; emptied, it is dropped."""

    words = forms.CharField(
        label=_("The goal, in the citizen's own words"),
        required=False,
        max_length=LONGEST_GOAL,
        widget=forms.Textarea({"rows": 2}),
    )
    horizon = forms.ChoiceField(
        label=_("When?"), choices=Horizon.choices, widget=Radios, initial=Horizon.SHORT
    )
    by_on = DkDateField(label=_("By which day?"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    mark_optional = False

    def __init__(self, *args: Any, steps: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = range(steps)
        for number in self.steps:
            self.fields[f"step-{number}"] = forms.CharField(
                label=_("Step %(number)d on the way") % {"number": number + 1},
                required=False,
                max_length=LONGEST_GOAL,
            )
            self.fields[f"step-{number}-key"] = forms.UUIDField(
                widget=forms.HiddenInput, initial=uuid.uuid4
            )

    @property
    def helper(self) -> Any:
        helper = super().helper
        steps = [f"step-{number}" for number in self.steps]
        keys = [f"{name}-key" for name in steps]
        left = Div("words", Inline("horizon"), Folded("by_on", words=_("Add a day to reach it by")))
        helper.layout = Layout(Div(left, Div(*steps), css_class="pair"), "key", *keys)
        return helper

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        told = [data.get(f"step-{number}") for number in self.steps]
        if any(told) and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write the goal that the steps lead to"))
        return data

    @property
    def goals(self) -> Iterator[GoalWords]:
        """The goal and its steps, as far as anything is written."""
        data = self.cleaned_data
        if not data["words"]:
            return
        yield GoalWords(data["key"], mask_cpr(data["words"]), data["horizon"], None, data["by_on"])
        for number in self.steps:
            if data[f"step-{number}"]:
                yield GoalWords(
                    data[f"step-{number}-key"],
                    mask_cpr(data[f"step-{number}"]),
                    data["horizon"],
                    data["key"],
                )


class PlanForms:
    """The whole page: the plan's own form and a form a goal. `more` asks for another empty row.

    `written`: the content is not the plan before but this very version, so that the day, the reason
    and the citizen's view stand too.
    """

    def __init__(
        self,
        data: Any,
        *,
        standard: Standard,
        content: PlanContent | None,
        base_version: int,
        today: date,
        written: bool = False,
    ) -> None:
        self.standard, self.bound, self.today = standard, data is not None, today
        self.first = base_version == 0
        self.plan = PlanForm(
            data,
            standard=standard,
            first=self.first,
            initial=_initial(content, base_version, today, written=written),
        )
        rows = list(_rows(content.goals if content else ()))
        steps = max([len(steps) for _goal, steps in rows], default=0) + SPARE_STEPS
        count = max(len(rows) + SPARE_GOALS, FEWEST_GOALS)
        if data is not None:
            count = _number(data.get("rows"), count)
            steps = _number(data.get("steps"), steps, MOST_STEPS)
        self.more = data is not None and "more" in data
        self.count = min(count + (1 if self.more else 0), MOST_GOALS)
        self.steps = min(max(steps, 2) + (1 if self.more else 0), MOST_STEPS)
        given = None if self.more else data
        if self.more:
            self.plan = PlanForm(
                None, standard=standard, first=self.first, initial=_typed(data, self.plan)
            )
        self.goals = [self._goal(number, rows, given, data) for number in range(self.count)]

    def _goal(self, number: int, rows: list[Any], given: Any, data: Any) -> GoalForm:
        initial = _goal_initial(*rows[number]) if number < len(rows) else {}
        form = GoalForm(given, steps=self.steps, prefix=f"goal-{number}", initial=initial)
        if self.more:
            typed = _typed(data, form)
            form = GoalForm(steps=self.steps, prefix=f"goal-{number}", initial=initial | typed)
        return form

    def is_valid(self) -> bool:
        """Whether it can be agreed on: each field right, and nothing missing by the standard."""
        right = [form.is_valid() for form in (self.plan, *self.goals)]
        if self.more or not all(right[1:]):
            return False
        # Told at once with what else is wrong: nobody is to be sent round twice.
        for part in missing(self.standard, self.content):
            name = FIELD[part]
            if name is None:
                self.goals[0].add_error("words", str(MISSING[part]))
            elif not self.plan.has_error(name):
                self.plan.add_error(name, str(MISSING[part]))
        return all(form.is_valid() for form in (self.plan, *self.goals))

    @property
    def failed(self) -> list[DkForm]:
        return [form for form in (*self.goals, self.plan) if form.is_bound and form.errors]

    @property
    def content(self) -> PlanContent:
        """What was written, as a version of the plan."""
        data = self.plan.cleaned_data
        told = {name: data.get(name, "") for name in ("agreement", *TEXTS)}
        return PlanContent(
            why=WhyVersion.FIRST if self.first else data.get("why", ""),
            agreed_on=data.get("agreed_on", self.today),
            goals=tuple(goal for form in self.goals for goal in form.goals),
            **told,
        )


def _number(text: Any, otherwise: int, most: int = MOST_GOALS) -> int:
    try:
        return max(1, min(int(text), most))
    except (TypeError, ValueError):
        return otherwise


def _rows(goals: Iterable[GoalWords]) -> Iterator[tuple[GoalWords, list[GoalWords]]]:
    told = list(goals)
    for goal in told:
        if goal.part_of is None:
            yield goal, [one for one in told if one.part_of == goal.key]


def _goal_initial(goal: GoalWords, steps: Sequence[GoalWords]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "words": goal.words,
        "horizon": goal.horizon,
        "by_on": goal.by_on,
        "key": goal.key,
    }
    for number, one in enumerate(steps):
        found |= {f"step-{number}": one.words, f"step-{number}-key": one.key}
    return found


def _initial(
    content: PlanContent | None, base_version: int, today: date, *, written: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {"base_version": base_version, "agreed_on": today}
    if content is None:
        return found
    names = (*TEXTS, *OF_THIS_VERSION) if written else TEXTS
    return found | {name: getattr(content, name) for name in names}


def _typed(data: Any, form: DkForm) -> dict[str, Any]:
    """What stands in the fields, for a page that only asks for more room."""
    found = {}
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        if value not in (None, ""):
            found[name] = value
    return found
