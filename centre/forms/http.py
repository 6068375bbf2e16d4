"""Answering with a form: the status tells the truth about it."""

from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNPROCESSABLE = 422


def render_form(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    form: "BaseForm | BaseFormSet[Any]",
) -> HttpResponse:
    """Render a page with a form: 200 when it is fresh, 422 (RFC 9110 15.5.21) when it is wrong.

    The template gets `form` and `form_failed`; the latter puts "Error:" into the title and the
    error summary above the heading.
    """
    failed = form.is_bound and not form.is_valid()
    page = {**(context or {}), "form": form, "form_failed": failed}
    return render(request, template, page, status=UNPROCESSABLE if failed else 200)
