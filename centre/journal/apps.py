from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "centre.journal"
    label = "journal"
