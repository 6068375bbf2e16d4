from django.apps import AppConfig


class StandardConfig(AppConfig):
    name = "centre.standard"
    label = "standard"
