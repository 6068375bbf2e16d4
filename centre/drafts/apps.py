from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "centre.drafts"
    label = "drafts"
