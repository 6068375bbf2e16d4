"""The frame of a form of the staff's: its token, sent once, and its draft where one is kept."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from centre.forms.base import DkForm


class Note(DkForm):
    words = forms.CharField(required=False)


def drawn(form: DkForm, told: str = "form", **posted: str) -> str:
    request = RequestFactory().post("/", posted) if posted else RequestFactory().get("/")
    context: dict[str, Any] = {"form": form, "request": request, "csrf_token": "t0ken", "pk": '"7'}
    text = "{% load frame %}{% posted " + told + " %}<b>inside</b>{% endposted %}"
    return Template(text).render(Context(context))


def test_a_form_is_posted_once_with_its_token_and_without_the_browsers_own_words() -> None:
    html = drawn(Note())
    assert html == (
        '<form method="post" data-once novalidate>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="t0ken"><b>inside</b></form>'
    )


def test_where_it_goes_and_how_it_looks_are_said() -> None:
    html = drawn(Note(), 'form action="/there/" css="register"')
    assert html.startswith(
        '<form action="/there/" class="register" method="post" data-once novalidate>'
    )


def test_a_draft_is_named_with_whom_it_is_about_and_nothing_breaks_out_of_it() -> None:
    html = drawn(Note(), 'form draft="plan" subject=pk')
    assert 'data-draft="plan" data-draft-subject="&quot;7"' in html
    assert '<input type="hidden" name="draft_tab" value="">' in html


@pytest.mark.parametrize(("bound", "kept"), [(True, "one"), (False, "")])
def test_what_came_back_with_a_fault_keeps_its_own_draft(bound: bool, kept: str) -> None:
    form = Note({"words": "Æ"} if bound else None)
    html = drawn(form, 'form draft="plan"', draft_tab="one", draft_seen="3")
    assert f'name="draft_tab" value="{kept}"' in html


def test_without_a_draft_none_is_told() -> None:
    assert "draft" not in drawn(Note({"words": "Æ"}), 'form draft=""', draft_tab="one")
