"""Choosing who goes on with what somebody who left was writing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.staff.models import User


class HandOnForm(DkForm):
    """One draft of somebody who left: `draft` and `seen` say which, as the leader saw it."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("Who goes on with it?"),
        error_messages={"required": _("Choose who goes on with it")},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("Choose …")), *((key, str(one)) for key, one in self.people.items())]
        self.let_choose("to", choices)

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["to"]]
