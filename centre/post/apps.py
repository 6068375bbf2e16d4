from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "centre.post"
    label = "post"
