"""Wiring of the form pack."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The ground package of presentation; no tables."""

    name = "centre.forms"
    label = "forms"
