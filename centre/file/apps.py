from django.apps import AppConfig


class FileConfig(AppConfig):
    name = "centre.file"
