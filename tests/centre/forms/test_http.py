"""The status of a page with a form."""

from django import forms
from django.test import RequestFactory

from centre.forms.base import DkForm
from centre.forms.http import render_form

TEMPLATE = "dkfds/error_summary.html"


class Name(DkForm):
    name = forms.CharField()


def answer(form: forms.BaseForm) -> int:
    request = RequestFactory().get("/")
    return render_form(request, TEMPLATE, {"problems": []}, form=form).status_code


def test_a_fresh_form_is_200_and_a_wrong_one_422() -> None:
    assert answer(Name()) == 200
    assert answer(Name({})) == 422


def test_a_right_form_shown_again_is_200() -> None:
    assert answer(Name({"name": "Kim"})) == 200
