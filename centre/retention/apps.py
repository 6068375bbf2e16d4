from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "centre.retention"
    label = "retention"
