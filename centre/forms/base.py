"""The form every page starts from: our words, the pack's look, no validation by the browser."""

import uuid
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from centre.forms.words import put_words


class DkForm(forms.Form):
    """A form drawn by the pack with `{% fields form %}`: our words, no `required` attributes.

    `layout` (a crispy Layout) orders and groups the fields; without it they come as declared.
    """

    use_required_attribute = False
    layout: Layout | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            put_words(field, name)

    def let_choose(self, name: str, answers: Iterable[Any]) -> None:
        """Give a question the answers it has here: pairs of value and words, grouped or not.

        Raises TypeError for a question that is not answered by choosing.
        """
        self._question(name).choices = list(answers)

    def answers_to(self, name: str) -> list[Any]:
        """What can be chosen as the answer to a question."""
        answers: Any = self._question(name).choices
        return list(answers)

    def _question(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is not answered by choosing")
        return field

    @property
    def helper(self) -> FormHelper:
        """Fields only: the page writes the form element, the token and the buttons."""
        return plain_helper(self, self.layout)


class KeyForm(DkForm):
    """A form that may be sent twice and counts once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def plain_helper(form: forms.BaseForm | None = None, layout: Layout | None = None) -> FormHelper:
    """A crispy helper that draws the fields and nothing around them; hidden fields included."""
    helper = FormHelper(form)
    if layout is not None:
        # A copy: a form may rearrange its own without rearranging everybody's.
        helper.layout = deepcopy(layout)
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.render_hidden_fields = True
    return helper
