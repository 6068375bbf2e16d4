from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "centre.citizens"
    label = "citizens"
