"""How the inbox is narrowed, and what a filter is called."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import mask_cpr
from centre.forms.widgets import Radios
from centre.staff.models import Unit, User
from intake.choices import Channel, DaysLeft, Group, Show, Topic
from intake.models.filter import LONGEST_NAME
from intake.queries.filters import Offered
from intake.rules.filter import Filter

ALONE = "me"
ANY = ("", _("All"))
LABELS = {
    "who": _("Whose list"),
    "show": _("List"),
    "left": _("Deadline"),
    "unit": _("Unit"),
    "channel": _("How it came"),
    "group": _("Group"),
    "topic": _("About"),
    "anonymous": _("Anonymous"),
    "responsible": _("Responsible"),
}


def _choice(name: str, choices: Sequence[tuple[str, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=LABELS[name], required=False, choices=[ANY, *choices])


class FilterForm(DkForm):
    """The filters that stand behind “Filters”. What is chosen is read by `intake.rules.filter`."""

    # Every one of them may be left as it is.
    mark_optional = False

    who = forms.CharField(widget=forms.HiddenInput)
    show = forms.CharField(widget=forms.HiddenInput)
    left = _choice("left", DaysLeft.choices)
    unit = _choice("unit")
    channel = _choice("channel", Channel.choices)
    group = _choice("group", Group.choices)
    topic = _choice("topic", Topic.choices)
    anonymous = _choice("anonymous", [("yes", _("Yes")), ("no", _("No"))])
    responsible = _choice("responsible")

    def __init__(self, chosen: Filter, offered: Offered) -> None:
        super().__init__(initial={name: getattr(chosen, name) for name in LABELS})
        self.chosen = chosen
        for name, found in (("unit", offered.units), ("responsible", offered.people)):
            self.let_choose(name, [ANY, *((one.word, one.words) for one in found)])
        if not offered.units:
            del self.fields["unit"]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What narrows the list beside `show`: in words, and the address without it."""
        return [
            (f"{LABELS[name]}: {self._words(name, word)}", self.chosen.but(**{name: ""}).query)
            for name, word in self.chosen.narrowing.items()
            if name in self.fields and name != "show"
        ]

    @property
    def sentence(self) -> str:
        """The whole filter in words, for whoever gives it a name."""
        whose = _("Mine") if self.chosen.who == "mine" else _("My unit")
        return ", ".join(
            [str(whose), str(Show(self.chosen.show).label), *(one for one, _url in self.parts)]
        )

    def _words(self, name: str, word: str) -> str:
        return str(dict(self.answers_to(name))[word])


class SaveFilterForm(DkForm):
    """What a filter is called, and who sees it."""

    name = forms.CharField(
        label=_("Name of the filter"),
        max_length=LONGEST_NAME,
        help_text=_("Colleagues may see it. Write no citizen's name here."),
    )
    shared_with = forms.ChoiceField(label=_("Who can use it?"), widget=Radios, initial=ALONE)

    def __init__(self, *args: Any, user: User, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units if user.unit_id in (None, one.pk)}
        shared = ((key, str(one)) for key, one in self.units.items())
        self.let_choose("shared_with", [(ALONE, _("Only me")), *shared])

    def clean_name(self) -> str:
        """What looks like a CPR number never becomes a name that others read."""
        return mask_cpr(" ".join(str(self.cleaned_data["name"]).split()))

    @property
    def unit(self) -> Unit | None:
        """The unit that shares it; None for the owner alone."""
        return self.units.get(self.cleaned_data["shared_with"])
