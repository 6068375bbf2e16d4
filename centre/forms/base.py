"""The form every page starts from: our words, the pack's look, no validation by the browser."""

import uuid
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from centre.forms.words import put_words

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


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

    @property
    def helper(self) -> FormHelper:
        """Fields only: the page writes the form element, the token and the buttons."""
        return plain_helper(self, self.layout)


class KeyForm(DkForm):
    """A form that may be sent twice and counts once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class DkModelForm(_ModelForm):
    """As `DkForm`, over a model."""

    use_required_attribute = False
    layout: Layout | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            put_words(field, name)

    @property
    def helper(self) -> FormHelper:
        """Fields only, as `DkForm.helper`."""
        return plain_helper(self, self.layout)


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
