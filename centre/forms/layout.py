"""Layout objects of our own beside crispy's Layout, Fieldset, Div, Row, Field and HTML."""

from typing import Any

from crispy_forms.layout import Field, LayoutObject
from django import forms
from django.template.loader import render_to_string
from django.utils.functional import Promise


class Question(Field):  # type: ignore[misc]
    """A field whose label is the page's only heading: one question per page (ux A.1)."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        kwargs["extra_context"] = {
            **(kwargs.get("extra_context") or {}),
            "as_heading": True,
        }
        drawn: str = super().render(*args, **kwargs)
        return drawn


class Affixed(Field):  # type: ignore[misc]
    """A text field with a word glued before or after it: `Affixed("amount", after="kr.")`."""

    def __init__(self, *fields: str, before: str = "", after: str = "", **kwargs: Any) -> None:
        super().__init__(*fields, **kwargs)
        self.before = before
        self.after = after

    def render(self, *args: Any, **kwargs: Any) -> str:
        affixes = {"affix_before": self.before, "affix_after": self.after}
        kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), **affixes}
        drawn: str = super().render(*args, **kwargs)
        return drawn


class Inline(Field):  # type: ignore[misc]
    """Radios or checkboxes side by side, for staff pages that hold many short choices."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        kwargs["extra_context"] = {
            **(kwargs.get("extra_context") or {}),
            "inline": True,
        }
        drawn: str = super().render(*args, **kwargs)
        return drawn


class Folded(LayoutObject):  # type: ignore[misc]
    """Fields that are seldom filled in, behind its words; open where one holds or lacks something."""

    def __init__(self, *fields: str, words: Promise | str) -> None:
        self.fields = list(fields)
        self.words = words

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> str:
        bound = [form[name] for name in self.fields]
        drawn = self.get_rendered_fields(form, context, **kwargs)
        is_open = any(one.value() or one.errors for one in bound)
        told = {"words": self.words, "open": is_open, "fields": drawn}
        return render_to_string("dkfds/layout/folded.html", told)
