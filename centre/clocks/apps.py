from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "centre.clocks"
    label = "clocks"
